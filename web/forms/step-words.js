// What the editor of steps offers and says, without the page.

import {sayError} from '../scenario/text.js';

/**
 * @typedef {import('../engine/types.js').FieldError} FieldError
 * @typedef {import('../engine/types.js').Strategies} Strategies
 * @typedef {import('../scenario/step-list.js').Kind} Kind
 * @typedef {import('../scenario/step-list.js').List} List
 */

/**
 * Returns the index of the step that an error is about.
 * @param {FieldError} error
 * @returns {number} -1 where it is about the whole list
 */
export function stepOf({path}) {
  return Number(/\.(?:steps|worker)\[(\d+)\]$/.exec(path)?.[1] ?? -1);
}

/**
 * Returns the errors about one step as a text.
 * @param {FieldError[]} errors
 * @param {number} index
 * @returns {string} "" for none
 */
export const stepProblem = (errors, index) => errors.filter((error) => stepOf(error) === index).map((error) => error.message).join(' ');

/**
 * Returns the errors that are about no single step as texts.
 * @param {FieldError[]} errors
 */
export const listProblems = (errors) => errors.filter((error) => stepOf(error) < 0)
  .map((error) => (/\.(steps|worker)$/.test(error.path) ? error.message : sayError(error)));

/**
 * Returns the ids of the steps that a list can have.
 * @param {Strategies} strategies
 * @param {Kind} kind  of the list
 * @param {string} by  who takes its steps, "client" or "manager"
 */
export const offeredSteps = ({steps}, kind, by) =>
  steps.filter((step) => step[by === 'manager' ? 'manager' : 'client'].includes(kind)).map(({id}) => id);

/**
 * Reports whether a value is a list of steps: a draft comes from the browser's
 * storage, where others can write too.
 * @param {any} content
 * @returns {content is List}
 */
export function isList(content) {
  return typeof content?.by === 'string' && Array.isArray(content.steps) && content.steps.every((/** @type {unknown} */ step) => typeof step === 'string');
}
