// Runs the browser tests: every test file in every engine, two at a time, each
// with a browser of its own: they wait more than they work.
//
//   node run.mjs [FILE...]          files named *.test.mjs beside this one by default
//   BROWSERS=firefox,webkit node run.mjs
//
// A browser that is not installed is a failure, not a skip.
import {spawn} from 'node:child_process';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {engineNamed, ENGINES, missing} from './drivers.mjs';

const FILE_MS = 300_000;

/** @typedef {{engine: string, file: string}} Task */

const named = process.argv.slice(2);
const files = named.length
  ? named.map((file) => path.resolve(file))
  : readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.mjs')).sort()
    .map((name) => path.join(import.meta.dirname, name));
const engines = process.env.BROWSERS ? process.env.BROWSERS.split(',').map(engineNamed) : ENGINES;

const began = performance.now();
const counts = {pass: 0, fail: 0, skipped: 0};
/** @type {Map<string, number>} */
const took = new Map();
/** @type {string[]} */
const failures = [];

/** What is still to be run. Two sessions of WebKit at a time hinder each other, so it has a lane of its own. @type {{webkit: Task[], others: Task[]}} */
const waiting = {webkit: [], others: []};
for (const engine of engines) {
  const lack = missing(engine);
  if (lack) {
    console.log(`✖ ${lack}`);
    failures.push(lack);
    counts.fail++;
    continue;
  }
  waiting[engine === 'webkit' ? 'webkit' : 'others'].push(...files.map((file) => ({engine, file})));
}

async function webkitFirst() {
  for (let task = waiting.webkit.shift(); task; task = waiting.webkit.shift()) await run(task);
  await others();
}

async function others() {
  for (let task = waiting.others.shift(); task; task = waiting.others.shift()) await run(task);
}

/** Runs one file, and prints what it says once it is over. @param {Task} task */
async function run({engine, file}) {
  const start = performance.now();
  const child = spawn(process.execPath, ['--test', '--test-reporter=spec', file], {env: {...process.env, BROWSER: engine}, stdio: ['ignore', 'pipe', 'pipe']});
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const timer = setTimeout(() => {
    said += `\n✖ ${path.basename(file)}: not over after ${FILE_MS / 1000} s\n`;
    child.kill();
  }, FILE_MS);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  const ms = performance.now() - start;
  took.set(engine, (took.get(engine) ?? 0) + ms);

  const [report] = said.split(/^ℹ tests /m);
  console.log(`\n${engine}: ${path.basename(file)}, ${seconds(ms)}\n${report.trimEnd()}`);
  for (const kind of /** @type {const} */ (['pass', 'fail', 'skipped'])) counts[kind] += Number(new RegExp(`^ℹ ${kind} (\\d+)$`, 'm').exec(said)?.[1] ?? 0);
  if (code === 0) return;
  console.log(said.slice(report.length));
  failures.push(`${engine}: ${path.basename(file)}`);
}

/** @param {number} ms */
function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

await Promise.all([webkitFirst(), others()]);

for (const failure of failures) console.log(`✖ ${failure}`);
if (!counts.pass && !counts.fail) failures.push('no test ran');
console.log(`\nbrowser tests: ${counts.pass} passed, ${counts.fail} failed, ${counts.skipped} skipped in ${seconds(performance.now() - began)}${
  took.size ? ` (${[...took].map(([engine, ms]) => `${engine} ${seconds(ms)}`).join(', ')})` : ''}${counts.pass || counts.fail ? '' : ': no test ran'}`);
process.exitCode = failures.length ? 1 : 0;
