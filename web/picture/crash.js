// The marker on the strip that crashes the Resource Manager where it stands.

import {sayDuration} from '../scenario/duration.js';
import {crashOf, setCrash} from '../scenario/story.js';
import {setMarkup} from '../shell/element.js';
import {crashScale} from './crash-scale.js';

/**
 * Connects the slider of the crash to the work.
 * @param {{row: HTMLElement, slider: HTMLInputElement, when: HTMLElement, words: HTMLElement}} places
 * @param {import('../state/work.js').Work} work
 * @param {import('./picture.js').Picture} picture
 */
export function offerCrash({row, slider, when, words}, work, picture) {
  let scale = crashScale(1, 1);

  /** Puts the slider where the crash is. */
  function place() {
    const at = crashOf(work.scenario);
    slider.max = String(scale.max);
    slider.value = String(scale.valueOf(at));
    const value = at === null ? 'no crash' : `at ${sayDuration(at)}`;
    when.textContent = value;
    slider.setAttribute('aria-valuetext', value);
  }

  /** Moves the crash to where the slider is. */
  function take() {
    const at = scale.timeAt(Number(slider.value));
    work.change('crash', (scenario) => {
      setCrash(scenario, at, work.limits.faults);
      dropControlsOfNoFault(scenario);
    });
  }

  picture.addEventListener('view', () => {
    const {view} = picture;
    if (!view) return;
    row.hidden = view.ordered; // a given order has no time at which it could crash
    scale = crashScale(view.extent, view.timePart);
    place();
    setMarkup(words, view.faults);
    slider.disabled = false;
  });
  slider.addEventListener('input', take);
  slider.addEventListener('change', () => {
    place();
    work.seal();
  });
  slider.addEventListener('keydown', (event) => {
    // From "no crash" one key leads to the last moment, not into the space after it.
    if (crashOf(work.scenario) !== null || !['ArrowLeft', 'ArrowDown'].includes(event.key)) return;
    event.preventDefault();
    slider.value = String(scale.last);
    take();
  });
}

/**
 * Removes the controls of faults that are not there, which the engine would refuse.
 * @param {import('../scenario/story.js').Json} scenario
 */
function dropControlsOfNoFault(scenario) {
  const faults = scenario.faults?.length ?? 0;
  const isThere = (/** @type {string} */ path) => Number(/^faults\[(\d+)\]/.exec(path)?.[1] ?? -1) < faults;
  if (scenario.controls) scenario.controls = scenario.controls.filter(isThere);
}
