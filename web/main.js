// The page: the scenario on it, what the reader changes, and the picture that
// follows. What the picture shows is the engine's; this module only asks for it
// and puts it in its place.

import {offerControls} from './controls.js';
import {Cursor} from './cursor.js';
import {Engine, EngineError} from './engine.js';
import {update} from './slots.js';
import {crashOf, roundUp, sayDuration, withCrash} from './story.js';

/** The wide page shows two diagrams side by side from this width on, in pixels. */
const TWO_DIAGRAMS = 900;
/** Below this width a diagram has four lifelines. */
const NARROW = 500;
/** The crash's slider goes over the whole width of a row of the strip, the
 * strip's time over this part of it, in round steps, at most so many. Behind it
 * there is no crash. */
const TIME_PART = 0.92;
const CRASH_STEPS = 100;

/** The scenario whose picture is in the HTML. */
const ARTICLE = 'article';

const query = new URLSearchParams(location.search);
const embedded = query.has('embed');
const preset = query.get('preset') ?? ARTICLE;
const engine = new Engine('.');

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const panels = byId('panels');
const strip = byId('strip');
const crash = /** @type {HTMLInputElement} */ (byId('crash'));
const cursor = new Cursor(panels, byId('cursor-time'));

const state = {
  /** @type {import('./story.js').Json} */
  scenario: {},
  /** @type {number | null} when it crashes, in nanoseconds */
  crash: null,
  /** @type {number[]} the runs that have a diagram, in the order of choosing */
  shown: [0, 1],
  extent: 0, // of the strip; the axis does not become shorter while a crash is dragged
  /** @type {import('./engine.js').View | null} */
  view: null,
};

let loaded = false;
let drawing = false;
let outdated = false;
let retried = false;

/** Draws what the reader has set; while one picture is made, only the last wish counts. */
async function redraw() {
  outdated = true;
  if (drawing) return;
  drawing = true;
  while (outdated) {
    outdated = false;
    await drawOnce();
  }
  drawing = false;
}

async function drawOnce() {
  try {
    const scenario = withCrash(state.scenario, state.crash);
    const view = await engine.view(scenario, options());
    apply(view);
    say('');
    retried = false;
  } catch (error) {
    const died = error instanceof EngineError && error.code === 'died';
    if (died && !retried) outdated = true; // a new engine draws the same again
    else failed(error);
    retried = died && !retried;
  }
}

/** What went wrong is said; all that the reader has set stays. @param {unknown} error */
function failed(error) {
  const text = error instanceof Error ? error.message : String(error);
  if (loaded) say(text);
  else if (preset === ARTICLE) say(`${text} The pictures below are right; only changing them needs the engine.`);
  else say(`${text} The pictures below are the article’s.`);
}

/** @param {string} text */
function say(text) {
  const notice = byId('notice');
  notice.textContent = text;
  notice.hidden = text === '';
}

function options() {
  const room = main.clientWidth;
  const two = room >= TWO_DIAGRAMS;
  const gap = parseFloat(getComputedStyle(panels).columnGap) || 0;
  const show = two ? [...state.shown].sort((a, b) => a - b) : state.shown.slice(-1);
  const width = show.length > 1 ? (room - gap) / 2 : Math.min(room, 720);
  return {
    width: Math.max(240, Math.round(width)),
    narrow: room < NARROW,
    show,
    extent: state.crash === null ? 0 : state.extent,
  };
}

/** @param {import('./engine.js').View} view */
function apply(view) {
  state.view = view;
  update(strip, view.strip);
  update(panels, view.panels);
  showChosen();
  panels.classList.toggle('single', view.runs.filter((run) => run.shown).length === 1);
  byId('panels-narrow').hidden = true;
  panels.classList.remove('only-wide');
  cursor.show(view.runs, view.extent);
  if (view.extent !== state.extent) {
    state.extent = view.extent;
    placeCrash();
  }
  showCrash(view);
}

function showChosen() {
  const {show} = options();
  for (const row of strip.querySelectorAll('[data-run]')) {
    const chosen = show.includes(Number(row.getAttribute('data-run')));
    row.querySelector('button')?.setAttribute('aria-pressed', String(chosen));
  }
}

