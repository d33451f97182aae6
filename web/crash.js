// The marker on the axis that crashes the Resource Manager where it stands.

import {crashOf, roundUp, sayDuration, setCrash} from './story.js';

/** The slider goes over the whole width of a row of the strip, the strip's time
 * over this part of it, in round steps, at most so many. Behind it there is no
 * crash. */
const TIME_PART = 0.92;
const STEPS = 100;

/**
 * @param {{slider: HTMLInputElement, when: HTMLElement, words: HTMLElement}} places
 * @param {import('./work.js').Work} work @param {import('./picture.js').Picture} picture
 */
export function offerCrash({slider, when, words}, work, picture) {
  const hint = /** @type {Element} */ (words.querySelector('.hint'));
  let extent = 0;
  /** How much time is between two places of the slider. */
  const step = () => roundUp(extent / STEPS);

  /** Puts the slider where the crash is that is set. */
  function place() {
    const at = crashOf(work.scenario);
    slider.max = String(extent / step() / TIME_PART);
    slider.value = at === null ? slider.max : String(Math.round(at / step()));
    const said = at === null ? 'no crash' : `at ${sayDuration(at)}`;
    when.textContent = said;
    slider.setAttribute('aria-valuetext', said);
  }

  /** Takes the crash from where the slider is. */
  function take() {
    const at = Number(slider.value) * step();
    work.change('crash', (scenario) => setCrash(scenario, at > extent ? null : at));
  }

  picture.addEventListener('view', () => {
    const {view} = picture;
    if (!view) return;
    extent = view.extent;
    place();
    if (view.faults) words.innerHTML = view.faults;
    else words.replaceChildren(hint);
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
