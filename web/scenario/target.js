// What a change applies to: all variants, or one of them, whose differences from
// the scenario are its merge patch (RFC 7386).

import {isObject, mergeDifference, mergePatch} from './merge-patch.js';
import {getSetting, title} from './story.js';

/** @typedef {import('./story.js').Json} Json */
/** @typedef {import('../engine/types.js').Limits} Limits */
/** @typedef {number | null} Target  the index of a variant; null for all of them */

/** The strategies of a scenario that names none. @type {{[kind: string]: string}} */
const DEFAULTS = {read: 'cache-inline', write: 'write-through'};

/**
 * Returns the number of variants.
 * @param {Json} scenario
 * @returns {number}
 */
export const variantCount = (scenario) => scenario.compare?.length ?? 1;

/**
 * Returns the names of all variants.
 * @param {Json} scenario
 * @returns {string[]}
 */
export const variantNames = (scenario) => Array.from({length: variantCount(scenario)}, (_, variant) => variantName(scenario, variant));

/**
 * Returns the name of a variant: its own, or that of its write strategy.
 * @param {Json} scenario
 * @param {number} variant
 * @returns {string}
 */
export function variantName(scenario, variant) {
  const given = scenario.compare ? scenario.compare[variant]?.name : scenario.name;
  const by = strategyAt(scenario, variant, 'write');
  return given || (typeof by === 'string' ? title(by) : 'own steps');
}

/**
 * Returns the strategy of a target: the name of one, or its own steps.
 * @param {Json} scenario
 * @param {Target} target
 * @param {string} kind  "read" or "write"
 */
export function strategyAt(scenario, target, kind) {
  return valueAt(scenario, target, kind) ?? DEFAULTS[kind];
}

/**
 * Returns the path of a target's setting in the document.
 * @param {Target} target
 * @param {string} path
 */
export const pathAt = (target, path) => (target === null ? path : `compare[${target}].${path}`);

/**
 * Returns the value of a setting for a target. A variant takes over from the
 * scenario what it does not set itself.
 * @param {Json} scenario
 * @param {Target} target
 * @param {string} path  such as "cache.ttl"
 * @returns {any} undefined where neither sets it
 */
export function valueAt(scenario, target, path) {
  return getSetting(mergePatch(scenario, (target !== null && scenario.compare?.[target]) || {}), path);
}

/**
 * Reports whether a variant itself sets a setting, or removes it.
 * @param {Json} scenario
 * @param {number} variant
 * @param {string} path
 */
export function ownAt(scenario, variant, path) {
  let here = scenario.compare?.[variant];
  for (const name of path.split('.')) {
    if (!isObject(here)) return here !== undefined;
    here = here[name];
  }
  return here !== undefined;
}

/**
 * Sets the value of a setting for a target. A variant does not keep a value that
 * the scenario has too.
 * @param {Json} scenario
 * @param {Target} target
 * @param {string} path
 * @param {unknown} value  undefined for the default
 */
export function setAt(scenario, target, path, value) {
  const names = path.split('.');
  const own = target !== null && scenario.compare?.[target];
  if (!own) put(scenario, names, value);
  else put(own, names, mergeDifference(getSetting(scenario, path), value), scenario);
}

/**
 * Adds a copy of a variant at the end.
 * @param {Json} scenario
 * @param {number} variant
 * @param {Limits} limits
 * @param {string} [what]  is different in it, for its name
 * @returns {number} the index of the copy
 */
export function addBeside(scenario, variant, limits, what = 'changed') {
  const name = variantName(scenario, variant);
  scenario.compare ??= [{name}];
  const copy = structuredClone(scenario.compare[variant]);
  delete copy.text; // it describes the variant that was copied
  const taken = variantNames(scenario);
  const room = limits.nameLength - [...what].length - 4; // for the comma, and for a number
  const stem = `${[...name.replace(/, changed( \d+)?$/, '')].slice(0, room).join('')}, ${what}`;
  copy.name = [stem, ...[2, 3, 4, 5].map((n) => `${stem} ${n}`)].find((free) => !taken.includes(free));
  return scenario.compare.push(copy) - 1;
}

/**
 * Returns the variants that the reader has added.
 * @param {Json} scenario
 * @param {Json} original
 * @returns {number[]} their indexes
 */
export function addedVariants(scenario, original) {
  const first = variantNames(original);
  return variantNames(scenario).flatMap((name, variant) => (first.includes(name) ? [] : [variant]));
}

/**
 * Returns the variant of which another one is a copy, as its name says.
 * @param {Json} scenario
 * @param {number} variant
 * @returns {number} its index, -1 for none
 */
export function originOf(scenario, variant) {
  const names = variantNames(scenario);
  const before = names.filter((name) => names[variant].startsWith(`${name}, `)).sort((a, b) => b.length - a.length);
  return before.length > 0 ? names.indexOf(before[0]) : -1;
}

/**
 * Removes a variant, and "compare" where the last one left is the scenario itself.
 * @param {Json} scenario
 * @param {number} variant
 */
export function removeVariant(scenario, variant) {
  scenario.compare.splice(variant, 1);
  const [{name, ...own}, ...others] = scenario.compare;
  const alone = {...scenario, compare: undefined};
  if (others.length === 0 && Object.keys(own).length === 0 && name === variantName(alone, 0)) delete scenario.compare;
}

/**
 * Sets a member of an object, and removes the objects that are empty then.
 * A patch that removed a whole section from now on removes each of its members.
 * @param {Json} object
 * @param {string[]} names  the path of the member
 * @param {unknown} value
 * @param {any} [patched]  the object that `object` is a patch of
 */
function put(object, [name, ...rest], value, patched) {
  if (rest.length > 0) {
    const whole = object[name] === null ? Object.fromEntries(Object.keys(patched?.[name] ?? {}).map((part) => [part, null])) : object[name];
    const section = isObject(whole) ? whole : {};
    put(section, rest, value, patched?.[name]);
    value = Object.keys(section).length > 0 ? section : undefined;
  }
  if (value === undefined) delete object[name];
  else object[name] = value;
}
