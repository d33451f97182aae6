// What is on the page as files, and files as what is on the page: exports of a
// run, import of a scenario, and the scenario as JSON to be edited.

import {EngineError} from './engine.js';

/** @typedef {import('./engine.js').FieldError} FieldError */

/** How large an imported file may be, in bytes. */
const MOST_BYTES = 1 << 20;
/** How large a canvas every browser makes, in pixels of a side. */
const MOST_PIXELS = 8192;
/** How much finer than on the page a PNG is. */
const FINER = 2;

const MARKUP = `
<section class="files-part" aria-labelledby="files-export">
  <h3 id="files-export">Export</h3>
  <div class="files-choices">
    <label class="files-run">Run <select id="export-run" autocomplete="off"></select></label>
    <label>Colours <select id="export-colours" autocomplete="off"><option value="light">light</option><option value="dark">dark</option></select></label>
  </div>
  <ul class="formats"></ul>
  <p class="files-said" role="status"></p>
</section>
<section class="files-part" aria-labelledby="files-import">
  <h3 id="files-import">Import</h3>
  <p><label for="import-file">A scenario from a file</label> <span class="hint">(JSON, at most 1 MiB; or drop it anywhere on the page)</span></p>
  <input type="file" id="import-file" accept=".json,.txt,application/json,text/plain">
  <div class="import-result" role="status"></div>
</section>
<section class="files-part" aria-labelledby="files-edit">
  <h3 id="files-edit">Edit</h3>
  <label for="json-text">The scenario as JSON</label>
  <textarea id="json-text" rows="18" wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off" aria-describedby="json-result"></textarea>
  <div class="files-acts">
    <button type="button" class="apply">Apply</button>
    <button type="button" class="discard" hidden>Discard what is not applied</button>
  </div>
  <div id="json-result" role="status"></div>
</section>`;

/**
 * @param {{files: HTMLElement}} places  files is inside a details element
 * @param {import('./engine.js').Engine} engine
 * @param {import('./work.js').Work} work @param {import('./picture.js').Picture} picture
 */
export function offerFiles({files}, engine, work, picture) {
  files.innerHTML = MARKUP;
  const drawer = /** @type {HTMLDetailsElement} */ (files.closest('details'));
  offerExports(files, engine, work, picture);
  offerImport(files, drawer, engine, work);
  offerEditor(files, engine, work);
}

/**
 * @typedef {object} Format
 * @property {string} name
 * @property {string} ending  of the file's name
 * @property {string} type
 * @property {(of: Wanted) => Promise<string | Blob>} make
 */
/** @typedef {{run: number, dark: boolean, inOrder: boolean, scenario: import('./story.js').Json}} Wanted */

/** @param {import('./engine.js').Engine} engine @returns {Format[]} */
function formats(engine) {
  const runOf = async (/** @type {Wanted} */ of) => (await engine.run(of.scenario)).runs[of.run];
  const drawn = (/** @type {Wanted} */ of) => engine.picture(of.scenario, {run: of.run, dark: of.dark, inOrder: of.inOrder});
  return [
    {name: 'SVG', ending: 'svg', type: 'image/svg+xml', make: drawn},
    {name: 'PNG', ending: 'png', type: 'image/png', make: async (of) => painted(await drawn(of))},
    {name: 'Mermaid', ending: 'mmd', type: 'text/plain', make: async (of) => (await runOf(of)).mermaid},
    {name: 'PlantUML', ending: 'puml', type: 'text/plain', make: async (of) => (await runOf(of)).plantuml},
    {name: 'Console text', ending: 'txt', type: 'text/plain', make: async (of) => (await runOf(of)).console},
    {name: 'Trace (JSON)', ending: 'trace.json', type: 'application/json', make: async (of) => new TextDecoder().decode((await runOf(of)).trace)},
    {name: 'Scenario (JSON)', ending: 'json', type: 'application/json', make: async (of) => indented(of.scenario)},
  ];
}

/**
 * @param {HTMLElement} files @param {import('./engine.js').Engine} engine
 * @param {import('./work.js').Work} work @param {import('./picture.js').Picture} picture
 */
