// Loads the table of truth, which the build has computed (scripts/build/truth.go).

import {truthInside} from '../engine/inside.js';
import {during} from '../engine/settled.js';

/** @typedef {import('./truth-table.js').Truth} Truth */

/**
 * Returns a function that loads the table the first time, and gives it each time.
 * It rejects where there is none, and then tries again the next time.
 * @param {URL} address  of the file; the page that is one file has it inside
 * @returns {() => Promise<Truth>}
 */
export function truthAt(address) {
  /** @type {Promise<Truth> | undefined} */
  let loading;
  return () => loading ??= during(load(address)).catch((error) => {
    loading = undefined;
    throw error;
  });
}

/**
 * @param {URL} address
 * @returns {Promise<Truth>}
 */
async function load(address) {
  const inside = truthInside();
  if (inside) return JSON.parse(inside);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The table cannot be loaded: ${address.pathname} answered ${response.status}.`);
  return response.json();
}
