// Where an element of another page stands, while it and what is around it change
// their heights.

/**
 * Scrolls so that what is below an element stays in place after that has become taller.
 * @param {Element} element
 * @param {number} bottom  the former place of its lower edge
 */
export function keepInPlace(element, bottom) {
  const {style} = document.documentElement;
  const before = style.overflowAnchor;
  style.overflowAnchor = 'none'; // where the browser anchors the scroll position itself, it would be corrected twice
  scrollBy({top: element.getBoundingClientRect().bottom - bottom, behavior: 'instant'});
  requestAnimationFrame(() => {
    style.overflowAnchor = before;
  });
}

/**
 * Reports whether a picture near the window that is still on its way may push an
 * element down: one above it or in it, whose height is not known.
 * @param {HTMLImageElement} image
 * @param {Element} element
 */
export function pushes(image, element) {
  const {top, bottom} = image.getBoundingClientRect();
  return !image.complete && !image.matches('[height]') && top < 2 * innerHeight && bottom > -innerHeight
    && Boolean(image.compareDocumentPosition(element) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINS));
}
