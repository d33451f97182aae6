// The page: it connects the reader's work, the picture of it and the controls,
// and opens the story that the address asks for.

import {offerQuestion} from './picture/ask.js';
import {offerControls} from './picture/controls.js';
import {offerCrash} from './picture/crash.js';
import {offerEmbedding} from './shell/embed-this.js';
import {Host} from './shell/embedded.js';
import {Engine} from './engine/engine.js';
import {offerExplore} from './explore/explore.js';
import {truthAt} from './explore/truth-file.js';
import {filesOf} from './engine/start.js';
import {offerFiles} from './files/files.js';
import {offerRescue} from './files/rescue.js';
import {offerForks} from './picture/forks.js';
import {offerGallery, offerSearch} from './shell/gallery.js';
import {offerHistory} from './shell/history.js';
import {offerJumps} from './shell/jumps.js';
import {Picture} from './picture/picture.js';
import {Player} from './picture/player.js';
import {offerSettings} from './forms/settings.js';
import {during, showSettled} from './engine/settled.js';
import {offerShare, onPage} from './shell/share.js';
import {offerSteps} from './forms/steps.js';
import {keepBeside} from './picture/beside.js';
import {keepSteady} from './picture/steady.js';
import {messageOf} from './scenario/text.js';
import {onceParsed, onceStyled, prepare} from './shell/arrival.js';
import {setMarkup, setText} from './shell/element.js';
import {ARTICLE, here, unknownView} from './state/address.js';
import {Stories} from './state/stories.js';
import {offerStory} from './forms/story-editor.js';
import {offerViewMenu} from './picture/view-menu.js';
import {Views} from './state/views.js';
import {offerWords} from './picture/words.js';
import {Work} from './state/work.js';

/**
 * Returns an element of index.html.
 * @param {string} id
 */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

document.documentElement.dataset.begun = '';
prepare();
await new Promise((resolve) => onceStyled(() => onceParsed(() => resolve(null))));

const query = new URLSearchParams(location.search);
const embedded = query.has('embed');
const host = embedded && parent !== window ? new Host() : null;

const version = document.querySelector('meta[name="version"]')?.getAttribute('content') ?? '';
const engine = new Engine('.', {version, shared: embedded});
const work = new Work();
const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const panels = byId('panels');
const picture = new Picture(engine, work, {place: byId('place'), strip: byId('strip'), variants: byId('variants'), panels});
const player = new Player(panels, byId('cursor-time'), byId('player'));
const stories = new Stories(engine, work, picture, player, !embedded);
keepBeside(byId('beside'), byId('place'));
offerJumps();
const views = new Views(main, {play: byId('view-play'), explore: byId('view-explore')}, stories);

/** The texts in the HTML about the story whose picture is in it. */
const inHTML = {name: byId('question').dataset.of, question: byId('question').textContent ?? '', lead: byId('lead').textContent ?? '', note: byId('note').innerHTML};

picture.addEventListener('view', () => {
  const {view} = picture;
  if (!view) return;
  document.documentElement.classList.remove('other-story');
  byId('still').replaceChildren();
  byId('panels-narrow').hidden = true;
  setMarkup(byId('legend'), view.legend);
  setMarkup(byId('who'), view.who);
  for (const place of document.querySelectorAll('[data-name]')) {
    setText(place, view.names[/** @type {keyof typeof view.names} */ (place.getAttribute('data-name'))]);
  }
  player.show(view);
  say(remark);
  if (!picture.counterexample) introduce(view);
});
picture.addEventListener('failed', (event) => failed(/** @type {CustomEvent} */ (event).detail));
work.addEventListener('change', () => {
  remark = '';
});
offerGallery({gallery: byId('gallery'), next: /** @type {HTMLAnchorElement} */ (byId('next-story'))}, stories);
offerSearch({gallery: byId('gallery'), field: /** @type {HTMLInputElement} */ (byId('find')), found: byId('found')});
stories.addEventListener('open', (event) => {
  const story = /** @type {import('./state/stories.js').Story} */ (/** @type {CustomEvent} */ (event).detail);
  remark = [story.remark, unknownView(here())].filter(Boolean).join('\n');
  byId('lead').style.minHeight = '';
  if (byId('panels').classList.contains('only-wide') && story.original.name !== inHTML.name) clear();
});
addEventListener('resize', () => {
  byId('lead').style.minHeight = '';
});
stories.addEventListener('remark', (event) => {
  remark = /** @type {CustomEvent} */ (event).detail;
  say(remark);
});

views.addEventListener('change', () => {
  if (!remark) return;
  remark = '';
  say('');
});

