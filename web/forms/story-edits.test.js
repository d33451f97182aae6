import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  addClient, addOperation, addRecord, addVariant, clientName, isPrimed, keysOf, ownName, ownSettings, recordPath, records, removeRecord,
  renameRecord, setKind, setMember, setPrimed, setRecord, setWrite, swap,
} from './story-edits.js';

/** @typedef {import('../scenario/story.js').Json} Json */

const STRATEGIES = /** @type {import('../engine/types.js').Strategy[]} */ (
  ['write-through', 'write-behind', 'write-around'].map((id) => ({id, also: '', does: '', choose: '', cost: '', by: 'client', steps: []})));

/** @returns {Json} */
const story = () => ({name: 'A story', clients: [{ops: [{op: 'create', key: 'a', value: {amount: 1}}, {op: 'get', key: 'b'}]}]});

/** @param {Json} scenario @param {(scenario: Json) => unknown} edit */
const after = (scenario, edit) => {
  edit(scenario);
  return scenario;
};

test('entries change places with the next one', () => {
  const list = ['a', 'b', 'c'];
  swap(list, 1);
  assert.deepEqual(list, ['a', 'c', 'b']);
});

test('a second variant makes a comparison, each named after its write strategy', () => {
  const {compare} = after(story(), (scenario) => addVariant(scenario, STRATEGIES));
  assert.deepEqual(compare, [{name: 'Write Through'}, {name: 'Write Behind', write: 'write-behind'}]);
});

test('a further variant is a copy of the last with a strategy that none has, and without its text', () => {
  const scenario = {...story(), compare: [{name: 'Write Through'}, {name: 'Slow', write: 'write-behind', cache: {ttl: '1s'}, text: 'about it'}]};
  addVariant(scenario, STRATEGIES);
  assert.deepEqual(scenario.compare[2], {name: 'Write Around', write: 'write-around', cache: {ttl: '1s'}});
});

test('where every strategy is taken, the first one comes again', () => {
  const scenario = {...story(), compare: STRATEGIES.map(({id}) => ({write: id}))};
  addVariant(scenario, STRATEGIES);
  assert.equal(scenario.compare.length, 4);
  assert.equal(scenario.compare[3].write, 'write-through');
});

test('the name of a variant follows its strategy only where it was that of the old one', () => {
  const scenario = {...story(), compare: [{name: 'write through', text: 'about it'}, {name: 'Mine', write: 'write-behind'}]};
  setWrite(scenario, 0, 'write-around');
  setWrite(scenario, 1, 'write-around');
  assert.deepEqual(scenario.compare, [{name: 'Write Around', write: 'write-around'}, {name: 'Mine', write: 'write-around'}]);
});

test('without variants the scenario itself gets the strategy', () => {
  assert.equal(after(story(), (scenario) => setWrite(scenario, 0, 'write-behind')).write, 'write-behind');
});

test('a variant goes by its strategy where it has no name, not by the scenario’s', () => {
  assert.equal(ownName(story(), 0), 'Write Through');
});

test('it is said which variants differ in what the form does not show', () => {
  assert.equal(ownSettings(story()), '');
  assert.equal(ownSettings({...story(), compare: [{name: 'One', write: 'x', text: ''}, {name: 'Two', cache: {}, faults: []}]}),
    '“Two” has settings of its own for “cache”, “faults”. What is set below does not change these.');
});

test('clients without a name are numbered, unless there is one', () => {
  assert.equal(clientName(story(), 0), 'Client');
  const two = {names: {client: 'Teller'}, clients: [{}, {name: 'Ann'}]};
  assert.deepEqual([clientName(two, 0), clientName(two, 1)], ['Teller 1', 'Ann']);
});

test('a new client does what the last one does last', () => {
  const {clients} = after(story(), addClient);
  assert.deepEqual(clients[1], {ops: [{op: 'get', key: 'b'}]});
  assert.notEqual(clients[1].ops[0], clients[0].ops[1]);
});

