// What there is at the start, and how long copies of it are good.

import {button, CheckField, DURATION, JSON_VALUE, TextField} from './fields.js';
import {Rows} from './rows.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('./rows.js').Row} Row
 */

/** @param {Json} scenario @returns {[string, any][]} */
const records = (scenario) => Object.entries(scenario.source?.records ?? {});

/** @param {Json} scenario @param {[string, any][]} list */
function putRecords(scenario, list) {
  scenario.source ??= {};
  scenario.source.records = Object.fromEntries(list);
}

/**
 * Changes the keys of which the cache has copies, in every run.
 * @param {Json} scenario @param {(keys: string[]) => string[]} edit
 */
function eachPrimer(scenario, edit) {
  for (const {cache} of [scenario, ...(scenario.compare ?? [])]) {
    if (cache?.primer) cache.primer = edit(cache.primer);
  }
}

/** @param {Edits} edits */
export function holdings(edits) {
  const list = element('ul', 'story-records');
  /** @type {Rows<Row>} */
  const rows = new Rows(list, () => record(edits, rows));
  const add = button('Add a record', async () => {
    let place = 0;
    const errors = await edits.make('', (scenario) => {
      const held = records(scenario);
      const asked = scenario.clients.flatMap((/** @type {Json} */ client) => client.ops.map((/** @type {Json} */ op) => op.key));
      const free = [...asked, ...Array.from({length: edits.limits.records + 1}, (_, i) => `record ${i + 1}`)];
      const key = free.find((name) => !held.some(([other]) => other === name));
      putRecords(scenario, [...held, [key, {amount: 100}]]);
      place = records(scenario).findIndex(([other]) => other === key);
    });
    if (errors.length > 0) edits.refused(errors);
    else rows.focus(place);
  });
  add.className = 'add';
  const none = element('p', 'form-hint', 'Nothing yet.');
  return {
    parts: [none, list, add],
    show() {
      const {length} = records(edits.scenario);
      list.hidden = length === 0;
      none.hidden = length > 0;
      rows.show(length);
      add.setAttribute('aria-disabled', String(length >= edits.limits.records));
    },
  };

  /** @param {Edits} edits @param {Rows<Row>} all */
  function record(edits, all) {
    const of = () => `of record ${row.index + 1}`;
    /** @param {Json} scenario */
    const keyIn = (scenario) => records(scenario)[row.index][0];
    const path = () => `source.records${member(keyIn(edits.scenario))}`;
    const key = new TextField(edits, {
      label: 'Key',
      of,
      path,
      read: keyIn,
      write: (scenario, value) => {
        const held = records(scenario);
        const before = held[row.index][0];
        putRecords(scenario, held.map(([name, content]) => [name === before ? value : name, content]));
        eachPrimer(scenario, (keys) => keys.map((name) => (name === before ? value : name)));
      },
    }, {
      print: (value) => value,
      parse(text) {
        if (text !== keyIn(edits.scenario) && records(edits.scenario).some(([name]) => name === text)) {
          throw new Error('There is a record under this key already.');
        }
        return text;
      },
      late: true,
    });
    const value = new TextField(edits, {
      label: 'Value, as JSON',
      of,
      path,
      read: (scenario) => records(scenario)[row.index][1],
      write: (scenario, given) => putRecords(scenario, records(scenario).map(([name, content], i) => [name, i === row.index ? given : content])),
    }, JSON_VALUE);
    const copied = new CheckField(edits, {
      label: 'The cache has a copy',
      of,
      path: () => 'cache.primer',
      read: (scenario) => (scenario.cache?.primer ?? []).includes(keyIn(scenario)),
      write: (scenario, checked) => {
        const name = keyIn(scenario);
        scenario.cache ??= {};
        const others = (scenario.cache.primer ?? []).filter((/** @type {string} */ other) => other !== name);
        scenario.cache.primer = checked ? [...others, name] : others;
      },
    });
    const remove = button('Remove', async () => {
      const {index} = row;
      const errors = await edits.make('', (scenario) => {
        const held = records(scenario);
        const [[name]] = held.splice(index, 1);
        putRecords(scenario, held);
        eachPrimer(scenario, (keys) => keys.filter((other) => other !== name));
      }, {before: () => all.take(index)});
      if (errors.length > 0) edits.refused(errors);
      else if (all.length > 0) all.focus(Math.min(index, all.length - 1));
      else add.focus();
    });
    /** @type {Row} */
    const row = {
      element: element('li', 'form-card form-line', key.element, value.element, copied.element, remove),
      first: key.input,
      index: 0,
      show() {
        for (const field of [key, value, copied]) field.show();
        remove.setAttribute('aria-label', `Remove record ${row.index + 1}: ${keyIn(edits.scenario)}`);
      },
    };
    return row;
  }
}

/** A name after the path of its object, as the engine writes it. @param {string} name */
function member(name) {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** @param {Edits} edits */
export function lifetime(edits) {
  const field = new TextField(edits, {
    label: 'A copy lives for',
    of: () => '',
    path: () => 'cache.ttl',
    read: (scenario) => scenario.cache?.ttl,
    write: (scenario, value) => {
      scenario.cache ??= {};
      if (value === undefined) delete scenario.cache.ttl;
      else scenario.cache.ttl = value;
    },
  }, DURATION);
  return {
    parts: [field.element, element('p', 'form-hint', 'This is its time to live. Left empty, copies stay for ever.')],
    show: () => field.show(),
  };
}
