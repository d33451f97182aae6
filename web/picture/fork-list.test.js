import assert from 'node:assert/strict';
import {test} from 'node:test';
import {addFork, groupsOf, roomFor} from './fork-list.js';

/** @param {string} group @param {string} [name] @returns {import('./fork-list.js').Fork} */
const fork = (group, name = 'crashed') => ({group, name, text: name, says: '', path: 'faults', value: [{fault: 'crash', at: '3s'}]});

const names = (/** @type {any} */ scenario) => scenario.compare?.map((/** @type {any} */ variant) => variant.name);
const limits = /** @type {import('../engine/types.js').Limits} */ ({variants: 4, nameLength: 100});
const original = {name: 'A story', compare: [{name: 'a'}, {name: 'b'}]};

test('forks are grouped by what they happen to, in their order', () => {
  const [first, second, third] = [fork('The call'), fork('Source'), fork('The call')];
  assert.deepEqual(groupsOf([first, second, third]), [{name: 'The call', forks: [first, third]}, {name: 'Source', forks: [second]}]);
  assert.deepEqual(groupsOf([]), []);
});

test('a fork is a copy of its variant in which it happens', () => {
  const scenario = structuredClone(original);
  assert.deepEqual(addFork(scenario, original, 0, fork('Source'), limits), {from: 0, to: 2});
  assert.deepEqual(names(scenario), ['a', 'b', 'a, crashed']);
  assert.deepEqual(scenario.compare[2], {name: 'a, crashed', faults: [{fault: 'crash', at: '3s'}]});
});

test('a fork of a scenario that compares nothing stands beside it', () => {
  const scenario = {name: 'Alone'};
  assert.deepEqual(addFork(scenario, {name: 'Alone'}, 0, fork('Source'), limits), {from: 0, to: 1});
  assert.deepEqual(names(scenario), ['Alone', 'Alone, crashed']);
});

test('where there is no room a fork takes the place of the variant that was added last', () => {
  const scenario = structuredClone(original);
  addFork(scenario, original, 0, fork('Source', 'lost'), limits);
  addFork(scenario, original, 1, fork('Source', 'late'), limits);
  assert.deepEqual(names(scenario), ['a', 'b', 'a, lost', 'b, late']);
  assert.deepEqual(roomFor(scenario, original, 0, limits), {full: false, replaced: 3});
  assert.deepEqual(addFork(scenario, original, 0, fork('Source'), limits), {from: 0, to: 3});
  assert.deepEqual(names(scenario), ['a', 'b', 'a, lost', 'a, crashed']);
});

test('a fork of an added variant never takes its place, and is placed beside it', () => {
  const scenario = structuredClone(original);
  addFork(scenario, original, 0, fork('Source', 'lost'), limits);
  addFork(scenario, original, 1, fork('Source', 'late'), limits);
  assert.deepEqual(addFork(scenario, original, 3, fork('Source'), limits), {from: 2, to: 3});
  assert.deepEqual(names(scenario), ['a', 'b', 'b, late', 'b, late, crashed']);
});

test('variants of the story itself are not replaced', () => {
  const full = {name: 'Full', compare: ['a', 'b', 'c', 'd'].map((name) => ({name}))};
  assert.deepEqual(roomFor(full, full, 1, limits), {full: true, replaced: -1});
});
