// A scenario's question. Until the reader has answered it, a veil hides what
// happens, for eyes and screen readers. The answer lasts as long as the page, and
// no link holds it.

import {allow, button} from '../shell/button.js';
import {setText} from '../shell/element.js';
import {choiceState, verdictText} from './question.js';

/** @typedef {import('./question.js').Ask} Ask */
/** @typedef {import('./question.js').Answer} Answer */

/**
 * Asks the question of each scenario that has one.
 * @param {{ask: HTMLElement, main: HTMLElement, waiting: HTMLElement[]}} places  waiting cannot be used before the answer
 * @param {import('../state/work.js').Work} work
 * @param {import('./picture.js').Picture} picture
 */
export function offerQuestion({ask, main, waiting}, work, picture) {
  const question = /** @type {HTMLElement} */ (ask.querySelector('#ask-question'));
  const choices = /** @type {HTMLElement} */ (ask.querySelector('#choices'));
  const verdict = /** @type {HTMLElement} */ (ask.querySelector('#verdict'));
  /** The answers, by question. @type {Map<string, Answer>} */
  const answers = new Map();
  let asked = '';

  const show = () => {
    const now = picture.view?.ask;
    const key = now ? JSON.stringify([now.question, now.choices]) : '';
    if (key !== asked) {
      asked = key;
      question.textContent = now?.question ?? '';
      choices.replaceChildren(...(now ? [...now.choices.map(choiceButton), withoutAnswer()] : []));
    }
    const answer = answers.get(key);
    const open = Boolean(now && !answer);
    ask.hidden = !now;
    main.classList.toggle('veiled', open);
    for (const part of waiting) part.inert = open;
    if (!now) return;
    const words = verdictText(now, answer, JSON.stringify(work.scenario));
    setText(verdict, words);
    for (const [i, each] of [...choices.children].entries()) mark(/** @type {HTMLElement} */ (each), i, now, answer);
  };

  /** Takes the first answer; afterwards -1 asks again. @param {number} choice */
  const decide = (choice) => {
    if (!answers.has(asked)) answers.set(asked, {choice, of: JSON.stringify(work.scenario)});
    else if (choice < 0) answers.delete(asked);
    show();
  };
  /** @param {string} text @param {number} i */
  const choiceButton = (text, i) => button(text, () => decide(i));
  /** The button that shows all without an answer, and after one asks again. */
  const withoutAnswer = () => button('', () => decide(-1), 'quiet');

  picture.addEventListener('view', show);
  picture.addEventListener('failed', show);
}

/**
 * @param {HTMLElement} element
 * @param {number} i
 * @param {Ask} ask
 * @param {Answer | undefined} answer
 */
function mark(element, i, ask, answer) {
  if (i === ask.choices.length) {
    element.textContent = answer ? 'Ask again' : 'Just show me';
    return;
  }
  const {disabled, pressed, right, wrong} = choiceState(ask, answer, i);
  allow(element, !disabled);
  element.setAttribute('aria-pressed', String(pressed));
  element.classList.toggle('right', right);
  element.classList.toggle('wrong', wrong);
}
