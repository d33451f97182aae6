// Starts the engine's worker: from its file, for one page or for all frames of a
// page that embeds several. The page that is one file has the script inside and
// makes a worker of its text. So does a page of another origin, or of none (in a
// sandboxed frame), which may not start one from the file, but loads the text.

import {engineInside, isOneFile} from './inside.js';
import {addresses, PACKED, PLAIN, takeEarly} from './start.js';

/**
 * @typedef {object} EngineWorker
 * @property {(message: any) => Promise<void>} post  rejects where the message is not plain data
 * @property {() => void} end
 */

/** @typedef {{message: (data: any) => void, failed: (why: string) => void}} Listeners */

/**
 * Starts the worker.
 * @param {(name: string) => URL} at  gives the address of each of the site's files
 * @param {string} shared  the name of a worker that all frames with this name share, "" for one of its own
 * @param {Listeners} listeners
 * @param {WebAssembly.Module} [module]  the program, if another worker has compiled it
 * @returns {EngineWorker}
 */
export function startWorker(at, shared, listeners, module) {
  const foreign = self.origin === 'null' || at('worker.js').origin !== self.origin;
  const starting = isOneFile() || foreign ? fromText(at, listeners, module) : fromFile(at, shared, listeners, module);
  starting.catch((error) => listeners.failed(error instanceof Error ? error.message : String(error)));
  return {
    post: async (message) => (await starting).postMessage(message),
    end: () => void starting.then(end, () => {}),
  };
}

/** @param {Worker | MessagePort} worker */
function end(worker) {
  if (worker instanceof Worker) {
    worker.terminate();
  } else {
    worker.postMessage({gone: true});
    worker.close();
  }
}

/**
 * @param {(name: string) => URL} at
 * @param {string} shared
 * @param {Listeners} listeners
 * @param {WebAssembly.Module} [module]
 * @returns {Promise<Worker | MessagePort>}
 */
async function fromFile(at, shared, listeners, module) {
  const script = at('worker.js');
  const early = module ? null : takeEarly(script);
  if (early) return takeOver(early, listeners);
  const worker = (shared && sharedFrom(script, shared, listeners)) || listen(new Worker(script), listeners);
  worker.postMessage(module ? {module} : addresses(at));
  return worker;
}

/**
 * Listens to a worker that was started early, also to what it has dispatched so
 * far. That is dispatched again in a microtask, when the caller has the worker.
 * @param {import('./start.js').Early} early
 * @param {Listeners} listeners
 */
function takeOver({worker, events}, listeners) {
  listen(worker, listeners);
  queueMicrotask(() => {
    for (const event of events) {
      if (event instanceof MessageEvent) worker.onmessage?.(event);
      else worker.onerror?.(/** @type {ErrorEvent} */ (event));
    }
  });
  return worker;
}

/**
 * Connects to a shared worker.
 * @param {URL} script
 * @param {string} name
 * @param {Listeners} listeners
 * @returns {MessagePort | null} null where the browser has none, or not in this frame
 */
function sharedFrom(script, name, listeners) {
  try {
    const worker = listen(new SharedWorker(script, {name}), listeners);
    worker.port.onmessage = ({data}) => listeners.message(data);
    addEventListener('pagehide', ({persisted}) => {
      if (!persisted) worker.port.postMessage({gone: true}); // a page that persists may come back
    });
    return worker.port;
  } catch {
    return null;
  }
}

/**
 * @param {(name: string) => URL} at
 * @param {Listeners} listeners
 * @param {WebAssembly.Module} [module]
 */
async function fromText(at, listeners, module) {
  const {script, program, isPacked} = engineInside() ?? await loaded(at);
  const url = URL.createObjectURL(new Blob([script], {type: 'text/javascript'}));
  const worker = listen(new Worker(url), listeners);
  worker.addEventListener('message', () => URL.revokeObjectURL(url), {once: true}); // by then the script is loaded
  if (module) worker.postMessage({module});
  else worker.postMessage({program, isPacked}, [program]);
  return worker;
}

/**
 * @param {(name: string) => URL} at
 * @returns {Promise<{script: string, program: ArrayBuffer, isPacked: boolean}>}
 */
async function loaded(at) {
  const [script, program] = await Promise.all(['worker.js', PACKED || PLAIN].map(async (name) => {
    const response = await fetch(at(name));
    if (!response.ok) throw new Error(`${name} answered ${response.status}`);
    return response;
  }));
  return {script: await script.text(), program: await program.arrayBuffer(), isPacked: PACKED !== ''};
}

/**
 * @template {Worker | SharedWorker} W
 * @param {W} worker
 * @param {Listeners} listeners
 */
function listen(worker, {message, failed}) {
  if (worker instanceof Worker) worker.onmessage = ({data}) => message(data);
  worker.onerror = (/** @type {Event} */ event) => {
    event.preventDefault();
    failed(event instanceof ErrorEvent && event.message || 'its worker was blocked or not found');
  };
  return worker;
}
