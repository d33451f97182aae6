// What of the story is on the page: what happens in one run of it (Play), or
// every order in which it can go wrong (Explore). The address says which.

import {here} from '../shell/share.js';

/** @typedef {'play' | 'explore'} Name */

/** Dispatches "change" with each other view. */
export class Views extends EventTarget {
  /** @type {Name} */
  name = 'play';
  /** What a link says of the counterexample that is looked at. @type {[] | [run: number, property: string]} */
  looked = [];

  #main;
  #buttons;
  /** The link that the story was opened with explores. */
  #linked = false;

  /**
   * @param {HTMLElement} main
   * @param {{[view in Name]: HTMLElement}} buttons
   * @param {import('./stories.js').Stories} stories
   */
  constructor(main, buttons, stories) {
    super();
    this.#main = main;
    this.#buttons = buttons;
    for (const name of /** @type {Name[]} */ (['play', 'explore'])) {
      buttons[name].addEventListener('click', () => this.#choose(name));
    }
    stories.addEventListener('open', (event) => {
      const {explore} = /** @type {import('./stories.js').Story} */ (/** @type {CustomEvent} */ (event).detail);
      this.looked = explore ?? [];
      this.#linked = explore !== undefined;
      this.#follow();
    });
    addEventListener('popstate', () => this.#follow());
  }

  /** For a link: what is looked at, undefined in Play. */
  get explored() {
    return this.name === 'explore' ? this.looked : undefined;
  }

  /** The reader asks for a view. @param {Name} name */
  #choose(name) {
    if (name === this.name) return;
    const url = here();
    url.searchParams.set('view', name);
    history.pushState(null, '', url);
    this.#show(name);
  }

  /** Shows what the address asks for. */
  #follow() {
    this.#show(addressed() ?? (this.#linked && asked() === null ? 'explore' : 'play'));
  }

  /** @param {Name} name */
  #show(name) {
    const changed = name !== this.name;
    this.name = name;
    this.#main.dataset.view = name;
    for (const view of /** @type {Name[]} */ (['play', 'explore'])) {
      this.#buttons[view].setAttribute('aria-pressed', String(view === name));
    }
    if (changed) this.dispatchEvent(new Event('change'));
  }
}

/** @returns {string | null} */
const asked = () => here().searchParams.get('view');

/** The view that the address names, if it names one. @returns {Name | undefined} */
function addressed() {
  const view = asked();
  return view === 'play' || view === 'explore' ? view : undefined;
}

/** What is to be said of a view that the address names and that there is not, "" where there is none such. */
export function unknownView() {
  return asked() === null || addressed() ? '' : `There is no view “${asked()}”, only “play” and “explore”. Here is “play” instead.`;
}
