// The table of truth on the page: what is true of all named strategies in a set of
// small scenarios, without faults and with each of them once. It is computed when
// the drawer is first opened.

import {messageOf} from '../scenario/text.js';
import {button} from '../shell/button.js';
import {element} from '../shell/element.js';
import {cellOf, choicesOf, chosenRows, faultText, statusOf} from './truth-table.js';

/** @typedef {import('../engine/types.js').TruthRow} TruthRow */
/** @typedef {import('../engine/types.js').Why} Why */

/**
 * Fills the drawer.
 * @param {HTMLDetailsElement} place
 * @param {import('../engine/engine.js').Engine} engine
 * @param {(title: string, why: Why) => void} show  is called when a counterexample is chosen
 */
export function offerTruth(place, engine, show) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (place.querySelector(`[data-part="${name}"]`));
  const [read, fault] = /** @type {HTMLSelectElement[]} */ ([part('truth-read'), part('truth-fault')]);
  const status = part('truth-status');
  /** @type {TruthRow[]} */
  const rows = [];
  /** @type {Promise<unknown> | undefined} */
  let computing;

  /** Adds rows below those that are there, one of which may have the focus. @param {TruthRow[]} some */
  const add = (some) => {
    const {reads, faults} = choicesOf(rows);
    addOptions(read, reads, (name) => name);
    addOptions(fault, faults, faultText);
    if (rows.length > 0) part('truth-head').replaceChildren(...['to write', ...rows[0].cells.map(({property}) => property)].map((name) => heading('col', name)));
    part('truth-rows').append(...chosenRows(some, {read: read.value, fault: fault.value}).map((row) => rowElement(row, show)));
  };
  const choose = () => {
    part('truth-rows').replaceChildren();
    add(rows);
  };
  /** @param {TruthRow[]} some */
  const receive = (some) => {
    rows.push(...some);
    status.textContent = statusOf(rows, place.dataset.rows);
    add(some);
  };

  place.addEventListener('toggle', () => {
    if (!place.open || computing) return;
    status.textContent = 'Computing…';
    computing = engine.table({onProgress: receive}).then(() => {
      status.textContent = statusOf(rows, undefined);
    }, (error) => {
      computing = undefined;
      rows.length = 0;
      choose();
      status.textContent = messageOf(error);
    });
  });
  read.addEventListener('change', choose);
  fault.addEventListener('change', choose);
}

/**
 * Adds the options that are not there.
 * @param {HTMLSelectElement} select
 * @param {string[]} values
 * @param {(value: string) => string} textOf
 */
function addOptions(select, values, textOf) {
  const there = new Set([...select.options].map(({value}) => value));
  select.append(...values.filter((value) => !there.has(value)).map((value) => new Option(textOf(value), value)));
}

/**
 * @param {TruthRow} row
 * @param {(title: string, why: Why) => void} show
 */
function rowElement(row, show) {
  return element('tr', '', heading('row', row.write), ...row.cells.map(({property, verdict, why}) => {
    if (!why) {
      const {text, hint} = cellOf(verdict, row.states);
      const cell = element('td', '', text);
      cell.title = hint;
      return cell;
    }
    const look = button(`✗ ${why.steps}`, () => show(`${row.read}, ${row.write}: ${property}`, why));
    look.setAttribute('aria-label', `${property} violated in ${why.steps} steps: ${row.read}, ${row.write}`);
    return element('td', '', look);
  }));
}

/**
 * @param {'col' | 'row'} scope
 * @param {string} text
 */
function heading(scope, text) {
  const th = element('th', '', text);
  th.scope = scope;
  return th;
}
