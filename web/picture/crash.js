// The marker on the axis that crashes the Resource Manager where it stands.

import {roundUp, sayDuration} from '../scenario/duration.js';
import {crashOf, setCrash} from '../scenario/story.js';

/** The most steps that the slider has within the strip's time. */
const STEPS = 100;

/**
 * @param {{row: HTMLElement, slider: HTMLInputElement, when: HTMLElement, words: HTMLElement}} places
 * @param {import('../state/work.js').Work} work @param {import('./picture.js').Picture} picture
 */
export function offerCrash({row, slider, when, words}, work, picture) {
  let extent = 0;
  let timePart = 1;
  let said = '';
  /** How much time is between two places of the slider. */
  const step = () => roundUp(extent / STEPS);

  /** Puts the slider where the crash is that is set. It covers the whole width of the strip; behind the strip's time there is no crash. */
  function place() {
    const at = crashOf(work.scenario);
    slider.max = String(extent / step() / timePart);
    slider.value = at === null ? slider.max : String(Math.round(at / step()));
    const value = at === null ? 'no crash' : `at ${sayDuration(at)}`;
    when.textContent = value;
    slider.setAttribute('aria-valuetext', value);
  }

  /** Takes the crash from where the slider is. */
  function take() {
    const at = Number(slider.value) * step();
    work.change('crash', (scenario) => {
      setCrash(scenario, at > extent ? null : at, work.limits.faults);
      // A control of a fault that is gone would be an error of the scenario.
      const faults = scenario.faults?.length ?? 0;
      const there = (/** @type {string} */ path) => Number(/^faults\[(\d+)\]/.exec(path)?.[1] ?? -1) < faults;
      if (scenario.controls) scenario.controls = scenario.controls.filter(there);
    });
  }

  picture.addEventListener('view', () => {
    const {view} = picture;
    if (!view) return;
    row.hidden = view.ordered; // there is no time at which it could come
    ({extent, timePart} = view);
    place();
    if (view.faults !== said) words.innerHTML = said = view.faults;
    slider.disabled = false;
  });
  slider.addEventListener('input', take);
  slider.addEventListener('change', () => {
    place();
    work.seal();
  });
  slider.addEventListener('keydown', (event) => {
    // From "no crash" one key leads to the last moment, not into the space behind it.
    if (crashOf(work.scenario) !== null || !['ArrowLeft', 'ArrowDown'].includes(event.key)) return;
    event.preventDefault();
    slider.value = String(Math.floor(extent / step()));
    take();
  });
}
