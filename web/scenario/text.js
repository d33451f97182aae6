// Reads and writes a scenario as text.

import {EngineError} from '../engine/engine.js';

/** @typedef {import('../engine/types.js').FieldError} FieldError */

/**
 * Returns the message of anything that was thrown.
 * @param {unknown} error
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Writes JSON for people.
 * @param {unknown} value
 */
export function indented(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * Returns the scenario of a text that the engine takes. A byte order mark may precede it.
 * @param {string} text
 * @returns {import('./story.js').Json}
 */
export function parsed(text) {
  return JSON.parse(text.replace(/^\uFEFF/, ''));
}

/**
 * Reads a scenario as strictly as the engine does.
 * @param {import('../engine/engine.js').Engine} engine
 * @param {string} text
 * @returns {Promise<{scenario: import('./story.js').Json} | {errors: FieldError[]}>}
 */
export async function readScenario(engine, text) {
  try {
    await engine.check(text);
    return {scenario: parsed(text)};
  } catch (error) {
    const fields = error instanceof EngineError ? error.fields ?? [] : [];
    return {errors: fields.length > 0 ? fields : [{path: '', message: messageOf(error), code: ''}]};
  }
}

/**
 * Returns an error as a text, with the path of its field.
 * @param {FieldError} error
 */
export function sayError({path, message}) {
  return path ? `${path}: ${message}` : message;
}

/**
 * Returns why the engine refused a change, as a text.
 * @param {FieldError[]} errors
 */
export function refusalText(errors) {
  return `That cannot be done. ${errors.map(sayError).join('\n')}`;
}
