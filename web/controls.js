// The few controls that a scenario offers first: a slider for each knob that it
// names and that is a plain duration.

import {getKnob, parseDuration, sayDuration, setKnob, writeDuration} from './story.js';

/** What the knobs are called on the page, where the source is called "the Bank". */
const NAMES = (/** @type {string} */ source) => ({
  'source.writeLatency': `${capital(source)} takes, to write`,
  'source.readLatency': `${capital(source)} takes, to read`,
  'writeBehind.writeDelay': 'The worker waits',
  'writeBehind.schedule': 'The worker comes every',
  'cache.ttl': 'A copy lives for',
  'cache.latency': 'The cache takes',
  'network.latency': 'The network takes',
});

/** How finely a slider divides its range. */
export const STEPS = 50;

/**
 * Fills a form with the sliders of the scenario.
 * @param {HTMLElement} form @param {import('./work.js').Work} work @param {import('./picture.js').Picture} picture
 */
export function offerControls(form, work, picture) {
  let offered = '';
  const show = () => {
    const source = picture.view?.names.source ?? 'the Source';
    const paths = (work.scenario.controls ?? []).filter((/** @type {string} */ path) => parseDuration(getKnob(work.scenario, path)) !== null);
    if ([source, ...paths].join() !== offered) {
      form.replaceChildren(...paths.map((/** @type {string} */ path) => slider(path, source, work)));
      form.hidden = paths.length === 0;
      offered = [source, ...paths].join();
    }
    for (const input of form.querySelectorAll('input')) input.dispatchEvent(new Event('show'));
  };
  work.addEventListener('change', show);
  picture.addEventListener('view', show);
}

/** @param {string} path @param {string} source @param {import('./work.js').Work} work */
function slider(path, source, work) {
  const label = document.createElement('label');
  const name = document.createElement('span');
  const input = document.createElement('input');
  const output = document.createElement('output');
  label.className = 'control';
  output.setAttribute('aria-hidden', 'true'); // the slider itself says its value
  name.className = 'control-name';
  name.textContent = NAMES(source)[/** @type {keyof ReturnType<typeof NAMES>} */ (path)] ?? path;
  const value = () => parseDuration(getKnob(work.scenario, path)) ?? 0;
  const step = roundStep(value() === 0 ? 1e9 : value());
  input.type = 'range';
  input.min = '0';
  input.max = String(STEPS);
  input.addEventListener('show', () => {
    input.value = String(Math.round(value() / step));
    output.value = sayDuration(value());
    input.setAttribute('aria-valuetext', output.value);
  });
  input.addEventListener('input', () => {
    work.change(path, (scenario) => setKnob(scenario, path, writeDuration(Number(input.value) * step)));
  });
  input.addEventListener('change', () => work.seal());
  label.append(name, ' ', input, ' ', output);
  return label;
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

/** @param {string} words */
function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
