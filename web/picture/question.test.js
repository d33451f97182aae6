import assert from 'node:assert/strict';
import {test} from 'node:test';
import {choiceState, verdictText} from './question.js';

const ask = {question: 'Is it lost?', choices: ['yes', 'no', 'maybe'], right: 1, verdicts: ['Wrong: not lost.', 'Right: not lost.', 'Wrong.'], fact: 'It is not lost.'};

test('before the answer nothing is told', () => {
  assert.equal(verdictText(ask, undefined, '{}'), 'What happens is hidden until you have answered.');
  assert.deepEqual(choiceState(ask, undefined, 1), {disabled: false, pressed: false, right: false, wrong: false});
});

test('an answer is judged', () => {
  assert.equal(verdictText(ask, {choice: 0, of: '{}'}, '{}'), 'Wrong: not lost.');
  assert.equal(verdictText(ask, {choice: 1, of: '{}'}, '{}'), 'Right: not lost.');
});

test('who wants no question hears the fact', () => {
  assert.equal(verdictText(ask, {choice: -1, of: '{}'}, '{}'), 'It is not lost.');
});

test('after a change the fact is told, as the answer was about another scenario', () => {
  assert.equal(verdictText(ask, {choice: 0, of: '{}'}, '{"name":"b"}'), 'With your changes: It is not lost.');
});

test('the right choice is marked, and a wrong one that was chosen', () => {
  const answer = {choice: 0, of: '{}'};
  assert.deepEqual(choiceState(ask, answer, 0), {disabled: true, pressed: true, right: false, wrong: true});
  assert.deepEqual(choiceState(ask, answer, 1), {disabled: true, pressed: false, right: true, wrong: false});
  assert.deepEqual(choiceState(ask, answer, 2), {disabled: true, pressed: false, right: false, wrong: false});
});

test('after changes no choice may be right', () => {
  assert.deepEqual(choiceState({...ask, right: -1}, {choice: 1, of: '{}'}, 1), {disabled: true, pressed: true, right: false, wrong: true});
});