function offerExports(files, engine, work, picture) {
  const runs = /** @type {HTMLSelectElement} */ (files.querySelector('#export-run'));
  const colours = /** @type {HTMLSelectElement} */ (files.querySelector('#export-colours'));
  const said = /** @type {HTMLElement} */ (files.querySelector('.files-said'));
  if (matchMedia('(prefers-color-scheme: dark)').matches) colours.value = 'dark';

  const showRuns = () => {
    const names = picture.view?.runs.map((run) => run.name) ?? [];
    if (names.join('\n') !== [...runs.options].map((option) => option.text).join('\n')) {
      const before = runs.selectedIndex;
      runs.replaceChildren(...names.map((name, i) => new Option(name, String(i))));
      runs.selectedIndex = Math.max(0, Math.min(before, names.length - 1));
    }
    /** @type {HTMLElement} */ (runs.closest('label')).hidden = names.length < 2;
  };
  picture.addEventListener('view', showRuns);
  showRuns();

  /** @param {Format} format */
  const make = (format) => format.make({
    run: Math.max(runs.selectedIndex, 0), dark: colours.value === 'dark', inOrder: picture.inOrder, scenario: work.scenario,
  });
  /** @param {Format} format */
  const download = async (format) => {
    const ofRun = format.ending === 'json' || runs.options.length < 2 ? [] : [runs.selectedOptions[0].text];
    const name = fileName([work.scenario.name ?? '', ...ofRun], format.ending);
    save(new Blob([await make(format)], {type: format.type}), name);
    return `${name} is made.`;
  };
  /** @param {Format} format */
  const copy = async (format) => {
    await toClipboard(make(format).then(String));
    return `${format.name} is copied.`;
  };
  /** @param {(format: Format) => Promise<string>} act @param {Format} format */
  const attempt = async (act, format) => {
    try {
      said.textContent = await act(format);
    } catch (error) {
      const refused = error instanceof DOMException && error.name === 'NotAllowedError';
      said.textContent = refused ? 'The browser does not allow copying here; download it instead.' : messageOf(error);
    }
  };
  /** @param {string} word @param {Format} format @param {(format: Format) => Promise<string>} act */
  const button = (word, format, act) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = word;
    made.setAttribute('aria-label', `${word} ${format.name}`);
    made.addEventListener('click', () => attempt(act, format));
    return made;
  };
  files.querySelector('.formats')?.append(...formats(engine).map((format) => {
    const item = document.createElement('li');
    const name = document.createElement('span');
    name.textContent = format.name;
    item.append(name, button('Download', format, download));
    if (format.type !== 'image/png') item.append(button('Copy', format, copy));
    return item;
  }));
}

/** A picture as a PNG, as fine as a canvas can be. @param {string} svg @returns {Promise<Blob>} */
async function painted(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(FINER, MOST_PIXELS / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) =>
    blob ? resolve(blob) : reject(new Error('The browser cannot make a PNG of this picture.')), 'image/png'));
}

/**
 * Some browsers let a page copy only at once, so they are given the promise of
 * the text.
 * @param {Promise<string>} text
 */
async function toClipboard(text) {
  if (!navigator.clipboard) throw new DOMException('There is no clipboard.', 'NotAllowedError');
  if (typeof ClipboardItem === 'undefined' || !navigator.clipboard.write) return navigator.clipboard.writeText(await text);
  const blob = text.then((words) => new Blob([words], {type: 'text/plain'}));
  return navigator.clipboard.write([new ClipboardItem({'text/plain': blob})]);
}

