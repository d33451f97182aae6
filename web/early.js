// Runs before anything is drawn. It prepares the page for what its address asks
// for, so that no other story flashes up, starts the engine, and says where the
// rest of the page cannot be loaded or is long on its way. It also runs in browsers
// that are too old for the rest.

import {isOneFile} from './engine/inside.js';
import {filesOf, startEarly} from './engine/start.js';
import {clock} from './shell/clock.js';
import {showNext} from './shell/gallery.js';
import {applyTheme} from './shell/theme.js';

/** When it is said that the engine is on its way, and that it may not come, in milliseconds. */
const SLOW_MS = 4_000;
const LATE_MS = 12_000;

const root = document.documentElement;
/** The address of this script, "" in the page that is one file. */
const {src} = /** @type {HTMLScriptElement} */ (document.currentScript);

/**
 * Returns a parameter of the address.
 * @param {string} name
 * @returns {string | null} "" where it has no value, null where it is missing
 */
function asked(name) {
  const found = RegExp(`[?&]${name}(?:=([\\w-]*))?(?:&|$)`).exec(location.search);
  return found && (found[1] || '');
}

const preset = asked('preset');
const linked = /^#\d+\./.test(location.hash) || asked('given') !== null;
/** Reports whether the site has a picture of the story. It has none of a link, or of a scenario that the page around this one gives. */
const hasPicture = () => !linked && !isOneFile() && navigator.onLine;

if (asked('embed') !== null) {
  const controls = asked('controls');
  root.classList.add('embedded', `controls-${controls === 'none' || controls === 'all' ? controls : 'scenario'}`);
  applyTheme(asked('theme') || 'auto');
}
if (linked || preset && preset !== 'article') root.classList.add('other-story');

/** Reports whether the pictures on the page are of the story that the address asks for. */
const hasStill = () => !root.classList.contains('other-story') || hasPicture();

/** Shows a picture of the story until the engine draws it. */
function showStill() {
  const still = document.getElementById('still');
  if (!root.classList.contains('other-story') || !still) return;
  const name = document.querySelector(`[data-preset="${preset}"] .card-name`)?.textContent ?? '';
  if (!linked && !name) root.classList.remove('other-story'); // there is no such story
  else if (!hasPicture()) still.textContent = 'One moment: the engine is on its way.';
  else still.append(headingOf(name), pictureOf(name));
}

/** @param {string} name */
function headingOf(name) {
  const heading = document.createElement('h1');
  heading.textContent = name;
  return heading;
}

/** @param {string} name */
function pictureOf(name) {
  const image = document.createElement('img');
  image.alt = `Sequence diagrams of “${name}”`;
  const question = asked('embed') !== null && asked('ask') !== 'none' && document.querySelector(`[data-preset="${preset}"][data-asks]`);
  image.src = `presets/${preset}${question ? '-question-column' : ''}.svg`;
  return image;
}

/**
 * Says why the page does not work, unless something was said already.
 * @param {string} words
 */
function say(words) {
  const notice = document.getElementById('notice');
  if (!notice || !notice.hidden || 'ready' in root.dataset) return;
  const article = !hasStill();
  if (article) root.classList.remove('other-story');
  notice.textContent = `${words} ${article ? 'The pictures below are the article’s.' : 'The pictures below are right; only changing them needs the engine.'}`;
  notice.hidden = false;
  root.dataset.settled = ''; // nothing more will come
}

/**
 * Says that the engine has not come yet, until it comes or something went wrong.
 * @param {string} words
 */
function wait(words) {
  const coming = document.getElementById('coming');
  if (!coming || 'ready' in root.dataset) return;
  coming.textContent = words + (hasStill() ? ' The pictures are right without it.' : '');
  coming.hidden = false;
}

/** Makes the link to the next story follow the one that the address asks for. */
function showNextStory() {
  const cards = /** @type {HTMLAnchorElement[]} */ (Array.from(document.querySelectorAll('#gallery a[data-preset]')));
  const at = cards.findIndex((card) => card.dataset.preset === preset);
  if (at >= 0) showNext(/** @type {HTMLAnchorElement} */ (document.getElementById('next-story')), cards[at + 1]);
}

/**
 * Calls a function as soon as the HTML is parsed, before deferred scripts run.
 * @param {() => void} act
 */
function onceParsed(act) {
  if (document.readyState === 'loading') document.addEventListener('readystatechange', act, {once: true});
  else act();
}

/** @param {string} why  the rest of the sentence, or "" */
const tooOld = (why) => onceParsed(() => say(`This browser cannot run the page${why}. A newer one can.`));

addEventListener('error', (event) => {
  const {target} = event;
  if (target instanceof HTMLScriptElement || target instanceof HTMLLinkElement) {
    const address = target instanceof HTMLScriptElement ? target.src : target.href;
    const name = address.replace(/[?#].*/, '').replace(/.*\//, '');
    onceParsed(() => say(`A part of this page could not be loaded: ${name}. Load the page again; if that does not help, its server does not send it as it should.`));
  } else if (event instanceof ErrorEvent) {
    tooOld(`: ${event.message}`);
  }
}, true);
if (!('noModule' in HTMLScriptElement.prototype)) tooOld('');
// The engine starts while the page that uses it is loaded. Frames share one engine and start none here.
else if (src && self.origin !== 'null' && asked('embed') === null) {
  // The element with the version is not parsed yet, but the address of this script has it too.
  startEarly(filesOf(new URL(src, location.href).searchParams.get('v') || '', new URL('.', location.href)));
}
onceParsed(showStill);
onceParsed(showNextStory);
clock.setTimeout(() => wait('The engine is on its way.'), SLOW_MS);
clock.setTimeout(() => wait('The engine has not come yet: the line is slow, or a file is not sent. Loading the page again may help.'), LATE_MS);
