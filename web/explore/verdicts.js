// The table of verdicts on the page: its cells lead to the counterexamples.

import {allow} from '../shell/button.js';
import {element, setText} from '../shell/element.js';
import {cellOf, rowsOf} from './verdict-table.js';

/** @typedef {import('../engine/types.js').Exploration} Exploration */
/** @typedef {import('../engine/types.js').ExploredRun} ExploredRun */
/** @typedef {import('../engine/types.js').Judgement} Judgement */

/** Shows the table. */
export class Verdicts {
  #place;
  #look;
  /** The rows and columns of the table, as text. */
  #layout = '';

  /**
   * @param {HTMLElement} place
   * @param {(variant: number, property: string) => void} look  is called when a verdict is chosen
   */
  constructor(place, look) {
    this.#place = place;
    this.#look = look;
  }

  clear() {
    this.#place.replaceChildren();
    this.#layout = '';
  }

  /** Marks the table as outdated: no cell leads anywhere. */
  outdate() {
    for (const button of this.#place.querySelectorAll('button')) allow(button, false);
  }

  /**
   * @param {Exploration} found
   * @param {boolean} done  whether the cells lead to what was found
   */
  show({runs}, done) {
    const rows = rowsOf(runs);
    const layout = JSON.stringify([runs.map(({name}) => name), rows.map(({property}) => property)]);
    if (layout !== this.#layout) {
      this.#layout = layout;
      this.#place.replaceChildren(this.#table(runs, rows));
    }
    for (const [variant, {name, judgements}] of runs.entries()) {
      for (const judgement of judgements ?? []) {
        const button = this.#button(variant, judgement.property);
        if (!button) continue;
        const {text, label, verdict} = cellOf(name, judgement, done);
        setText(button, text);
        button.setAttribute('aria-label', label);
        button.dataset.verdict = verdict;
        allow(button, done);
      }
    }
  }

  /**
   * @param {number} variant
   * @param {string} property
   */
  select(variant, property) {
    for (const button of this.#place.querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.dataset.variant === String(variant) && button.dataset.property === property));
    }
  }

  /**
   * @param {number} variant
   * @param {string} property
   * @returns {HTMLButtonElement | null}
   */
  #button(variant, property) {
    return this.#place.querySelector(`button[data-variant="${variant}"][data-property="${property}"]`);
  }

  /**
   * @param {ExploredRun[]} runs
   * @param {Judgement[]} rows
   */
  #table(runs, rows) {
    const head = element('tr', '', heading('col', 'In every order'), ...runs.map(({name}) => heading('col', name)));
    const table = element('table', 'verdicts', group('thead', [head]), group('tbody', rows.map(({property, title}) => {
      const name = heading('row', title);
      name.append(element('code', '', property));
      return element('tr', '', name, ...runs.map((run, variant) => this.#cell(run, variant, property)));
    })));
    table.dataset.runs = String(runs.length);
    // On a phone the style sheet lays the rows out as grids, which takes their roles away.
    table.setAttribute('role', 'table');
    for (const row of table.querySelectorAll('tr')) row.setAttribute('role', 'row');
    return table;
  }

  /**
   * @param {ExploredRun} run
   * @param {number} variant
   * @param {string} property
   */
  #cell(run, variant, property) {
    const cell = element('td');
    cell.setAttribute('role', 'cell');
    if (!run.judgements?.some((j) => j.property === property)) {
      cell.textContent = '–';
      return cell;
    }
    const button = element('button');
    button.type = 'button';
    button.dataset.variant = String(variant);
    button.dataset.property = property;
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => button.getAttribute('aria-disabled') === 'true' || this.#look(variant, property));
    cell.append(button);
    return cell;
  }
}

/**
 * @param {'col' | 'row'} scope
 * @param {string} text
 */
function heading(scope, text) {
  const th = element('th', '', element('span', '', text));
  th.scope = scope;
  th.setAttribute('role', scope === 'col' ? 'columnheader' : 'rowheader');
  return th;
}

/**
 * @param {'thead' | 'tbody'} tag
 * @param {HTMLElement[]} rows
 */
function group(tag, rows) {
  const made = element(tag, '', ...rows);
  made.setAttribute('role', 'rowgroup');
  return made;
}
