// The player: one position in time over strip and diagrams, that can be played,
// stepped both ways and scrubbed. At it the page shows what cache, queue and
// bank hold, and which step of the strategy's list has just been taken.

import {sayDuration} from './story.js';

/** @typedef {import('./engine.js').RunView} RunView */
/** @typedef {import('./engine.js').Moment} Moment */
/** @typedef {{y: number, time: number}} Stop  a height of the common axis at which something happens */

/** How long one stop lasts at speed 1, in milliseconds. */
const STOP_MS = 700;

export class Player {
  /** @type {RunView[]} */
  #runs = [];
  /** @type {Stop[]} */
  #stops = [];
  #extent = 1;
  #at = 0; // index of the stop; the last one is the end
  #touched = false; // the reader has moved it, so the position is shown
  /** @type {number | undefined} */
  #timer;

  #panels;
  #line;
  #bar;

  /**
   * @param {HTMLElement} panels  holds the diagrams
   * @param {HTMLElement} line    the position in the strip
   * @param {HTMLElement} bar     the controls
   */
  constructor(panels, line, bar) {
    this.#panels = panels;
    this.#line = line;
    this.#bar = bar;
    this.#listen();
  }

  /**
   * Takes new runs, and keeps the position's time in them.
   * @param {RunView[]} runs @param {number} extent nanoseconds
   */
  show(runs, extent) {
    const before = this.#stops[this.#at];
    const atEnd = !this.#touched || this.#at === this.#stops.length - 1;
    this.#runs = runs;
    this.#extent = extent;
    this.#stops = stopsOf(runs);
    this.#at = this.#stops.length - 1;
    if (before && !atEnd) {
      const same = this.#stops.findLastIndex((stop) => stop.time <= before.time && stop.y <= before.y);
      this.#at = Math.max(same, 0);
    } else {
      this.#touched = false;
    }
    this.#draw();
  }

