// What stands beside the diagrams, with all that changes them: strip, crash and delays.

/**
 * Keeps it in sight while the page scrolls, and, where there is one column, behind
 * the diagrams in the order of the focus too.
 * @param {HTMLElement} beside
 * @param {HTMLElement} place  the diagrams'; the style sheet gives it the order -1 where it comes first
 */
export function keepBeside(beside, place) {
  const arrange = () => {
    const isFirst = getComputedStyle(place).order === '-1';
    if (isFirst && beside.nextElementSibling === place) place.after(beside);
    else if (!isFirst && place.nextElementSibling === beside) place.before(beside);
  };
  addEventListener('resize', arrange);
  arrange();
  // Where it is taller than the window, its end comes into sight as the page scrolls.
  new ResizeObserver(() => beside.style.setProperty('--tall', `${beside.offsetHeight}px`)).observe(beside);
}
