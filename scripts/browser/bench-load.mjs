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

async function inChromium() {
  const server = await startBenchServer({'/site/': site, '/bench/': import.meta.dirname, '/go/': path.dirname(glue)},
    {'/load.html': `<!doctype html><html lang="en"><title>Load</title><script src="/go/${path.basename(glue)}"></script>`});
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
    return await medians((of) => page.evaluate((given) => {
      const {measureCase: measure, cacheplayEngine} = /** @type {any} */ (globalThis);
      return measure(cacheplayEngine, given);
    }, of));
  } finally {
    await browser.close();
    await server.stop();
  }
}

vm.runInThisContext(await readFile(glue, 'utf8'));
const bytes = await memoryOf(cases.reduce((most, of) => of.Keys > most.Keys ? of : most));
const {engine} = await start();
const node = await medians((of) => measureCase(engine, of));
console.log(JSON.stringify({bytes, node, chromium: await inChromium()}));
process.exit(0);
