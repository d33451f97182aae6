// Where in a JSON text an error of the engine is. The text need not be valid.

/** @typedef {import('../engine/types.js').FieldError} FieldError */
/** @typedef {{start: number, end: number}} Place */

/**
 * Returns the place of an error: the line and column that it names, or the
 * innermost part of its path that is in the text.
 * @param {string} text
 * @param {FieldError} error
 * @returns {Place}
 */
export function placeOf(text, {path, message}) {
  const named = /\bline (\d+), column (\d+)/.exec(message);
  if (!path && named) {
    const lines = text.split('\n');
    const line = Math.min(Number(named[1]), lines.length) - 1;
    const before = [...lines[line]].slice(0, Number(named[2]) - 1).join('');
    const start = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + before.length;
    return {start, end: Math.min(start + 1, text.length)};
  }
  return placeOfPath(text, [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)]
    .map(([, index, quoted, name]) => index ?? (quoted ? unquoted(quoted) : name)));
}

/**
 * Returns the string that a text in quotes stands for.
 * @param {string} text
 */
function unquoted(text) {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

/**
 * @typedef {object} Level  an object or array that the current token is in
 * @property {boolean} named       it is an object
 * @property {string} name         of the current member
 * @property {Place} at            of that name
 * @property {number} index        of the current member or entry
 * @property {boolean} awaitsName  the next string is a name
 * @property {boolean} leads       the path leads through it
 */

/**
 * Returns the place of the innermost part of a path, token by token.
 * @param {string} text
 * @param {string[]} wanted  the names and indexes of the path
 * @returns {Place}
 */
function placeOfPath(text, wanted) {
  /** @type {Level[]} */
  const levels = [];
  let best = {start: 0, end: 0};
  let depth = 0;
  for (const {0: token, index} of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const level = levels.at(-1);
    const here = {start: index, end: index + token.length};
    if (token === '}' || token === ']') {
      levels.pop();
    } else if (token === ',') {
      if (level) Object.assign(level, {index: level.index + 1, awaitsName: level.named});
    } else if (token === ':') {
      if (level) level.awaitsName = false;
    } else if (level?.awaitsName && token.startsWith('"')) {
      Object.assign(level, {name: unquoted(token), at: here});
    } else {
      const opens = token === '{' || token === '[';
      const leads = !level || level.leads && same(level.named ? level.name : String(level.index), wanted[levels.length - 1]);
      if (level && leads && levels.length >= depth) {
        depth = levels.length;
        best = {start: level.named ? level.at.start : index, end: opens && level.named ? level.at.end : here.end};
      }
      if (opens) levels.push({named: token === '{', name: '', at: here, index: 0, awaitsName: token === '{', leads});
    }
  }
  return best;
}

/**
 * Reports whether a name is the wanted one, of which a path has only the start
 * where it is long.
 * @param {string} name
 * @param {string | undefined} wanted
 */
function same(name, wanted) {
  return name === wanted || wanted !== undefined && wanted.endsWith('…') && name.startsWith(wanted.slice(0, -1));
}
