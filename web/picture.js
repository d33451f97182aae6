// The picture of the scenario on the page: it asks the engine for strip and
// diagrams, puts them in their places, and draws anew whatever changes.

import {EngineError} from './engine.js';
import {update} from './slots.js';

/** The page shows two diagrams side by side from this width on, in pixels. */
const TWO_DIAGRAMS = 900;
/** Below this width a diagram has four lifelines. */
const NARROW = 500;

/** @typedef {import('./engine.js').View} View */

/** Dispatches "view" for each picture, and "failed" with the error where there is none. */
export class Picture extends EventTarget {
  /** @type {View | null} */
  view = null;
  /** @type {number[]} the runs that have a diagram, in the order of choosing */
  shown = [0, 1];
  /** One row an event, instead of scaled time. */
  inOrder = false;
  /** A scenario may be drawn: before, only what is in the HTML is there. */
  ready = false;

  #engine;
  #work;
  #main;
  #strip;
  #panels;
  /** @type {Promise<void> | undefined} */
  #drawing;
  #outdated = false;
  #retried = false;

  /**
   * @param {import('./engine.js').Engine} engine
   * @param {import('./work.js').Work} work
   * @param {{main: HTMLElement, strip: HTMLElement, panels: HTMLElement}} places
   */
  constructor(engine, work, {main, strip, panels}) {
    super();
    this.#engine = engine;
    this.#work = work;
    this.#main = main;
    this.#strip = strip;
    this.#panels = panels;
    work.addEventListener('change', () => this.redraw());
    strip.addEventListener('click', (event) => {
      const row = event.target instanceof Element ? event.target.closest('[data-run]') : null;
      if (row) this.choose(Number(row.getAttribute('data-run')));
    });
    let width = main.clientWidth;
    new ResizeObserver(() => {
      if (main.clientWidth === width) return;
      width = main.clientWidth;
      this.#showChosen();
      this.redraw();
    }).observe(main);
    this.#showChosen();
  }

  /**
   * Draws what the reader has set; while one picture is made, only the last wish
   * counts. The promise is for the picture of that one.
   * @returns {Promise<void>}
   */
  redraw() {
    this.#outdated = true;
    if (!this.ready) return Promise.resolve();
    this.#drawing ??= this.#drawAll();
    return this.#drawing;
  }

  async #drawAll() {
    while (this.#outdated) {
      this.#outdated = false;
      await this.#drawOnce();
    }
    this.#drawing = undefined;
  }

  async #drawOnce() {
    try {
      this.#apply(await this.#engine.view(this.#work.scenario, this.#options()));
      this.#retried = false;
    } catch (error) {
      const died = error instanceof EngineError && error.code === 'died';
      if (died && !this.#retried) this.#outdated = true; // a new engine draws the same again
      else this.dispatchEvent(new CustomEvent('failed', {detail: error}));
      this.#retried = died && !this.#retried;
    }
  }

  /** @returns {import('./engine.js').ViewOptions} */
  #options() {
    const room = this.#main.clientWidth;
    const show = this.#chosen();
    const gap = parseFloat(getComputedStyle(this.#panels).columnGap) || 0;
    const width = show.length > 1 ? (room - gap) / 2 : Math.min(room, 720);
    const crashed = (this.#work.scenario.faults ?? []).length > 0;
    return {
      width: Math.max(240, Math.round(width)),
      narrow: room < NARROW,
      inOrder: this.inOrder,
      show,
      // The axis does not become shorter while a crash is dragged.
      extent: crashed ? this.view?.extent ?? 0 : 0,
    };
  }

  /** The runs that get a diagram: as many as there is room for. */
  #chosen() {
    const runs = (this.#work.scenario.compare ?? this.#strip.querySelectorAll('[data-run]')).length || 1;
    const there = this.shown.filter((run) => run < runs);
    const two = this.#main.clientWidth >= TWO_DIAGRAMS;
    const chosen = two ? there.sort((a, b) => a - b) : there.slice(-1);
    return chosen.length > 0 ? chosen : [0];
  }

  /**
   * A run that is chosen joins the picture; the second place is the one that
   * changes. A chosen run can be put away while another one is left.
   * @param {number} run
   */
  choose(run) {
    const {shown} = this;
    if (this.#main.clientWidth < TWO_DIAGRAMS) {
      this.shown = [...shown.filter((r) => r !== run).slice(-1), run];
    } else if (!shown.includes(run)) {
      this.shown = [shown[0], run];
    } else if (shown.length > 1) {
      this.shown = shown.filter((r) => r !== run);
    }
    this.#showChosen();
    this.redraw();
  }

  #showChosen() {
    const chosen = this.#chosen();
    for (const row of this.#strip.querySelectorAll('[data-run]')) {
      const pressed = chosen.includes(Number(row.getAttribute('data-run')));
      row.querySelector('button')?.setAttribute('aria-pressed', String(pressed));
    }
  }

  /** @param {View} view */
  #apply(view) {
    this.view = view;
    update(this.#strip, view.strip);
    update(this.#panels, view.panels);
    this.#showChosen();
    this.#panels.classList.toggle('single', view.runs.filter((run) => run.shown).length === 1);
    this.#panels.classList.remove('only-wide');
    this.dispatchEvent(new Event('view'));
  }
}
