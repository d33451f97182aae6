// Puts systems under load with the built program, and with plain JavaScript for
// comparison, in Node.js and in Chromium, and prints the figures as JSON:
//
//   node bench-load.mjs SITE CASES GLUE
//
// CASES is a file with what is measured (scripts/bench/load.go), GLUE wasm_exec.js of the
// toolchain that has built the program.
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import vm from 'node:vm';
import {measureCase} from './bench-rates.mjs';
import {startBenchServer} from './bench-server.mjs';
import {median} from './bench-times.mjs';
import {launch} from './drivers.mjs';

/** @typedef {import('./bench-rates.mjs').Case} Case */
/** @typedef {import('./bench-rates.mjs').Rates} Rates */

/** How often each case is measured, in turn with the others: the median counts. */
const ROUNDS = 3;
/** How often a run is cancelled: the longest time counts. */
const CANCELS = 20;

const [site, file, glue] = process.argv.slice(2);
if (!site || !file || !glue) throw new Error('usage: node bench-load.mjs SITE CASES GLUE');
/** @type {Case[]} */
const cases = JSON.parse(await readFile(file, 'utf8'));

/** @param {(of: Case) => Rates | Promise<Rates>} measure */
async function medians(measure) {
  /** @type {Rates[]} */
  const all = cases.map(() => ({program: [], plain: [], merged: []}));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, of] of cases.entries()) {
      const {program, plain, merged} = await measure(of);
      all[i].program.push(...program);
      all[i].plain.push(...plain);
      all[i].merged.push(...merged);
    }
  }
  return all.map(({program, plain, merged}) => ({program: median(program), plain: median(plain), merged: median(merged)}));
}

/** Starts the program in Node.js. */
async function start() {
  const go = new /** @type {any} */ (globalThis).Go();
  const {instance} = await WebAssembly.instantiate(await readFile(path.join(site, 'cacheplay.wasm')), go.importObject);
  go.run(instance);
  const {buffer} = /** @type {WebAssembly.Memory} */ (instance.exports.mem);
  return {engine: /** @type {any} */ (globalThis).cacheplayEngine, before: buffer.byteLength, memory: /** @type {WebAssembly.Memory} */ (instance.exports.mem)};
}

/** By how many bytes a fresh program grows for a case. @param {Case} of */
async function memoryOf(of) {
  const {engine, before, memory} = await start();
  measureCase(engine, {...of, Plain: false});
  return memory.buffer.byteLength - before;
}

/** The case with the most keys. */
const largest = cases.reduce((most, of) => of.Keys > most.Keys ? of : most);

async function inChromium() {
  const server = await startBenchServer({'/site/': site, '/bench/': import.meta.dirname, '/web/': path.resolve(import.meta.dirname, '../../web'), '/go/': path.dirname(glue)}, {
    '/load.html': `<!doctype html><html lang="en"><title>Load</title><script src="/go/${path.basename(glue)}"></script>`,
    '/engine.html': '<!doctype html><html lang="en"><title>Engine</title>',
  });
  const browser = await launch('chromium', {optimized: true});
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}/load.html`);
    await page.evaluate(async () => {
      const go = new /** @type {any} */ (globalThis).Go();
      const {instance} = await WebAssembly.instantiateStreaming(fetch('/site/cacheplay.wasm'), go.importObject);
      go.run(instance);
      Object.assign(globalThis, await import(['/bench/bench-rates.mjs'].join('')));
    });
    const chromium = await medians((of) => page.evaluate((given) => {
      const {measureCase: measure, cacheplayEngine} = /** @type {any} */ (globalThis);
      return measure(cacheplayEngine, given);
    }, of));
    await page.close();
    const another = await browser.newPage();
    await another.goto(`${server.url}/engine.html`);
    const scenario = JSON.parse(largest.Scenario);
    scenario.workload.operations = 1e9; // more than it gets through
    let cancel = 0;
    for (let i = 0; i < CANCELS; i++) cancel = Math.max(cancel, await another.evaluate(timeCancel, scenario, 7 * i));
    return {chromium, cancel};
  } finally {
    await browser.close();
    await server.stop();
  }
}

/**
 * Runs in the page: how long it takes from a cancel of a run under load until the caller
 * has the rejection, in milliseconds.
 * @param {object} scenario @param {number} after  the run's first report, how long, in milliseconds
 */
async function timeCancel(scenario, after) {
  const {Engine} = await import(['/web/engine/engine.js'].join(''));
  const engine = /** @type {any} */ (globalThis).benched ??= new Engine('/site/');
  const aborter = new AbortController();
  /** @type {Promise<string>} */
  let ended = Promise.resolve('');
  await new Promise((resolve) => {
    ended = engine.load(scenario, {signal: aborter.signal, onProgress: (/** @type {any} */ {runs: [run]}) => run.operations > 0 && resolve(run)})
      .then(() => 'it came to its end', (/** @type {Error} */ error) => error.name);
  });
  await new Promise((resolve) => setTimeout(resolve, after));
  const start = performance.now();
  aborter.abort();
  const why = await ended;
  if (why !== 'AbortError') throw new Error(`the run was not cancelled: ${why}`);
  return performance.now() - start;
}

vm.runInThisContext(await readFile(glue, 'utf8'));
const bytes = await memoryOf(largest);
const {engine} = await start();
const node = await medians((of) => measureCase(engine, of));
console.log(JSON.stringify({bytes, node, ...await inChromium()}));
process.exit(0);