/** What the notice says although the picture is up to date. */
let remark = '';

/**
 * Says what went wrong. The reader's work stays.
 * @param {unknown} error
 */
function failed(error) {
  const text = messageOf(error);
  if (picture.isOpen && !picture.view && byId('question').dataset.of !== work.scenario.name) {
    clear();
    introduce({name: String(work.scenario.name ?? ''), text: ''});
  }
  if (picture.isOpen) say(text);
  else say(`${text} ${showsItsStory() ? 'The pictures below are right; only changing them needs the engine.' : 'The pictures below are the article’s.'}`);
}

/**
 * Makes the page without an engine show the picture of the story that the address
 * asks for, or else the article's.
 * @returns {boolean} false where it is the article's instead
 */
function showsItsStory() {
  const {classList} = document.documentElement;
  if (!classList.contains('other-story')) return (query.get('preset') ?? ARTICLE) === ARTICLE;
  if (byId('still').querySelector('img')) return true;
  classList.remove('other-story');
  return false;
}

/**
 * Sets the text of the notice.
 * @param {string} text  "" for none
 */
function say(text) {
  const notice = byId('notice');
  setText(notice, text);
  notice.hidden = text === '';
}

/** Opens the first story and makes all controls work. */
async function start() {
  if (!embedded || query.get('ask') !== 'none') offerQuestion({ask: byId('ask'), main, waiting: ['player', 'controls', 'crash-row'].map(byId)}, work, picture);
  offerControls(byId('controls'), engine, work, picture);
  offerCrash({row: byId('crash-row'), slider: /** @type {HTMLInputElement} */ (byId('crash')), when: byId('crash-when'), words: byId('faults')}, work, picture);
  try {
    if (host?.gives) await stories.give(await host.next());
    else await stories.begin();
  } catch (error) {
    failed(error);
    host?.failed(error);
    return;
  }
  keepSteady();
  offerHistory({undo: byId('undo'), redo: byId('redo'), reset: byId('reset')}, work);
  offerShare({link: byId('link'), said: byId('said')}, engine, work, picture, player, views);
  offerViewMenu({menu: byId('view-menu'), panels, keys: byId('keys')}, picture);
  offerStory(byId('story'), engine, work);
  offerSettings(byId('settings'), engine, work, picture);
  if (!embedded) offerForks({panels, said: byId('forked')}, engine, work, picture, player);
  offerSteps(panels, engine, work, picture);
  offerWords({words: byId('words'), panels}, picture, player);
  offerFiles(byId('files'), engine, work, picture);
  offerRescue(byId('unkept'), work);
  offerExplore(main, engine, work, picture, views, stories, truthAt(filesOf(version, new URL('.', document.baseURI))('truth.json')));
  if (!embedded) offerEmbedding(byId('embedding'), engine, work, picture, () => onPage(engine, work, picture, player, views));
  document.documentElement.dataset.ready = '';
  if (host) connect(host);
}

/**
 * Tells the page around this one of each change, and takes scenarios from it.
 * @param {Host} host
 */
function connect(host) {
  host.addEventListener('given', (event) => {
    host.shown = stories.give(/** @type {CustomEvent} */ (event).detail).catch((error) => host.failed(error));
  });
  work.addEventListener('change', () => host.changed(work.scenario));
  picture.addEventListener('failed', (event) => host.failed(/** @type {CustomEvent} */ (event).detail));
  picture.addEventListener('view', () => host.sized());
  host.sized();
  host.ready(work.scenario);
}

/** Removes the picture of another story. */
function clear() {
  for (const id of ['question', 'lead', 'strip', 'variants', 'panels', 'panels-narrow']) byId(id).replaceChildren();
}

/**
 * Shows the heading and the text of the story. The article has its own in the HTML.
 * @param {{name: string, text: string}} view
 */
function introduce(view) {
  const article = view.name === inHTML.name;
  const isSame = byId('question').dataset.of === view.name;
  setText(byId('question'), article ? inHTML.question : view.name);
  byId('question').dataset.of = view.name;
  const lead = byId('lead');
  if (article) setText(lead, inHTML.lead);
  else if (lead.innerHTML !== view.text) {
    // It must not become lower while a slider below changes its figures: the slider would move away.
    if (isSame) lead.style.minHeight = `${lead.offsetHeight}px`;
    lead.innerHTML = view.text;
  }
  byId('note').innerHTML = article ? inHTML.note : '';
  document.title = article ? 'Cache Strategy Playground' : `${view.name} – Cache Strategy Playground`;
}

showSettled(document.documentElement);
during(start());
