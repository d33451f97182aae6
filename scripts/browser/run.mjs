// Runs the browser tests: a process for each engine, with one browser for all its
// files, and two at a time. Chromium, which has most of them, has a second process
// for some of its files, so that neither waits for the other in the end. No test is
// ever run again.
//
//   node run.mjs [-t PATTERN] [FILE...]
//
// -t runs only the tests whose names match. BROWSERS=chromium,webkit chooses the
// engines; a browser that is not installed is a failure, not a skip. README.md
// says which files run in which engine unless they are named here.
import {fork} from 'node:child_process';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {engineNamed, ENGINES, missing} from './drivers.mjs';
import {buildFor} from './sites.mjs';

/** How long the tests of one process may take on a busy machine. */
const ENGINE_MS = 1_800_000;
/** How many processes run at a time: their tests wait as well as work. */
const AT_A_TIME = 2;
/** Chromium's files for its second process, which begins when the other engines are done. */
const LAST = ['page-links', 'page-settings', 'page-story', 'page-words'];

/**
 * @typedef {import('./drivers.mjs').Engine} Engine
 * @typedef {{passed: number, failed: number, skipped: number, failures: {name: string, reason: string}[]}} Result
 */

const {values: {t: pattern}, positionals} = parseArgs({options: {t: {type: 'string', short: 't'}}, allowPositionals: true});
const engines = process.env.BROWSERS ? process.env.BROWSERS.split(',').map(engineNamed) : ENGINES;
const began = performance.now();

/** The test files of an engine: those that are named, or those whose tests show something there that Chromium does not. @param {Engine} engine */
function filesOf(engine) {
  if (positionals.length) return positionals.map((file) => path.resolve(file));
  return readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.test.mjs') && (engine === 'chromium' || name.startsWith('everywhere-')))
    .sort().map((name) => path.join(import.meta.dirname, name));
}

/** What each process runs. @returns {{engine: Engine, files: string[]}[]} */
function parts() {
  const all = engines.map((engine) => ({engine, files: filesOf(engine)}));
  const chromium = all.find(({engine}) => engine === 'chromium');
  if (positionals.length || all.length === 1 || !chromium) return all;
  const [last, first] = [true, false].map((is) => chromium.files.filter((file) => LAST.includes(path.basename(file, '.test.mjs')) === is));
  chromium.files = first;
  return [...all, {engine: 'chromium', files: last}];
}

/** Runs tests of an engine. @param {{engine: Engine, files: string[]}} part @returns {Promise<Result & {engine: Engine, ms: number}>} */
async function run({engine, files}) {
  const start = performance.now();
  /** @type {Result | undefined} */
  let result;
  let problem = missing(engine);
  if (!problem) {
    const options = [`--test-reporter=${path.join(import.meta.dirname, 'reporter.mjs')}`, ...(pattern ? [`--test-name-pattern=${pattern}`] : [])];
    const child = fork(path.join(import.meta.dirname, 'engine.mjs'), files, {execArgv: options, env: {...process.env, BROWSER: engine}});
    child.on('message', (message) => {
      result = /** @type {Result} */ (message);
    });
    const timer = setTimeout(() => {
      problem = `not over after ${ENGINE_MS / 1000} s`;
      child.kill();
    }, ENGINE_MS);
    const code = await new Promise((resolve) => child.on('close', resolve));
    clearTimeout(timer);
    if (!result) problem ??= `the tests ended early (${code})`;
    else if (code !== 0 && result.failed === 0) problem = `the process of the tests ended with ${code}`;
  }
  const {passed, failed, skipped, failures} = result ?? {passed: 0, failed: 0, skipped: 0, failures: []};
  return {
    engine, passed, skipped, ms: performance.now() - start,
    failed: failed + (problem ? 1 : 0),
    failures: problem ? [...failures, {name: 'the engine as a whole', reason: problem}] : failures,
  };
}

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

await buildFor(engines.flatMap(filesOf));
const waiting = parts();
/** @type {Awaited<ReturnType<typeof run>>[]} */
const results = [];
const lane = async () => {
  for (let part = waiting.shift(); part; part = waiting.shift()) results.push(await run(part));
};
await Promise.all(Array.from({length: AT_A_TIME}, lane));

for (const {engine, failures} of results) {
  for (const {name, reason} of failures) console.log(`\n✖ ${engine}: ${name}\n${reason}`);
}
/** @param {'passed' | 'failed' | 'skipped'} kind */
const sum = (kind) => results.reduce((total, result) => total + result[kind], 0);
console.log(`\nbrowser tests: ${seconds(performance.now() - began)} (${results.map(({engine, ms}) => `${engine} ${seconds(ms)}`).join(', ')})`);
if (sum('passed') + sum('failed') === 0) console.log('no test ran');
console.log(`${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') ? `, ${sum('skipped')} skipped` : ''}`);
process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
