// Brings an element up to date with new markup of the engine by setting single
// attributes and texts. Nothing is parsed, and what stays the same is not laid out
// again: that takes the browser half the time of replacing it.

import {changesBetween, elementsIn} from './markup-changes.js';

/**
 * @typedef {object} Source  what an element's content was made of, as long as only this module changes it
 * @property {string} markup
 * @property {Element[]} elements     in document order
 * @property {MutationObserver} watch  sees what others change
 */

/** @type {WeakMap<HTMLElement, Source>} */
const sources = new WeakMap();

const WATCHED = {subtree: true, childList: true, attributes: true, characterData: true};

/**
 * Remembers the markup that an element has just been filled with.
 * @param {HTMLElement} element
 * @param {string} markup
 */
export function remember(element, markup) {
  sources.get(element)?.watch.disconnect();
  sources.delete(element);
  const elements = [...element.querySelectorAll('*')];
  if (elements.length !== elementsIn(markup)) return; // the parser has added or left out elements
  const watch = new MutationObserver((records) => {
    if (records.some((record) => isInside(record, element))) sources.delete(element);
  });
  watch.observe(element, WATCHED);
  sources.set(element, {markup, elements, watch});
}

/**
 * Brings an element up to date if only attributes and texts differ and nothing
 * else has changed its content.
 * @param {HTMLElement} element
 * @param {string} markup
 * @returns {boolean} whether it is up to date
 */
export function retouch(element, markup) {
  const source = sources.get(element);
  if (!source || source.watch.takeRecords().some((record) => isInside(record, element))) return false;
  const {elements, watch} = source;
  const changes = changesBetween(source.markup, markup);
  if (!changes?.every((change) => change.attribute || elements[change.element].firstChild instanceof Text)) return false;
  watch.disconnect();
  for (const {element: at, attribute, value} of changes) {
    if (attribute) elements[at].setAttribute(attribute, value);
    else /** @type {Text} */ (elements[at].firstChild).data = value;
  }
  watch.observe(element, WATCHED);
  source.markup = markup;
  return true;
}

/**
 * Reports whether a change is inside an element. The page itself sets the attributes
 * of the element.
 * @param {MutationRecord} record
 * @param {Element} element
 */
const isInside = ({type, target}, element) => type !== 'attributes' || target !== element;
