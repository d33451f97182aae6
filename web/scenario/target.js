// Where a change applies: to all ways that are compared, or to one of them,
// whose differences from the scenario are its merge patch (RFC 7386).

import {getKnob, isObject, mergePatch, title} from './story.js';

/** @typedef {import('./story.js').Json} Json */
/** @typedef {number | null} Target  a way, by its index; null for all of them */

/** How many ways can be compared. */
export const MOST_WAYS = 4;
/** How many characters the name of one has. */
const MOST_IN_NAME = 100;

/** The strategies of a scenario that names none. @type {{[kind: string]: string}} */
const DEFAULTS = {read: 'cache-inline', write: 'write-through'};

/** How many ways there are. @param {Json} scenario @returns {number} */
export const waysOf = (scenario) => scenario.compare?.length ?? 1;

/** What the ways are called. @param {Json} scenario @returns {string[]} */
export const variantNames = (scenario) => Array.from({length: waysOf(scenario)}, (_, way) => wayName(scenario, way));

/** What a way is called. @param {Json} scenario @param {number} way @returns {string} */
export function wayName(scenario, way) {
  const given = scenario.compare ? scenario.compare[way]?.name : scenario.name;
  const by = strategyAt(scenario, way, 'write');
  return given || (typeof by === 'string' ? title(by) : 'own steps');
}

/** @param {Json} scenario @param {Target} target @param {string} kind "read" or "write" */
export function strategyAt(scenario, target, kind) {
  return valueAt(scenario, target, kind) ?? DEFAULTS[kind];
}

/** The path in the document of a setting. @param {Target} target @param {string} path */
export const pathAt = (target, path) => (target === null ? path : `compare[${target}].${path}`);

/**
 * What holds for a target: a way has what it does not say itself from the
 * scenario. Undefined where nobody says anything.
 * @param {Json} scenario @param {Target} target @param {string} path such as "cache.ttl"
 */
export function valueAt(scenario, target, path) {
  return getKnob(mergePatch(scenario, (target !== null && scenario.compare?.[target]) || {}), path);
}

/** Whether a way says something of its own here. @param {Json} scenario @param {number} way @param {string} path */
export function ownAt(scenario, way, path) {
  let here = scenario.compare?.[way];
  for (const name of path.split('.')) {
    if (!isObject(here)) return here !== undefined;
    here = here[name];
  }
  return here !== undefined;
}

/**
 * Sets what holds for a target; undefined is the default. A way that then has
 * what the scenario says does not say it itself.
 * @param {Json} scenario @param {Target} target @param {string} path @param {unknown} value
 */
export function setAt(scenario, target, path, value) {
  const names = path.split('.');
  const own = target !== null && scenario.compare?.[target];
  if (!own) put(scenario, names, value);
  else put(own, names, difference(getKnob(scenario, path), value), scenario);
}

/**
 * Puts a copy of a way beside it, and returns its index.
 * @param {Json} scenario @param {number} way @param {string} [what]  is otherwise with it
 */
export function addBeside(scenario, way, what = 'changed') {
  const name = wayName(scenario, way);
  scenario.compare ??= [{name}];
  const copy = structuredClone(scenario.compare[way]);
  delete copy.text; // it is about the one that it was written for
  const taken = variantNames(scenario);
  const room = MOST_IN_NAME - [...what].length - 4; // for the comma, and for a number
  const stem = `${[...name.replace(/, changed( \d+)?$/, '')].slice(0, room).join('')}, ${what}`;
  copy.name = [stem, ...[2, 3, 4, 5].map((n) => `${stem} ${n}`)].find((free) => !taken.includes(free));
  return scenario.compare.push(copy) - 1;
}

/** The ways that the reader has added. @param {Json} scenario @param {Json} original @returns {number[]} */
export function addedVariants(scenario, original) {
  const first = variantNames(original);
  return variantNames(scenario).flatMap((name, way) => (first.includes(name) ? [] : [way]));
}

/** The way that a way was put beside, as its name says; -1 for none. @param {Json} scenario @param {number} way */
export function originOf(scenario, way) {
  const names = variantNames(scenario);
  const before = names.filter((name) => names[way].startsWith(`${name}, `)).sort((a, b) => b.length - a.length);
  return before.length > 0 ? names.indexOf(before[0]) : -1;
}

/** Takes a way away. What is then as it was without any to compare, is so again. @param {Json} scenario @param {number} way */
export function removeVariant(scenario, way) {
  scenario.compare.splice(way, 1);
  const [{name, ...own}, ...others] = scenario.compare;
  const alone = {...scenario, compare: undefined};
  if (others.length === 0 && Object.keys(own).length === 0 && name === wayName(alone, 0)) delete scenario.compare;
}

/**
 * Puts a value into an object, and takes away what then is empty. A patch that
 * removes a whole section removes its parts one by one from here on.
 * @param {Json} object @param {string[]} names @param {unknown} value @param {any} [patched]  what object is a patch of
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

/** The merge patch that leads from one value to another; undefined for none. @param {any} from @param {any} to @returns {any} */
function difference(from, to) {
  if (to === undefined) return from === undefined ? undefined : null;
  if (!isObject(from) || !isObject(to)) return JSON.stringify(from) === JSON.stringify(to) ? undefined : to;
  const patch = Object.fromEntries([...new Set([...Object.keys(from), ...Object.keys(to)])]
    .map((name) => [name, difference(from[name], to[name])]).filter(([, change]) => change !== undefined));
  return Object.keys(patch).length > 0 ? patch : undefined;
}
