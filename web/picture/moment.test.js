import assert from 'node:assert/strict';
import {test} from 'node:test';
import {heldAt, whenText} from './moment.js';

const run = /** @type {import('./moment.js').VariantView} */ (/** @type {unknown} */ ({
  holdings: [{html: '<li>1</li>'}, {html: '<li>2</li>'}],
  nothing: '<li>nothing</li>',
  moments: [
    {cache: {items: [], changed: []}, source: {items: [0], changed: []}},
    {cache: {items: [0, 1], changed: [1]}},
    {},
    {cache: {items: [1], changed: [0]}},
  ],
}));

test('a place that a moment leaves out holds what it did at the moment before', () => {
  assert.equal(heldAt(run, 1, 'cache').html, '<li>1</li><li>2</li>');
  assert.equal(heldAt(run, 2, 'cache').html, '<li>1</li><li>2</li>');
  assert.equal(heldAt(run, 3, 'cache').html, '<li>2</li>');
  assert.equal(heldAt(run, 3, 'source').html, '<li>1</li>');
});

test('before the first moment a place holds what it does at the first', () => {
  assert.equal(heldAt(run, -1, 'source').html, '<li>1</li>');
});

test('an empty place holds nothing', () => {
  assert.equal(heldAt(run, 0, 'cache').html, '<li>nothing</li>');
  assert.equal(heldAt(run, 3, 'queue').html, '<li>nothing</li>');
});

test('only what the moment itself has changed is marked', () => {
  assert.deepEqual([0, 1, 2, 3].map((at) => heldAt(run, at, 'cache').changed), [[], [1], [], [0]]);
});

test('a panel says when its moment is', () => {
  assert.equal(whenText({when: 'now'}, true), 'At the start');
  assert.equal(whenText({when: '2 s'}, true), 'At 2 s');
  assert.equal(whenText({when: ''}, true), 'Here');
  assert.equal(whenText(undefined, true), 'Here');
  assert.equal(whenText({when: '2 s'}, false), 'At the end');
});
