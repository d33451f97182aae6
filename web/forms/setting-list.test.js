import assert from 'node:assert/strict';
import {test} from 'node:test';
import {nextItem} from './setting-list.js';

const MEMBERS = ['from', 'to'].map((path) => ({path, name: path, doc: '', type: 'duration', allowed: '', ids: [], min: 0, max: 0}));

test('the first item begins after a second, and lasts one', () => {
  assert.deepEqual(nextItem([], MEMBERS), {from: '1000ms', to: '2000ms'});
});

test('a new item comes after all others, wherever the last one stands', () => {
  assert.deepEqual(nextItem([{from: '5s', to: '10s'}, {from: '1s', to: '2s'}], MEMBERS), {from: '11000ms', to: '12000ms'});
});

test('a time that is none counts for nothing', () => {
  assert.deepEqual(nextItem([{from: 'soon', to: '2s'}], MEMBERS), {from: '3000ms', to: '4000ms'});
});

test('numbers grow, each from the greatest of its own, up to what is allowed', () => {
  const members = [['concurrency', 1, 1000000], ['times', 0, 100]].map(([path, min, max]) => ({...MEMBERS[0], path: String(path), type: 'number', min: Number(min), max: Number(max)}));
  assert.deepEqual(nextItem([], members), {concurrency: 2, times: 2});
  assert.deepEqual(nextItem([{concurrency: 50, times: 60}, {concurrency: 'many', times: 3}], members), {concurrency: 100, times: 100});
});
