// The scenario as a JSON document, and what the page changes in it.

import {parseDuration, writeDuration} from './duration.js';

/** @typedef {{[name: string]: any}} Json */

/**
 * Splits a path into the names of its members.
 * @param {string} path  such as "cache.ttl" or "faults[0].at"
 */
const namesOf = (path) => path.split(/[.[\]]+/);

/**
 * Returns the value of a setting, undefined where the scenario does not set it.
 * @param {Json} scenario
 * @param {string} path
 * @returns {any}
 */
export function getSetting(scenario, path) {
  return namesOf(path).reduce((at, name) => at?.[name], /** @type {any} */ (scenario));
}

/**
 * Sets the value of a setting.
 * @param {Json} scenario
 * @param {string} path
 * @param {unknown} value
 */
export function setSetting(scenario, path, value) {
  const names = namesOf(path);
  const last = /** @type {string} */ (names.pop());
  let at = scenario;
  for (const name of names) at = at[name] ??= {};
  at[last] = value;
}

/**
 * Returns an id as a title.
 * @param {string} id  such as "write-through"
 */
export const title = (id) => id.split('-').map((word) => (word[0] ?? '').toUpperCase() + word.slice(1)).join(' ');

/** @param {Json} fault */
const isTimedCrash = (fault) => fault.fault === 'crash' && fault.at !== undefined;

/**
 * Moves the scenario's crash to a time, or removes it. Other faults stay; where
 * there is no room for another fault, nothing is added.
 * @param {Json} scenario
 * @param {number | null} at  in nanoseconds; null for no crash
 * @param {number} limit  how many faults a scenario can have
 */
export function setCrash(scenario, at, limit) {
  const faults = [...scenario.faults ?? []];
  const crash = faults.findIndex(isTimedCrash);
  if (at === null) faults.splice(crash < 0 ? faults.length : crash, 1);
  else if (crash >= 0) faults[crash] = {...faults[crash], at: writeDuration(at)};
  else if (faults.length < limit) faults.push({fault: 'crash', at: writeDuration(at)});
  if (faults.length > 0) scenario.faults = faults;
  else delete scenario.faults;
}

/**
 * Returns the time of the scenario's crash.
 * @param {Json} scenario
 * @returns {number | null} nanoseconds; null where it has no crash at a time
 */
export function crashOf(scenario) {
  const fault = (scenario.faults ?? []).find(isTimedCrash);
  return fault ? parseDuration(fault.at) : null;
}
