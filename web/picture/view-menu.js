// The View menu over the player's bar: what the height of the diagrams means, how
// large they are, and which keys there are.

import {allow} from '../shell/button.js';
import {diagramOf} from './places.js';

/** How large a diagram can be, in per cent of its place. */
const SIZES = [50, 75, 100, 125, 150, 200];

/**
 * Connects the menu to the picture.
 * @param {{menu: HTMLElement, panels: HTMLElement, keys: HTMLElement}} places  menu is a details element, keys a dialog
 * @param {import('./picture.js').Picture} picture
 */
export function offerViewMenu({menu, panels, keys}, picture) {
  const details = /** @type {HTMLDetailsElement} */ (menu);
  const dialog = /** @type {HTMLDialogElement} */ (keys);
  const button = (/** @type {string} */ name) => /** @type {HTMLElement} */ (menu.querySelector(`[data-act="${name}"]`));
  const scales = /** @type {HTMLInputElement[]} */ ([...menu.querySelectorAll('input[name="scale"]')]);

  for (const scale of scales) {
    scale.addEventListener('change', () => {
      picture.inOrder = scale.value === 'order';
    });
  }
  const show = () => {
    for (const scale of scales) scale.checked = (scale.value === 'order') === picture.inOrder;
  };
  picture.addEventListener('view', show);
  show();

  const resize = offerSizes(panels, {smaller: button('smaller'), larger: button('larger'), size: button('size')});
  button('keys').addEventListener('click', () => dialog.showModal());
  panels.addEventListener('keydown', (event) => {
    if (!diagramOf(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === '?') dialog.showModal();
    else if (event.key === '+' || event.key === '-') resize(event.key === '+' ? 1 : -1);
    else return;
    event.preventDefault();
  });

  closeOutside(details);
}

/**
 * Connects the buttons for the size, and returns a function that changes it by some sizes.
 * @param {HTMLElement} panels
 * @param {{smaller: HTMLElement, larger: HTMLElement, size: HTMLElement}} places
 * @returns {(by: number) => void}
 */
function offerSizes(panels, {smaller, larger, size}) {
  let at = SIZES.indexOf(100);
  /** @param {number} by */
  const resize = (by) => {
    at = Math.max(0, Math.min(at + by, SIZES.length - 1));
    panels.style.setProperty('--zoom', String(SIZES[at] / 100));
    size.textContent = `${SIZES[at]} %`;
    allow(smaller, at > 0);
    allow(larger, at < SIZES.length - 1);
  };
  smaller.addEventListener('click', () => resize(-1));
  larger.addEventListener('click', () => resize(1));
  // The headers scroll sideways with their diagram.
  panels.addEventListener('scroll', ({target}) => {
    const view = target instanceof Element && target.matches('.diagram-view') ? target : null;
    if (view?.previousElementSibling) view.previousElementSibling.scrollLeft = view.scrollLeft;
  }, true);
  return resize;
}

/**
 * Closes a menu when something outside is pressed or focused, and on Escape, which
 * gives it the focus back.
 * @param {HTMLDetailsElement} menu
 */
function closeOutside(menu) {
  const outside = (/** @type {Event} */ event) => {
    if (!menu.open || !(event.target instanceof Node) || menu.contains(event.target)) return;
    if (event.target instanceof Element && event.target.closest('dialog')) return;
    menu.open = false;
  };
  document.addEventListener('pointerdown', outside);
  document.addEventListener('focusin', outside);
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}
