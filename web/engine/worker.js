// The engine's worker: it loads the WebAssembly program once, carries out calls
// in their order, and reports when the program has ended. The build puts
// wasm_exec.js, which defines Go, before this file.

import {doLongWork, readRecording} from './long-work.js';
import {unpack} from './lzma.js';

/** @type {any} */
const scope = self;

/**
 * The memory after which the pages are told that the program is full, in bytes. It
 * needs a quarter of that for anything but an exploration, and its memory never shrinks.
 */
const FULL_BYTES = 128 << 20;

/** The program's API. @type {Promise<any> | undefined} */
let engine;
/** The program's memory. @type {WebAssembly.Memory | undefined} */
let memory;
/** The pages that use it: the one that started it, or the frames that share it. @type {Set<any>} */
const pages = new Set();

if ('onconnect' in scope) scope.onconnect = (/** @type {MessageEvent} */ {ports: [port]}) => serve(port);
else serve(scope);

/** @param {any} page  the port or the worker's scope, which receives its messages */
function serve(page) {
  pages.add(page);
  /** The ids of its long calls that are still wanted. @type {Set<number>} */
  const wanted = new Set();
  const isHere = () => page.postMessage({here: true});
  page.onmessage = async (/** @type {MessageEvent} */ {data}) => {
    const {ping, id, cancel, gone, method, args, long} = Object(data);
    if (ping) {
      isHere();
      return;
    }
    if (cancel) {
      wanted.delete(cancel);
      return;
    }
    if (gone) {
      pages.delete(page);
      wanted.clear();
      if (pages.size === 0 && isFull()) scope.close(); // a shared worker lives as long as the pages do
      return;
    }
    if (isSource(data)) {
      engine ??= start(data);
      engine.catch((error) => report('unavailable', `The engine cannot start: ${String(error.message ?? error).replace(/\.?$/, '.')}`));
      return;
    }
    try {
      if (long) wanted.add(id);
      const methods = await engine;
      const wrong = wrongCall(methods, method, args);
      if (!wrong) page.postMessage({begun: id});
      const envelope = wrong ? {ok: false, error: {code: 'input', message: wrong, fields: []}} : long
        ? await work(methods, method, args, () => wanted.has(id), (progress) => page.postMessage({id, progress}))
        : methods[method](...args);
      wanted.delete(id);
      page.postMessage({id, envelope}, transferable(envelope));
      if (long && isFull()) tell({full: true});
    } catch (error) {
      // The program answers with an envelope even where it panics. An exception means that it has ended.
      report('died', `The engine ended: ${error instanceof Error ? error.message : error}`);
    }
  };
  isHere();
}

/**
 * Does the work of a long call. A recording is read from a file.
 * @param {any} methods
 * @param {string} method
 * @param {any[]} args
 * @param {() => boolean} wanted
 * @param {(progress: string) => void} report
 */
function work(methods, method, args, wanted, report) {
  return method === 'beginReading' && args[0] instanceof Blob ? readRecording(methods, args[0], args[1], wanted, report) : doLongWork(methods, method, args, wanted, report);
}

/**
 * Reports whether a message says where the program is.
 * @param {any} data
 * @returns {data is Source}
 */
function isSource(data) {
  const {module, program, packed, plain} = Object(data);
  return typeof WebAssembly === 'object' && module instanceof WebAssembly.Module || program instanceof ArrayBuffer || typeof packed === 'string' && typeof plain === 'string';
}

/**
 * Returns why a message is no call that the program could answer, "" where it is one.
 * Whoever posted it is told, and the program goes on.
 * @param {any} methods  undefined where there is no program
 * @param {any} method
 * @param {any} args
 */
function wrongCall(methods, method, args) {
  if (!methods) return 'No program was given to call.';
  if (typeof method !== 'string' || !Object.hasOwn(methods, method)) {
    return `There is no method ${typeof method === 'string' ? JSON.stringify(method.slice(0, 40)) : `of type ${typeof method}`}: ${Object.keys(methods).sort().join(', ')} are allowed.`;
  }
  return Array.isArray(args) ? '' : `The arguments of ${method} are not a list.`;
}

/**
 * Tells all pages that there is no program, and closes the worker.
 * @param {string} ended  the code of the error
 * @param {string} text
 */
function report(ended, text) {
  tell({ended, text});
  scope.close();
}

/** Reports whether the program keeps much more memory than it needs. */
const isFull = () => memory !== undefined && memory.buffer.byteLength > FULL_BYTES;

/** @param {any} message  to all pages */
function tell(message) {
  for (const page of pages) page.postMessage(message);
}

/**
 * @typedef {{module: WebAssembly.Module} | {program: ArrayBuffer, isPacked: boolean} | {packed: string, plain: string}} Source
 *   the program, compiled by another worker or not yet, or the addresses of the compressed one, "" for none, and the plain one
 */

/**
 * Runs the program and returns its API, which can also be asked for the compiled program.
 * @param {Source} source
 */
async function start(source) {
  if (typeof WebAssembly !== 'object') throw new Error('this browser does not run WebAssembly, or was told not to');
  const go = new scope.Go();
  const {module, instance} = await ('module' in source ? again(source, go.importObject)
    : 'program' in source ? instantiate(source, go.importObject) : load(source, go.importObject));
  memory = /** @type {WebAssembly.Memory} */ (instance.exports.mem);
  go.run(instance).then(() => report('died', 'The engine ended.'));
  return {...scope.cacheplayEngine, module: () => ({ok: true, value: module})};
}

/**
 * Takes a program that is compiled.
 * @param {{module: WebAssembly.Module}} source
 * @param {WebAssembly.Imports} imports
 */
async function again({module}, imports) {
  return {module, instance: await WebAssembly.instantiate(module, imports)};
}

/**
 * Compiles a program that is in memory.
 * @param {{program: ArrayBuffer, isPacked: boolean}} source
 * @param {WebAssembly.Imports} imports
 */
function instantiate({program, isPacked}, imports) {
  return isPacked ? unpacked(streamOf(program), imports) : WebAssembly.instantiate(program, imports);
}

/**
 * Returns a stream of a buffer. The stream() of a Blob does not work in every worker.
 * @param {ArrayBuffer} buffer
 * @returns {ReadableStream<Uint8Array>}
 */
function streamOf(buffer) {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(buffer));
      controller.close();
    },
  });
}

/**
 * Loads and compiles the program: the compressed one, and where there is none or
 * it fails the plain one.
 * @param {{packed: string, plain: string}} addresses
 * @param {WebAssembly.Imports} imports
 */
async function load({packed, plain}, imports) {
  try {
    const response = packed && await fetch(packed);
    if (response && response.status === 200 && response.body) return await unpacked(response.body, imports);
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

/**
 * Decompresses and compiles the program while its bytes arrive.
 * @param {ReadableStream<Uint8Array>} packed
 * @param {WebAssembly.Imports} imports
 */
function unpacked(packed, imports) {
  const program = new Response(unpack(packed), {headers: {'Content-Type': 'application/wasm'}});
  return WebAssembly.instantiateStreaming(program, imports);
}

/**
 * Returns the buffers of a result, which move to the page instead of being copied.
 * @param {any} envelope
 * @returns {Transferable[]}
 */
function transferable(envelope) {
  const runs = envelope.value?.runs;
  if (!Array.isArray(runs)) return [];
  return runs.filter((run) => run.trace instanceof Uint8Array).map((run) => run.trace.buffer);
}
