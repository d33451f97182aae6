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
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isTextField(event.target)) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) work.redo();
    else work.undo();
  });
  work.addEventListener('change', show);
  show();
}

/**
 * Reports whether an element is a text field, which has an undo of its own.
 * @param {EventTarget | null} target
 */
function isTextField(target) {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement && /^(text|search)$/.test(target.type);
}
