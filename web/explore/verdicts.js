// The verdicts: what is true of each way in every order, as a table whose cells
// lead to the counterexamples.

import {element} from '../shell/element.js';

/** @typedef {import('../engine/types.js').Exploration} Exploration */
/** @typedef {import('../engine/types.js').Judgement} Judgement */

/** What a verdict looks like, and is called. @type {{[verdict: string]: [sign: string, words: string]}} */
const SIGNS = {holds: ['✓', 'holds'], violated: ['✗', 'violated'], unknown: ['?', 'not decided']};

export class Verdicts {
  #place;
  #look;
  #layout = '';

  /** @param {HTMLElement} place @param {(run: number, property: string) => void} look  a verdict was chosen */
  constructor(place, look) {
    this.#place = place;
    this.#look = look;
  }

  clear() {
    this.#place.replaceChildren();
    this.#layout = '';
  }

  /** What it says is not so any more: no cell leads anywhere. */
  outdate() {
    for (const button of this.#place.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true');
  }

  /** @param {Exploration} found @param {boolean} done  the cells lead to what was found */
  show({runs}, done) {
    const rows = rowsOf(runs);
    const layout = JSON.stringify([runs.map(({name}) => name), rows.map(({property}) => property)]);
    if (layout !== this.#layout) {
      this.#layout = layout;
      this.#place.replaceChildren(this.#table(runs, rows));
    }
    for (const [i, run] of runs.entries()) {
      for (const j of run.judgements ?? []) {
        const cell = this.#cell(i, j.property);
        if (cell) mark(cell, run.name, j, done);
      }
    }
  }

  /** @param {number} run @param {string} property */
  select(run, property) {
    for (const button of this.#place.querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.dataset.variant === String(run) && button.dataset.property === property));
    }
  }

  /** @param {number} run @param {string} property @returns {HTMLButtonElement | null} */
  #cell(run, property) {
    return this.#place.querySelector(`button[data-variant="${run}"][data-property="${property}"]`);
  }

  /** @param {import('../engine/types.js').ExploredRun[]} runs @param {Judgement[]} rows */
  #table(runs, rows) {
    const table = element('table', 'verdicts');
    table.dataset.runs = String(runs.length);
    const head = element('tr');
    head.append(heading('col', 'In every order'), ...runs.map(({name}) => heading('col', name)));
    table.append(group('thead', [head]), group('tbody', rows.map(({property, title}) => {
      const row = element('tr');
      const name = heading('row', title);
      name.append(element('code', '', property));
      row.append(name, ...runs.map((run, i) => this.#button(run, i, property)));
      return row;
    })));
    for (const el of table.querySelectorAll('tr')) el.setAttribute('role', 'row');
    table.setAttribute('role', 'table');
    return table;
  }

  /** @param {import('../engine/types.js').ExploredRun} run @param {number} i @param {string} property */
  #button(run, i, property) {
    const cell = element('td');
    cell.setAttribute('role', 'cell');
    if (!run.judgements?.some((j) => j.property === property)) {
      cell.textContent = '–';
      return cell;
    }
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.variant = String(i);
    button.dataset.property = property;
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => button.getAttribute('aria-disabled') === 'true' || this.#look(i, property));
    cell.append(button);
    return cell;
  }
}

/** Each property once, as the first run has it that it concerns. @param {import('../engine/types.js').ExploredRun[]} runs */
function rowsOf(runs) {
  /** @type {Map<string, Judgement>} */
  const rows = new Map();
  for (const run of runs) {
    for (const j of run.judgements ?? []) if (!rows.has(j.property)) rows.set(j.property, j);
  }
  return [...rows.values()];
}

/** @param {HTMLButtonElement} button @param {string} run @param {Judgement} j @param {boolean} done */
function mark(button, run, j, done) {
  const decided = done || j.verdict === 'violated';
  const [sign, words] = decided ? SIGNS[j.verdict] : ['…', 'so far'];
  const unmet = decided && j.expected !== undefined && j.expected !== j.verdict;
  const text = `${sign} ${decided && j.verdict === 'violated' ? `in ${j.steps} ${j.steps === 1 ? 'step' : 'steps'}` : words}${unmet ? `, expected: ${j.expected}` : ''}`;
  if (button.textContent !== text) button.textContent = text;
  button.setAttribute('aria-label', `${text}: ${run}, ${j.property}`);
  button.dataset.verdict = decided ? j.verdict : '';
  button.setAttribute('aria-disabled', String(!done));
}

/** @param {'col' | 'row'} scope @param {string} text */
function heading(scope, text) {
  const th = document.createElement('th');
  th.scope = scope;
  th.setAttribute('role', scope === 'col' ? 'columnheader' : 'rowheader');
  th.append(element('span', '', text));
  return th;
}

/** @param {'thead' | 'tbody'} tag @param {HTMLElement[]} rows */
function group(tag, rows) {
  const el = element(tag);
  el.setAttribute('role', 'rowgroup');
  el.append(...rows);
  return el;
}
