import assert from 'node:assert/strict';
import {test} from 'node:test';
import {EngineError} from '../engine/engine.js';
import {indented, messageOf, parsed, readScenario, sayError} from './text.js';

/** An engine whose check resolves, or rejects. @param {unknown} [error] @returns {any} */
const engine = (error) => ({check: async () => { if (error !== undefined) throw error; }});

test('a text that the engine takes is read', async () => {
  assert.deepEqual(await readScenario(engine(), '{"version": 1}'), {scenario: {version: 1}});
});

test('a byte order mark may precede a text', async () => {
  assert.deepEqual(parsed('\uFEFF{"version": 1}'), {version: 1});
  assert.deepEqual(await readScenario(engine(), '\uFEFF{"version": 1}'), {scenario: {version: 1}});
});

test('what the engine refuses are the errors, each with its place', async () => {
  const fields = [{path: 'cache.ttl', message: 'too long', code: 'invalid'}];
  assert.deepEqual(await readScenario(engine(new EngineError('input', 'cache.ttl: too long', fields)), '{}'), {errors: fields});
  assert.deepEqual(await readScenario(engine(new EngineError('died', 'It ended.')), '{}'), {errors: [{path: '', message: 'It ended.', code: ''}]});
  assert.deepEqual(await readScenario(engine('odd'), '{}'), {errors: [{path: '', message: 'odd', code: ''}]});
});

test('an error is worded with its place, where it has one', () => {
  assert.equal(sayError({path: 'cache.ttl', message: 'too long', code: ''}), 'cache.ttl: too long');
  assert.equal(sayError({path: '', message: 'too long', code: ''}), 'too long');
  assert.equal(messageOf(new Error('why')), 'why');
  assert.equal(messageOf('why'), 'why');
});

test('a scenario is written for people', () => {
  assert.equal(indented({version: 1}), '{\n  "version": 1\n}\n');
});
