import assert from 'node:assert/strict';
import {test} from 'node:test';
import {followTarget} from './target-choice.js';

const compare = ['One', 'Two', 'Three'].map((name) => ({name}));

test('a target goes with its variant to another place', () => {
  assert.equal(followTarget({compare: compare.slice(1)}, 2, 'Three'), 1);
});

test('a target whose variant is removed becomes all variants', () => {
  assert.equal(followTarget({compare: compare.slice(1)}, 0, 'One'), null);
  assert.equal(followTarget({}, 1, 'Two'), null);
});

test('a target that the page chose itself stays at its place', () => {
  assert.equal(followTarget({compare}, 2, ''), 2);
});
