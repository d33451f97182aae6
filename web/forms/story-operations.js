// The clients of the story, and what each does.

import {allow, button, DURATION, JSON_VALUE, SelectField, TEXT, TextField, write} from './fields.js';
import {Rows} from './rows.js';
import {options, OWN} from './story-variants.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('../engine/types.js').Strategies} Strategies
 */

const KINDS = [
  {value: 'create', text: 'create'},
  {value: 'edit', text: 'edit'},
  {value: 'get', text: 'get'},
  {value: 'delete', text: 'delete'},
  {value: 'pay', text: 'pay'},
];

/** @param {string} kind */
const puts = (kind) => ['create', 'edit', 'pay'].includes(kind);

/** @param {Json} scenario @param {number} client */
function nameOf(scenario, client) {
  const {name} = scenario.clients[client];
  const byDefault = scenario.names?.client ?? 'Client';
  return name || (scenario.clients.length > 1 ? `${byDefault} ${client + 1}` : byDefault);
}

/** @param {Edits} edits @param {Strategies} strategies */
export function clients(edits, strategies) {
  const list = element('div', 'story-clients');
  /** @type {Rows<Row>} */
  const rows = new Rows(list, () => client(edits, strategies, rows));
  const add = button('Add a client', async () => {
    const errors = await edits.make('', (scenario) => {
      scenario.clients.push({ops: [structuredClone(scenario.clients.at(-1).ops.at(-1))]});
    });
    if (errors.length > 0) edits.refused(errors);
    else rows.focus(rows.length - 1);
  });
  add.className = 'add';
  return {
    parts: [list, add],
    show() {
      const {length} = edits.scenario.clients;
      rows.show(length);
      allow(add, length < edits.limits.clients);
    },
  };
}

/** @param {Edits} edits @param {Strategies} strategies @param {Rows<Row>} all */
function client(edits, strategies, all) {
  const title = element('legend');
  const name = new TextField(edits, {
    label: 'Name',
    of: () => `of client ${row.index + 1}`,
    path: () => `clients[${row.index}].name`,
    read: (scenario) => scenario.clients[row.index].name,
    write: (scenario, value) => { scenario.clients[row.index].name = value; },
  }, TEXT);
  /** @param {'read' | 'write'} kind @param {string} label */
  const strategy = (kind, label) => new SelectField(edits, {
    label,
    of: () => `of client ${row.index + 1}`,
    path: () => `clients[${row.index}].${kind}`,
    read: (scenario) => scenario.clients[row.index][kind],
    write: (scenario, value) => {
      if (value === undefined) delete scenario.clients[row.index][kind];
      else scenario.clients[row.index][kind] = value;
    },
  }, () => [{value: '', text: 'as all do'}, ...options(strategies[kind])], OWN);
  const reads = strategy('read', 'Reads by');
  const writes = strategy('write', 'Writes by');
  const remove = button('Remove', async () => {
    const {index} = row;
    const errors = await edits.make('', (scenario) => { scenario.clients.splice(index, 1); }, {before: () => all.take(index)});
    if (errors.length > 0) edits.refused(errors);
    else all.focus(Math.min(index, all.length - 1));
  });
  const list = element('ol', 'story-ops');
  /** @type {Rows<Row>} */
  const ops = new Rows(list, () => operation(edits, row, ops));
  const add = button('Add an operation', async () => {
    const {index} = row;
    const errors = await edits.make('', (scenario) => {
      const done = scenario.clients[index].ops;
      done.push({op: 'get', key: done.at(-1).key});
    });
    if (errors.length > 0) edits.refused(errors);
    else ops.focus(ops.length - 1);
  });
  add.className = 'add';
  /** @type {Row} */
  const row = {
    element: element('fieldset', 'form-card', title, element('div', 'form-line story-client', name.element, reads.element, writes.element, remove), list, add),
    first: name.input,
    index: 0,
    show() {
      const {scenario} = edits;
      const called = nameOf(scenario, row.index);
      write(title, called);
      name.input.placeholder = called;
      for (const field of [name, reads, writes]) field.show();
      remove.hidden = scenario.clients.length === 1;
      remove.setAttribute('aria-label', `Remove client ${row.index + 1}: ${called}`);
      ops.show(scenario.clients[row.index].ops.length);
      add.setAttribute('aria-label', `Add an operation of ${called}`);
      allow(add, ops.length < edits.limits.operations);
    },
  };
  return row;
}

/** @param {Edits} edits @param {{index: number}} owner @param {Rows<Row>} all */
function operation(edits, owner, all) {
  /** What it puts, for when its kind has none for a while. @type {any} */
  let kept;
  /** @param {Json} scenario @returns {Json} */
  const at = (scenario) => scenario.clients[owner.index].ops[row.index];
  const path = () => `clients[${owner.index}].ops[${row.index}]`;
  const of = () => `of operation ${row.index + 1} of ${nameOf(edits.scenario, owner.index)}`;
  /** @param {string} name @param {string} label @param {import('./fields.js').Writing} writing */
  const text = (name, label, writing) => new TextField(edits, {
    label,
    of,
    path: () => `${path()}.${name}`,
    read: (scenario) => at(scenario)[name],
    write: (scenario, value) => {
      if (value === undefined) delete at(scenario)[name];
      else at(scenario)[name] = value;
    },
  }, writing);

  const kind = new SelectField(edits, {
    label: 'Does',
    of,
    path: () => `${path()}.op`,
    read: (scenario) => at(scenario).op,
    write: (scenario, value) => {
      const op = at(scenario);
      op.op = value;
      if (!puts(value)) {
        kept = op.value ?? kept;
        delete op.value;
      } else {
        op.value ??= kept ?? {amount: 100};
      }
    },
  }, () => KINDS);
  const key = text('key', 'Key', {print: (value) => value, parse: (typed) => typed, late: true});
  const value = text('value', 'Value, as JSON', {...JSON_VALUE, print: (given) => JSON_VALUE.print(given ?? {})});
  const notBefore = text('at', 'Not before', DURATION);
  const pause = text('think', 'Pause first', DURATION);

  const up = button('↑', () => move(-1));
  const down = button('↓', () => move(1));
  /** @param {number} by */
  const move = async (by) => {
    const client = owner.index;
    const upper = Math.min(row.index, row.index + by);
    const errors = await edits.make('', (scenario) => {
      const {ops} = scenario.clients[client];
      ops.splice(upper, 2, ops[upper + 1], ops[upper]);
    }, {before: () => all.swap(upper)});
    if (errors.length > 0) edits.refused(errors);
  };
  const remove = button('Remove', async () => {
    const client = owner.index;
    const {index} = row;
    const errors = await edits.make('', (scenario) => { scenario.clients[client].ops.splice(index, 1); }, {before: () => all.take(index)});
    if (errors.length > 0) edits.refused(errors);
    else all.focus(Math.min(index, all.length - 1));
  });
  /** @type {Row} */
  const row = {
    element: element('li', 'story-op', kind.element, key.element, value.element, notBefore.element, pause.element,
      element('div', 'form-buttons', up, down, remove)),
    first: kind.input,
    index: 0,
    show() {
      const op = at(edits.scenario);
      value.element.hidden = !puts(op.op);
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
  };
  return row;
}
