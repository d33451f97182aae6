// The picture of the scenario on the page: it asks the engine for strip and
// diagrams, puts them in their places, and draws anew whatever changes.

import {EngineError} from '../engine/engine.js';
import {update} from './slots.js';
import {addedVariants, originOf, variantNames} from '../scenario/target.js';

/** @typedef {import('../scenario/story.js').Json} Json */

/** The page shows diagrams side by side from this width on, in pixels. */
const SIDE_BY_SIDE = 900;
/** A diagram of five lifelines needs this width, and any diagram that. */
const WIDE = 430;
const LEAST = 250;
/** As wide as a single diagram becomes. */
const MOST = 720;

/** @typedef {import('../engine/types.js').View} View */

/** Dispatches "view" for each picture, and "failed" with the error where there is none. */
export class Picture extends EventTarget {
  /** What is on the page, null as long as there is nothing of the story on it. @type {View | null} */
  view = null;
  /** @type {number[]} the runs that are chosen, the last chosen one last */
  shown = [0, 1];
  /** One row an event, instead of scaled time. */
  inOrder = false;
  /** What is drawn instead of the reader's work: a counterexample. @type {import('../scenario/story.js').Json | null} */
  instead = null;
  /** A scenario may be drawn: before, only what is in the HTML is there. */
  ready = false;

  #engine;
  #work;
  #main;
  #strip;
  #panels;
  /** The ways that there are, by their names. */
  #ways = '';
  /** Which were chosen of these and those ways: they are again when those come back. @type {Map<string, number[]>} */
  #chosenOf = new Map();
  /** @type {{of: string, ways: number[]} | null} */
  #expected = null;
  /** @type {Promise<void> | undefined} */
  #drawing;
  #outdated = false;
  #retried = false;

  /**
   * @param {import('../engine/engine.js').Engine} engine
   * @param {import('../state/work.js').Work} work
   * @param {{main: HTMLElement, strip: HTMLElement, panels: HTMLElement}} places
   */
  constructor(engine, work, {main, strip, panels}) {
    super();
    this.#engine = engine;
    this.#work = work;
    this.#main = main;
    this.#strip = strip;
    this.#panels = panels;
    work.addEventListener('change', () => {
      this.#followVariants();
      this.redraw();
    });
    strip.addEventListener('click', (event) => {
      const row = event.target instanceof Element ? event.target.closest('[data-variant]') : null;
      if (row) this.choose(Number(row.getAttribute('data-variant')));
    });
    let width = main.clientWidth;
    new ResizeObserver(() => {
      if (main.clientWidth === 0 || main.clientWidth === width) return; // nobody sees it, or it is as wide as before
      width = main.clientWidth;
      this.#showChosen();
      this.redraw();
    }).observe(main);
    this.#showChosen();
  }

  /** Another story begins: what was chosen before was of others. */
  begin() {
    this.view = null;
    this.instead = null;
    this.#ways = '';
    this.#chosenOf.clear();
  }

  /** Draws something else than the reader's work, null for that again. @param {Json | null} scenario */
  drawInstead(scenario) {
    if (scenario === this.instead) return;
    this.instead = scenario;
    this.redraw();
  }

  /** Chooses ways of a scenario that is about to come. @param {Json} scenario @param {number[]} ways */
  expect(scenario, ways) {
    this.#expected = {of: JSON.stringify(variantNames(scenario)), ways};
  }

