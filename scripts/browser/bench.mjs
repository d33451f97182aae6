// Measures the built site in Chromium and prints the figures as JSON:
//
//   node bench.mjs SITE DIAGRAM LARGEST EXPLORED
//
// SITE is the folder of the built site, DIAGRAM a file with a sequence diagram
// in Mermaid's language, for the page to compare with: the same diagram, drawn
// by mermaid.min.js. LARGEST is a file with the largest scenario there can be,
// EXPLORED one with the scenario of which every order is gone through.
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {startBenchServer} from './bench-server.mjs';
import {median, NOTES} from './bench-times.mjs';
import {launch} from './drivers.mjs';

/** A mobile connection. */
const SLOW = {bitsPerSecond: 10_000_000, latency_ms: 20};
/** How often each page is opened, in turn with the other. */
const OPENINGS = {fast: 9, slow: 5};
/** Each figure is the best of so many attempts: what else the computer does only makes it worse. */
const ATTEMPTS = 3;
/** Of the built-in scenarios more, and how long runs are then counted, and edits made. */
const ROUNDS = 15;
const COUNTING_MS = 40;
const EDITING_MS = 80;
const READY_MS = 30_000;

/** @typedef {{picture: number, ready: number}} Times  milliseconds after the navigation began */

const [site, diagram, largest, explored] = process.argv.slice(2);
if (!site || !diagram || !largest || !explored) throw new Error('usage: node bench.mjs SITE DIAGRAM LARGEST EXPLORED');

