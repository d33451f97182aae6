import assert from 'node:assert/strict';
import {test} from 'node:test';
import {clockText, keepStop, momentOf, momentsAt, nearestMoment, stopsOf} from './stops.js';

/** @param {...[event: number, y: number, time: number]} moments */
const run = (...moments) => ({moments: moments.map(([event, y, time]) => /** @type {import('./stops.js').Moment} */ ({event, y, time}))});

const runs = [run([0, 40, 0], [2, 90, 5], [5, 140, 9]), run([0, 40, 0], [1, 60, 2], [4, 90, 5])];

test('a stop is a height at which something happens in any run', () => {
  assert.deepEqual(stopsOf(runs), [{y: 40, time: 0}, {y: 60, time: 2}, {y: 90, time: 5}, {y: 140, time: 9}]);
});

test('two moments at one time have two stops, in their order', () => {
  assert.deepEqual(stopsOf([run([3, 80, 7], [1, 50, 7])]), [{y: 50, time: 7}, {y: 80, time: 7}]);
});

test('runs without moments have no stops', () => {
  assert.deepEqual(stopsOf([run()]), []);
});

test('the position keeps its time when the runs change, and never goes forward', () => {
  const stops = stopsOf(runs);
  assert.equal(keepStop(stops, {y: 90, time: 5}), 2);
  assert.equal(keepStop(stops, {y: 200, time: 8}), 2);
  assert.equal(keepStop(stops, {y: 70, time: 5}), 1);
  assert.equal(keepStop(stops, {y: 10, time: 0}), 0);
});

test('the clock says start, time or end', () => {
  assert.equal(clockText({y: 1, time: 0}, false), 'at the start');
  assert.equal(clockText({y: 1, time: 2.5e9}, false), 'at 2.5 s');
  assert.equal(clockText({y: 1, time: 2.5e9}, true), 'at the end');
  assert.equal(clockText(undefined, false), 'at the end');
});

test('an event without a row belongs to the row above it', () => {
  assert.equal(momentOf(runs[0], 2)?.y, 90);
  assert.equal(momentOf(runs[0], 4)?.y, 90);
  assert.equal(momentOf(run([3, 10, 0]), 1), undefined);
  assert.equal(momentOf(undefined, 1), undefined);
});

test('the moments at a height are those of all variants', () => {
  assert.deepEqual(momentsAt(runs, 90).map(([variant, {event}]) => [variant, event]), [[0, 2], [1, 4]]);
  assert.deepEqual(momentsAt(runs, 60).map(([variant, {event}]) => [variant, event]), [[1, 1]]);
  assert.deepEqual(momentsAt(runs, undefined), []);
});

test('what is pointed at is the nearest moment, whose label is above its line', () => {
  assert.equal(nearestMoment(runs[0].moments, 0)?.event, 0);
  assert.equal(nearestMoment(runs[0].moments, 58)?.event, 0);
  assert.equal(nearestMoment(runs[0].moments, 60)?.event, 2);
  assert.equal(nearestMoment(runs[0].moments, 999)?.event, 5);
  assert.equal(nearestMoment([], 10), undefined);
});
