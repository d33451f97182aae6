// What helps against a violation: changes to the scenario with which exploration
// finds the property to hold, with what becomes of the others. Each can be tried as a
// variant. The list stays while the story is explored anew with it, and so do the
// reader's place and the focus.

import {allow, button} from '../shell/button.js';
import {messageOf, refusalText} from '../scenario/text.js';
import {variantCount, variantName} from '../scenario/target.js';
import {element, setText} from '../shell/element.js';
import {addRemedy, effectInWords, ranked, remedyName} from './remedy.js';

/** @typedef {import('../engine/types.js').Judgement} Judgement */
/** @typedef {import('../engine/types.js').Remedy} Remedy */
/** @typedef {{line: HTMLLIElement, effect: HTMLElement, act: HTMLButtonElement}} Item */

/** Looks for remedies, and shows them. */
export class Remedies {
  #place;
  #status;
  #list;
  #engine;
  #edits;
  #see;
  /** The variant and the property that the list is about. */
  #about = '';
  /** What the list shows, by the words of the remedies. @type {Map<string, Item>} */
  #items = new Map();
  #aborter = new AbortController();

  /**
   * @param {HTMLElement} place
   * @param {import('../engine/engine.js').Engine} engine
   * @param {import('../state/edits.js').Edits} edits
   * @param {(variant: number, property: string) => void} see  shows the verdict on a variant that was tried
   */
  constructor(place, engine, edits, see) {
    this.#place = place;
    this.#status = /** @type {HTMLElement} */ (place.querySelector('[data-part="help-status"]'));
    this.#list = /** @type {HTMLElement} */ (place.querySelector('ul'));
    this.#engine = engine;
    this.#edits = edits;
    this.#see = see;
  }

  /** Whether the focus is here. */
  get focused() {
    return this.#place.contains(document.activeElement);
  }

  /** Stops looking. What is shown stays, and leads nowhere. */
  pause() {
    this.#aborter.abort();
    for (const {act} of this.#items.values()) allow(act, false);
  }

  /** Stops looking, and shows nothing. */
  stop() {
    this.pause();
    this.#about = '';
    this.#place.hidden = true;
    this.#arrange([]);
  }

  /**
   * Looks for remedies against a violation.
   * @param {number} variant
   * @param {Judgement} judgement
   * @param {Judgement[]} before  of all properties that concern the variant
   */
  async look(variant, {property, title}, before) {
    const about = `${variant} ${property}`;
    if (about === this.#about) this.pause();
    else this.stop();
    this.#about = about;
    this.#aborter = new AbortController();
    const {signal} = this.#aborter;
    this.#place.hidden = false;
    this.#status.textContent = 'Looking for changes that help…';
    const show = (/** @type {Remedy[]} */ found) => {
      for (const remedy of found) this.#show(remedy, variant, property, before);
    };
    try {
      const found = await this.#engine.remedies(this.#edits.scenario, variant, property, {signal, onProgress: show});
      show(found);
      const isSorted = !this.focused; // it is not sorted under the reader's hands
      this.#arrange(isSorted ? ranked(before, found) : this.#inOrder(found));
      this.#status.textContent = found.length > 0 ? `With each of these changes “${title}” holds in every order${isSorted ? '; first those with which most holds' : ''}:`
        : 'None of the changes that we know of was found to help here by itself.';
    } catch (error) {
      if (!signal.aborted) this.#status.textContent = messageOf(error);
    }
  }

  /**
   * Shows a remedy, in its place where it has one.
   * @param {Remedy} remedy
   * @param {number} variant
   * @param {string} property
   * @param {Judgement[]} before
   */
  #show(remedy, variant, property, before) {
    const item = this.#items.get(remedy.words) ?? this.#add(remedy, variant, property);
    setText(item.effect, effectInWords(before, property, remedy));
    const text = this.#triedAs(remedy, variant) < 0 ? 'Try it' : 'See it';
    setText(item.act, text);
    item.act.setAttribute('aria-label', `${text}: ${remedy.words}`);
    allow(item.act, true);
  }

  /**
   * @param {Remedy} remedy
   * @param {number} variant
   * @param {string} property
   * @returns {Item}
   */
  #add(remedy, variant, property) {
    const effect = element('small');
    const act = button('', () => {
      const tried = this.#triedAs(remedy, variant);
      if (tried < 0) this.#attempt(variant, remedy);
      else this.#see(tried, property);
    });
    const item = {line: element('li', '', element('span', '', `${remedy.words} `, effect), act), effect, act};
    this.#items.set(remedy.words, item);
    this.#list.append(item.line);
    return item;
  }

  /**
   * The variant that a remedy was tried as, -1 where there is none.
   * @param {Remedy} remedy
   * @param {number} variant
   */
  #triedAs(remedy, variant) {
    const {scenario, limits} = this.#edits;
    const name = remedyName(scenario, variant, remedy, limits);
    return Array.from({length: variantCount(scenario)}, (_, i) => variantName(scenario, i)).indexOf(name);
  }

  /**
   * The remedies in the order in which they are shown.
   * @param {Remedy[]} found
   */
  #inOrder(found) {
    const shown = [...this.#items.keys()];
    return [...found].sort((a, b) => shown.indexOf(a.words) - shown.indexOf(b.words));
  }

  /**
   * Leaves no other remedies in the list, in this order. What is in its place is not touched: it may have the focus.
   * @param {Remedy[]} remedies
   */
  #arrange(remedies) {
    const kept = new Map(remedies.map(({words}) => [words, /** @type {Item} */ (this.#items.get(words))]));
    for (const [words, {line}] of this.#items) if (!kept.has(words)) line.remove();
    this.#items = kept;
    for (const [i, {line}] of [...kept.values()].entries()) {
      if (this.#list.children[i] !== line) this.#list.insertBefore(line, this.#list.children[i] ?? null);
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
