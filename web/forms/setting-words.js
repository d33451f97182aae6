// What "All settings" says of a setting and of what is found among all of them.

import {parseDuration} from '../scenario/duration.js';
import {title} from '../scenario/story.js';
import {ownAt, valueAt, variantName, variantNames} from '../scenario/target.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../scenario/target.js').Target} Target
 * @typedef {import('../engine/types.js').Setting} Setting
 * @typedef {import('../engine/types.js').Settings} Settings
 */

/**
 * Splits what the reader searches for into words.
 * @param {string} query
 */
export const wordsOf = (query) => query.toLowerCase().split(/\s+/).filter(Boolean);

/**
 * Reports whether each word is somewhere in what is said of a setting.
 * @param {Setting} setting
 * @param {string[]} words  in lower case
 */
export function matches(setting, words) {
  const items = (setting.items ?? []).map((item) => `${item.name} ${item.doc}`).join(' ');
  const text = `${setting.name} ${setting.path} ${setting.doc} ${setting.ids.join(' ')} ${items}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/**
 * Reports whether a setting has an effect on a target.
 * @param {boolean[]} matters  for each variant
 * @param {Target} target
 */
export const hasEffect = (matters, target) => (target === null ? matters.includes(true) : matters[target] ?? false);

/**
 * Returns how many settings are found, in a sentence.
 * @param {object} found
 * @param {number} found.count
 * @param {number} found.idle      how many of them have no effect
 * @param {boolean} found.all      those are shown too
 * @param {boolean} found.searched
 * @param {string} found.on        what they would have an effect on
 */
export function countWords({count, idle, all, searched, on}) {
  const settings = `${count} ${count === 1 ? 'setting' : 'settings'}${searched ? ' found' : ''}`;
  if (count === 0) return 'No setting is found.';
  if (idle === 0) return `${settings}.`;
  if (all) return `${settings}; ${idle} of them ${idle === 1 ? 'has' : 'have'} no effect on ${on}.`;
  return `${count - idle} of ${settings}; the ${idle === 1 ? 'other has' : 'others have'} no effect on ${on}.`;
}

/**
 * Returns which variants have a value of their own, which a change for all variants
 * does not change, in a sentence.
 * @param {Json} scenario
 * @param {string} path
 * @returns {string} "" for none
 */
export function ownValues(scenario, path) {
  if (!scenario.compare) return '';
  const own = variantNames(scenario).flatMap((name, variant) =>
    (ownAt(scenario, variant, path) ? [`${name} (${valueWords(valueAt(scenario, variant, path))})`] : []));
  return own.length > 0 ? `Not changed by this, with a value of its own: ${own.join(', ')}.` : '';
}

/**
 * Returns what settings have an effect on, in words.
 * @param {Json} scenario
 * @param {Target} target
 */
export const targetWords = (scenario, target) => (target === null ? 'this story' : `“${variantName(scenario, target)}”`);

/**
 * Returns a value as it is written in a sentence.
 * @param {unknown} value
 */
export function valueWords(value) {
  if (typeof value === 'string') return value;
  if (value === undefined) return 'not set';
  return typeof value === 'object' ? 'as written out' : String(value);
}

/**
 * Returns the default of a setting, and the bounds of a number, in words.
 * @param {Setting} setting
 */
export function factWords(setting) {
  const byDefault = setting.default === undefined ? 'not set by default' : `default ${valueWords(setting.default)}`;
  return ['number', 'decimal'].includes(setting.type) ? `${byDefault}, ${setting.allowed}` : byDefault;
}

/**
 * Returns the section of a path, "" for none.
 * @param {string} path
 */
export const parentOf = (path) => path.slice(0, Math.max(path.lastIndexOf('.'), 0));

/**
 * Returns the name of a setting that has none but the last one of its path, such as
 * "Latency by load" for "source.latencyByLoad".
 * @param {string} path
 */
export const nameOf = (path) => title(path.slice(path.lastIndexOf('.') + 1)).replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/**
 * Returns the name of a section; for one inside another, the names of both.
 * @param {Settings['sections'][0]} section
 * @param {Settings['sections']} all
 */
export function sectionName(section, all) {
  const parent = all.find(({id}) => id !== '' && id === parentOf(section.id));
  return parent ? `${parent.name}: ${section.name.toLowerCase()}` : section.name;
}

/**
 * Reports whether two values are the same; durations may be written differently.
 * @param {unknown} a
 * @param {unknown} b
 */
export function sameValue(a, b) {
  const [x, y] = [parseDuration(a), parseDuration(b)];
  return x !== null && y !== null ? x === y : JSON.stringify(a) === JSON.stringify(b);
}
