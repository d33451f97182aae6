// The picture of the scenario on the page: strip and diagrams, drawn by the engine.

import {EngineError} from '../engine/engine.js';
import * as settled from '../engine/settled.js';
import {addedVariants, originOf, variantNames} from '../scenario/target.js';
import {columnsFor, diagramSize, hasRoomForSeveral} from './layout.js';
import {variantOf} from './places.js';
import {Selection} from './selection.js';
import {update} from './slots.js';

/** @typedef {import('../scenario/story.js').Json} Json */
/** @typedef {import('../engine/types.js').View} View */

/**
 * Draws the reader's work whenever it changes. Dispatches "view" for each picture,
 * and "failed" with the error where there is none.
 */
export class Picture extends EventTarget {
  /** @type {View | null} */
  #view = null;
  #inOrder = false;
  /** @type {Json | null} */
  #counterexample = null;
  /** How many stories have been opened. */
  #opened = 0;
  #selection = new Selection();

  #engine;
  #work;
  /** The width of the place where the diagrams stand, kept: to ask for it right after a change would lay the page out once more. */
  #width;
  #strip;
  #choice;
  #panels;
  /** @type {Promise<void> | undefined} */
  #drawing;
  #outdated = false;
  #retried = false;

  /**
   * @param {import('../engine/engine.js').Engine} engine
   * @param {import('../state/work.js').Work} work
   * @param {object} places
   * @param {HTMLElement} places.place     as wide as the diagrams can be, and never hidden
   * @param {HTMLElement} places.strip
   * @param {HTMLElement} places.variants  the choice of the one variant that a small screen shows
   * @param {HTMLElement} places.panels
   */
  constructor(engine, work, {place, strip, variants, panels}) {
    super();
    this.#engine = engine;
    this.#work = work;
    this.#strip = strip;
    this.#choice = variants;
    this.#panels = panels;
    work.addEventListener('change', () => {
      this.#selection.follow(variantNames(work.scenario));
      this.redraw();
    });
    strip.addEventListener('click', (event) => {
      const row = event.target instanceof Element ? event.target.closest('[data-variant]') : null;
      if (row) this.choose(variantOf(row));
    });
    variants.addEventListener('change', ({target}) => this.choose(Number(/** @type {HTMLInputElement} */ (target).value)));
    this.#width = place.clientWidth;
    new ResizeObserver(() => {
      if (place.clientWidth === 0 || place.clientWidth === this.#width) return; // hidden, or as wide as before
      this.#width = place.clientWidth;
      const end = settled.begin();
      // What is drawn makes it taller. In this very frame that would be an error, of an endless loop.
      requestAnimationFrame(() => {
        this.#showSelection();
        this.redraw();
        end();
      });
    }).observe(place);
    this.#showSelection();
  }

  /** What is on the page, null while nothing of the story is. */
  get view() {
    return this.#view;
  }

  /** The selected variants, the last selected one last. */
  get shown() {
    return this.#selection.variants;
  }

  /** Whether a row is one event, instead of scaled time. */
  get inOrder() {
    return this.#inOrder;
  }

  set inOrder(inOrder) {
    this.#inOrder = inOrder;
    this.redraw();
  }

  /** The counterexample that is drawn in place of the reader's work, null for none. */
  get counterexample() {
    return this.#counterexample;
  }

  /** Whether a story has been opened; before, only what is in the HTML is on the page. */
  get isOpen() {
    return this.#opened > 0;
  }

  /**
   * Forgets the story before and draws another one, which the work has or gets in the same task.
   * @param {object} [story]
   * @param {number[]} [story.shown]     its selected variants; as they are, if left out
   * @param {boolean} [story.inOrder]
   */
  open({shown = this.shown, inOrder = false} = {}) {
    this.#opened++;
    this.#view = null;
    this.#counterexample = null;
    this.#inOrder = inOrder;
    this.#selection.begin(shown);
    this.redraw();
  }

  /**
   * Draws a counterexample in place of the reader's work, or with null the work again.
   * @param {Json | null} scenario
   */
  drawCounterexample(scenario) {
    if (scenario === this.#counterexample) return;
    this.#counterexample = scenario;
    this.redraw();
  }

  /**
   * Selects variants of a scenario that the work has or is about to have.
   * @param {Json} scenario
   * @param {number[]} variants
   */
  select(scenario, variants) {
    this.#selection.select(variantNames(scenario), variants);
    this.redraw();
  }

  /**
   * Adds a variant to those that are shown, or removes it from them.
   * @param {number} variant
   */
  choose(variant) {
    this.#selection.toggle(variant, this.#variants, this.#hasRoom);
    this.#showSelection();
    this.redraw();
  }

  /** Settles when the picture of what the reader has set is on the page. */
  get drawn() {
    return this.#drawing ?? Promise.resolve();
  }

  /**
   * Draws what the reader has set at the end of the task. What changes while the
   * engine draws is drawn together, after that.
   * @returns {Promise<void>} settles when that is on the page
   */
  redraw() {
    this.#outdated = true;
    if (!this.isOpen) return Promise.resolve();
    this.#drawing ??= this.#drawAll();
    return this.#drawing;
  }

  async #drawAll() {
    await undefined; // the end of the task
    while (this.#outdated) {
      this.#outdated = false;
      await this.#drawOnce();
    }
    this.#drawing = undefined;
  }

  async #drawOnce() {
    const opened = this.#opened;
    try {
      const view = await this.#engine.view(this.#scenario, this.#options());
      if (opened !== this.#opened) return; // it is of the story before
      this.#apply(view);
      this.#retried = false;
    } catch (error) {
      if (opened !== this.#opened) return;
      const died = error instanceof EngineError && error.code === 'died';
      if (died && !this.#retried) this.#outdated = true; // a new engine draws the same again
      else this.dispatchEvent(new CustomEvent('failed', {detail: error}));
      this.#retried = died && !this.#retried;
    }
  }

  /** @returns {import('../engine/types.js').ViewOptions} */
  #options() {
    const show = this.#shown;
    const crashed = (this.#scenario.faults ?? []).length > 0;
    return {
      ...diagramSize(show.length, this.#width, rem()),
      inOrder: this.#inOrder,
      show,
      than: this.#counterexample ? undefined : this.#baseline(show),
      // The axis does not become shorter while a crash is dragged.
      extent: crashed ? this.#view?.extent ?? 0 : 0,
    };
  }

  get #scenario() {
    return this.#counterexample ?? this.#work.scenario;
  }

  /** How many variants there are; before a story is opened, in the strip of the HTML. */
  get #variants() {
    return (this.isOpen ? this.#work.scenario.compare ?? [] : this.#strip.querySelectorAll('[data-variant]')).length || 1;
  }

  /** The variants that get a diagram. */
  get #shown() {
    return this.#counterexample ? [0] : this.#selection.shown(this.#variants, this.#hasRoom);
  }

  get #hasRoom() {
    return hasRoomForSeveral(this.#width);
  }

  /**
   * Returns what a variant that the reader has added is compared with when it is
   * shown alone: its origin.
   * @param {number[]} show
   */
  #baseline([variant, ...others]) {
    const {scenario, original} = this.#work;
    const origin = others.length > 0 || !addedVariants(scenario, original).includes(variant) ? -1 : originOf(scenario, variant);
    return origin < 0 ? undefined : origin;
  }

  /** Marks the selected variants in the strip. */
  #showSelection() {
    const shown = this.#shown;
    for (const row of this.#strip.querySelectorAll('[data-variant]')) {
      const pressed = String(shown.includes(variantOf(row)));
      const button = row.querySelector('button');
      // Setting an attribute to the value that it has would count as a change of the markup (retouch.js).
      if (button && button.getAttribute('aria-pressed') !== pressed) button.setAttribute('aria-pressed', pressed);
    }
    for (const choice of this.#choice.querySelectorAll('input')) choice.checked = shown.includes(Number(choice.value));
  }

  /** @param {View} view */
  #apply(view) {
    this.#view = view;
    update(this.#strip, view.strip);
    update(this.#choice, view.variants);
    update(this.#panels, view.panels);
    this.#showSelection();
    this.#panels.dataset.columns = String(columnsFor(view.runs.filter((run) => run.shown).length, this.#width, rem()));
    this.#panels.classList.remove('only-wide');
    this.dispatchEvent(new Event('view'));
  }
}

/** Returns the length of a rem, in pixels. */
function rem() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}
