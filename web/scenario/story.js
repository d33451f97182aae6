// The scenario on the page, and what the reader has changed in it.

/** @typedef {{[name: string]: any}} Json */

const NANOSECONDS = {ns: 1, us: 1e3, 'µs': 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12};

/**
 * Reads a duration as the scenario format writes it, in nanoseconds. What is
 * not one (a distribution, nothing) has no place on a slider: null.
 * @param {unknown} text @returns {number | null}
 */
export function parseDuration(text) {
  if (text === '0') return 0;
  if (typeof text !== 'string' || !/^([\d.]+(ns|us|µs|ms|s|m|h))+$/.test(text)) return null;
  let sum = 0;
  for (const [, number, unit] of text.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)) {
    sum += Number(number) * NANOSECONDS[/** @type {keyof typeof NANOSECONDS} */ (unit)];
  }
  return Math.round(sum);
}

/** @param {number} ns */
export function writeDuration(ns) {
  if (ns === 0) return '0';
  return ns < 1e6 ? `${Math.round(ns)}ns` : `${Math.round(ns / 1e6)}ms`;
}

/**
 * The smallest of 1, 2 and 5 times a power of ten that is not below a length.
 * @param {number} ns
 */
export function roundUp(ns) {
  const power = 10 ** Math.floor(Math.log10(ns));
  return [1, 2, 5].map((m) => m * power).find((step) => step >= ns) ?? 10 * power;
}

/**
 * Words a time for people, as the engine does.
 * @param {number} ns
 */
export function sayDuration(ns) {
  if (ns < 1e9) return `${Number((ns / 1e6).toPrecision(3))} ms`.replace(/^0 ms$/, '0 s');
  return `${Number((ns / 1e9).toPrecision(3))} s`;
}

/** The names that a path consists of. @param {string} path such as "cache.ttl" or "faults[0].at" */
const namesOf = (path) => path.split(/[.[\]]+/);

/** @param {Json} scenario @param {string} path */
export function getKnob(scenario, path) {
  return namesOf(path).reduce((at, name) => at?.[name], /** @type {any} */ (scenario));
}

/** @param {Json} scenario @param {string} path @param {unknown} value */
export function setKnob(scenario, path, value) {
  const names = namesOf(path);
  const last = /** @type {string} */ (names.pop());
  let at = scenario;
  for (const name of names) at = at[name] ??= {};
  at[last] = value;
}

/** An id as a title. @param {string} id such as "write-through" */
export const title = (id) => id.split('-').map((word) => (word[0] ?? '').toUpperCase() + word.slice(1)).join(' ');

/** How many faults a scenario can have. */
export const MOST_FAULTS = 8;

/** @param {Json} fault */
const isTimedCrash = (fault) => fault.fault === 'crash' && fault.at !== undefined;

/**
 * Moves the scenario's crash to a moment, or takes it away. Its other faults
 * stay; where there are as many as there can be, nothing is added.
 * @param {Json} scenario @param {number | null} at nanoseconds
 */
export function setCrash(scenario, at) {
  const faults = [...scenario.faults ?? []];
  const crash = faults.findIndex(isTimedCrash);
  if (at === null) faults.splice(crash < 0 ? faults.length : crash, 1);
  else if (crash >= 0) faults[crash] = {...faults[crash], at: writeDuration(at)};
  else if (faults.length < MOST_FAULTS) faults.push({fault: 'crash', at: writeDuration(at)});
  if (faults.length > 0) scenario.faults = faults;
  else delete scenario.faults;
}

/**
 * A merge patch applied (RFC 7386), without altering what it is given. Every
 * name is a member's, also "__proto__": setting that would change what the
 * object is.
 * @param {any} target @param {any} patch @returns {any}
 */
export function mergePatch(target, patch) {
  if (!isObject(patch)) return patch;
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

/** @param {unknown} value @returns {value is Json} */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The moment of the scenario's crash, null where it has none at a time.
 * @param {Json} scenario @returns {number | null}
 */
export function crashOf(scenario) {
  const fault = (scenario.faults ?? []).find(isTimedCrash);
  return fault ? parseDuration(fault.at) : null;
}
