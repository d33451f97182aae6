// The engine makes the markup of strip and panels. Parts that change with the
// figures are marked with data-slot: where the page shows the same runs again,
// only they are changed, and in them only what is different, so that the
// reader's focus and selection stay, and the browser lays out no more than it
// must.

/** What each element's markup said around its slots. @type {WeakMap<HTMLElement, string>} */
const said = new WeakMap();

/**
 * Brings an element's content up to date with new markup of the engine's.
 * @param {HTMLElement} element @param {string} markup
 */
export function update(element, markup) {
  const next = document.createElement('template');
  next.innerHTML = markup;
  const old = slots(element);
  const fresh = slots(next.content);
  const before = said.get(element) ?? around(element);
  const now = around(next.content);
  said.set(element, now);
  if (before !== now || old.size === 0 || ![...fresh.keys()].every((name) => old.has(name)) || old.size !== fresh.size) {
    element.replaceChildren(next.content);
    return;
  }
  for (const [name, slot] of fresh) {
    const was = old.get(name);
    if (was) fill(was, slot);
  }
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

/** Gives a node the content of another one, which is used up. @param {Node} node @param {Node} like */
function fill(node, like) {
  let old = node.firstChild;
  for (let fresh = like.firstChild; fresh;) {
    const next = fresh.nextSibling;
    if (!old) {
      node.appendChild(fresh);
    } else {
      const after = old.nextSibling;
      change(old, fresh);
      old = after;
    }
    fresh = next;
  }
  while (old) {
    const after = old.nextSibling;
    old.remove();
    old = after;
  }
}

/** Makes a node like another one, or puts that in its place. @param {ChildNode} old @param {ChildNode} fresh */
function change(old, fresh) {
  if (old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
  } else if (!(old instanceof Element && fresh instanceof Element)) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
  } else if (fresh.childElementCount === 0 || !old.isEqualNode(fresh)) {
    changeAttributes(old, fresh);
    fill(old, fresh);
  }
}

/** @param {Element} old @param {Element} fresh */
function changeAttributes(old, fresh) {
  const names = fresh.getAttributeNames();
  for (const name of names) {
    const value = fresh.getAttribute(name);
    if (value !== null && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.attributes.length === names.length) return;
  for (const name of old.getAttributeNames()) {
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  }
}
