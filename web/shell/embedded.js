// The page inside a frame of another page. It posts its height and the reader's
// changes to that page, and does what that page posts. embed.js is the other end;
// a plain frame has none.

import {EngineError} from '../engine/engine.js';
import {sight} from '../picture/sight.js';
import {messageOf, sayError} from '../scenario/text.js';
import {isForUs, MARK, VERSION, wrongIn} from './host-message.js';
import {applyTheme} from './theme.js';

/** @typedef {import('../scenario/story.js').Json} Json */

/**
 * The page around this one. It dispatches "given" with each scenario that it
 * posts, an object or a JSON text.
 */
export class Host extends EventTarget {
  /** Whether it posts the scenario to begin with. */
  gives = new URLSearchParams(location.search).has('given');
  /** Settles when the scenario given last is on the page; only then are later presses carried out. @type {Promise<unknown>} */
  shown = Promise.resolve();

  constructor() {
    super();
    addEventListener('message', ({source, data}) => {
      if (source !== parent || !isForUs(data)) return;
      const fields = wrongIn(data);
      if (fields.length > 0) {
        this.failed(new EngineError('input', fields.map(sayError).join('\n'), fields));
        return;
      }
      if (data.theme) applyTheme(data.theme);
      if (data.beyond) this.#fit(data.beyond);
      if (data.scenario) this.dispatchEvent(new CustomEvent('given', {detail: data.scenario}));
      if (data.press) this.shown.then(() => press(data.press));
    });
    this.#tell('there');
  }

  /**
   * Posts a message.
   * @param {string} is  its kind
   * @param {object} [details]
   */
  #tell(is, details) {
    parent.postMessage({[MARK]: VERSION, is, ...details}, '*');
  }

  /**
   * Adapts the page to a frame that is as tall as its content.
   * @param {{top: number, bottom: number}} beyond  how much of it is above and below the window, in pixels
   */
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

  /** Posts the height. A browser observes no sizes in a frame that is out of sight, so this is also called after each change. */
  sized() {
    this.#tell('sized', {height: Math.ceil(document.documentElement.getBoundingClientRect().height)});
  }

  /**
   * Returns the next scenario that is given.
   * @returns {Promise<Json | string>}
   */
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
    this.#tell('failed', {code, fields, message: messageOf(error)});
  }
}

/**
 * Presses a button of the player, unless a question has to be answered first.
 * @param {string} act  "play", "pause", "back" or "forward"
 */
function press(act) {
  const player = document.getElementById('player');
  const button = player?.querySelector(`[data-act="${act === 'pause' ? 'play' : act}"]`);
  if (!(button instanceof HTMLElement) || player?.inert) return;
  const playing = button.classList.contains('playing');
  if (act === 'play' ? !playing : act === 'pause' ? playing : act === 'back' || act === 'forward') button.click();
}
