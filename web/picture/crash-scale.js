// The slider of a crash, which is as wide as a row of the strip. Its values count
// steps of a round length; beyond the end of the axis they mean that there is no crash.

import {roundUp} from '../scenario/duration.js';

/** The maximum number of steps on the axis. */
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
 * @param {number} extent    the end of the strip's axis of time, in nanoseconds
 * @param {number} timePart  the part of the strip's width that the axis takes
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
