import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {parseDuration, roundUp, sayDuration, writeDuration} from './duration.js';

/** A table that a Go test goes through too. @param {string} path */
const table = (path) => JSON.parse(readFileSync(new URL(`../../wasm/${path}`, import.meta.url), 'utf8'));

test('durations are read as the engine reads them', () => {
  for (const {text, ns} of table('scenario/testdata/durations.json')) assert.equal(parseDuration(text), ns, JSON.stringify(text));
});

test('times are worded as the engine words them', () => {
  for (const {ns, words} of table('trace/testdata/durations.json')) assert.equal(sayDuration(ns), words, `${ns} ns`);
});

test('a duration that is written reads the same, in whole milliseconds', () => {
  for (const [ns, text] of /** @type {const} */ ([[0, '0'], [250, '250ns'], [999_999, '999999ns'], [1e6, '1ms'], [1.5e9, '1500ms'], [8.64e13, '86400000ms']])) {
    assert.equal(writeDuration(ns), text);
    assert.equal(parseDuration(text), ns);
  }
  assert.equal(writeDuration(1_400_000), '1ms');
});

test('steps are 1, 2 or 5 times a power of ten', () => {
  for (const [ns, step] of [[1, 1], [1.1, 2], [3, 5], [6, 10], [70e6, 100e6], [200e6, 200e6], [201e6, 500e6]]) assert.equal(roundUp(ns), step);
});
