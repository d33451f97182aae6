// The clients of the story and their operations.

import {SelectField} from './choice-fields.js';
import {Rows} from './rows.js';
import {addClient, addOperation, clientName, hasValue, setKind, setMember, swap} from './story-edits.js';
import {options, OWN_STEPS} from './story-variants.js';
import {TextField} from './text-field.js';
import {DURATION, JSON_VALUE, TEXT} from './values.js';
import {allow, button} from '../shell/button.js';
import {element, setText} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('../engine/types.js').Strategies} Strategies
 */

const KINDS = ['create', 'edit', 'get', 'delete', 'pay'].map((kind) => ({value: kind, text: kind}));

/**
 * Creates the list of clients.
 * @param {Edits} edits
 * @param {Strategies} strategies
 */
export function clients(edits, strategies) {
  const list = element('div', 'story-clients');
  /** @type {Rows<Row>} */
  const rows = new Rows(list, () => client(edits, strategies, rows));
  const add = button('Add a client', async () => {
    if (await edits.attempt(addClient)) rows.focus(rows.length - 1);
  });
  return {
    parts: [list, add],
    show() {
      const {length} = edits.scenario.clients;
      rows.show(length);
      allow(add, length < edits.limits.clients);
    },
  };
}

/**
 * @param {Edits} edits
 * @param {Strategies} strategies
 * @param {Rows<Row>} rows  that it is one of
 * @returns {Row}
 */
function client(edits, strategies, rows) {
  const title = element('legend');
  /** @param {string} name @param {string} label @returns {import('./field-parts.js').Place} */
  const place = (name, label) => ({
    label,
    of: () => `of client ${row.index + 1}`,
    path: () => `clients[${row.index}].${name}`,
    read: (scenario) => scenario.clients[row.index][name],
    write: (scenario, value) => setMember(scenario.clients[row.index], name, value),
  });
  /** @param {'read' | 'write'} kind @param {string} label */
  const strategy = (kind, label) =>
    new SelectField(edits, place(kind, label), () => [{value: '', text: 'as all do'}, ...options(strategies[kind])], OWN_STEPS);
  const name = new TextField(edits, place('name', 'Name'), TEXT);
  const reads = strategy('read', 'Reads by');
  const writes = strategy('write', 'Writes by');
  const remove = button('Remove', async () => {
    const {index} = row;
    const removed = await edits.attempt((scenario) => { scenario.clients.splice(index, 1); }, {before: () => rows.remove(index)});
    if (removed) rows.focus(Math.min(index, rows.length - 1));
  });
  const list = element('ol', 'story-ops');
  /** @type {Rows<Row>} */
  const ops = new Rows(list, () => operation(edits, row, ops));
  const add = button('Add an operation', async () => {
    const {index} = row;
    if (await edits.attempt((scenario) => addOperation(scenario, index))) ops.focus(ops.length - 1);
  });
  /** @type {Row} */
  const row = {
    element: element('fieldset', 'form-card', title, element('div', 'form-line story-client', name.element, reads.element, writes.element, remove), list, add),
    first: name.input,
    index: 0,
    show() {
      const {scenario} = edits;
      const called = clientName(scenario, row.index);
      setText(title, called);
      name.input.placeholder = called;
      for (const field of [name, reads, writes]) field.show();
      remove.hidden = scenario.clients.length === 1;
      remove.setAttribute('aria-label', `Remove client ${row.index + 1}: ${called}`);
      ops.show(scenario.clients[row.index].ops.length);
      add.setAttribute('aria-label', `Add an operation of ${called}`);
      allow(add, ops.length < edits.limits.operations);
    },
    removed() {
      name.removed();
      for (const op of ops) op.removed();
    },
  };
  return row;
}

/**
 * @param {Edits} edits
 * @param {{index: number}} owner  the client
 * @param {Rows<Row>} rows  that it is one of
 * @returns {Row}
 */
function operation(edits, owner, rows) {
  /** Its last value, for when a kind without one was chosen in between. @type {any} */
  let lastValue;
  /** @param {Json} scenario @returns {Json} */
  const at = (scenario) => scenario.clients[owner.index].ops[row.index];
  const of = () => `of operation ${row.index + 1} of ${clientName(edits.scenario, owner.index)}`;
  /** @param {string} name @param {string} label @returns {import('./field-parts.js').Place} */
  const place = (name, label) => ({
    label,
    of,
    path: () => `clients[${owner.index}].ops[${row.index}].${name}`,
    read: (scenario) => at(scenario)[name],
    write: (scenario, value) => setMember(at(scenario), name, value),
  });

  const kind = new SelectField(edits, {
    ...place('op', 'Does'),
    write: (scenario, chosen) => {
      const op = at(scenario);
      lastValue = op.value ?? lastValue;
      setKind(op, chosen, lastValue);
    },
  }, () => KINDS);
  const key = new TextField(edits, place('key', 'Key'), {print: (value) => value, parse: (text) => text, late: true});
  const value = new TextField(edits, place('value', 'Value, as JSON'), {...JSON_VALUE, print: (given) => JSON_VALUE.print(given ?? {})});
  const notBefore = new TextField(edits, place('at', 'Not before'), DURATION);
  const pause = new TextField(edits, place('think', 'Pause first'), DURATION);

  const up = button('↑', () => move(-1));
  const down = button('↓', () => move(1));
  /** @param {number} by */
  const move = (by) => {
    const client = owner.index;
    const upper = Math.min(row.index, row.index + by);
    return edits.attempt((scenario) => swap(scenario.clients[client].ops, upper), {before: () => rows.swap(upper)});
  };
  const remove = button('Remove', async () => {
    const client = owner.index;
    const {index} = row;
    const removed = await edits.attempt((scenario) => { scenario.clients[client].ops.splice(index, 1); }, {before: () => rows.remove(index)});
    if (removed) rows.focus(Math.min(index, rows.length - 1));
  });
  /** @type {Row} */
  const row = {
    element: element('li', 'story-op', kind.element, key.element, value.element, notBefore.element, pause.element,
      element('div', 'form-buttons', up, down, remove)),
    first: kind.input,
    index: 0,
    show() {
      value.element.hidden = !hasValue(at(edits.scenario).op);
      for (const field of [kind, key, value, notBefore, pause]) field.show();
      const {length} = edits.scenario.clients[owner.index].ops;
      const which = of().replace(/^of /, '');
      up.setAttribute('aria-label', `Move up ${which}`);
      down.setAttribute('aria-label', `Move down ${which}`);
      remove.setAttribute('aria-label', `Remove ${which}`);
      allow(up, row.index > 0);
      allow(down, row.index < length - 1);
      remove.hidden = length === 1;
    },
    removed() {
      for (const field of [key, value, notBefore, pause]) field.removed();
    },
  };
  return row;
}
