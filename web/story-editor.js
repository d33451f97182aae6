// "Change the story": who does what, in which ways it is compared, and what
// there is at the start. It is built when it is first opened.

import {Edits} from './story-edits.js';
import {element, write} from './story-fields.js';
import {clients} from './story-operations.js';
import {reading, runs} from './story-runs.js';
import {holdings, lifetime} from './story-source.js';

/**
 * @param {HTMLElement} place  in the details element that it is opened with
 * @param {import('./engine.js').Engine} engine
 * @param {import('./work.js').Work} work
 */
export function offerStory(place, engine, work) {
  const drawer = /** @type {HTMLDetailsElement} */ (place.closest('details'));
  const edits = new Edits(engine, work);
  /** @type {(() => void) | undefined} */
  let show;
  const open = async () => {
    if (!drawer.open) return;
    if (!show) {
      show = () => {};
      try {
        show = build(place, edits, await engine.strategies());
        show();
        await edits.inspect();
      } catch (error) {
        show = undefined; // it is tried again when it is opened again
        place.replaceChildren(element('p', '', error instanceof Error ? error.message : String(error)));
        return;
      }
    }
    show();
  };
  drawer.addEventListener('toggle', open);
  work.addEventListener('change', () => {
    edits.known = [];
    if (drawer.open) show?.();
  });
  open();
}

/**
 * @param {HTMLElement} place @param {Edits} edits
 * @param {Awaited<ReturnType<import('./engine.js').Engine['strategies']>>} strategies
 */
function build(place, edits, strategies) {
  const said = element('p', 'story-said');
  said.setAttribute('role', 'status');
  edits.addEventListener('forgot', () => write(said, 'What was written about the story did not fit it any more and is gone. Undo brings it back.'));
  edits.addEventListener('refused', (event) => write(said, `That cannot be done. ${/** @type {CustomEvent} */ (event).detail}`));
  const parts = [
    {title: 'Ways compared', hint: '', ...runs(edits, strategies.write)},
    {title: 'Reading', hint: '', ...reading(edits, strategies.read)},
    {
      title: 'Clients',
      hint: 'Clients start together. Each begins its next operation when the one before is answered. Times are written like 500ms, 2s or 1m30s; left empty, there is nothing to wait for.',
      ...clients(edits),
    },
    {title: 'What the source holds at the start', hint: '', ...holdings(edits)},
    {title: 'How long copies live', hint: '', ...lifetime(edits)},
  ];
  place.classList.add('story');
  place.replaceChildren(...parts.map(({title, hint, parts}, i) => {
    const heading = element('h3', '', title);
    heading.id = `story-part-${i}`;
    const section = element('section', 'story-part', heading, ...(hint ? [element('p', 'story-hint', hint)] : []), ...parts);
    section.setAttribute('aria-labelledby', heading.id);
    return section;
  }), element('p', 'story-hint', 'The crash has its place above: drag the red marker along the time axis.'), said);
  return () => {
    for (const part of parts) part.show();
  };
}
