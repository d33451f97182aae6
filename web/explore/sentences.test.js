import assert from 'node:assert/strict';
import {test} from 'node:test';
import {boundsOf, extentOf, listed, plural, progressOf, resultOf, meaningOf, sizeOf, titleOf, withoutViolation} from './sentences.js';

/** @typedef {import('./sentences.js').ExploredRun} ExploredRun */

/** @param {Partial<ExploredRun>} run @returns {ExploredRun} */
const explored = (run) => ({name: 'a', problem: '', states: 10, complete: true, ...run});
const judgement = {property: 'durable', title: 'Nothing is lost', violation: 'A write is lost', verdict: /** @type {const} */ ('violated'), steps: 4};

test('numbers are grouped, and things are counted in singular and plural', () => {
  assert.equal(plural(1, 'step'), '1 step');
  assert.equal(plural(0, 'step'), '0 steps');
  assert.equal(plural(12345, 'state'), '12,345 states');
});

test('the title says what holds or what happens, and of which variant where there are others', () => {
  assert.equal(titleOf({name: 'Behind'}, judgement, false), 'A write is lost');
  assert.equal(titleOf({name: 'Behind'}, judgement, true), 'Behind: a write is lost');
  assert.equal(titleOf({name: 'Behind'}, {...judgement, verdict: 'holds'}, true), 'Behind: nothing is lost');
});

test('the size of a counterexample counts requests, faults and steps', () => {
  assert.equal(sizeOf({operations: 1, faults: 0, steps: 1, shortest: true}), 'You only need 1 request: 1 step, and no shorter way shows it.');
  assert.equal(sizeOf({operations: 2, faults: 1, steps: 7, shortest: false}), 'You only need 2 requests and 1 fault: 7 steps.');
});

test('the bounds name what can go wrong, and how often', () => {
  const faults = [{id: 'a', kind: 'a', name: 'a crash', times: 1}, {id: 'b', kind: 'b', name: 'a lost call', times: 0}, {id: 'c', kind: 'c', name: 'an eviction', times: 3}, {id: 'd', kind: 'd', name: 'a failed call', times: 1}];
  assert.equal(boundsOf(undefined), 'nothing');
  assert.equal(boundsOf({faults: []}), 'nothing');
  assert.equal(boundsOf({faults: faults.slice(0, 2)}), 'a crash');
  assert.equal(boundsOf({faults: [faults[0], faults[3]]}), 'a crash and a failed call');
  assert.equal(boundsOf({faults}), 'a crash, an eviction, 3 times and a failed call');
});

test('things are listed with a word before the last', () => {
  assert.equal(listed([], 'and'), '');
  assert.equal(listed(['a'], 'or'), 'a');
  assert.equal(listed(['a', 'b'], 'or'), 'a or b');
  assert.equal(listed(['a', 'b', 'c'], 'and'), 'a, b and c');
});

test('what the verdicts are about is said once for variants that do not differ in it', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ({name, extent: '1 client and 1 key'}));
  assert.equal(extentOf([a, b]), 'In this story: 1 client and 1 key.');
  assert.equal(extentOf([a, b, {...c, extent: '2 clients and 1 key'}]), 'In this story with a and b: 1 client and 1 key. In this story with c: 2 clients and 1 key.');
  assert.equal(extentOf([{name: 'too large'}, b]), 'In this story: 1 client and 1 key.');
  assert.equal(extentOf([{name: 'too large'}]), '');
});

test('a verdict without a counterexample tells its bounds', () => {
  const run = {states: 1234, faults: [{id: 'a', kind: 'a', name: 'a crash', times: 1}]};
  assert.equal(meaningOf(run, {verdict: 'holds'}), 'No violation in any of the 1,234 states of this story, with these bounds: a crash may happen besides.');
  assert.match(meaningOf({...run, leftOut: ['a save that lands late', 'the time that a process is down']}, {verdict: 'holds', note: 'Until it expires it may be old.'}), / Left out: a save that lands late; the time that a process is down\. Until it expires it may be old\.$/);
  assert.equal(meaningOf(run, {verdict: 'unknown'}), 'Not decided: the search was stopped after 1,234 states, and not all have been seen.');
  const limits = {states: 1234, memory: 400_000_000};
  assert.match(meaningOf({...run, limits, bound: 'states'}, {verdict: 'unknown'}), / seen\. The limit explore\.states, 1,234, is reached\.$/);
  assert.match(meaningOf({...run, limits, bound: 'memory'}, {verdict: 'unknown'}), / seen\. The limit explore\.memory, 400 MB, is reached\.$/);
  assert.match(meaningOf({...run, limits, bound: 'parts'}, {verdict: 'unknown'}), / seen\. There are more states of single requests than can be told apart\.$/);
});

test('progress counts all variants, and tells how deep the search of the last one is', () => {
  assert.equal(progressOf({runs: [{states: 2000, frontier: 0, depth: 9}, {states: 50, frontier: 7, depth: 1}, {states: 1}]}), '2,051 states seen; 7 to follow, 1 step from the start.');
  assert.equal(progressOf({runs: [{states: 2000, tried: 3, tries: 3}, {states: 50, tried: 2, tries: 12}, {states: 1}]}),
    '2,051 states seen. What the counterexamples do not need is left out: 2 of 12 tries.');
  assert.equal(progressOf({runs: [{}]}), '0 states seen; 0 to follow, 0 steps from the start.');
});

test('a search of all states says so', () => {
  assert.equal(resultOf({runs: [explored({}), explored({name: 'b'})]}), '20 states seen, all there are.');
});

test('a search that was stopped is named where something is not decided', () => {
  const stopped = explored({complete: false, judgements: [{...judgement, verdict: 'unknown'}]});
  assert.equal(resultOf({runs: [stopped]}), '10 states seen. a: the search was stopped after 10 states.');
  assert.equal(resultOf({runs: [{...stopped, judgements: [judgement]}]}), '10 states seen.');
});

test('the result tells of problems, deadlocks and the age of answers', () => {
  const runs = [explored({problem: 'it has too many operations', states: undefined, complete: undefined}), explored({name: 'b', deadlock: true, staleness: {ticks: 3, bounded: true}}), explored({name: 'c', staleness: {ticks: 9, bounded: false}})];
  assert.equal(resultOf({runs}), '20 states seen. a: it has too many operations. b: in some order nobody can go on (a deadlock). b: an answer is at most 3 ticks old. c: an answer is at most 9 or more ticks old.');
});

test('only what is decided is said to hold', () => {
  const holds = {...judgement, verdict: /** @type {const} */ ('holds')};
  const unknown = {...judgement, verdict: /** @type {const} */ ('unknown')};
  for (const [title, runs] of /** @type {[string, ExploredRun[]][]} */ ([
    ['Nothing goes wrong here', [explored({judgements: [holds]}), explored({judgements: [holds]})]],
    ['No violation was found', [explored({judgements: [holds], leftOut: ['a save that lands late']}), explored({judgements: [holds]})]],
    ['Not decided', [explored({judgements: [holds, unknown]})]],
    ['Not decided', [explored({judgements: [holds]}), explored({problem: 'it has 17 operations', states: undefined})]],
    ['Not decided', [explored({})]],
    ['Not decided', [explored({judgements: [unknown], deadlock: true})]],
    ['Nobody can go on', [explored({judgements: [holds], deadlock: true})]],
  ])) assert.equal(withoutViolation({runs}).title, title);
});
