// The clock by which the page waits: before it says that something takes long,
// before it acts on what is still being changed, and between two steps of the
// player. A script that runs before the page's own can put another one in its
// place, as tests do to let time pass at will.

/**
 * @typedef {object} Clock
 * @property {(act: () => void, ms: number) => number} setTimeout
 * @property {(timer?: number) => void} clearTimeout
 */

// arrival.js runs in browsers that have no globalThis.
const scope = /** @type {any} */ (typeof globalThis === 'object' ? globalThis : self);

/** @type {Clock} */
export const clock = scope.cachePlaygroundClock ?? scope;
