// Starts the engine's worker from its file. early.js starts one while the rest of
// the page is still loading; the page's Engine takes it over.

/** The name of the program's file. */
export const PLAIN = 'cacheplay.wasm';

/**
 * The name of the compressed program's file, which is much smaller than what a
 * server's compression makes of the plain one. It is "" where the build made none.
 * @type {string}
 */
export const PACKED = /** @type {any} */ (globalThis).packedProgram ?? ''; // the build replaces globalThis.packedProgram

/**
 * A worker that has no listener yet.
 * @typedef {object} Early
 * @property {Worker} worker
 * @property {string} script  its address
 * @property {Event[]} events  the messages and errors that it has dispatched so far
 */

/** @returns {{earlyEngine?: Early}} the global object, which early.js and main.js share */
const shared = () => /** @type {any} */ (self);

/**
 * Returns a function that gives the address of each of the site's files.
 * @param {string} version  of the site, "" for any
 * @param {URL} base
 * @returns {(name: string) => URL}
 */
export const filesOf = (version, base) => (name) => new URL(version ? `${name}?v=${version}` : name, base);

/**
 * Returns the message that tells a worker where the program is: the addresses of
 * the compressed one, "" for none, and of the plain one.
 * @param {(name: string) => URL} at
 */
export const addresses = (at) => ({packed: PACKED && at(PACKED).href, plain: at(PLAIN).href});

/**
 * Starts a worker and keeps what it dispatches.
 * @param {(name: string) => URL} at
 */
export function startEarly(at) {
  const script = at('worker.js').href;
  /** @type {Worker} */
  let worker;
  try {
    worker = new Worker(script);
  } catch {
    return; // the Engine will try again, and say why
  }
  /** @type {Event[]} */
  const events = [];
  const keep = (/** @type {Event} */ event) => {
    event.preventDefault();
    events.push(event);
  };
  worker.onmessage = keep;
  worker.onerror = keep;
  worker.postMessage(addresses(at));
  shared().earlyEngine = {worker, script, events};
}

/**
 * Returns the worker that was started early. A second call returns null.
 * @param {URL} script  the address that it must have
 * @returns {Early | null}
 */
export function takeEarly({href}) {
  const early = shared().earlyEngine;
  delete shared().earlyEngine;
  return early && early.script === href ? early : null;
}
