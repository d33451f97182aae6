// The variants that are compared, and how clients read in all of them.

import {SelectField} from './choice-fields.js';
import {Rows} from './rows.js';
import {addVariant, ownName, ownSettings, setWrite} from './story-edits.js';
import {TextField} from './text-field.js';
import {TEXT} from './values.js';
import {title} from '../scenario/story.js';
import {strategyAt, variantCount} from '../scenario/target.js';
import {allow, button} from '../shell/button.js';
import {element, setText} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('../engine/types.js').Strategy} Strategy
 */

/** The text of a strategy that is a list of steps in the scenario. */
export const OWN_STEPS = 'steps of its own';

let hints = 0;

/**
 * Returns strategies as options of a choice.
 * @param {Strategy[]} strategies
 */
export const options = (strategies) => strategies.map(({id, also}) => ({value: id, text: also ? `${title(id)} (${also})` : title(id)}));

/**
 * Creates the list of variants.
 * @param {Edits} edits
 * @param {Strategy[]} strategies  for writing
 */
export function variants(edits, strategies) {
  const list = element('div', 'story-variants');
  /** @type {Rows<Row>} */
  const rows = new Rows(list, () => variant(edits, strategies, rows));
  const add = button('Add a variant', async () => {
    if (await edits.attempt((scenario) => addVariant(scenario, strategies))) rows.focus(rows.length - 1);
  });
  const others = element('p', 'form-hint');
  return {
    parts: [list, add, others],
    show() {
      const {scenario} = edits;
      const length = variantCount(scenario);
      rows.show(length);
      allow(add, length < edits.limits.variants);
      setText(others, ownSettings(scenario));
      others.hidden = others.textContent === '';
    },
  };
}

/**
 * @param {Edits} edits
 * @param {Strategy[]} strategies
 * @param {Rows<Row>} rows  that it is one of
 * @returns {Row}
 */
function variant(edits, strategies, rows) {
  const of = () => `of variant ${row.index + 1}`;
  const name = new TextField(edits, {
    label: 'Name',
    of,
    path: () => `compare[${row.index}].name`,
    read: (scenario) => scenario.compare?.[row.index].name,
    write: (scenario, value) => { scenario.compare[row.index].name = value; },
  }, TEXT);
  const hint = element('p', 'form-hint');
  hint.id = `story-variant-${++hints}`;
  const by = new SelectField(edits, {
    label: 'Writes by',
    of,
    about: hint.id,
    path: () => (edits.scenario.compare ? `compare[${row.index}].write` : 'write'),
    read: (scenario) => strategyAt(scenario, row.index, 'write'),
    write: (scenario, value) => setWrite(scenario, row.index, value),
  }, () => options(strategies), OWN_STEPS);
  const remove = button('Remove', () => rows.removeEntry(edits, row, (scenario, index) => { scenario.compare.splice(index, 1); },
    {wanted: () => edits.scenario.compare !== undefined}));
  /** @type {Row} */
  const row = {
    element: element('div', 'form-card story-variant', element('div', 'form-line', name.element, by.element, remove), hint),
    get first() {
      return edits.scenario.compare ? name.input : by.input;
    },
    index: 0,
    show() {
      const {scenario} = edits;
      const called = ownName(scenario, row.index);
      name.element.hidden = !scenario.compare;
      name.input.placeholder = called;
      name.show();
      by.show();
      remove.hidden = variantCount(scenario) === 1;
      remove.setAttribute('aria-label', `Remove variant ${row.index + 1}: ${called}`);
      const chosen = strategies.find(({id}) => id === strategyAt(scenario, row.index, 'write'));
      setText(hint, chosen ? `Choose it ${chosen.choose} It costs ${chosen.cost}` : 'This variant is a list of steps that the scenario gives.');
    },
    removed() {
      name.removed();
    },
  };
  return row;
}

/**
 * Creates the choice of how clients read.
 * @param {Edits} edits
 * @param {Strategy[]} strategies  for reading
 */
export function reading(edits, strategies) {
  const hint = element('p', 'form-hint');
  hint.id = 'story-reads';
  const by = new SelectField(edits, {
    label: 'Clients read by',
    of: () => '',
    path: () => 'read',
    read: (scenario) => strategyAt(scenario, null, 'read'),
    write: (scenario, value) => { scenario.read = value; },
    about: hint.id,
  }, () => options(strategies), OWN_STEPS);
  return {
    parts: [by.element, hint],
    show() {
      by.show();
      const read = strategyAt(edits.scenario, null, 'read');
      setText(hint, strategies.find(({id}) => id === read)?.does ?? `The steps: ${(read.steps ?? []).join(', ')}.`);
    },
  };
}
