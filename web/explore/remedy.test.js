import assert from 'node:assert/strict';
import {test} from 'node:test';
import {addRemedy, effectInWords, ranked} from './remedy.js';

const remedy = {patch: {writeBehind: {journal: true}}, words: 'Write a journal'};
const limits = /** @type {import('../engine/types.js').Limits} */ ({variants: 4, nameLength: 100});
const four = () => ({compare: ['a', 'b', 'c', 'd'].map((name) => /** @type {any} */ ({name}))});

test('a remedy is tried in a copy beside its variant', () => {
  const scenario = {compare: [{name: 'a', cache: {ttl: '5s'}}, {name: 'b'}]};
  addRemedy(scenario, 0, remedy, limits);
  assert.deepEqual(scenario.compare, [{name: 'a', cache: {ttl: '5s'}}, {name: 'b'}, {name: 'a: write a journal', cache: {ttl: '5s'}, writeBehind: {journal: true}}]);
});

test('a remedy for a scenario that compares nothing becomes its second variant', () => {
  const scenario = /** @type {any} */ ({name: 'Alone'});
  addRemedy(scenario, 0, remedy, limits);
  assert.deepEqual(scenario.compare, [{name: 'Alone'}, {name: 'Alone: write a journal', writeBehind: {journal: true}}]);
});

test('where there is no room the variant itself is changed', () => {
  const scenario = four();
  addRemedy(scenario, 1, remedy, limits);
  assert.deepEqual(scenario.compare[1], {name: 'b: write a journal', writeBehind: {journal: true}});
  assert.equal(scenario.compare.length, 4);
});

test('a name that is too long is cut, between characters', () => {
  const scenario = four();
  addRemedy(scenario, 0, {patch: {}, words: '𝄞'.repeat(200)}, limits);
  assert.equal([...scenario.compare[0].name].length, 100);
  assert.ok(!/[\ud800-\udbff]$/.test(scenario.compare[0].name));
});

/** @param {{[property: string]: string}} verdicts */
const judged = (verdicts) => Object.entries(verdicts).map(([property, verdict]) => /** @type {any} */ ({property, title: property.toUpperCase(), verdict}));
/** @param {string} words @param {{[property: string]: string}} after */
const change = (words, after) => /** @type {any} */ ({patch: {}, words, states: 1234, after});
const before = judged({linearizable: 'violated', durable: 'violated', converges: 'holds'});

test('a remedy says what it mends, what it leaves and what it breaks', () => {
  const says = (/** @type {{[property: string]: string}} */ after) => effectInWords(before, 'durable', change('', after));
  assert.equal(says({linearizable: 'holds', durable: 'holds', converges: 'holds'}), 'holds in all 1,234 states; mends too: “LINEARIZABLE”');
  assert.equal(says({linearizable: 'violated', durable: 'holds', converges: 'violated'}),
    'holds in all 1,234 states; still violated: “LINEARIZABLE”; violated by the change: “CONVERGES”');
  assert.equal(says({linearizable: 'unknown', durable: 'holds', converges: 'holds'}), 'holds in all 1,234 states; not decided: “LINEARIZABLE”');
});

test('remedies are ranked by what is left violated, the smaller change first among equals', () => {
  const found = [
    change('breaks', {linearizable: 'holds', durable: 'violated', converges: 'violated'}),
    change('leaves', {linearizable: 'holds', durable: 'violated', converges: 'holds'}),
    change('unsure', {linearizable: 'holds', durable: 'unknown', converges: 'holds'}),
    change('all', {linearizable: 'holds', durable: 'holds', converges: 'holds'}),
    change('all too', {linearizable: 'holds', durable: 'holds', converges: 'holds'}),
  ];
  assert.deepEqual(ranked(before, found).map(({words}) => words), ['all', 'all too', 'unsure', 'leaves', 'breaks']);
});
