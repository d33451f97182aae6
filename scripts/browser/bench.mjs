// Measures the built site in Chromium and prints the figures as JSON:
//
//   node bench.mjs SITE DIAGRAM
//
// SITE is the folder of the built site, DIAGRAM a file with a sequence diagram
// in Mermaid's language, for the page to compare with: the same diagram, drawn
// by mermaid.min.js.
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {startBenchServer} from './bench-server.mjs';
import {launch} from './drivers.mjs';

/** A mobile connection. */
const SLOW = {bitsPerSecond: 10_000_000, latency_ms: 20};
/** How often each page is opened, in turn with the other. */
const OPENINGS = {fast: 9, slow: 5};
/** Each figure is the best of so many attempts: what else the computer does only makes it worse. */
const ATTEMPTS = 3;
const EDITS = 21;
/** How long runs are counted. */
const COUNTING_MS = 200;
const READY_MS = 30_000;

/** @typedef {{picture: number, ready: number}} Times  milliseconds after the navigation began */

const [site, diagram] = process.argv.slice(2);
if (!site || !diagram) throw new Error('usage: node bench.mjs SITE DIAGRAM');

const mermaidText = (await readFile(diagram, 'utf8')).replace(/&/g, '&amp;').replace(/</g, '&lt;');
/** Both pages note when their first diagram is on the screen, and when they are ready. */
const NOTES = `<script>
  const times = globalThis.benchTimes = {};
  const look = () => {
    const pictures = [...document.querySelectorAll('.panels svg, .mermaid svg')];
    if (pictures.some((svg) => svg.getBoundingClientRect().height > 100)) {
      requestAnimationFrame(() => { times.picture ??= performance.now(); });
    } else {
      requestAnimationFrame(look);
    }
  };
  look();
  new MutationObserver(() => {
    if (document.documentElement.dataset.ready !== undefined) times.ready ??= performance.now();
  }).observe(document.documentElement, {attributes: true});
</script>`;
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
const browser = await launch('chromium');

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

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

/**
 * What the engine does for the page, by the page's own modules: runs with all
 * their exports, and pictures of an edited scenario, in the page and laid out.
 * @returns {Promise<Record<string, {runsPerSecond: number, redraw: number, traces: string[]}>>}
 */
async function measurePresets() {
  const page = await browser.newPage();
  await page.goto(`${server.url}/engine.html`);
  const taken = await page.evaluate(async (attempts, counting_ms, edits) => {
    const modules = ['/web/engine.js', '/web/slots.js'];
    /** @type {[typeof import('../../web/engine.js'), typeof import('../../web/slots.js')]} */
    const [{Engine}, {update}] = /** @type {any} */ (await Promise.all(modules.map((name) => import(name))));
    const engine = new Engine('/site/');
    const strip = /** @type {HTMLElement} */ (document.getElementById('strip'));
    const panels = /** @type {HTMLElement} */ (document.getElementById('panels'));

    /** @param {string} text */
    const countRuns = async (text) => {
      let runs = 0;
      const start = performance.now();
      while (performance.now() - start < counting_ms) runs += (await engine.run(text)).runs.length;
      return runs / (performance.now() - start) * 1000;
    };
    /** The SHA-256 of each run's trace. @param {string} text */
    const hashTraces = async (text) => Promise.all((await engine.run(text)).runs.map(async ({trace}) => {
      const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(trace)));
      return [...sum].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    }));
    /** @param {string} text */
    const timeRedraws = async (text) => {
      const scenario = JSON.parse(text);
      scenario.source ??= {};
      const show = (scenario.compare ?? [{}]).slice(0, 2).map((/** @type {any} */ _, /** @type {number} */ i) => i);
      const times = [];
      for (let i = 0; i < edits; i++) {
        scenario.source.writeLatency = `${1000 + i}ms`;
        const start = performance.now();
        const view = await engine.view(scenario, {width: 536, show});
        update(strip, view.strip);
        update(panels, view.panels);
        document.body.getBoundingClientRect();
        times.push(performance.now() - start);
      }
      times.sort((a, b) => a - b);
      return times[Math.floor(times.length / 2)];
    };

    /** @type {Record<string, {runsPerSecond: number, redraw: number, traces: string[]}>} */
    const all = {};
    for (const {id} of await engine.presets()) {
      const text = await engine.preset(id);
      all[id] = {runsPerSecond: 0, redraw: Infinity, traces: await hashTraces(text)};
      for (let i = 0; i < attempts; i++) {
        all[id].runsPerSecond = Math.max(all[id].runsPerSecond, await countRuns(text));
        all[id].redraw = Math.min(all[id].redraw, await timeRedraws(text));
      }
    }
    return all;
  }, ATTEMPTS, COUNTING_MS, EDITS);
  await page.close();
  return taken;
}

try {
  // These two do not count: a browser's first page is slow.
  await open('/site/');
  const sent = server.takeSent().map(({name, bytes}) => ({name: name.replace('/site/', '') || 'index.html', bytes}));
  await open('/mermaid.html');
  const mermaid = server.takeSent().find(({name}) => name.endsWith('/mermaid.min.js'))?.bytes;
  const fast = await compare(null, OPENINGS.fast);
  const slow = await compare(SLOW, OPENINGS.slow);
  const presets = await measurePresets();
  console.log(JSON.stringify({sent, mermaid, fast, slow, presets}));
} finally {
  await browser.close();
  await server.stop();
}
