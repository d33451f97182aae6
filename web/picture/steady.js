// Scroll anchoring where the browser has none (Safari): what the reader has touched
// or focused last keeps its place in the window while the content above it becomes
// taller or lower.

/** Starts scroll anchoring, unless the browser has its own. */
export function keepSteady() {
  if (CSS.supports('overflow-anchor', 'auto')) return;
  /** @type {Element | null} */
  let held = null;
  let before = 0;
  const top = (/** @type {Element} */ element) => element.getBoundingClientRect().top + scrollY;
  for (const touch of ['pointerdown', 'focusin']) {
    addEventListener(touch, ({target}) => {
      held = target instanceof Element && !floats(target) ? target : null;
      if (held) before = top(held);
    });
  }
  new ResizeObserver(() => {
    if (!held?.isConnected) return;
    const seen = before >= scrollY && before < scrollY + innerHeight;
    const now = top(held);
    if (seen) scrollBy({top: now - before, behavior: 'instant'});
    before = now;
  }).observe(document.body);
}

/**
 * Reports whether an element is fixed or sticks to an edge, so that it does not move with
 * the page.
 * @param {Element} element
 */
function floats(element) {
  for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
    if (['fixed', 'sticky'].includes(getComputedStyle(at).position)) return true;
  }
  return false;
}
