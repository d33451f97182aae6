// How the engine's worker starts from its file. early.js starts one while the
// rest of the page is still on its way; the page's engine takes it over.

/** The program as it is loaded, much smaller than what a server makes of it. */
export const PACKED = 'cacheplay.wasm.lzma';

/**
 * @typedef {object} Early  a worker that nobody listens to yet
 * @property {Worker} worker
 * @property {string} script   where it is from
 * @property {Event[]} events  what it has said so far
 */

/** @type {{earlyEngine?: Early}} */
const place = /** @type {any} */ (self);

/** @param {string} version of the site, "" for any @param {URL} base @returns {(name: string) => URL} where the site's files are */
export const filesOf = (version, base) => (name) => new URL(version ? `${name}?v=${version}` : name, base);

/** What a worker from its file has to be told. @param {(name: string) => URL} at */
export const addresses = (at) => ({packed: at(PACKED).href, plain: at('cacheplay.wasm').href});

/** @param {(name: string) => URL} at */
export function startEarly(at) {
  const script = at('worker.js').href;
  /** @type {Worker} */
  let worker;
  try {
    worker = new Worker(script);
  } catch {
    return; // whoever wants the engine is told why
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
  place.earlyEngine = {worker, script, events};
}

/** The worker that was started early, once. @param {URL} script where it has to be from */
export function takeEarly({href}) {
  const early = place.earlyEngine;
  delete place.earlyEngine;
  return early && early.script === href ? early : null;
}
