import assert from 'node:assert/strict';
import {test} from 'node:test';
import {crashScale} from './crash-scale.js';

const SECOND = 1e9;
const scale = crashScale(7 * SECOND, 0.92);

test('the slider is as wide as the strip, whose time takes a part of it', () => {
  assert.equal(scale.last, 70);
  assert.ok(Math.abs(scale.max - 70 / 0.92) < 1e-9);
});

test('its steps are round times, at most a hundred of them', () => {
  assert.equal(scale.timeAt(1), 0.1 * SECOND);
  assert.equal(crashScale(9.9 * SECOND, 1).timeAt(1), 0.1 * SECOND);
  assert.equal(crashScale(11 * SECOND, 1).timeAt(1), 0.2 * SECOND);
});

test('a crash stands at its time', () => {
  assert.equal(scale.valueOf(3.2 * SECOND), 32);
  assert.equal(scale.timeAt(32), 3.2 * SECOND);
  assert.equal(scale.timeAt(0), 0);
});

test('behind the strip\'s time there is no crash', () => {
  assert.equal(scale.timeAt(70), 7 * SECOND);
  assert.equal(scale.timeAt(71), null);
  assert.equal(scale.timeAt(scale.max), null);
  assert.equal(scale.valueOf(null), scale.max);
});
