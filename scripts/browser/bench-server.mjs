// A server for measurements: it compresses as a static host does, counts what
// it sends, and can be as slow as a mobile connection.
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {gzipSync} from 'node:zlib';

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** How long the slow connection's pauses are, and how much of one that became too long it makes up for. */
const TICK_MS = 5;
const LATE_MS = 50;

/**
 * @typedef {{bitsPerSecond: number, latency_ms: number}} Speed
 * @typedef {{name: string, bytes: number, asked: number, sent: number}} Sent  two moments, in milliseconds
 */

/**
 * Serves folders, each under its path such as `/site/`, and pages under theirs.
 * @param {Record<string, string>} folders
 * @param {Record<string, string>} pages
 */
export async function startBenchServer(folders, pages) {
  /** @type {Map<string, Buffer>} */
  const ready = new Map();
  /** @type {Sent[]} */
  let sent = [];
  /** @type {Speed | null} */
  let speed = null;
  let free = 0; // when the line has sent all that was given to it

  /** @param {string} pathname */
  const contentOf = async (pathname) => {
    if (pathname in pages) return Buffer.from(pages[pathname]);
    const base = Object.keys(folders).find((mount) => pathname.startsWith(mount));
    if (!base) throw new Error('not found');
    const name = pathname.slice(base.length) || 'index.html';
    if (name.split('/').includes('..')) throw new Error('outside the folder');
    return readFile(path.join(folders[base], name));
  };

  /** @param {import('node:http').ServerResponse} response @param {Buffer} body */
  const slowly = async (response, body) => {
    if (!speed) {
      response.end(body);
      return;
    }
    const {bitsPerSecond, latency_ms} = speed;
    const portion = Math.ceil(bitsPerSecond / 8 * TICK_MS / 1000);
    await sleep(latency_ms);
    for (let at = 0; at < body.length; at += portion) {
      const part = body.subarray(at, at + portion);
      free = Math.max(free, performance.now() - LATE_MS) + part.length * 8000 / bitsPerSecond;
      const wait = free - performance.now();
      if (wait > 0) await sleep(wait);
      response.write(part);
    }
    response.end();
  };

  const server = createServer(async (request, response) => {
    const {pathname} = new URL(request.url ?? '/', 'http://localhost');
    try {
      const type = TYPES[path.extname(pathname)] ?? (pathname.endsWith('/') ? TYPES['.html'] : '');
      let body = ready.get(pathname);
      if (!body) {
        body = await contentOf(decodeURIComponent(pathname));
        if (type) body = gzipSync(body, {level: 9});
        ready.set(pathname, body);
      }
      const entry = {name: pathname, bytes: body.length, asked: performance.now(), sent: 0};
      // What the service worker keeps for another time is not what the page needs.
      if (!/\/sw\.js(\?|$)/.test(request.headers.referer ?? '')) sent.push(entry);
      response.writeHead(200, {
        'Content-Type': type || 'application/octet-stream',
        ...(type ? {'Content-Encoding': 'gzip'} : {}),
        'Content-Length': body.length,
      });
      await slowly(response, body);
      entry.sent = performance.now();
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const {port} = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    /** @param {Speed | null} given null: as fast as it can */
    limit(given) {
      speed = given;
    },
    /** What was sent since this was last asked. */
    takeSent() {
      const all = sent;
      sent = [];
      return all;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
