// A link holds the inputs of what is on the page (the scenario as its
// differences from a preset, and where the reader stands), compressed, in the
// fragment of the address, which is never sent anywhere. It holds no results.

/** The version of the format: the number before the dot. */
const VERSION = 1;
/** What a fragment may hold, and unfold to, in characters. */
const MOST_CHARACTERS = 100_000;
const MOST_UNFOLDED = 1_000_000;

/**
 * @typedef {object} Linked
 * @property {string} preset   "" where patch is the whole scenario
 * @property {object} patch
 * @property {string} [of]  the mark of the preset as it was (markOf)
 * @property {number[]} [shown]  the runs that are chosen
 * @property {[run: number, event: number]} [at]  the player's position
 * @property {boolean} [inOrder]  height is order
 * @property {[] | [run: number, property: string]} [explore]  the reader explores, and looks at this counterexample
 */

/** Why a link cannot be followed, in words for the reader. */
export class LinkError extends Error {}

/** @param {Linked} linked @returns {Promise<string>} the fragment, without # */
export async function writeLink(linked) {
  const bytes = new TextEncoder().encode(JSON.stringify(linked));
  const packed = await through(bytes, new CompressionStream('deflate-raw'), MOST_UNFOLDED);
  let binary = '';
  for (const byte of packed) binary += String.fromCharCode(byte);
  return `${VERSION}.${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/**
 * A mark by which a link knows whether its preset was changed since: the hash of
 * Fowler, Noll and Vo (FNV-1a, 32 bits) over its UTF-16 code units.
 * @param {object} preset @returns {string}
 */
export function markOf(preset) {
  let hash = 0x811c9dc5;
  const text = JSON.stringify(preset);
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

/** A fragment may also be the name of a place on the page. @param {string} fragment  without # */
export function isLink(fragment) {
  return LINK.test(fragment);
}

const LINK = /^(\d{1,6})\.(.*)$/s;

/** @param {string} fragment  without # @returns {Promise<Linked>} */
export async function readLink(fragment) {
  const match = LINK.exec(fragment);
  if (Number(match?.[1]) > VERSION) {
    throw new LinkError('This link was made by a newer version of this page. Reload the page, or ask for a link of version 1. What was on the page is still here.');
  }
  if (!match || Number(match[1]) !== VERSION || !/^[\w-]+$/.test(match[2]) || fragment.length > MOST_CHARACTERS) throw unreadable();
  try {
    const binary = atob(match[2].replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
    const text = await through(bytes, new DecompressionStream('deflate-raw'), MOST_UNFOLDED);
    return checked(JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(text)));
  } catch {
    throw unreadable();
  }
}

function unreadable() {
  return new LinkError('This link cannot be read: it is cut short or was changed on its way. What was on the page is still here.');
}

/** @param {any} linked @returns {Linked} */
function checked(linked) {
  const {preset, patch, of, shown, at, inOrder, explore} = linked;
  const indexes = (/** @type {any} */ list) => Array.isArray(list) && list.length <= 4 && list.every((i) => Number.isInteger(i) && i >= 0);
  const sound = typeof preset === 'string' && typeof patch === 'object' && patch !== null && !Array.isArray(patch) &&
    (of === undefined || typeof of === 'string') &&
    (shown === undefined || indexes(shown)) && (at === undefined || indexes(at) && at.length === 2) &&
    (inOrder === undefined || typeof inOrder === 'boolean') &&
    (explore === undefined || Array.isArray(explore) && (explore.length === 0 || explore.length === 2 && indexes([explore[0]]) && typeof explore[1] === 'string'));
  if (!sound) throw unreadable();
  return {preset, patch, of, shown, at, inOrder, explore};
}

/**
 * @param {Uint8Array} bytes @param {CompressionStream | DecompressionStream} stream
 * @param {number} most how many bytes may come out
 */
async function through(bytes, stream, most) {
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
    if (length > most) throw new Error('too long');
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
