// What goes wrong in the story, and when.

import {allow, button, DURATION, element, NUMBER, SelectField, TEXT, TextField} from './fields.js';
import {Rows} from './rows.js';
import {MOST_FAULTS, title} from './story.js';

/**
 * @typedef {import('./story.js').Json} Json
 * @typedef {import('./edits.js').Edits} Edits
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('./engine.js').Settings} Settings
 */

/** When a new fault happens, and one that has just been given a time. */
const FIRST_AT = '1s';

/** How the parts of a fault are written, by their types. @type {{[type: string]: import('./fields.js').Writing}} */
const WRITINGS = {duration: DURATION, number: NUMBER, text: TEXT};

/** @param {Json} scenario @returns {Json[]} */
const faultsOf = (scenario) => scenario.faults ?? [];

/** @param {Edits} edits @param {() => Settings} offers */
export function faults(edits, offers) {
  const list = element('ul', 'story-faults');
  /** @type {Rows<Row>} */
  const rows = new Rows(list, () => fault(edits, offers, rows, add));
  const add = button('Add a fault', async () => {
    const errors = await edits.make('', (scenario) => {
      scenario.faults = [...faultsOf(scenario), {fault: kindsOf(offers())[0], at: FIRST_AT}];
    });
    if (errors.length > 0) edits.refused(errors);
    else rows.focus(rows.length - 1);
  });
  add.className = 'add';
  const about = element('p', 'form-hint', offers().faults.find(({path}) => path === 'fault')?.doc ?? '');
  const none = element('p', 'form-hint', 'Nothing. A crash can also be dragged along the axis of time, above.');
  return {
    parts: [about, none, list, add],
    show() {
      const {length} = faultsOf(edits.scenario);
      none.hidden = length > 0;
      list.hidden = length === 0;
      rows.show(length);
      allow(add, length < MOST_FAULTS);
    },
  };
}

/** The faults that there are. @param {Settings} offers */
const kindsOf = (offers) => offers.faults.find(({path}) => path === 'fault')?.ids ?? [];

/** The calls at which one can strike. @param {Settings} offers */
const callsOf = (offers) => offers.operations.flatMap(({id, client, what, calls}) =>
  calls.map((call) => ({value: `${id}/${call}`, text: `${client}, ${what}: ${call}`})));

/** @param {Edits} edits @param {() => Settings} offers @param {Rows<Row>} all @param {HTMLElement} add */
function fault(edits, offers, all, add) {
  const of = () => `of fault ${row.index + 1}`;
  /** @param {Json} scenario @returns {Json} */
  const at = (scenario) => scenario.faults[row.index];
  /** @param {string} name @param {string} label @returns {import('./fields.js').Place} */
  const place = (name, label) => ({
    label,
    of,
    path: () => `faults[${row.index}].${name}`,
    read: (scenario) => at(scenario)[name],
    write: (scenario, value) => {
      if (value === undefined) delete at(scenario)[name];
      else at(scenario)[name] = value;
    },
  });
  const kind = new SelectField(edits, place('fault', 'What'), () => kindsOf(offers()).map((id) => ({value: id, text: title(id)})));
  const when = new SelectField(edits, {
    ...place('at', 'When'),
    read: (scenario) => ('step' in at(scenario) ? 'step' : 'time'),
    write: (scenario, value) => {
      const {at: time, step, ...rest} = at(scenario);
      scenario.faults[row.index] = value === 'step'
        ? {...rest, step: step ?? callsOf(offers())[0]?.value} : {...rest, at: time ?? FIRST_AT};
    },
  }, () => [{value: 'time', text: 'at a time'}, {value: 'step', text: 'as a call leaves'}]);
  const time = new TextField(edits, place('at', 'Time'), DURATION);
  const call = new SelectField(edits, place('step', 'Call'), () => callsOf(offers()));
  const others = offers().faults.filter(({path, type}) => !['fault', 'at', 'step'].includes(path) && type in WRITINGS)
    .map(({path, name, type}) => new TextField(edits, place(path, name || title(path)), WRITINGS[type]));
  const remove = button('Remove', async () => {
    const {index} = row;
    const errors = await edits.make('', (scenario) => {
      scenario.faults.splice(index, 1);
      if (scenario.faults.length === 0) delete scenario.faults;
    }, {before: () => all.take(index)});
    if (errors.length > 0) edits.refused(errors);
    else if (all.length > 0) all.focus(Math.min(index, all.length - 1));
    else add.focus();
  });
  /** @type {Row} */
  const row = {
    element: element('li', 'form-card form-line', kind.element, when.element, time.element, call.element,
      ...others.map((field) => field.element), remove),
    first: kind.input,
    index: 0,
    show() {
      const stepped = 'step' in at(edits.scenario);
      time.element.hidden = stepped;
      call.element.hidden = !stepped;
      for (const field of [kind, when, stepped ? call : time, ...others]) field.show();
      remove.setAttribute('aria-label', `Remove fault ${row.index + 1}`);
    },
  };
  return row;
}
