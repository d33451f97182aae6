import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {here, storyOf, unknownView, viewOf} from './address.js';

const globals = /** @type {any} */ (globalThis);
const url = (/** @type {string} */ rest) => new URL(rest, 'https://example.org/play/');

afterEach(() => {
  delete globals.history;
  delete globals.location;
});

test('an address asks for a preset, for a link, or for the article', () => {
  assert.deepEqual(storyOf(url('')), {preset: 'article', fragment: ''});
  assert.deepEqual(storyOf(url('?preset=ttl&view=explore')), {preset: 'ttl', fragment: ''});
  assert.deepEqual(storyOf(url('#1.abc')), {preset: 'article', fragment: '1.abc'});
  assert.deepEqual(storyOf(url('#2.abc')), {preset: 'article', fragment: '2.abc'}, 'a link of a newer version');
  assert.deepEqual(storyOf(url('?preset=ttl#stories')), {preset: 'ttl', fragment: ''}, 'the id of an element');
});

test('an address asks for a view, and a link for one where the address does not', () => {
  assert.equal(viewOf(url(''), false), 'play');
  assert.equal(viewOf(url(''), true), 'explore');
  assert.equal(viewOf(url('?view=play'), true), 'play');
  assert.equal(viewOf(url('?view=explore'), false), 'explore');
  assert.equal(viewOf(url('?view=no-such'), true), 'play');
});

test('a view that there is not is remarked on', () => {
  for (const known of ['', '?view=play', '?view=explore']) assert.equal(unknownView(url(known)), '');
  assert.equal(unknownView(url('?view=x')), 'There is no view “x”, only “play” and “explore”. Here is “play” instead.');
});

test('a link in the address bar stands for the address that it replaced', () => {
  Object.assign(globals, {location: {href: 'https://example.org/play/#1.abc'}, history: {state: null}});
  assert.equal(here().href, 'https://example.org/play/#1.abc');
  globals.history.state = {of: 'https://example.org/play/?preset=ttl'};
  assert.equal(here().search, '?preset=ttl');
});
