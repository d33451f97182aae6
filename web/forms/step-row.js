// One step in the editor of a list of steps.

import {button, allow} from '../shell/button.js';
import {element, setText} from '../shell/element.js';

/**
 * @typedef {import('./rows.js').Row} Row
 *
 * @typedef {object} ShownStep
 * @property {string} step      its id
 * @property {string} doc
 * @property {boolean} isLast
 * @property {string} problem   "" for none
 * @property {string} [marker]  the data-step attribute by which the player highlights the step
 */

/**
 * Creates the row of a step.
 * @param {object} list
 * @param {(index: number) => ShownStep} list.at
 * @param {(index: number, by: number) => void} list.move
 * @param {(index: number) => void} list.remove
 * @returns {Row}
 */
export function stepRow({at, move, remove}) {
  const code = element('code');
  const doc = element('p', 'step-doc');
  const message = element('p', 'field-message');
  const up = button('↑', () => move(row.index, -1));
  const down = button('↓', () => move(row.index, 1));
  const removal = button('✕', () => remove(row.index));
  /** @type {Row} */
  const row = {
    element: element('li', 'step-row', code, element('div', 'step-buttons', up, down, removal), doc, message),
    first: removal,
    index: 0,
    show() {
      const shown = at(row.index);
      setText(code, shown.step);
      setText(doc, shown.doc);
      const which = `step ${row.index + 1}, ${shown.step}`;
      up.setAttribute('aria-label', `Move ${which} up`);
      down.setAttribute('aria-label', `Move ${which} down`);
      removal.setAttribute('aria-label', `Remove ${which}`);
      allow(up, row.index > 0);
      allow(down, !shown.isLast);
      setText(message, shown.problem);
      message.hidden = shown.problem === '';
      row.element.classList.toggle('wrong', shown.problem !== '');
      if (shown.marker) row.element.dataset.step = shown.marker;
      else row.element.removeAttribute('data-step');
    },
    removed() {},
  };
  return row;
}
