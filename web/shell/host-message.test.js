import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isForUs, wrongIn} from './host-message.js';

const wrong = (/** @type {object} */ members) => wrongIn({cachePlayground: 1, ...members}).map(({path, message}) => `${path}: ${message}`);

test('what the element posts is in order', () => {
  for (const members of [
    {}, {theme: 'light', beyond: {top: -3.5, bottom: 0}}, {theme: 'dark', scenario: {version: 1}}, {scenario: '{"version": 1}'},
    {press: 'play'}, {press: 'pause'}, {press: 'back'}, {press: 'forward'}, {theme: undefined, press: null}, {more: 1},
  ]) assert.deepEqual(wrong(members), []);
});

test('what is not is refused by its name, with what is allowed', () => {
  const THEME = 'is not one of "auto", "light", "dark"';
  const PRESS = 'is not one of "play", "pause", "back", "forward"';
  const BEYOND = 'is not an object with the numbers "top" and "bottom"';
  const SCENARIO = 'is not an object or a JSON text';
  for (const [members, ...errors] of /** @type {[object, ...string[]][]} */ ([
    [{cachePlayground: 2}, 'cachePlayground: 2 is not 1'],
    [{theme: 7}, `theme: 7 ${THEME}`],
    [{theme: {toString: 1}}, `theme: an object ${THEME}`],
    [{press: '"] *'}, `press: "\\"] *" ${PRESS}`],
    [{press: 'x'.repeat(1e6)}, `press: "${'x'.repeat(40)}…" ${PRESS}`],
    [{press: ['play']}, `press: a list ${PRESS}`],
    [{press: '__proto__'}, `press: "__proto__" ${PRESS}`],
    [{beyond: true}, `beyond: true ${BEYOND}`],
    [{beyond: {top: '0; color: red', bottom: 0}}, `beyond: an object ${BEYOND}`],
    [{beyond: {top: NaN, bottom: 0}}, `beyond: an object ${BEYOND}`],
    [{scenario: 5n}, `scenario: 5 ${SCENARIO}`],
    [{scenario: []}, `scenario: a list ${SCENARIO}`],
    [{theme: 0, press: false}, `theme: 0 ${THEME}`, `press: false ${PRESS}`],
  ])) assert.deepEqual(wrong(members), errors);
});

test('messages of others are none of its business', () => {
  for (const data of [undefined, null, 7, '', 'cachePlayground', [], {}, {type: 'x'}, new Map([['cachePlayground', 1]])]) assert.ok(!isForUs(data));
  for (const data of [{cachePlayground: 1}, {cachePlayground: 'odd'}]) assert.ok(isForUs(data));
});
