// A static server for tests: what any host of the page would send, under a
// strict content policy, on the loopback interface only.
import {readFile, stat} from 'node:fs/promises';
import {createServer} from 'node:http';
import path from 'node:path';
import {promisify} from 'node:util';
import {gzip} from 'node:zlib';
import {installClock} from './clock.mjs';
import {recordConsole, tellErrors} from './inpage.mjs';

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

export const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
  + "worker-src 'self' blob:; style-src 'self'; img-src 'self' data: blob:; manifest-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";

/** What the page loads first in WebKit, whose driver can run nothing before the page's own scripts. */
const FIRST = '__test-first.js';

/**
 * @typedef {object} Rule  how a file is answered instead of as it is
 * @property {number} [status]
 * @property {string} [type]                    its Content-Type
 * @property {string} [body]
 * @property {Record<string, string>} [headers]
 * @property {Promise<void>} [after]            not before this
 */

/** What programs compress to, by their file and when it was written. @type {Map<string, Promise<Buffer>>} */
const programs = new Map();

/** A program as hosts send it: its bytes are most of what a page that opens waits for. @param {string} file */
async function compressed(file) {
  const key = `${file} ${(await stat(file)).mtimeMs}`;
  const known = programs.get(key) ?? readFile(file).then((content) => promisify(gzip)(content));
  programs.set(key, known);
  return known;
}

/**
 * Serves the folder `root`, under the path `base` (such as `/blog/`) where one
 * is given. `headers` add to the answer's, or replace them; an empty one is
 * left out. Workers of which the driver does not tell errors tell them by themselves. In WebKit, whose driver neither tells what the console says nor puts
 * a clock into a page, HTML gets one script more, first in its head, which does.
 * @param {object} options
 * @param {string} options.root
 * @param {string} [options.base]
 * @param {number} [options.port]
 * @param {Record<string, string>} [options.headers]
 * @param {(html: string) => string} [options.edit]  changes the HTML that is sent
 * @param {(name: string, request: import('node:http').IncomingMessage) => Promise<Rule>} [options.rule]  for each request
 * @returns {Promise<{url: string, port: number, stop: () => Promise<void>}>}
 */
export async function startServer({root, base = '/', port = 0, headers = {}, edit = (html) => html, rule: ruleOf = async () => ({})}) {
  const folder = path.resolve(root);
  const sent = {'Content-Security-Policy': POLICY, 'Cache-Control': 'no-cache', ...headers};

  const server = createServer(async (request, response) => {
    /** @type {Rule} */
    let rule = {};
    /** @param {number} status @param {string} type @param {string | Buffer} body */
    const answer = (status, type, body) => {
      for (const [name, value] of Object.entries({...sent, ...rule.headers})) {
        if (value) response.setHeader(name, value);
      }
      response.writeHead(rule.status ?? status, {'Content-Type': rule.type ?? type});
      response.end(request.method === 'HEAD' || rule.status === 204 ? undefined : rule.body ?? (rule.status ? 'no' : body));
    };
    try {
      const {pathname} = new URL(request.url ?? '/', 'http://localhost');
      if (!pathname.startsWith(base)) throw new Error('outside the base path');
      const name = decodeURIComponent(pathname.slice(base.length));
      rule = await ruleOf(name, request);
      await rule.after;
      if (name === FIRST) {
        answer(200, TYPES['.js'], `(${recordConsole})();(${installClock})();`);
        return;
      }
      let file = path.join(folder, name);
      if (file !== folder && !file.startsWith(folder + path.sep)) throw new Error('outside the folder');
      if ((await stat(file)).isDirectory()) {
        if (!pathname.endsWith('/')) {
          response.setHeader('Location', `${pathname}/`);
          answer(301, TYPES['.txt'], '');
          return;
        }
        file = path.join(file, 'index.html');
      }
      const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
      const {'user-agent': agent = '', 'sec-fetch-dest': destination} = request.headers;
      const isWebKit = agent.includes('AppleWebKit') && !agent.includes('Chrome');
      if (type !== TYPES['.html']) {
        const isProgram = type === TYPES['.wasm'];
        if (isProgram) response.setHeader('Content-Encoding', 'gzip');
        const content = await (isProgram ? compressed(file) : readFile(file));
        const untold = destination === 'sharedworker' || destination === 'serviceworker' || isWebKit && destination === 'worker';
        answer(200, type, untold ? `(${tellErrors})();${content}` : content);
        return;
      }
      const html = edit(await readFile(file, 'utf8'));
      // What a script fetches, such as a service worker, is left as it is.
      const first = isWebKit && destination !== 'empty';
      answer(200, type, first ? html.replace(/<head[^>]*>/, `$&<script src="${base}${FIRST}"></script>`) : html);
    } catch {
      answer(404, TYPES['.txt'], 'not found');
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(null));
  });
  server.unref(); // one that a failed test has left does not keep the process
  const bound = /** @type {import('node:net').AddressInfo} */ (server.address()).port;
  return {
    url: `http://127.0.0.1:${bound}${base}`,
    port: bound,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      // A browser keeps its connections open for the next request.
      server.closeAllConnections();
      await closed;
    },
  };
}
