// The parts that all fields of the forms are made of.

import {element, setText} from '../shell/element.js';

/** @typedef {import('../scenario/story.js').Json} Json */

/**
 * @typedef {object} Place  the place of a field's value in the scenario
 * @property {string} label
 * @property {() => string} of    completes the label for screen readers, such as "of fault 1"
 * @property {() => string} path  as the engine's errors name it
 * @property {(scenario: Json) => any} read
 * @property {(scenario: Json, value: any) => void} write
 * @property {string} [about]     the id of the element that describes the field
 */

let messages = 0;

/**
 * Creates the text of a label and, in it, the part that only screen readers read.
 * @param {string} text
 * @returns {{words: HTMLElement, rest: HTMLElement}}
 */
export function labelText(text) {
  const rest = element('span', 'only-heard');
  return {words: element('span', 'field-name', text, rest), rest};
}

/**
 * Sets or removes an attribute.
 * @param {Element} element
 * @param {string} name
 * @param {string} value  "" to remove it
 */
function setAttribute(element, name, value) {
  if (value) element.setAttribute(name, value);
  else element.removeAttribute(name);
}

/** The line below a field that says what is wrong with it. */
export class Message {
  element = element('p', 'field-message');
  #input;
  #about;

  /**
   * @param {HTMLElement} input
   * @param {string} [about]  the id of the element that describes the field
   */
  constructor(input, about = '') {
    this.#input = input;
    this.#about = about;
    this.element.id = `field-message-${++messages}`;
    this.say('');
  }

  /**
   * Shows a text, or hides the line.
   * @param {string} text  "" where nothing is wrong
   */
  say(text) {
    setText(this.element, text);
    this.element.hidden = text === '';
    setAttribute(this.#input, 'aria-invalid', text && 'true');
    setAttribute(this.#input, 'aria-describedby', [this.#about, text && this.element.id].filter(Boolean).join(' '));
  }
}

/**
 * Creates the line below a form that says what happened to a change that is not
 * in the scenario as the reader asked for it.
 * @param {import('../state/edits.js').Edits} edits
 */
export function statusLine(edits) {
  const line = element('p', 'form-said');
  line.setAttribute('role', 'status');
  edits.addEventListener('made', () => setText(line, ''));
  edits.addEventListener('forgot', () => setText(line, 'What was written about the story did not fit it any more and is gone. Undo brings it back.'));
  edits.addEventListener('refused', (event) => setText(line, /** @type {CustomEvent} */ (event).detail));
  return line;
}
