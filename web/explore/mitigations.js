// What would help against a violation: changes with which exploration finds the
// property to hold, the smallest first. Each can be tried as a way beside.

import {mergePatch} from '../scenario/merge-patch.js';
import {addBeside, variantName, variantCount} from '../scenario/target.js';

/** @typedef {import('../engine/types.js').Mitigation} Mitigation */

/**
 * @param {HTMLElement} place
 * @param {import('../engine/engine.js').Engine} engine @param {import('../state/work.js').Work} work
 */
export function offerHelp(place, engine, work) {
  const said = /** @type {HTMLElement} */ (place.querySelector('[data-part="help-status"]'));
  const list = /** @type {HTMLElement} */ (place.querySelector('ul'));
  let aborter = new AbortController();

  const stop = () => {
    aborter.abort();
    place.hidden = true;
    list.replaceChildren();
  };

  /** @param {number} run @param {Mitigation[]} found */
  const show = (run, found) => {
    for (const help of found.slice(list.children.length)) list.append(item(help, () => attempt(work, run, help)));
  };

  return {
    stop,
    /** @param {number} run @param {import('../engine/types.js').Judgement} judgement */
    look: async (run, {property, title}) => {
      stop();
      aborter = new AbortController();
      const {signal} = aborter;
      place.hidden = false;
      said.textContent = 'Looking for changes that help…';
      try {
        const found = await engine.mitigations(work.scenario, run, property, {signal, onProgress: (some) => show(run, some)});
        show(run, found);
        said.textContent = found.length > 0 ? `With each of these changes “${title}” holds in every order, the smallest change first:`
          : 'None of the changes that we know of helps here by itself.';
      } catch (error) {
        if (!signal.aborted) said.textContent = error instanceof Error ? error.message : String(error);
      }
    },
  };
}

/** @param {Mitigation} help @param {() => void} act */
function item({words, states}, act) {
  const li = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Try it';
  button.setAttribute('aria-label', `Try it: ${words}`);
  button.addEventListener('click', act);
  const text = document.createElement('span');
  text.textContent = `${words} `;
  const seen = document.createElement('small');
  seen.textContent = `holds in all ${states.toLocaleString('en')} states`;
  text.append(seen);
  li.append(text, button);
  return li;
}

/**
 * The change is made in a way beside, and where there is no room for one more in
 * the way itself.
 * @param {import('../state/work.js').Work} work @param {number} run @param {Mitigation} help
 */
function attempt(work, run, {patch, words}) {
  work.change('', (scenario) => {
    const name = `${variantName(scenario, run)}: ${words[0].toLowerCase()}${words.slice(1)}`;
    const way = variantCount(scenario) < work.limits.variants ? addBeside(scenario, run, work.limits) : run;
    scenario.compare[way] = {...mergePatch(scenario.compare[way], patch), name: [...name].slice(0, work.limits.nameLength).join('')};
  });
}
