import assert from 'node:assert/strict';
import {afterEach, beforeEach, test} from 'node:test';
import {Work} from './work.js';

const globals = /** @type {any} */ (globalThis);
/** What is in localStorage. @type {Map<string, string>} */
let stored;

beforeEach(() => {
  stored = new Map();
  globals.localStorage = {
    getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => stored.set(key, value),
    removeItem: (/** @type {string} */ key) => stored.delete(key),
  };
});
afterEach(() => {
  delete globals.localStorage;
});

/** Work on a scenario whose member "at" a test changes. */
function begun(place = 'article') {
  const work = new Work();
  work.begin(place, {at: 0}, {at: 0});
  return work;
}
/** @param {Work} work @param {number} at @param {string} [topic] */
const move = (work, at, topic = '') => work.change(topic, (scenario) => { scenario.at = at; });

test('a change is undone and redone', () => {
  const work = begun();
  assert.deepEqual([work.canUndo, work.canRedo, work.changed], [false, false, false]);
  move(work, 1);
  assert.deepEqual([work.canUndo, work.canRedo, work.changed], [true, false, true]);
  work.undo();
  assert.deepEqual([work.scenario, work.canUndo, work.canRedo, work.changed], [{at: 0}, false, true, false]);
  work.redo();
  assert.deepEqual(work.scenario, {at: 1});
  work.undo();
  move(work, 2);
  work.redo();
  assert.deepEqual(work.scenario, {at: 2}, 'after another change there is nothing to redo');
});

test('nothing to undo is no change', () => {
  const work = begun();
  let changes = 0;
  work.addEventListener('change', () => changes++);
  work.undo();
  work.redo();
  assert.equal(changes, 0);
  move(work, 1);
  assert.equal(changes, 1);
});

test('a scenario is changed in a copy', () => {
  const work = begun();
  const before = work.scenario;
  move(work, 1);
  assert.deepEqual(before, {at: 0});
});

test('successive changes of one topic are undone together, until they are sealed', () => {
  const work = begun();
  move(work, 1, 'slider');
  move(work, 2, 'slider');
  work.seal();
  move(work, 3, 'slider');
  move(work, 4, 'other');
  const seen = [];
  for (; work.canUndo; work.undo()) seen.push(work.scenario.at);
  assert.deepEqual(seen, [4, 3, 2]);
});

test('after undo the next change of the same topic is undone by itself', () => {
  const work = begun();
  move(work, 1, 'slider');
  work.undo();
  move(work, 2, 'slider');
  move(work, 3, 'slider');
  work.undo();
  assert.deepEqual(work.scenario, {at: 0});
});

test('a hundred changes can be undone', () => {
  const work = begun();
  for (let i = 1; i <= 101; i++) move(work, i);
  for (let i = 0; i < 100; i++) work.undo();
  assert.deepEqual([work.scenario, work.canUndo], [{at: 1}, false]);
});

test('reset goes back to the original and can be undone', () => {
  const work = begun();
  move(work, 1);
  work.reset();
  assert.deepEqual([work.scenario, work.changed], [{at: 0}, false]);
  work.undo();
  assert.deepEqual(work.scenario, {at: 1});
});

test('work is stored as long as it differs from the original, and found after a reload', () => {
  const work = begun();
  move(work, 1);
  assert.deepEqual(new Work().stored('article'), {at: 1});
  assert.equal(new Work().stored('ttl'), null);
  work.reset();
  assert.equal(stored.size, 0);
});

test('each story has its own undo and drafts while the page is open', () => {
  const work = begun();
  move(work, 1);
  const {drafts} = work;
  work.begin('ttl', {at: 5}, {at: 5});
  assert.equal(work.canUndo, false);
  assert.notEqual(work.drafts, drafts);
  assert.deepEqual(work.stored('article'), {at: 1});
  work.begin('article', {at: 0}, {at: 1});
  assert.equal(work.drafts, drafts);
  work.undo();
  assert.deepEqual(work.scenario, {at: 0});
});

test('without a place nothing is stored', () => {
  const work = begun('');
  move(work, 1);
  assert.equal(stored.size, 0);
});

test('what cannot be a scenario is not read', () => {
  for (const text of ['{', '5', '[]', '"x"', 'null']) {
    stored.set('cacheplay.work.1.article', text);
    assert.equal(new Work().stored('article'), null, text);
  }
});

test('where storage throws, the work lasts as long as the page', () => {
  const full = () => { throw new DOMException('full', 'QuotaExceededError'); };
  Object.assign(globals.localStorage, {getItem: full, setItem: full, removeItem: full});
  const work = begun();
  move(work, 1);
  assert.deepEqual(work.stored('article'), {at: 1});
  assert.equal(new Work().stored('article'), null);
  Object.defineProperty(globals, 'localStorage', {configurable: true, get: full});
  move(work, 2);
  work.undo();
  assert.deepEqual(work.scenario, {at: 1});
});
