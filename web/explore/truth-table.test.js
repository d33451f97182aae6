import assert from 'node:assert/strict';
import {test} from 'node:test';
import {cellOf, choicesOf, chosenRows, faultText, statusOf} from './truth-table.js';

const rows = [
  {read: 'cache-inline', write: 'write-through', fault: '', states: 1000},
  {read: 'cache-aside', write: 'write-through', fault: '', states: 200},
  {read: 'cache-inline', write: 'write-through', fault: 'crash', states: 30},
  {read: 'cache-inline', write: 'write-behind', fault: '', states: 4},
];

test('each strategy and each fault can be chosen once', () => {
  assert.deepEqual(choicesOf(rows), {reads: ['cache-inline', 'cache-aside'], faults: ['', 'crash']});
  assert.equal(faultText(''), 'nothing goes wrong');
  assert.equal(faultText('crash'), 'crash');
});

test('the rows of a choice are those of its strategy and its fault', () => {
  assert.deepEqual(chosenRows(rows, {read: 'cache-inline', fault: ''}).map(({write}) => write), ['write-through', 'write-behind']);
  assert.deepEqual(chosenRows(rows, {read: 'cache-aside', fault: 'crash'}), []);
});

test('a cell says what is true, and of how many states', () => {
  assert.deepEqual(cellOf('holds', 12345), {text: '✓', hint: 'no violation in any of 12,345 states'});
  assert.deepEqual(cellOf('unknown', 5), {text: '?', hint: 'not decided'});
});

test('the status counts rows while they come, and states at the end', () => {
  assert.equal(statusOf(rows, '240'), '4 of 240 lines…');
  assert.equal(statusOf(rows, undefined), '4 lines; 1,234 states, all there are in these scenarios.');
});
