// What the table of truth says of the strategies of a story: its verdict beside the
// story's own. Where something of it is not decided, that does not read as holds.

import {listed} from './sentences.js';

/** @typedef {import('../engine/types.js').ExploredRun} ExploredRun */
/** @typedef {import('./truth-table.js').Truth} Truth */
/** @typedef {import('./truth-table.js').Verdict} Verdict */
/** @typedef {{verdict: Verdict, always: boolean}} General  always: it is violated even without a fault */

/**
 * Returns what may happen in a story, in any of its variants, as the table has it and
 * as it has not.
 * @param {Pick<Truth, 'faults'>} truth
 * @param {Pick<ExploredRun, 'faults'>[]} runs
 * @returns {{known: {id: string, name: string}[], other: string[]}} known are faults of the table, other are names
 */
export function faultsIn(truth, runs) {
  const allowed = runs.flatMap((run) => run.faults ?? []).filter(({times}) => times > 0);
  const known = truth.faults.filter(({id}) => id !== '' && allowed.some(({kind}) => kind === id));
  const other = allowed.filter(({kind}) => !known.some(({id}) => id === kind)).map(({name}) => name);
  return {known, other: [...new Set(other)]};
}

/**
 * Returns what the table says of a variant's strategies, with each of the faults alone.
 * @param {Pick<Truth, 'properties' | 'rows'>} truth
 * @param {Pick<ExploredRun, 'read' | 'write'>} run
 * @param {{id: string}[]} faults  that may happen, of the table
 * @returns {Map<string, General>} by the property; empty where the table does not have the strategies
 */
export function generalOf({properties, rows}, {read, write}, faults) {
  const pair = rows.filter((row) => row.read === read && row.write === write);
  const without = pair.find(({fault}) => fault === '');
  const all = pair.filter(({fault}) => fault === '' || faults.some(({id}) => id === fault));
  /** @type {Map<string, General>} */
  const general = new Map();
  if (!without || all.length <= faults.length) return general;
  for (const [i, {id}] of properties.entries()) {
    const verdicts = all.map(({cells}) => cells[i].verdict);
    const verdict = verdicts.find((found) => found === 'violated') ?? verdicts.find((found) => found !== 'holds') ?? 'holds';
    general.set(id, {verdict, always: without.cells[i].verdict === 'violated'});
  }
  return general;
}

/**
 * Returns what stands beside a verdict of the story.
 * @param {General} general
 * @param {boolean} faulty  whether faults may happen
 */
export function generalText({verdict, always}, faulty) {
  if (verdict === 'violated') return `In general: ✗ ${!faulty ? 'violated' : always ? 'even without a fault' : 'with a fault'}`;
  return verdict === 'holds' ? 'In general: holds in the table' : 'In general: not decided';
}

/**
 * Says what "in general" means.
 * @param {ReturnType<typeof faultsIn>} faults  that may happen in the story
 */
export function legendOf({known, other}) {
  const faults = known.length > 0 ? `where ${listed(known.map(({name}) => name), 'or')} may happen, once` : 'without faults';
  const not = other.length > 0 ? ` The table does not have ${listed(other, 'or')}.` : '';
  return `In general: the same strategies, without other settings, in the small scenarios of the table of truth below, ${faults}.${not}`;
}
