// The player: one position in time over strip and diagrams, that can be played,
// stepped both ways and scrubbed. At it the panels say what is where.

import {Follow, uncoverFocus} from './follow.js';
import {showState, showStep} from './moment.js';
import {sayDuration} from '../scenario/duration.js';

/** @typedef {import('../engine/types.js').VariantView} VariantView */
/** @typedef {import('../engine/types.js').Moment} Moment */
/** @typedef {{y: number, time: number}} Stop  a height of the common axis at which something happens */
/** @typedef {{group: Element, y: number, when: string}} Drawn  an event of a diagram, its height, and the class that says where it stands to the position */

/** How long one stop lasts at speed 1, in milliseconds. */
const STOP_MS = 700;

export class Player {
  /** @type {VariantView[]} */
  #runs = [];
  /** @type {Stop[]} */
  #stops = [];
  #extent = 1;
  #timePart = 1;
  #at = 0; // index of the stop; the last one is the end
  #touched = false; // the reader has moved it, so the position is shown
  /** @type {number | undefined} */
  #timer;
  /** @type {Element | null} the event that is pointed at */
  #lit = null;
  /** @type {WeakMap<VariantView, Drawn[]>} the events of each run, as they are drawn */
  #events = new WeakMap();
  /** @type {WeakSet<Element>} the diagrams in which a position is shown */
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
   * Takes a new view, and keeps the position's time in it.
   * @param {import('../engine/types.js').View} view
   */
  show({runs, extent, timePart}) {
    const before = this.#stops[this.#at];
    const atEnd = !this.#touched || this.#at === this.#stops.length - 1;
    this.#runs = runs;
    this.#extent = extent;
    this.#timePart = timePart;
    this.#stops = stopsOf(runs);
    this.#at = this.#stops.length - 1;
    if (before && !atEnd) {
      const same = this.#stops.findLastIndex((stop) => stop.time <= before.time && stop.y <= before.y);
      this.#at = Math.max(same, 0);
    } else {
      this.#touched = false;
    }
    this.#dim(null);
    this.#draw();
  }

  /** The stop that is shown, -1 for none. */
  get position() {
    return this.#touched ? this.#at : -1;
  }

  /** It moves by itself. */
  get playing() {
    return this.#timer !== undefined;
  }

  /** The events of the runs at the position, which stay what they are however they are drawn. @returns {[run: number, moment: Moment][]} */
  get moments() {
    const stop = this.#stops[this.position];
    return this.#runs.flatMap((run, i) => run.moments.filter((m) => m.y === stop?.y).map((m) => /** @type {[number, Moment]} */ ([i, m])));
  }

  /** The position as the event of a run. @returns {[run: number, event: number] | null} */
  get event() {
    const [first] = this.moments;
    return first ? [first[0], first[1].event] : null;
  }

  /** @param {number} at index of a stop */
  seek(at) {
    if (this.#stops.length === 0) return;
    this.#at = Math.max(0, Math.min(at, this.#stops.length - 1));
    this.#touched = true;
    this.#draw();
  }

  /** Goes to where an event of a run is drawn. @param {number} run @param {number} event */
  seekEvent(run, event) {
    const moment = momentOf(this.#runs[run], event);
    if (!moment) return;
    this.pause();
    this.seek(this.#stops.findIndex((stop) => stop.y === moment.y));
  }

  /** Goes to the end, and shows that it is there. */
  toEnd() {
    this.#go(this.#stops.length - 1);
  }

  /** Puts the position away. */
  leave() {
    this.pause();
    this.#touched = false;
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
    if (this.#timer !== undefined) {
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
    this.#timer = window.setTimeout(() => {
      this.seek(this.#at + 1);
      this.#showPosition();
      if (this.#at >= this.#stops.length - 1) this.pause();
      else this.#tick();
    }, STOP_MS / speed);
    this.#showPlaying();
  }

  pause() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#showPlaying();
  }

  #showPlaying() {
    const playing = this.#timer !== undefined;
    const button = /** @type {HTMLElement} */ (this.#bar.querySelector('[data-act="play"]'));
    button.setAttribute('aria-label', playing ? 'Pause' : 'Play');
    button.classList.toggle('playing', playing);
  }

  /** @param {number} by */
  #step(by) {
    this.#go(this.#touched || by < 0 ? this.#at + by : 0);
  }

  /** Goes to a stop, as the reader wants it. @param {number} at */
  #go(at) {
    this.pause();
    this.#follow.begin();
    this.seek(at);
    this.#showPosition();
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
      End: () => this.#go(this.#stops.length - 1),
      Escape: () => this.leave(),
    };
    const act = acts[/** @type {keyof typeof acts} */ (event.key)];
    if (!act) return;
    event.preventDefault();
    this.#panels.classList.add('by-keys');
    act();
  }

  /** @param {MouseEvent} event */
  #point(event) {
    if (event.target instanceof Element && event.target.closest('button')) return;
    const moment = this.#momentAt(event);
    if (!moment) return;
    this.pause();
    this.seek(this.#stops.findIndex((stop) => stop.y === moment.y));
  }

