// The lists of steps of a scenario. A list is given by the name of a strategy or
// written out; the worker's list is part of the write strategy.

import {setAt, strategyAt} from './target.js';

/**
 * @typedef {import('./story.js').Json} Json
 * @typedef {import('../engine/types.js').Strategies} Strategies
 * @typedef {import('./target.js').Target} Target
 * @typedef {'read' | 'write' | 'worker'} Kind
 * @typedef {{by: string, steps: string[], wait?: string}} List
 */

/**
 * Returns the strategy that a list is part of.
 * @param {Kind} kind
 * @returns {'read' | 'write'}
 */
export const strategyOf = (kind) => (kind === 'worker' ? 'write' : kind);

/**
 * Returns the list that a target follows.
 * @param {Strategies} strategies
 * @param {Json} scenario
 * @param {Target} target
 * @param {Kind} kind
 * @returns {List}
 */
export function listAt(strategies, scenario, target, kind) {
  const whole = writtenOut(strategies, scenario, target, kind);
  const {by = 'client', steps = []} = kind === 'worker' ? {by: 'manager', steps: whole.worker ?? strategies.worker.steps} : whole;
  return {by, steps, ...(whole.wait === undefined ? {} : {wait: whole.wait})};
}

/**
 * Sets the list that a target follows. Where a named strategy has the same steps,
 * its name is set; of several such strategies, the one that the target had before.
 * @param {Strategies} strategies
 * @param {Json} scenario
 * @param {Target} target
 * @param {Kind} kind
 * @param {List} list
 * @param {string} origin  the name that it had, "" for none
 */
export function putList(strategies, scenario, target, kind, list, origin) {
  const before = writtenOut(strategies, scenario, target, kind);
  /** @type {Json} */
  const next = kind === 'worker' ? {...before, worker: list.steps} : {...before, by: list.by, steps: list.steps};
  if (list.wait === undefined || ![...next.steps, ...next.worker ?? []].includes('wait')) delete next.wait;
  else next.wait = list.wait;
  if (same(next.worker, strategies.worker.steps)) delete next.worker;
  const named = 'wait' in next || 'worker' in next ? []
    : strategies[strategyOf(kind)].filter(({by, steps}) => by === next.by && same(steps, next.steps));
  setAt(scenario, target, strategyOf(kind), (named.find(({id}) => id === origin) ?? named[0])?.id ?? next);
}

/**
 * Reports whether two lists are the same.
 * @param {unknown} a
 * @param {unknown} b
 */
export const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Returns a target's strategy as an object, also where it is given by its name.
 * @param {Strategies} strategies
 * @param {Json} scenario
 * @param {Target} target
 * @param {Kind} kind
 * @returns {Json}
 */
function writtenOut(strategies, scenario, target, kind) {
  const given = strategyAt(scenario, target, strategyOf(kind));
  if (typeof given !== 'string') return given;
  const {by, steps} = strategies[strategyOf(kind)].find(({id}) => id === given) ?? {by: 'client', steps: []};
  return {by, steps};
}
