// What helps against a violation: changes to the scenario with which exploration
// finds the property to hold, with what becomes of the others. Each can be tried as a
// variant.

import {button} from '../shell/button.js';
import {messageOf, refusalText} from '../scenario/text.js';
import {element} from '../shell/element.js';
import {addRemedy, effectInWords, ranked} from './remedy.js';

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
   * @param {import('../engine/types.js').Judgement[]} before  of all properties that concern the variant
   */
  async look(variant, {property, title}, before) {
    this.stop();
    this.#aborter = new AbortController();
    const {signal} = this.#aborter;
    this.#place.hidden = false;
    this.#status.textContent = 'Looking for changes that help…';
    const show = (/** @type {Remedy[]} */ found) => this.#show(variant, found, (remedy) => effectInWords(before, property, remedy));
    try {
      const found = await this.#engine.remedies(this.#edits.scenario, variant, property, {signal, onProgress: show});
      const isInUse = this.#list.contains(document.activeElement); // it is not sorted under the reader's hands
      if (!isInUse) this.#list.replaceChildren();
      show(isInUse ? found : ranked(before, found));
      this.#status.textContent = found.length > 0 ? `With each of these changes “${title}” holds in every order${isInUse ? '' : '; first those with which most holds'}:`
        : 'None of the changes that we know of was found to help here by itself.';
    } catch (error) {
      if (!signal.aborted) this.#status.textContent = messageOf(error);
    }
  }

  /**
   * Adds those that are not in the list yet.
   * @param {number} variant
   * @param {Remedy[]} found  all until now
   * @param {(remedy: Remedy) => string} effect  says what one does to the verdicts
   */
  #show(variant, found, effect) {
    for (const remedy of found.slice(this.#list.children.length)) {
      this.#list.append(item(remedy.words, effect(remedy), () => this.#attempt(variant, remedy)));
    }
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
 * @param {string} words
 * @param {string} effect  what it does to the verdicts
 * @param {() => void} attempt
 */
function item(words, effect, attempt) {
  const attemptIt = button('Try it', attempt);
  attemptIt.setAttribute('aria-label', `Try it: ${words}`);
  return element('li', '', element('span', '', `${words} `, element('small', '', effect)), attemptIt);
}
