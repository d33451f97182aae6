import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lastUntil, linesOf, numbered, signHint, tableOf} from './words-model.js';

/** @typedef {import('./words-model.js').VariantView} VariantView */

/** @param {Partial<import('../engine/types.js').Moment>} moment */
const moment = (moment) => /** @type {VariantView['moments'][0]} */ ({event: 0, when: '', what: '', differs: false, list: 'read', index: -1, ...moment});
const lists = {read: {by: 'client', steps: ['cache.get', 'source.read', 'cache.set+queue.put']}};

test('console text that belongs to no event cannot be selected', () => {
  assert.deepEqual(linesOf({console: [{text: '\nHead\n', event: -1}, {text: 'a\nb\n', event: 3}]}), [{text: 'Head', event: null}, {text: 'a\nb', event: 3}]);
});

test('the table says when, what and by which step', () => {
  const run = {name: 'Inline', lists, moments: [moment({event: 1, when: 'now', what: 'get', index: 0}), moment({event: 4, when: '2 s', what: 'set', index: 2, differs: true}), moment({event: 5, when: '3 s', what: 'ends'})]};
  assert.deepEqual(tableOf(run), {caption: 'What happens in Inline', columns: ['Time', 'Who → whom: what', 'Step'], rows: [
    {event: 1, when: '0 s', what: 'get', steps: ['cache.get']},
    {event: 4, when: '2 s', what: '≠ set', steps: ['cache.set', 'queue.put']},
    {event: 5, when: '3 s', what: 'ends', steps: []},
  ]});
});

test('where an order replaces the clock, moments are numbered', () => {
  const {columns, rows} = tableOf({name: '', lists: {}, moments: [moment({}), moment({list: 'write', index: 3})]});
  assert.equal(columns[0], 'No.');
  assert.deepEqual(rows.map(({when, steps}) => [when, steps]), [['1', []], ['2', []]]);
});

test('the sign ≠ is explained where it is in the table', () => {
  assert.equal(signHint({moments: [moment({differs: true})]}, 'Aside'), '≠ marks what is not so in Aside.');
  assert.equal(signHint({moments: [moment({})]}, 'Aside'), '');
});

test('the current line is the last one that has happened at the position', () => {
  const run = {moments: [moment({event: 1, y: 10}), moment({event: 4, y: 30})]};
  assert.equal(lastUntil([1, 2, 4], run, 10), 1);
  assert.equal(lastUntil([1, 2, 4], run, 30), 2);
  assert.equal(lastUntil([1, 2, 4], run, 5), -1);
  assert.equal(lastUntil([0], run, 50), -1);
  assert.equal(lastUntil([1], undefined, 50), -1);
});

test('equal names are told apart by their number', () => {
  assert.deepEqual(numbered(['a', 'b', 'a']), ['a 0', 'b 0', 'a 1']);
});
