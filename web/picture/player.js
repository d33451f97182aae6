// The player: one position in time over strip and diagrams, which can be played,
// stepped both ways and scrubbed. The panels say what each place holds there.

import {clock} from '../shell/clock.js';
import {Follow, uncoverFocus} from './follow.js';
import {showState, showStep} from './moment.js';
import {diagramOf, variantOf} from './places.js';
import {clockText, keepStop, momentOf, momentsAt, nearestMoment, stopsOf} from './stops.js';

/** @typedef {import('../engine/types.js').VariantView} VariantView */
/** @typedef {import('./stops.js').Stop} Stop */
/** @typedef {[variant: number, event: number]} RunEvent  an event of the run of a variant */
/** @typedef {{group: Element, y: number, when: string}} Drawn  an event in a diagram, its height, and its class: "past", "now", "later" or none */

/** How long one stop lasts at speed 1, in milliseconds. */
const STOP_MS = 700;

/** Dispatches "position" at the panels, with the stop, whenever a position is drawn. */
export class Player {
  /** @type {VariantView[]} */
  #runs = [];
  /** @type {Stop[]} */
  #stops = [];
  /** The end of the strip's axis of time, in nanoseconds. */
  #extent = 1;
  /** The part of the strip's width that its axis takes. */
  #timePart = 1;
  /** The index of the stop at the position; the last one is the end. */
  #at = 0;
  /** Whether the position is shown: the reader has moved it. */
  #isShown = false;
  /** Where the position is to be in the next view. @type {RunEvent | null} */
  #wanted = null;
  /** @type {number | undefined} */
  #timer;
  /** The event that is pointed at. @type {Element | null} */
  #lit = null;
  /** The drawn events of each run. @type {WeakMap<VariantView, Drawn[]>} */
  #events = new WeakMap();
  /** The diagrams in which a position is shown. @type {WeakSet<Element>} */
  #marked = new WeakSet();

  #panels;
  #line;
  #bar;
  #follow;

  /**
   * @param {HTMLElement} panels  holds the diagrams
   * @param {HTMLElement} line    the position in the strip
   * @param {HTMLElement} bar     the controls
   */
  constructor(panels, line, bar) {
    this.#panels = panels;
    this.#line = line;
    this.#bar = bar;
    this.#follow = new Follow(bar);
    uncoverFocus(bar);
    this.#listen();
  }

  /**
   * Begins another story, with the position at an event as soon as it is drawn.
   * @param {RunEvent} [event]  without it no position is shown
   */
  open(event) {
    this.hide();
    this.#wanted = event ?? null;
  }

