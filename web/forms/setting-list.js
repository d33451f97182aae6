// The control of a setting that is a list of times or numbers, such as the outages
// of the source.

import {Rows} from './rows.js';
import {TextField} from './text-field.js';
import {DURATION, NUMBER} from './values.js';
import {parseDuration, writeDuration} from '../scenario/duration.js';
import {button} from '../shell/button.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../engine/types.js').Field} Field
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('./field-parts.js').Place} Place
 * @typedef {import('./rows.js').Row & {leave: () => void}} ItemRow
 */

/** How long after the last time of the list a new item begins, and how long it lasts, in nanoseconds. */
const STEP = 1e9;

/**
 * Returns an item whose times come after those of all others, or whose numbers are
 * twice the greatest of theirs.
 * @param {Json[]} items
 * @param {Field[]} members  of an item, in the order of their times
 * @returns {Json}
 */
export function nextItem(items, members) {
  const last = Math.max(0, ...items.flatMap((item) => Object.values(item).map((time) => parseDuration(time) ?? 0)));
  return Object.fromEntries(members.map((member, i) => [member.path,
    member.type === 'duration' ? writeDuration(last + (i + 1) * STEP) : nextNumber(items.map((item) => item[member.path]), member)]));
}

/**
 * Returns twice the greatest of some values that are numbers, or twice the least that
 * is allowed.
 * @param {Json[]} values
 * @param {Field} member
 */
function nextNumber(values, {min, max}) {
  return Math.min(max, 2 * Math.max(min, 1, ...values.filter((value) => typeof value === 'number')));
}

/** Creates the control. @type {import('./setting-controls.js').MakeControl} */
export function list(edits, {items: members = []}, place) {
  const name = place.label.toLowerCase();
  const entries = element('ul', 'setting-list');
  const items = {
    /** @param {Json} scenario @returns {Json[]} */
    read: (scenario) => place.read(scenario) ?? [],
    /** @param {Json} scenario @param {Json[]} left */
    write: (scenario, left) => place.write(scenario, left.length > 0 ? left : undefined),
  };
  /** @type {Rows<ItemRow>} */
  const rows = new Rows(entries, () => itemRow(edits, members, place, items, remove));
  const add = button(`Add to ${name}`, async () => {
    const added = await edits.attempt((scenario) => items.write(scenario, [...items.read(scenario), nextItem(items.read(scenario), members)]));
    if (added) rows.focus(rows.length - 1);
  });
  /** @param {number} index */
  const remove = async (index) => {
    const removed = await edits.attempt((scenario) => items.write(scenario, items.read(scenario).filter((_, i) => i !== index)), {before: () => rows.remove(index)});
    if (removed && rows.length === 0) add.focus();
  };
  return {
    parts: [element('div', 'setting-items', element('p', 'field-name', place.label), entries, add)],
    first: add,
    show() {
      const {length} = items.read(edits.scenario);
      entries.hidden = length === 0;
      rows.show(length);
    },
    leave() {
      for (const row of rows) row.leave();
    },
  };
}

/**
 * Creates the row of an item.
 * @param {Edits} edits
 * @param {Field[]} members
 * @param {Place} place  of the list
 * @param {{read: (scenario: Json) => Json[], write: (scenario: Json, items: Json[]) => void}} items
 * @param {(index: number) => void} remove
 * @returns {ItemRow}
 */
function itemRow(edits, members, place, items, remove) {
  const fields = members.map(({name, path, type}) => new TextField(edits, {
    label: name,
    of: () => `of ${row.index + 1}`,
    path: () => `${place.path()}[${row.index}].${path}`,
    read: (scenario) => items.read(scenario)[row.index]?.[path],
    write: (scenario, value) => items.write(scenario, items.read(scenario).map((each, i) => (i === row.index ? {...each, [path]: value} : each))),
    about: place.about,
  }, type === 'duration' ? DURATION : NUMBER));
  const removal = button('Remove', () => remove(row.index));
  /** @type {ItemRow} */
  const row = {
    element: element('li', 'form-line', ...fields.map((field) => field.element), removal),
    first: fields[0].input,
    index: 0,
    show() {
      for (const field of fields) field.show();
      removal.setAttribute('aria-label', `Remove ${row.index + 1} of ${place.label.toLowerCase()}`);
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
