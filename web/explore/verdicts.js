// The table of verdicts on the page: its cells lead to the counterexamples.

import {allow} from '../shell/button.js';
import {element, setText} from '../shell/element.js';
import {faultsIn, generalOf, generalText, legendOf} from './general.js';
import {extentOf} from './sentences.js';
import {cellOf, rowsOf} from './verdict-table.js';

/** @typedef {import('../engine/types.js').Exploration} Exploration */
/** @typedef {import('../engine/types.js').ExploredRun} ExploredRun */
/** @typedef {import('../engine/types.js').Judgement} Judgement */
/** @typedef {import('./truth-table.js').Truth} Truth */

/** Shows the table, and above it what it is about. */
export class Verdicts {
  #place;
  #look;
  #extent = element('p', 'verdicts-of');
  #legend = element('p', 'verdicts-general');
  /** What is shown. @type {ExploredRun[]} */
  #runs = [];
  /** What is true of other stories, null while it is not known. @type {Truth | null} */
  #truth = null;
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
    this.#runs = [];
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
    this.#runs = runs;
    const rows = rowsOf(runs);
    const layout = JSON.stringify([runs.map(({name}) => name), rows.map(({property}) => property)]);
    if (layout !== this.#layout) {
      this.#layout = layout;
      this.#place.replaceChildren(this.#extent, this.#legend, this.#table(runs, rows));
    }
    setText(this.#extent, extentOf(runs));
    this.#showGeneral();
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
   * Compares the verdicts with the table of truth, from now on.
   * @param {Truth} truth
   */
  compare(truth) {
    this.#truth = truth;
    this.#showGeneral();
  }

  /** Shows beside each verdict what the table of truth says of the same strategies, where it is known. */
  #showGeneral() {
    const [runs, truth] = [this.#runs, this.#truth];
    if (!truth) return;
    const faults = faultsIn(truth, runs);
    const general = runs.map((run) => generalOf(truth, run, faults.known));
    setText(this.#legend, general.some(({size}) => size > 0) ? legendOf(faults) : '');
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (this.#place.querySelectorAll('.general'))) {
      const known = general[Number(place.dataset.variant)].get(place.dataset.property ?? '');
      setText(place, known ? generalText(known, faults.known.length > 0) : '');
    }
  }

  /**
   * @param {number} variant
   * @param {string} property
   */
  select(variant, property) {
    for (const button of this.#place.querySelectorAll('button')) {
      const selected = button.dataset.variant === String(variant) && button.dataset.property === property;
      button.setAttribute('aria-pressed', String(selected));
      button.parentElement?.toggleAttribute('data-selected', selected);
    }
  }

  /**
   * Moves the focus to a verdict.
   * @param {number} variant
   * @param {string} property
   */
  focus(variant, property) {
    this.#button(variant, property)?.focus();
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
    cell.dataset.column = run.name;
    if (!run.judgements?.some((j) => j.property === property)) {
      cell.textContent = '–';
      return cell;
    }
    const general = element('small', 'general');
    general.id = `general-${variant}-${property}`;
    Object.assign(general.dataset, {variant: String(variant), property});
    const button = element('button');
    button.setAttribute('aria-describedby', general.id);
    button.type = 'button';
    button.dataset.variant = String(variant);
    button.dataset.property = property;
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => button.getAttribute('aria-disabled') === 'true' || this.#look(variant, property));
    cell.append(element('div', 'verdict', button, general));
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
