// What a panel says of one moment: what cache, queue and source hold, and which
// step of the strategy's list has just been taken.

/** @typedef {import('../engine/types.js').VariantView} VariantView */
/** @typedef {import('../engine/types.js').Moment} Moment */

const PLACES = /** @type {const} */ (['cache', 'queue', 'dead', 'source', 'breaker']);

/**
 * Writes what is where into a panel, what has just changed lit.
 * @param {Element} panel @param {VariantView} run @param {number} at  index of the moment, -1 for before the first
 * @param {boolean} midway  it is not the end
 */
export function showState(panel, run, at, midway) {
  const moment = run.moments[at];
  const when = panel.querySelector('.state-when');
  if (when) when.textContent = !midway ? 'At the end' : !moment?.when ? 'Here' : moment.when === 'now' ? 'At the start' : `At ${moment.when}`;
  for (const place of PLACES) {
    const list = panel.querySelector(`[data-holds="${place}"]`);
    if (!list) continue;
    const held = run.moments.slice(0, Math.max(at, 0) + 1).findLast((m) => m[place])?.[place];
    const items = held?.items ?? [];
    list.innerHTML = items.map((item) => run.holdings[item].html).join('') || run.nothing;
    for (const i of (midway && moment?.[place]?.changed) || []) list.children[i].classList.add('changed');
  }
}

/** @param {Element} panel @param {Moment | undefined} moment */
export function showStep(panel, moment) {
  for (const lit of panel.querySelectorAll('.steps .current')) lit.classList.remove('current');
  if (!moment || moment.index < 0) return;
  panel.querySelector(`.steps [data-step="${moment.list}-${moment.index}"]`)?.classList.add('current');
}
