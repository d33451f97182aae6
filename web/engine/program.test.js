// The engine's program in Node.js: what its API answers, without a worker and a page.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {setFlagsFromString} from 'node:v8';
import {readLink} from '../scenario/link.js';
import {mergePatch} from '../scenario/merge-patch.js';
import {builtProgram} from './built.js';
import {doLongWork} from './long-work.js';

const ROOT = path.join(import.meta.dirname, '../..');
const PRESETS = path.join(ROOT, 'wasm/scenario/presets');
const IDS = readdirSync(PRESETS).map((name) => path.basename(name, '.json'));

/** @type {Awaited<ReturnType<typeof builtProgram>>} */
let program;
/** The methods of the program, each of which returns an envelope. @type {typeof program.api} */
let api;

// As on a small machine: no program gets more than 512 MB, in pages of 64 KiB.
setFlagsFromString('--wasm-max-mem-pages=8192');

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
const textOf = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(bytes);

test('it has the presets', () => {
  assert.deepEqual(value('presets').map((/** @type {any} */ preset) => preset.id).sort(), IDS.sort());
  for (const id of IDS) assert.equal(value('preset', id), readFileSync(path.join(PRESETS, `${id}.json`), 'utf8'));
});

/** What the command prints about a scenario. @param {string} format @param {string} scenario  as JSON text */
const printed = (format, scenario) => execFileSync(program.command, ['run', '-format', format, '-'], {input: scenario, maxBuffer: 1 << 26, encoding: 'utf8'});
/** The traces as the command prints them. @param {{trace: Uint8Array}[]} runs */
const tracesOf = (runs) => `{"version":1,"runs":[\n${runs.map(({trace}) => textOf(trace)).join(',\n')}\n]}\n`;

for (const id of IDS) {
  test(`it runs ${id} as the command does`, () => {
    const scenario = value('preset', id);
    const {runs} = value('run', scenario);
    assert.equal(tracesOf(runs), printed('json', scenario));
    assert.equal(runs.length === 1 ? runs[0].console
      : runs.map((/** @type {any} */ run) => `${run.name}\n${'='.repeat([...run.name].length)}\n\n${run.console}`).join('\n'), printed('console', scenario));
    for (const format of ['mermaid', 'plantuml']) assert.equal(runs.map((/** @type {any} */ run) => run[format]).join('\n'), printed(format, scenario));
  });
}

/** Explores a scenario to its end. @param {string} scenario */
function explored(scenario) {
  const task = value('beginExploration', scenario);
  while (value('advance', task, 16384)) { /* to the end */ }
  return JSON.parse(value('finish', task)).runs;
}

test('it explores every preset, to a verdict or to a limit, within 200 MB', () => {
  for (const id of IDS) {
    for (const run of explored(value('preset', id))) {
      const isDecided = run.judgements.every((/** @type {any} */ {verdict}) => verdict !== 'unknown');
      assert.ok(isDecided || run.bound !== '', `${id}, ${run.name}`);
    }
    assert.ok(program.memory.buffer.byteLength < 200e6, `${id}: ${program.memory.buffer.byteLength} bytes`);
  }
});

test('an exploration that needs more memory than it may take stops, and keeps what is decided', () => {
  const client = (/** @type {number} */ value) => ({ops: [{op: 'get', key: 'k'}, {op: 'edit', key: 'k', value}]});
  const [run] = explored(JSON.stringify({
    version: 1, write: 'write-behind', explore: {memory: 16e6, faults: {crash: 1, evict: 1, 'source-error': 1}},
    clients: Array.from({length: 8}, (_, i) => client(i)),
  }));
  assert.deepEqual([run.bound, run.complete, run.limits.memory], ['memory', false, 16e6]);
  assert.deepEqual(new Set(run.judgements.map((/** @type {any} */ {verdict}) => verdict)), new Set(['violated', 'unknown']));
});

