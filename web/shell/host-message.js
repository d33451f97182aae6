// What the page around this one may post. It may be any page: a message that is not
// as it should be is refused as a whole, and said to be so.

/** The member of each message that holds the version of the protocol. */
export const MARK = 'cachePlayground';
/** The version of the protocol. */
export const VERSION = 1;

/** @typedef {import('../engine/types.js').FieldError} FieldError */
/** @typedef {{allowed: string, is: (value: any) => boolean}} Member */

/** @param {...string} words */
const oneOf = (...words) => ({allowed: `one of ${words.map((word) => JSON.stringify(word)).join(', ')}`, is: (/** @type {any} */ value) => words.includes(value)});

/** The members of a message; each can be left out. @type {Record<string, Member>} */
const MEMBERS = {
  [MARK]: {allowed: String(VERSION), is: (value) => value === VERSION},
  theme: oneOf('auto', 'light', 'dark'),
  beyond: {allowed: 'an object with the numbers "top" and "bottom"', is: (value) => isObject(value) && Number.isFinite(value.top) && Number.isFinite(value.bottom)},
  scenario: {allowed: 'an object or a JSON text', is: (value) => typeof value === 'string' || isObject(value)},
  press: oneOf('play', 'pause', 'back', 'forward'),
};

/** @param {unknown} value */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reports whether a message is meant for the playground.
 * @param {any} data
 */
export const isForUs = (data) => isObject(data) && MARK in data;

/**
 * Returns what is wrong with a message.
 * @param {any} data
 * @returns {FieldError[]} empty for nothing
 */
export function wrongIn(data) {
  return Object.entries(MEMBERS).flatMap(([path, {allowed, is}]) => {
    const value = data[path] ?? undefined;
    return value === undefined || is(value) ? [] : [{path, message: `${shown(value)} is not ${allowed}`, code: 'invalid'}];
  });
}

/**
 * Returns a value as an error shows it.
 * @param {unknown} value
 */
function shown(value) {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : String(value);
}
