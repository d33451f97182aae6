// The engine makes the markup of strip and panels. Parts that change with the
// figures are marked with data-slot: where the page shows the same runs again,
// only they are replaced, so that the reader's focus and selection stay.

/**
 * Brings an element's content up to date with new markup of the engine's.
 * @param {HTMLElement} element @param {string} markup
 */
export function update(element, markup) {
  const next = document.createElement('template');
  next.innerHTML = markup;
  const old = slots(element);
  const fresh = slots(next.content);
  if (old.size === 0 || ![...fresh.keys()].every((name) => old.has(name)) || old.size !== fresh.size) {
    element.replaceChildren(next.content);
    return;
  }
  for (const [name, slot] of fresh) {
    const was = old.get(name);
    if (was && was.innerHTML !== slot.innerHTML) was.replaceChildren(...slot.childNodes);
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
