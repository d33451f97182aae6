import assert from 'node:assert/strict';
import {test} from 'node:test';
import {columnsFor, diagramSize, hasRoomForSeveral} from './layout.js';

test('diagrams stand side by side from 690 pixels on', () => {
  assert.equal(hasRoomForSeveral(689), false);
  assert.equal(hasRoomForSeveral(690), true);
});

test('four diagrams that have no room in one row stand two by two', () => {
  assert.equal(columnsFor(4, 1072, 16), 4);
  assert.equal(columnsFor(4, 1071, 16), 2);
  assert.equal(columnsFor(3, 798, 16), 3);
  assert.equal(columnsFor(2, 690, 16), 2);
});

test('a single diagram does not become wider than 720 pixels', () => {
  assert.deepEqual(diagramSize(1, 1200, 16), {width: 720, narrow: false});
});

test('a diagram has four lifelines where five do not fit', () => {
  assert.deepEqual(diagramSize(2, 892, 16), {width: 430, narrow: false});
  assert.deepEqual(diagramSize(2, 890, 16), {width: 429, narrow: true});
  assert.deepEqual(diagramSize(1, 358, 16), {width: 358, narrow: true});
});

test('a diagram is drawn at least 240 pixels wide, however narrow its place is', () => {
  assert.deepEqual(diagramSize(1, 200, 16), {width: 240, narrow: true});
});
