// What Explore says of its results, in sentences.

/** @typedef {import('../engine/types.js').Exploration} Exploration */
/** @typedef {import('../engine/types.js').ExploredRun} ExploredRun */
/** @typedef {import('../engine/types.js').Judgement} Judgement */
/** @typedef {import('../engine/types.js').Why} Why */

/**
 * Writes a number as a reader does.
 * @param {number} n
 */
export const count = (n) => n.toLocaleString('en');

/**
 * Writes how many there are of something.
 * @param {number} n
 * @param {string} thing  in the singular
 */
export const plural = (n, thing) => `${count(n)} ${thing}${n === 1 ? '' : 's'}`;

/**
 * Writes a sentence as it goes on after a colon.
 * @param {string} sentence
 */
export const uncapitalized = (sentence) => `${sentence[0].toLowerCase()}${sentence.slice(1)}`;

/**
 * Returns the title of what is said of a property.
 * @param {Pick<ExploredRun, 'name'>} run
 * @param {Pick<Judgement, 'verdict' | 'title' | 'violation'>} judgement
 * @param {boolean} compared  whether there are other variants
 */
export function titleOf({name}, {verdict, title, violation}, compared) {
  const words = verdict === 'violated' ? violation : title;
  return compared ? `${name}: ${uncapitalized(words)}` : words;
}

/**
 * Says how much a counterexample needs.
 * @param {Pick<Why, 'steps' | 'operations' | 'faults' | 'shortest'>} why
 */
export function sizeOf({steps, operations, faults, shortest}) {
  const needs = [plural(operations, 'request'), faults > 0 ? plural(faults, 'fault') : ''].filter(Boolean).join(' and ');
  return `You only need ${needs}: ${plural(steps, 'step')}${shortest ? ', and no shorter way shows it' : ''}.`;
}

/**
 * Says what a verdict without a counterexample means.
 * @param {Pick<ExploredRun, 'states' | 'faults' | 'leftOut' | 'bound' | 'limits'>} run
 * @param {Pick<Judgement, 'verdict' | 'note'>} judgement
 */
export function meaningOf(run, {verdict, note}) {
  const states = count(run.states ?? 0);
  if (verdict === 'holds') return `No violation in any of the ${states} states of this story, with these bounds: ${boundsOf(run)} may happen besides.${leftOutOf(run)}${note ? ` ${note}` : ''}`;
  return `Not decided: the search was stopped after ${states} states, and not all have been seen.${boundOf(run)}`;
}

/**
 * Says what was left out of what may happen, as a sentence that follows others.
 * @param {Pick<ExploredRun, 'leftOut'>} run
 */
export function leftOutOf({leftOut = []}) {
  return leftOut.length > 0 ? ` Left out: ${leftOut.join('; ')}.` : '';
}

/**
 * Lists what can go wrong, for the middle of a sentence.
 * @param {Pick<ExploredRun, 'faults'>} [run]
 */
export function boundsOf(run) {
  return listed((run?.faults ?? []).filter(({times}) => times > 0).map(faultName), 'and') || 'nothing';
}

/**
 * Lists things, for the middle of a sentence.
 * @param {string[]} things
 * @param {'and' | 'or'} word  before the last
 */
export function listed(things, word) {
  return things.length < 2 ? things.join('') : `${things.slice(0, -1).join(', ')} ${word} ${things.at(-1)}`;
}

/**
 * Says what the verdicts are verdicts of: what there is in each variant and what may
 * go wrong, once for all variants where it is the same.
 * @param {Pick<ExploredRun, 'name' | 'extent'>[]} runs
 */
export function extentOf(runs) {
  const known = runs.filter(({extent}) => extent);
  const different = [...new Set(known.map(({extent}) => extent))];
  return different.map((one) => {
    const names = known.filter(({extent}) => extent === one).map(({name}) => name);
    return `In this story${different.length > 1 ? ` with ${listed(names, 'and')}` : ''}: ${one}.`;
  }).join(' ');
}

