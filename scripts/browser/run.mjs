// Runs the browser tests: every test file in every engine, two files at a time.
//
//   node run.mjs [FILE...]          files named *.test.mjs beside this one by default
//   BROWSERS=firefox,webkit node run.mjs
//
// A browser that is not installed is a failure, not a skip.
import {readdirSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {finished} from 'node:stream/promises';
import {run} from 'node:test';
import {spec} from 'node:test/reporters';
import {engineNamed, ENGINES, missing} from './drivers.mjs';

const FILE_MS = 300_000;
/** So many files at a time, each with a browser of its own: they wait more than they work. */
const AT_ONCE = 2;

const seconds = (/** @type {number} */ since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const named = process.argv.slice(2);
const files = named.length
  ? named.map((file) => path.resolve(file))
  : readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.mjs')).sort()
    .map((name) => path.join(import.meta.dirname, name));
const engines = process.env.BROWSERS ? process.env.BROWSERS.split(',').map(engineNamed) : ENGINES;

const began = performance.now();
let passed = 0;
let failed = 0;
let skipped = 0;
/** @type {string[]} */
const took = [];
/** @type {string[]} */
const failures = [];

for (const engine of engines) {
  const start = performance.now();
  console.log(`\n${engine}: ${files.map((file) => path.basename(file)).join(', ')}`);
  const lack = missing(engine);
  if (lack) {
    console.log(`✖ ${lack}`);
    failures.push(lack);
    failed++;
    continue;
  }
  // A test file is a process of its own, and inherits this.
  process.env.BROWSER = engine;
  const results = run({files, concurrency: AT_ONCE, timeout: FILE_MS});
  results.on('test:pass', ({details, skip}) => {
    if (details.type === 'suite') return;
    if (skip) skipped++;
    else passed++;
  });
  results.on('test:fail', ({details, name}) => {
    // A suite fails with its tests, and on its own only if it could not be set up.
    if (details.type === 'suite' && /** @type {any} */ (details.error)?.failureType === 'subtestsFailed') return;
    failed++;
    failures.push(`${engine}: ${name}`);
  });
  const report = results.compose(new spec());
  report.pipe(process.stdout, {end: false});
  await finished(report, {writable: false});
  took.push(`${engine} ${seconds(start)}`);
}

for (const failure of failures) console.log(`✖ ${failure}`);
if (!passed && !failed) failures.push('no test ran');
console.log(`\nbrowser tests: ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds(began)}${
  took.length ? ` (${took.join(', ')})` : ''}${passed || failed ? '' : ': no test ran'}`);
process.exitCode = failures.length ? 1 : 0;
