// Keeps in sight what the reader is at: the player's position, and what has the
// focus. The page scrolls only as far as needed, without animation, and while it
// plays not at all for a reader who has scrolled away.

import {sight} from './sight.js';

/** How far above a position's line a diagram is kept in sight, in its own pixels. */
const ABOVE = 30;
/** How far below it. */
const BELOW = 14;
/** How much room is left at the edges, in pixels. */
const EDGE = 8;

/** Scrolls the page to the player's position. */
export class Follow {
  #bar;
  /** Whether the reader has scrolled since the last step. */
  #isAway = false;
  #scrolledTo = 0;

  /** @param {HTMLElement} bar  covers the lower edge of the window */
  constructor(bar) {
    this.#bar = bar;
    sight.addEventListener('moved', () => {
      if (Math.abs(sight.position - this.#scrolledTo) > 2) this.#isAway = true;
    });
  }

  /** Follows again, also after the reader has scrolled away: called when the reader steps or plays. */
  begin() {
    this.#isAway = false;
    this.#scrolledTo = sight.position;
  }

  /**
   * Scrolls to a height of a diagram, and sideways to an event in it.
   * @param {HTMLElement} view  the part of the diagram that scrolls sideways
   * @param {number} y          in the drawing's own pixels
   * @param {Element | null} event
   */
  show(view, y, event) {
    const body = view.querySelector('.diagram-body');
    if (this.#isAway || !body) return;
    const box = body.getBoundingClientRect();
    const scale = box.width / Number(body.getAttribute('width'));
    const header = view.previousElementSibling?.getBoundingClientRect().height ?? 0;
    const above = box.top + (y - ABOVE) * scale - header - EDGE - sight.top;
    const below = box.top + (y + BELOW) * scale + EDGE - Math.min(this.#bar.getBoundingClientRect().top, sight.bottom);
    const by = above < 0 ? above : Math.max(below, 0);
    this.#scrolledTo = by === 0 ? sight.position : sight.scrollBy(by);
    if (event) showSideways(view, event.getBoundingClientRect());
  }
}

/**
 * @param {HTMLElement} view
 * @param {DOMRect} box
 */
function showSideways(view, box) {
  const room = view.getBoundingClientRect();
  if (box.left < room.left + EDGE) view.scrollLeft += box.left - room.left - EDGE;
  else if (box.right > room.right - EDGE) view.scrollLeft += Math.min(box.right - room.right + EDGE, box.left - room.left - EDGE);
}

/**
 * Scrolls each element that the keyboard focuses out from under the bar. Most
 * browsers do so because of the page's scroll padding; the others do not scroll to
 * an element that is in the window.
 * @param {HTMLElement} bar
 */
export function uncoverFocus(bar) {
  document.addEventListener('focusin', async ({target}) => {
    if (!(target instanceof Element) || !bar.parentElement?.contains(target) || bar.contains(target) || !target.matches(':focus-visible')) return;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))); // until the browser itself has scrolled
    const box = target.getBoundingClientRect();
    const edge = bar.getBoundingClientRect().top - EDGE;
    if (box.bottom > edge && box.height < edge / 2) sight.scrollBy(box.bottom - edge);
  });
}
