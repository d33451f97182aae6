// A remedy as a change of the scenario.

import {mergePatch} from '../scenario/merge-patch.js';
import {addBeside, variantCount, variantName} from '../scenario/target.js';
import {uncapitalized} from './sentences.js';

/** @typedef {import('../engine/types.js').Remedy} Remedy */

/**
 * Makes a remedy's change in a copy of a variant beside it, or where there is no room for one more in the variant itself.
 * @param {import('../scenario/story.js').Json} scenario  changed in place
 * @param {number} variant
 * @param {Pick<Remedy, 'patch' | 'words'>} remedy
 * @param {import('../engine/types.js').Limits} limits
 */
export function addRemedy(scenario, variant, {patch, words}, limits) {
  const name = `${variantName(scenario, variant)}: ${uncapitalized(words)}`;
  const to = variantCount(scenario) < limits.variants ? addBeside(scenario, variant, limits) : variant;
  scenario.compare[to] = {...mergePatch(scenario.compare[to], patch), name: [...name].slice(0, limits.nameLength).join('')};
}
