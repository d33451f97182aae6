// Which controls there are for settings, and how finely a slider divides its range.

import {parseDuration} from '../scenario/duration.js';
import {crashOf, getSetting} from '../scenario/story.js';

/** @typedef {import('../scenario/story.js').Json} Json */
/** @typedef {import('../engine/types.js').Control} Field */

/** How many steps a slider of durations has. */
export const STEPS = 50;
/** The least maximum of a slider of numbers. */
const MIN_RANGE = 8;

/**
 * Returns a round step for a slider of durations, with which a value is somewhat
 * left of the middle.
 * @param {number} value  nanoseconds
 */
export function roundStep(value) {
  const rough = (value * 2.5) / STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? rough;
  return Number.isInteger(value / step) ? step : power;
}

/**
 * Returns the maximum of a slider of numbers.
 * @param {number | undefined} value
 * @param {number} max  of the setting
 */
export function rangeOf(value, max) {
  return Math.min(max, Math.max(MIN_RANGE, 2 * (value ?? 0)));
}

/**
 * Reports whether a field has a control. A distribution has none, and neither has
 * the time of the crash, which the marker on the strip sets.
 * @param {Json} scenario
 * @param {Pick<Field, 'path' | 'type' | 'default'>} field
 * @param {string[]} types  that have controls
 */
export function hasControl(scenario, {path, type, default: byDefault}, types) {
  const fault = /^faults\[(\d+)\]\.at$/.exec(path);
  if (fault && scenario.faults?.[Number(fault[1])]?.fault === 'crash' && crashOf(scenario) !== null) return false;
  const value = getSetting(scenario, path) ?? byDefault;
  return types.includes(type) && (!['duration', 'latency'].includes(type) || parseDuration(value) !== null);
}
