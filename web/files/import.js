// A scenario from a file, chosen or dropped on the page.

import {during} from '../engine/settled.js';
import {textOf} from './file-text.js';
import {messageOf, readScenario, sayError} from '../scenario/text.js';
import {element} from '../shell/element.js';

export const IMPORT = `
<section class="files-part" aria-labelledby="files-import">
  <h2 id="files-import">Import</h2>
  <p><label for="import-file">A scenario from a file</label> <span class="hint">(JSON, at most 1 MiB; or drop it anywhere on the page)</span></p>
  <input type="file" id="import-file" accept=".json,.txt,application/json,text/plain">
  <div class="import-result" role="status"></div>
</section>`;

/**
 * Takes scenarios from files.
 * @param {HTMLElement} files
 * @param {HTMLDetailsElement} drawer
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work
 */
export function offerImport(files, drawer, engine, work) {
  const chooser = /** @type {HTMLInputElement} */ (files.querySelector('#import-file'));
  const result = /** @type {HTMLElement} */ (files.querySelector('.import-result'));

  /** @param {string} text @param {string[]} [errors] */
  const say = (text, errors = []) => {
    const list = errors.length > 0 ? [element('ul', '', ...errors.map((words) => element('li', '', words)))] : [];
    result.classList.toggle('wrong', errors.length > 0);
    result.replaceChildren(element('p', '', text), ...list);
  };
  /** @param {File} file */
  const take = async (file) => {
    const {drafts} = work;
    const text = await textOf(file, work.limits.bytes).catch((error) => error);
    const read = typeof text === 'string' ? await readScenario(engine, text) : {errors: [{path: '', message: messageOf(text), code: ''}]};
    if (work.drafts !== drafts) return; // another story is on the page
    if ('errors' in read) {
      say(`${file.name} cannot be used; everything is as it was.`, read.errors.map(sayError));
      drawer.open = true;
      result.scrollIntoView({block: 'nearest'});
      return;
    }
    work.seal();
    work.replace('import', read.scenario);
    work.seal();
    say(`${file.name} is on the page. Undo brings back what was there.`);
  };
  chooser.addEventListener('change', async () => {
    const file = chooser.files?.[0];
    if (file) await during(take(file));
    chooser.value = ''; // without this, choosing the same file again would be no change
  });
  offerDrop((file) => during(take(file)));
}

/**
 * Takes a file that is dropped anywhere on the page.
 * @param {(file: File) => void} take
 */
function offerDrop(take) {
  const carriesFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
  const showDrop = (/** @type {boolean} */ on) => document.body.classList.toggle('dropping', on);
  document.addEventListener('dragover', (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    showDrop(true);
  });
  document.addEventListener('dragleave', (event) => event.relatedTarget === null && showDrop(false));
  document.addEventListener('drop', (event) => {
    showDrop(false);
    if (!carriesFile(event)) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) take(file);
  });
}
