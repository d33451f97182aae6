// The control of a setting that is a list of time spans, such as the outages of
// the source.

import {Rows} from './rows.js';
import {TextField} from './text-field.js';
import {DURATION} from './values.js';
import {parseDuration, writeDuration} from '../scenario/duration.js';
import {button} from '../shell/button.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../engine/types.js').Field} Field
 * @typedef {import('./rows.js').Row & {leave: () => void}} ItemRow
 */

/** How long after the last time of the list a new item begins, and how long it lasts, in nanoseconds. */
const STEP = 1e9;

/**
 * Returns an item whose times come after those of all others.
 * @param {Json[]} items
 * @param {Field[]} members  of an item, in the order of their times
 * @returns {Json}
 */
export function nextItem(items, members) {
  const last = Math.max(0, ...items.flatMap((item) => Object.values(item).map((time) => parseDuration(time) ?? 0)));
  return Object.fromEntries(members.map(({path}, i) => [path, writeDuration(last + (i + 1) * STEP)]));
}

/** Creates the control. @type {import('./setting-controls.js').MakeControl} */
export function list(edits, {items: members = []}, place) {
  /** @param {Json} scenario @returns {Json[]} */
  const read = (scenario) => place.read(scenario) ?? [];
  const name = place.label.toLowerCase();
  const items = element('ul', 'setting-list');
  /** @type {Rows<ItemRow>} */
  const rows = new Rows(items, () => item());
  const add = button(`Add to ${name}`, async () => {
    if (await edits.attempt((scenario) => place.write(scenario, [...read(scenario), nextItem(read(scenario), members)]))) rows.focus(rows.length - 1);
  });

  /** @returns {ItemRow} */
  function item() {
    /** @type {TextField[]} */
    const fields = members.map((member) => new TextField(edits, {
      label: member.name,
      of: () => `of ${row.index + 1}`,
      path: () => `${place.path()}[${row.index}].${member.path}`,
      read: (scenario) => read(scenario)[row.index]?.[member.path],
      write: (scenario, value) => place.write(scenario, read(scenario).map((each, i) => (i === row.index ? {...each, [member.path]: value} : each))),
      about: place.about,
    }, DURATION));
    const remove = button('Remove', async () => {
      const {index} = row;
      const removed = await edits.attempt((scenario) => {
        const left = read(scenario).filter((_, i) => i !== index);
        place.write(scenario, left.length > 0 ? left : undefined);
      }, {before: () => rows.remove(index)});
      if (removed && rows.length === 0) add.focus();
    });
    /** @type {ItemRow} */
    const row = {
      element: element('li', 'form-line', ...fields.map((field) => field.element), remove),
      first: fields[0].input,
      index: 0,
      show() {
        for (const field of fields) field.show();
        remove.setAttribute('aria-label', `Remove ${row.index + 1} of ${name}`);
      },
      removed() {
        for (const field of fields) field.removed();
      },
      leave() {
        for (const field of fields) field.leave();
      },
    };
    return row;
  }

  return {
    parts: [element('div', 'setting-items', element('p', 'field-name', place.label), items, add)],
    first: add,
    show() {
      const {length} = read(edits.scenario);
      items.hidden = length === 0;
      rows.show(length);
    },
    leave() {
      for (const row of rows) row.leave();
    },
  };
}
