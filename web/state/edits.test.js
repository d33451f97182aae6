import assert from 'node:assert/strict';
import {test} from 'node:test';
import {EngineError} from '../engine/engine.js';
import {Edits} from './edits.js';
import {Work} from './work.js';

/** @typedef {import('../scenario/story.js').Json} Json */

/**
 * An editor of a scenario, and what it dispatches.
 * @param {Json} scenario
 * @param {(scenario: Json) => {path: string, message: string}[]} errorsOf  what the engine finds
 */
function editing(scenario, errorsOf) {
  const work = new Work();
  work.begin('', scenario, scenario);
  const check = async (/** @type {Json} */ checked) => {
    const fields = errorsOf(checked).map((error) => ({...error, code: 'invalid'}));
    if (fields.length > 0) throw new EngineError('input', fields[0].message, fields);
  };
  const edits = new Edits(/** @type {any} */ ({check}), work, 'test');
  /** @type {string[]} */
  const events = [];
  for (const name of ['made', 'forgot', 'refused']) {
    edits.addEventListener(name, (event) => events.push([name, /** @type {CustomEvent} */ (event).detail].filter(Boolean).join(': ')));
  }
  return {work, edits, events};
}
const tooLong = (/** @type {Json} */ {ttl}) => (ttl > 9 ? [{path: 'ttl', message: `${ttl} is too long`}] : []);

test('a change that the engine accepts is made', async () => {
  const {work, edits, events} = editing({ttl: 1}, tooLong);
  assert.deepEqual(await edits.make('', (scenario) => { scenario.ttl = 2; }), []);
  assert.deepEqual([work.scenario, events], [{ttl: 2}, ['made']]);
});

test('a change that the engine refuses is not made, and the errors are returned', async () => {
  const {work, edits, events} = editing({ttl: 1}, tooLong);
  const errors = await edits.make('', (scenario) => { scenario.ttl = 10; });
  assert.deepEqual(errors, [{path: 'ttl', message: '10 is too long', code: 'invalid'}]);
  assert.deepEqual([work.scenario, events], [{ttl: 1}, []]);
  edits.refused(errors);
  assert.deepEqual(events, ['refused: That cannot be done. ttl: 10 is too long']);
});

test('what was wrong before does not keep the reader from changing something else', async () => {
  const {work, edits} = editing({ttl: 10}, tooLong);
  assert.deepEqual(await edits.make('', (scenario) => { scenario.name = 'N'; }), []);
  assert.deepEqual(work.scenario, {ttl: 10, name: 'N'});
  await edits.inspect();
  assert.equal(edits.known[0].path, 'ttl');
});

test('a description that no longer fits is removed with the change', async () => {
  const about = (/** @type {Json} */ {clients, ask}) => (ask && clients < 2 ? [{path: 'ask.decides', message: 'there is no such client'}] : []);
  const {work, edits, events} = editing({clients: 2, ask: {decides: 'second'}}, about);
  await edits.make('', (scenario) => { scenario.clients = 1; });
  assert.deepEqual([work.scenario, events], [{clients: 1}, ['made', 'forgot']]);
});

test('a description of a variant is removed from the variant', async () => {
  const about = (/** @type {Json} */ {clients, compare}) => (compare[0].text && clients < 2 ? [{path: 'compare[0].text', message: 'there is no such client'}] : []);
  const {work, edits} = editing({clients: 2, compare: [{name: 'A', text: 'second'}]}, about);
  await edits.make('', (scenario) => { scenario.clients = 1; });
  assert.deepEqual(work.scenario.compare, [{name: 'A'}]);
});

test('a description that is itself being changed is refused, not removed', async () => {
  const about = (/** @type {Json} */ {ask}) => (ask.decides === 'wrong' ? [{path: 'ask.decides', message: 'no'}] : []);
  const {work, edits} = editing({ask: {decides: 'right'}}, about);
  assert.equal((await edits.make('', (scenario) => { scenario.ask = {decides: 'wrong'}; })).length, 1);
  assert.deepEqual(work.scenario, {ask: {decides: 'right'}});
});

test('changes are made one after another, each of what the one before made', async () => {
  const {work, edits} = editing({ttl: 0}, tooLong);
  await Promise.all([1, 2, 3].map(() => edits.make('', (scenario) => { scenario.ttl++; })));
  assert.equal(work.scenario.ttl, 3);
});

test('a change is made anew where the scenario has changed while it was checked', async () => {
  const {work, edits} = editing({ttl: 0}, tooLong);
  const made = edits.make('', (scenario) => { scenario.ttl++; });
  work.change('', (scenario) => { scenario.ttl = 5; });
  await made;
  assert.equal(work.scenario.ttl, 6);
});

test('a change that is not wanted any more is not made', async () => {
  const {work, edits} = editing({ttl: 0}, tooLong);
  assert.deepEqual(await edits.make('', (scenario) => { scenario.ttl = 1; }, {wanted: () => false}), []);
  assert.equal(work.scenario.ttl, 0);
});

test('where another story comes meanwhile, nothing is changed and nobody is told', async () => {
  const {work, edits, events} = editing({ttl: 0}, tooLong);
  let settled = false;
  edits.make('', (scenario) => { scenario.ttl = 1; }).then(() => { settled = true; });
  work.begin('', {name: 'another'}, {name: 'another'});
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([work.scenario, settled, events], [{name: 'another'}, false, []]);
});

test('an engine that dies of a change refuses it, and has not changed the scenario', async () => {
  const {work} = editing({ttl: 0}, tooLong);
  const engine = {check: async (/** @type {Json} */ {ttl}) => { if (ttl === 1) throw new EngineError('died', 'The engine ended.'); }};
  const edits = new Edits(/** @type {any} */ (engine), work, 'test');
  assert.deepEqual(await edits.make('', (scenario) => { scenario.ttl = 1; }), [{path: '', message: 'The engine ended.', code: 'died'}]);
  assert.deepEqual(await edits.make('', (scenario) => { scenario.ttl = 2; }), []);
  assert.deepEqual(work.scenario, {ttl: 2});
});
