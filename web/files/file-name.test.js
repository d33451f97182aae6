import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fileName} from './file-name.js';

test('a file is named after the scenario and the variant, in letters that every system takes', () => {
  assert.equal(fileName(['Where does the client wait?', 'Write Through'], 'svg'), 'where-does-the-client-wait-write-through.svg');
  assert.equal(fileName(['Größe: 100 % – “Überweisung”'], 'trace.json'), 'gro-e-100-uberweisung.trace.json');
});

test('a name of nothing that can be in one is "scenario"', () => {
  for (const name of ['', '…', '日本']) assert.equal(fileName([name], 'json'), 'scenario.json');
});

test('a long name is cut, and does not end with a hyphen', () => {
  assert.equal(fileName(['x'.repeat(79), 'y'], 'txt'), `${'x'.repeat(79)}.txt`);
  assert.equal(fileName(['x'.repeat(200)], 'txt').length, 84);
});
