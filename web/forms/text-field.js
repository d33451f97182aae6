// A text field of the forms. It keeps what the reader typed until the engine
// accepts it, also across a reload of the page, and says what is wrong with it.

import {labelText, Message} from './field-parts.js';
import {problemOf} from './values.js';
import {messageOf} from '../scenario/text.js';
import {clock} from '../shell/clock.js';
import {element, setText} from '../shell/element.js';

/** @typedef {import('../state/edits.js').Edits} Edits */
/** @typedef {import('../engine/types.js').FieldError} FieldError */
/** @typedef {import('./field-parts.js').Place} Place */
/** @typedef {import('./values.js').Format} Format */

/** How long after the last key a mistake is shown, in milliseconds. */
const PATIENCE_MS = 700;

/** A field for a value that is typed. */
export class TextField {
  #edits;
  #place;
  #format;
  #rest;
  #message;
  /** The typed text that the scenario does not have yet. @type {import('../state/drafts.js').Draft | null} */
  #draft = null;
  /** Where it is kept. @type {import('../state/drafts.js').Drafts} */
  #drafts;
  /**
   * The typed text that the scenario's value came from, and that value. The text
   * stays as it is while the value does, even where it only repeats the default.
   * @type {{text: string, stored?: string} | null}
   */
  #accepted = null;
  #problem = '';
  /** Runs while the reader types. @type {number | undefined} */
  #timer;

  /**
   * @param {Edits} edits
   * @param {Place} place
   * @param {Format} format
   */
  constructor(edits, place, format) {
    this.#edits = edits;
    this.#drafts = edits.drafts;
    this.#place = place;
    this.#format = format;
    const {words, rest} = labelText(place.label);
    this.#rest = rest;
    this.input = inputFor(format);
    this.#message = new Message(this.input, place.about);
    this.element = element('div', 'field', element('label', '', words, this.input), this.#message.element);
    this.input.addEventListener('input', () => this.#typed());
    this.input.addEventListener('change', () => this.#left());
    this.input.addEventListener('blur', () => this.#edits.seal());
  }

  #typed() {
    this.#draft ??= {content: '', since: this.#stored()};
    this.#draft.content = this.input.value;
    this.#drafts.put(this.#name(), this.#draft);
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => {
      this.#timer = undefined;
      this.#say();
    }, PATIENCE_MS);
    if (!this.#format.late) this.#try();
  }

  async #left() {
    if (this.#draft === null || !this.input.isConnected) return;
    await this.#try();
    clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#say();
  }

  #dropDraft() {
    if (this.#draft) this.#drafts.drop(this.#draft);
    this.#draft = null;
  }

  #name() {
    return `${this.#edits.name}:${this.#place.path()}`;
  }

  /** Puts the typed text into the scenario, unless the engine refuses it. */
  async #try() {
    const text = this.input.value;
    let value;
    try {
      value = this.#format.parse(text);
    } catch (error) {
      this.#found(messageOf(error));
      return;
    }
    const {path, write} = this.#place;
    try {
      const errors = await this.#edits.make(path(), (scenario) => write(scenario, value), {
        wanted: () => this.input.isConnected && this.input.value === text && this.#draft !== null,
        before: () => {
          this.#dropDraft();
          this.#accepted = {text};
        },
      });
      if (this.#accepted) this.#accepted.stored ??= this.#stored();
      if (this.input.value !== text || !this.input.isConnected) return;
      this.#found(problemOf(errors, path()));
    } catch (error) {
      this.#found(messageOf(error));
    }
  }

  /**
   * Sets what is wrong with the text. While the reader types, it is shown at once
   * only that nothing is wrong any more.
   * @param {string} problem
   */
  #found(problem) {
    this.#problem = problem;
    if (problem === '' || this.#timer === undefined) this.#say();
  }

  #say() {
    if (!this.input.isConnected) return; // its row was removed, and its place in the scenario with it
    const path = this.#place.path();
    this.#message.say(this.#problem || (this.#draft === null ? this.#edits.known.find((error) => error.path === path)?.message ?? '' : ''));
  }

  /**
   * Says why the engine refused a value that another control of the setting wrote.
   * @param {FieldError[]} errors
   */
  refuse(errors) {
    this.#message.say(problemOf(errors, this.#place.path()));
  }

  /** Returns the scenario's value as JSON, to compare it. */
  #stored() {
    return JSON.stringify(this.#place.read(this.#edits.scenario)) ?? '';
  }

  /** Shows the scenario's value, unless the reader is changing it. */
  show() {
    setText(this.#rest, ` ${this.#place.of()}`);
    const stored = this.#stored();
    const {drafts} = this.#edits;
    if (drafts !== this.#drafts) this.leave(); // another story is on the page
    this.#drafts = drafts;
    if (this.#draft?.since === stored) {
      drafts.put(this.#name(), this.#draft); // its row may have moved
      return;
    }
    this.#dropDraft();
    this.#problem = '';
    const kept = drafts.get(this.#name());
    if (kept?.since === stored && typeof kept.content === 'string') {
      this.#draft = kept;
      this.input.value = kept.content;
      this.#try();
      return;
    }
    if (kept) drafts.drop(kept);
    if (this.#meant() !== stored && !this.#isAccepted(stored)) this.input.value = this.#format.print(this.#place.read(this.#edits.scenario));
    this.#say();
  }

  /**
   * Reports whether the scenario's value came from the text.
   * @param {string} stored
   */
  #isAccepted(stored) {
    if (this.#accepted?.text !== this.input.value) return false;
    this.#accepted.stored ??= stored;
    return this.#accepted.stored === stored;
  }

  /** Detaches the field from its place, before it shows another. The draft stays with the place. */
  leave() {
    this.#draft = this.#accepted = null;
  }

  /** Drops the draft, because the place of its value is removed from the scenario. */
  removed() {
    if (this.#drafts === this.#edits.drafts) this.#dropDraft(); // otherwise the place is that of another story
  }

  /** Returns the value that the text stands for as JSON, to compare it; null for none. */
  #meant() {
    try {
      return JSON.stringify(this.#format.parse(this.input.value)) ?? '';
    } catch {
      return null;
    }
  }
}

/** @param {Format} format */
function inputFor(format) {
  const input = element(format.multiline ? 'textarea' : 'input');
  if (input instanceof HTMLTextAreaElement) {
    input.rows = 1;
  } else {
    input.type = 'text';
    if (format.digits) input.inputMode = 'decimal';
  }
  input.spellcheck = false;
  input.autocomplete = 'off';
  input.autocapitalize = 'off';
  return input;
}
