// Runs as soon as it comes, before the rest of the page does. It prepares the page for
// what its address asks for, starts the engine, and says where the rest of the page
// cannot be loaded. It also runs in browsers that are too old for the rest. Neither script
// waits for the other: should this one never come, main.js prepares the page.

import {filesOf, startEarly} from './engine/start.js';
import {asked, hasStill, onceParsed, prepare} from './shell/arrival.js';

const root = document.documentElement;
/** The address of this script, "" in the page that is one file. */
const {src} = /** @type {HTMLScriptElement} */ (document.currentScript);

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

/** @param {string} why  the rest of the sentence, or "" */
const tooOld = (why) => onceParsed(() => say(`This browser cannot run the page${why}. A newer one can.`));

/** @param {HTMLScriptElement | HTMLLinkElement} part  of the page @param {string} what has happened to it */
function lacks(part, what) {
  const name = ('href' in part ? part.href : part.src).replace(/[?#].*/, '').replace(/.*\//, '');
  onceParsed(() => say(`A part of this page could not be ${what}: ${name}. Load the page again; if that does not help, its server does not send it as it should.`));
}

addEventListener('error', (event) => {
  const {target} = event;
  if (target instanceof HTMLScriptElement || target instanceof HTMLLinkElement) lacks(target, 'loaded');
  else if (event instanceof ErrorEvent) tooOld(`: ${event.message}`);
}, true);
// What has failed before this script came, nobody has told it.
addEventListener('load', () => {
  const main = /** @type {HTMLScriptElement | null} */ (document.querySelector('script[type="module"][src]'));
  if (main && !('begun' in root.dataset)) lacks(main, 'loaded or run');
});
if (!('noModule' in HTMLScriptElement.prototype)) tooOld('');
// The engine starts while the page that uses it is loaded. Frames share one engine and start none here.
else if (src && self.origin !== 'null' && asked('embed') === null && !('begun' in root.dataset)) {
  // The element with the version is not parsed yet, but the address of this script has it too.
  startEarly(filesOf(new URL(src, location.href).searchParams.get('v') || '', new URL('.', location.href)));
}
prepare();
