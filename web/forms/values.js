// How the value of a text field is written and read, and what is wrong with it.

import {sayError} from '../scenario/text.js';

/** @typedef {import('../engine/types.js').FieldError} FieldError */

/**
 * @typedef {object} Format
 * @property {(value: any) => string} print
 * @property {(text: string) => any} parse  throws an Error that says what is wrong
 * @property {boolean} [multiline]
 * @property {boolean} [late]    the value changes only when the reader leaves the field
 * @property {boolean} [digits]  the value is a number
 */

/** A text that can be omitted. @type {Format} */
export const TEXT = {print: (value) => value ?? '', parse: (text) => text || undefined};

/** A duration that can be omitted. The engine checks it. @type {Format} */
export const DURATION = {
  print: (value) => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)),
  parse: (text) => text.replace(/\s/g, '') || undefined,
};

/** A number that can be omitted. Any other text stays a string, for the engine to refuse. @type {Format} */
export const NUMBER = {
  digits: true,
  print: (value) => (value === undefined ? '' : String(value)),
  parse: (text) => (text.trim() === '' ? undefined : Number.isNaN(Number(text)) ? text : Number(text)),
};

/** Any JSON value, on one line where it is printed. @type {Format} */
export const JSON_VALUE = {
  multiline: true,
  print: (value) => JSON.stringify(value, null, 1).replace(/(?<=[[{])\n\s*|\n\s*(?=[\]}])/g, '').replace(/\n\s*/g, ' '),
  parse(text) {
    try {
      return JSON.parse(text);
    } catch {
      throw new Error('This is not JSON. It looks like {"amount": 100}, like 42 or like "some text".');
    }
  },
};

/**
 * Returns why the engine refused a change of the value at a path, in words. Where
 * the error is elsewhere in the scenario, they begin with the path of that.
 * @param {FieldError[]} errors
 * @param {string} path
 * @returns {string} "" without errors
 */
export function problemOf(errors, path) {
  const error = errors.find((each) => each.path === path) ?? errors[0];
  if (!error) return '';
  return error.path === path ? error.message : sayError(error);
}
