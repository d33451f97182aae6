// What is done before anything is drawn: the page is made ready for what its
// address asks for, so that nothing of another story is seen, and from here on it
// says so where the rest of it does not come. It runs in browsers that are too
// old for the rest.

import {isOneFile} from './engine/inside.js';
import {filesOf, startEarly} from './engine/start.js';
import {applyTheme} from './shell/theme.js';

const root = document.documentElement;

/** What the address says of something, "" where it only names it. @param {string} name @returns {string | null} */
function asked(name) {
  const found = RegExp(`[?&]${name}(?:=([\\w-]*))?(?:&|$)`).exec(location.search);
  return found && (found[1] || '');
}

const preset = asked('preset');
const linked = /^#\d+\./.test(location.hash) || asked('given') !== null;
/** There is a picture of the story that is asked for: not of one that only the address has, or the page around this one. */
const pictured = () => !linked && !isOneFile() && navigator.onLine;

if (asked('embed') !== null) {
  const controls = asked('controls');
  root.classList.add('embedded', `controls-${controls === 'none' || controls === 'all' ? controls : 'scenario'}`);
  applyTheme(asked('theme') || 'auto');
}
if (linked || preset && preset !== 'article') root.classList.add('other-story');

/** The pictures of the story that is asked for, until the engine draws them anew. */
function showStill() {
  const still = document.getElementById('still');
  if (!root.classList.contains('other-story') || !still) return;
  const name = document.querySelector(`[data-preset="${preset}"] .card-name`)?.textContent ?? '';
  if (!linked && !name) root.classList.remove('other-story'); // there is no such story
  else if (!pictured()) still.textContent = 'One moment: the engine is on its way.';
  else still.append(headed(name), pictureOf(name));
}

/** @param {string} name */
function headed(name) {
  const heading = document.createElement('h1');
  heading.textContent = name;
  return heading;
}

/** @param {string} name */
function pictureOf(name) {
  const image = document.createElement('img');
  image.alt = `Sequence diagrams of “${name}”`;
  image.src = `presets/${preset}.svg`;
  return image;
}

/** @param {string} words */
function say(words) {
  const notice = document.getElementById('notice');
  if (!notice || !notice.hidden || 'ready' in root.dataset) return;
  const article = root.classList.contains('other-story') && !pictured();
  if (article) root.classList.remove('other-story');
  notice.textContent = `${words} ${article ? 'The pictures below are the article’s.' : 'The pictures below are right; only changing them needs the engine.'}`;
  notice.hidden = false;
}

/** Acts as soon as the HTML is there, before the scripts that come after it. @param {() => void} act */
function onceThere(act) {
  if (document.readyState === 'loading') document.addEventListener('readystatechange', act, {once: true});
  else act();
}

/** @param {string} why */
const tooOld = (why) => onceThere(() => say(`This browser cannot run the page${why}. A newer one can.`));

addEventListener('error', (event) => {
  const {target} = event;
  if (target instanceof HTMLScriptElement || target instanceof HTMLLinkElement) {
    const address = target instanceof HTMLScriptElement ? target.src : target.href;
    const name = address.replace(/[?#].*/, '').replace(/.*\//, '');
    onceThere(() => say(`A part of this page could not be loaded: ${name}. Load the page again; if that does not help, its server does not send it as it should.`));
  } else if (event instanceof ErrorEvent) {
    tooOld(`: ${event.message}`);
  }
}, true);
if (!('noModule' in HTMLScriptElement.prototype)) tooOld('');
// The engine can be on its way before the page that uses it. Frames share one.
else if (self.origin !== 'null' && asked('embed') === null) {
  // The version is not in the page yet, but in the address of this script.
  const {src} = /** @type {HTMLScriptElement} */ (document.currentScript);
  startEarly(filesOf(new URL(src, location.href).searchParams.get('v') || '', new URL('.', location.href)));
}
onceThere(showStill);
