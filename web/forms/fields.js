// The fields of the page's editors. A field knows where its value is in the
// scenario; it keeps what was typed until the engine agrees, also over a reload,
// and says what is wrong with it.

import {messageOf, sayError} from '../scenario/text.js';
import {element} from '../shell/element.js';

/** @typedef {import('../scenario/story.js').Json} Json */
/** @typedef {import('../state/edits.js').Edits} Edits */
/** @typedef {import('../engine/types.js').FieldError} FieldError */

/** How long somebody who types is left alone before a mistake is pointed out. */
const PATIENCE_MS = 700;

let ids = 0;

/** @param {string} text @param {() => void} act */
export function button(text, act) {
  const made = element('button', '', text);
  made.type = 'button';
  made.addEventListener('click', () => {
    if (made.getAttribute('aria-disabled') !== 'true') act();
  });
  return made;
}

/** Says whether a button can act now; it keeps the focus in any case. @param {HTMLElement} button @param {boolean} possible */
export function allow(button, possible) {
  button.setAttribute('aria-disabled', String(!possible));
}

/** What is to be said about changes that were made otherwise than wanted, or not at all. @param {Edits} edits */
export function saying(edits) {
  const said = element('p', 'form-said');
  said.setAttribute('role', 'status');
  edits.addEventListener('made', () => write(said, ''));
  edits.addEventListener('forgot', () => write(said, 'What was written about the story did not fit it any more and is gone. Undo brings it back.'));
  edits.addEventListener('refused', (event) => write(said, `That cannot be done. ${/** @type {CustomEvent} */ (event).detail}`));
  return said;
}

/** The words of a label, of which the end is only heard: of what it is. @param {string} text */
function labelled(text) {
  const rest = element('span', 'only-heard');
  return {words: element('span', 'field-name', text, rest), rest};
}

/** Sets a text only where it is another one. @param {Node} node @param {string} text */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * @typedef {object} Place  of a field's value
 * @property {string} label
 * @property {() => string} of     completes the label for those who hear it out of its place
 * @property {() => string} path   in the scenario
 * @property {(scenario: Json) => any} read
 * @property {(scenario: Json, value: any) => void} write
 * @property {string} [about]      the id of what says what it means
 */

/**
 * @typedef {object} Writing  how a value is written
 * @property {(value: any) => string} print
 * @property {(text: string) => any} parse  throws an Error that says what is wrong
 * @property {boolean} [lines]  it may need several lines
 * @property {boolean} [late]   it counts once the field is left
 * @property {boolean} [digits] it is a number
 */

/** @type {Writing} a text that may be left out */
export const TEXT = {print: (value) => value ?? '', parse: (text) => text || undefined};

/** @type {Writing} a duration; nothing is none */
export const DURATION = {
  print: (value) => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)),
  parse: (text) => text.replace(/\s/g, '') || undefined,
};

/** @type {Writing} a number; nothing is none, and what is no number is for the engine to refuse */
export const NUMBER = {
  digits: true,
  print: (value) => (value === undefined ? '' : String(value)),
  parse: (text) => (text.trim() === '' ? undefined : Number.isNaN(Number(text)) ? text : Number(text)),
};

/** @type {Writing} */
export const JSON_VALUE = {
  lines: true,
  print: (value) => JSON.stringify(value, null, 1).replace(/(?<=[[{])\n\s*|\n\s*(?=[\]}])/g, '').replace(/\n\s*/g, ' '),
  parse(text) {
    try {
      return JSON.parse(text);
    } catch {
      throw new Error('This is not JSON. It looks like {"amount": 100}, like 42 or like "some text".');
    }
  },
};

/** What is wrong with a field, below it. */
class Message {
  element = element('p', 'field-message');
  #input;
  #about;

  /** @param {HTMLElement} input @param {string} [about] the id of what says what it means */
  constructor(input, about = '') {
    this.#input = input;
    this.#about = about;
    this.element.id = `field-message-${++ids}`;
    this.say('');
  }

