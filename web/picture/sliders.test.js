import assert from 'node:assert/strict';
import {test} from 'node:test';
import {hasControl, rangeOf, roundStep, STEPS} from './sliders.js';

const SECOND = 1e9;

test('a duration stands at a step of its slider, left of the middle', () => {
  for (const value of [1, 7e6, 80e6, SECOND, 1.5 * SECOND, 2 * SECOND, 5 * SECOND, 60 * SECOND, 3600 * SECOND]) {
    const place = value / roundStep(value);
    assert.ok(Number.isInteger(place), `${value} ns is ${place} steps`);
    assert.ok(value < 100 || place <= STEPS, `${value} ns is within the slider`);
  }
  assert.equal(roundStep(2 * SECOND), 0.1 * SECOND);
  assert.equal(roundStep(5 * SECOND), 0.25 * SECOND);
});

test('a slider of numbers leaves room for twice the value, and never goes beyond what is allowed', () => {
  assert.equal(rangeOf(undefined, 100), 8);
  assert.equal(rangeOf(3, 100), 8);
  assert.equal(rangeOf(20, 100), 40);
  assert.equal(rangeOf(80, 100), 100);
});

test('a duration has a control unless it is drawn at random', () => {
  const field = {path: 'source.write', type: 'latency', default: '1s'};
  assert.equal(hasControl({}, field, ['latency']), true);
  assert.equal(hasControl({source: {write: '2s'}}, field, ['latency']), true);
  assert.equal(hasControl({source: {write: {uniform: ['1s', '2s']}}}, field, ['latency']), false);
  assert.equal(hasControl({}, field, ['number']), false);
});

test('a crash that the marker sets has no control of its own', () => {
  const field = {path: 'faults[0].at', type: 'duration', default: undefined};
  assert.equal(hasControl({faults: [{fault: 'crash', at: '3s'}]}, field, ['duration']), false);
  assert.equal(hasControl({faults: [{fault: 'evict', at: '3s'}]}, field, ['duration']), true);
});
