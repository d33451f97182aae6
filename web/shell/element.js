/**
 * Creates an element.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} [className]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, className = '', ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/**
 * Sets a text, without touching the document where it is the same already.
 * @param {Node} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** The markup that each element was filled with. @type {WeakMap<Element, string>} */
const markups = new WeakMap();

/**
 * Fills an element that nothing else fills with markup of the engine, without touching
 * the document where it is the same as before.
 * @param {Element} element
 * @param {string} markup
 */
export function setMarkup(element, markup) {
  if (markups.get(element) === markup) return;
  markups.set(element, markup);
  element.innerHTML = markup;
}
