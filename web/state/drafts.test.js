import assert from 'node:assert/strict';
import {afterEach, beforeEach, test} from 'node:test';
import {Drafts} from './drafts.js';

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

const draft = (content = 'typed') => ({content, since: 'before'});

test('a draft is found again after a reload', () => {
  new Drafts('article').put('story:name', draft());
  assert.deepEqual(new Drafts('article').get('story:name'), draft());
  assert.equal(new Drafts('ttl').get('story:name'), undefined);
});

test('a draft has one name', () => {
  const drafts = new Drafts('article');
  const one = draft();
  drafts.put('story:op 1', one);
  drafts.put('story:op 2', one);
  assert.deepEqual(drafts.names('story:'), ['story:op 2']);
  drafts.drop(one);
  assert.deepEqual(drafts.names(''), []);
  assert.equal(stored.size, 0);
});

test('drafts of fields that are gone are deleted, those of other editors are not', () => {
  new Drafts('article').put('story:gone', draft());
  const drafts = new Drafts('article');
  drafts.put('story:here', draft());
  drafts.put('settings:other', draft());
  drafts.get('story:here');
  drafts.sweep('story:');
  assert.deepEqual(new Drafts('article').names(''), ['story:here', 'settings:other']);
});

test('without a place nothing is stored', () => {
  new Drafts('').put('story:name', draft());
  assert.equal(stored.size, 0);
});

test('what cannot be drafts is not read', () => {
  for (const text of ['{', 'null', '5', '{"story:name": null}', '{"story:name": {"since": 5}}']) {
    stored.set('cacheplay.drafts.1.article', text);
    assert.deepEqual(new Drafts('article').names(''), [], text);
  }
});

test('where storage throws, drafts last as long as the page', () => {
  const full = () => { throw new DOMException('full', 'QuotaExceededError'); };
  Object.assign(globals.localStorage, {getItem: full, setItem: full, removeItem: full});
  const drafts = new Drafts('article');
  drafts.put('story:name', draft());
  assert.deepEqual(drafts.get('story:name'), draft());
  Object.defineProperty(globals, 'localStorage', {configurable: true, get: full});
  assert.deepEqual(new Drafts('article').names(''), []);
});
