// What a panel says of one moment: what cache, queue and source hold, and which
// step of the strategy's list has just been taken.

/** @typedef {import('../engine/engine.js').RunView} RunView */
/** @typedef {import('../engine/engine.js').Moment} Moment */

const PLACES = /** @type {const} */ (['cache', 'queue', 'dead', 'source', 'breaker']);

/**
 * Writes what is where into a panel, what has just changed lit.
 * @param {Element} panel @param {RunView} run @param {number} at  index of the moment, -1 for before the first
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
    const lit = midway ? moment?.[place]?.changed ?? [] : [];
    const items = (held?.items ?? []).map((item, i) => itemOf(run.holdings[item], lit.includes(i)));
    list.replaceChildren(...(items.length > 0 ? items : [nothing()]));
  }
}

/** @param {import('../engine/engine.js').Holding} holding @param {boolean} changed */
function itemOf(holding, changed) {
  const item = document.createElement('li');
  item.textContent = holding.text;
  item.classList.toggle('alarm', holding.alarm);
  item.classList.toggle('changed', changed);
  if (holding.note) {
    const still = document.createElement('span');
    still.className = 'still';
    still.textContent = ` – ${holding.note}`;
    item.append(still);
  }
  return item;
}

function nothing() {
  const item = document.createElement('li');
  item.className = 'nothing';
  item.textContent = 'nothing';
  return item;
}

/** @param {Element} panel @param {Moment | undefined} moment */
export function showStep(panel, moment) {
  for (const lit of panel.querySelectorAll('.steps .current')) lit.classList.remove('current');
  if (!moment || moment.index < 0) return;
  panel.querySelector(`.steps [data-step="${moment.list}-${moment.index}"]`)?.classList.add('current');
}
