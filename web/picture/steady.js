// What the reader is at keeps its place in the window while what stands above it
// becomes taller or less tall. Most browsers see to that by themselves; Safari,
// which has no scroll anchoring, does not.

/** Only a browser that has nothing of its own for it is helped. */
export function keepSteady() {
  if (CSS.supports('overflow-anchor', 'auto')) return;
  /** What was touched or got the focus last. @type {Element | null} */
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

/** What is fixed or sticks to an edge does not move with the page. @param {Element} element */
function floats(element) {
  for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
    if (['fixed', 'sticky'].includes(getComputedStyle(at).position)) return true;
  }
  return false;
}
