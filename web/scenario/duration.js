// Durations, which a slider has to parse, write and display while it is dragged.
// The engine does the same in wasm/scenario/duration.go and wasm/trace/duration.go;
// duration.test.js holds this to the tables that those are tested with.

const US = 1e3, MS = 1e6, S = 1e9, MIN = 60 * S, H = 60 * MIN;

/** The longest duration of a scenario. */
const MAX = 24 * H;

/** @type {{[unit: string]: number}} */
const UNITS = {ns: 1, us: US, 'µs': US, 'μs': US, ms: MS, s: S, m: MIN, h: H};
const DURATION = /^\+?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;
const PART = /([\d.]+)([a-zµμ]+)/g;

/**
 * Reads a duration as the scenario format writes it.
 * @param {unknown} text  such as "1m30s"
 * @returns {number | null} nanoseconds; null for anything else, such as a distribution
 */
export function parseDuration(text) {
  if (text === '0') return 0;
  if (typeof text !== 'string' || !DURATION.test(text)) return null;
  let sum = 0;
  for (const [, number, unit] of text.matchAll(PART)) sum += Number(number) * UNITS[unit];
  return sum <= MAX ? Math.round(sum) : null;
}

/**
 * Writes a duration for a scenario, in whole milliseconds where it is not shorter.
 * @param {number} ns
 * @returns {string}
 */
export function writeDuration(ns) {
  if (ns === 0) return '0';
  return ns < MS ? `${Math.round(ns)}ns` : `${Math.round(ns / MS)}ms`;
}

/**
 * Returns a time in words: "300 ms", "1.5 s", "1 min 30 s".
 * @param {number} ns  at least 0
 * @returns {string}
 */
export function sayDuration(ns) {
  if (ns === 0) return '0 s';
  if (ns < US) return `${ns} ns`;
  if (ns < 999.5 * US) return `${significant(ns, US)} µs`;
  if (ns < 999.5 * MS) return `${significant(ns, MS)} ms`;
  if (ns < MIN) return `${significant(ns, S)} s`;
  return ns < H ? parts(ns, MIN, 'min', S, 's') : parts(ns, H, 'h', MIN, 'min');
}

/**
 * Returns ns in a unit, rounded to three significant digits.
 * @param {number} ns  below 1000 units
 * @param {number} unit
 */
function significant(ns, unit) {
  const scale = ns < 10 * unit ? 100 : ns < 100 * unit ? 10 : 1;
  return Math.floor((ns * scale + unit / 2) / unit) / scale;
}

/**
 * Writes whole units and the rest in whole smaller ones.
 * @param {number} ns
 * @param {number} unit
 * @param {string} name
 * @param {number} small
 * @param {string} smallName
 */
function parts(ns, unit, name, small, smallName) {
  const whole = Math.floor((ns + small / 2) / small) * small;
  const rest = whole % unit;
  return `${Math.floor(whole / unit)} ${name}${rest > 0 ? ` ${rest / small} ${smallName}` : ''}`;
}

/**
 * Returns the smallest of 1, 2 and 5 times a power of ten that is not below a length.
 * @param {number} ns
 * @returns {number}
 */
export function roundUp(ns) {
  const power = 10 ** Math.floor(Math.log10(ns));
  return [1, 2, 5].map((m) => m * power).find((step) => step >= ns) ?? 10 * power;
}
