// The few controls that a scenario offers first: what each knob is called and may
// hold, the engine says.

import {Edits} from '../state/edits.js';
import {saying, write} from '../forms/fields.js';
import {parseDuration, sayDuration, writeDuration} from '../scenario/duration.js';
import {crashOf, getSetting, setSetting, title} from '../scenario/story.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../engine/types.js').View['controls'][0]} Field
 * @typedef {import('../state/work.js').Work} Work
 * @typedef {{input: HTMLInputElement | HTMLSelectElement, show: () => string, read: () => unknown}} Control
 *   show brings it up to date and gives its value in words; read gives what is chosen
 */

/** How finely a slider divides its range. */
export const STEPS = 50;
/** A slider of numbers goes at least so far. */
const FEW = 8;

/** @type {{[type: string]: (value: () => any, field: Field) => Control}} */
const CONTROLS = {duration, latency: duration, number, decimal, choice, flag};

/**
 * Fills a form with the controls of the scenario.
 * @param {HTMLElement} form @param {import('../engine/engine.js').Engine} engine @param {Work} work @param {import('./picture.js').Picture} picture
 */
export function offerControls(form, engine, work, picture) {
  const edits = new Edits(engine, work, 'controls');
  const said = saying(edits);
  let offered = '';
  /** @type {(() => void)[]} */
  let parts = [];
  const show = () => {
    const fields = (picture.view?.controls ?? []).filter((field) => fits(work.scenario, field));
    const now = JSON.stringify(fields.map(({path, name}) => [path, name]));
    if (now !== offered && picture.view) {
      const controls = fields.map((field) => control(field, work, edits));
      form.replaceChildren(...controls.map(({element}) => element), said);
      form.hidden = controls.length === 0;
      parts = controls.map((each) => each.show);
      offered = now;
    }
    for (const part of parts) part();
  };
  work.addEventListener('change', () => {
    write(said, '');
    show();
  });
  picture.addEventListener('view', show);
}

/** Whether there is a control for what a field holds. The marker on the axis is that of a crash. @param {Json} scenario @param {Field} field */
function fits(scenario, {path, type, default: byDefault}) {
  const fault = /^faults\[(\d+)\]\.at$/.exec(path);
  if (fault && scenario.faults?.[Number(fault[1])]?.fault === 'crash' && crashOf(scenario) !== null) return false;
  const value = getSetting(scenario, path) ?? byDefault;
  return type in CONTROLS && (!['duration', 'latency'].includes(type) || parseDuration(value) !== null);
}

/** @param {Field} field @param {Work} work @param {Edits} edits */
function control(field, work, edits) {
  const element = document.createElement('label');
  const name = document.createElement('span');
  const output = document.createElement('output');
  const value = () => getSetting(work.scenario, field.path) ?? field.default;
  const {input, show, read} = CONTROLS[field.type](value, field);
  element.className = 'control';
  name.className = 'control-name';
  name.textContent = field.name;
  output.setAttribute('aria-hidden', 'true'); // the control itself says its value
  input.autocomplete = 'off';
  const update = () => { output.value = show(); };
  // A plain time is always right, and taken at once, even while there is no
  // engine. What may not go with something else is tried first.
  const plain = ['duration', 'latency'].includes(field.type) && !field.path.includes('[');
  /** @type {any} */
  let wish; // what it shows may be from before that
  input.addEventListener('input', () => {
    const wanted = wish = read();
    const put = (/** @type {Json} */ scenario) => setSetting(scenario, field.path, wanted);
    if (plain) work.change(field.path, put);
    else edits.make(field.path, put, {wanted: () => wish === wanted}).then((errors) => {
      if (errors.length === 0) return;
      update();
      edits.refused(errors);
    });
  });
  input.addEventListener('change', () => (plain ? work : edits).seal());
  element.append(name, ' ', input, ' ', output);
  return {element, show: update};
}

/** @param {number} min @param {number} max @param {number} step */
function range(min, max, step) {
  const input = document.createElement('input');
  Object.assign(input, {type: 'range', min: String(min), max: String(max), step: String(step)});
  return input;
}

/** @param {() => any} value @param {Field} field @returns {Control} */
function duration(value, {zero}) {
  const now = () => parseDuration(value()) ?? 0;
  const step = roundStep(now() || 1e9);
  const input = range(0, STEPS, 1);
  return {
    input,
    show() {
      input.value = String(Math.round(now() / step));
      const said = now() === 0 && zero || sayDuration(now());
      input.setAttribute('aria-valuetext', said);
      return said;
    },
    read: () => writeDuration(Number(input.value) * step),
  };
}

/** @param {() => any} value @param {Field} field @returns {Control} */
function number(value, {min, max}) {
  return numbers(value, range(min, Math.min(max, Math.max(FEW, 2 * (value() ?? 0))), 1));
}

/** @param {() => any} value @param {Field} field @returns {Control} */
function decimal(value, {min, max}) {
  return numbers(value, range(min, max, (max - min) / 20));
}

/** @param {() => any} value @param {HTMLInputElement} input @returns {Control} */
function numbers(value, input) {
  return {
    input,
    show() {
      const said = value() === undefined ? 'no limit' : String(value());
      input.value = String(value() ?? input.max);
      input.setAttribute('aria-valuetext', said);
      return said;
    },
    read: () => Number(input.value),
  };
}

/** @param {() => any} value @param {Field} field @returns {Control} */
function choice(value, {ids}) {
  const input = document.createElement('select');
  input.append(...ids.map((id) => new Option(title(id), id)));
  return {
    input,
    show() {
      input.value = value();
      return '';
    },
    read: () => input.value,
  };
}

/** @param {() => any} value @returns {Control} */
function flag(value) {
  const input = document.createElement('input');
  input.type = 'checkbox';
  return {
    input,
    show() {
      input.checked = value();
      return input.checked ? 'yes' : 'no';
    },
    read: () => input.checked,
  };
}

/**
 * The round step with which a value stands somewhat left of the middle.
 * @param {number} value nanoseconds
 */
export function roundStep(value) {
  const rough = (value * 2.5) / STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? rough;
  return Number.isInteger(value / step) ? step : power;
}
