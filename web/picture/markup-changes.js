// The difference of two markups of the engine, found without a parser. It relies
// on how wasm/markup writes:
// - "<" begins a tag and stands nowhere else; in texts and values "<", ">", "&"
//   and quotation marks are escaped;
// - a start tag is the name and attributes as ` name="value"`;
// - an element without content ends with "/>" or has an end tag.

/**
 * @typedef {object} Change
 * @property {number} element      the index of the element in document order
 * @property {string} [attribute]  the attribute that is set; without it, the text at the start of the element is
 * @property {string} value
 */

/**
 * Lists how one markup becomes another that has the same elements in the same order.
 * @param {string} old
 * @param {string} fresh
 * @returns {Change[] | null} null where more is different than attributes and texts at the start of elements
 */
export function changesBetween(old, fresh) {
  const before = old.split('<');
  const now = fresh.split('<');
  if (before.length !== now.length || before[0] !== now[0]) return null;
  /** @type {Change[]} */
  const changes = [];
  let element = -1;
  for (let i = 1; i < now.length; i++) {
    if (isStart(now[i])) element++;
    if (before[i] === now[i]) continue;
    if (!isStart(before[i]) || !isStart(now[i])) return null;
    const found = changesOf(element, before[i], now[i]);
    if (!found) return null;
    changes.push(...found);
  }
  return changes;
}

/**
 * Counts the elements of a markup.
 * @param {string} markup
 */
export function elementsIn(markup) {
  return markup.split('<').slice(1).filter(isStart).length;
}

/**
 * Reports whether what follows a "<" is a start tag.
 * @param {string} piece
 */
const isStart = (piece) => piece[0] !== '/';

/**
 * Lists what is different in a start tag and in the text after it.
 * @param {number} element
 * @param {string} before  from the tag's name to the next tag
 * @param {string} now
 * @returns {Change[] | null} null where it is another element
 */
function changesOf(element, before, now) {
  const [oldTag, oldText] = tagAndText(before);
  const [tag, text] = tagAndText(now);
  /** @type {Change[]} */
  const changes = [];
  if (oldText !== text) {
    // A text that comes or goes is a node that comes or goes, and one after "/>" stands outside the element.
    if (!oldText || !text || tag.endsWith('/')) return null;
    changes.push({element, value: unescaped(text)});
  }
  // Split at the quotation marks, every second part is a value.
  const oldParts = oldTag.split('"');
  const parts = tag.split('"');
  if (oldParts.length !== parts.length) return null;
  for (let i = 0; i < parts.length; i++) {
    if (oldParts[i] === parts[i]) continue;
    if (i % 2 === 0) return null;
    const name = parts[i - 1].slice(parts[i - 1].lastIndexOf(' ') + 1, -1);
    changes.push({element, attribute: name, value: unescaped(parts[i])});
  }
  return changes;
}

/**
 * @param {string} piece
 * @returns {[tag: string, text: string]}
 */
function tagAndText(piece) {
  const end = piece.indexOf('>');
  return [piece.slice(0, end), piece.slice(end + 1)];
}

/** @type {{[escape: string]: string}} */
const ESCAPES = {'&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': '\''};

/** @param {string} text */
const unescaped = (text) => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (escape) => ESCAPES[escape]);
