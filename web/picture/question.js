// What the page says of a scenario's question, before and after the answer. Which
// choice is right, and why, are the engine's words.

/** @typedef {import('../engine/types.js').Ask} Ask */
/** @typedef {{choice: number, of: string}} Answer  the index of the choice, -1 for none, and the JSON of the scenario that it was given for */

/**
 * Returns what stands below a question.
 * @param {Ask} ask
 * @param {Answer | undefined} answer
 * @param {string} scenario  its JSON as it is now; once it has changed, the verdict on the answer does not fit it
 */
export function verdictText(ask, answer, scenario) {
  if (!answer) return 'What happens is hidden until you have answered.';
  if (answer.of !== scenario) return `With your changes: ${ask.fact}`;
  return ask.verdicts[answer.choice] ?? ask.fact;
}

/**
 * Returns how a choice looks: once there is an answer, which is right, and which was chosen wrongly.
 * @param {Ask} ask
 * @param {Answer | undefined} answer
 * @param {number} choice
 */
export function choiceState(ask, answer, choice) {
  const chosen = answer?.choice === choice;
  return {
    disabled: answer !== undefined,
    pressed: chosen,
    right: answer !== undefined && ask.right === choice,
    wrong: chosen && ask.right !== choice,
  };
}
