import assert from 'node:assert/strict';
import {test} from 'node:test';
import {DURATION, JSON_VALUE, NUMBER, problemOf, TEXT} from './values.js';

/** @param {import('./values.js').Format} format @param {[text: string, value: unknown][]} pairs */
const reads = (format, pairs) => {
  for (const [text, value] of pairs) assert.deepEqual(format.parse(text), value, text);
};

test('an empty text, duration or number is left out', () => {
  for (const format of [TEXT, DURATION, NUMBER]) {
    assert.equal(format.parse(''), undefined);
    assert.equal(format.print(undefined), '');
  }
});

test('a duration loses its spaces, and is left to the engine to check', () => {
  reads(DURATION, [['1 s', '1s'], [' 1m 30s ', '1m30s'], ['9 parsecs', '9parsecs']]);
  assert.equal(DURATION.print('1500ms'), '1500ms');
});

test('a value that is no duration is shown as JSON', () => {
  assert.equal(DURATION.print({p50: '1s'}), '{"p50":"1s"}');
});

test('a number is read as one; any other text stays a text, for the engine to refuse', () => {
  reads(NUMBER, [['3', 3], ['0.25', 0.25], [' 7 ', 7], ['0', 0], ['many', 'many'], ['  ', undefined]]);
  assert.equal(NUMBER.print(0), '0');
});

test('JSON is printed on one line, with spaces between members', () => {
  assert.equal(JSON_VALUE.print({amount: 100, currency: 'EUR'}), '{"amount": 100, "currency": "EUR"}');
  assert.equal(JSON_VALUE.print([1, {a: []}]), '[1, {"a": []}]');
  assert.equal(JSON_VALUE.print('two words'), '"two words"');
});

test('JSON that is cut off is refused with an example', () => {
  assert.deepEqual(JSON_VALUE.parse('{"amount": 5}'), {amount: 5});
  assert.throws(() => JSON_VALUE.parse('{"amount": '), /^Error: This is not JSON\. It looks like/);
});

test('an error at the field itself is said without its path, one elsewhere with it', () => {
  const here = {path: 'cache.ttl', message: 'is not a duration', code: ''};
  const there = {path: 'source.outages[1].from', message: 'begins too early', code: ''};
  assert.equal(problemOf([], 'cache.ttl'), '');
  assert.equal(problemOf([there, here], 'cache.ttl'), 'is not a duration');
  assert.equal(problemOf([there], 'cache.ttl'), 'source.outages[1].from: begins too early');
});
