// A link to what is on the page: the address with the reader's inputs in it.

import {hashOf, writeLink} from '../scenario/link.js';

/** How long it is said that there is a link, in milliseconds. */
const SAID_MS = 8000;

/**
 * The address of what is on the page: a link to it that stands in its place is
 * noted in the history with the address that it stands for.
 */
export const here = () => new URL(history.state?.of ?? location.href);

/**
 * A scenario as a link says it.
 * @param {import('../engine/engine.js').Engine} engine @param {object} scenario
 * @returns {Promise<import('../scenario/link.js').Linked>}
 */
export async function linkedTo(engine, scenario) {
  const {preset, patch} = await engine.pack(scenario);
  return {preset, patch: JSON.parse(patch), of: preset === '' ? undefined : hashOf(JSON.parse(await engine.preset(preset)))};
}

/**
 * What is on the page, as a link says it.
 * @param {import('../engine/engine.js').Engine} engine @param {import('../state/work.js').Work} work
 * @param {import('../picture/picture.js').Picture} picture @param {import('../picture/player.js').Player} player
 * @param {import('../state/views.js').Views} views
 * @returns {Promise<import('../scenario/link.js').Linked>}
 */
export async function onPage(engine, work, picture, player, views) {
  const linked = await linkedTo(engine, work.scenario);
  const at = picture.instead ? undefined : player.event ?? undefined;
  return {...linked, shown: picture.shown, at, inOrder: picture.inOrder || undefined, explore: views.explored};
}

/**
 * @param {{link: HTMLElement, said: HTMLElement}} places
 * @param {import('../engine/engine.js').Engine} engine @param {import('../state/work.js').Work} work
 * @param {import('../picture/picture.js').Picture} picture @param {import('../picture/player.js').Player} player
 * @param {import('../state/views.js').Views} views
 */
export function offerShare({link, said}, engine, work, picture, player, views) {
  /** @type {number | undefined} */
  let timer;
  /** @param {string} words */
  const say = (words) => {
    said.textContent = words;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      said.textContent = '';
    }, SAID_MS);
  };
  link.addEventListener('click', async () => {
    try {
      const url = new URL(location.pathname, location.href);
      url.hash = await writeLink(await onPage(engine, work, picture, player, views));
      history.replaceState({of: here().href}, '', url);
      say(await copied(url.href) ? 'The link is copied, and in the address bar.' : 'The link is in the address bar.');
    } catch (error) {
      say(`There is no link: ${error instanceof Error ? error.message : error}`);
    }
  });
  // After a change the address would ask for what is not on the page any more.
  const leave = () => {
    if (history.state?.of) history.replaceState(null, '', here());
  };
  work.addEventListener('change', leave);
  addEventListener('popstate', leave);
}

/** The clipboard is not there in every frame, and a reader may refuse it. @param {string} text */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
