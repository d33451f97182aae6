import assert from 'node:assert/strict';
import {test} from 'node:test';
import {addBeside, addedVariants, originOf, ownAt, pathAt, removeVariant, setAt, strategyAt, valueAt, variantCount, variantName, variantNames} from './target.js';

/** @typedef {import('./story.js').Json} Json */

const limits = {variants: 4, nameLength: 100, clients: 8, operations: 32, records: 64, faults: 8, steps: 16, bytes: 1 << 20, depth: 64};

/** @returns {Json} */
const compared = () => ({
  cache: {ttl: '5s', policy: 'lru'},
  compare: [{name: 'One', write: 'write-behind'}, {name: 'Two', cache: {ttl: '9s'}}, {write: 'write-around', cache: null}],
});

test('a scenario without "compare" is its own only variant', () => {
  assert.equal(variantCount({}), 1);
  assert.deepEqual(variantNames({name: 'Alone'}), ['Alone']);
});

test('a variant without a name is called after its write strategy', () => {
  assert.deepEqual(variantNames(compared()), ['One', 'Two', 'Write Around']);
  assert.equal(variantName({}, 0), 'Write Through');
  assert.equal(variantName({write: {by: 'client', steps: []}}, 0), 'own steps');
});

test('a variant has from the scenario what it does not set', () => {
  const scenario = compared();
  assert.equal(valueAt(scenario, null, 'cache.ttl'), '5s');
  assert.equal(valueAt(scenario, 0, 'cache.ttl'), '5s');
  assert.equal(valueAt(scenario, 1, 'cache.ttl'), '9s');
  assert.equal(valueAt(scenario, 1, 'cache.policy'), 'lru');
  assert.equal(valueAt(scenario, 2, 'cache.ttl'), undefined);
  assert.equal(strategyAt(scenario, 0, 'write'), 'write-behind');
  assert.equal(strategyAt(scenario, 1, 'write'), 'write-through');
  assert.equal(strategyAt(scenario, 1, 'read'), 'cache-inline');
});

test('a variant is known to set or to remove a setting itself', () => {
  const scenario = compared();
  assert.deepEqual([0, 1, 2].map((variant) => ownAt(scenario, variant, 'cache.ttl')), [false, true, true]);
  assert.equal(ownAt(scenario, 1, 'cache.policy'), false);
  assert.equal(pathAt(1, 'cache.ttl'), 'compare[1].cache.ttl');
  assert.equal(pathAt(null, 'cache.ttl'), 'cache.ttl');
});

test('a change of one variant is its own, and leaves nothing where it is what the scenario has', () => {
  const scenario = compared();
  setAt(scenario, 0, 'cache.ttl', '7s');
  assert.deepEqual(scenario.compare[0], {name: 'One', write: 'write-behind', cache: {ttl: '7s'}});
  setAt(scenario, 0, 'cache.ttl', '5s');
  assert.deepEqual(scenario.compare[0], {name: 'One', write: 'write-behind'});
  setAt(scenario, 1, 'cache.ttl', undefined);
  assert.deepEqual(scenario.compare[1], {name: 'Two', cache: {ttl: null}}, 'the default instead of the value that the scenario has');
});

test('a variant that removes a whole section removes the rest of it once it sets a part', () => {
  const scenario = compared();
  setAt(scenario, 2, 'cache.ttl', '2s');
  assert.deepEqual(scenario.compare[2].cache, {ttl: '2s', policy: null});
  assert.equal(valueAt(scenario, 2, 'cache.policy'), undefined);
});

test('a change of all variants is the scenario’s, which keeps no empty section', () => {
  const scenario = compared();
  setAt(scenario, null, 'source.writeLatency', '1s');
  assert.equal(scenario.source.writeLatency, '1s');
  setAt(scenario, null, 'source.writeLatency', undefined);
  assert.ok(!('source' in scenario));
  setAt(scenario, 0, 'write', {by: 'client', steps: ['source.write']});
  assert.deepEqual(valueAt(scenario, 0, 'write'), {by: 'client', steps: ['source.write']});
});

test('a variant without "compare" is changed in the scenario', () => {
  /** @type {Json} */
  const scenario = {};
  setAt(scenario, 0, 'cache.ttl', '1s');
  assert.deepEqual(scenario, {cache: {ttl: '1s'}});
});

test('a copy of a variant stands last, with a name of its own and without the text', () => {
  const scenario = compared();
  scenario.compare[0].text = 'About One.';
  assert.equal(addBeside(scenario, 0, limits), 3);
  assert.deepEqual(scenario.compare[3], {name: 'One, changed', write: 'write-behind'});
  assert.equal(scenario.compare[0].text, 'About One.');
  assert.equal(addBeside(scenario, 3, limits), 4);
  assert.equal(scenario.compare[4].name, 'One, changed 2', 'the copy of a copy');
  assert.equal(originOf(scenario, 3), 0);
  assert.equal(originOf(scenario, 1), -1);
  assert.deepEqual(addedVariants(scenario, compared()), [3, 4]);
});

test('the copy of the only variant makes two', () => {
  /** @type {Json} */
  const scenario = {name: 'Alone', write: 'write-behind'};
  assert.equal(addBeside(scenario, 0, limits, 'a crash'), 1);
  assert.deepEqual(scenario.compare, [{name: 'Alone'}, {name: 'Alone, a crash'}]);
  removeVariant(scenario, 1);
  assert.deepEqual(scenario, {name: 'Alone', write: 'write-behind'});
});

test('the name of a copy is not longer than a name can be', () => {
  /** @type {Json} */
  const scenario = {compare: [{name: '🙂'.repeat(100)}]};
  addBeside(scenario, 0, limits);
  addBeside(scenario, 0, limits);
  for (const name of variantNames(scenario)) assert.ok([...name].length <= 100, name);
  assert.match(variantNames(scenario)[2], /🙂, changed 2$/);
});

test('a variant that is removed takes "compare" along only where nothing is lost by it', () => {
  const scenario = compared();
  removeVariant(scenario, 2);
  removeVariant(scenario, 0);
  assert.deepEqual(scenario.compare, [{name: 'Two', cache: {ttl: '9s'}}]);
});
