import assert from 'node:assert/strict';
import {afterEach, beforeEach, test} from 'node:test';
import {load} from './load.js';

/** @typedef {{args: any[], options: any, resolve: (value: string) => void, reject: (reason: any) => void}} Call */

/** An engine in another worker, which a test answers in its place. */
class FakeCalls {
  /** @type {FakeCalls[]} */
  static all = [];
  /** @type {Call[]} */
  received = [];
  stopped = false;

  /** @param {any} module */
  constructor(module) {
    assert.equal(module, 'compiled');
    FakeCalls.all.push(this);
  }

  /** @param {string} method @param {any[]} args @param {any} options */
  call(method, args, options) {
    assert.equal(method, 'beginLoad');
    return new Promise((resolve, reject) => {
      this.received.push({args, options, resolve, reject});
      options.signal?.addEventListener('abort', () => reject(options.signal.reason));
    });
  }

  stop() {
    this.stopped = true;
    this.received.at(-1)?.reject(new Error('it was stopped'));
  }

  /** The index of its variant. */
  get run() {
    return this.received[0].args[1];
  }
}

const processors = (/** @type {number | undefined} */ n) => Object.defineProperty(globalThis, 'navigator', {value: {hardwareConcurrency: n}, configurable: true});
/** Lets promises settle. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
/** Those that are at work. */
const working = new Set();

beforeEach(() => {
  FakeCalls.all = [];
  working.clear();
});
afterEach(() => Reflect.deleteProperty(globalThis, 'navigator'));

/** Puts variants under load. @param {string[]} names @param {any} [options] */
function loaded(names, options) {
  const own = {call: async (/** @type {string} */ method, /** @type {any[]} */ [scenario]) => (assert.equal(method, 'variants'), {canonical: `canonical ${scenario}`, names}),
    compiled: async () => 'compiled'};
  return load(/** @type {any} */ (own), (module) => /** @type {any} */ (new FakeCalls(module)), working, 'story', options);
}
const nothing = (/** @type {string} */ name) => ({name, complete: false, share: 0, operations: 0, seconds: 0, measures: {}});

test('under a recording each engine reads it first', async () => {
  processors(8);
  /** @type {FakeCalls[]} */
  const readers = [];
  const call = loaded(['a', 'b'], {recording: {readBy: async (/** @type {any} */ calls) => readers.push(calls) + 6}});
  await settled();
  assert.deepEqual(readers, FakeCalls.all);
  assert.deepEqual(FakeCalls.all.map(({received: [{args}]}) => args), [['canonical story', 0, {recording: 7}], ['canonical story', 1, {recording: 8}]]);
  for (const {received: [begun]} of FakeCalls.all) begun.resolve('{}');
  assert.deepEqual(await call, {runs: [{}, {}]});
});

test('each variant has an engine of its own, which ends with its run, and the results have the order of the variants', async () => {
  processors(8);
  const call = loaded(['a', 'b']);
  await settled();
  const [a, b] = FakeCalls.all;
  assert.deepEqual(FakeCalls.all.map(({received: [{args}]}) => args), [['canonical story', 0], ['canonical story', 1]]);
  assert.deepEqual([...working], [a, b]);
  b.received[0].resolve('{"name": "b", "complete": true}');
  await settled();
  assert.deepEqual([a.stopped, b.stopped, [...working]], [false, true, [a]]);
  a.received[0].resolve('{"name": "a", "complete": true}');
  assert.deepEqual(await call, {runs: [{name: 'a', complete: true}, {name: 'b', complete: true}]});
  assert.deepEqual([a.stopped, working.size], [true, 0]);
});

for (const {cores, most} of [{cores: 4, most: 3}, {cores: 3, most: 2}, {cores: 2, most: 1}, {cores: 1, most: 1}, {cores: undefined, most: 1}]) {
  test(`with ${cores} processors ${most} of four variants run at the same time`, async () => {
    processors(cores);
    const call = loaded(['a', 'b', 'c', 'd']);
    for (let done = 0; done < 4; done++) {
      await settled();
      assert.equal(working.size, Math.min(most, 4 - done));
      const [first] = [...working];
      first.received[0].resolve(`{"name": "${first.run}"}`);
    }
    assert.deepEqual((await call).runs.map(({name}) => name), ['0', '1', '2', '3']);
  });
}

test('progress is that of all variants, from the beginning on', async () => {
  processors(2);
  /** @type {any[]} */
  const progress = [];
  const call = loaded(['a', 'b'], {onProgress: (/** @type {any} */ {runs}) => progress.push(runs)});
  await settled();
  const [a] = FakeCalls.all;
  a.received[0].options.onProgress({name: 'a', operations: 7});
  a.received[0].resolve('{"name": "a", "complete": true}');
  await settled();
  const [, b] = FakeCalls.all;
  b.received[0].options.onProgress({name: 'b', operations: 3});
  b.received[0].resolve('{}');
  await call;
  assert.deepEqual(progress, [
    [nothing('a'), nothing('b')], [{name: 'a', operations: 7}, nothing('b')], [{name: 'a', complete: true}, {name: 'b', operations: 3}],
  ]);
});

test('where a variant fails all engines end, no other begins, and the error is its own', async () => {
  processors(3);
  const call = loaded(['a', 'b', 'c', 'd']).catch(({message}) => message);
  await settled();
  FakeCalls.all[1].received[0].reject(new Error('workload: missing'));
  assert.equal(await call, 'workload: missing');
  await settled();
  assert.deepEqual([FakeCalls.all.map(({stopped}) => stopped), working.size], [[true, true], 0]);
});

test('where a run ends just after another one has failed, no other begins either', async () => {
  processors(3);
  for (let turns = 0; turns < 10; turns++) {
    FakeCalls.all = [];
    const call = loaded(['a', 'b', 'c']).catch(({message}) => message);
    await settled();
    const [a, b] = FakeCalls.all;
    b.received[0].reject(new Error('no'));
    for (let turn = 0; turn < turns; turn++) await null;
    a.received[0].resolve('{}');
    assert.equal(await call, 'no');
    await settled();
    assert.ok(FakeCalls.all.every(({stopped}) => stopped), `${turns} turns later`);
  }
});

test('an aborted call is rejected with the reason, and all engines end', async () => {
  processors(3);
  const controller = new AbortController();
  const call = loaded(['a', 'b', 'c'], {signal: controller.signal}).catch(({name}) => name);
  await settled();
  controller.abort();
  assert.equal(await call, 'AbortError');
  await settled();
  assert.deepEqual(FakeCalls.all.map(({stopped}) => stopped), [true, true]);
});

test('enough keeps what was measured by then, and no other variant begins', async () => {
  processors(2);
  const enough = new AbortController();
  const call = loaded(['a', 'b'], {enough: enough.signal});
  await settled();
  const [a] = FakeCalls.all;
  assert.equal(a.received[0].options.enough, enough.signal);
  enough.abort();
  a.received[0].resolve('{"name": "a", "complete": false, "operations": 9}');
  assert.deepEqual(await call, {runs: [{name: 'a', complete: false, operations: 9}, nothing('b')]});
  assert.equal(FakeCalls.all.length, 1);
});
