// The control of one setting, by the type of what it holds.

import {roundStep, STEPS} from '../picture/sliders.js';
import {CheckField, DURATION, NUMBER, SelectField, TextField} from './fields.js';
import {list} from './setting-list.js';
import {parseDuration, sayDuration, writeDuration} from '../scenario/duration.js';
import {title} from '../scenario/story.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('../engine/types.js').Setting} Setting
 * @typedef {import('./fields.js').Place} Place
 */

/**
 * @typedef {object} Control
 * @property {HTMLElement[]} parts
 * @property {HTMLElement} first  what takes the focus
 * @property {() => void} show    brings it up to date
 * @property {() => void} leave   it is about another place from now on
 */

/** @type {{[type: string]: (edits: Edits, knob: Setting, place: Place) => Control}} */
const CONTROLS = {duration, latency, number, decimal: number, flag, choice, strategy: choice, list};

/** Whether there is a control for a setting. @param {Setting} knob */
export const hasControl = (knob) => knob.type in CONTROLS;

/** @param {Edits} edits @param {Setting} knob @param {Place} place @returns {Control} */
export const controlOf = (edits, knob, place) => CONTROLS[knob.type](edits, knob, place);

/** @param {Edits} edits @param {Setting} knob @param {Place} place @returns {Control} */
function number(edits, knob, place) {
  const field = new TextField(edits, place, NUMBER);
  field.input.placeholder = String(knob.default ?? '');
  return {parts: [field.element], first: field.input, show: () => field.show(), leave: () => field.leave()};
}

/** @param {Edits} edits @param {Setting} knob @param {Place} place @returns {Control} */
function flag(edits, knob, place) {
  const field = new CheckField(edits, {...place, read: (scenario) => place.read(scenario) ?? knob.default});
  return {parts: [field.element], first: field.input, show: () => field.show(), leave() {}};
}

/** @param {Edits} edits @param {Setting} knob @param {Place} place @returns {Control} */
function choice(edits, knob, place) {
  const named = knob.type === 'strategy';
  const options = knob.ids.map((id) => ({value: id, text: named ? title(id) : id}));
  const field = new SelectField(edits, {...place, read: (scenario) => place.read(scenario) ?? knob.default}, () => options, 'steps of its own');
  return {parts: [field.element], first: field.input, show: () => field.show(), leave() {}};
}

/**
 * A duration as text, and a slider as long as it is a plain one.
 * @param {Edits} edits @param {Setting} knob @param {Place} place @returns {Control}
 */
function duration(edits, knob, place) {
  const field = new TextField(edits, place, DURATION);
  field.input.placeholder = knob.default;
  const slider = element('input');
  slider.type = 'range';
  slider.min = '0';
  slider.max = String(STEPS);
  slider.autocomplete = 'off';
  slider.setAttribute('aria-label', `${place.label}, as a slider`);
  let step = 1;
  let wish = ''; // what it shows may be from before that
  const value = () => parseDuration(place.read(edits.scenario) ?? knob.default);
  slider.addEventListener('input', async () => {
    const wanted = wish = slider.value;
    const errors = await edits.make(place.path(), (scenario) => place.write(scenario, writeDuration(Number(wanted) * step)),
      {wanted: () => wish === wanted});
    if (errors.length === 0) return;
    show();
    field.refuse(errors);
  });
  slider.addEventListener('change', () => edits.seal());
  const show = () => {
    field.show();
    const now = value();
    slider.hidden = now === null;
    if (now === null) return;
    if (document.activeElement !== slider) step = roundStep(now || 1e9);
    slider.value = String(Math.round(now / step));
    slider.setAttribute('aria-valuetext', sayDuration(now));
  };
  return {parts: [field.element, slider], first: field.input, show, leave: () => field.leave()};
}

/**
 * The forms of a latency: their parts, and what one is made of that is this
 * long on average.
 * @type {{id: string, text: string, parts: {[name: string]: string}, make: (ns: number) => any}[]}
 */
const FORMS = [
  {id: 'constant', text: 'always the same', parts: {}, make: writeDuration},
  {id: 'exponential', text: 'mostly short, sometimes long', parts: {mean: 'On average'}, make: (ns) => ({dist: 'exponential', mean: writeDuration(ns)})},
  {
    id: 'uniform', text: 'anything between two bounds', parts: {min: 'At least', max: 'At most'},
    make: (ns) => ({dist: 'uniform', min: writeDuration(ns / 2), max: writeDuration(ns * 1.5)}),
  },
  {
    id: 'percentiles', text: 'as measured', parts: {p50: 'Half within (p50)', p99: '99 of 100 (p99)'},
    make: (ns) => ({p50: writeDuration(ns), p99: writeDuration(ns * 5)}),
  },
];

/** What a latency becomes that had none, in nanoseconds. */
const SOME = 1e8;

/** @param {any} value of a latency */
const formOf = (value) => (typeof value !== 'object' ? 'constant' : value.dist ?? 'percentiles');

/** How long a latency is on average, or about. @param {any} value @returns {number} nanoseconds */
function mean(value) {
  if (typeof value !== 'object') return parseDuration(value) ?? 0;
  const parts = ['mean', 'p50', 'min', 'max'].flatMap((name) => (name in value ? [parseDuration(value[name]) ?? 0] : []));
  return parts.reduce((sum, part) => sum + part, 0) / Math.max(parts.length, 1);
}

/** @param {Edits} edits @param {Setting} knob @param {Place} place @returns {Control} */
function latency(edits, knob, place) {
  const read = (/** @type {Json} */ scenario) => place.read(scenario) ?? knob.default;
  const constant = duration(edits, knob, place);
  constant.parts[0].classList.add('unnamed'); // the form has the name, for all to see
  const form = new SelectField(edits, {
    ...place,
    of: () => 'varies how',
    read: (scenario) => formOf(read(scenario)),
    write: (scenario, id) => place.write(scenario, FORMS.find((each) => each.id === id)?.make(mean(read(scenario)) || SOME)),
  }, () => FORMS.map(({id, text}) => ({value: id, text})));
  const fields = FORMS.flatMap(({id, parts}) => Object.entries(parts).map(([name, label]) => ({id, field: new TextField(edits, {
    ...place,
    label,
    of: () => `for ${place.label}`,
    path: () => `${place.path()}.${name}`,
    read: (scenario) => place.read(scenario)?.[name],
    write: (scenario, value) => place.write(scenario, {...place.read(scenario), [name]: value}),
  }, DURATION)})));
  return {
    parts: [form.element, ...constant.parts, ...fields.map(({field}) => field.element)],
    first: form.input,
    show() {
      form.show();
      const now = formOf(read(edits.scenario));
      for (const part of constant.parts) part.hidden = now !== 'constant';
      if (now === 'constant') constant.show();
      for (const {id, field} of fields) {
        field.element.hidden = id !== now;
        if (id === now) field.show();
      }
    },
    leave() {
      constant.leave();
      for (const {field} of fields) field.leave();
    },
  };
}
