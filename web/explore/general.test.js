import assert from 'node:assert/strict';
import {test} from 'node:test';
import {faultsIn, generalOf, generalText, legendOf} from './general.js';

/** @typedef {import('./truth-table.js').Verdict} Verdict */

const CRASH = {id: 'crash', name: 'a crash', leftOut: []};
const LOST = {id: 'cache-lost', name: 'a lost call', leftOut: []};
const faults = [{id: '', name: '', leftOut: []}, CRASH, LOST];

/** A story in which these may happen. @param {...[kind: string, times: number, aimed?: boolean]} kinds */
const allowing = (...kinds) => ({faults: kinds.map(([kind, times, aimed]) => ({id: aimed ? `C1/1/x!${kind}` : kind, kind, name: `one ${kind}`, times, aimed}))});

test('of what may happen in any variant, the table has some and does not have some', () => {
  const runs = [allowing(['crash', 0], ['cache-lost', 2]), allowing(['crash', 1, true], ['outage', 1]), allowing(['outage', 1]), {}];
  assert.deepEqual(faultsIn({faults}, runs), {known: [CRASH, LOST], other: ['one outage']});
  assert.deepEqual(faultsIn({faults}, [allowing(['crash', 0])]), {known: [], other: []});
});

/** @param {string} fault @param {Verdict} durable @param {string} [write] */
const row = (fault, durable, write = 'behind') => ({read: 'inline', write, fault, states: 1, cells: [{verdict: durable}]});
const properties = [{id: 'durable', title: '', violation: ''}];
const pair = {read: 'inline', write: 'behind'};

test('the table says of two strategies the worst of its verdicts without a fault and with each', () => {
  for (const [without, crash, lost, allowed, verdict] of /** @type {[Verdict, Verdict, Verdict, {id: string}[], Verdict][]} */ ([
    ['holds', 'violated', 'violated', [], 'holds'],
    ['holds', 'violated', 'holds', [CRASH], 'violated'],
    ['holds', 'violated', 'holds', [LOST], 'holds'],
    ['holds', 'unknown', 'violated', [CRASH, LOST], 'violated'],
    ['holds', 'unknown', 'holds', [CRASH, LOST], 'unknown'],
    ['unknown', 'holds', 'holds', [CRASH], 'unknown'],
    ['violated', 'unknown', 'holds', [CRASH], 'violated'],
  ])) {
    const rows = [row('', without), row('crash', crash), row('cache-lost', lost), row('', 'violated', 'through')];
    assert.deepEqual(generalOf({properties, rows}, pair, allowed).get('durable'), {verdict, always: without === 'violated'});
  }
});

test('it says nothing of strategies, or of a fault, that it does not have', () => {
  const rows = [row('', 'holds')];
  assert.equal(generalOf({properties, rows}, {read: 'inline', write: 'own'}, []).size, 0);
  assert.equal(generalOf({properties, rows}, {}, []).size, 0);
  assert.equal(generalOf({properties, rows}, pair, [CRASH]).size, 0);
});

test('only what is decided is said to hold, and only in the table', () => {
  assert.equal(generalText({verdict: 'holds', always: false}, true), 'In general: holds in the table');
  assert.equal(generalText({verdict: 'unknown', always: false}, true), 'In general: not decided');
  assert.equal(generalText({verdict: 'violated', always: false}, true), 'In general: ✗ with a fault');
  assert.equal(generalText({verdict: 'violated', always: true}, true), 'In general: ✗ even without a fault');
  assert.equal(generalText({verdict: 'violated', always: true}, false), 'In general: ✗ violated');
});

test('the legend says what may happen in the table, and what it does not have', () => {
  const start = 'In general: the same strategies, without other settings, in the small scenarios of the table of truth below, ';
  assert.equal(legendOf({known: [], other: []}), `${start}without faults.`);
  assert.equal(legendOf({known: [CRASH, LOST], other: ['an outage']}), `${start}where a crash or a lost call may happen, once. The table does not have an outage.`);
});