  /** The event of the first shown run at the position, for links. */
  get position() {
    return this.#touched ? this.#at : -1;
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

  #listen() {
    const button = (/** @type {string} */ name, /** @type {() => void} */ act) =>
      this.#bar.querySelector(`[data-act="${name}"]`)?.addEventListener('click', act);
    button('play', () => this.#toggle());
    button('back', () => this.#step(-1));
    button('forward', () => this.#step(1));
    this.#scrubber.addEventListener('input', () => {
      this.pause();
      this.seek(Number(this.#scrubber.value));
    });
    this.#panels.addEventListener('pointermove', (event) => event.pointerType === 'mouse' && this.#hover(event));
    this.#panels.addEventListener('pointerleave', () => this.#dim(null));
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
    if (this.#at >= this.#stops.length - 1) this.seek(0);
    this.#tick();
  }

  #tick() {
    const speed = Number(/** @type {HTMLSelectElement} */ (this.#bar.querySelector('[data-act="speed"]')).value);
    this.#timer = window.setTimeout(() => {
      this.seek(this.#at + 1);
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
    button.textContent = playing ? 'Pause' : 'Play';
    button.classList.toggle('playing', playing);
  }

  /** @param {number} by */
  #step(by) {
    this.pause();
    this.seek(this.#touched || by < 0 ? this.#at + by : 0);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!diagramOf(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
    const acts = {
      ' ': () => this.#toggle(),
      ArrowRight: () => this.#step(1),
      ArrowDown: () => this.#step(1),
      ArrowLeft: () => this.#step(-1),
      ArrowUp: () => this.#step(-1),
      Home: () => this.seek(0),
      End: () => this.seek(this.#stops.length - 1),
      Escape: () => this.#leave(),
      '?': () => /** @type {HTMLDialogElement} */ (document.getElementById('keys')).showModal(),
    };
    const act = acts[/** @type {keyof typeof acts} */ (event.key)];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #leave() {
    this.pause();
    this.#touched = false;
    this.#at = this.#stops.length - 1;
    this.#draw();
  }

  /** @param {MouseEvent} event */
  #point(event) {
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
    const y = (event.clientY - body.getBoundingClientRect().top) / scaleOf(body);
    const moments = this.#runs[runOf(diagram)]?.moments ?? [];
    const far = (/** @type {Moment} */ m) => Math.abs(m.y - 6 - y);
    return moments.reduce((best, m) => (far(m) < far(best) ? m : best), moments[0]) ?? null;
  }

  /** Pointing at an event dims the others. @param {MouseEvent} event */
  #hover(event) {
    const group = event.target instanceof Element ? event.target.closest('.event') : null;
    this.#dim(group);
  }

  /** @param {Element | null} group */
  #dim(group) {
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
    if (stop) this.#line.style.setProperty('--at', String(Math.min(stop.time / this.#extent, 1)));
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
    if (!run || !panel || !stop) return;
    const moment = run.moments.findLast((m) => m.y <= stop.y);
    cursorLine(diagram, this.#touched ? stop.y : null);
    for (const group of diagram.querySelectorAll('.event')) {
      const m = run.moments.find((each) => each.event === Number(group.getAttribute('data-event')));
      group.classList.toggle('later', this.#touched && m !== undefined && m.y > stop.y);
    }
    showState(panel, moment, this.#touched && this.#at < this.#stops.length - 1);
    showStep(panel, this.#touched ? moment : undefined);
  }
}

/** @param {EventTarget | null} target @returns {HTMLElement | null} */
function diagramOf(target) {
  return target instanceof Element ? target.closest('.diagram') : null;
}

/** @param {RunView[]} runs @returns {Stop[]} */
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
 * @param {RunView | undefined} run @param {number} event
 */
export function momentOf(run, event) {
  return run?.moments.find((m) => m.event === event) ?? run?.moments.findLast((m) => m.event < event);
}

/** @param {Element} diagram */
export function runOf(diagram) {
  return Number(diagram.closest('[data-run]')?.getAttribute('data-run'));
}

/** @param {Element} body the drawing may be shown larger or smaller than it was drawn */
function scaleOf(body) {
  return body.getBoundingClientRect().width / Number(body.getAttribute('width'));
}

/** @param {HTMLElement} diagram @param {number | null} y in the drawing's pixels */
function cursorLine(diagram, y) {
  let cursor = /** @type {HTMLElement | null} */ (diagram.querySelector('.cursor'));
  if (y === null) {
    cursor?.remove();
    return;
  }
  if (!cursor) {
    cursor = document.createElement('div');
    cursor.className = 'cursor';
    diagram.append(cursor);
  }
  const body = /** @type {SVGElement} */ (diagram.querySelector('.diagram-body'));
  const top = body.getBoundingClientRect().top - diagram.getBoundingClientRect().top;
  cursor.style.top = `${top + y * scaleOf(body)}px`;
}

/**
 * Writes what is where into a panel, what has just changed lit.
 * @param {Element} panel @param {Moment | undefined} moment @param {boolean} midway
 */
function showState(panel, moment, midway) {
  const when = panel.querySelector('.state-when');
  if (when) when.textContent = !midway ? 'At the end' : !moment?.when ? 'Here' : moment.when === 'now' ? 'At the start' : `At ${moment.when}`;
  for (const place of /** @type {const} */ (['cache', 'queue', 'source'])) {
    const list = panel.querySelector(`[data-holds="${place}"]`);
    const holdings = moment?.[place] ?? [];
    list?.replaceChildren(...(holdings.length > 0 ? holdings.map((h) => holding(h, midway)) : [nothing()]));
  }
}

/** @param {import('./engine.js').Holding} h @param {boolean} midway */
function holding(h, midway) {
  const item = document.createElement('li');
  item.textContent = h.text;
  item.classList.toggle('changed', midway && h.changed);
  item.classList.toggle('dirty', h.dirty);
  return item;
}

function nothing() {
  const item = document.createElement('li');
  item.className = 'nothing';
  item.textContent = 'nothing';
  return item;
}

/** @param {Element} panel @param {Moment | undefined} moment */
function showStep(panel, moment) {
  for (const lit of panel.querySelectorAll('.steps .current')) lit.classList.remove('current');
  if (!moment || moment.index < 0) return;
  panel.querySelector(`.steps [data-step="${moment.list}-${moment.index}"]`)?.classList.add('current');
}
