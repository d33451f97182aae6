// A scenario's question: until the reader has answered it, what happens is
// veiled, to the eye and to whoever reads the page aloud. What is right and why
// are the engine's words. The answer lives as long as the page, in no link.

/** @typedef {import('../engine/types.js').Ask} Ask */
/** @typedef {{choice: number, of: string}} Answer  the index of the choice, -1 for none; and the scenario that it was given for */

/**
 * @param {{ask: HTMLElement, main: HTMLElement, waiting: HTMLElement[]}} places  waiting are of no use before the answer
 * @param {import('../state/work.js').Work} work @param {import('./picture.js').Picture} picture
 */
export function offerQuestion({ask, main, waiting}, work, picture) {
  const question = /** @type {HTMLElement} */ (ask.querySelector('#ask-question'));
  const choices = /** @type {HTMLElement} */ (ask.querySelector('#choices'));
  const verdict = /** @type {HTMLElement} */ (ask.querySelector('#verdict'));
  /** @type {Map<string, Answer>} */
  const answers = new Map();
  let asked = '';

  const show = () => {
    const now = picture.view?.ask;
    const key = now ? JSON.stringify([now.question, now.choices]) : '';
    if (key !== asked) {
      asked = key;
      question.textContent = now?.question ?? '';
      choices.replaceChildren(...(now ? [...now.choices.map(choiceOf), showMe()] : []));
    }
    const answer = answers.get(key);
    ask.hidden = !now;
    main.classList.toggle('veiled', Boolean(now && !answer));
    for (const part of waiting) part.inert = Boolean(now && !answer);
    if (!now) return;
    const words = wordsOf(now, answer, JSON.stringify(work.scenario));
    if (verdict.textContent !== words) verdict.textContent = words;
    for (const [i, button] of [...choices.children].entries()) mark(/** @type {HTMLElement} */ (button), i, now, answer);
  };

  /** @param {number} choice */
  const decide = (choice) => {
    if (!answers.has(asked)) answers.set(asked, {choice, of: JSON.stringify(work.scenario)});
    else if (choice < 0) answers.delete(asked);
    show();
  };
  /** @param {string} text @param {number} i */
  const choiceOf = (text, i) => buttonOf(text, () => decide(i));
  const showMe = () => buttonOf('', () => decide(-1), 'quiet');

  picture.addEventListener('view', show);
  picture.addEventListener('failed', show);
}

/** @param {string} text @param {() => void} act @param {string} [className] */
function buttonOf(text, act, className = '') {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = className;
  button.textContent = text;
  button.addEventListener('click', act);
  return button;
}

/**
 * What is said under the question. After a change it is what is so now.
 * @param {Ask} ask @param {Answer | undefined} answer @param {string} scenario
 */
function wordsOf(ask, answer, scenario) {
  if (!answer) return 'What happens is hidden until you have answered.';
  if (answer.of !== scenario) return `With your changes: ${ask.fact}`;
  return ask.verdicts[answer.choice] ?? ask.fact;
}

/**
 * A choice shows whether it is right once the reader has answered; the last
 * button shows all without an answer, and asks anew after it.
 * @param {HTMLElement} button @param {number} i @param {Ask} ask @param {Answer | undefined} answer
 */
function mark(button, i, ask, answer) {
  if (i === ask.choices.length) {
    button.textContent = answer ? 'Ask again' : 'Just show me';
    return;
  }
  button.setAttribute('aria-disabled', String(answer !== undefined));
  button.setAttribute('aria-pressed', String(answer?.choice === i));
  button.classList.toggle('right', answer !== undefined && ask.right === i);
  button.classList.toggle('wrong', answer?.choice === i && ask.right !== i);
}
