// A remedy as a change of the scenario.

import {mergePatch} from '../scenario/merge-patch.js';
import {addBeside, variantCount, variantName} from '../scenario/target.js';
import {count, uncapitalized} from './sentences.js';

/** @typedef {import('../engine/types.js').Judgement} Judgement */
/** @typedef {import('../engine/types.js').Remedy} Remedy */

/**
 * The name of a variant with a remedy's change in it.
 * @param {import('../scenario/story.js').Json} scenario
 * @param {number} variant  that is changed
 * @param {Pick<Remedy, 'words'>} remedy
 * @param {import('../engine/types.js').Limits} limits
 */
export function remedyName(scenario, variant, {words}, limits) {
  const name = `${variantName(scenario, variant)}: ${uncapitalized(words)}`;
  return [...name].slice(0, limits.nameLength).join('');
}

/**
 * Makes a remedy's change in a copy of a variant beside it, or where there is no room for one more in the variant itself.
 * @param {import('../scenario/story.js').Json} scenario  changed in place
 * @param {number} variant
 * @param {Pick<Remedy, 'patch' | 'words'>} remedy
 * @param {import('../engine/types.js').Limits} limits
 */
export function addRemedy(scenario, variant, remedy, limits) {
  const name = remedyName(scenario, variant, remedy, limits);
  const to = variantCount(scenario) < limits.variants ? addBeside(scenario, variant, limits) : variant;
  scenario.compare[to] = {...mergePatch(scenario.compare[to], remedy.patch), name};
}

/**
 * What a remedy does to the verdicts, by the properties that concern the variant.
 * @param {Judgement[]} before
 * @param {Pick<Remedy, 'after'>} remedy
 * @returns {{mends: Judgement[], leaves: Judgement[], breaks: Judgement[], unsure: Judgement[]}}
 *   leaves: what was violated before too; breaks: what was not; unsure: what is not decided
 */
export function effectOf(before, {after}) {
  const violated = (/** @type {Judgement} */ {verdict}) => verdict === 'violated';
  const then = (/** @type {Judgement['verdict']} */ verdict) => before.filter(({property}) => after[property] === verdict);
  return {
    mends: then('holds').filter(violated),
    leaves: then('violated').filter(violated),
    breaks: then('violated').filter((judgement) => !violated(judgement)),
    unsure: then('unknown'),
  };
}

/**
 * Says what a remedy does to the verdicts, after its words.
 * @param {Judgement[]} before
 * @param {string} property  against whose violation it was looked for
 * @param {Remedy} remedy
 */
export function effectInWords(before, property, remedy) {
  const {mends, leaves, breaks, unsure} = effectOf(before, remedy);
  const said = (/** @type {string} */ words, /** @type {Judgement[]} */ judgements) =>
    judgements.length > 0 ? `${words}: ${judgements.map(({title}) => `“${title}”`).join(', ')}` : '';
  return [
    `holds in all ${count(remedy.states)} states`,
    said('mends too', mends.filter((judgement) => judgement.property !== property)),
    said('still violated', leaves),
    said('violated by the change', breaks),
    said('not decided', unsure),
  ].filter(Boolean).join('; ');
}

/**
 * Sorts remedies by how much is left violated, then by what is not decided; the smaller change first among equals.
 * @param {Judgement[]} before
 * @param {Remedy[]} found  the smallest change first
 */
export function ranked(before, found) {
  const left = (/** @type {Remedy} */ remedy) => {
    const {leaves, breaks, unsure} = effectOf(before, remedy);
    return (leaves.length + breaks.length) * before.length + unsure.length;
  };
  return [...found].sort((a, b) => left(a) - left(b));
}