/** @param {Blob} content @param {string} name */
function save(content, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A name of letters, digits and hyphens, that every system takes. @param {string[]} parts @param {string} ending */
export function fileName(parts, ending) {
  const words = parts.join(' ').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 80);
  return `${words.replace(/^-+|-+$/g, '') || 'scenario'}.${ending}`;
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @param {unknown} value */
function indented(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * Reads a scenario as strictly as the engine does.
 * @param {import('./engine.js').Engine} engine @param {string} text
 * @returns {Promise<{scenario: import('./story.js').Json} | {errors: FieldError[]}>}
 */
async function readScenario(engine, text) {
  try {
    await engine.run(text);
    return {scenario: JSON.parse(text)};
  } catch (error) {
    const fields = error instanceof EngineError ? error.fields ?? [] : [];
    return {errors: fields.length > 0 ? fields : [{path: '', message: messageOf(error), code: ''}]};
  }
}

/** @param {FieldError} error */
function sayError({path, message}) {
  return path ? `${path}: ${message}` : message;
}

/**
 * @param {HTMLElement} files @param {HTMLDetailsElement} drawer
 * @param {import('./engine.js').Engine} engine @param {import('./work.js').Work} work
 */
function offerImport(files, drawer, engine, work) {
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
    const text = await textOf(file).catch((error) => error);
    const read = typeof text === 'string' ? await readScenario(engine, text) : {errors: [{path: '', message: messageOf(text), code: ''}]};
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

/** @param {File} file */
async function textOf(file) {
  if (file.size > MOST_BYTES) throw new Error(`It has ${(file.size / MOST_BYTES).toFixed(1)} MiB; at most 1 MiB can be read.`);
  if (!/\.(json|txt)$/i.test(file.name) && !/^text\/plain|json/.test(file.type)) throw new Error('It is not a JSON or text file.');
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(await file.arrayBuffer());
  } catch {
    throw new Error('It is not text in UTF-8.');
  }
}

/**
 * @param {HTMLElement} files @param {import('./engine.js').Engine} engine
 * @param {import('./work.js').Work} work
 */
function offerEditor(files, engine, work) {
  const box = /** @type {HTMLTextAreaElement} */ (files.querySelector('#json-text'));
  const discard = /** @type {HTMLButtonElement} */ (files.querySelector('.discard'));
  const result = /** @type {HTMLElement} */ (files.querySelector('#json-result'));
  let applied = '';

  const showDirty = () => {
    discard.hidden = box.value === applied;
  };
  const follow = () => {
    if (document.activeElement === box || box.value !== applied) return;
    applied = indented(work.scenario);
    if (box.value !== applied) box.value = applied;
    applied = box.value; // as the browser keeps it
    showDirty();
  };
  /** @param {string} text @param {FieldError[]} [wrong] */
  const say = (text, wrong = []) => {
    const words = document.createElement('p');
    words.textContent = text;
    const list = document.createElement('ol');
    list.append(...wrong.map((error) => {
      const item = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = sayError(error);
      button.addEventListener('click', () => select(box, placeOf(box.value, error)));
      item.append(button);
      return item;
    }));
    result.classList.toggle('wrong', wrong.length > 0);
    if (wrong.length > 0) box.setAttribute('aria-invalid', 'true');
    else box.removeAttribute('aria-invalid');
    result.replaceChildren(...(text ? [words] : []), ...(wrong.length > 0 ? [list] : []));
  };
  const apply = async () => {
    const text = box.value;
    const read = await readScenario(engine, text);
    if ('errors' in read) {
      say(`${read.errors.length === 1 ? 'One error' : `${read.errors.length} errors`}: nothing is changed but this text.`, read.errors);
      return;
    }
    applied = text; // what was typed meanwhile stays, and is not applied
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
    const clean = box.value === applied;
    follow();
    if (clean && document.activeElement !== box) say('');
  });
  follow();
}

/** @typedef {{start: number, end: number}} Place */

/** @param {HTMLTextAreaElement} box @param {Place} place */
function select(box, {start, end}) {
  box.focus();
  box.setSelectionRange(start, end);
  const line = box.value.slice(0, start).split('\n').length - 1;
  const height = parseFloat(getComputedStyle(box).lineHeight);
  box.scrollTop = Math.max(0, line * height - box.clientHeight / 2);
  box.scrollLeft = 0;
}

/**
 * Where in a text an error is: the line and column that it names, or the
 * innermost part of its path that can be found.
 * @param {string} text @param {FieldError} error @returns {Place}
 */
export function placeOf(text, {path, message}) {
  const named = /\bline (\d+), column (\d+)/.exec(message);
  if (!path && named) {
    const lines = text.split('\n');
    const line = Math.min(Number(named[1]), lines.length) - 1;
    const before = [...lines[line]].slice(0, Number(named[2]) - 1).join('');
    const start = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + before.length;
    return {start, end: Math.min(start + 1, text.length)};
  }
  return placeOfPath(text, [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)]
    .map(([, index, quoted, name]) => index ?? (quoted ? unquoted(quoted) : name)));
}

/** @param {string} text in quotes */
function unquoted(text) {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

/** @typedef {{named: boolean, name: string, at: Place, index: number, awaitsName: boolean, leads: boolean}} Level */

/**
 * Walks through a text that need not be right, one token after the other.
 * @param {string} text @param {string[]} wanted @returns {Place}
 */
function placeOfPath(text, wanted) {
  /** @type {Level[]} */
  const levels = [];
  let best = {start: 0, end: 0};
  let depth = 0;
  for (const {0: token, index} of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const level = levels.at(-1);
    const here = {start: index, end: index + token.length};
    if (token === '}' || token === ']') {
      levels.pop();
    } else if (token === ',') {
      if (level) Object.assign(level, {index: level.index + 1, awaitsName: level.named});
    } else if (token === ':') {
      if (level) level.awaitsName = false;
    } else if (level?.awaitsName && token.startsWith('"')) {
      Object.assign(level, {name: unquoted(token), at: here});
    } else {
      const opens = token === '{' || token === '[';
      const leads = !level || level.leads && same(level.named ? level.name : String(level.index), wanted[levels.length - 1]);
      if (level && leads && levels.length >= depth) {
        depth = levels.length;
        best = {start: level.named ? level.at.start : index, end: opens && level.named ? level.at.end : here.end};
      }
      if (opens) levels.push({named: token === '{', name: '', at: here, index: 0, awaitsName: token === '{', leads});
    }
  }
  return best;
}

/** A path shows the start of a long name. @param {string} name @param {string | undefined} wanted */
function same(name, wanted) {
  return name === wanted || wanted !== undefined && wanted.endsWith('…') && name.startsWith(wanted.slice(0, -1));
}
