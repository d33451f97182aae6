// The engine's worker: it loads the WebAssembly program once, hands calls to it
// in their order, and says so when the program has ended. The build puts
// wasm_exec.js, which defines Go, before this file.

import {unpack} from './lzma.js';

/** @type {any} */
const scope = self;

/** @type {Promise<any> | undefined} */
let ready;

scope.onmessage = async (/** @type {MessageEvent} */ {data}) => {
  if (data.wasm) {
    ready = start(data.wasm);
    ready.catch((error) => report('unavailable', `The engine cannot start: ${error.message ?? error}`));
    return;
  }
  try {
    const engine = await ready;
    const envelope = engine[data.method](...data.args);
    scope.postMessage({id: data.id, envelope}, transferable(envelope));
  } catch (error) {
    // The program itself answers with an envelope; an exception means that it
    // is not there any more.
    report('died', `The engine ended: ${error instanceof Error ? error.message : error}`);
  }
};

/** @param {string} ended @param {string} text */
function report(ended, text) {
  scope.postMessage({ended, text});
}

/** @param {string} url */
async function start(url) {
  const go = new scope.Go();
  const {instance} = await instantiate(url, go.importObject);
  go.run(instance).then(() => report('died', 'The engine ended.'));
  return scope.cacheplayEngine;
}

/**
 * Compiles while the bytes arrive. Beside the program there is the same as
 * .lzma, much smaller than what a server makes of it; where that cannot be had
 * the program itself will do.
 * @param {string} url @param {WebAssembly.Imports} imports
 */
async function instantiate(url, imports) {
  try {
    const packed = await fetch(`${url}.lzma`);
    if (packed.ok && packed.body) {
      const program = new Response(unpack(packed.body), {headers: {'Content-Type': 'application/wasm'}});
      return await WebAssembly.instantiateStreaming(program, imports);
    }
  } catch {
    // It was cut short on its way, or is something else.
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  if (response.headers.get('Content-Type') === 'application/wasm') {
    return WebAssembly.instantiateStreaming(response, imports);
  }
  return WebAssembly.instantiate(await response.arrayBuffer(), imports);
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
