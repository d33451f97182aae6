// Where an element of the page belongs: to which diagram and to which variant.

/**
 * Returns the diagram that an event's target is in.
 * @param {EventTarget | null} target
 * @returns {HTMLElement | null}
 */
export function diagramOf(target) {
  return target instanceof Element ? target.closest('.diagram') : null;
}

/**
 * Returns the index of the variant that an element belongs to.
 * @param {Element} element  inside one with data-variant
 */
export function variantOf(element) {
  return Number(element.closest('[data-variant]')?.getAttribute('data-variant'));
}
