// Recorded workloads in the engine's program, in Node.js: what it says of them, and what
// runs on them, is what the command prints.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {builtProgram} from './built.js';
import {readRecording} from './long-work.js';

/** @type {Awaited<ReturnType<typeof builtProgram>>} */
let program;
/** The methods of the program, each of which returns an envelope. @type {typeof program.api} */
let api;

before(async () => {
  program = await builtProgram();
  ({api} = program);
});
after(() => program.remove());

/** Calls a method that must succeed. @param {string} method @param {...any} args */
function value(method, ...args) {
  const envelope = api[method](...args);
  assert.ok(envelope.ok, envelope.error?.message);
  return envelope.value;
}

/** Two variants. */
const underLoad = {
  version: 1, read: 'cache-aside', network: {latency: '200us'}, cache: {capacity: 100, eviction: 'sieve', ttl: '5s', recordedTtl: true}, prices: {cacheGBHour: 1},
  source: {readLatency: '1ms', writeLatency: {dist: 'exponential', mean: '2ms'}, concurrency: 10},
  workload: {like: 'ycsb-a', operations: 20_000}, compare: [{name: 'Around'}, {name: 'Behind', write: 'write-behind'}],
};

const SAMPLES = path.join(import.meta.dirname, '../../wasm/workload/recorded/testdata');
/** What the command prints. @param {...string} args */
const commandPrints = (...args) => execFileSync(program.command, args, {maxBuffer: 1 << 26, encoding: 'utf8'});
/** @param {BlobPart} content @param {object} [reading] */
const read = (content, reading = {}, wanted = () => true, report = (/** @type {string} */ _) => {}) => readRecording(api, new Blob([content]), reading, wanted, report);
/** Reads a recording, which must succeed, and returns its number. @param {BlobPart} content @param {object} [reading] @returns {Promise<number>} */
async function recorded(content, reading) {
  const {ok, value, error} = await read(content, reading);
  assert.ok(ok, error?.message);
  return JSON.parse(value).recording;
}

for (const name of readdirSync(SAMPLES)) {
  test(`it describes ${name} as the command does, also compressed and in pieces`, async () => {
    const content = readFileSync(path.join(SAMPLES, name));
    const expected = commandPrints('workload', '-format', 'json', '-bad', '100%', path.join(SAMPLES, name)).trimEnd();
    for (const form of [content, gzipSync(content)]) {
      const {value, error} = await read(form, {bad: '100%'});
      assert.match(value ?? error.message, /^{"complete":true,"described":/);
      assert.equal(value.slice('{"complete":true,"described":'.length).replace(/,"recording":\d+}$/, ''), expected);
    }
    for (const size of [1, 7, 1000]) {
      const task = value('beginReading', {bad: '100%'});
      for (let at = 0; at < content.length; at += size) {
        assert.ok(value('feed', task, content.subarray(at, at + size)));
        for (let n = 1; value('advance', task, n); n = n % 50 + 7) assert.ok(JSON.parse(value('progress', task)).bytes > 0);
      }
      value('feed', task);
      while (value('advance', task, 3)) { /* to the end */ }
      assert.ok(value('finish', task).includes(`"described":${expected},`));
    }
  });
}

/** Ten minutes of two clients that look aside: what they read has sizes and times to live. */
const shop = ['time,op,key,size,ttl,client,hit', ...Array.from({length: 6000}, (_, i) => {
  const [time, key, client] = [i / 10, `product:${(i * i) % 701}`, `app-${i % 2}`];
  return i % 10 ? `${time},get,${key},,,${client},1` : `${time},get,${key},,,${client},0\n${time},set,${key},${100 + i % 500},60,${client},`;
})].join('\n');

test('it puts variants under a recording as the command does', async () => {
  const file = path.join(program.scratch, 'shop.csv');
  writeFileSync(file, shop);
  const story = path.join(program.scratch, 'story.json');
  writeFileSync(story, JSON.stringify(underLoad));
  const recording = await recorded(shop);
  const runs = [0, 1].map((run) => {
    const task = value('beginLoad', underLoad, run, {recording});
    for (let n = 1, share = 0; value('advance', task, n); n = n % 5000 + 97) {
      const next = JSON.parse(value('progress', task)).share;
      assert.ok(next >= share && next <= 1);
      share = next;
    }
    return value('finish', task);
  });
  assert.equal(`{"version":1,"runs":[\n${runs.join(',\n')}\n]}\n`, commandPrints('load', '-workload', file, '-format', 'json', story));
  assert.match(runs[0], /"share":1,/);
});

