// What the page's address asks for: a story and a view.

import {isLink} from '../scenario/link.js';

/** The story that an address without a name asks for. Its picture is in the HTML. */
export const ARTICLE = 'article';

/** @typedef {{preset: string, fragment: string}} StoryAddress  fragment is that of a link, "" for none */
/** @typedef {'play' | 'explore'} ViewName */

/**
 * Returns the address of the story on the page. "Copy link" replaces the address
 * by a link, and keeps in the history which address that was.
 */
export const here = () => new URL(history.state?.of ?? location.href);

/**
 * Returns the story that an address asks for.
 * @param {URL | HTMLAnchorElement} url
 * @returns {StoryAddress}
 */
export function storyOf(url) {
  const fragment = url.hash.slice(1);
  return {preset: new URLSearchParams(url.search).get('preset') ?? ARTICLE, fragment: isLink(fragment) ? fragment : ''};
}

/**
 * Returns the view that an address asks for. An unknown one is Play. Where the
 * address names none, it is that of the link that the story was opened with.
 * @param {URL} url
 * @param {boolean} explores  whether the link that the story was opened with explores
 * @returns {ViewName}
 */
export function viewOf(url, explores) {
  const name = url.searchParams.get('view');
  return name === 'explore' || name === null && explores ? 'explore' : 'play';
}

/**
 * Returns a remark on an unknown view in an address.
 * @param {URL} url
 * @returns {string} "" where there is nothing to remark
 */
export function unknownView(url) {
  const name = url.searchParams.get('view');
  return name === null || name === 'play' || name === 'explore' ? '' : `There is no view “${name}”, only “play” and “explore”. Here is “play” instead.`;
}
