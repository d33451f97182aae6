// What a panel says of one moment: what each place holds, and which step of the
// strategy's list has just been taken. The list items are the engine's.

/** @typedef {import('../engine/types.js').VariantView} VariantView */
/** @typedef {import('../engine/types.js').Moment} Moment */

const PLACES = /** @type {const} */ (['cache', 'queue', 'dead', 'source', 'breaker']);

/** @typedef {typeof PLACES[number]} Place */

/**
 * Returns when a moment is, in words.
 * @param {Pick<Moment, 'when'> | undefined} moment
 * @param {boolean} midway  whether it is before the end
 */
export function whenText(moment, midway) {
  if (!midway) return 'At the end';
  if (!moment?.when) return 'Here';
  return moment.when === 'now' ? 'At the start' : `At ${moment.when}`;
}

/**
 * Returns what a place holds at a moment. Where a moment leaves a place out, that
 * holds what it did at the moment before.
 * @param {VariantView} run
 * @param {number} at  the index of the moment; before the first one a place holds what it does at the first
 * @param {Place} place
 * @returns {{html: string, changed: number[]}} list items, and the indexes of those that the moment has changed
 */
export function heldAt(run, at, place) {
  const held = run.moments.slice(0, Math.max(at, 0) + 1).findLast((m) => m[place])?.[place];
  return {
    html: (held?.items ?? []).map((item) => run.holdings[item].html).join('') || run.nothing,
    changed: run.moments[at]?.[place]?.changed ?? [],
  };
}

/**
 * Writes into a panel what each place holds at a moment, and marks what has just changed.
 * @param {Element} panel
 * @param {VariantView} run
 * @param {number} at       the index of the moment, -1 for before the first
 * @param {boolean} midway  whether it is before the end, where nothing is marked
 */
export function showState(panel, run, at, midway) {
  const when = panel.querySelector('.state-when');
  if (when) when.textContent = whenText(run.moments[at], midway);
  for (const place of PLACES) {
    const list = panel.querySelector(`[data-holds="${place}"]`);
    if (!list) continue;
    const {html, changed} = heldAt(run, at, place);
    list.innerHTML = html;
    for (const i of midway ? changed : []) list.children[i].classList.add('changed');
  }
}

/**
 * Marks the step of a moment in the panel's lists of steps.
 * @param {Element} panel
 * @param {Moment | undefined} moment
 */
export function showStep(panel, moment) {
  for (const lit of panel.querySelectorAll('.steps .current')) lit.classList.remove('current');
  if (!moment || moment.index < 0) return;
  panel.querySelector(`.steps [data-step="${moment.list}-${moment.index}"]`)?.classList.add('current');
}