  /** The moment of the diagram that is nearest to the pointer. @param {MouseEvent} event */
  #momentAt(event) {
    const diagram = diagramOf(event.target);
    const body = diagram?.querySelector('.diagram-body');
    if (!diagram || !body) return null;
    const box = body.getBoundingClientRect();
    const y = (event.clientY - box.top) * Number(body.getAttribute('width')) / box.width;
    const moments = this.#runs[runOf(diagram)]?.moments ?? [];
    const far = (/** @type {Moment} */ m) => Math.abs(m.y - 6 - y);
    return moments.reduce((best, m) => (far(m) < far(best) ? m : best), moments[0]) ?? null;
  }

  /** Pointing at an event dims the others. @param {MouseEvent} event */
  #hover(event) {
    this.#dim(event.target instanceof Element ? event.target.closest('.event') : null);
  }

  /** @param {Element | null} group */
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
    this.#scrubber.max = String(Math.max(this.#stops.length - 1, 0));
    this.#scrubber.value = String(this.#at);
    this.#line.hidden = !this.#touched || !stop;
    const atEnd = this.#at === this.#stops.length - 1;
    const words = !stop || atEnd ? 'at the end' : stop.time === 0 ? 'at the start' : `at ${sayDuration(stop.time)}`;
    const clock = /** @type {HTMLElement} */ (this.#bar.querySelector('[data-act="clock"]'));
    clock.textContent = words;
    this.#scrubber.setAttribute('aria-valuetext', words);
    if (stop) this.#line.style.setProperty('--at', String(this.#timePart * Math.min(stop.time / this.#extent, 1)));
    this.#placeLine();
    for (const diagram of this.#diagrams()) this.#drawIn(diagram, stop);
    this.#panels.dispatchEvent(new CustomEvent('position', {detail: stop}));
  }

  /** The line in the strip goes over its rows, wherever they stand. */
  #placeLine() {
    const rows = /** @type {HTMLElement | null} */ (this.#line.parentElement?.querySelector('#strip'));
    if (!rows) return;
    this.#line.style.setProperty('--top', `${rows.offsetTop}px`);
    this.#line.style.setProperty('--height', `${rows.offsetHeight}px`);
  }

  /** @param {HTMLElement} diagram @param {Stop} [stop] */
  #drawIn(diagram, stop) {
    const run = this.#runs[runOf(diagram)];
    const panel = diagram.closest('.panel');
    if (!run || !panel || !stop || !this.#touched && !this.#marked.has(diagram)) return;
    const at = run.moments.findLastIndex((m) => m.y <= stop.y);
    drawCursor(diagram, this.#touched ? stop.y : null);
    for (const drawn of this.#eventsOf(diagram, run)) {
      const when = !this.#touched ? '' : drawn.y < stop.y ? 'past' : drawn.y > stop.y ? 'later' : 'now';
      if (when === drawn.when) continue;
      if (drawn.when) drawn.group.classList.remove(drawn.when);
      if (when) drawn.group.classList.add(when);
      drawn.when = when;
    }
    showState(panel, run, at, this.#touched && this.#at < this.#stops.length - 1);
    showStep(panel, this.#touched ? run.moments[at] : undefined);
    if (this.#touched) this.#marked.add(diagram);
    else this.#marked.delete(diagram);
  }

  /** The events of a diagram; with each picture there are others. @param {HTMLElement} diagram @param {VariantView} run @returns {Drawn[]} */
  #eventsOf(diagram, run) {
    let events = this.#events.get(run);
    if (!events) {
      const heights = new Map(run.moments.map((m) => [m.event, m.y]));
      events = [...diagram.querySelectorAll('.diagram-body .event')].map((group) => ({group, y: heights.get(Number(group.getAttribute('data-event'))) ?? 0, when: ''}));
      this.#events.set(run, events);
    }
    return events;
  }

  /** Brings the position into sight, in the diagram that has the focus or in the first. */
  #showPosition() {
    const diagrams = this.#diagrams();
    const diagram = diagrams.find((d) => d.contains(document.activeElement)) ?? diagrams[0];
    const view = /** @type {HTMLElement | null | undefined} */ (diagram?.querySelector('.diagram-view'));
    const stop = this.#stops[this.#at];
    if (view && stop) this.#follow.show(view, stop.y, view.querySelector('.event.now'));
  }
}

/** @param {EventTarget | null} target @returns {HTMLElement | null} */
export function diagramOf(target) {
  return target instanceof Element ? target.closest('.diagram') : null;
}

/** @param {VariantView[]} runs @returns {Stop[]} */
function stopsOf(runs) {
  /** @type {Map<number, Stop>} */
  const stops = new Map();
  for (const run of runs) {
    for (const {y, time} of run.moments) stops.set(y, {y, time});
  }
  return [...stops.values()].sort((a, b) => a.y - b.y);
}

/**
 * The moment of an event; what is left out of the diagram belongs to the row above it.
 * @param {VariantView | undefined} run @param {number} event
 */
export function momentOf(run, event) {
  return run?.moments.find((m) => m.event === event) ?? run?.moments.findLast((m) => m.event < event);
}

/** @param {Element} diagram */
export function runOf(diagram) {
  return Number(diagram.closest('[data-variant]')?.getAttribute('data-variant'));
}

/** The line at a height of a diagram, in the drawing's own pixels. @param {HTMLElement} diagram @param {number | null} y */
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
