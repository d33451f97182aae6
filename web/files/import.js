// A scenario from a file, chosen or dropped on the page.

import {messageOf, readScenario, sayError} from '../scenario/text.js';

const MIB = 1 << 20;

export const IMPORT = `
<section class="files-part" aria-labelledby="files-import">
  <h2 id="files-import">Import</h2>
  <p><label for="import-file">A scenario from a file</label> <span class="hint">(JSON, at most 1 MiB; or drop it anywhere on the page)</span></p>
  <input type="file" id="import-file" accept=".json,.txt,application/json,text/plain">
  <div class="import-result" role="status"></div>
</section>`;

/**
 * @param {HTMLElement} files @param {HTMLDetailsElement} drawer
 * @param {import('../engine/engine.js').Engine} engine @param {import('../state/work.js').Work} work
 */
export function offerImport(files, drawer, engine, work) {
  const chooser = /** @type {HTMLInputElement} */ (files.querySelector('#import-file'));
  const result = /** @type {HTMLElement} */ (files.querySelector('.import-result'));

  /** @param {string} text @param {string[]} [wrong] */
  const say = (text, wrong = []) => {
    const words = document.createElement('p');
    words.textContent = text;
    const list = document.createElement('ul');
    list.append(...wrong.map((line) => {
      const item = document.createElement('li');
      item.textContent = line;
      return item;
    }));
    result.classList.toggle('wrong', wrong.length > 0);
    result.replaceChildren(words, ...(wrong.length > 0 ? [list] : []));
  };
  /** @param {File} file */
  const take = async (file) => {
    const {drafts} = work;
    const text = await textOf(file, work.limits.bytes).catch((error) => error);
    const read = typeof text === 'string' ? await readScenario(engine, text) : {errors: [{path: '', message: messageOf(text), code: ''}]};
    if (work.drafts !== drafts) return; // another story has come meanwhile
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
    if (file) await take(file);
    chooser.value = ''; // the same file can be chosen again
  });

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

/**
 * @param {File} file
 * @param {number} limit  of its size, in bytes
 */
async function textOf(file, limit) {
  if (file.size > limit) throw new Error(`It has ${(file.size / MIB).toFixed(1)} MiB; at most ${limit / MIB} MiB can be read.`);
  if (!/\.(json|txt)$/i.test(file.name) && !/^text\/plain|json/.test(file.type)) throw new Error('It is not a JSON or text file.');
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(await file.arrayBuffer());
  } catch {
    throw new Error('It is not text in UTF-8.');
  }
}
