// What a panel says of one moment: what cache, queue and source hold, and which
// step of the strategy's list has just been taken.

/** @typedef {import('./engine.js').Moment} Moment */

/**
 * Writes what is where into a panel, what has just changed lit.
 * @param {Element} panel @param {Moment | undefined} moment @param {boolean} midway  it is not the end
 */
export function showState(panel, moment, midway) {
  const when = panel.querySelector('.state-when');
  if (when) when.textContent = !midway ? 'At the end' : !moment?.when ? 'Here' : moment.when === 'now' ? 'At the start' : `At ${moment.when}`;
  for (const place of /** @type {const} */ (['cache', 'queue', 'source'])) {
    const list = panel.querySelector(`[data-holds="${place}"]`);
    const holdings = moment?.[place] ?? [];
    list?.replaceChildren(...(holdings.length > 0 ? holdings.map((h) => holding(h, midway)) : [nothing()]));
  }
}

/** @param {import('./engine.js').Holding} h @param {boolean} midway */
function holding(h, midway) {
  const item = document.createElement('li');
  item.textContent = h.text;
  item.classList.toggle('changed', midway && h.changed);
  if (h.note) {
    const still = document.createElement('span');
    still.className = 'still';
    still.textContent = ` – ${h.note}`;
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
