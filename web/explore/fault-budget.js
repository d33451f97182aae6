// What can go wrong while every order is explored, as a scenario says it.

/** @typedef {import('../scenario/story.js').Json} Json */
/** @typedef {{id: string, times: number, aimed?: boolean}[]} Faults */

/**
 * Lets a fault happen once, or not at all.
 * @param {Json} scenario  changed in place
 * @param {Faults} faults  what can go wrong in a scenario that does not say so
 * @param {string} id
 * @param {boolean} allowed
 */
export function allowFault(scenario, faults, id, allowed) {
  const times = scenario.explore?.faults ?? Object.fromEntries(faults.filter(({aimed}) => !aimed).map((fault) => [fault.id, fault.times]));
  const changed = Object.entries({...times, [id]: allowed ? 1 : 0}).filter(([, n]) => n > 0);
  scenario.explore = {...scenario.explore, faults: Object.fromEntries(changed)};
}
