import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {mergeDifference, mergePatch} from './merge-patch.js';

/** A table that a Go test goes through too. @param {string} path */
const table = (path) => JSON.parse(readFileSync(new URL(`../../wasm/${path}`, import.meta.url), 'utf8'));

test('patches are merged as the engine merges them', () => {
  for (const {target, patch, result} of table('jsontree/testdata/merge-patch.json')) {
    const before = JSON.stringify([target, patch]);
    // As texts: the order of members counts.
    assert.equal(JSON.stringify(mergePatch(target, patch)), JSON.stringify(result), before);
    assert.equal(JSON.stringify([target, patch]), before, 'the arguments are not altered');
  }
});

test('a member named __proto__ does not change what an object inherits', () => {
  const merged = mergePatch({}, JSON.parse('{"a": {"__proto__": {"length": 9}}}'));
  assert.equal(merged.a.length, undefined);
  assert.equal(Object.getPrototypeOf(merged.a), Object.prototype);
});

test('differences are those that the engine finds, and merge back', () => {
  for (const {from, to, patch} of table('scenario/testdata/merge-difference.json')) {
    assert.deepEqual(mergeDifference(from, to) ?? {}, patch);
    assert.deepEqual(mergePatch(from, patch), to);
  }
});

test('a member that is missing differs from one that is there', () => {
  assert.equal(mergeDifference(undefined, undefined), undefined);
  assert.equal(mergeDifference(1, undefined), null);
  assert.deepEqual(mergeDifference(undefined, {a: 1}), {a: 1});
});
