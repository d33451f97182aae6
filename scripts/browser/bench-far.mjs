// Measures in Chromium what a reader far away waits for, and prints it as JSON:
//
//   node bench-far.mjs SITE
//
// SITE is the folder of the built site. Each page is opened as if for the first
// time: the article, another story, and a page of somebody's with the element.
// The connection is slow at the server, so for workers too. The processor is
// slow for pages only: Chromium slows no workers.
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import puppeteer from 'puppeteer-core';
import {startBenchServer} from './bench-server.mjs';
import {median, NOTES} from './bench-times.mjs';

/** @typedef {{name: string, bitsPerSecond: number, latency_ms: number, slower: number, openings: number}} Reader */
/** @type {Reader[]} */
const READERS = [
  {name: '1.6 Mbit/s, 150 ms', bitsPerSecond: 1_600_000, latency_ms: 150, slower: 4, openings: 1},
  {name: '10 Mbit/s, 40 ms', bitsPerSecond: 10_000_000, latency_ms: 40, slower: 4, openings: 3},
];
/** @type {[name: string, address: string][]} */
const PAGES = [['the article', '/site/'], ['another story', '/site/?preset=write-behind'], ['the element', '/host.html']];
const READY_MS = 60_000;

const [site] = process.argv.slice(2);
if (!site) throw new Error('usage: node bench-far.mjs SITE');

// The page's own policy allows no inline script.
const ownPage = (await readFile(path.join(site, 'index.html'), 'utf8')).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, NOTES);
const hostPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A blog</title>${NOTES}
<script src="/site/embed.js" async></script></head><body><p>Caching upon fetching a resource.</p>
<cache-playground preset="write-behind"><a href="/site/?preset=write-behind"><img src="/site/presets/write-behind.svg" alt="Write Behind"></a></cache-playground>
<script>document.querySelector('cache-playground').addEventListener('ready', () => { document.documentElement.dataset.ready = ''; });</script>
</body></html>`;

const server = await startBenchServer({'/site/': site}, {'/site/': ownPage, '/host.html': hostPage});
const browser = await puppeteer.launch({executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']});

/**
 * Opens a page with nothing cached; times are in milliseconds from its beginning.
 * @param {string} address @param {number} slower  how many times the processor is
 */
async function open(address, slower) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({width: 1280, height: 800});
  const protocol = await page.createCDPSession();
  await protocol.send('Emulation.setCPUThrottlingRate', {rate: slower});
  server.takeSent();
  await page.goto(server.url + address, {waitUntil: 'domcontentloaded'});
  const waited = await page.waitForFunction(() => {
    const {benchTimes} = /** @type {any} */ (globalThis);
    return benchTimes?.picture && benchTimes.ready && benchTimes;
  }, {timeout: READY_MS});
  const {picture, ready} = await waited.jsonValue();
  const sent = server.takeSent().filter((part) => part.sent > 0); // what follows later is not waited for
  await context.close();
  const [{asked: begun}] = sent;
  return {picture, ready, parts: sent.map(({name, bytes, asked, sent: there}) => (
    {name: name.replace('/site/', '') || 'index.html', bytes, asked: asked - begun, there: there - begun}))};
}

/** @param {Reader} reader @param {[name: string, address: string]} page */
async function measure({name, slower, openings, ...speed}, [what, address]) {
  server.limit(speed);
  const opened = [];
  for (let i = 0; i < openings; i++) opened.push(await open(address, slower));
  server.limit(null);
  return {reader: name, slower, page: what, picture: median(opened.map((one) => one.picture)), ready: median(opened.map((one) => one.ready)), parts: opened[0].parts};
}

try {
  await open('/site/', 1); // does not count: a browser's first page is slow
  const measured = [];
  for (const reader of READERS) {
    for (const page of PAGES) measured.push(await measure(reader, page));
  }
  console.log(JSON.stringify(measured));
} finally {
  await browser.close();
  await server.stop();
}