/** @param {import('./engine.js').View} view */
function showCrash(view) {
  const words = state.crash === null ? 'no crash' : `at ${sayDuration(state.crash)}`;
  byId('crash-when').textContent = words;
  crash.setAttribute('aria-valuetext', words);
  const hint = byId('faults').querySelector('.hint');
  if (view.faults) byId('faults').innerHTML = view.faults;
  else if (!hint) byId('faults').replaceChildren(crashHint.cloneNode(true));
}
const crashHint = /** @type {Element} */ (byId('faults').querySelector('.hint'));

/** How much time is between two places of the crash's slider. */
const crashStep = () => roundUp(state.extent / CRASH_STEPS);

/** Puts the slider where the crash is that is set. */
function placeCrash() {
  crash.max = String(state.extent / crashStep() / TIME_PART);
  crash.value = state.crash === null ? crash.max : String(Math.round(state.crash / crashStep()));
}

/** Takes the crash from where the slider is. */
function takeCrash() {
  const at = Number(crash.value) * crashStep();
  state.crash = at > state.extent ? null : at;
  redraw();
}

/**
 * A run that is chosen joins the picture; the second place is the one that
 * changes. A chosen run can be put away while another one is left.
 * @param {number} run
 */
function choose(run) {
  const {shown} = state;
  if (main.clientWidth < TWO_DIAGRAMS) {
    state.shown = [...shown.filter((r) => r !== run).slice(-1), run];
  } else if (!shown.includes(run)) {
    state.shown = [shown[0], run];
  } else if (shown.length > 1) {
    state.shown = shown.filter((r) => r !== run);
  }
  showChosen();
  if (loaded) redraw();
}

/** What works before the engine does. */
function listenEarly() {
  strip.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest('[data-run]') : null;
    if (row) choose(Number(row.getAttribute('data-run')));
  });
  let width = main.clientWidth;
  new ResizeObserver(() => {
    if (main.clientWidth === width) return;
    width = main.clientWidth;
    showChosen();
    if (loaded) redraw();
  }).observe(main);
}

function listen() {
  crash.addEventListener('input', takeCrash);
  crash.addEventListener('change', placeCrash);
  crash.addEventListener('keydown', (event) => {
    // From "no crash" one key leads to the last moment, not into the space behind it.
    if (state.crash !== null || !['ArrowLeft', 'ArrowDown'].includes(event.key)) return;
    event.preventDefault();
    crash.value = String(Math.floor(state.extent / crashStep()));
    takeCrash();
  });
  crash.disabled = false;
}

async function start() {
  document.documentElement.classList.toggle('embedded', embedded);
  showChosen();
  listenEarly();
  let refused = '';
  try {
    state.scenario = await load(preset).catch((error) => {
      if (!(error instanceof EngineError) || error.code !== 'input') throw error;
      refused = `${error.message}. Here is the article instead.`;
      return load(ARTICLE);
    });
  } catch (error) {
    failed(error);
    return;
  }
  loaded = true;
  const other = preset !== ARTICLE && refused === '';
  if (other) {
    clear();
    state.shown = [0, 1]; // what was chosen of the article says nothing here
  }
  const runs = (state.scenario.compare ?? [{}]).length;
  state.shown = state.shown.filter((run) => run < runs);
  await redraw();
  state.crash = crashOf(state.scenario);
  placeCrash();
  if (state.crash !== null) await redraw();
  if (other && state.view) introduce(state.view);
  if (refused) say(refused);
  offerControls(byId('controls'), state.scenario, redraw);
  listen();
  document.documentElement.dataset.ready = '';
}

/** @param {string} id of a built-in scenario */
async function load(id) {
  return JSON.parse(await engine.preset(id));
}

/** Takes the article's picture, which is in the HTML, away. */
function clear() {
  for (const id of ['question', 'lead', 'strip', 'panels', 'panels-narrow']) byId(id).replaceChildren();
}

/** Another scenario than the article has its own name and text. @param {import('./engine.js').View} view */
function introduce(view) {
  byId('question').textContent = view.name;
  byId('lead').innerHTML = view.text;
  byId('note').textContent = '';
  document.title = `${view.name} – Cache Strategy Playground`;
}

start();