/** Two variants under a workload in which much goes on. */
const underLoad = {
  version: 1, read: 'cache-aside', network: {latency: '200us'}, cache: {capacity: 100, eviction: 'sieve'},
  source: {readLatency: '1ms', writeLatency: {dist: 'exponential', mean: '2ms'}, concurrency: 10},
  workload: {like: 'ycsb-a', operations: 20_000, warmUp: '1s'}, compare: [{name: 'Around'}, {name: 'Behind', write: 'write-behind'}],
};

test('it puts variants under load as the command does, in chunks of any size', () => {
  const runs = value('variants', underLoad).names.map((/** @type {string} */ name, /** @type {number} */ run) => {
    const task = value('beginLoad', underLoad, run);
    for (let n = 1; value('advance', task, n); n = n % 5000 + 997) assert.equal(JSON.parse(value('progress', task)).name, name);
    return value('finish', task);
  });
  const printed = execFileSync(program.command, ['load', '-format', 'json', '-'], {input: JSON.stringify(underLoad), encoding: 'utf8'});
  assert.equal(`{"version":1,"runs":[\n${runs.join(',\n')}\n]}\n`, printed);
});

test('what is put under load needs a workload', () => {
  const {error} = api.beginLoad(value('preset', 'article'), 0);
  assert.deepEqual([error.code, error.fields[0].path], ['input', 'workload']);
  assert.match(api.beginLoad(underLoad, 2).error.message, /^run: not a whole number from 0 to 1$/);
});

test('a run under load with 100 000 keys does nothing more once it is not wanted, and keeps what was measured', async () => {
  const scenario = {...underLoad, workload: {...underLoad.workload, keys: {count: 100_000}, operations: 1e9, warmUp: '0s'}};
  let [wanted, advances] = [true, 0];
  const counted = {...api, advance: (/** @type {any[]} */ ...args) => (assert.ok(wanted), advances++, api.advance(...args))};
  // Some time after the first operations, between two chunks.
  const stop = (/** @type {string} */ progress) => wanted && JSON.parse(progress).operations > 0 && setTimeout(() => wanted = false);
  const {value} = await doLongWork(counted, 'beginLoad', [scenario, 1], () => wanted, stop);
  const {complete, share, operations, measures} = JSON.parse(value);
  assert.ok(!complete && share > 0 && share < 1 && operations > 0 && measures.throughput > 0, value.slice(0, 300));
  assert.ok(advances > 1);
});

// Links as Chromium, Firefox and WebKit made them.
for (const {what, fragment} of JSON.parse(readFileSync(path.join(import.meta.dirname, '../scenario/testdata/links.json'), 'utf8'))) {
  test(`a link to ${what} runs as the command does`, async () => {
    const {preset, patch} = await readLink(fragment, value('limits'));
    const scenario = preset === '' ? patch : mergePatch(JSON.parse(value('preset', preset)), patch);
    assert.equal(tracesOf(value('run', scenario).runs), printed('json', JSON.stringify(scenario)));
  });
}

