import assert from 'node:assert/strict';
import {test} from 'node:test';
import {cellOf, rowsOf} from './verdict-table.js';

/** @param {Partial<import('./verdict-table.js').Judgement>} [judgement] @returns {import('./verdict-table.js').Judgement} */
const judgement = (judgement) => ({property: 'durable', title: 'Nothing is lost', violation: 'A write is lost', verdict: 'holds', steps: 0, ...judgement});

test('each property has one row, whichever variants it concerns', () => {
  const runs = [{judgements: [judgement()]}, {}, {judgements: [judgement({title: 'again'}), judgement({property: 'fresh', title: 'Fresh'})]}];
  assert.deepEqual(rowsOf(runs).map(({property, title}) => [property, title]), [['durable', 'Nothing is lost'], ['fresh', 'Fresh']]);
});

test('a violation is told at once, with its steps', () => {
  const cell = {text: '✗ in 4 steps', label: '✗ in 4 steps: Behind, durable', verdict: 'violated'};
  assert.deepEqual(cellOf('Behind', judgement({verdict: 'violated', steps: 4}), false), cell);
  assert.deepEqual(cellOf('Behind', judgement({verdict: 'violated', steps: 4}), true), cell);
  assert.equal(cellOf('Behind', judgement({verdict: 'violated', steps: 1}), true).text, '✗ in 1 step');
});

test('that a property holds is told when the search is done', () => {
  assert.deepEqual(cellOf('a', judgement(), false), {text: '… so far', label: '… so far: a, durable', verdict: ''});
  assert.deepEqual(cellOf('a', judgement(), true), {text: '✓ holds', label: '✓ holds: a, durable', verdict: 'holds'});
  assert.equal(cellOf('a', judgement({verdict: 'unknown'}), true).text, '? not decided');
});

test('a verdict that the scenario does not expect says so, once it is decided', () => {
  assert.equal(cellOf('a', judgement({expected: 'violated'}), true).text, '✓ holds, expected: violated');
  assert.equal(cellOf('a', judgement({expected: 'violated'}), false).text, '… so far');
  assert.equal(cellOf('a', judgement({expected: 'holds'}), true).text, '✓ holds');
});
