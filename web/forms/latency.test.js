import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formOf, FORMS, inForm, mean} from './latency.js';

test('each form is known by how it is written', () => {
  assert.equal(formOf('2s'), 'constant');
  assert.equal(formOf({p50: '1s', p99: '3s'}), 'percentiles');
  for (const {id, make} of FORMS) assert.equal(formOf(make(1e9)), id);
});

test('each form has the parts that it is made of', () => {
  for (const {id, parts, make} of FORMS) {
    const made = make(1e9);
    const names = typeof made === 'object' ? Object.keys(made).filter((name) => name !== 'dist') : [];
    assert.deepEqual(names, Object.keys(parts), id);
  }
});

test('a latency keeps its average in another form', () => {
  assert.deepEqual(inForm('2s', 'exponential'), {dist: 'exponential', mean: '2000ms'});
  assert.deepEqual(inForm({dist: 'exponential', mean: '2s'}, 'uniform'), {dist: 'uniform', min: '1000ms', max: '3000ms'});
  assert.equal(inForm({dist: 'uniform', min: '1s', max: '3s'}, 'constant'), '2000ms');
  assert.deepEqual(inForm('1500ms', 'percentiles'), {p50: '1500ms', p99: '7500ms'});
});

test('a latency of nothing becomes one of 100 ms', () => {
  for (const none of ['0', undefined, 'nonsense', {}]) assert.equal(inForm(none, 'constant'), '100ms');
});

test('the average of percentiles is the median', () => {
  assert.equal(mean({p50: '2s', p99: '9s'}), 2e9);
});
