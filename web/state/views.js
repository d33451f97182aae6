// The view of the story: one run of it (Play), or every order in which it can go
// (Explore). The address names it.

import {here, viewOf} from './address.js';

/** @typedef {import('./address.js').ViewName} ViewName */

/** @type {ViewName[]} */
const NAMES = ['play', 'explore'];

/** Switches between the views. It dispatches "change" after each switch. */
export class Views extends EventTarget {
  /** @type {ViewName} */
  name = 'play';
  /** The counterexample that is shown, for a link; empty for none. @type {[] | [variant: number, property: string]} */
  counterexample = [];

  #main;
  #buttons;
  /** Whether the link that the story was opened with explores. */
  #explores = false;

  /**
   * @param {HTMLElement} main
   * @param {{[view in ViewName]: HTMLElement}} buttons
   * @param {import('./stories.js').Stories} stories
   */
  constructor(main, buttons, stories) {
    super();
    this.#main = main;
    this.#buttons = buttons;
    for (const name of NAMES) buttons[name].addEventListener('click', () => this.#choose(name));
    stories.addEventListener('open', (event) => {
      const {explore} = /** @type {import('./stories.js').Story} */ (/** @type {CustomEvent} */ (event).detail);
      this.counterexample = explore ?? [];
      this.#explores = explore !== undefined;
      this.#follow();
    });
    addEventListener('popstate', () => this.#follow());
  }

  /** The counterexample for a link, undefined in Play. */
  get explored() {
    return this.name === 'explore' ? this.counterexample : undefined;
  }

  /**
   * Shows a view that the reader asks for, with an entry of its own in the history.
   * @param {ViewName} name
   */
  #choose(name) {
    if (name === this.name) return;
    const url = here();
    url.searchParams.set('view', name);
    history.pushState(null, '', url);
    this.#show(name);
  }

  /** Shows the view that the address asks for. */
  #follow() {
    this.#show(viewOf(here(), this.#explores));
  }

  /** @param {ViewName} name */
  #show(name) {
    const changed = name !== this.name;
    this.name = name;
    this.#main.dataset.view = name;
    for (const view of NAMES) this.#buttons[view].setAttribute('aria-pressed', String(view === name));
    if (changed) this.dispatchEvent(new Event('change'));
  }
}
