// The clients of the story and their operations.

import {SelectField} from './choice-fields.js';
import {Rows} from './rows.js';
import {addClient, addOperation, clientName, clientsOf, hasValue, setKind, setMember, swap} from './story-edits.js';
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
      const {length} = clientsOf(edits.scenario);
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
  const remove = button('Remove', () => rows.removeEntry(edits, row, (scenario, index) => { scenario.clients.splice(index, 1); }));
  const list = element('ol', 'story-ops');
  /** @type {Rows<Row>} */
  const ops = new Rows(list, () => new OperationRow(edits, row, ops));
  const add = button('Add an operation', async () => {
    const added = await edits.attempt((scenario) => addOperation(scenario, row.index), {wanted: () => row.element.isConnected});
    if (added && row.element.isConnected) ops.focus(ops.length - 1);
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

class OperationRow {
  index = 0;

  #edits;
  #client;
  #rows;
  /** Its last value, for when a kind without one was chosen in between. @type {any} */
  #lastValue;
  #kind;
  #key;
  #value;
  #notBefore;
  #pause;
  #up = button('↑', () => this.#move(-1));
  #down = button('↓', () => this.#move(1));
  #removal = button('Remove', () => this.#remove());

  /**
   * @param {Edits} edits
   * @param {{index: number}} client
   * @param {Rows<Row>} rows  that it is one of
   */
  constructor(edits, client, rows) {
    this.#edits = edits;
    this.#client = client;
    this.#rows = rows;
    this.#kind = new SelectField(edits, {
      ...this.#place('op', 'Does'),
      write: (scenario, kind) => {
        const op = this.#in(scenario);
        this.#lastValue = op.value ?? this.#lastValue;
        setKind(op, kind, this.#lastValue);
      },
    }, () => KINDS);
    this.#key = new TextField(edits, this.#place('key', 'Key'), {print: (value) => value, parse: (text) => text, late: true});
    this.#value = new TextField(edits, this.#place('value', 'Value, as JSON'), {...JSON_VALUE, print: (given) => JSON_VALUE.print(given ?? {})});
    this.#notBefore = new TextField(edits, this.#place('at', 'Not before'), DURATION);
    this.#pause = new TextField(edits, this.#place('think', 'Pause first'), DURATION);
    this.element = element('li', 'story-op', this.#kind.element, ...this.#texts.map((field) => field.element),
      element('div', 'form-buttons', this.#up, this.#down, this.#removal));
  }

  get first() {
    return this.#kind.input;
  }

  get #texts() {
    return [this.#key, this.#value, this.#notBefore, this.#pause];
  }

  /**
   * @param {Json} scenario
   * @returns {Json}
   */
  #in(scenario) {
    return scenario.clients[this.#client.index].ops[this.index];
  }

  /**
   * Returns the place of a member of the operation.
   * @param {string} name
   * @param {string} label
   * @returns {import('./field-parts.js').Place}
   */
  #place(name, label) {
    return {
      label,
      of: () => `of ${this.#title}`,
      path: () => `clients[${this.#client.index}].ops[${this.index}].${name}`,
      read: (scenario) => this.#in(scenario)[name],
      write: (scenario, value) => setMember(this.#in(scenario), name, value),
    };
  }

  get #title() {
    return `operation ${this.index + 1} of ${clientName(this.#edits.scenario, this.#client.index)}`;
  }

  /** @param {number} by */
  #move(by) {
    this.#rows.moveEntry(this.#edits, this, by, (scenario, upper) => swap(scenario.clients[this.#client.index].ops, upper));
  }

  #remove() {
    this.#rows.removeEntry(this.#edits, this, (scenario, index) => { scenario.clients[this.#client.index].ops.splice(index, 1); });
  }

  show() {
    const {scenario} = this.#edits;
    this.#value.element.hidden = !hasValue(this.#in(scenario).op);
    for (const field of [this.#kind, ...this.#texts]) field.show();
    const {length} = scenario.clients[this.#client.index].ops;
    this.#up.setAttribute('aria-label', `Move up ${this.#title}`);
    this.#down.setAttribute('aria-label', `Move down ${this.#title}`);
    this.#removal.setAttribute('aria-label', `Remove ${this.#title}`);
    allow(this.#up, this.index > 0);
    allow(this.#down, this.index < length - 1);
    this.#removal.hidden = length === 1;
  }

  removed() {
    for (const field of this.#texts) field.removed();
  }
}
