// The page as a part of another page: it tells the page around it how tall it is
// and what the reader does, and does what that asks. embed.js is the other side;
// around a plain frame there is none.

import {EngineError} from '../engine/engine.js';
import {sight} from '../picture/sight.js';
import {wear} from './theme.js';

/** The version of the conversation, which each message has under this name. */
const MARK = 'cachePlayground';
const VERSION = 1;

/** @typedef {import('../scenario/story.js').Json} Json */

/** Dispatches "given" with each scenario that the page around this one has, an object or a JSON text. */
export class Host extends EventTarget {
  /** The page around this one has the scenario to begin with. */
  gives = new URLSearchParams(location.search).has('given');
  /** Settles when the scenario that was given last is on the page: what is pressed after it is pressed there. @type {Promise<unknown>} */
  shown = Promise.resolve();

  constructor() {
    super();
    addEventListener('message', ({source, data}) => {
      if (source !== parent || data?.[MARK] !== VERSION) return;
      if (data.theme) wear(data.theme);
      if (data.beyond) this.#fit(data.beyond);
      if (data.scenario) this.dispatchEvent(new CustomEvent('given', {detail: data.scenario}));
      if (data.press) this.shown.then(() => press(data.press));
    });
    this.#tell('there');
  }

  /** @param {string} is @param {object} [details] */
  #tell(is, details) {
    parent.postMessage({[MARK]: VERSION, is, ...details}, '*');
  }

  /** The frame is as tall as its content; of it so much is beyond the window. @param {{top: number, bottom: number}} beyond */
  #fit(beyond) {
    const root = document.documentElement;
    if (!root.classList.contains('fitted')) {
      root.classList.add('fitted');
      new ResizeObserver(() => this.sized()).observe(root);
    }
    sight.within(beyond, (by) => this.#tell('scrolled', {by}));
    root.style.setProperty('--beyond-top', `${sight.top}px`);
    root.style.setProperty('--beyond-bottom', `${innerHeight - sight.bottom}px`);
  }

  /** A browser does not observe sizes in a frame that is out of sight: after what changes them this is called as well. */
  sized() {
    this.#tell('sized', {height: Math.ceil(document.documentElement.getBoundingClientRect().height)});
  }

  /** The next scenario that is given. @returns {Promise<Json | string>} */
  next() {
    return new Promise((resolve) => {
      this.addEventListener('given', (event) => resolve(/** @type {CustomEvent} */ (event).detail), {once: true});
    });
  }

  /** @param {Json} scenario */
  ready(scenario) {
    this.#tell('ready', {scenario});
  }

  /** @param {Json} scenario */
  changed(scenario) {
    this.#tell('changed', {scenario});
  }

  /** @param {unknown} error */
  failed(error) {
    const {code, fields} = error instanceof EngineError ? error : {code: 'input', fields: []};
    this.#tell('failed', {code, fields, message: error instanceof Error ? error.message : String(error)});
  }
}

/** Presses a button of the player, unless a question is to be answered first. @param {string} act "play", "pause", "back" or "forward" */
function press(act) {
  const player = document.getElementById('player');
  const button = player?.querySelector(`[data-act="${act === 'pause' ? 'play' : act}"]`);
  if (!(button instanceof HTMLElement) || player?.inert) return;
  const playing = button.classList.contains('playing');
  if (act === 'play' ? !playing : act === 'pause' ? playing : act === 'back' || act === 'forward') button.click();
}
