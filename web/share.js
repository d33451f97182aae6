// A link to what is on the page: the address with the reader's inputs in it.

import {writeLink} from './link.js';

/**
 * @param {{link: HTMLElement, said: HTMLElement}} places
 * @param {import('./engine.js').Engine} engine
 * @param {import('./work.js').Work} work @param {import('./picture.js').Picture} picture
 */
export function offerShare({link, said}, engine, work, picture) {
  link.addEventListener('click', async () => {
    const {preset, patch} = await engine.pack(work.scenario);
    const url = new URL(location.pathname, location.href);
    url.hash = await writeLink({preset, patch: JSON.parse(patch), shown: picture.shown});
    history.replaceState(null, '', url);
    said.textContent = await copied(url.href) ? 'The link is copied, and in the address bar.' : 'The link is in the address bar.';
  });
}

/** The clipboard is not there in every frame, and a reader may refuse it. @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