const mermaidText = (await readFile(diagram, 'utf8')).replace(/&/g, '&amp;').replace(/</g, '&lt;');
const mermaidPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mermaid</title>${NOTES}
<script src="/mermaid/mermaid.min.js"></script></head><body><pre class="mermaid">${mermaidText}</pre><script>
mermaid.initialize({startOnLoad: false});
mermaid.run().then(() => { document.documentElement.dataset.ready = ''; });
</script></body></html>`;
// The page's own policy allows no inline script.
const ownPage = (await readFile(path.join(site, 'index.html'), 'utf8'))
  .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, NOTES);

const server = await startBenchServer({
  '/site/': site,
  '/web/': path.resolve(import.meta.dirname, '../../web'),
  '/mermaid/': path.resolve(import.meta.dirname, 'node_modules/mermaid/dist'),
}, {
  '/site/': ownPage,
  '/mermaid.html': mermaidPage,
  '/engine.html': '<!doctype html><html lang="en"><title>Engine</title>'
    + '<link rel="stylesheet" href="/site/style.css"><div id="strip"></div><div class="panels" id="panels"></div>',
});
const browser = await launch('chromium', {optimized: true});

/**
 * Opens a page as if for the first time.
 * @param {string} name @returns {Promise<Times>}
 */
async function open(name) {
  const page = await browser.newPage();
  await page.goto(server.url + name);
  const times = await page.waitFor(() => {
    const {benchTimes} = /** @type {any} */ (globalThis);
    return benchTimes.picture && benchTimes.ready && benchTimes;
  }, {timeout_ms: READY_MS});
  await page.close();
  return times;
}

/** @param {import('./bench-server.mjs').Speed | null} speed @param {number} openings */
async function compare(speed, openings) {
  server.limit(speed);
  /** @type {Record<string, Times[]>} */
  const taken = {'/site/': [], '/mermaid.html': []};
  for (let i = 0; i < openings; i++) {
    for (const name of Object.keys(taken)) taken[name].push(await open(name));
  }
  server.limit(null);
  const [own, mermaid] = Object.values(taken).map((all) => ({
    picture: median(all.map((times) => times.picture)),
    ready: median(all.map((times) => times.ready)),
  }));
  return {own, mermaid};
}

/** @typedef {{engine: number, page: number, layout: number, total: number}} Edit  milliseconds */
/** @typedef {{runsPerSecond: number, edit: Edit, traces: string[]}} Figures */

/**
 * What the engine does for the page, by the page's own modules.
 * @param {string} largestText
 */
async function measureStories(largestText) {
  const page = await browser.newPage();
  await page.goto(`${server.url}/engine.html`);
  const stories = await page.evaluate(async () => {
    const modules = ['/web/engine/engine.js', '/web/picture/slots.js'];
    const [{Engine}, {update}] = await Promise.all(modules.map((name) => import(name)));
    const engine = new Engine('/site/');
    Object.assign(globalThis, {benched: {engine, update}});
    return Promise.all((await engine.presets()).map(async (/** @type {{id: string}} */ {id}) => ({id, text: await engine.preset(id), drawn: 2})));
  });
  stories.push({id: 'largest', text: largestText, drawn: 4});
  /** @type {Record<string, Figures>} */
  const all = {};
  // In rounds: what slows the computer down for a while then spoils one attempt of each, not all of one.
  for (let round = 0; round < ROUNDS; round++) {
    for (const {id, text, drawn} of stories) {
      all[id] = better(await page.evaluate(measureStory, text, drawn, COUNTING_MS, EDITING_MS), all[id]);
    }
  }
  await page.close();
  return all;
}

/** The best of each figure. @param {Figures} figures @param {Figures} [before] @returns {Figures} */
function better(figures, before = figures) {
  return {
    traces: figures.traces,
    runsPerSecond: Math.max(figures.runsPerSecond, before.runsPerSecond),
    edit: figures.edit.total < before.edit.total ? figures.edit : before.edit,
  };
}

/**
 * Runs in the page: runs with all their exports, and pictures of an edited
 * scenario, in the page and laid out.
 * @param {string} text @param {number} drawn  how many of its runs
 * @param {number} counting_ms @param {number} editing_ms
 * @returns {Promise<Figures>}
 */
async function measureStory(text, drawn, counting_ms, editing_ms) {
  /** @type {{engine: import('../../web/engine/engine.js').Engine, update: typeof import('../../web/picture/slots.js').update}} */
  const {engine, update} = /** @type {any} */ (globalThis).benched;
  const strip = /** @type {HTMLElement} */ (document.getElementById('strip'));
  const panels = /** @type {HTMLElement} */ (document.getElementById('panels'));
  const scenario = JSON.parse(text);
  scenario.source ??= {};
  /** The scenario's own latency, in milliseconds. */
  const [, number, unit] = /^(\d+)(m?s)$/.exec(scenario.source.writeLatency) ?? [null, '1', 's'];
  const usual = Number(number) * (unit === 's' ? 1000 : 1);
  const show = (scenario.compare ?? [{}]).slice(0, drawn).map((/** @type {any} */ _, /** @type {number} */ i) => i);

  const countRuns = async () => {
    let runs = 0;
    const start = performance.now();
    while (performance.now() - start < counting_ms) runs += (await engine.run(text)).runs.length;
    return runs / (performance.now() - start) * 1000;
  };
  /** The median edit. @returns {Promise<Edit>} */
  const timeEdits = async () => {
    /** @type {Edit[]} */
    const times = [];
    for (const begun = performance.now(); times.length < 3 || performance.now() - begun < editing_ms;) {
      scenario.source.writeLatency = `${usual + usual * (times.length % 10) / 20}ms`; // as a slider goes
      const start = performance.now();
      const view = await engine.view(scenario, {width: 536, show});
      const answered = performance.now();
      update(strip, view.strip);
      update(panels, view.panels);
      const there = performance.now();
      document.body.getBoundingClientRect();
      const done = performance.now();
      times.push({engine: answered - start, page: there - answered, layout: done - there, total: done - start});
    }
    times.sort((a, b) => a.total - b.total);
    return times[Math.floor(times.length / 2)];
  };

  /** The SHA-256 of each run's trace. */
  const traces = await Promise.all((await engine.run(text)).runs.map(async ({trace}) => {
    const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(trace)));
    return [...sum].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }));
  return {runsPerSecond: await countRuns(), edit: await timeEdits(), traces};
}

/** The resident memory of all pages' processes, in bytes. */
async function memory() {
  let sum = 0;
  for (const id of await readdir('/proc')) {
    const command = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
    if (!command.includes('--type=renderer')) continue;
    const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
    sum += Number(/VmRSS:\s*(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  }
  return sum;
}

/**
 * Explores a scenario, by the page's own modules; the best of some attempts.
 * @param {string} text
 */
async function measureExploring(text) {
  const page = await browser.newPage();
  await page.goto(`${server.url}/engine.html`);
  await page.evaluate(async () => {
    const {Engine} = await import(['/web/engine/engine.js'].join(''));
    const engine = new Engine('/site/');
    await engine.version();
    Object.assign(globalThis, {benched: {engine}});
  });
  const before = await memory();
  const times = [];
  let states = 0;
  for (let i = 0; i < ATTEMPTS; i++) {
    const {seconds, found} = await page.evaluate(async (scenario) => {
      const start = performance.now();
      const {runs: [run]} = await /** @type {any} */ (globalThis).benched.engine.explore(scenario);
      return {seconds: (performance.now() - start) / 1000, found: run.states};
    }, text);
    times.push(seconds);
    states = found;
  }
  const bytes = await memory() - before;
  const cancel = await page.evaluate(timeCancel, text, ATTEMPTS);
  await page.close();
  return {states, seconds: Math.min(...times), bytes, cancel};
}

/**
 * Runs in the page: how long it takes from a cancel until the engine answers
 * something else, in milliseconds; the longest of some attempts.
 * @param {string} text @param {number} attempts
 */
async function timeCancel(text, attempts) {
  const {engine} = /** @type {any} */ (globalThis).benched;
  let longest = 0;
  for (let i = 0; i < attempts; i++) {
    const aborter = new AbortController();
    const under = new Promise((resolve) => {
      engine.explore(text, {signal: aborter.signal, onProgress: resolve}).catch(() => {});
    });
    await under;
    const start = performance.now();
    aborter.abort();
    await engine.version();
    longest = Math.max(longest, performance.now() - start);
  }
  return longest;
}

try {
  // These two do not count: a browser's first page is slow.
  await open('/site/');
  const sent = server.takeSent().map(({name, bytes}) => ({name: name.replace('/site/', '') || 'index.html', bytes}));
  await open('/mermaid.html');
  const mermaid = server.takeSent().find(({name}) => name.endsWith('/mermaid.min.js'))?.bytes;
  const fast = await compare(null, OPENINGS.fast);
  const slow = await compare(SLOW, OPENINGS.slow);
  const stories = await measureStories(await readFile(largest, 'utf8'));
  const exploring = await measureExploring(await readFile(explored, 'utf8'));
  console.log(JSON.stringify({sent, mermaid, fast, slow, stories, explored: exploring}));
} finally {
  await browser.close();
  await server.stop();
}