  /** Where there are other ways now, those are chosen that were when there were these. */
  #followVariants() {
    const names = variantNames(this.#work.scenario);
    const now = JSON.stringify(names);
    const expected = this.#expected?.of === now ? this.#expected.ways : undefined;
    this.#expected = null;
    if (now === this.#ways && !expected) return;
    /** @type {string[]} */
    const before = this.#ways === '' ? names : JSON.parse(this.#ways);
    if (this.#ways !== '') this.#chosenOf.set(this.#ways, this.shown);
    this.#ways = now;
    // Of those that stay, each is where its name is; with as many as before, one has another name.
    const stay = () => (before.length === names.length ? this.shown : this.shown.map((way) => names.indexOf(before[way])).filter((way) => way >= 0));
    this.shown = expected ?? this.#chosenOf.get(now) ?? stay();
  }

  /** The picture of what the reader has set. */
  get drawn() {
    return this.#drawing ?? Promise.resolve();
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
      this.#apply(await this.#engine.view(this.#drawn, this.#options()));
      this.#retried = false;
    } catch (error) {
      const died = error instanceof EngineError && error.code === 'died';
      if (died && !this.#retried) this.#outdated = true; // a new engine draws the same again
      else this.dispatchEvent(new CustomEvent('failed', {detail: error}));
      this.#retried = died && !this.#retried;
    }
  }

  /** @returns {import('../engine/types.js').ViewOptions} */
  #options() {
    const show = this.#chosen();
    const columns = this.#columns(show.length);
    const width = Math.min((this.#main.clientWidth - gap(columns) * (columns - 1)) / columns, columns === 1 ? MOST : Infinity);
    const crashed = (this.#drawn.faults ?? []).length > 0;
    return {
      width: Math.max(240, Math.round(width)),
      narrow: width < WIDE,
      inOrder: this.inOrder,
      show,
      than: this.instead ? undefined : this.#than(show),
      // The axis does not become shorter while a crash is dragged.
      extent: crashed ? this.view?.extent ?? 0 : 0,
    };
  }

  /** The runs that get a diagram: as many as there is room for. */
  #chosen() {
    if (this.instead) return [0];
    // What the HTML shows before there is a scenario is in its strip alone.
    const runs = (this.ready ? this.#work.scenario.compare ?? [] : this.#strip.querySelectorAll('[data-variant]')).length || 1;
    const there = this.shown.filter((run) => run >= 0 && run < runs);
    const chosen = this.#sideBySide ? [...new Set(there)].sort((a, b) => a - b) : there.slice(-1);
    return chosen.length > 0 ? chosen : [0];
  }

  get #drawn() {
    return this.instead ?? this.#work.scenario;
  }

  /** What alone is shown and was put beside another way is compared with that one. @param {number[]} show */
  #than([way, ...others]) {
    const {scenario, original} = this.#work;
    const origin = others.length > 0 || !addedVariants(scenario, original).includes(way) ? -1 : originOf(scenario, way);
    return origin < 0 ? undefined : origin;
  }

  get #sideBySide() {
    return this.#main.clientWidth >= SIDE_BY_SIDE;
  }

  /** How many diagrams stand side by side: four that have no room for it stand two by two. @param {number} diagrams */
  #columns(diagrams) {
    const fit = (this.#main.clientWidth + gap(diagrams)) / (LEAST + gap(diagrams));
    return diagrams > fit ? 2 : diagrams;
  }

  /**
   * A run that is chosen joins the picture, or leaves it while another one is
   * left. Where there is room for one, it takes that one's place.
   * @param {number} run
   */
  choose(run) {
    const others = this.shown.filter((other) => other !== run);
    if (!this.#sideBySide) this.shown = [...others.slice(-1), run];
    else if (!this.#chosen().includes(run)) this.shown = [...others, run];
    else if (this.#chosen().length > 1) this.shown = others;
    this.#showChosen();
    this.redraw();
  }

  #showChosen() {
    const chosen = this.#chosen();
    for (const row of this.#strip.querySelectorAll('[data-variant]')) {
      const pressed = chosen.includes(Number(row.getAttribute('data-variant')));
      const button = row.querySelector('button');
      // What is set to what it is would count as a change of the markup.
      if (button && button.getAttribute('aria-pressed') !== String(pressed)) button.setAttribute('aria-pressed', String(pressed));
    }
  }

  /** @param {View} view */
  #apply(view) {
    this.view = view;
    update(this.#strip, view.strip);
    update(this.#panels, view.panels);
    this.#showChosen();
    this.#panels.dataset.columns = String(this.#columns(view.runs.filter((run) => run.shown).length));
    this.#panels.classList.remove('only-wide');
    this.dispatchEvent(new Event('view'));
  }
}

/** The space between columns, as diagrams.css has it, in pixels. @param {number} columns */
function gap(columns) {
  return (columns > 2 ? 1.5 : 2.5) * parseFloat(getComputedStyle(document.documentElement).fontSize);
}
