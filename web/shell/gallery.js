// The gallery of stories: it marks the one on the page and offers the next.

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
