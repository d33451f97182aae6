// The ways that are compared, and how all of them read.

import {button, SelectField, TEXT, TextField, write} from './fields.js';
import {Rows} from './rows.js';
import {title} from '../scenario/story.js';
import {strategyAt, variantName, variantCount} from '../scenario/target.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('../engine/types.js').Strategy} Strategy
 */

export const OWN = 'steps of its own';

/** @param {Strategy[]} strategies */
export const options = (strategies) => strategies.map(({id, also}) => ({value: id, text: also ? `${title(id)} (${also})` : title(id)}));

/** @param {Json} scenario @param {number} run */
const writeOf = (scenario, run) => strategyAt(scenario, run, 'write');

/** What a way is called beside others, where it does not go by the scenario's name. @param {Json} scenario @param {number} run */
const nameOf = (scenario, run) => variantName({...scenario, name: ''}, run);

/** @param {Edits} edits @param {Strategy[]} strategies */
export function runs(edits, strategies) {
  const list = element('div', 'story-runs');
  /** @type {Rows<Row>} */
  const rows = new Rows(list, () => run(edits, strategies, rows));
  const add = button('Add a way', async () => {
    const errors = await edits.make('', (scenario) => {
      scenario.compare ??= [{name: nameOf(scenario, 0)}];
      const all = scenario.compare;
      const taken = all.map((/** @type {Json} */ _, /** @type {number} */ i) => writeOf(scenario, i));
      const another = strategies.find(({id}) => !taken.includes(id)) ?? strategies[0];
      const copy = {...structuredClone(all.at(-1)), name: title(another.id), write: another.id};
      delete copy.text; // it is about the one that it was written for
      all.push(copy);
    });
    if (errors.length > 0) edits.refused(errors);
    else rows.focus(rows.length - 1);
  });
  add.className = 'add';
  const others = element('p', 'form-hint');
  return {
    parts: [list, add, others],
    show() {
      const {scenario} = edits;
      const length = variantCount(scenario);
      rows.show(length);
      add.setAttribute('aria-disabled', String(length >= edits.limits.variants));
      write(others, exceptions(scenario));
      others.hidden = others.textContent === '';
    },
  };
}

/** Runs can differ in more than how they write: that is not in sight here. @param {Json} scenario */
function exceptions(scenario) {
  const found = (scenario.compare ?? []).flatMap((/** @type {Json} */ entry, /** @type {number} */ i) => {
    const own = Object.keys(entry).filter((name) => !['name', 'text', 'write', 'start'].includes(name));
    return own.length > 0 ? [`“${nameOf(scenario, i)}” has settings of its own for ${own.map((name) => `“${name}”`).join(', ')}.`] : [];
  });
  return found.length > 0 ? `${found.join(' ')} What is set below does not change these.` : '';
}

/** @param {Edits} edits @param {Strategy[]} strategies @param {Rows<Row>} all */
function run(edits, strategies, all) {
  const of = () => `of way ${row.index + 1}`;
  const name = new TextField(edits, {
    label: 'Name',
    of,
    path: () => `compare[${row.index}].name`,
    read: (scenario) => scenario.compare?.[row.index].name,
    write: (scenario, value) => { scenario.compare[row.index].name = value; },
  }, TEXT);
  const hint = element('p', 'form-hint');
  hint.id = `story-way-${++hints}`;
  const by = new SelectField(edits, {
    label: 'Writes by',
    of,
    about: hint.id,
    path: () => (edits.scenario.compare ? `compare[${row.index}].write` : 'write'),
    read: (scenario) => writeOf(scenario, row.index),
    write: (scenario, value) => {
      const entry = scenario.compare?.[row.index];
      if (!entry) {
        scenario.write = value;
        return;
      }
      // A name that says how the run writes goes along, and what was said about it is gone.
      const before = writeOf(scenario, row.index);
      if (typeof before === 'string' && entry.name?.toLowerCase() === title(before).toLowerCase()) entry.name = title(value);
      entry.write = value;
      delete entry.text;
    },
  }, () => options(strategies), OWN);
  const remove = button('Remove', async () => {
    const {index} = row;
    const errors = await edits.make('', (scenario) => { scenario.compare.splice(index, 1); }, {before: () => all.take(index)});
    if (errors.length > 0) edits.refused(errors);
    else all.focus(Math.min(index, all.length - 1));
  });
  /** @type {Row} */
  const row = {
    element: element('div', 'form-card story-run', element('div', 'form-line', name.element, by.element, remove), hint),
    get first() {
      return edits.scenario.compare ? name.input : by.input;
    },
    index: 0,
    show() {
      const {scenario} = edits;
      name.element.hidden = !scenario.compare;
      name.input.placeholder = nameOf(scenario, row.index);
      name.show();
      by.show();
      remove.hidden = variantCount(scenario) === 1;
      remove.setAttribute('aria-label', `Remove way ${row.index + 1}: ${nameOf(scenario, row.index)}`);
      const chosen = strategies.find(({id}) => id === writeOf(scenario, row.index));
      write(hint, chosen ? `Choose it ${chosen.choose} It costs ${chosen.cost}` : 'This way is a list of steps that the scenario gives.');
    },
  };
  return row;
}

let hints = 0;

/** @param {Edits} edits @param {Strategy[]} strategies */
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
  }, () => options(strategies), OWN);
  return {
    parts: [by.element, hint],
    show() {
      by.show();
      const read = strategyAt(edits.scenario, null, 'read');
      write(hint, strategies.find(({id}) => id === read)?.does ?? `The steps: ${(read.steps ?? []).join(', ')}.`);
    },
  };
}
