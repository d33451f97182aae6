// Merge patches (RFC 7386). A form reads and writes a hundred settings of a
// variant at every change, more than it could ask the engine for; so this is
// here as well as in wasm/jsontree/patch.go, and both are tested with
// wasm/jsontree/testdata/merge-patch.json.

/**
 * Reports whether a value is an object: not null and not an array.
 * @param {unknown} value
 * @returns {value is {[name: string]: any}}
 */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Applies a merge patch, without altering its arguments. Every name is a
 * member's, also "__proto__", which an assignment would take for the prototype.
 * @param {any} target
 * @param {any} patch
 * @returns {any}
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

/**
 * Returns the smallest merge patch that turns one value into another.
 * @param {any} from  undefined for a member that is missing
 * @param {any} to  undefined for a member that is missing
 * @returns {any} undefined where they are the same
 */
export function mergeDifference(from, to) {
  if (to === undefined) return from === undefined ? undefined : null;
  if (!isObject(from) || !isObject(to)) return JSON.stringify(from) === JSON.stringify(to) ? undefined : to;
  const names = new Set([...Object.keys(from), ...Object.keys(to)]);
  const changes = [...names].map((name) => [name, mergeDifference(from[name], to[name])]).filter(([, change]) => change !== undefined);
  return changes.length > 0 ? Object.fromEntries(changes) : undefined;
}
