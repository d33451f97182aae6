// Fills an element with the engine's markup, and keeps the reader's focus and
// selection where it can. It relies on this in the markup: the parts that follow
// the figures have a data-slot, whose value is unique in the element; the text
// outside the slots says which variants there are. While the slots and that text
// are the same, only the content of slots is replaced.

import {variantOf} from './places.js';
import {remember, retouch} from './retouch.js';

/** The text outside the slots of each element's last markup, computed on demand. @type {WeakMap<HTMLElement, () => string>} */
const outsides = new WeakMap();

/**
 * Brings an element's content up to date with new markup.
 * @param {HTMLElement} element
 * @param {string} markup
 */
export function update(element, markup) {
  if (retouch(element, markup)) {
    outsides.set(element, () => outsideOf(parse(markup)));
    return;
  }
  const content = parse(markup);
  const outside = outsideOf(content);
  const before = outsides.get(element)?.() ?? outsideOf(element);
  outsides.set(element, () => outside);
  if (before !== outside || !fillSlots(element, content)) replace(element, content);
  remember(element, markup);
}

/** @param {string} markup */
function parse(markup) {
  const template = document.createElement('template');
  template.innerHTML = markup;
  return template.content;
}

/**
 * Replaces the content of the slots that differ.
 * @param {HTMLElement} element
 * @param {DocumentFragment} content
 * @returns {boolean} false, and nothing done, where the slots are not the same or there are none
 */
function fillSlots(element, content) {
  const old = slotsIn(element);
  const fresh = slotsIn(content);
  if (old.size === 0 || old.size !== fresh.size || ![...fresh.keys()].every((name) => old.has(name))) return false;
  for (const [name, slot] of fresh) {
    const was = /** @type {HTMLElement} */ (old.get(name));
    if (!was.isEqualNode(slot)) was.replaceChildren(...slot.childNodes);
  }
  return true;
}

/**
 * Replaces all. A focus in the row or panel of a variant moves to the row or
 * diagram of that variant, or of the last one before it; steps.js keeps the one in
 * a list of steps.
 * @param {HTMLElement} element
 * @param {Node} content
 */
function replace(element, content) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  element.replaceChildren(content);
  if (!focused?.closest('[data-variant]') || focused.closest('.steps')) return;
  const places = /** @type {HTMLElement[]} */ ([...element.querySelectorAll('.choose-variant, .diagram-view')]);
  (places.findLast((place) => variantOf(place) <= variantOf(focused)) ?? places[0])?.focus({preventScroll: true});
}

/**
 * @param {ParentNode} root
 * @returns {Map<string, HTMLElement>}
 */
function slotsIn(root) {
  const slots = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-slot]'));
  return new Map([...slots].map((slot) => [slot.dataset.slot ?? '', slot]));
}

/**
 * Returns the text outside the slots.
 * @param {Node} root
 */
function outsideOf(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof Element && node.hasAttribute('data-slot') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  let text = '';
  while (walker.nextNode()) text += walker.currentNode.nodeValue ?? '';
  return text.trim();
}
