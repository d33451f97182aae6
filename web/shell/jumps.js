// Links to a part of the page, such as "Skip to the diagrams". They leave the address
// as it is, since its fragment may be the story.

/** Makes them lead there, with the focus. */
export function offerJumps() {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    const part = link && document.getElementById((link.getAttribute('href') ?? '').slice(1));
    if (!part) return;
    event.preventDefault();
    part.tabIndex = -1;
    part.addEventListener('blur', () => part.removeAttribute('tabindex'), {once: true});
    part.focus();
    part.scrollIntoView();
  });
}
