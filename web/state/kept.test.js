import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {Kept} from './kept.js';

const globals = /** @type {any} */ (globalThis);
afterEach(() => {
  delete globals.localStorage;
});

/** How often it is said that the storage is full, where each text meets this error. @param {string} name */
function said(name) {
  const fail = () => { throw new DOMException('no', name); };
  globals.localStorage = {getItem: fail, setItem: fail, removeItem: fail};
  const kept = new Kept();
  let times = 0;
  kept.addEventListener('full', () => times++);
  for (const text of ['{}', '{"a": 1}', null]) kept.put('key', text);
  assert.equal(kept.get('key'), null);
  return times;
}

test('a full storage is said once', () => {
  assert.equal(said('QuotaExceededError'), 1);
  assert.equal(said('NS_ERROR_DOM_QUOTA_REACHED'), 1);
});

test('a storage that is forbidden keeps nothing, which is not news', () => {
  assert.equal(said('SecurityError'), 0);
  assert.equal(new Kept().get('key'), null, 'there is none at all');
});
