import assert from 'node:assert/strict';
import {test} from 'node:test';
import {listAt, putList, strategyOf} from './step-list.js';

/** @typedef {import('./story.js').Json} Json */

const named = (/** @type {string} */ id, /** @type {string} */ by, /** @type {string[]} */ ...steps) => ({id, by, steps, also: '', does: '', choose: '', cost: ''});
const strategies = {
  read: [named('cache-inline', 'manager', 'cache.get', 'source.read', 'cache.fill')],
  write: [named('write-through', 'manager', 'cache.set', 'source.write'), named('same-steps', 'manager', 'cache.set', 'source.write'), named('write-behind', 'manager', 'cache.set', 'queue.put')],
  worker: {by: 'manager', steps: ['queue.take', 'source.write']},
  steps: [],
};

test('a list is that of a named strategy, or written out', () => {
  assert.deepEqual(listAt(strategies, {}, null, 'read'), {by: 'manager', steps: ['cache.get', 'source.read', 'cache.fill']});
  assert.deepEqual(listAt(strategies, {write: {by: 'client', steps: ['wait'], wait: '1s'}}, null, 'write'), {by: 'client', steps: ['wait'], wait: '1s'});
  assert.deepEqual(listAt(strategies, {write: 'no-such'}, null, 'write'), {by: 'client', steps: []});
});

test('the worker’s list is part of the write strategy', () => {
  assert.equal(strategyOf('worker'), 'write');
  assert.deepEqual(listAt(strategies, {write: 'write-behind'}, null, 'worker'), {by: 'manager', steps: ['queue.take', 'source.write']});
  /** @type {Json} */
  const scenario = {write: 'write-behind'};
  putList(strategies, scenario, null, 'worker', {by: 'manager', steps: ['source.write']}, '');
  assert.deepEqual(scenario.write, {by: 'manager', steps: ['cache.set', 'queue.put'], worker: ['source.write']});
  assert.deepEqual(listAt(strategies, scenario, null, 'worker').steps, ['source.write']);
  putList(strategies, scenario, null, 'worker', {by: 'manager', steps: ['queue.take', 'source.write']}, '');
  assert.equal(scenario.write, 'write-behind', 'back at the worker’s usual list');
});

test('steps that have a name are called by it, of two names by the one that they had', () => {
  /** @type {Json} */
  const scenario = {};
  putList(strategies, scenario, null, 'write', {by: 'client', steps: ['source.write']}, '');
  assert.deepEqual(scenario.write, {by: 'client', steps: ['source.write']});
  putList(strategies, scenario, null, 'write', {by: 'manager', steps: ['cache.set', 'source.write']}, 'same-steps');
  assert.equal(scenario.write, 'same-steps');
  putList(strategies, scenario, null, 'write', {by: 'manager', steps: ['cache.set', 'source.write']}, 'write-behind');
  assert.equal(scenario.write, 'write-through');
});

test('a wait is kept only with a step that waits', () => {
  /** @type {Json} */
  const scenario = {};
  putList(strategies, scenario, null, 'write', {by: 'client', steps: ['wait'], wait: '2s'}, '');
  assert.deepEqual(scenario.write, {by: 'client', steps: ['wait'], wait: '2s'});
  putList(strategies, scenario, null, 'write', {by: 'client', steps: ['source.write'], wait: '2s'}, '');
  assert.deepEqual(scenario.write, {by: 'client', steps: ['source.write']});
});
