// Undo, redo and reset.

import {allow} from './button.js';

/**
 * Makes the buttons and keys for undo, redo and reset work.
 * @param {{undo: HTMLElement, redo: HTMLElement, reset: HTMLElement}} buttons
 * @param {import('../state/work.js').Work} work
 */
export function offerHistory({undo, redo, reset}, work) {
  const show = () => {
    allow(undo, work.canUndo);
    allow(redo, work.canRedo);
    allow(reset, work.changed);
  };
  undo.addEventListener('click', () => work.undo());
  redo.addEventListener('click', () => work.redo());
  reset.addEventListener('click', () => work.changed && work.reset());
  const typing = new Typing(work);
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    const again = key === 'y' || event.shiftKey;
    if (again ? typing.canRedo(event.target) : typing.canUndo(event.target)) return;
    event.preventDefault();
    if (again) work.redo();
    else work.undo();
    typing.forget();
  });
  work.addEventListener('change', show);
  show();
}

/**
 * What the reader typed last. A text field has an undo of its own, which comes first
 * as long as nothing was changed since then. Browsers do not say what it holds.
 */
class Typing {
  /** The field, null where the story was changed since. @type {EventTarget | null} */
  #field = null;
  /** Its text before. */
  #before = '';
  /** Whether the reader has not left the field yet. */
  #going = false;
  /** Whether the field's undo has nothing left. */
  #spent = false;
  /** Whether the last key was one of the field's undo or redo. */
  #undone = false;

  /** @param {EventTarget} work  dispatches "change" whenever the story changes, also by what is typed */
  constructor(work) {
    document.addEventListener('beforeinput', ({target}) => {
      if (isTextField(target) && target !== this.#field) this.#begin(target);
    });
    document.addEventListener('input', (event) => {
      if (event.target !== this.#field) return;
      const {inputType} = /** @type {InputEvent} */ (event);
      this.#going = true;
      this.#undone = inputType === 'historyUndo' || inputType === 'historyRedo';
      this.#spent = inputType === 'historyUndo' && /** @type {HTMLInputElement} */ (event.target).value === this.#before;
    });
    document.addEventListener('focusout', () => {
      this.#going = false;
    });
    work.addEventListener('change', () => {
      if (!this.#going) this.forget();
    });
  }

  /** @param {HTMLInputElement | HTMLTextAreaElement} field */
  #begin(field) {
    this.#field = field;
    this.#before = field.value;
  }

  /** Leaves undo and redo to the story. */
  forget() {
    this.#field = null;
  }

  /** @param {EventTarget | null} target */
  canUndo(target) {
    return target !== null && target === this.#field && !this.#spent;
  }

  /** @param {EventTarget | null} target */
  canRedo(target) {
    return target !== null && target === this.#field && this.#undone;
  }
}

/**
 * Reports whether an element is a text field, which has an undo of its own.
 * @param {EventTarget | null} target
 * @returns {target is HTMLInputElement | HTMLTextAreaElement}
 */
function isTextField(target) {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement && /^(text|search)$/.test(target.type);
}
