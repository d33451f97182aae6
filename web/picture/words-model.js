// What "The same in words" says of a run: its console text by lines, and a table of
// its moments.

import {momentOf} from './stops.js';

/** @typedef {import('../engine/types.js').VariantView} VariantView */
/** @typedef {{text: string, event: number | null}} Line  of the console text; a line without an event cannot be selected */
/** @typedef {{event: number, when: string, what: string, steps: string[]}} Row  of the table; steps that are one effect stand together */
/** @typedef {{caption: string, columns: string[], rows: Row[]}} Table */

/**
 * Returns the lines of a run's console text.
 * @param {Pick<VariantView, 'console'>} run
 * @returns {Line[]}
 */
export function linesOf(run) {
  return run.console.map(({text, event}) => ({text: text.replace(/^\n+|\n+$/g, ''), event: event < 0 ? null : event}));
}

/**
 * Returns the table of a run's moments: by time, or by number where an order replaces the clock.
 * @param {Pick<VariantView, 'name' | 'moments' | 'lists'>} run
 * @returns {Table}
 */
export function tableOf(run) {
  const timed = run.moments.some((m) => m.when !== '');
  return {
    caption: `What happens in ${run.name}`,
    columns: [timed ? 'Time' : 'No.', 'Who → whom: what', 'Step'],
    rows: run.moments.map((moment, i) => ({
      event: moment.event,
      when: timed ? moment.when.replace('now', '0 s') : String(i + 1),
      what: `${moment.differs ? '≠ ' : ''}${moment.what}`,
      steps: (moment.index < 0 ? undefined : run.lists[moment.list]?.steps[moment.index])?.split('+') ?? [],
    })),
  };
}

/**
 * Returns what the sign ≠ in a run's table means, "" where it is not in it.
 * @param {Pick<VariantView, 'moments'>} run
 * @param {string | undefined} baseline  the name of the variant that it is compared with
 */
export function signHint(run, baseline) {
  return run.moments.some((m) => m.differs) ? `≠ marks what is not so in ${baseline}.` : '';
}

/**
 * Returns the index of the last event that has happened at a height, -1 for none.
 * @param {number[]} events
 * @param {Pick<VariantView, 'moments'> | undefined} run
 * @param {number} y
 */
export function lastUntil(events, run, y) {
  return events.findLastIndex((event) => (momentOf(run, event)?.y ?? Infinity) <= y);
}

/**
 * Makes names unique by a number after each, which counts the equal ones before it.
 * @param {string[]} names
 */
export function numbered(names) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return names.map((name) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return `${name} ${before}`;
  });
}
