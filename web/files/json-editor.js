// The scenario as JSON to be edited, with its errors at their places.

import {placeOf} from './error-place.js';
import {indented, readScenario, sayError} from '../scenario/text.js';
import {element} from '../shell/element.js';

/** @typedef {import('../engine/types.js').FieldError} FieldError */

export const EDIT = `
<section class="files-part" aria-labelledby="files-edit">
  <h2 id="files-edit">Edit</h2>
  <label for="json-text">The scenario as JSON</label>
  <textarea id="json-text" rows="18" wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off" aria-describedby="json-result"></textarea>
  <div class="files-acts">
    <button type="button" class="button apply">Apply</button>
    <button type="button" class="button discard" hidden>Discard what is not applied</button>
  </div>
  <div id="json-result" role="status"></div>
</section>`;

/** The name of the text among the drafts, while it is not applied. */
const DRAFT = 'json:';

/**
 * Offers the scenario as a text.
 * @param {HTMLElement} files
 * @param {HTMLDetailsElement} drawer
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work
 */
export function offerEditor(files, drawer, engine, work) {
  const box = /** @type {HTMLTextAreaElement} */ (files.querySelector('#json-text'));
  const discard = /** @type {HTMLButtonElement} */ (files.querySelector('.discard'));
  const result = /** @type {HTMLElement} */ (files.querySelector('#json-result'));
  let applied = '';
  /** Where the text is kept while it is not applied. @type {import('../state/drafts.js').Drafts | undefined} */
  let drafts;

  const showDirty = () => {
    discard.hidden = box.value === applied;
    const kept = drafts?.get(DRAFT);
    if (kept) drafts?.drop(kept);
    if (box.value !== applied) drafts?.put(DRAFT, {content: box.value, since: ''});
  };
  const follow = () => {
    if (document.activeElement === box || box.value !== applied) return;
    applied = indented(work.scenario);
    if (box.value !== applied) box.value = applied;
    applied = box.value; // with the line ends of the browser
    showDirty();
  };
  /** @param {string} text @param {FieldError[]} [wrong] */
  const say = (text, wrong = []) => {
    const list = element('ol', '', ...wrong.map((error) => {
      const link = element('button', '', sayError(error));
      link.type = 'button';
      link.addEventListener('click', () => select(box, placeOf(box.value, error)));
      return element('li', '', link);
    }));
    result.classList.toggle('wrong', wrong.length > 0);
    if (wrong.length > 0) box.setAttribute('aria-invalid', 'true');
    else box.removeAttribute('aria-invalid');
    result.replaceChildren(...(text ? [element('p', '', text)] : []), ...(wrong.length > 0 ? [list] : []));
  };
  /** @param {FieldError[]} errors */
  const sayErrors = (errors) => say(`${errors.length === 1 ? 'One error' : `${errors.length} errors`}: nothing is changed but this text.`, errors);
  /** Begins with a story: shows the draft that was kept of its text, or the text. */
  const begin = async () => {
    drafts = work.drafts;
    const kept = drafts.get(DRAFT)?.content;
    applied = indented(work.scenario);
    box.value = typeof kept === 'string' ? kept : applied;
    if (box.value === kept) drawer.open = true;
    else applied = box.value; // with the line ends of the browser
    showDirty();
    say('');
    if (box.value === applied) return;
    const text = box.value;
    const read = await readScenario(engine, text);
    if (box.value === text && 'errors' in read) sayErrors(read.errors);
  };
  const apply = async () => {
    const here = drafts;
    const text = box.value;
    const read = await readScenario(engine, text);
    if (drafts !== here) return; // another story is on the page
    if ('errors' in read) {
      sayErrors(read.errors);
      return;
    }
    applied = text; // what the reader typed meanwhile is not
    work.seal();
    work.replace('json', read.scenario);
    work.seal();
    showDirty();
    say('Applied. Undo brings back what was there.');
  };
  files.querySelector('.apply')?.addEventListener('click', apply);
  discard.addEventListener('click', () => {
    applied = box.value;
    follow();
    say('The text is the scenario on the page again.');
    box.focus();
  });
  box.addEventListener('input', showDirty);
  box.addEventListener('blur', follow);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    apply();
  });
  work.addEventListener('change', () => {
    if (work.drafts !== drafts) {
      begin();
      return;
    }
    const clean = box.value === applied;
    follow();
    if (clean && document.activeElement !== box) say('');
  });
  begin();
}

/**
 * Selects a place in the text and scrolls there.
 * @param {HTMLTextAreaElement} box
 * @param {import('./error-place.js').Place} place
 */
function select(box, {start, end}) {
  box.focus();
  box.setSelectionRange(start, end);
  const line = box.value.slice(0, start).split('\n').length - 1;
  const height = parseFloat(getComputedStyle(box).lineHeight);
  box.scrollTop = Math.max(0, line * height - box.clientHeight / 2);
  box.scrollLeft = 0;
}
