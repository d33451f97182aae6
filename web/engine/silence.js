// Notices that a worker has gone without a word: it was closed, or its browser has
// ended it. Nothing tells the page of that. A worker that is there answers a question
// at once, unless it is at work: of that it tells when it begins.

import {clock} from '../shell/clock.js';

/** How often a silent worker is asked whether it is there, in milliseconds. */
const ASK_MS = 4_000;
/** After how many silences in a row it has gone: where it is at work, and otherwise. */
const BUSY = 12;
const IDLE = 3;

/** Listens to one worker after another, while it owes answers. */
export class Silence {
  /** @type {number | undefined} */
  #timer;
  /** How many silences there were since the worker was last heard. */
  #silences = 0;
  /** Whether it was ever heard: before, its script may be on a slow line. */
  #known = false;
  #about;

  /** @param {{owes: () => boolean, busy: () => boolean, ask: () => Promise<void>, gone: () => void}} about  the worker */
  constructor(about) {
    this.#about = about;
  }

  /** Begins to listen, where it does not yet: the worker owes an answer. */
  begin() {
    if (this.#timer !== undefined) return;
    this.#silences = 0;
    this.#listen();
  }

  /** Notes that the worker has sent a message. */
  heard() {
    this.#known = true;
    this.#silences = -1; // what is left of this time is no silence
  }

  /** Ends with the worker. */
  end() {
    clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#known = false;
  }

  #listen() {
    this.#timer = clock.setTimeout(() => this.#silent(), ASK_MS);
  }

  async #silent() {
    const {owes, busy, ask, gone} = this.#about;
    if (this.#known) this.#silences++;
    if (!owes()) {
      this.#timer = undefined;
    } else if (this.#silences >= (busy() ? BUSY : IDLE)) {
      gone();
    } else {
      const timer = this.#timer;
      await ask();
      // It cannot be silent twice before it could hear the question.
      if (this.#timer === timer) this.#listen();
    }
  }
}
