// How deep objects and lists stand inside each other, without recursion: what comes
// from elsewhere can be deeper than the browser's stack.

/**
 * Reports whether more objects and lists stand inside each other than a scenario can
 * have, the outermost included.
 * @param {unknown} value  may refer to itself
 * @param {number} most
 */
export function isDeeper(value, most) {
  let level = new Set([value].filter(isNest));
  for (let depth = 0; level.size > 0; depth++) {
    if (depth === most) return true;
    level = new Set([...level].flatMap((each) => Object.values(each).filter(isNest)));
  }
  return false;
}

/**
 * @param {unknown} value
 * @returns {value is object}
 */
function isNest(value) {
  return typeof value === 'object' && value !== null;
}

/**
 * Returns what is said of a value that is too deep.
 * @param {number} most
 */
export const tooDeep = (most) => `more than ${most} objects and lists stand inside each other in it`;
