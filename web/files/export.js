// What is on the page as files: its pictures, its texts and its scenario.

import {indented, messageOf} from '../scenario/text.js';

/** How large a canvas every browser makes, in pixels of a side. */
const MOST_PIXELS = 8192;
/** How much finer than on the page a PNG is. */
const FINER = 2;

export const EXPORT = `
<section class="files-part" aria-labelledby="files-export">
  <h2 id="files-export">Export</h2>
  <div class="files-choices">
    <label class="files-run">Run <select id="export-run" autocomplete="off"></select></label>
    <label>Colours <select id="export-colours" autocomplete="off"><option value="light">light</option><option value="dark">dark</option></select></label>
  </div>
  <ul class="formats"></ul>
  <p class="files-said" role="status"></p>
</section>`;

/**
 * @typedef {object} Format
 * @property {string} name
 * @property {string} ending  of the file's name
 * @property {string} type
 * @property {(of: Wanted) => Promise<string | Blob>} make
 */
/** @typedef {{run: number, dark: boolean, inOrder: boolean, scenario: import('../scenario/story.js').Json}} Wanted */

/** @param {import('../engine/engine.js').Engine} engine @returns {Format[]} */
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
 * @param {HTMLElement} files @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work @param {import('../picture/picture.js').Picture} picture
 */
export function offerExports(files, engine, work, picture) {
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
    made.className = 'button';
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
function fileName(parts, ending) {
  const words = parts.join(' ').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 80);
  return `${words.replace(/^-+|-+$/g, '') || 'scenario'}.${ending}`;
}
