// One cursor over strip and diagrams: pointing at an event, or stepping with
// the arrow keys, shows what cache, queue and bank hold at that moment.

/** @typedef {import('./engine.js').RunView} RunView */

export class Cursor {
  /** @type {RunView[]} */
  #runs = [];
  #extent = 1;
  #panels;
  #strip;

  /**
   * @param {HTMLElement} panels  holds the diagrams
   * @param {HTMLElement} strip   the line in the strip
   */
  constructor(panels, strip) {
    this.#panels = panels;
    this.#strip = strip;
    panels.addEventListener('pointermove', (event) => event.pointerType === 'mouse' && this.#point(event));
    panels.addEventListener('click', (event) => this.#point(event));
    panels.addEventListener('pointerleave', () => this.hide());
    panels.addEventListener('focusout', () => this.hide());
    panels.addEventListener('keydown', (event) => this.#key(event));
  }

  /**
   * Takes new runs; the cursor goes away, for its moment may be gone.
   * @param {RunView[]} runs @param {number} extent nanoseconds
   */
  show(runs, extent) {
    this.#runs = runs;
    this.#extent = extent;
    this.hide();
  }

  hide() {
    this.#strip.hidden = true;
    for (const diagram of this.#diagrams()) {
      diagram.querySelector('.cursor')?.remove();
      delete diagram.dataset.at;
      const run = this.#runs[runOf(diagram)];
      this.#state(diagram, 'At the end', run?.moments.at(-1)?.contents);
    }
  }

  #diagrams() {
    return /** @type {HTMLElement[]} */ ([...this.#panels.querySelectorAll('.diagram')]);
  }

  /** @param {PointerEvent | MouseEvent} event */
  #point(event) {
    const diagram = event.target instanceof Element ? event.target.closest('.diagram') : null;
    const body = diagram?.querySelector('.diagram-body');
    if (!(diagram instanceof HTMLElement) || !body) return;
    const moments = this.#runs[runOf(diagram)]?.moments ?? [];
    const y = (event.clientY - body.getBoundingClientRect().top) / scaleOf(body);
    let nearest = 0;
    for (const [i, moment] of moments.entries()) {
      if (Math.abs(moment.y - 6 - y) < Math.abs(moments[nearest].y - 6 - y)) nearest = i;
    }
    this.#place(diagram, nearest);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const diagram = event.target instanceof Element ? event.target.closest('.diagram') : null;
    if (!(diagram instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return;
    const moments = this.#runs[runOf(diagram)]?.moments ?? [];
    const at = Number(diagram.dataset.at ?? -1);
    const to = {ArrowDown: at + 1, ArrowUp: Math.max(at, 1) - 1, Home: 0, End: moments.length - 1}[event.key];
    if (event.key === 'Escape') this.hide();
    if (to === undefined || moments.length === 0) return;
    event.preventDefault();
    this.#place(diagram, Math.min(to, moments.length - 1));
  }

  /** @param {HTMLElement} diagram @param {number} index of the moment */
  #place(diagram, index) {
    const moment = this.#runs[runOf(diagram)]?.moments[index];
    if (!moment) return;
    for (const other of this.#diagrams()) {
      const moments = this.#runs[runOf(other)]?.moments ?? [];
      // The last thing that had happened there, at this height of the common axis.
      const seen = other === diagram ? index : moments.findLastIndex((m) => m.y <= moment.y && m.time <= moment.time);
      other.dataset.at = String(seen);
      line(other, moment.y);
      const when = moment.when ? `At ${moment.when}` : 'Here';
      this.#state(other, when.replace('At now', 'At the start'), moments[seen]?.contents ?? '');
    }
    this.#strip.hidden = false;
    const rows = /** @type {HTMLElement} */ (this.#strip.parentElement?.querySelector('#strip'));
    this.#strip.style.setProperty('--top', `${rows.offsetTop}px`);
    this.#strip.style.setProperty('--height', `${rows.offsetHeight}px`);
    this.#strip.style.setProperty('--at', String(moment.time / this.#extent));
  }

  /** @param {HTMLElement} diagram @param {string} when @param {string} [contents] */
  #state(diagram, when, contents) {
    const state = this.#panels.querySelector(`[data-slot="state-${runOf(diagram)}"]`);
    if (!state || contents === undefined) return;
    const words = document.createElement('b');
    words.textContent = `${when} `;
    state.replaceChildren(words, contents || 'nothing has happened yet.');
  }
}

/** @param {HTMLElement} diagram */
function runOf(diagram) {
  return Number(diagram.closest('[data-run]')?.getAttribute('data-run'));
}

/** @param {Element} body the drawing may be shown larger or smaller than it was drawn */
function scaleOf(body) {
  return body.getBoundingClientRect().width / Number(body.getAttribute('width'));
}

/** @param {HTMLElement} diagram @param {number} y in the drawing's pixels */
function line(diagram, y) {
  const body = /** @type {SVGElement} */ (diagram.querySelector('.diagram-body'));
  let cursor = /** @type {HTMLElement | null} */ (diagram.querySelector('.cursor'));
  if (!cursor) {
    cursor = document.createElement('div');
    cursor.className = 'cursor';
    diagram.append(cursor);
  }
  const top = body.getBoundingClientRect().top - diagram.getBoundingClientRect().top;
  cursor.style.top = `${top + y * scaleOf(body)}px`;
}
