// The engine makes the markup of strip and panels. Parts that change with the
// figures are marked with data-slot: where the page shows the same runs again,
// only they are replaced, so that the reader's focus and selection stay. And where
// nothing but figures and places is different, only those are changed: that
// takes the browser half the time (retouch.js).

import {follow, retouched} from './retouch.js';

/** What each element's markup said around its slots. @type {WeakMap<HTMLElement, string>} */
const said = new WeakMap();

/**
 * Brings an element's content up to date with new markup of the engine's.
 * @param {HTMLElement} element @param {string} markup
 */
export function update(element, markup) {
  if (retouched(element, markup)) {
    said.delete(element);
    return;
  }
  const next = document.createElement('template');
  next.innerHTML = markup;
  const old = slots(element);
  const fresh = slots(next.content);
  const before = said.get(element) ?? around(element);
  const now = around(next.content);
  said.set(element, now);
  if (before !== now || old.size === 0 || ![...fresh.keys()].every((name) => old.has(name)) || old.size !== fresh.size) {
    element.replaceChildren(next.content);
    follow(element, markup);
    return;
  }
  for (const [name, slot] of fresh) {
    const was = old.get(name);
    if (was && !was.isEqualNode(slot)) was.replaceChildren(...slot.childNodes);
  }
  follow(element, markup);
}

/** @param {ParentNode} root @returns {Map<string, HTMLElement>} */
function slots(root) {
  const found = new Map();
  for (const element of root.querySelectorAll('[data-slot]')) {
    if (element instanceof HTMLElement) found.set(element.dataset.slot, element);
  }
  return found;
}

/** The text around the slots, in which runs are named. @param {Node} root */
function around(root) {
  const outside = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof Element && node.hasAttribute('data-slot') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  let text = '';
  while (outside.nextNode()) text += outside.currentNode.nodeValue ?? '';
  return text.trim();
}
