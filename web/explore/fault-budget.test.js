import assert from 'node:assert/strict';
import {test} from 'node:test';
import {allowFault} from './fault-budget.js';

const faults = [{id: 'crash', name: 'a crash', times: 1}, {id: 'evict', name: 'an eviction', times: 0}, {id: 'lose', name: 'a lost call', times: 2},
  {id: 'C1/1/source.save!source-error', name: 'a call to the source that fails, at C1/1/source.save', times: 1, aimed: true}];

test('a first change takes over what can go wrong by default', () => {
  const scenario = {};
  allowFault(scenario, faults, 'evict', true);
  assert.deepEqual(scenario, {explore: {faults: {crash: 1, evict: 1, lose: 2}}});
});

test('two changes that follow each other are both made, before anything is explored anew', () => {
  const scenario = {explore: {states: 500}};
  allowFault(scenario, faults, 'evict', true);
  allowFault(scenario, faults, 'crash', false);
  assert.deepEqual(scenario, {explore: {states: 500, faults: {evict: 1, lose: 2}}});
});

test('nothing can go wrong when all is switched off', () => {
  const scenario = {explore: {faults: {crash: 1}}};
  allowFault(scenario, faults, 'crash', false);
  assert.deepEqual(scenario, {explore: {faults: {}}});
});
