import assert from 'node:assert/strict';
import {afterEach, beforeEach, mock, test} from 'node:test';
import {Engine, EngineError} from './engine.js';
import {startEarly} from './start.js';

/** A worker that records what it is sent; a test answers in its place. */
class FakeWorker {
  /** @type {FakeWorker[]} */
  static all = [];
  /** @type {any[]} */
  received = [];
  terminated = false;
  /** @type {((event: any) => void) | null} */
  onmessage = null;
  /** @type {((event: any) => void) | null} */
  onerror = null;

  /** @param {URL | string} script */
  constructor(script) {
    this.script = String(script);
    FakeWorker.all.push(this);
  }

  /** @param {any} message */
  postMessage(message) {
    this.received.push(structuredClone(message));
  }

  terminate() {
    this.terminated = true;
  }

  addEventListener() {} // the text of its script is freed with the first message

  /** @param {any} data */
  say(data) {
    this.onmessage?.(new MessageEvent('message', {data}));
  }

  /** The calls it has received, in which a test looks for ids. */
  get calls() {
    return this.received.filter((message) => message.method);
  }

  /** Answers the last call. @param {unknown} value */
  answer(value) {
    this.say({id: this.calls.at(-1).id, envelope: {ok: true, value}});
  }
}

const globals = /** @type {any} */ (globalThis);

beforeEach(() => {
  mock.timers.enable({apis: ['setTimeout']});
  FakeWorker.all = [];
  Object.assign(globals, {
    Worker: FakeWorker, ErrorEvent: class extends Event {},
    document: {baseURI: 'https://example.org/play/index.html', getElementById: () => null}, self: {origin: 'https://example.org'},
  });
  Object.defineProperty(globals, 'navigator', {value: {}, configurable: true});
});
afterEach(() => {
  mock.timers.reset();
  for (const name of ['Worker', 'ErrorEvent', 'document', 'self', 'navigator']) delete globals[name];
});

/** Lets time pass, in which the worker hears each question before the next. @param {number} seconds */
async function pass(seconds) {
  for (let i = 0; i < seconds; i++) {
    mock.timers.tick(1000);
    await settled();
  }
}
/** Lets promises settle. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
/** @param {Promise<unknown>} call */
const errorOf = (call) => call.then(() => assert.fail('it is not rejected'), (error) => error);

test('a call starts a worker from its file, tells it where the program is, and returns the answer', async () => {
  const engine = new Engine('.', {version: 'abc'});
  const call = engine.version();
  await settled();
  const [worker] = FakeWorker.all;
  assert.equal(worker.script, 'https://example.org/play/worker.js?v=abc');
  assert.deepEqual(worker.received[0], {packed: '', plain: 'https://example.org/play/cacheplay.wasm?v=abc'});
  assert.deepEqual(worker.received[1], {id: 1, method: 'version', args: [], long: false});
  worker.answer({scenario: 1, trace: 1});
  assert.deepEqual(await call, {scenario: 1, trace: 1});
});

test('the page that is one file starts what it has inside, wherever it is opened', async () => {
  const inside = /** @type {{[id: string]: string}} */ ({'inside-worker': 'serve();', 'inside-program': btoa('program')});
  globals.document.getElementById = (/** @type {string} */ id) => (id in inside ? {textContent: inside[id]} : null);
  for (const origin of ['https://example.org', 'http://127.0.0.1:8080', 'null']) {
    globals.self.origin = origin;
    new Engine('.', {shared: true}).version();
    await settled();
    const worker = FakeWorker.all.at(-1);
    assert.match(worker?.script ?? '', /^blob:/, origin);
    assert.equal(new TextDecoder().decode(worker?.received[0].program), 'program');
  }
});

test('all calls go to one worker, and each has its own answer', async () => {
  const engine = new Engine('.');
  const [one, other] = [engine.preset('one'), engine.preset('other')];
  await settled();
  const [worker] = FakeWorker.all;
  assert.equal(FakeWorker.all.length, 1);
  const [first, second] = worker.calls;
  worker.say({id: second.id, envelope: {ok: true, value: 'B'}});
  worker.say({id: first.id, envelope: {ok: true, value: 'A'}});
  assert.deepEqual(await Promise.all([one, other]), ['A', 'B']);
});

test('the JSON in an answer is read', async () => {
  const engine = new Engine('.');
  const settings = engine.settings({});
  await settled();
  FakeWorker.all[0].answer('{"knobs": []}');
  assert.deepEqual(await settings, {knobs: []});
  const view = engine.view({}, {width: 300});
  await settled();
  assert.deepEqual(FakeWorker.all[0].calls.at(-1).args, [{}, {width: 300}]);
  FakeWorker.all[0].answer({panels: '<svg>', rest: '{"name": "N"}'});
  assert.deepEqual(await view, {name: 'N', panels: '<svg>'});
});

