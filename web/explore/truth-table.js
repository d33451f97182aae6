// The table of truth: what is true of pairs of strategies in small scenarios, as
// rows that a reader chooses from.

import {count} from './sentences.js';

/** @typedef {import('../engine/types.js').TruthRow} TruthRow */
/** @typedef {{text: string, hint: string}} Cell  without a counterexample; hint is its tooltip */

/**
 * Returns what can be chosen: the strategies to read and the faults, each once, in the order of the rows.
 * @param {Pick<TruthRow, 'read' | 'fault'>[]} rows
 */
export function choicesOf(rows) {
  return {reads: [...new Set(rows.map((row) => row.read))], faults: [...new Set(rows.map((row) => row.fault))]};
}

/**
 * Names a fault of the choice.
 * @param {string} fault  "" for none
 */
export const faultText = (fault) => fault || 'nothing goes wrong';

/**
 * Returns the rows of a choice.
 * @template {Pick<TruthRow, 'read' | 'fault'>} Row
 * @param {Row[]} rows
 * @param {{read: string, fault: string}} choice
 */
export function chosenRows(rows, {read, fault}) {
  return rows.filter((row) => row.read === read && row.fault === fault);
}

/**
 * Returns what a cell without a counterexample says.
 * @param {string} verdict
 * @param {number} states  that were seen for its row
 * @returns {Cell}
 */
export function cellOf(verdict, states) {
  return verdict === 'holds' ? {text: '✓', hint: `no violation in any of ${count(states)} states`} : {text: '?', hint: 'not decided'};
}

/**
 * Says how much of the table is there.
 * @param {Pick<TruthRow, 'states'>[]} rows
 * @param {string | undefined} all  how many rows come, undefined when none come any more
 */
export function statusOf(rows, all) {
  if (all !== undefined) return `${rows.length} of ${all} lines…`;
  return `${rows.length} lines; ${count(rows.reduce((sum, row) => sum + row.states, 0))} states, all there are in these scenarios.`;
}
