// The story on the page as files: pictures, texts and the scenario.

import {during} from '../engine/settled.js';
import {fileName} from './file-name.js';
import {indented, messageOf} from '../scenario/text.js';
import {button} from '../shell/button.js';
import {element} from '../shell/element.js';

/** The longest side of a canvas that every browser can make, in pixels. */
const MAX_SIDE = 8192;
/** The scale of a PNG, compared with the picture on the page. */
const SCALE = 2;

export const EXPORT = `
<section class="files-part" aria-labelledby="files-export">
  <h2 id="files-export">Export</h2>
  <div class="files-choices">
    <label>Variant <select id="export-variant" autocomplete="off"></select></label>
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
 *
 * @typedef {{variant: number, dark: boolean, inOrder: boolean, scenario: import('../scenario/story.js').Json}} Wanted
 */

/**
 * @param {import('../engine/engine.js').Engine} engine
 * @returns {Format[]}
 */
function formats(engine) {
  const runOf = async (/** @type {Wanted} */ of) => (await engine.run(of.scenario)).runs[of.variant];
  const drawn = (/** @type {Wanted} */ of) => engine.picture(of.scenario, {run: of.variant, dark: of.dark, inOrder: of.inOrder});
  return [
    {name: 'SVG', ending: 'svg', type: 'image/svg+xml', make: drawn},
    {name: 'PNG', ending: 'png', type: 'image/png', make: async (of) => pngOf(await drawn(of))},
    {name: 'Mermaid', ending: 'mmd', type: 'text/plain', make: async (of) => (await runOf(of)).mermaid},
    {name: 'PlantUML', ending: 'puml', type: 'text/plain', make: async (of) => (await runOf(of)).plantuml},
    {name: 'Console text', ending: 'txt', type: 'text/plain', make: async (of) => (await runOf(of)).console},
    {name: 'Trace (JSON)', ending: 'trace.json', type: 'application/json', make: async (of) => new TextDecoder().decode((await runOf(of)).trace)},
    {name: 'Scenario (JSON)', ending: 'json', type: 'application/json', make: async (of) => indented(of.scenario)},
  ];
}

/**
 * Offers each format as a download and a copy.
 * @param {HTMLElement} files
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work
 * @param {import('../picture/picture.js').Picture} picture
 */
export function offerExports(files, engine, work, picture) {
  const variants = /** @type {HTMLSelectElement} */ (files.querySelector('#export-variant'));
  const colours = /** @type {HTMLSelectElement} */ (files.querySelector('#export-colours'));
  const said = /** @type {HTMLElement} */ (files.querySelector('.files-said'));
  if (matchMedia('(prefers-color-scheme: dark)').matches) colours.value = 'dark';

  const showVariants = () => {
    const names = picture.view?.runs.map((run) => run.name) ?? [];
    if (names.join('\n') !== [...variants.options].map((option) => option.text).join('\n')) {
      const before = variants.selectedIndex;
      variants.replaceChildren(...names.map((name, i) => new Option(name, String(i))));
      variants.selectedIndex = Math.max(0, Math.min(before, names.length - 1));
    }
    /** @type {HTMLElement} */ (variants.closest('label')).hidden = names.length < 2;
  };
  picture.addEventListener('view', showVariants);
  showVariants();

  /** @param {Format} format */
  const make = (format) => format.make({
    variant: Math.max(variants.selectedIndex, 0), dark: colours.value === 'dark', inOrder: picture.inOrder, scenario: work.scenario,
  });
  /** @param {Format} format */
  const download = async (format) => {
    const ofVariant = format.ending === 'json' || variants.options.length < 2 ? [] : [variants.selectedOptions[0].text];
    const name = fileName([work.scenario.name ?? '', ...ofVariant], format.ending);
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
  const choice = (word, format, act) => {
    const made = button(word, () => during(attempt(act, format)));
    made.setAttribute('aria-label', `${word} ${format.name}`);
    return made;
  };
  files.querySelector('.formats')?.append(...formats(engine).map((format) => element('li', '', element('span', '', format.name),
    choice('Download', format, download), ...(format.type === 'image/png' ? [] : [choice('Copy', format, copy)]))));
}

/**
 * Draws an SVG as a PNG.
 * @param {string} svg
 * @returns {Promise<Blob>}
 */
async function pngOf(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(SCALE, MAX_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) =>
    blob ? resolve(blob) : reject(new Error('The browser cannot make a PNG of this picture.')), 'image/png'));
}

/**
 * Copies a text. Some browsers allow that only while they handle a press, so they
 * get the promise.
 * @param {Promise<string>} text
 */
async function toClipboard(text) {
  if (!navigator.clipboard) throw new DOMException('There is no clipboard.', 'NotAllowedError');
  if (typeof ClipboardItem === 'undefined' || !navigator.clipboard.write) return navigator.clipboard.writeText(await text);
  const blob = text.then((words) => new Blob([words], {type: 'text/plain'}));
  return navigator.clipboard.write([new ClipboardItem({'text/plain': blob})]);
}

/**
 * Downloads a scenario.
 * @param {import('../scenario/story.js').Json} scenario
 */
export function saveScenario(scenario) {
  save(new Blob([indented(scenario)], {type: 'application/json'}), fileName([String(scenario.name ?? '')], 'json'));
}

/**
 * Downloads a file.
 * @param {Blob} content
 * @param {string} name
 */
function save(content, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
