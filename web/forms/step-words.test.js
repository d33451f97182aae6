import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isList, listProblems, offeredSteps, stepOf, stepProblem} from './step-words.js';

/** @param {string} path @param {string} [message] */
const error = (path, message = 'is wrong') => ({path, message, code: ''});

test('an error belongs to the step that its path ends with', () => {
  assert.equal(stepOf(error('compare[1].write.steps[2]')), 2);
  assert.equal(stepOf(error('write.worker[0]')), 0);
  assert.equal(stepOf(error('write.steps')), -1);
  assert.equal(stepOf(error('faults[3]')), -1);
});

test('the errors of a step are said at it, all in one line', () => {
  const errors = [error('write.steps[1]', 'comes too early'), error('write.steps'), error('write.steps[1]', 'needs the manager')];
  assert.equal(stepProblem(errors, 1), 'comes too early needs the manager');
  assert.equal(stepProblem(errors, 0), '');
});

test('an error about the list is said without its path, one about anything else with it', () => {
  assert.deepEqual(listProblems([error('write.steps[1]'), error('write.steps', 'never answers'), error('write.wait', 'is not a duration')]),
    ['never answers', 'write.wait: is not a duration']);
});

test('a list is offered the steps that its kind can have, for who takes them', () => {
  const strategies = /** @type {import('../engine/types.js').Strategies} */ (/** @type {unknown} */ ({steps: [
    {id: 'cache.get', doc: '', client: ['read'], manager: ['read']},
    {id: 'source.save', doc: '', client: ['write'], manager: ['write', 'worker']},
    {id: 'queue.put', doc: '', client: [], manager: ['write']},
  ]}));
  assert.deepEqual(offeredSteps(strategies, 'write', 'client'), ['source.save']);
  assert.deepEqual(offeredSteps(strategies, 'write', 'manager'), ['source.save', 'queue.put']);
  assert.deepEqual(offeredSteps(strategies, 'worker', 'manager'), ['source.save']);
});

test('a draft that is no list is not taken for one', () => {
  assert.ok(isList({by: 'client', steps: ['answer']}));
  for (const other of [null, 'x', {}, {by: 'client'}, {by: 1, steps: []}, {by: 'client', steps: [1]}]) assert.ok(!isList(other));
});
