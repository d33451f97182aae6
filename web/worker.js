// The engine's worker: it loads the WebAssembly program once, hands calls to it
// in their order, and says so when the program has ended. The build puts
// wasm_exec.js, which defines Go, before this file.

import {unpack} from './lzma.js';

/** How long a chunk of long work lasts, and how often its progress is told, in milliseconds. */
const CHUNK_MS = 8;
const TELL_MS = 100;

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
  if (data.cancel) {
    working.delete(data.cancel);
    return;
  }
  try {
    if (data.long) working.add(data.id);
    const engine = await ready;
    const envelope = data.long ? await work(engine, data) : engine[data.method](...data.args);
    scope.postMessage({id: data.id, envelope}, transferable(envelope));
  } catch (error) {
    // The program itself answers with an envelope; an exception means that it
    // is not there any more.
    report('died', `The engine ended: ${error instanceof Error ? error.message : error}`);
  }
};

/** The long calls that have not been cancelled, by their ids. @type {Set<number>} */
const working = new Set();

/**
 * Does long work in chunks, between which other calls come through.
 * @param {any} engine @param {{id: number, method: string, args: any[]}} call
 * @returns {Promise<any>} the envelope of what was found by the end, or until it was cancelled
 */
async function work(engine, {id, method, args}) {
  const task = engine[method](...args);
  if (!task.ok) return task;
  let told = performance.now();
  let states = 64;
  while (working.has(id)) {
    const start = performance.now();
    const step = engine.advance(task.value, Math.round(states));
    const now = performance.now();
    if (!step.ok) return step;
    if (!step.value) break;
    states = Math.max(1, Math.min(states * Math.min(CHUNK_MS / (now - start), 2), 1 << 20));
    if (now - told > TELL_MS) {
      told = now;
      scope.postMessage({id, progress: engine.progress(task.value).value});
    }
    await turn();
  }
  working.delete(id);
  scope.postMessage({id, progress: engine.progress(task.value).value});
  return engine.finish(task.value);
}

const {port1, port2} = new MessageChannel();

/** Lets the messages in that wait. @returns {Promise<void>} */
function turn() {
  return new Promise((resolve) => {
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });
}

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
