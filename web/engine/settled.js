// Whether the page is settled: no work is under way that can still change what it
// shows, and the last change has been drawn. Tests wait for nothing else.

/** How many pieces of work are under way. */
let underWay = 0;
/** Counts the changes between settled and not, to recognize the last one. */
let changes = 0;
/** @type {HTMLElement | undefined} */
let root;

/**
 * Counts as work under way until the function that it returns is called.
 * @returns {() => void} ends the work; a second call does nothing
 */
export function begin() {
  if (underWay++ === 0) show();
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    if (--underWay === 0) show();
  };
}

/**
 * Counts as work under way until a promise is settled.
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>} the same promise
 */
export function during(work) {
  const end = begin();
  work.then(end, end);
  return work;
}

/**
 * Shows from now on whether the page is settled, by the attribute `data-settled`.
 * @param {HTMLElement} element
 */
export function showSettled(element) {
  root = element;
  show();
}

function show() {
  const change = ++changes;
  if (!root) return;
  delete root.dataset.settled;
  if (underWay > 0) return;
  twoFrames(() => {
    if (change === changes && root) root.dataset.settled = '';
  });
}

/**
 * Acts when two frames have been drawn; a page that nobody sees draws none.
 * @param {() => void} act
 */
function twoFrames(act) {
  if (document.hidden) setTimeout(act);
  else requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(act)));
}
