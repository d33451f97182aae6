// The forms in which a scenario can write a latency.

import {parseDuration, writeDuration} from '../scenario/duration.js';

/**
 * @typedef {object} Form
 * @property {string} id
 * @property {string} text
 * @property {{[name: string]: string}} parts  the labels of its parts, by their names
 * @property {(ns: number) => any} make        makes a latency of about this average, in nanoseconds
 */

/** @type {Form[]} */
export const FORMS = [
  {id: 'constant', text: 'always the same', parts: {}, make: writeDuration},
  {id: 'exponential', text: 'mostly short, sometimes long', parts: {mean: 'On average'}, make: (ns) => ({dist: 'exponential', mean: writeDuration(ns)})},
  {
    id: 'uniform', text: 'anything between two bounds', parts: {min: 'At least', max: 'At most'},
    make: (ns) => ({dist: 'uniform', min: writeDuration(ns / 2), max: writeDuration(ns * 1.5)}),
  },
  {
    id: 'percentiles', text: 'as measured', parts: {p50: 'Half within (p50)', p99: '99 of 100 (p99)'},
    make: (ns) => ({p50: writeDuration(ns), p99: writeDuration(ns * 5)}),
  },
];

/** The average of a latency that had none, in nanoseconds. */
const FIRST_MEAN = 1e8;

/**
 * Returns the id of a latency's form.
 * @param {any} latency
 * @returns {string}
 */
export const formOf = (latency) => (typeof latency !== 'object' ? 'constant' : latency.dist ?? 'percentiles');

/**
 * Returns a latency in another form, of about the same average.
 * @param {any} latency
 * @param {string} id
 */
export const inForm = (latency, id) => FORMS.find((form) => form.id === id)?.make(mean(latency) || FIRST_MEAN);

/**
 * Returns about how long a latency is on average, in nanoseconds.
 * @param {any} latency
 * @returns {number}
 */
export function mean(latency) {
  if (typeof latency !== 'object') return parseDuration(latency) ?? 0;
  const parts = ['mean', 'p50', 'min', 'max'].flatMap((name) => (name in latency ? [parseDuration(latency[name]) ?? 0] : []));
  return parts.reduce((sum, part) => sum + part, 0) / Math.max(parts.length, 1);
}
