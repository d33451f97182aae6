// "Copy link": the address of the page with the reader's inputs in it.

import {hashOf, writeLink} from '../scenario/link.js';
import {messageOf} from '../scenario/text.js';
import {here} from '../state/address.js';
import {clock} from './clock.js';
import {during} from '../engine/settled.js';

/** How long the remark about a link stays, in milliseconds. */
const REMARK_MS = 8000;

/**
 * Returns the content of a link to a scenario.
 * @param {import('../engine/engine.js').Engine} engine
 * @param {object} scenario
 * @returns {Promise<import('../scenario/link.js').Linked>}
 */
export async function linkedTo(engine, scenario) {
  const {preset, patch} = await engine.pack(scenario);
  return {preset, patch: JSON.parse(patch), of: preset === '' ? undefined : hashOf(JSON.parse(await engine.preset(preset)))};
}

/**
 * Returns the content of a link to what is on the page.
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work
 * @param {import('../picture/picture.js').Picture} picture
 * @param {import('../picture/player.js').Player} player
 * @param {import('../state/views.js').Views} views
 * @returns {Promise<import('../scenario/link.js').Linked>}
 */
export async function onPage(engine, work, picture, player, views) {
  const linked = await linkedTo(engine, work.scenario);
  const at = picture.counterexample ? undefined : player.event ?? undefined;
  return {...linked, shown: picture.shown, at, inOrder: picture.inOrder || undefined, explore: views.explored};
}

/**
 * Makes the button that copies a link work.
 * @param {{link: HTMLElement, said: HTMLElement}} places
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work
 * @param {import('../picture/picture.js').Picture} picture
 * @param {import('../picture/player.js').Player} player
 * @param {import('../state/views.js').Views} views
 */
export function offerShare({link, said}, engine, work, picture, player, views) {
  /** @type {number | undefined} */
  let timer;
  /** @param {string} words */
  const say = (words) => {
    said.textContent = words;
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => {
      said.textContent = '';
    }, REMARK_MS);
  };
  const share = async () => {
    try {
      const url = new URL(location.pathname, location.href);
      url.hash = await writeLink(await onPage(engine, work, picture, player, views));
      history.replaceState({of: here().href}, '', url);
      say(await copied(url.href) ? 'The link is copied, and in the address bar.' : 'The link is in the address bar.');
    } catch (error) {
      say(`There is no link: ${messageOf(error)}`);
    }
  };
  link.addEventListener('click', () => during(share()));
  // After a change the link is no longer one to what is on the page.
  const leave = () => {
    if (history.state?.of) history.replaceState(null, '', here());
  };
  work.addEventListener('change', leave);
  addEventListener('popstate', leave);
}

/**
 * Copies a text to the clipboard.
 * @param {string} text
 * @returns {Promise<boolean>} false where the frame has no clipboard or the reader refuses
 */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
