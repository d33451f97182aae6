import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Selection} from './selection.js';

/** @param {string[]} names @param {number[]} variants */
function selectionOf(names, variants) {
  const selection = new Selection();
  selection.begin(variants);
  selection.follow(names);
  return selection;
}

test('where there is room, the selected variants are shown in their order', () => {
  assert.deepEqual(selectionOf(['a', 'b', 'c'], [2, 0, 2]).shown(3, true), [0, 2]);
});

test('where there is room for one, the last selected variant is shown', () => {
  assert.deepEqual(selectionOf(['a', 'b', 'c'], [2, 0]).shown(3, false), [0]);
});

test('a variant that is not there is not shown, and the first one is where none is left', () => {
  assert.deepEqual(selectionOf(['a', 'b'], [-1, 7, 1]).shown(2, true), [1]);
  assert.deepEqual(selectionOf(['a'], [3]).shown(1, true), [0]);
  assert.deepEqual(selectionOf(['a'], []).shown(1, false), [0]);
});

test('a variant joins and leaves, but never the last one', () => {
  const selection = selectionOf(['a', 'b', 'c'], [0, 1]);
  selection.toggle(2, 3, true);
  assert.deepEqual(selection.variants, [0, 1, 2]);
  selection.toggle(0, 3, true);
  selection.toggle(1, 3, true);
  selection.toggle(2, 3, true);
  assert.deepEqual(selection.variants, [2]);
});

test('in a narrow page a variant takes the place of the one that is shown', () => {
  const selection = selectionOf(['a', 'b', 'c'], [0, 1]);
  selection.toggle(2, 3, false);
  assert.deepEqual(selection.variants, [1, 2]);
  assert.deepEqual(selection.shown(3, false), [2]);
});

test('when a variant is removed, the others stay selected', () => {
  const selection = selectionOf(['a', 'b', 'c'], [0, 2]);
  selection.follow(['b', 'c']);
  assert.deepEqual(selection.variants, [1]);
});

test('a variant that is renamed stays selected', () => {
  const selection = selectionOf(['a', 'b'], [1]);
  selection.follow(['a', 'c']);
  assert.deepEqual(selection.variants, [1]);
});

test('variants that come back are selected as they were', () => {
  const selection = selectionOf(['a', 'b', 'c'], [0, 2]);
  selection.follow(['b', 'c']);
  selection.toggle(0, 2, true);
  selection.follow(['a', 'b', 'c']);
  assert.deepEqual(selection.variants, [0, 2]);
  selection.follow(['b', 'c']);
  assert.deepEqual(selection.variants, [1, 0]);
});

test('variants are selected before they are there, or once they are', () => {
  const before = selectionOf(['a'], [0]);
  before.select(['a', 'b'], [1]);
  assert.deepEqual(before.variants, [0]);
  before.follow(['a', 'b']);
  const after = selectionOf(['a'], [0]);
  after.follow(['a', 'b']);
  after.select(['a', 'b'], [1]);
  assert.deepEqual([before.variants, after.variants], [[1], [1]]);
});

test('another story forgets what was selected, whether it begins before or after its variants come', () => {
  const selection = selectionOf(['a', 'b'], [0]);
  selection.follow(['c', 'd', 'e']);
  selection.begin([2]);
  selection.follow(['c', 'd', 'e']);
  assert.deepEqual(selection.variants, [2]);
  selection.follow(['a', 'b']);
  assert.deepEqual(selection.variants, []);
});
