// The table of verdicts: a row for each property, a cell for each variant.

/** @typedef {import('../engine/types.js').ExploredRun} ExploredRun */
/** @typedef {import('../engine/types.js').Judgement} Judgement */
/** @typedef {{text: string, label: string, verdict: string}} Cell  label is its name for a screen reader; the verdict is "" as long as it is not decided */

/** How a verdict is written. @type {{[verdict: string]: string}} */
const TEXTS = {holds: '✓ holds', unknown: '? not decided'};

/**
 * Returns each property once, with the judgement of the first variant that it
 * applies to.
 * @param {Pick<ExploredRun, 'judgements'>[]} runs
 */
export function rowsOf(runs) {
  /** @type {Map<string, Judgement>} */
  const rows = new Map();
  for (const run of runs) {
    for (const j of run.judgements ?? []) if (!rows.has(j.property)) rows.set(j.property, j);
  }
  return [...rows.values()];
}

/**
 * Returns what the cell of a judgement says. A violation is certain at once, any
 * other verdict only when the search is done.
 * @param {string} name  of the variant
 * @param {Judgement} judgement
 * @param {boolean} done
 * @returns {Cell}
 */
export function cellOf(name, {property, verdict, steps, expected}, done) {
  const decided = done || verdict === 'violated';
  const words = verdict === 'violated' ? `✗ in ${steps} ${steps === 1 ? 'step' : 'steps'}` : TEXTS[verdict];
  const unmet = decided && expected !== undefined && expected !== verdict;
  const text = `${decided ? words : '… so far'}${unmet ? `, expected: ${expected}` : ''}`;
  return {text, label: `${text}: ${name}, ${property}`, verdict: decided ? verdict : ''};
}