test('a scenario whose workload says what is done has no clients until one is added', () => {
  const scenario = {version: 1, workload: {like: 'ycsb-a'}};
  assert.equal(clientName(scenario, 0), 'Client');
  assert.deepEqual(keysOf(scenario), []);
  assert.deepEqual(after(scenario, addClient), {...scenario, clients: [{ops: [{op: 'get', key: 'item'}]}]});
});

test('a new operation gets the key of the one before', () => {
  assert.deepEqual(after(story(), (scenario) => addOperation(scenario, 0)).clients[0].ops[2], {op: 'get', key: 'b'});
});

test('an operation has a value exactly where its kind has one', () => {
  /** @type {Json} */
  const op = {op: 'get', key: 'a'};
  setKind(op, 'edit');
  assert.deepEqual(op, {op: 'edit', key: 'a', value: {amount: 100}});
  setKind(op, 'pay', {amount: 7});
  assert.deepEqual(op.value, {amount: 100}, 'it keeps the value that it has');
  setKind(op, 'delete');
  assert.deepEqual(op, {op: 'delete', key: 'a'});
  setKind(op, 'create', {amount: 7});
  assert.deepEqual(op.value, {amount: 7});
});

test('a member that has no value is removed', () => {
  const op = {think: '1s', at: '2s'};
  setMember(op, 'think', undefined);
  setMember(op, 'at', '3s');
  assert.deepEqual(op, {at: '3s'});
});

test('a new record gets the first key that clients ask for and the source does not have', () => {
  const scenario = story();
  assert.equal(addRecord(scenario), 0);
  addRecord(scenario);
  addRecord(scenario);
  addRecord(scenario);
  assert.deepEqual(records(scenario).map(([key]) => key), ['a', 'b', 'record 1', 'record 2']);
  assert.deepEqual(keysOf(scenario), ['a', 'b', 'record 1', 'record 2']);
});

test('a numeric key comes first among the records', () => {
  const scenario = {clients: [{ops: [{op: 'get', key: '7'}]}], source: {records: {x: 1}}};
  assert.equal(addRecord(scenario), 0);
});

test('a record changes its value alone', () => {
  const scenario = {...story(), source: {records: {a: 1, b: 2}}};
  setRecord(scenario, 1, 3);
  assert.deepEqual(scenario.source.records, {a: 1, b: 3});
});

test('a record that gets another key keeps its place and its copies, in every variant', () => {
  const scenario = {...story(), source: {records: {a: 1, b: 2}}, cache: {primer: ['b', 'a']}, compare: [{}, {cache: {primer: ['a']}}]};
  renameRecord(scenario, 0, 'c');
  assert.deepEqual(records(scenario), [['c', 1], ['b', 2]]);
  assert.deepEqual(scenario.cache.primer, ['b', 'c']);
  assert.deepEqual(scenario.compare[1], {cache: {primer: ['c']}});
});

test('a record goes with its copies, in every variant', () => {
  const scenario = {...story(), source: {records: {a: 1, b: 2}}, cache: {primer: ['a', 'b']}, compare: [{cache: {primer: ['a']}}]};
  removeRecord(scenario, 0);
  assert.deepEqual(records(scenario), [['b', 2]]);
  assert.deepEqual(scenario.cache.primer, ['b']);
  assert.deepEqual(scenario.compare[0].cache.primer, []);
});

test('the cache has a copy of a record, or none', () => {
  const scenario = {...story(), source: {records: {a: 1, b: 2}}};
  assert.equal(isPrimed(scenario, 0), false);
  setPrimed(scenario, 0, true);
  setPrimed(scenario, 1, true);
  setPrimed(scenario, 1, true);
  assert.deepEqual(/** @type {Json} */ (scenario).cache, {primer: ['a', 'b']});
  assert.equal(isPrimed(scenario, 0), true);
  setPrimed(scenario, 0, false);
  assert.deepEqual(/** @type {Json} */ (scenario).cache, {primer: ['b']});
});

test('the path of a record quotes what is no name', () => {
  assert.equal(recordPath('payment'), 'source.records.payment');
  assert.equal(recordPath('record 1'), 'source.records["record 1"]');
});