/**
 * Names a fault, and how often it can happen where that is more than once.
 * @param {{name: string, times: number}} fault
 */
export const faultName = ({name, times}) => (times > 1 ? `${name}, ${times} times` : name);

/**
 * Says which limit has ended a search, as a sentence that follows others.
 * @param {Pick<ExploredRun, 'bound' | 'limits'>} run
 */
export function boundOf({bound, limits}) {
  switch (bound) {
    case 'states': return ` The limit explore.states, ${count(limits?.states ?? 0)}, is reached.`;
    case 'memory': return ` The limit explore.memory, ${count(Math.round((limits?.memory ?? 0) / 1e6))} MB, is reached.`;
    case 'parts': return ' There are more states of single requests than can be told apart.';
    default: return '';
  }
}

/**
 * Says how far a search is.
 * @param {{runs: Pick<ExploredRun, 'states' | 'frontier' | 'depth' | 'tried' | 'tries'>[]}} progress
 */
export function progressOf({runs}) {
  const at = runs.findLast((run) => (run.states ?? 0) > 1);
  const {tried = 0, tries = 0} = at ?? {};
  if (tried < tries) return `${count(statesIn(runs))} states seen. What the counterexamples do not need is left out: ${count(tried)} of ${count(tries)} tries.`;
  return `${count(statesIn(runs))} states seen; ${count(at?.frontier ?? 0)} to follow, ${plural(at?.depth ?? 0, 'step')} from the start.`;
}

/**
 * Says what a search has found besides its verdicts.
 * @param {{runs: ExploredRun[]}} found
 */
export function resultOf({runs}) {
  const problems = runs.filter((run) => run.problem).map((run) => `${run.name}: ${run.problem}.`);
  const cut = runs.filter((run) => run.states !== undefined && !run.complete && run.judgements?.some((j) => j.verdict === 'unknown'))
    .map((run) => `${run.name}: the search was stopped after ${count(run.states ?? 0)} states.${boundOf(run)}`);
  const stuck = runs.filter((run) => run.deadlock).map((run) => `${run.name}: in some order nobody can go on (a deadlock).`);
  const stale = runs.filter((run) => run.staleness).map((run) => `${run.name}: an answer is at most ${run.staleness?.ticks}${run.staleness?.bounded ? '' : ' or more'} ticks old.`);
  const all = runs.every((run) => run.complete) ? ', all there are' : '';
  return [`${count(statesIn(runs))} states seen${all}.`, ...problems, ...cut, ...stuck, ...stale].join(' ');
}

/**
 * Says what there is to say where no property is violated: that this is certain
 * only if every property of every variant was decided, and nothing was left out.
 * @param {{runs: Pick<ExploredRun, 'problem' | 'judgements' | 'deadlock' | 'leftOut'>[]}} found
 * @returns {{title: string, text: string}}
 */
export function withoutViolation({runs}) {
  const undecided = runs.some((run) => run.problem || !run.judgements?.length || run.judgements.some(({verdict}) => verdict !== 'holds'));
  if (undecided) {
    return {title: 'Not decided', text: 'No violation was found, but not every order has been seen: one may still be there. Make the story smaller to decide it.'};
  }
  if (runs.some((run) => run.deadlock)) {
    return {title: 'Nobody can go on', text: 'None of the properties is violated, but in some order of these steps an operation waits for ever.'};
  }
  const leftOut = [...new Set(runs.flatMap((run) => run.leftOut ?? []))];
  if (leftOut.length > 0) {
    return {title: 'No violation was found', text: `None of the properties is violated in any order of these steps, with these bounds.${leftOutOf({leftOut})} It could still violate one.`};
  }
  return {title: 'Nothing goes wrong here', text: 'None of the properties is violated in any order of these steps, with these bounds. Let more go wrong, or change the story.'};
}

/** @param {Pick<ExploredRun, 'states'>[]} runs */
const statesIn = (runs) => runs.reduce((sum, run) => sum + (run.states ?? 0), 0);
