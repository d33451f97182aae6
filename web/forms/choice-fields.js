// The fields of the forms in which a value is chosen. They change the scenario at
// once, and go back where the engine refuses.

import {labelText, Message} from './field-parts.js';
import {problemOf} from './values.js';
import {element, setText} from '../shell/element.js';

/** @typedef {import('../state/edits.js').Edits} Edits */
/** @typedef {import('./field-parts.js').Place} Place */

/** The value of the option that stands for a value which is not offered. */
const UNLISTED = '{}';

/** A choice of one value from several. */
export class SelectField {
  input = element('select');
  #edits;
  #place;
  #rest;
  #options;
  #unlisted;
  #message;

  /**
   * @param {Edits} edits
   * @param {Place} place
   * @param {() => {value: string, text: string}[]} options  value is "" for none
   * @param {string} [unlisted]  the text of a value that is not among them; its own by default
   */
  constructor(edits, place, options, unlisted = '') {
    this.#edits = edits;
    this.#place = place;
    this.#options = options;
    this.#unlisted = unlisted;
    const {words, rest} = labelText(place.label);
    this.#rest = rest;
    this.input.autocomplete = 'off';
    this.#message = new Message(this.input, place.about);
    this.element = element('div', 'field', element('label', '', words, this.input), this.#message.element);
    this.input.addEventListener('change', () => this.#choose());
  }

  async #choose() {
    const {value} = this.input;
    if (value === UNLISTED) return;
    const errors = await this.#edits.make('', (scenario) => this.#place.write(scenario, value === '' ? undefined : value), {wanted: () => this.input.isConnected});
    if (!this.input.isConnected) return; // its row was removed, and its place in the scenario with it
    this.show();
    this.#message.say(problemOf(errors, this.#place.path()));
  }

  /** Shows the scenario's value. */
  show() {
    setText(this.#rest, ` ${this.#place.of()}`);
    const value = this.#place.read(this.#edits.scenario) ?? '';
    const offered = this.#options();
    const listed = offered.some((option) => option.value === value);
    const options = listed ? offered : [...offered, {value: UNLISTED, text: this.#unlisted || String(value)}];
    showOptions(this.input, options);
    this.input.value = listed ? value : UNLISTED;
    this.#message.say('');
  }
}

/**
 * Replaces the options of a select element where they are different.
 * @param {HTMLSelectElement} select
 * @param {{value: string, text: string}[]} options
 */
export function showOptions(select, options) {
  const before = [...select.options].map(({value, text}) => ({value, text}));
  if (JSON.stringify(before) === JSON.stringify(options.map(({value, text}) => ({value, text})))) return;
  select.replaceChildren(...options.map(({value, text}) => new Option(text, value)));
}

/** A choice between true and false. */
export class CheckField {
  input = element('input');
  #edits;
  #place;
  #rest;
  #message;

  /**
   * @param {Edits} edits
   * @param {Place} place
   */
  constructor(edits, place) {
    this.#edits = edits;
    this.#place = place;
    const {words, rest} = labelText(place.label);
    this.#rest = rest;
    this.input.type = 'checkbox';
    this.input.autocomplete = 'off';
    this.#message = new Message(this.input, place.about);
    this.element = element('div', 'field', element('label', 'check', this.input, ' ', words), this.#message.element);
    this.input.addEventListener('change', () => this.#choose());
  }

  async #choose() {
    const {checked} = this.input;
    const errors = await this.#edits.make('', (scenario) => this.#place.write(scenario, checked), {wanted: () => this.input.isConnected});
    if (!this.input.isConnected) return; // its row was removed, and its place in the scenario with it
    this.show();
    this.#message.say(problemOf(errors, this.#place.path()));
  }

  /** Shows the scenario's value. */
  show() {
    setText(this.#rest, ` ${this.#place.of()}`);
    this.input.checked = this.#place.read(this.#edits.scenario);
    this.#message.say('');
  }
}
