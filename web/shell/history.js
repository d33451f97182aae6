// Undo, redo, and the way back to the original.

/**
 * @param {{undo: HTMLElement, redo: HTMLElement, reset: HTMLElement}} buttons
 * @param {import('../state/work.js').Work} work
 */
export function offerHistory({undo, redo, reset}, work) {
  const show = () => {
    disable(undo, !work.canUndo);
    disable(redo, !work.canRedo);
    disable(reset, !work.changed);
  };
  undo.addEventListener('click', () => work.undo());
  redo.addEventListener('click', () => work.redo());
  reset.addEventListener('click', () => work.changed && work.reset());
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || writing(event.target)) return;
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
 * A button that cannot act now keeps the focus: disabled, it would lose it.
 * @param {HTMLElement} button @param {boolean} disabled
 */
function disable(button, disabled) {
  button.setAttribute('aria-disabled', String(disabled));
}

/** A text field has an undo of its own. @param {EventTarget | null} target */
function writing(target) {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement && /^(text|search)$/.test(target.type);
}
