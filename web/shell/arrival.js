// What the page does for its address before the engine has come: it is embedded or
// not, shows no other story than the one that is asked for, and says that the engine
// is on its way. early.js has this done at once, main.js where early.js has not come.

import {isOneFile} from '../engine/inside.js';
import {clock} from './clock.js';
import {showNext} from './gallery.js';
import {applyTheme} from './theme.js';

/** When it is said that the engine is on its way, and that it may not come, in milliseconds. */
const SLOW_MS = 4_000;
const LATE_MS = 12_000;

const root = document.documentElement;

/**
 * Returns a parameter of the address.
 * @param {string} name
 * @returns {string | null} "" where it has no value, null where it is missing
 */
export function asked(name) {
  const found = RegExp(`[?&]${name}(?:=([\\w-]*))?(?:&|$)`).exec(location.search);
  return found && (found[1] || '');
}

const preset = asked('preset');
const linked = /^#\d+\./.test(location.hash) || asked('given') !== null;
/** Reports whether the site has a picture of the story. It has none of a link, or of a scenario that the page around this one gives. */
const hasPicture = () => !linked && !isOneFile() && navigator.onLine;

/** Reports whether the pictures on the page are of the story that the address asks for. */
export const hasStill = () => !root.classList.contains('other-story') || hasPicture();

/** Prepares the page, unless that was done. The attribute `data-prepared` says so; until it is there, style.css shows nothing for a while. */
export function prepare() {
  if ('prepared' in root.dataset) return;
  root.dataset.prepared = '';
  if (asked('embed') !== null) {
    const controls = asked('controls');
    root.classList.add('embedded', `controls-${controls === 'none' || controls === 'all' ? controls : 'scenario'}`);
    onceStyled(() => applyTheme(asked('theme') || 'auto'));
  }
  if (linked || preset && preset !== 'article') root.classList.add('other-story');
  onceParsed(showStill);
  onceParsed(showNextStory);
  clock.setTimeout(() => wait('The engine is on its way.'), SLOW_MS);
  clock.setTimeout(() => wait('The engine has not come yet: the line is slow, or a file is not sent. Loading the page again may help.'), LATE_MS);
}

/**
 * Calls a function as soon as the HTML is parsed.
 * @param {() => void} act
 */
export function onceParsed(act) {
  if (document.readyState === 'loading') document.addEventListener('readystatechange', act, {once: true});
  else act();
}

/**
 * Calls a function as soon as the style sheet is there, or has failed.
 * @param {() => void} act
 */
export function onceStyled(act) {
  const link = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel="stylesheet"]'));
  if (!link || link.sheet) act();
  else for (const end of ['load', 'error']) link.addEventListener(end, act, {once: true});
}

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
  heading.className = 'title';
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

/** Makes the link to the next story follow the one that the address asks for. */
function showNextStory() {
  const cards = /** @type {HTMLAnchorElement[]} */ (Array.from(document.querySelectorAll('#gallery a[data-preset]')));
  const at = cards.findIndex((card) => card.dataset.preset === preset);
  if (at >= 0) showNext(/** @type {HTMLAnchorElement} */ (document.getElementById('next-story')), cards[at + 1]);
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
