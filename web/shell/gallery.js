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
    const following = at < 0 ? undefined : cards[at + 1];
    next.hidden = !following;
    if (!following) return;
    next.href = following.href;
    next.dataset.preset = following.dataset.preset;
    next.querySelector('b')?.replaceChildren(following.querySelector('.card-name')?.textContent ?? '');
  });
}
