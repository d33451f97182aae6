// What "What if …" offers and does to a scenario: a fork becomes a variant beside
// the one that it was chosen in, or takes the place of one where there is no room.

import {addBeside, addedVariants, removeVariant, setAt, variantCount} from '../scenario/target.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../engine/types.js').Fork} Fork
 * @typedef {import('../engine/types.js').Limits} Limits
 */

/**
 * Groups forks by what they happen to, in their order.
 * @param {Fork[]} forks
 * @returns {{name: string, forks: Fork[]}[]}
 */
export function groupsOf(forks) {
  const names = new Set(forks.map(({group}) => group));
  return [...names].map((name) => ({name, forks: forks.filter(({group}) => group === name)}));
}

/**
 * Finds room for a fork of a variant.
 * @param {Json} scenario
 * @param {Json} original  its variants are not replaced
 * @param {number} variant
 * @param {Limits} limits
 * @returns {{full: boolean, replaced: number}} `replaced` is the variant that makes room: the last one that was added, -1 for none
 */
export function roomFor(scenario, original, variant, limits) {
  if (variantCount(scenario) < limits.variants) return {full: false, replaced: -1};
  const replaced = addedVariants(scenario, original).filter((other) => other !== variant).at(-1) ?? -1;
  return {full: replaced < 0, replaced};
}

/**
 * Adds a fork of a variant to a scenario that has room for it.
 * @param {Json} scenario  changed in place
 * @param {Json} original
 * @param {number} variant
 * @param {Fork} fork
 * @param {Limits} limits
 * @returns {{from: number, to: number}} the indexes that the variant and its fork have then
 */
export function addFork(scenario, original, variant, fork, limits) {
  const {replaced} = roomFor(scenario, original, variant, limits);
  if (replaced >= 0) removeVariant(scenario, replaced);
  const from = replaced >= 0 && replaced < variant ? variant - 1 : variant;
  const to = addBeside(scenario, from, limits, fork.name);
  setAt(scenario, to, fork.path, fork.value);
  return {from, to};
}
