// The control of a setting that is a list, such as the outages of the source:
// moments that follow each other.

import {button, DURATION, TextField} from './fields.js';
import {Rows} from './rows.js';
import {parseDuration, writeDuration} from '../scenario/duration.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('../engine/types.js').Setting} Setting
 * @typedef {import('./fields.js').Place} Place
 * @typedef {import('./rows.js').Row} Row
 */

/** How far the moments of a new item are from those before it, in nanoseconds. */
const STEP = 1e9;

/** @param {Edits} edits @param {Setting} knob @param {Place} place @returns {import('./setting-controls.js').Control} */
export function list(edits, knob, place) {
  /** @param {Json} scenario @returns {Json[]} */
  const read = (scenario) => place.read(scenario) ?? [];
  const rows = element('ul', 'setting-list');
  /** @type {Rows<Row & {leave: () => void}>} */
  const all = new Rows(rows, () => item());
  const add = button(`Add to ${place.label.toLowerCase()}`, async () => {
    const errors = await edits.make('', (scenario) => place.write(scenario, [...read(scenario), fresh(read(scenario), knob)]));
    if (errors.length > 0) edits.refused(errors);
    else all.focus(all.length - 1);
  });

  /** @returns {Row & {leave: () => void}} */
  function item() {
    const of = () => `of ${row.index + 1}`;
    /** @type {TextField[]} */
    const fields = (knob.items ?? []).map((field) => new TextField(edits, {
      label: field.name,
      of,
      path: () => `${place.path()}[${row.index}].${field.path}`,
      read: (scenario) => read(scenario)[row.index]?.[field.path],
      write: (scenario, value) => place.write(scenario, read(scenario).map((each, i) => (i === row.index ? {...each, [field.path]: value} : each))),
      about: place.about,
    }, DURATION));
    const remove = button('Remove', async () => {
      const {index} = row;
      const errors = await edits.make('', (scenario) => {
        const left = read(scenario).filter((_, i) => i !== index);
        place.write(scenario, left.length > 0 ? left : undefined);
      }, {before: () => all.take(index)});
      if (errors.length > 0) edits.refused(errors);
      else if (all.length === 0) add.focus();
    });
    /** @type {Row & {leave: () => void}} */
    const row = {
      element: element('li', 'form-line', ...fields.map((field) => field.element), remove),
      first: fields[0].input,
      index: 0,
      show() {
        for (const field of fields) field.show();
        remove.setAttribute('aria-label', `Remove ${row.index + 1} of ${place.label.toLowerCase()}`);
      },
      leave() {
        for (const field of fields) field.leave();
      },
    };
    return row;
  }

  const name = element('p', 'field-name', place.label);
  return {
    parts: [element('div', 'setting-items', name, rows, add)],
    first: add,
    show() {
      const {length} = read(edits.scenario);
      rows.hidden = length === 0;
      all.show(length);
    },
    leave() {
      for (const row of all) row.leave();
    },
  };
}

/** An item whose moments come after all that there are. @param {Json[]} items @param {Setting} knob */
function fresh(items, {items: members = []}) {
  const last = Math.max(0, ...items.flatMap((item) => Object.values(item).map((moment) => parseDuration(moment) ?? 0)));
  return Object.fromEntries(members.map(({path}, i) => [path, writeDuration(last + (i + 1) * STEP)]));
}
