// The stops of the player: the heights of the diagrams' common axis at which
// something happens. A run is what the view has of one variant; in a list of runs
// its index is that of the variant.

import {sayDuration} from '../scenario/duration.js';

/** @typedef {import('../engine/types.js').VariantView} VariantView */
/** @typedef {import('../engine/types.js').Moment} Moment */
/** @typedef {{y: number, time: number}} Stop  a height in a diagram's own pixels, and nanoseconds since the start */

/** How far above its line the label of an event is, at which readers point, in a diagram's own pixels. */
const LABEL_OFFSET = 6;

/**
 * Returns the stops of runs, from first to last.
 * @param {Pick<VariantView, 'moments'>[]} runs
 * @returns {Stop[]}
 */
export function stopsOf(runs) {
  const times = new Map(runs.flatMap((run) => run.moments.map(({y, time}) => [y, time])));
  return [...times].map(([y, time]) => ({y, time})).sort((a, b) => a.y - b.y);
}

/**
 * Returns the index of the stop at which a position is kept when the stops change:
 * the last one that is not after it, or the first.
 * @param {Stop[]} stops  the new ones
 * @param {Stop} before  the stop at the position until now
 */
export function keepStop(stops, before) {
  return Math.max(stops.findLastIndex((stop) => stop.time <= before.time && stop.y <= before.y), 0);
}

/**
 * Returns the text of the player's clock at a stop.
 * @param {Stop | undefined} stop
 * @param {boolean} last  whether it is the last one
 */
export function clockText(stop, last) {
  if (!stop || last) return 'at the end';
  return stop.time === 0 ? 'at the start' : `at ${sayDuration(stop.time)}`;
}

/**
 * Returns the moment of an event; an event that has no row belongs to the row above it.
 * @param {Pick<VariantView, 'moments'> | undefined} run
 * @param {number} event
 */
export function momentOf(run, event) {
  return run?.moments.find((m) => m.event === event) ?? run?.moments.findLast((m) => m.event < event);
}

/**
 * Returns the moments at a height, each with its variant.
 * @param {Pick<VariantView, 'moments'>[]} runs
 * @param {number | undefined} y
 * @returns {[variant: number, moment: Moment][]}
 */
export function momentsAt(runs, y) {
  return runs.flatMap((run, variant) => run.moments.filter((m) => m.y === y).map((m) => /** @type {[number, Moment]} */ ([variant, m])));
}

/**
 * Returns the moment that is nearest to a height that is pointed at.
 * @param {Moment[]} moments
 * @param {number} y
 * @returns {Moment | undefined} undefined where there are no moments
 */
export function nearestMoment(moments, y) {
  const distance = (/** @type {Moment} */ m) => Math.abs(m.y - LABEL_OFFSET - y);
  return moments.reduce((best, m) => (distance(m) < distance(best) ? m : best), moments[0]);
}