test('an envelope that is not ok is an error with its code and fields', async () => {
  const call = new Engine('.').run('{');
  await settled();
  const fields = [{path: 'cache.ttl', message: 'too long', code: 'invalid'}];
  FakeWorker.all[0].say({id: 1, envelope: {ok: false, error: {code: 'input', message: 'cache.ttl: too long', fields}}});
  const error = await errorOf(call);
  assert.ok(error instanceof EngineError);
  assert.deepEqual({...error, message: error.message}, {name: 'EngineError', code: 'input', message: 'cache.ttl: too long', fields});
});

test('arguments that are not plain data are an input error', async () => {
  const error = await errorOf(new Engine('.').run({f: () => {}}));
  assert.equal(error.code, 'input');
  assert.match(error.message, /^The arguments are not plain data: /);
});

test('a worker that has died rejects all calls, and the next call starts another one', async () => {
  const engine = new Engine('.');
  const calls = [engine.version(), engine.presets()].map(errorOf);
  await settled();
  const [worker] = FakeWorker.all;
  worker.say({ended: 'died', text: 'The engine ended.'});
  assert.deepEqual((await Promise.all(calls)).map(({code}) => code), ['died', 'died']);
  await settled();
  assert.ok(worker.terminated);
  const next = engine.version();
  await settled();
  assert.equal(FakeWorker.all.length, 2);
  worker.say({ended: 'died', text: 'A late message of the first one.'});
  FakeWorker.all[1].answer(1);
  assert.equal(await next, 1);
});

test('a worker that is full of memory has a successor, once that one is ready and no call is under way', async () => {
  const engine = new Engine('.');
  const explored = engine.explore({});
  await settled();
  const [worker] = FakeWorker.all;
  worker.answer('{"runs": []}');
  const remedies = engine.remedies({}, 0, 'durable');
  worker.say({full: true});
  worker.say({full: true}); // each long call tells
  assert.deepEqual(await explored, {runs: []});
  await settled();
  const [, successor] = FakeWorker.all;
  assert.equal(FakeWorker.all.length, 2);
  assert.equal(successor.calls.at(-1).method, 'version');
  successor.answer({scenario: 1});
  assert.ok(!worker.terminated, 'a call is under way');
  worker.answer('[]');
  assert.deepEqual(await remedies, []);
  await settled();
  assert.ok(worker.terminated);
  const next = engine.preset('a');
  await settled();
  successor.answer('text');
  assert.equal(await next, 'text');
  assert.equal(FakeWorker.all.length, 2);
});

test('where the successor cannot start, the worker goes on', async () => {
  const engine = new Engine('.');
  const explored = engine.explore({});
  await settled();
  const [worker] = FakeWorker.all;
  worker.answer('{"runs": []}');
  await explored;
  for (const fails of [(/** @type {FakeWorker} */ it) => it.onerror?.({preventDefault: () => {}}), (/** @type {FakeWorker} */ it) => it.say({ended: 'unavailable', text: 'offline'})]) {
    worker.say({full: true});
    await settled();
    fails(/** @type {FakeWorker} */ (FakeWorker.all.at(-1)));
  }
  const call = engine.version();
  await settled();
  worker.answer(1);
  assert.equal(await call, 1);
  assert.equal(FakeWorker.all.length, 3);
  assert.ok(!worker.terminated);
});

test('a worker that keeps a recording has no successor, and ends with the engine', async () => {
  const engine = new Engine('.');
  const reading = engine.read(new Blob(['a']), {fills: 'none'});
  await settled();
  FakeWorker.all[0].answer(undefined); // it has not kept the compiled program
  await settled();
  const own = FakeWorker.all[1];
  assert.deepEqual(own.calls.map(({method, args, long}) => [method, args[1], long]), [['beginReading', {fills: 'none'}, true]]);
  own.answer('{"recording": 1, "complete": true, "described": {"operations": 1}}');
  own.say({full: true});
  assert.equal((await reading).described.operations, 1);
  await settled();
  assert.equal(FakeWorker.all.length, 2);
  engine.stop();
  await settled();
  assert.ok(own.terminated);
});

test('a successor ends with its worker', async () => {
  const engine = new Engine('.');
  const explored = engine.explore({});
  await settled();
  FakeWorker.all[0].answer('{"runs": []}');
  await explored;
  FakeWorker.all[0].say({full: true});
  await settled();
  engine.stop();
  await settled();
  assert.deepEqual(FakeWorker.all.map(({terminated}) => terminated), [true, true]);
});

test('enough ends a long call with what it has found', async () => {
  const engine = new Engine('.');
  const enough = new AbortController();
  const call = engine.explore({}, {enough: enough.signal});
  await settled();
  const [worker] = FakeWorker.all;
  enough.abort();
  await settled();
  assert.deepEqual(worker.received.at(-1), {cancel: 1});
  worker.answer('{"runs": [1]}');
  assert.deepEqual(await call, {runs: [1]});
});