  /** @param {string} text "" where nothing is wrong */
  say(text) {
    write(this.element, text);
    this.element.hidden = text === '';
    toggle(this.#input, 'aria-invalid', text && 'true');
    toggle(this.#input, 'aria-describedby', [this.#about, text && this.element.id].filter(Boolean).join(' '));
  }
}

/** The words for a change of the value at a path that the engine has refused. @param {FieldError[]} errors @param {string} path */
function problemOf(errors, path) {
  const error = errors.find((each) => each.path === path) ?? errors[0];
  return error ? (error.path === path ? error.message : sayError(error)) : '';
}

/** @param {Element} element @param {string} name @param {string} value "" for none */
function toggle(element, name, value) {
  if (value) element.setAttribute(name, value);
  else element.removeAttribute(name);
}

export class TextField {
  #edits;
  #place;
  #writing;
  #rest;
  #message;
  /** What was typed that the scenario does not have yet. @type {import('../state/drafts.js').Draft | null} */
  #draft = null;
  /** Where it is kept. @type {import('../state/drafts.js').Drafts} */
  #drafts;
  /**
   * The text that the scenario's value was taken from, and that value once it is
   * there: it stays as it was typed, also where it says no more than the default.
   * @type {{text: string, stored?: string} | null}
   */
  #taken = null;
  #problem = '';
  /** @type {number | undefined} */
  #timer;

  /** @param {Edits} edits @param {Place} place @param {Writing} writing */
  constructor(edits, place, writing) {
    this.#edits = edits;
    this.#drafts = edits.drafts;
    this.#place = place;
    this.#writing = writing;
    const {words, rest} = labelled(place.label);
    this.#rest = rest;
    if (writing.lines) {
      this.input = element('textarea');
      this.input.rows = 1;
    } else {
      this.input = element('input');
      this.input.type = 'text';
      if (writing.digits) this.input.inputMode = 'decimal';
    }
    this.#message = new Message(this.input, place.about);
    this.input.spellcheck = false;
    this.input.autocomplete = 'off';
    this.input.autocapitalize = 'off';
    this.element = element('div', 'field', element('label', '', words, this.input), this.#message.element);
    this.input.addEventListener('input', () => this.#typed());
    this.input.addEventListener('change', () => this.#left());
    this.input.addEventListener('blur', () => this.#edits.seal());
    this.input.addEventListener('gone', () => {
      if (this.#drafts === edits.drafts) this.#drop(); // else it is the story that is another, and has no such place
    });
  }

  #typed() {
    this.#draft ??= {content: '', since: this.#stored()};
    this.#draft.content = this.input.value;
    this.#drafts.put(this.#name(), this.#draft);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#say();
    }, PATIENCE_MS);
    if (!this.#writing.late) this.#try();
  }

  async #left() {
    if (this.#draft === null || !this.input.isConnected) return;
    await this.#try();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#say();
  }

  /** What was typed is in the scenario, or not wanted any more. */
  #drop() {
    if (this.#draft) this.#drafts.drop(this.#draft);
    this.#draft = null;
  }

  #name() {
    return `${this.#edits.name}:${this.#place.path()}`;
  }

  /** Puts what was typed into the scenario, if it can be there. */
  async #try() {
    const text = this.input.value;
    let value;
    try {
      value = this.#writing.parse(text);
    } catch (error) {
      this.#found(/** @type {Error} */ (error).message);
      return;
    }
    const {path, write: put} = this.#place;
    try {
      const errors = await this.#edits.make(path(), (scenario) => put(scenario, value), {
        wanted: () => this.input.isConnected && this.input.value === text && this.#draft !== null,
        before: () => {
          this.#drop();
          this.#taken = {text};
        },
      });
      if (this.#taken) this.#taken.stored ??= this.#stored();
      if (this.input.value !== text || !this.input.isConnected) return;
      this.#found(problemOf(errors, path()));
    } catch (error) {
      this.#found(messageOf(error));
    }
  }

  /** What is right is right at once; what is wrong is said in a while. @param {string} problem */
  #found(problem) {
    this.#problem = problem;
    if (problem === '' || this.#timer === undefined) this.#say();
  }

  #say() {
    if (!this.input.isConnected) return; // its row is gone, and its place in the scenario with it
    const path = this.#place.path();
    this.#message.say(this.#problem || (this.#draft === null ? this.#edits.known.find((error) => error.path === path)?.message ?? '' : ''));
  }

  /** Says why the engine did not take another value for it. @param {FieldError[]} errors */
  refuse(errors) {
    this.#message.say(problemOf(errors, this.#place.path()));
  }

  /** The value in the scenario, to compare it. */
  #stored() {
    return JSON.stringify(this.#place.read(this.#edits.scenario)) ?? '';
  }

  /** Shows what the scenario has, unless it is what is being typed. */
  show() {
    write(this.#rest, ` ${this.#place.of()}`);
    const stored = this.#stored();
    const {drafts} = this.#edits;
    if (drafts !== this.#drafts) this.leave(); // it belongs to the story that was here before
    this.#drafts = drafts;
    if (this.#draft?.since === stored) {
      drafts.put(this.#name(), this.#draft); // its row may have another place now
      return;
    }
    this.#drop();
    this.#problem = '';
    const kept = drafts.get(this.#name());
    if (kept?.since === stored && typeof kept.content === 'string') {
      this.#draft = kept;
      this.input.value = kept.content;
      this.#try();
      return;
    }
    if (kept) drafts.drop(kept);
    if (this.#meant() !== stored && !this.#isTaken(stored)) this.input.value = this.#writing.print(this.#place.read(this.#edits.scenario));
    this.#say();
  }

  /** Whether the text is what the value was taken from. @param {string} stored */
  #isTaken(stored) {
    if (this.#taken?.text !== this.input.value) return false;
    this.#taken.stored ??= stored;
    return this.#taken.stored === stored;
  }

  /** Its place is another one from now on; what was typed is kept for when it comes back. */
  leave() {
    this.#draft = this.#taken = null;
  }

  /** What the text means, to compare it. */
  #meant() {
    try {
      return JSON.stringify(this.#writing.parse(this.input.value)) ?? '';
    } catch {
      return null;
    }
  }
}

/** What is chosen where the value is none that is offered. */
const OWN = '{}';

/** A choice of one from several; "" is no value. */
export class SelectField {
  #edits;
  #place;
  #rest;
  #options;
  #own;
  #message;

  /**
   * @param {Edits} edits @param {Place} place
   * @param {() => {value: string, text: string}[]} options
   * @param {string} [own]  what a value is called that is none of these
   */
  constructor(edits, place, options, own = '') {
    this.#edits = edits;
    this.#place = place;
    this.#options = options;
    this.#own = own;
    const {words, rest} = labelled(place.label);
    this.#rest = rest;
    this.input = element('select');
    this.input.autocomplete = 'off';
    this.#message = new Message(this.input, place.about);
    this.element = element('div', 'field', element('label', '', words, this.input), this.#message.element);
    this.input.addEventListener('change', () => this.#choose());
  }

  async #choose() {
    const {value} = this.input;
    if (value === OWN) return;
    const errors = await this.#edits.make('', (scenario) => this.#place.write(scenario, value === '' ? undefined : value));
    this.show();
    this.#message.say(problemOf(errors, this.#place.path()));
  }

  show() {
    write(this.#rest, ` ${this.#place.of()}`);
    const value = this.#place.read(this.#edits.scenario) ?? '';
    const offered = this.#options();
    const named = offered.some((option) => option.value === value);
    // A list of steps has no name: it is offered for as long as it is there.
    const options = named ? offered : [...offered, {value: OWN, text: this.#own || String(value)}];
    const now = [...this.input.options].map(({value: each, text}) => ({value: each, text}));
    if (JSON.stringify(now) !== JSON.stringify(options)) {
      this.input.replaceChildren(...options.map((option) => new Option(option.text, option.value)));
    }
    this.input.value = named ? value : OWN;
    this.#message.say('');
  }
}

export class CheckField {
  #edits;
  #place;
  #rest;
  #message;

  /** @param {Edits} edits @param {Place} place */
  constructor(edits, place) {
    this.#edits = edits;
    this.#place = place;
    const {words, rest} = labelled(place.label);
    this.#rest = rest;
    this.input = element('input');
    this.input.type = 'checkbox';
    this.input.autocomplete = 'off';
    this.#message = new Message(this.input, place.about);
    this.element = element('div', 'field', element('label', 'check', this.input, ' ', words), this.#message.element);
    this.input.addEventListener('change', async () => {
      const {checked} = this.input;
      const errors = await edits.make('', (scenario) => place.write(scenario, checked));
      this.show();
      this.#message.say(problemOf(errors, place.path()));
    });
  }

  show() {
    write(this.#rest, ` ${this.#place.of()}`);
    this.input.checked = this.#place.read(this.#edits.scenario);
    this.#message.say('');
  }
}
