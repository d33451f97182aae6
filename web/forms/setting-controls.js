// The control of one setting, by the type of its value.

import {CheckField, SelectField} from './choice-fields.js';
import {formOf, FORMS, inForm} from './latency.js';
import {list} from './setting-list.js';
import {TextField} from './text-field.js';
import {DURATION, NUMBER} from './values.js';
import {roundStep, STEPS} from '../picture/sliders.js';
import {parseDuration, sayDuration, writeDuration} from '../scenario/duration.js';
import {title} from '../scenario/story.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('../engine/types.js').Setting} Setting
 * @typedef {import('./field-parts.js').Place} Place
 */

/**
 * @typedef {object} Control
 * @property {HTMLElement[]} parts
 * @property {HTMLElement} first  the part that takes the focus
 * @property {() => void} show    brings it up to date
 * @property {() => void} leave   detaches it from its target, before it shows another
 */

/** @typedef {(edits: Edits, setting: Setting, place: Place) => Control} MakeControl */

/** @type {{[type: string]: MakeControl}} */
const CONTROLS = {duration, latency, number, decimal: number, flag, choice, strategy: choice, list};

/**
 * Reports whether the form has a control for a setting.
 * @param {Setting} setting
 */
export const hasControl = (setting) => setting.type in CONTROLS;

/** Creates the control of a setting. @type {MakeControl} */
export const controlOf = (edits, setting, place) => CONTROLS[setting.type](edits, setting, place);

/** @type {MakeControl} */
function number(edits, setting, place) {
  const field = new TextField(edits, place, NUMBER);
  field.input.placeholder = String(setting.default ?? '');
  return {parts: [field.element], first: field.input, show: () => field.show(), leave: () => field.leave()};
}

/** @type {MakeControl} */
function flag(edits, setting, place) {
  const field = new CheckField(edits, {...place, read: (scenario) => place.read(scenario) ?? setting.default});
  return {parts: [field.element], first: field.input, show: () => field.show(), leave() {}};
}

/** @type {MakeControl} */
function choice(edits, setting, place) {
  const isStrategy = setting.type === 'strategy';
  const options = setting.ids.map((id) => ({value: id, text: isStrategy ? title(id) : id}));
  const field = new SelectField(edits, {...place, read: (scenario) => place.read(scenario) ?? setting.default}, () => options, 'steps of its own');
  return {parts: [field.element], first: field.input, show: () => field.show(), leave() {}};
}

/** Creates a text field, and a slider for as long as the value is a single duration. @type {MakeControl} */
function duration(edits, setting, place) {
  const field = new TextField(edits, place, DURATION);
  field.input.placeholder = setting.default;
  const slider = element('input');
  slider.type = 'range';
  slider.min = '0';
  slider.max = String(STEPS);
  slider.autocomplete = 'off';
  slider.setAttribute('aria-label', `${place.label}, as a slider`);
  let step = 1;
  let wanted = ''; // the position that the reader dragged it to last
  slider.addEventListener('input', async () => {
    const position = wanted = slider.value;
    const errors = await edits.make(place.path(), (scenario) => place.write(scenario, writeDuration(Number(position) * step)),
      {wanted: () => wanted === position});
    if (errors.length === 0) return;
    show();
    field.refuse(errors);
  });
  slider.addEventListener('change', () => edits.seal());
  const show = () => {
    field.show();
    const now = parseDuration(place.read(edits.scenario) ?? setting.default);
    slider.hidden = now === null;
    if (now === null) return;
    if (document.activeElement !== slider) step = roundStep(now || 1e9);
    slider.value = String(Math.round(now / step));
    slider.setAttribute('aria-valuetext', sayDuration(now));
  };
  return {parts: [field.element, slider], first: field.input, show, leave: () => field.leave()};
}

/** Creates a choice of the form, and the fields of that form. @type {MakeControl} */
function latency(edits, setting, place) {
  const read = (/** @type {Json} */ scenario) => place.read(scenario) ?? setting.default;
  const constant = duration(edits, setting, place);
  constant.parts[0].classList.add('unnamed'); // the choice of the form shows the name
  const form = new SelectField(edits, {
    ...place,
    of: () => 'varies how',
    read: (scenario) => formOf(read(scenario)),
    write: (scenario, id) => place.write(scenario, inForm(read(scenario), id)),
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
