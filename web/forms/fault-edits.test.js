import assert from 'node:assert/strict';
import {test} from 'node:test';
import {callOptions, faultKind, newFault, withKind, withMember, withWhen} from './fault-edits.js';

const OFFERS = /** @type {import('../engine/types.js').Settings} */ (/** @type {unknown} */ ({
  faultKinds: [
    {id: 'crash', doc: 'ends at once', member: 'restart', needed: false, steps: ['cache.set', 'source.save']},
    {id: 'source-refuse', doc: 'refuses', member: '', needed: false, steps: ['source.save', 'source.load']},
    {id: 'delay', doc: 'is late', member: 'by', needed: true, steps: ['cache.set', 'source.save']},
    {id: 'crash-client', doc: 'stops', member: 'client', needed: true, steps: ['cache.set', 'source.save']},
    {id: 'evict', doc: 'goes', member: 'key', needed: true, steps: []},
  ],
  operations: [
    {id: 'C1/1', client: 'Client', what: 'create payment', calls: ['cache.set', 'source.save']},
    {id: 'C1/2', client: 'Client', what: 'get payment', calls: ['source.load']},
  ],
}));

const STORY = {clients: [{ops: [{op: 'create', key: 'payment'}]}]};

test('a new fault is of the first kind, at a time', () => {
  assert.deepEqual(newFault(OFFERS), {fault: 'crash', at: '1s'});
});

test('a kind that the engine does not offer has no calls and no member', () => {
  assert.deepEqual(callOptions(OFFERS, faultKind(OFFERS, 'flood')), []);
});

test('a kind is offered only the calls that it can strike', () => {
  assert.deepEqual(callOptions(OFFERS, faultKind(OFFERS, 'source-refuse')), [
    {value: 'C1/1/source.save', text: 'Client, create payment: source.save'},
    {value: 'C1/2/source.load', text: 'Client, get payment: source.load'},
  ]);
});

test('a member without a value is removed', () => {
  assert.deepEqual(withMember({fault: 'crash', restart: '2s'}, 'restart', undefined), {fault: 'crash'});
  assert.deepEqual(withMember({fault: 'crash'}, 'restart', '2s'), {fault: 'crash', restart: '2s'});
});

test('a fault happens at a time or at a call, never both', () => {
  assert.deepEqual(withWhen(OFFERS, {fault: 'crash', at: '3s', restart: '1s'}, 'step'), {fault: 'crash', restart: '1s', step: 'C1/1/cache.set'});
  assert.deepEqual(withWhen(OFFERS, {fault: 'crash', step: 'C1/1/cache.set'}, 'time'), {fault: 'crash', at: '1s'});
});

test('a client crashes at a time, or it is that of the call', () => {
  assert.deepEqual(withKind(STORY, OFFERS, {fault: 'crash', at: '3s'}, 'crash-client'), {fault: 'crash-client', at: '3s', client: 1});
  assert.deepEqual(withWhen(OFFERS, {fault: 'crash-client', at: '3s', client: 2}, 'step'), {fault: 'crash-client', step: 'C1/1/cache.set'});
  assert.deepEqual(withWhen(OFFERS, {fault: 'crash-client', step: 'C2/1/source.save'}, 'time'), {fault: 'crash-client', at: '1s', client: 2});
  assert.deepEqual(withKind(STORY, OFFERS, {fault: 'crash', step: 'C1/1/source.save'}, 'crash-client'), {fault: 'crash-client', step: 'C1/1/source.save'});
});

test('another kind keeps the time', () => {
  assert.deepEqual(withKind(STORY, OFFERS, {fault: 'crash', at: '3s'}, 'source-refuse'), {fault: 'source-refuse', at: '3s'});
});

test('another kind keeps the call where it can strike it, and else takes its first', () => {
  assert.deepEqual(withKind(STORY, OFFERS, {fault: 'crash', step: 'C1/1/source.save'}, 'source-refuse'), {fault: 'source-refuse', step: 'C1/1/source.save'});
  assert.deepEqual(withKind(STORY, OFFERS, {fault: 'crash', step: 'C1/1/cache.set'}, 'source-refuse'), {fault: 'source-refuse', step: 'C1/1/source.save'});
});

test('a kind that strikes no call happens at a time', () => {
  assert.deepEqual(withKind(STORY, OFFERS, {fault: 'crash', step: 'C1/1/cache.set'}, 'evict'), {fault: 'evict', at: '1s', key: 'payment'});
});

test('a kind has the member that it needs, and no member of the one before', () => {
  assert.deepEqual(withKind(STORY, OFFERS, {fault: 'evict', at: '3s', key: 'payment'}, 'delay'), {fault: 'delay', at: '3s', by: '1s'});
  assert.deepEqual(withKind(STORY, OFFERS, {fault: 'delay', at: '3s', by: '2s'}, 'crash'), {fault: 'crash', at: '3s'});
});
