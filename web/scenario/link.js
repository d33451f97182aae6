// A link holds the inputs of the page, not its results: the scenario as its
// difference from a preset, and the position. They are compressed into the
// fragment of the address, which a browser never sends to a server.

import {isDeeper, tooDeep} from './nesting.js';

/** @typedef {Pick<import('../engine/types.js').Limits, 'variants' | 'depth'>} Limits */

/** The version of the format: the number before the dot. */
const VERSION = 1;
/** The maximum length of a fragment, in characters. */
const MAX_CHARACTERS = 100_000;
/** The maximum length of the JSON text in it, in bytes. */
const MAX_BYTES = 1_000_000;

const LINK = /^(\d{1,6})\.(.*)$/s;

/**
 * The content of a link. A variant is given by its index.
 * @typedef {object} Linked
 * @property {string} preset  "" where patch is the whole scenario
 * @property {object} patch
 * @property {string} [of]  the hash of the preset when the link was made (hashOf)
 * @property {number[]} [shown]  the variants that are chosen
 * @property {[variant: number, event: number]} [at]  the position
 * @property {boolean} [inOrder]  whether each event has a row, instead of a place in scaled time
 * @property {[] | [variant: number, property: string]} [explore]  the counterexample that is shown; empty for none; undefined in Play
 */

/** Why a link cannot be opened, in words for the reader. */
export class LinkError extends Error {}

/**
 * Writes the fragment of a link.
 * @param {Linked} linked
 * @returns {Promise<string>} without #
 */
export async function writeLink(linked) {
  const bytes = new TextEncoder().encode(JSON.stringify(linked));
  const packed = await through(bytes, new CompressionStream('deflate-raw'), MAX_BYTES);
  let binary = '';
  for (const byte of packed) binary += String.fromCharCode(byte);
  return `${VERSION}.${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/**
 * Returns a hash of a preset, by which a link to it can tell whether it was
 * changed since: FNV-1a (Fowler, Noll and Vo; 32 bits) over UTF-16 code units.
 * @param {object} preset
 * @returns {string}
 */
export function hashOf(preset) {
  let hash = 0x811c9dc5;
  const text = JSON.stringify(preset);
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

/**
 * Reports whether a fragment is a link, and not the id of an element.
 * @param {string} fragment  without #
 */
export function isLink(fragment) {
  return LINK.test(fragment);
}

/**
 * Reads the fragment of a link. It throws a LinkError where that cannot be done.
 * @param {string} fragment  without #
 * @param {Limits} limits  of a scenario
 * @returns {Promise<Linked>}
 */
export async function readLink(fragment, limits) {
  const match = LINK.exec(fragment);
  if (Number(match?.[1]) > VERSION) {
    throw new LinkError('This link was made by a newer version of this page. Reload the page, or ask for a link of version 1. What was on the page is still here.');
  }
  if (!match || Number(match[1]) !== VERSION || !/^[\w-]+$/.test(match[2]) || fragment.length > MAX_CHARACTERS) throw unreadable();
  try {
    const binary = atob(match[2].replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
    const text = await through(bytes, new DecompressionStream('deflate-raw'), MAX_BYTES);
    return checked(JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(text)), limits);
  } catch (error) {
    throw error instanceof LinkError ? error : unreadable();
  }
}

function unreadable(why = 'it is cut short or was changed on its way') {
  return new LinkError(`This link cannot be read: ${why}. What was on the page is still here.`);
}

/**
 * Throws unless a value has the members of a link, and drops all others.
 * @param {any} linked
 * @param {Limits} limits
 * @returns {Linked}
 */
function checked(linked, {variants, depth}) {
  const {preset, patch, of, shown, at, inOrder, explore} = linked;
  const isIndex = (/** @type {any} */ i) => Number.isInteger(i) && i >= 0;
  const sound = typeof preset === 'string' && typeof patch === 'object' && patch !== null && !Array.isArray(patch) &&
    (of === undefined || typeof of === 'string') &&
    (shown === undefined || Array.isArray(shown) && shown.length <= variants && shown.every(isIndex)) &&
    (at === undefined || Array.isArray(at) && at.length === 2 && at.every(isIndex)) &&
    (inOrder === undefined || typeof inOrder === 'boolean') &&
    (explore === undefined || Array.isArray(explore) && (explore.length === 0 || explore.length === 2 && isIndex(explore[0]) && typeof explore[1] === 'string'));
  if (!sound) throw unreadable();
  if (isDeeper(patch, depth)) throw unreadable(tooDeep(depth));
  return {preset, patch, of, shown, at, inOrder, explore};
}

/**
 * Returns what a stream makes of bytes.
 * @param {Uint8Array} bytes
 * @param {CompressionStream | DecompressionStream} stream
 * @param {number} limit  of the result's length; it throws beyond it
 */
async function through(bytes, stream, limit) {
  const source = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  const reader = source.pipeThrough(/** @type {any} */ (stream)).getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const {done, value} = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) throw new Error('too long');
    parts.push(value);
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
