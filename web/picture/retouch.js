// Changes in a picture what new markup says otherwise. Where two markups have the
// same elements in the same order, attributes and texts are all that can differ,
// and those are set where they stand: nothing is parsed, and nothing that stays is
// laid out again.

/**
 * What an element was made of, and whether somebody else has changed it since.
 * @typedef {{pieces: string[], elements: Element[], watch: MutationObserver}} Made
 */

/** @type {WeakMap<HTMLElement, Made>} */
const made = new WeakMap();

const WATCHED = {subtree: true, childList: true, attributes: true, characterData: true};

/** Remembers that an element has just been made of markup. @param {HTMLElement} element @param {string} markup */
export function follow(element, markup) {
  made.get(element)?.watch.disconnect();
  const pieces = markup.split('<');
  const elements = [...element.querySelectorAll('*')];
  if (elements.length !== pieces.filter(begins).length) {
    made.delete(element); // the parser has understood it otherwise
    return;
  }
  const watch = new MutationObserver((records) => {
    if (records.some((record) => isInside(record, element))) made.delete(element);
  });
  watch.observe(element, WATCHED);
  made.set(element, {pieces, elements, watch});
}

/**
 * Brings an element up to date, if only attributes and texts are different, and
 * nobody else has changed it.
 * @param {HTMLElement} element @param {string} markup @returns {boolean} whether it is up to date
 */
export function retouched(element, markup) {
  const known = made.get(element);
  if (!known || known.watch.takeRecords().some((record) => isInside(record, element))) return false;
  const pieces = markup.split('<');
  const changes = changesBetween(known, pieces);
  if (!changes) return false;
  known.watch.disconnect();
  for (const change of changes) change();
  known.watch.observe(element, WATCHED);
  known.pieces = pieces;
  return true;
}

/** The element's own attributes are its page's. @param {MutationRecord} record @param {Element} element */
const isInside = ({type, target}, element) => type !== 'attributes' || target !== element;

/** A piece of markup that stands behind a "<": of a start tag, and not of an end tag. @param {string} piece @param {number} at */
const begins = (piece, at) => at > 0 && piece[0] !== '/';

/** How one markup becomes the other, null where it takes other elements. @param {Made} known @param {string[]} pieces */
function changesBetween({pieces: old, elements}, pieces) {
  if (old.length !== pieces.length) return null;
  /** @type {(() => void)[]} */
  const changes = [];
  let at = -1; // in elements
  for (let i = 0; i < pieces.length; i++) {
    if (begins(pieces[i], i)) at++;
    if (old[i] === pieces[i]) continue;
    if (!begins(old[i], i) || !begins(pieces[i], i) || !change(elements[at], old[i], pieces[i], changes)) return null;
  }
  return changes;
}

/** Lists what is different in a start tag and the text behind it; false where it takes another element. @param {Element} element @param {string} old @param {string} fresh @param {(() => void)[]} changes */
function change(element, old, fresh, changes) {
  const [oldTag, oldText] = parts(old);
  const [tag, text] = parts(fresh);
  if (oldText !== text) {
    const node = element.firstChild;
    if (!oldText || !text || !(node instanceof Text)) return false;
    changes.push(() => { node.data = plain(text); });
  }
  if (oldTag === tag) return true;
  const before = oldTag.split('"');
  const now = tag.split('"');
  if (before.length !== now.length) return false;
  // In turn: the tag or a name with what stands around it, and a value.
  for (let i = 0; i < now.length; i++) {
    if (before[i] === now[i]) continue;
    if (i % 2 === 0) return false;
    const name = now[i - 1].slice(now[i - 1].lastIndexOf(' ') + 1, -1);
    changes.push(() => element.setAttribute(name, plain(now[i])));
  }
  return true;
}

/** A start tag without its end, and the text behind it: in values ">" is escaped. @param {string} piece */
function parts(piece) {
  const end = piece.indexOf('>');
  return [piece.slice(0, end), piece.slice(end + 1)];
}

/** @type {{[escape: string]: string}} */
const ESCAPED = {'&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': '\''};

/** A text as the engine has escaped it. @param {string} text */
function plain(text) {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (escape) => ESCAPED[escape]);
}