for (const plan of [{policy: 'all', capacity: '30,0.1'}, {policy: 'lru,s3-fifo', capacity: '5000,0.25', bytes: true}, {policy: 'lru,belady', curve: true},
  {curve: true, capacity: '0.1,20'}]) {
  test(`it replays ${JSON.stringify(plan)} as the command does`, async () => {
    const file = path.join(program.scratch, 'shop.csv');
    writeFileSync(file, shop);
    const flags = Object.entries(plan).flatMap(([name, value]) => (value === true ? [`-${name}`] : [`-${name}`, String(value)]));
    const printed = JSON.parse(commandPrints('replay', '-format', 'json', ...flags, file));
    const recording = await recorded(shop);
    for (const slice of [1 << 20, 997]) {
      const task = value('beginReplay', recording, plan);
      let share = 0;
      while (value('advance', task, slice)) {
        const so = JSON.parse(value('progress', task));
        assert.ok(!so.complete && so.share >= share);
        share = so.share;
      }
      const found = JSON.parse(value('finish', task));
      assert.ok(found.complete);
      const list = found.runs ?? found.curves;
      const rest = (/** @type {any} */ {requestsPerSecond, ...run}) => run; // the program looks at no clock
      assert.deepEqual(list, (printed.runs ?? printed.curves).map(rest));
    }
  });
}

test('what is read, and what is replayed, ends early where it is not wanted, with what was found', async () => {
  const many = `key\n${'a\nb\nc\n'.repeat(100_000)}`;
  let wanted = true;
  const stopped = await read(many, {}, () => wanted, (progress) => wanted = !(JSON.parse(progress).operations > 0));
  const {complete, described, recording} = JSON.parse(stopped.value);
  assert.ok(!complete && described.operations > 0 && described.operations < 300_000, stopped.value);
  const again = JSON.parse((await read(many, {operations: described.operations})).value);
  assert.deepEqual(again, {...again, complete: false, described});
  assert.match(api.beginReplay(recording, {capacity: '1'}).error.message, /^recording: there is no such recording/);
  const task = value('beginReplay', again.recording, {policy: 'all', capacity: '1,2'});
  while (JSON.parse(value('progress', task)).runs.length === 0) value('advance', task, 1 << 20);
  const part = JSON.parse(value('finish', task));
  assert.deepEqual([part.complete, part.runs.length], [false, 1]);
});

test('what cannot be read is said', async () => {
  const errorOf = async (/** @type {BlobPart} */ content, /** @type {any} */ reading = {}) => (await read(content, reading)).error;
  assert.deepEqual(await errorOf(''), {code: 'input', message: 'the recording cannot be read: it is empty', fields: []});
  assert.match((await errorOf('key,op\na,get\nb,got\n')).message, /^the recording cannot be read: 1 of 3 lines are not of the format csv, where 10 in 1000 are allowed; the first is line 3: /);
  assert.match((await errorOf(gzipSync(shop).subarray(0, 500))).message, /^the recording cannot be read: /);
  assert.match((await errorOf(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0))).message, /it is compressed by zstd, .*zstd -d/);
  assert.match((await errorOf('a\n', {reader: 'tape'})).message, /^options\.reader: "tape" is not one of "oracleGeneral", /);
  assert.match((await errorOf('a\n', {rate: 0})).message, /^options\.rate: 0 is not a whole number from 1 to 1000000000$/);
  assert.match((await errorOf('a\n', {columns: 'x'})).message, /^options\.columns: /);
});

test('a wrong call about a recording is an input error, and the program goes on', async () => {
  const recording = await recorded('a\nb\n');
  const [reading, load] = [value('beginReading'), value('beginLoad', underLoad, 0)];
  /** @type {[string, ...any[]][]} */
  const calls = [
    ['beginReading', 7], ['beginReading', {fills: 'some'}], ['beginReading', {bad: 'half'}], ['feed', load, new Uint8Array(1)], ['feed', 99_999], ['feed', reading, 'text'],
    ['feed', reading, {length: 1e9}], ['feed', reading, new Uint8Array((1 << 20) + 1)], ['feed', reading, [1, 2]], ['beginReplay'], ['beginReplay', recording, {}],
    ['beginReplay', reading, {capacity: '1'}], ['beginReplay', recording, {capacity: '1'}], ['beginReplay', recording, {capacity: '1', policy: 'mru'}], ['beginLoad', underLoad, 0, {recording: 99_999}], ['beginLoad', underLoad, 0, {recording: 'it'}],
  ];
  for (const [method, ...args] of calls) assert.equal(api[method](...args).error?.code, 'input', `${method}(${args})`);
  for (const task of [reading, load]) value('finish', task);
  const again = await recorded('a\nb\n');
  assert.match(api.beginReplay(again, {capacity: '1,0'}).error.message, /^options\.capacity: "0" is neither/);
  const bytes = value('beginReplay', again, {capacity: '5', bytes: true});
  assert.match(api.advance(bytes, 1000).error.message, /^bytes: the sizes of objects are needed/);
  assert.equal(api.advance(bytes, 1).error.message, 'handle: there is no such task');
});
