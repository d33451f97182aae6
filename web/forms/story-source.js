// The records that the source holds at the start, and how long copies of them live.

import {CheckField} from './choice-fields.js';
import {Rows} from './rows.js';
import {addRecord, isPrimed, recordPath, records, removeRecord, renameRecord, setPrimed, setRecord} from './story-edits.js';
import {TextField} from './text-field.js';
import {DURATION, JSON_VALUE} from './values.js';
import {setAt} from '../scenario/target.js';
import {allow, button} from '../shell/button.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('./rows.js').Row} Row
 */

/**
 * Creates the list of records.
 * @param {Edits} edits
 */
export function holdings(edits) {
  const list = element('ul', 'story-records');
  /** @type {Rows<Row>} */
  const rows = new Rows(list, () => record(edits, rows, add));
  const add = button('Add a record', async () => {
    let index = 0;
    if (await edits.attempt((scenario) => { index = addRecord(scenario); })) rows.focus(index);
  });
  const none = element('p', 'form-hint', 'Nothing yet.');
  return {
    parts: [none, list, add],
    show() {
      const {length} = records(edits.scenario);
      list.hidden = length === 0;
      none.hidden = length > 0;
      rows.show(length);
      allow(add, length < edits.limits.records);
    },
  };
}

/**
 * @param {Edits} edits
 * @param {Rows<Row>} rows  that it is one of
 * @param {HTMLElement} add  the button that takes the focus when the last row is removed
 * @returns {Row}
 */
function record(edits, rows, add) {
  /** @param {Json} scenario */
  const keyIn = (scenario) => records(scenario)[row.index][0];
  const base = {of: () => `of record ${row.index + 1}`, path: () => recordPath(keyIn(edits.scenario))};
  const key = new TextField(edits, {
    ...base,
    label: 'Key',
    read: keyIn,
    write: (scenario, value) => renameRecord(scenario, row.index, value),
  }, {
    print: (value) => value,
    parse(text) {
      if (records(edits.scenario).some(([name], i) => name === text && i !== row.index)) {
        throw new Error('There is a record under this key already.');
      }
      return text;
    },
    late: true,
  });
  const value = new TextField(edits, {
    ...base,
    label: 'Value, as JSON',
    read: (scenario) => records(scenario)[row.index][1],
    write: (scenario, given) => setRecord(scenario, row.index, given),
  }, JSON_VALUE);
  const copied = new CheckField(edits, {
    ...base,
    label: 'The cache has a copy',
    path: () => 'cache.primer',
    read: (scenario) => isPrimed(scenario, row.index),
    write: (scenario, checked) => setPrimed(scenario, row.index, checked),
  });
  const remove = button('Remove', () => rows.removeEntry(edits, row, removeRecord, {otherwise: add}));
  /** @type {Row} */
  const row = {
    element: element('li', 'form-card form-line', key.element, value.element, copied.element, remove),
    first: key.input,
    index: 0,
    show() {
      for (const field of [key, value, copied]) field.show();
      remove.setAttribute('aria-label', `Remove record ${row.index + 1}: ${keyIn(edits.scenario)}`);
    },
    removed() {
      for (const field of [key, value]) field.removed();
    },
  };
  return row;
}

/**
 * Creates the field of the time to live.
 * @param {Edits} edits
 */
export function lifetime(edits) {
  const field = new TextField(edits, {
    label: 'A copy lives for',
    of: () => '',
    path: () => 'cache.ttl',
    read: (scenario) => scenario.cache?.ttl,
    write: (scenario, value) => setAt(scenario, null, 'cache.ttl', value),
  }, DURATION);
  return {
    parts: [field.element, element('p', 'form-hint', 'This is its time to live. Left empty, copies stay for ever.')],
    show: () => field.show(),
  };
}
