import assert from 'node:assert/strict';
import {beforeEach, mock, test} from 'node:test';
import {doLongWork} from './long-work.js';

/** The time, which only the work of the fake engine moves. */
let now = 0;
beforeEach(() => {
  now = 0;
  mock.method(performance, 'now', () => now);
});

const ok = (/** @type {unknown} */ value) => ({ok: true, value});
const failure = {ok: false, error: {code: 'input', message: 'no', fields: []}};

/**
 * An engine whose task has some work to do.
 * @param {object} options
 * @param {number} options.chunks  how many chunks it takes
 * @param {number} [options.ms]  how long each takes, in milliseconds
 * @param {number} [options.failsAt]  which of them fails
 */
function fakeEngine({chunks, ms = 0.1, failsAt = -1}) {
  /** @type {any[]} */
  const calls = [];
  let done = 0;
  return {
    calls,
    begin: (/** @type {any[]} */ ...args) => (calls.push(['begin', ...args]), ok(7)),
    refuse: () => failure,
    advance(/** @type {number} */ task, /** @type {number} */ states) {
      calls.push(['advance', task, states]);
      if (done === failsAt) return failure;
      now += ms;
      return ok(++done < chunks);
    },
    progress: (/** @type {number} */ task) => ok(`${task}: ${done}`),
    finish: (/** @type {number} */ task) => (calls.push(['finish', task]), ok('found')),
  };
}

test('it works in chunks, reports the last state and returns what was found', async () => {
  const engine = fakeEngine({chunks: 3});
  /** @type {string[]} */
  const reports = [];
  assert.deepEqual(await doLongWork(engine, 'begin', ['a', 1], () => true, (progress) => reports.push(progress)), ok('found'));
  assert.deepEqual(engine.calls[0], ['begin', 'a', 1]);
  assert.deepEqual(engine.calls.at(-1), ['finish', 7]);
  assert.deepEqual(reports, ['7: 3']);
});

test('a chunk that was short is followed by one of up to twice as many states, one that was long by a smaller one', async () => {
  const states = async (/** @type {Parameters<typeof fakeEngine>[0]} */ options) => {
    const engine = fakeEngine(options);
    await doLongWork(engine, 'begin', [], () => true, () => {});
    return engine.calls.flatMap(([name, , states]) => (name === 'advance' ? [states] : []));
  };
  assert.deepEqual(await states({chunks: 4, ms: 1}), [64, 128, 256, 512]);
  assert.deepEqual(await states({chunks: 4, ms: 16}), [64, 32, 16, 8]);
});

test('progress is reported ten times a second', async () => {
  let reports = 0;
  await doLongWork(fakeEngine({chunks: 100, ms: 8}), 'begin', [], () => true, () => reports++);
  assert.equal(reports, 8);
});

test('other messages are delivered between chunks', async () => {
  let turns = 0;
  let over = false;
  const count = () => {
    turns++;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  await doLongWork(fakeEngine({chunks: 4, ms: 5}), 'begin', [], () => true, () => {});
  over = true;
  assert.ok(turns >= 3, `${turns} turns of the event loop`);
});

test('it ends with what was found so far once that is not wanted any more', async () => {
  const engine = fakeEngine({chunks: Infinity, ms: 5});
  let wanted = true;
  setTimeout(() => { wanted = false; }, 0);
  assert.deepEqual(await doLongWork(engine, 'begin', [], () => wanted, () => {}), ok('found'));
});

test('a failure is returned, of the beginning and of a chunk', async () => {
  assert.equal(await doLongWork(fakeEngine({chunks: 1}), 'refuse', [], () => true, () => {}), failure);
  assert.equal(await doLongWork(fakeEngine({chunks: 3, failsAt: 1}), 'begin', [], () => true, () => {}), failure);
});

test('an engine that has ended, and answers nothing, is an error', async () => {
  for (const ended of ['begin', 'advance', 'progress', 'finish']) {
    const engine = {...fakeEngine({chunks: 3, ms: 60}), [ended]: () => undefined};
    await assert.rejects(doLongWork(engine, 'begin', [], () => true, () => {}), /it has run out of memory, or was stopped/);
  }
});
