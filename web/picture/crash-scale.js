// The slider of a crash, as wide as a row of the strip: its values count steps of
// a round length, and behind the strip's time there is no crash.

import {roundUp} from '../scenario/duration.js';

/** How many steps there are within the strip's time, at most. */
const MAX_STEPS = 100;

/**
 * @typedef {object} CrashScale
 * @property {number} max                           the slider's last value, at the right edge of the strip
 * @property {number} last                          the value of the last moment at which there can be a crash
 * @property {(time: number | null) => number} valueOf  of a crash; null is none
 * @property {(value: number) => number | null} timeAt  of a crash, null for none
 */

/**
 * Returns the scale of the slider over a strip.
 * @param {number} extent    how far the strip's time reaches, in nanoseconds
 * @param {number} timePart  the part of the strip's width that it takes
 * @returns {CrashScale}
 */
export function crashScale(extent, timePart) {
  const step = roundUp(extent / MAX_STEPS);
  const max = extent / step / timePart;
  return {
    max,
    last: Math.floor(extent / step),
    valueOf: (time) => (time === null ? max : Math.round(time / step)),
    timeAt: (value) => (value * step > extent ? null : value * step),
  };
}
