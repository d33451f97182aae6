// "Change the story": who does what, in which ways it is compared, what there is
// at the start, and what goes wrong. It is built when it is first opened.

import {Edits} from '../state/edits.js';
import {saying} from './fields.js';
import {messageOf} from '../scenario/text.js';
import {faults} from './story-faults.js';
import {clients} from './story-operations.js';
import {reading, runs} from './story-variants.js';
import {holdings, lifetime} from './story-source.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../engine/types.js').Strategies} Strategies
 * @typedef {import('../engine/types.js').Settings} Settings
 */

/**
 * @param {HTMLElement} place  in the details element that it is opened with
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work
 */
export function offerStory(place, engine, work) {
  const drawer = /** @type {HTMLDetailsElement} */ (place.closest('details'));
  const edits = new Edits(engine, work, 'story');
  /** @type {(() => void) | undefined} */
  let show;
  /** What can be chosen from. @type {Settings} */
  let offers = {sections: [], knobs: [], faults: [], faultKinds: [], operations: []};
  const ask = async () => {
    const {scenario} = work;
    const found = await engine.settings(scenario).catch(() => offers); // a scenario that is wrong offers nothing
    if (scenario === work.scenario) offers = found;
  };
  const open = async () => {
    if (!drawer.open) return;
    if (!show) {
      show = () => {};
      try {
        const [strategies] = await Promise.all([engine.strategies(), ask(), edits.inspect()]);
        show = build(place, edits, strategies, () => offers);
      } catch (error) {
        show = undefined; // it is tried again when it is opened again
        place.replaceChildren(element('p', '', messageOf(error)));
        return;
      }
      show();
      edits.sweep();
      return;
    }
    show();
  };
  drawer.addEventListener('toggle', open);
  work.addEventListener('change', async () => {
    edits.known = [];
    if (!drawer.open) return;
    show?.();
    await ask();
    show?.();
  });
  if (edits.unfinished) drawer.open = true;
  open();
}

/**
 * @param {HTMLElement} place @param {Edits} edits
 * @param {Strategies} strategies @param {() => Settings} offers
 */
function build(place, edits, strategies, offers) {
  const parts = [
    {title: 'Ways compared', hint: '', ...runs(edits, strategies.write)},
    {title: 'Reading', hint: '', ...reading(edits, strategies.read)},
    {
      title: 'Clients',
      hint: 'Clients start together. Each begins its next operation when the one before is answered. Times are written like 500ms, 2s or 1m30s; left empty, there is nothing to wait for.',
      ...clients(edits, strategies),
    },
    {title: 'What the source holds at the start', hint: '', ...holdings(edits)},
    {title: 'How long copies live', hint: '', ...lifetime(edits)},
    {title: 'What goes wrong', hint: '', ...faults(edits, offers)},
  ];
  place.classList.add('form');
  place.replaceChildren(...parts.map(({title, hint, parts}, i) => {
    const heading = element('h3', '', title);
    heading.id = `story-part-${i}`;
    const section = element('section', 'form-part', heading, ...(hint ? [element('p', 'form-hint', hint)] : []), ...parts);
    section.setAttribute('aria-labelledby', heading.id);
    return section;
  }), saying(edits));
  return () => {
    for (const part of parts) part.show();
  };
}
