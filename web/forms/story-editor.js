// "Change the story": its variants and clients, what the source holds at the
// start, and what goes wrong. It is built when it is first opened.

import {statusLine} from './field-parts.js';
import {faults} from './story-faults.js';
import {clients} from './story-operations.js';
import {holdings, lifetime} from './story-source.js';
import {reading, variants} from './story-variants.js';
import {messageOf} from '../scenario/text.js';
import {element} from '../shell/element.js';
import {Edits} from '../state/edits.js';

/**
 * @typedef {import('../engine/types.js').Strategies} Strategies
 * @typedef {import('../engine/types.js').Settings} Settings
 */

/**
 * Offers the form in a drawer.
 * @param {HTMLElement} place  in the details element that is the drawer
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work
 */
export function offerStory(place, engine, work) {
  const drawer = /** @type {HTMLDetailsElement} */ (place.closest('details'));
  const edits = new Edits(engine, work, 'story');
  /** Undefined until the form is built. @type {(() => void) | undefined} */
  let show;
  /** What the choices offer. @type {Settings} */
  let offers = {sections: [], knobs: [], faults: [], faultKinds: [], operations: []};
  const ask = async () => {
    const {scenario} = work;
    const found = await engine.settings(scenario).catch(() => offers); // nothing new for a scenario that is wrong
    if (scenario === work.scenario) offers = found;
  };
  const open = async () => {
    if (!drawer.open) return;
    if (show) {
      show();
      return;
    }
    show = () => {};
    try {
      const [strategies] = await Promise.all([engine.strategies(), ask(), edits.inspect()]);
      show = build(place, edits, strategies, () => offers);
    } catch (error) {
      show = undefined; // the next opening tries again
      place.replaceChildren(element('p', '', messageOf(error)));
      return;
    }
    show();
    edits.sweep();
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
 * Builds the form.
 * @param {HTMLElement} place
 * @param {Edits} edits
 * @param {Strategies} strategies
 * @param {() => Settings} offers
 * @returns {() => void} brings it up to date
 */
function build(place, edits, strategies, offers) {
  const sections = [
    {title: 'Variants compared', hint: '', ...variants(edits, strategies.write)},
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
  place.replaceChildren(...sections.map(({title, hint, parts}, i) => {
    const heading = element('h3', '', title);
    heading.id = `story-part-${i}`;
    const section = element('section', 'form-part', heading, ...(hint ? [element('p', 'form-hint', hint)] : []), ...parts);
    section.setAttribute('aria-labelledby', heading.id);
    return section;
  }), statusLine(edits));
  return () => {
    for (const section of sections) section.show();
  };
}