test('a placeholder has the pictures of a preset, and for anything else a link', () => {
  const site = 'https://example.org/play/';
  const asks = value('placeholder', 'write-through', {site, theme: '#dark', asks: true});
  assert.match(asks, /^<a href="https:\/\/example\.org\/play\/\?preset=write-through" .*write-through-question-narrow\.svg#dark" .*write-through-question-column\.svg#dark" .*Try it: Write Through<\/a>$/);
  assert.match(value('placeholder', 'write-through', {site}), /write-through-column\.svg"/);
  assert.match(value('placeholder', '', {site, address: '#1.abc', name: '<Mine>'}), /^<a href="https:\/\/example\.org\/play\/#1\.abc" [^>]*>Try it: &lt;Mine&gt;<\/a>$/);
  assert.equal(api.placeholder('', {site: 3}).error.message, 'options.site: a number is not a string');
});

test('a scenario is an object or a text', () => {
  const text = value('preset', 'article');
  const [a, b] = [text, JSON.parse(text)].map((scenario) => {
    const {canonical, runs} = value('run', scenario);
    return canonical + runs.map((/** @type {any} */ run) => textOf(run.trace)).join();
  });
  assert.equal(a, b);
  assert.match(a, /write-behind/);
});

test('what pack returns is a scenario’s difference from a preset', () => {
  const article = JSON.parse(value('preset', 'article'));
  assert.deepEqual(value('pack', article), {preset: 'article', patch: '{}'});
  assert.deepEqual(value('pack', {...article, source: {...article.source, writeLatency: '3s'}}), {preset: 'article', patch: '{"source":{"writeLatency":"3s"}}'});
});

test('it says how much a scenario can hold, and refuses more', () => {
  const limits = value('limits');
  assert.ok(Object.values(limits).every((limit) => Number.isInteger(limit) && limit > 0));
  const clients = (/** @type {number} */ n) => ({version: 1, clients: Array.from({length: n}, () => ({ops: [{op: 'get', key: 'k'}]}))});
  assert.ok(api.check(clients(limits.clients)).ok);
  assert.equal(api.check(clients(limits.clients + 1)).error.fields[0].path, 'clients');
  const compared = (/** @type {number} */ n) => ({...clients(1), compare: Array.from({length: n}, (_, i) => ({name: `V${i}`}))});
  assert.ok(api.check(compared(limits.variants)).ok);
  assert.equal(api.check(compared(limits.variants + 1)).error.fields[0].path, 'compare');
});

test('what is nested too deeply is refused with the reason', () => {
  const {depth} = value('limits');
  const nested = (/** @type {number} */ n) => '{"a":'.repeat(n) + '1' + '}'.repeat(n);
  assert.match(api.check(nested(depth)).error.message, /^a: unknown field/m);
  for (const n of [depth + 1, 20_000]) {
    assert.match(api.check(nested(n)).error.message, /found an array or object inside 64 others where a nesting of at most 64 is allowed$/);
    const {error} = api.check(JSON.parse(nested(n)));
    assert.equal(error.code, 'input');
    assert.match(error.message, /a nesting of at most 64/);
  }
});

test('an error names all fields that are wrong', () => {
  const {ok, error} = api.run({version: 1, cache: {ttl: '5 parsecs'}, surprise: 1});
  assert.equal(ok, false);
  assert.equal(error.code, 'input');
  assert.deepEqual(error.fields.map((/** @type {any} */ field) => field.path).sort(), ['cache.ttl', 'clients', 'surprise']);
});

test('a member that would be taken for the prototype is refused by its name', () => {
  const {error} = api.check(JSON.parse('{"__proto__": {"compare": {"length": 3000000}}, "version": 1}'));
  assert.match(error.message, /^__proto__: unknown field/m);
});

test('a wrong call is an input error', () => {
  const article = value('preset', 'article');
  /** @type {[string, ...any[]][]} */
  const calls = [
    ['run'], ['run', 7], ['run', '{'], ['run', '\ud800'], ['run', {get version() { throw new Error('no'); }}], ['run', {version: 1, clients: '\u0000'}],
    ['view', article, 7], ['view', article, {width: 0.5}], ['view', article, {width: NaN}], ['view', article, {show: 'all'}], ['view', article, {narrow: 1}],
    ['check', 1n], ['check', {version: 1n}], ['view', article, {width: 1n}], ['preset', 1n],
    ['preset', 7], ['preset', 'no such'], ['preset', '../article'],
  ];
  for (const [method, ...args] of calls) assert.equal(api[method](...args).error?.code, 'input', `${method}(${args})`);
  assert.ok(api.view(article, {show: [99, -1]}).ok);
  assert.deepEqual(value('version'), {scenario: 1, trace: 1});
});
