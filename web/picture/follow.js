// Keeps in sight what the reader is at: the player's position, and what has the
// focus. The page scrolls only as far as needed, at once, and not at all while it
// plays for a reader who has scrolled away.

import {sight} from './sight.js';

/** How much of a diagram belongs to a position, above and below its line, in its own pixels. */
const ABOVE = 30;
const BELOW = 14;
/** How much room is left at the edges, in pixels. */
const EDGE = 8;

export class Follow {
  #bar;
  #away = false;
  #scrolledTo = 0;

  /** @param {HTMLElement} bar  what covers the lower edge of the window */
  constructor(bar) {
    this.#bar = bar;
    sight.addEventListener('moved', () => {
      if (Math.abs(sight.position - this.#scrolledTo) > 2) this.#away = true;
    });
  }

  /** The reader steps: from here on the page follows, wherever it has been scrolled to. */
  begin() {
    this.#away = false;
    this.#scrolledTo = sight.position;
  }

  /**
   * Scrolls to a height of a diagram, and sideways to an event in it.
   * @param {HTMLElement} view  the part of the diagram that scrolls sideways
   * @param {number} y in the drawing's own pixels @param {Element | null} event
   */
  show(view, y, event) {
    const body = view.querySelector('.diagram-body');
    if (this.#away || !body) return;
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

/** @param {HTMLElement} view @param {DOMRect} box */
function showSideways(view, box) {
  const room = view.getBoundingClientRect();
  if (box.left < room.left + EDGE) view.scrollLeft += box.left - room.left - EDGE;
  else if (box.right > room.right - EDGE) view.scrollLeft += Math.min(box.right - room.right + EDGE, box.left - room.left - EDGE);
}

/**
 * The bar does not cover what a key leads to. Most browsers see to that by the
 * page's scroll padding; the others leave what is in the window where it is.
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
