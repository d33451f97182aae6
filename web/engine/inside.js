// What the page that is one file has in its HTML: the program, the worker's script,
// and the table of truth. The build puts them there.

import {PACKED} from './start.js';

/** Reports whether this is that page. */
export function isOneFile() {
  return document.getElementById('inside-program') !== null;
}

/**
 * Returns the table of truth as JSON.
 * @returns {string | null} null in any other page
 */
export const truthInside = () => document.getElementById('inside-truth')?.textContent ?? null;

/**
 * Returns the script and the program.
 * @returns {{script: string, program: ArrayBuffer, isPacked: boolean} | null} null in any other page
 */
export function engineInside() {
  const [script, program] = ['inside-worker', 'inside-program'].map((id) => document.getElementById(id)?.textContent);
  if (!script || !program) return null;
  const binary = atob(program);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return {script, program: bytes.buffer, isPacked: PACKED !== ''};
}
