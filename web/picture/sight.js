// The part of the page that is in sight: the window, or, in a frame as tall as its
// content, what the page around it has in its window.

/** Dispatches "moved" as the reader scrolls. */
class Sight extends EventTarget {
  /** How far a frame reaches beyond the window of the page around it, in pixels; less than 0 where there is room. */
  #beyond = {top: 0, bottom: 0};
  /** Scrolls the page around a frame. @type {((by: number) => void) | null} */
  #scrollAround = null;

  constructor() {
    super();
    addEventListener('scroll', () => this.dispatchEvent(new Event('moved')), {passive: true});
  }

  /** The upper edge, in pixels of this window. */
  get top() {
    return Math.max(this.#beyond.top, 0);
  }

  /** The lower edge, in pixels of this window. */
  get bottom() {
    return innerHeight - Math.max(this.#beyond.bottom, 0);
  }

  /** How far the reader has scrolled, in pixels. */
  get position() {
    return scrollY + this.#beyond.top;
  }

  /**
   * Scrolls, and returns the position that this leads to.
   * @param {number} by  pixels
   */
  scrollBy(by) {
    if (this.#scrollAround) {
      this.#scrollAround(by);
      return this.position + by;
    }
    scrollBy({top: by, behavior: 'instant'});
    return this.position;
  }

  /**
   * Sets what is in sight, as the page around this one has posted it.
   * @param {{top: number, bottom: number}} beyond
   * @param {(by: number) => void} scrollAround
   */
  within(beyond, scrollAround) {
    this.#beyond = beyond;
    this.#scrollAround = scrollAround;
    this.dispatchEvent(new Event('moved'));
  }
}

export const sight = new Sight();
