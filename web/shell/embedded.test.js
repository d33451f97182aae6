import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';

/** What the page around this one is told. @type {any[]} */
let told = [];
/** @type {(event: {source: unknown, data: unknown}) => void} */
let receive = () => assert.fail('nobody listens');
const around = {postMessage: (/** @type {any} */ message) => told.push(message)};
Object.assign(globalThis, {
  parent: around, location: {search: ''},
  addEventListener: (/** @type {string} */ name, /** @type {any} */ listener) => { if (name === 'message') receive = listener; },
});
const {Host} = await import('./embedded.js');

/** The scenarios that the page is given. @type {unknown[]} */
let given = [];
beforeEach(() => {
  const host = new Host();
  given = [];
  host.addEventListener('given', (event) => given.push(/** @type {CustomEvent} */ (event).detail));
  told = [];
});

test('a scenario of the page around this one is taken', () => {
  receive({source: around, data: {cachePlayground: 1, scenario: {version: 1}}});
  assert.deepEqual([given, told], [[{version: 1}], []]);
});

test('a message that is not as it should be is refused as a whole, with the reason', () => {
  receive({source: around, data: {cachePlayground: 1, scenario: {version: 1}, press: '"] *'}});
  const message = '"\\"] *" is not one of "play", "pause", "back", "forward"';
  assert.deepEqual([given, told], [[], [{cachePlayground: 1, is: 'failed', code: 'input', message: `press: ${message}`, fields: [{path: 'press', message, code: 'invalid'}]}]]);
});

test('messages of others, and for others, are left alone', () => {
  for (const data of [undefined, null, 7, 'x', {}, []]) receive({source: around, data});
  receive({source: {}, data: {cachePlayground: 1, scenario: {version: 1}}});
  assert.deepEqual([given, told], [[], []]);
});
