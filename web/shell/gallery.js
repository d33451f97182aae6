// The gallery of stories: it marks the one on the page, offers the next, and finds those
// that have some words.
import {setText} from './element.js';

/**
 * Makes the gallery follow the story on the page.
 * @param {{gallery: HTMLElement, next: HTMLAnchorElement}} places
 * @param {import('../state/stories.js').Stories} stories
 */
export function offerGallery({gallery, next}, stories) {
  const cards = /** @type {HTMLAnchorElement[]} */ ([...gallery.querySelectorAll('a[data-preset]')]);
  const groups = /** @type {HTMLDetailsElement[]} */ ([...gallery.querySelectorAll('details')]);
  const narrow = matchMedia('(max-width: 600px)');
  stories.addEventListener('open', (event) => {
    const {preset} = /** @type {import('../state/stories.js').Story} */ (/** @type {CustomEvent} */ (event).detail);
    const at = cards.findIndex((card) => card.dataset.preset === preset);
    for (const [i, card] of cards.entries()) {
      if (i === at) card.setAttribute('aria-current', 'page');
      else card.removeAttribute('aria-current');
    }
    // On a phone only the group of the story is open: all of them would be long.
    for (const group of groups) {
      if (group.contains(cards[at])) group.open = true;
      else if (narrow.matches) group.open = false;
    }
    showNext(next, at < 0 ? undefined : cards[at + 1]);
  });
}

/**
 * Makes the link to the next story lead to a card's. arrival.js calls it too,
 * before the engine has come, and in browsers that are too old for the rest.
 * @param {HTMLAnchorElement} next
 * @param {HTMLAnchorElement | undefined} card  undefined for none
 */
export function showNext(next, card) {
  next.hidden = !card;
  if (!card) return;
  next.href = card.href;
  next.dataset.preset = card.dataset.preset;
  const name = next.querySelector('b');
  if (name) name.textContent = card.querySelector('.card-name')?.textContent ?? '';
}

/**
 * Shows only the cards that have the words in a field, each anywhere in it or in the
 * heading of its group.
 * @param {{gallery: HTMLElement, field: HTMLInputElement, found: HTMLElement}} places
 */
export function offerSearch({gallery, field, found}) {
  const groups = /** @type {HTMLDetailsElement[]} */ ([...gallery.querySelectorAll('details')]);
  const search = () => {
    const words = wordsOf(field.value);
    let count = 0;
    for (const group of groups) {
      const heading = group.querySelector('h3')?.textContent ?? '';
      const cards = [...group.querySelectorAll('li')];
      for (const card of cards) card.hidden = !hasAll(`${heading} ${card.textContent}`, words);
      const left = cards.filter((card) => !card.hidden).length;
      group.hidden = left === 0;
      if (words.length > 0) group.open = true;
      count += left;
    }
    setText(found, words.length === 0 ? '' : count === 0 ? 'None. Try “crash”, “old” or “expires”.' : count === 1 ? '1 story' : `${count} stories`);
  };
  field.addEventListener('input', search);
  search(); // for what was typed before
}

/** @param {string} text */
const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

/**
 * @param {string} text
 * @param {string[]} words
 */
const hasAll = (text, words) => words.every((word) => text.toLowerCase().includes(word));
