// Runs the browser tests: every test file in every engine, two at a time, each
// with a browser of its own: they wait more than they work. What fails beside
// others is run once more by itself, and a failure if it fails then too.
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

/** More than this does not fail by waiting. */
const MOST_AGAIN = 5;
const began = performance.now();
/** What each file said last. @type {Map<string, {said: string, code: number | null}>} */
const results = new Map();
/** @type {Map<string, number>} */
const took = new Map();
/** @type {Task[]} */
const failed = [];
/** @type {string[]} */
const lacks = [];

/** What is still to be run. Two sessions of WebKit at a time hinder each other, so it has a lane of its own. @type {{webkit: Task[], others: Task[]}} */
const waiting = {webkit: [], others: []};
for (const engine of engines) {
  const lack = missing(engine);
  if (lack) {
    lacks.push(lack);
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
async function run(task) {
  const {engine, file} = task;
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
  results.set(nameOf(task), {said, code});
  if (code !== 0) failed.push(task);
  console.log(`\n${nameOf(task)}, ${seconds(ms)}\n${reportOf(said)}`);
}

/** @param {Task} task */
function nameOf({engine, file}) {
  return `${engine}: ${path.basename(file)}`;
}

/** What is said of each test, without the sums and what is said again. @param {string} said */
function reportOf(said) {
  return said.split(/^ℹ tests /m)[0].trimEnd();
}

/** How many tests passed, say. @param {'pass' | 'fail' | 'skipped'} kind */
function count(kind) {
  return [...results.values()].reduce((sum, {said}) => sum + Number(new RegExp(`^ℹ ${kind} (\\d+)$`, 'm').exec(said)?.[1] ?? 0), 0);
}

/** @param {number} ms */
function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

await Promise.all([webkitFirst(), others()]);

const again = failed.length <= MOST_AGAIN ? failed.splice(0) : [];
for (const task of again) {
  console.log(`\n${nameOf(task)} failed, and is run again by itself:\n${reasonsOf(task)}`);
  await run(task);
}

/** @param {Task} task */
function reasonsOf(task) {
  const said = results.get(nameOf(task))?.said ?? '';
  return (said.split(/^✖ failing tests:$/m)[1] ?? said).trim();
}

for (const task of failed) console.log(`\n✖ ${nameOf(task)}\n${reasonsOf(task)}`);
for (const lack of lacks) console.log(`✖ ${lack}`);
if (again.length) console.log(`\nrun again by itself: ${again.map(nameOf).join(', ')}`);
const some = count('pass') + count('fail') > 0;
console.log(`\nbrowser tests: ${count('pass')} passed, ${count('fail') + lacks.length} failed, ${count('skipped')} skipped in ${seconds(performance.now() - began)}${
  took.size ? ` (${[...took].map(([engine, ms]) => `${engine} ${seconds(ms)}`).join(', ')})` : ''}${some ? '' : ': no test ran'}`);
process.exitCode = failed.length || lacks.length || !some ? 1 : 0;