  /**
   * Takes a new view, and keeps the position's time in it.
   * @param {Pick<import('../engine/types.js').View, 'runs' | 'extent' | 'timePart'>} view
   */
  show({runs, extent, timePart}) {
    const before = this.#stops[this.#at];
    const wasLast = this.#at === this.#stops.length - 1;
    this.#runs = runs;
    this.#extent = extent;
    this.#timePart = timePart;
    this.#stops = stopsOf(runs);
    if (!before || wasLast) this.#isShown = false;
    this.#at = this.#isShown ? keepStop(this.#stops, before) : this.#stops.length - 1;
    this.#dim(null);
    this.#draw();
    if (!this.#wanted) return;
    const [variant, event] = this.#wanted;
    this.#wanted = null;
    this.seekEvent(variant, event);
  }

  /** The index of the stop that is shown, -1 for none. */
  get position() {
    return this.#isShown ? this.#at : -1;
  }

  /** Whether the position moves by itself. */
  get playing() {
    return this.#timer !== undefined;
  }

  /** The moments at the position, each with its variant. */
  get moments() {
    return momentsAt(this.#runs, this.#stops[this.position]?.y);
  }

  /**
   * The position as an event, which stays the same however the runs are drawn.
   * @returns {RunEvent | null}
   */
  get event() {
    if (this.#wanted) return this.#wanted;
    const [first] = this.moments;
    return first ? [first[0], first[1].event] : null;
  }

  /**
   * Goes to a stop.
   * @param {number} at  its index
   */
  seek(at) {
    if (this.#stops.length === 0) return;
    this.#at = Math.max(0, Math.min(at, this.#stops.length - 1));
    this.#isShown = true;
    this.#draw();
  }

  /**
   * Goes to an event.
   * @param {number} variant
   * @param {number} event
   */
  seekEvent(variant, event) {
    const moment = momentOf(this.#runs[variant], event);
    if (moment) this.#seekHeight(moment.y);
  }

  /** Goes to the end, and shows the position there. */
  toEnd() {
    this.#go(this.#stops.length - 1);
  }

  /** Hides the position. */
  hide() {
    this.pause();
    this.#isShown = false;
    this.#at = this.#stops.length - 1;
    this.#draw();
  }

  #listen() {
    const button = (/** @type {string} */ name, /** @type {() => void} */ act) =>
      this.#bar.querySelector(`[data-act="${name}"]`)?.addEventListener('click', act);
    button('play', () => this.#toggle());
    button('back', () => this.#step(-1));
    button('forward', () => this.#step(1));
    this.#scrubber.addEventListener('input', () => this.#go(Number(this.#scrubber.value)));
    this.#panels.addEventListener('pointermove', (event) => event.pointerType === 'mouse' && this.#hover(event));
    this.#panels.addEventListener('pointerleave', () => this.#dim(null));
    for (const end of ['pointerdown', 'focusout']) this.#panels.addEventListener(end, () => this.#panels.classList.remove('by-keys'));
    this.#panels.addEventListener('click', (event) => this.#point(event));
    this.#panels.addEventListener('keydown', (event) => this.#key(event));
    document.addEventListener('visibilitychange', () => document.hidden && this.pause());
  }

  get #scrubber() {
    return /** @type {HTMLInputElement} */ (this.#bar.querySelector('[data-act="scrub"]'));
  }

  #toggle() {
    if (this.playing) {
      this.pause();
      return;
    }
    this.#follow.begin();
    if (this.#at >= this.#stops.length - 1) this.seek(0);
    this.#showPosition();
    this.#tick();
  }

  #tick() {
    const speed = Number(/** @type {HTMLSelectElement} */ (this.#bar.querySelector('[data-act="speed"]')).value);
    this.#timer = clock.setTimeout(() => {
      this.seek(this.#at + 1);
      this.#showPosition();
      if (this.#at >= this.#stops.length - 1) this.pause();
      else this.#tick();
    }, STOP_MS / speed);
    this.#showPlaying();
  }

  pause() {
    clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#showPlaying();
  }

  #showPlaying() {
    const button = /** @type {HTMLElement} */ (this.#bar.querySelector('[data-act="play"]'));
    button.setAttribute('aria-label', this.playing ? 'Pause' : 'Play');
    button.classList.toggle('playing', this.playing);
  }

  /**
   * Moves the position by some stops; the first step forward leads to the start.
   * @param {number} by
   */
  #step(by) {
    this.#go(this.#isShown || by < 0 ? this.#at + by : 0);
  }

  /**
   * Goes to a stop, and scrolls to it.
   * @param {number} at
   */
  #go(at) {
    this.pause();
    this.#follow.begin();
    this.seek(at);
    this.#showPosition();
  }

  /** @param {number} y  of a stop */
  #seekHeight(y) {
    this.pause();
    this.seek(this.#stops.findIndex((stop) => stop.y === y));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!diagramOf(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === ' ' && event.target instanceof HTMLButtonElement) return; // it is pressed
    const acts = {
      ' ': () => this.#toggle(),
      ArrowRight: () => this.#step(1),
      ArrowDown: () => this.#step(1),
      ArrowLeft: () => this.#step(-1),
      ArrowUp: () => this.#step(-1),
      Home: () => this.#go(0),
      End: () => this.toEnd(),
      Escape: () => this.hide(),
    };
    const act = acts[/** @type {keyof typeof acts} */ (event.key)];
    if (!act) return;
    event.preventDefault();
    this.#panels.classList.add('by-keys');
    act();
  }

  /**
   * Goes to the moment of a diagram that is nearest to the pointer.
   * @param {MouseEvent} event
   */
  #point(event) {
    if (event.target instanceof Element && event.target.closest('button')) return;
    const diagram = diagramOf(event.target);
    const body = diagram?.querySelector('.diagram-body');
    if (!diagram || !body) return;
    const box = body.getBoundingClientRect();
    const y = (event.clientY - box.top) * Number(body.getAttribute('width')) / box.width;
    const moment = nearestMoment(this.#runs[variantOf(diagram)]?.moments ?? [], y);
    if (moment) this.#seekHeight(moment.y);
  }

  /**
   * Dims all events but the one that is pointed at.
   * @param {MouseEvent} event
   */
  #hover(event) {
    this.#dim(event.target instanceof Element ? event.target.closest('.event') : null);
  }

  /** @param {Element | null} group  the event that stands out, null for none */
  #dim(group) {
    if (group === this.#lit) return;
    this.#lit = group;
    for (const diagram of this.#diagrams()) diagram.classList.toggle('dimmed', group !== null && diagram.contains(group));
    for (const lit of this.#panels.querySelectorAll('.event.lit')) lit.classList.remove('lit');
    group?.classList.add('lit');
  }

  #diagrams() {
    return /** @type {HTMLElement[]} */ ([...this.#panels.querySelectorAll('.diagram')]);
  }

  #draw() {
    const stop = this.#stops[this.#at];
    const words = clockText(stop, this.#at === this.#stops.length - 1);
    this.#scrubber.max = String(Math.max(this.#stops.length - 1, 0));
    this.#scrubber.value = String(this.#at);
    this.#scrubber.setAttribute('aria-valuetext', words);
    /** @type {HTMLElement} */ (this.#bar.querySelector('[data-act="clock"]')).textContent = words;
    this.#placeLine(stop);
    for (const diagram of this.#diagrams()) this.#drawIn(diagram, stop);
    this.#panels.dispatchEvent(new CustomEvent('position', {detail: stop}));
  }

  /**
   * Puts the line over the rows of the strip, at a stop.
   * @param {Stop | undefined} stop
   */
  #placeLine(stop) {
    this.#line.hidden = !this.#isShown || !stop;
    const rows = /** @type {HTMLElement | null} */ (this.#line.parentElement?.querySelector('#strip'));
    if (!this.#isShown || !stop || !rows) return;
    this.#line.style.setProperty('--at', String(this.#timePart * Math.min(stop.time / this.#extent, 1)));
    this.#line.style.setProperty('--top', `${rows.offsetTop}px`);
    this.#line.style.setProperty('--height', `${rows.offsetHeight}px`);
  }

  /**
   * @param {HTMLElement} diagram
   * @param {Stop | undefined} stop
   */
  #drawIn(diagram, stop) {
    const run = this.#runs[variantOf(diagram)];
    const panel = diagram.closest('.panel');
    const shown = this.#isShown;
    if (!run || !panel || !stop || !shown && !this.#marked.has(diagram)) return;
    drawCursor(diagram, shown ? stop.y : null);
    for (const drawn of this.#eventsOf(diagram, run)) markEvent(drawn, shown ? stop : null);
    const at = run.moments.findLastIndex((m) => m.y <= stop.y);
    showState(panel, run, at, shown && this.#at < this.#stops.length - 1);
    showStep(panel, shown ? run.moments[at] : undefined);
    if (shown) this.#marked.add(diagram);
    else this.#marked.delete(diagram);
  }

  /**
   * Returns the drawn events of a run, from a cache: each view has runs of its own.
   * @param {HTMLElement} diagram
   * @param {VariantView} run
   * @returns {Drawn[]}
   */
  #eventsOf(diagram, run) {
    let events = this.#events.get(run);
    if (!events) {
      const heights = new Map(run.moments.map((m) => [m.event, m.y]));
      events = [...diagram.querySelectorAll('.diagram-body .event')].map((group) => ({group, y: heights.get(Number(group.getAttribute('data-event'))) ?? 0, when: ''}));
      this.#events.set(run, events);
    }
    return events;
  }

  /** Scrolls to the position, in the diagram that has the focus or in the first. */
  #showPosition() {
    const diagrams = this.#diagrams();
    const diagram = diagrams.find((d) => d.contains(document.activeElement)) ?? diagrams[0];
    const view = /** @type {HTMLElement | null | undefined} */ (diagram?.querySelector('.diagram-view'));
    const stop = this.#stops[this.#at];
    if (view && stop) this.#follow.show(view, stop.y, view.querySelector('.event.now'));
  }
}

/**
 * Sets the class of an event: before, at or after a stop.
 * @param {Drawn} drawn
 * @param {Stop | null} stop
 */
function markEvent(drawn, stop) {
  const when = !stop ? '' : drawn.y < stop.y ? 'past' : drawn.y > stop.y ? 'later' : 'now';
  if (when === drawn.when) return;
  if (drawn.when) drawn.group.classList.remove(drawn.when);
  if (when) drawn.group.classList.add(when);
  drawn.when = when;
}

/**
 * Draws a line across a diagram.
 * @param {HTMLElement} diagram
 * @param {number | null} y  in the drawing's own pixels, null for no line
 */
function drawCursor(diagram, y) {
  let cursor = /** @type {HTMLElement | null} */ (diagram.querySelector('.cursor'));
  if (y === null) {
    cursor?.remove();
    return;
  }
  if (!cursor) {
    cursor = document.createElement('div');
    cursor.className = 'cursor';
    diagram.querySelector('.diagram-canvas')?.append(cursor);
  }
  cursor.style.top = `${100 * y / Number(diagram.querySelector('.diagram-body')?.getAttribute('height'))}%`;
}
