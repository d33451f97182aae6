// What helps against a violation: changes to the scenario with which exploration
// finds the property to hold, the smallest first. Each can be tried as a variant.

import {button} from '../shell/button.js';
import {messageOf, refusalText} from '../scenario/text.js';
import {element} from '../shell/element.js';
import {addRemedy} from './remedy.js';
import {count} from './sentences.js';

/** @typedef {import('./remedy.js').Remedy} Remedy */

/** Looks for remedies, and shows them. */
export class Remedies {
  #place;
  #status;
  #list;
  #engine;
  #edits;
  #aborter = new AbortController();

  /**
   * @param {HTMLElement} place
   * @param {import('../engine/engine.js').Engine} engine
   * @param {import('../state/edits.js').Edits} edits
   */
  constructor(place, engine, edits) {
    this.#place = place;
    this.#status = /** @type {HTMLElement} */ (place.querySelector('[data-part="help-status"]'));
    this.#list = /** @type {HTMLElement} */ (place.querySelector('ul'));
    this.#engine = engine;
    this.#edits = edits;
  }

  /** Stops looking, and shows none. */
  stop() {
    this.#aborter.abort();
    this.#place.hidden = true;
    this.#list.replaceChildren();
  }

  /**
   * Looks for remedies against a violation.
   * @param {number} variant
   * @param {import('../engine/types.js').Judgement} judgement
   */
  async look(variant, {property, title}) {
    this.stop();
    this.#aborter = new AbortController();
    const {signal} = this.#aborter;
    this.#place.hidden = false;
    this.#status.textContent = 'Looking for changes that help…';
    try {
      const found = await this.#engine.remedies(this.#edits.scenario, variant, property, {signal, onProgress: (some) => this.#show(variant, some)});
      this.#show(variant, found);
      this.#status.textContent = found.length > 0 ? `With each of these changes “${title}” holds in every order, the smallest change first:`
        : 'None of the changes that we know of was found to help here by itself.';
    } catch (error) {
      if (!signal.aborted) this.#status.textContent = messageOf(error);
    }
  }

  /**
   * Adds those that are not in the list yet.
   * @param {number} variant
   * @param {Remedy[]} found  all until now
   */
  #show(variant, found) {
    for (const remedy of found.slice(this.#list.children.length)) this.#list.append(item(remedy, () => this.#attempt(variant, remedy)));
  }

  /**
   * @param {number} variant
   * @param {Remedy} remedy
   */
  async #attempt(variant, remedy) {
    const errors = await this.#edits.make('', (scenario) => addRemedy(scenario, variant, remedy, this.#edits.limits));
    if (errors.length > 0) this.#status.textContent = refusalText(errors);
  }
}

/**
 * @param {Remedy} remedy
 * @param {() => void} attempt
 */
function item({words, states}, attempt) {
  const attemptIt = button('Try it', attempt);
  attemptIt.setAttribute('aria-label', `Try it: ${words}`);
  return element('li', '', element('span', '', `${words} `, element('small', '', `holds in all ${count(states)} states`)), attemptIt);
}
