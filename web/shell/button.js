import {element} from './element.js';

/**
 * Creates a button. It acts unless it is disabled by allow().
 * @param {string} text
 * @param {() => void} act
 * @param {string} [className]  beside "button"
 * @returns {HTMLButtonElement}
 */
export function button(text, act, className = '') {
  const made = element('button', `button ${className}`.trim(), text);
  made.type = 'button';
  made.addEventListener('click', () => {
    if (made.getAttribute('aria-disabled') !== 'true') act();
  });
  return made;
}

/**
 * Enables or disables a button. Disabled, it can still have the focus.
 * @param {HTMLElement} button
 * @param {boolean} possible
 */
export function allow(button, possible) {
  button.setAttribute('aria-disabled', String(!possible));
}
