// The table of truth: what is true of pairs of strategies in small scenarios, as
// rows that a reader chooses from.

import {title} from '../scenario/story.js';
import {leftOutOf, plural, uncapitalized} from './sentences.js';

/** @typedef {import('../engine/types.js').Judgement['verdict']} Verdict */
/** @typedef {import('../scenario/story.js').Json} Json */

/**
 * A counterexample: words as escaped markup, what it needs, and the scenario whose run shows it.
 * @typedef {{words: string, steps: number, operations: number, faults: number, scenario: Json}} Example
 */

/**
 * The verdicts on two strategies, in the order of the properties. The fault may happen once, "" is none.
 * @typedef {{read: string, write: string, fault: string, states: number, cells: {verdict: Verdict, example?: Example}[]}} TruthRow
 */

/**
 * The table, as scripts/build/truth.go writes it.
 * @typedef {object} Truth
 * @property {{id: string, name: string, leftOut: string[]}[]} faults
 * @property {{id: string, title: string, violation: string}[]} properties
 * @property {TruthRow[]} rows
 */

/** The fault that may happen when the table is opened. */
export const FIRST_FAULT = 'crash';

/**
 * Returns what can be chosen, with its words: the strategies to read and the faults.
 * @param {Pick<Truth, 'rows' | 'faults'>} truth
 * @returns {{reads: {value: string, text: string}[], faults: {value: string, text: string}[]}}
 */
export function choicesOf({rows, faults}) {
  return {
    reads: [...new Set(rows.map(({read}) => read))].map((read) => ({value: read, text: title(read)})),
    faults: faults.map(({id, name}) => ({value: id, text: name || 'no fault'})),
  };
}

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
 * Returns what a cell says.
 * @param {Verdict} verdict
 * @param {number} steps  of the counterexample, 0 for none
 */
export function cellText(verdict, steps) {
  if (verdict === 'violated') return `✗ ${steps} ${steps === 1 ? 'step' : 'steps'}`;
  return verdict === 'holds' ? '✓ holds' : '? not decided';
}

/**
 * Returns the name of the scenario that shows a violation.
 * @param {Pick<TruthRow, 'read' | 'write'>} row
 * @param {{violation: string}} property
 */
export const exampleName = ({read, write}, {violation}) => `${title(read)}, ${title(write)}: ${uncapitalized(violation)}`;

/**
 * Says what the rows of a choice are about.
 * @param {Pick<TruthRow, 'states'>[]} rows
 * @param {{leftOut: string[]}} [fault]  that may happen in them
 */
export function statusOf(rows, fault) {
  const states = rows.reduce((sum, row) => sum + row.states, 0);
  return `${plural(states, 'state')} gone through for ${plural(rows.length, 'line')}.${leftOutOf({leftOut: fault?.leftOut})}`;
}
