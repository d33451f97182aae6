import assert from 'node:assert/strict';
import {test} from 'node:test';
import {crashOf, getSetting, setCrash, setSetting, title} from './story.js';

test('a setting is found and set by its path', () => {
  const scenario = {cache: {ttl: '5s'}, faults: [{at: '1s'}]};
  assert.equal(getSetting(scenario, 'cache.ttl'), '5s');
  assert.equal(getSetting(scenario, 'faults[0].at'), '1s');
  assert.equal(getSetting(scenario, 'source.writeLatency'), undefined);
  setSetting(scenario, 'faults[0].at', '2s');
  setSetting(scenario, 'source.writeLatency', '3s');
  assert.deepEqual(scenario, {cache: {ttl: '5s'}, faults: [{at: '2s'}], source: {writeLatency: '3s'}});
});

test('an id is worded as a title', () => {
  assert.equal(title('write-through'), 'Write Through');
  assert.equal(title(''), '');
});

test('a crash is added, moved and removed, and other faults stay', () => {
  const outage = {fault: 'crash', step: 'cache.set'};
  /** @type {import('./story.js').Json} */
  const scenario = {faults: [outage]};
  assert.equal(crashOf(scenario), null);
  setCrash(scenario, 2e9, 8);
  assert.deepEqual(scenario.faults, [outage, {fault: 'crash', at: '2000ms'}]);
  assert.equal(crashOf(scenario), 2e9);
  Object.assign(scenario.faults[1], {lasts: '1s'});
  setCrash(scenario, 0, 8);
  assert.deepEqual(scenario.faults, [outage, {fault: 'crash', at: '0', lasts: '1s'}]);
  setCrash(scenario, null, 8);
  assert.deepEqual(scenario.faults, [outage]);
  setCrash(scenario, null, 8);
  assert.deepEqual(scenario.faults, [outage]);
});

test('without any fault there is no list of them', () => {
  /** @type {import('./story.js').Json} */
  const scenario = {faults: [{fault: 'crash', at: '1s'}]};
  setCrash(scenario, null, 8);
  assert.deepEqual(scenario, {});
});

test('where there is no room for another fault, no crash is added, but one that is there moves', () => {
  const outage = {fault: 'timeout'};
  /** @type {import('./story.js').Json} */
  const full = {faults: [outage, outage]};
  setCrash(full, 1e9, 2);
  assert.deepEqual(full.faults, [outage, outage]);
  /** @type {import('./story.js').Json} */
  const crashing = {faults: [outage, {fault: 'crash', at: '1s'}]};
  setCrash(crashing, 3e9, 2);
  assert.equal(crashOf(crashing), 3e9);
});
