// The engine's worker: it loads the WebAssembly program once, hands calls to it
// in their order, and says so when the program has ended. The build puts
// wasm_exec.js, which defines Go, before this file.

import {work} from './long-work.js';
import {unpack} from './lzma.js';

/** @type {any} */
const scope = self;

/** @type {Promise<any> | undefined} */
let ready;
/** Whom it answers: the page that started it, or the frames that share it. @type {Set<any>} */
const pages = new Set();

if ('onconnect' in scope) scope.onconnect = (/** @type {MessageEvent} */ {ports: [port]}) => serve(port);
else serve(scope);

/** @param {any} page */
function serve(page) {
  pages.add(page);
  /** The ids of its long calls that it still waits for. @type {Set<number>} */
  const wanted = new Set();
  page.onmessage = async (/** @type {MessageEvent} */ {data}) => {
    if (data.cancel) {
      wanted.delete(data.cancel);
      return;
    }
    if (data.gone) {
      pages.delete(page);
      wanted.clear();
      return;
    }
    if (!data.method) {
      ready ??= start(data);
      ready.catch((error) => report('unavailable', `The engine cannot start: ${String(error.message ?? error).replace(/\.?$/, '.')}`));
      return;
    }
    try {
      const {id, method, args, long} = data;
      if (long) wanted.add(id);
      const engine = await ready;
      const envelope = long
        ? await work(engine, method, args, () => wanted.has(id), (progress) => page.postMessage({id, progress}))
        : engine[method](...args);
      wanted.delete(id);
      page.postMessage({id, envelope}, transferable(envelope));
    } catch (error) {
      // The program itself answers with an envelope; an exception means that it
      // is not there any more.
      report('died', `The engine ended: ${error instanceof Error ? error.message : error}`);
    }
  };
}

/** A worker without a program is of no use to anybody. @param {string} ended @param {string} text */
function report(ended, text) {
  for (const page of pages) page.postMessage({ended, text});
  scope.close();
}

/** @typedef {{program: ArrayBuffer} | {packed: string, plain: string}} From  the packed program itself, or addresses of it, packed and plain */

/** @param {From} from */
async function start(from) {
  if (typeof WebAssembly !== 'object') throw new Error('this browser does not run WebAssembly, or was told not to');
  const go = new scope.Go();
  const {instance} = await ('program' in from ? unpacked(streamOf(from.program), go.importObject) : instantiate(from, go.importObject));
  go.run(instance).then(() => report('died', 'The engine ended.'));
  return scope.cacheplayEngine;
}

/** A blob's own stream cannot be read in every worker. @param {ArrayBuffer} buffer @returns {ReadableStream<Uint8Array>} */
function streamOf(buffer) {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(buffer));
      controller.close();
    },
  });
}

/**
 * Compiles while the bytes arrive. Where the packed program cannot be had the
 * plain one will do.
 * @param {{packed: string, plain: string}} addresses @param {WebAssembly.Imports} imports
 */
async function instantiate({packed, plain}, imports) {
  try {
    const {status, body} = await fetch(packed);
    if (status === 200 && body) return await unpacked(body, imports);
  } catch {
    // It was cut short on its way, or is something else.
  }
  const response = await fetch(plain);
  if (!response.ok) throw new Error(`${new URL(plain).pathname} answered ${response.status}`);
  if (response.headers.get('Content-Type') === 'application/wasm') {
    return WebAssembly.instantiateStreaming(response, imports);
  }
  return WebAssembly.instantiate(await response.arrayBuffer(), imports);
}

/** @param {ReadableStream<Uint8Array>} packed @param {WebAssembly.Imports} imports */
function unpacked(packed, imports) {
  const program = new Response(unpack(packed), {headers: {'Content-Type': 'application/wasm'}});
  return WebAssembly.instantiateStreaming(program, imports);
}

/**
 * The buffers of a result, which move to the page instead of being copied.
 * @param {any} envelope @returns {Transferable[]}
 */
function transferable(envelope) {
  const runs = envelope.value?.runs;
  if (!Array.isArray(runs)) return [];
  return runs.filter((run) => run.trace instanceof Uint8Array).map((run) => run.trace.buffer);
}
