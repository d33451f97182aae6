import assert from 'node:assert/strict';
import {test} from 'node:test';
import {cellText, choicesOf, chosenRows, exampleName, statusOf} from './truth-table.js';

/** @param {string} read @param {string} write @param {string} fault @param {number} states */
const row = (read, write, fault, states) => ({read, write, fault, states, cells: []});
const rows = [
  row('cache-inline', 'write-through', '', 1000),
  row('cache-aside', 'write-through', '', 200),
  row('cache-inline', 'write-through', 'crash', 30),
  row('cache-inline', 'write-behind', '', 4),
];
const faults = [{id: '', name: '', leftOut: []}, {id: 'crash', name: 'a crash of the Resource Manager', leftOut: ['the time that a process is down']}];

test('each strategy and each fault can be chosen once, by its words', () => {
  assert.deepEqual(choicesOf({rows, faults}), {
    reads: [{value: 'cache-inline', text: 'Cache Inline'}, {value: 'cache-aside', text: 'Cache Aside'}],
    faults: [{value: '', text: 'no fault'}, {value: 'crash', text: 'a crash of the Resource Manager'}],
  });
});

test('a choice has the rows with its strategy and its fault', () => {
  const read = 'cache-inline';
  assert.deepEqual(chosenRows(rows, {read, fault: ''}).map(({write}) => write), ['write-through', 'write-behind']);
  assert.deepEqual(chosenRows(rows, {read, fault: 'crash'}), [rows[2]]);
  assert.deepEqual(chosenRows(rows, {read, fault: 'evict'}), []);
});

test('a cell says the verdict, and of a violation how many steps it takes', () => {
  assert.equal(cellText('violated', 1), '✗ 1 step');
  assert.equal(cellText('violated', 6), '✗ 6 steps');
  assert.equal(cellText('holds', 0), '✓ holds');
  assert.equal(cellText('unknown', 0), '? not decided');
});

test('a counterexample is named after its strategies and what happens', () => {
  assert.equal(exampleName(rows[0], {violation: 'The cache stays wrong'}), 'Cache Inline, Write Through: the cache stays wrong');
});

test('the status counts states and lines, and says what is left out', () => {
  assert.equal(statusOf([rows[0], rows[3]], faults[0]), '1,004 states gone through for 2 lines.');
  assert.equal(statusOf([rows[2]], faults[1]), '30 states gone through for 1 line. Left out: the time that a process is down.');
});