for (const {is, says, from, to} of [
  {is: 'that is closed has gone', says: [], from: 8, to: 16},
  {is: 'that is closed after an answer has gone', says: [{id: 1, envelope: {ok: true, value: 1}}], from: 8, to: 16},
  {is: 'at work has more time', says: [{begun: 2}], from: 40, to: 60},
]) {
  test(`a worker ${is}, which is noticed without a word, and the next call starts another one`, async () => {
    const engine = new Engine('.');
    const calls = [engine.version(), engine.presets()].map((call) => call.catch(({code, message}) => ({code, message})));
    await settled();
    const [worker] = FakeWorker.all;
    await pass(100); // its script is on a slow line
    for (const message of [{here: true}, ...says]) worker.say(message);
    await pass(from);
    assert.ok(!worker.terminated);
    await pass(to - from);
    assert.deepEqual((await Promise.all(calls)).at(-1), {code: 'died', message: 'The engine has gone without a word.'});
    const next = engine.version();
    await settled();
    FakeWorker.all[1].answer(1);
    assert.equal(await next, 1);
  });
}

test('a worker that answers whether it is there has all the time it needs', async () => {
  const engine = new Engine('.');
  const call = engine.explore({});
  await settled();
  const [worker] = FakeWorker.all;
  worker.say({here: true});
  for (let i = 0; i < 20; i++) {
    await pass(5);
    if (worker.received.at(-1).ping) worker.say({here: true});
  }
  worker.answer('{}');
  assert.deepEqual(await call, {});
  const asked = worker.received.length;
  await pass(100);
  assert.equal(worker.received.length, asked, 'it is not asked when it owes nothing');
});

test('a worker that cannot start says why', async () => {
  const call = errorOf(new Engine('.').version());
  await settled();
  FakeWorker.all[0].onerror?.({preventDefault: () => {}, message: 'no ErrorEvent'});
  const {code, message} = await call;
  assert.deepEqual({code, message}, {code: 'unavailable', message: 'The engine cannot start: its worker was blocked or not found.'});
});

test('stop rejects the calls under way', async () => {
  const engine = new Engine('.');
  const call = errorOf(engine.version());
  await settled();
  engine.stop();
  assert.equal((await call).code, 'died');
});

test('an aborted call is rejected with the reason, and its late answer is dropped', async () => {
  const engine = new Engine('.');
  assert.equal((await errorOf(engine.run({}, {signal: AbortSignal.abort()}))).name, 'AbortError');
  assert.equal(FakeWorker.all.length, 0, 'no worker for a call that was aborted before');
  const controller = new AbortController();
  const call = errorOf(engine.run({}, {signal: controller.signal}));
  await settled();
  controller.abort(new RangeError('mine'));
  assert.equal((await call).name, 'RangeError');
  FakeWorker.all[0].answer('late');
  const next = engine.preset('x');
  await settled();
  FakeWorker.all[0].answer('X');
  assert.equal(await next, 'X');
});

test('a long call reports progress, and the worker is told when it is aborted', async () => {
  const engine = new Engine('.');
  const controller = new AbortController();
  /** @type {unknown[]} */
  const progress = [];
  const call = errorOf(engine.explore({}, {signal: controller.signal, onProgress: (found) => progress.push(found)}));
  await settled();
  const [worker] = FakeWorker.all;
  assert.equal(worker.calls[0].long, true);
  worker.say({id: 1, progress: '{"runs": []}'});
  assert.deepEqual(progress, [{runs: []}]);
  controller.abort();
  assert.equal((await call).name, 'AbortError');
  await settled();
  assert.deepEqual(worker.received.at(-1), {cancel: 1});
});

test('under load each variant has a worker of its own; stop ends them too', async () => {
  const engine = new Engine('.');
  const call = errorOf(engine.load({}));
  await settled();
  FakeWorker.all[0].answer({canonical: '{}', names: ['a']});
  await settled();
  FakeWorker.all[0].answer(new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)));
  await settled();
  assert.equal(FakeWorker.all.length, 2);
  assert.ok(FakeWorker.all[1].received[0].module instanceof WebAssembly.Module);
  const {method, args, long} = FakeWorker.all[1].calls[0];
  assert.deepEqual({method, args, long}, {method: 'beginLoad', args: ['{}', 0], long: true});
  engine.stop();
  assert.equal((await call).code, 'died');
  await settled();
  assert.deepEqual(FakeWorker.all.map(({terminated}) => terminated), [true, true]);
});

test('a worker that was started early is taken over, with what it has said already', async () => {
  startEarly((name) => new URL(name, 'https://example.org/play/'));
  const [worker] = FakeWorker.all;
  worker.say({ended: 'unavailable', text: 'The engine cannot start: 404.'});
  const {code, message} = await errorOf(new Engine('.').version());
  assert.deepEqual({code, message}, {code: 'unavailable', message: 'The engine cannot start: 404.'});
  assert.equal(FakeWorker.all.length, 1);
});

test('a worker that was started early from another address is left alone', async () => {
  startEarly((name) => new URL(name, 'https://example.org/other/'));
  const call = new Engine('.').preset('x');
  await settled();
  assert.equal(FakeWorker.all.length, 2);
  FakeWorker.all[1].answer('X');
  assert.equal(await call, 'X');
});
