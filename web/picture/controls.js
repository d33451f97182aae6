// The few controls that a scenario offers first. The engine says which they are,
// their labels and their bounds.

import {statusLine} from '../forms/field-parts.js';
import {parseDuration, sayDuration, writeDuration} from '../scenario/duration.js';
import {getSetting, setSetting, title} from '../scenario/story.js';
import {element, setText} from '../shell/element.js';
import {Edits} from '../state/edits.js';
import {hasControl, rangeOf, roundStep, STEPS} from './sliders.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../engine/types.js').Control} Field
 * @typedef {import('../state/work.js').Work} Work
 */

/**
 * @typedef {object} Control
 * @property {HTMLInputElement | HTMLSelectElement} input
 * @property {() => string} show   brings it up to date, and returns its value in words
 * @property {() => unknown} read  returns the value that it is set to
 */

/** Creates the control of a type; value returns what the scenario has. @type {{[type: string]: (value: () => any, field: Field) => Control}} */
const CONTROLS = {duration, latency: duration, number, decimal, choice, flag};

/**
 * Fills a form with the controls of the scenario.
 * @param {HTMLElement} form
 * @param {import('../engine/engine.js').Engine} engine
 * @param {Work} work
 * @param {import('./picture.js').Picture} picture
 */
export function offerControls(form, engine, work, picture) {
  const edits = new Edits(engine, work, 'controls');
  const said = statusLine(edits);
  let offered = '';
  /** @type {(() => void)[]} */
  let parts = [];
  const show = () => {
    const fields = (picture.view?.controls ?? []).filter((field) => hasControl(work.scenario, field, Object.keys(CONTROLS)));
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
    setText(said, '');
    show();
  });
  picture.addEventListener('view', show);
}

/**
 * @param {Field} field
 * @param {Work} work
 * @param {Edits} edits
 */
function control(field, work, edits) {
  const value = () => getSetting(work.scenario, field.path) ?? field.default;
  const {input, show, read} = CONTROLS[field.type](value, field);
  input.autocomplete = 'off';
  const output = element('output');
  output.setAttribute('aria-hidden', 'true'); // the control itself says its value
  const update = () => { output.value = show(); };
  // A duration is always valid: it is set at once, even while there is no engine.
  // The engine checks all other values, which may conflict with the scenario.
  const isDuration = ['duration', 'latency'].includes(field.type) && !field.path.includes('[');
  /** The value that was chosen last; an edit under way may be for an older one. @type {any} */
  let latest;
  input.addEventListener('input', () => {
    const wanted = latest = read();
    const put = (/** @type {Json} */ scenario) => setSetting(scenario, field.path, wanted);
    if (isDuration) work.change(field.path, put);
    else edits.make(field.path, put, {wanted: () => latest === wanted}).then((errors) => {
      if (errors.length === 0) return;
      update();
      edits.refused(errors);
    });
  });
  input.addEventListener('change', () => (isDuration ? work : edits).seal());
  return {element: element('label', 'control', element('span', 'control-name', field.name), ' ', input, ' ', output), show: update};
}

/**
 * Creates a slider.
 * @param {number} min
 * @param {number} max
 * @param {number} step
 */
function range(min, max, step) {
  const input = document.createElement('input');
  Object.assign(input, {type: 'range', min: String(min), max: String(max), step: String(step)});
  return input;
}

/**
 * @param {() => any} value
 * @param {Field} field
 * @returns {Control}
 */
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

/**
 * @param {() => any} value
 * @param {Field} field
 * @returns {Control}
 */
function number(value, {min, max}) {
  return numbers(value, range(min, rangeOf(value(), max), 1));
}

/**
 * @param {() => any} value
 * @param {Field} field
 * @returns {Control}
 */
function decimal(value, {min, max}) {
  return numbers(value, range(min, max, (max - min) / 20));
}

/**
 * @param {() => any} value
 * @param {HTMLInputElement} input
 * @returns {Control}
 */
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

/**
 * @param {() => any} value
 * @param {Field} field
 * @returns {Control}
 */
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

/**
 * @param {() => any} value
 * @returns {Control}
 */
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
