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
  new JSONEditor(files, drawer, engine, work);
}

class JSONEditor {
  #drawer;
  #engine;
  #work;
  #box;
  #discard;
  #result;
  /** The text that the scenario on the page came from, or is written as. */
  #applied = '';
  /** Where the text is kept while it is not applied. @type {import('../state/drafts.js').Drafts | undefined} */
  #drafts;

  /**
   * @param {HTMLElement} files
   * @param {HTMLDetailsElement} drawer
   * @param {import('../engine/engine.js').Engine} engine
   * @param {import('../state/work.js').Work} work
   */
  constructor(files, drawer, engine, work) {
    this.#drawer = drawer;
    this.#engine = engine;
    this.#work = work;
    this.#box = /** @type {HTMLTextAreaElement} */ (files.querySelector('#json-text'));
    this.#discard = /** @type {HTMLButtonElement} */ (files.querySelector('.discard'));
    this.#result = /** @type {HTMLElement} */ (files.querySelector('#json-result'));
    files.querySelector('.apply')?.addEventListener('click', () => this.#apply());
    this.#discard.addEventListener('click', () => this.#discardText());
    this.#box.addEventListener('input', () => this.#keep());
    this.#box.addEventListener('blur', () => this.#follow());
    this.#box.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.#apply();
    });
    work.addEventListener('change', () => this.#changed());
    this.#begin();
  }

  /** Begins with a story: shows the draft that was kept of its text, or the text. */
  async #begin() {
    this.#drafts = this.#work.drafts;
    const kept = this.#drafts.get(DRAFT)?.content;
    this.#applied = indented(this.#work.scenario);
    this.#box.value = typeof kept === 'string' ? kept : this.#applied;
    if (this.#box.value === kept) this.#drawer.open = true;
    else this.#applied = this.#box.value; // with the line ends of the browser
    this.#keep();
    this.#say('');
    const text = this.#box.value;
    if (text === this.#applied) return;
    const read = await readScenario(this.#engine, text);
    if (this.#box.value === text && 'errors' in read) this.#sayErrors(read.errors);
  }

  #changed() {
    if (this.#work.drafts !== this.#drafts) {
      this.#begin();
      return;
    }
    const clean = this.#box.value === this.#applied;
    this.#follow();
    if (clean && document.activeElement !== this.#box) this.#say('');
  }

  /** Shows the scenario, unless the reader is editing the text. */
  #follow() {
    if (document.activeElement === this.#box || this.#box.value !== this.#applied) return;
    this.#applied = indented(this.#work.scenario);
    if (this.#box.value !== this.#applied) this.#box.value = this.#applied;
    this.#applied = this.#box.value; // with the line ends of the browser
    this.#keep();
  }

  /** Keeps the text as a draft while it is not applied. */
  #keep() {
    const text = this.#box.value;
    this.#discard.hidden = text === this.#applied;
    const kept = this.#drafts?.get(DRAFT);
    if (kept) this.#drafts?.drop(kept);
    if (text !== this.#applied) this.#drafts?.put(DRAFT, {content: text, since: ''});
  }

  async #apply() {
    const drafts = this.#drafts;
    const text = this.#box.value;
    const read = await readScenario(this.#engine, text);
    if (this.#drafts !== drafts) return; // another story is on the page
    if ('errors' in read) {
      this.#sayErrors(read.errors);
      return;
    }
    this.#applied = text; // what the reader typed meanwhile is not
    this.#work.seal();
    this.#work.replace('json', read.scenario);
    this.#work.seal();
    this.#keep();
    this.#say('Applied. Undo brings back what was there.');
  }

  #discardText() {
    this.#applied = this.#box.value;
    this.#follow();
    this.#say('The text is the scenario on the page again.');
    this.#box.focus();
  }

  /** @param {FieldError[]} errors */
  #sayErrors(errors) {
    this.#say(`${errors.length === 1 ? 'One error' : `${errors.length} errors`}: nothing is changed but this text.`, errors);
  }

  /**
   * Shows a text and a list of errors, each of which leads to its place.
   * @param {string} text  "" for none
   * @param {FieldError[]} [errors]
   */
  #say(text, errors = []) {
    const list = element('ol', '', ...errors.map((error) => {
      const link = element('button', '', sayError(error));
      link.type = 'button';
      link.addEventListener('click', () => select(this.#box, placeOf(this.#box.value, error)));
      return element('li', '', link);
    }));
    this.#result.classList.toggle('wrong', errors.length > 0);
    if (errors.length > 0) this.#box.setAttribute('aria-invalid', 'true');
    else this.#box.removeAttribute('aria-invalid');
    this.#result.replaceChildren(...(text ? [element('p', '', text)] : []), ...(errors.length > 0 ? [list] : []));
  }
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
