import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isDeeper} from './nesting.js';

test('objects and lists count, the outermost included', () => {
  for (const [text, depth] of /** @type {const} */ ([['1', 0], ['null', 0], ['"[[["', 0], ['{}', 1], ['[]', 1], ['[[], {"a": [1]}, 2]', 3], ['{"a": {"b": {"c": null}}, "d": 1}', 3]])) {
    const value = JSON.parse(text);
    assert.ok(!isDeeper(value, depth), text);
    if (depth > 0) assert.ok(isDeeper(value, depth - 1), text);
  }
});

test('it ends for a million lists inside each other', () => {
  assert.ok(isDeeper(JSON.parse('['.repeat(1e6) + ']'.repeat(1e6)), 64));
  assert.ok(!isDeeper(Array.from({length: 1e5}, () => [[]]), 64));
});

test('it ends where something is inside itself, many times over', () => {
  /** @type {any} */
  const odd = {};
  odd.a = [odd, odd, odd];
  odd.b = {c: odd.a, d: odd.a};
  assert.ok(isDeeper(odd, 64));
});
