// The engine makes the markup of strip and panels. Parts that change with the
// figures are marked with data-slot: where the page shows the same runs again,
// only they are replaced, so that the reader's focus and selection stay. And where
// nothing but figures and places is different, only those are changed: that
// takes the browser half the time (retouch.js).

import {follow, retouched} from './retouch.js';

/** What each element's last markup said around its slots, asked for only where it matters. @type {WeakMap<HTMLElement, () => string>} */
const said = new WeakMap();

/**
 * Brings an element's content up to date with new markup of the engine's.
 * @param {HTMLElement} element @param {string} markup
 */
export function update(element, markup) {
  if (retouched(element, markup)) {
    said.set(element, () => around(parsed(markup)));
    return;
  }
  const next = parsed(markup);
  const old = slots(element);
  const fresh = slots(next);
  const before = said.get(element)?.() ?? around(element);
  const now = around(next);
  said.set(element, () => now);
  if (before !== now || old.size === 0 || ![...fresh.keys()].every((name) => old.has(name)) || old.size !== fresh.size) {
    replace(element, next);
  } else {
    for (const [name, slot] of fresh) {
      const was = old.get(name);
      if (was && !was.isEqualNode(slot)) was.replaceChildren(...slot.childNodes);
    }
  }
  follow(element, markup);
}

/** @param {string} markup */
function parsed(markup) {
  const template = document.createElement('template');
  template.innerHTML = markup;
  return template.content;
}

/**
 * Replaces all. What has the focus in the row or panel of a run leaves it to the
 * row or diagram of that run, or of the last one before it; the lists of steps
 * see to themselves.
 * @param {HTMLElement} element @param {Node} next
 */
function replace(element, next) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  element.replaceChildren(next);
  if (!focused?.closest('[data-variant]') || focused.closest('.steps')) return;
  const places = /** @type {HTMLElement[]} */ ([...element.querySelectorAll('.choose-variant, .diagram-view')]);
  (places.findLast((place) => runOf(place) <= runOf(focused)) ?? places[0])?.focus({preventScroll: true});
}

/** @param {Element} element */
const runOf = (element) => Number(element.closest('[data-variant]')?.getAttribute('data-variant'));

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
