// The page: it puts the reader's work, the picture of it and the controls
// together, and starts with what the address asks for.

import {offerControls} from './controls.js';
import {offerCrash} from './crash.js';
import {Engine, EngineError} from './engine.js';
import {offerFiles} from './files.js';
import {offerHistory} from './history.js';
import {LinkError, readLink} from './link.js';
import {Picture} from './picture.js';
import {Player} from './player.js';
import {offerSettings} from './settings.js';
import {offerShare} from './share.js';
import {offerSteps} from './steps.js';
import {mergePatch} from './story.js';
import {offerStory} from './story-editor.js';
import {offerWords} from './words.js';
import {Work} from './work.js';

/** The scenario whose picture is in the HTML. */
const ARTICLE = 'article';

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const query = new URLSearchParams(location.search);
const embedded = query.has('embed');
const preset = query.get('preset') ?? ARTICLE;
document.documentElement.classList.toggle('embedded', embedded);

const engine = new Engine('.');
const work = new Work();
const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const panels = byId('panels');
const picture = new Picture(engine, work, {main, strip: byId('strip'), panels});
const player = new Player(panels, byId('cursor-time'), byId('player'));

picture.addEventListener('view', () => {
  const {view} = picture;
  if (!view) return;
  byId('panels-narrow').hidden = true;
  player.show(view.runs, view.extent);
  say(remark);
  if (byId('question').dataset.of !== view.name) introduce(view);
});
picture.addEventListener('failed', (event) => failed(/** @type {CustomEvent} */ (event).detail));

/** What is to be said although the picture is right. */
let remark = '';

/** What went wrong is said; all that the reader has set stays. @param {unknown} error */
function failed(error) {
  const text = error instanceof Error ? error.message : String(error);
  if (picture.ready) say(text);
  else if (preset === ARTICLE) say(`${text} The pictures below are right; only changing them needs the engine.`);
  else say(`${text} The pictures below are the article’s.`);
}

/** @param {string} text */
function say(text) {
  const notice = byId('notice');
  if (notice.textContent !== text) notice.textContent = text;
  notice.hidden = text === '';
}

/** @param {string} id of a built-in scenario */
async function load(id) {
  return JSON.parse(await engine.preset(id));
}

/**
 * The scenario that the address asks for: a link's, what was here before, or a
 * preset's. What cannot be had is said, and the next best is shown.
 */
async function asked() {
  let original = await load(preset).catch((error) => {
    if (!(error instanceof EngineError) || error.code !== 'input') throw error;
    remark = `${error.message}. Here is the article instead.`;
    return load(ARTICLE);
  });
  try {
    const linked = await readLink(location.hash.slice(1));
    if (linked) {
      if (linked.shown) picture.shown = linked.shown;
      if (linked.preset === '') return {original: linked.patch, scenario: linked.patch};
      original = await load(linked.preset);
      return {original, scenario: mergePatch(original, linked.patch)};
    }
  } catch (error) {
    remark = error instanceof LinkError || error instanceof EngineError ? error.message : String(error);
  }
  return {original, scenario: embedded ? original : work.kept(preset) ?? original};
}

async function start() {
  let begin;
  try {
    begin = await asked();
  } catch (error) {
    failed(error);
    return;
  }
  picture.ready = true;
  if (begin.original.name !== byId('question').dataset.of) clear();
  work.begin(embedded || remark ? '' : preset, begin.original, begin.scenario);
  await picture.redraw();
  offerControls(byId('controls'), work);
  offerCrash({slider: /** @type {HTMLInputElement} */ (byId('crash')), when: byId('crash-when'), words: byId('faults')}, work, picture);
  offerHistory({undo: byId('undo'), redo: byId('redo'), reset: byId('reset')}, work);
  offerShare({link: byId('link'), said: byId('said')}, engine, work, picture);
  offerStory(byId('story'), engine, work);
  offerSettings(byId('settings'), engine, work, picture);
  offerSteps(panels, engine, work, picture);
  offerWords({words: byId('words'), panels}, picture, player);
  offerFiles(byId('files'), engine, work, picture);
  for (const choice of document.querySelectorAll('input[name="scale"]')) {
    choice.addEventListener('change', () => {
      picture.inOrder = /** @type {HTMLInputElement} */ (choice).value === 'order';
      picture.redraw();
    });
  }
  byId('player').removeAttribute('inert');
  picture.dispatchEvent(new Event('view'));
  document.documentElement.dataset.ready = '';
}

/** Takes the article's picture, which is in the HTML, away; what was chosen of it says nothing here. */
function clear() {
  for (const id of ['question', 'lead', 'strip', 'panels', 'panels-narrow']) byId(id).replaceChildren();
  picture.shown = [0, 1];
}

/** Another scenario than the article has its own name and text. @param {import('./engine.js').View} view */
function introduce(view) {
  byId('question').textContent = view.name;
  byId('question').dataset.of = view.name;
  byId('lead').innerHTML = view.text;
  byId('note').textContent = '';
  document.title = `${view.name} – Cache Strategy Playground`;
}

start();
