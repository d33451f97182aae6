// "The same in words": the console text of each shown run and a table of its
// moments. Selecting a line moves the player there, and the line at the player's
// position is marked.

import {element} from '../shell/element.js';
import {variantOf} from './places.js';
import {lastUntil, linesOf, numbered, signHint, tableOf} from './words-model.js';

/** @typedef {import('../engine/types.js').VariantView} VariantView */
/** @typedef {import('./stops.js').Stop} Stop */

/**
 * Fills the drawer while it is open.
 * @param {{words: HTMLElement, panels: HTMLElement}} places  words is inside a details element
 * @param {import('./picture.js').Picture} picture
 * @param {import('./player.js').Player} player
 */
export function offerWords({words, panels}, picture, player) {
  const drawer = /** @type {HTMLDetailsElement} */ (words.closest('details'));
  let written = '';
  /** @type {Stop | undefined} */
  let stop;

  const mark = () => {
    for (const part of words.querySelectorAll('[data-variant]')) {
      const run = picture.view?.runs[variantOf(part)];
      for (const list of part.querySelectorAll('.roving')) {
        const buttons = buttonsIn(list);
        markOne(buttons, stop && player.position >= 0 ? lastUntil(buttons.map(eventOf), run, stop.y) : -1);
      }
    }
  };

  const show = () => {
    if (!drawer.open) return;
    const runs = picture.view?.runs ?? [];
    const baseline = runs[picture.view?.than ?? -1];
    const now = JSON.stringify([baseline?.name, ...runs.map((run) => run.shown && [linesOf(run), tableOf(run)])]);
    if (now !== written) {
      const focused = named(words).find(([, button]) => button === document.activeElement)?.[0];
      words.replaceChildren(...runs.flatMap((run, variant) => (run.shown ? [partOf(run, variant, baseline?.name)] : [])));
      if (focused) named(words).find(([name]) => name === focused)?.[1].focus();
      written = now;
    }
    mark();
  };

  /** @param {Element} button */
  const select = (button) => player.seekEvent(variantOf(button), eventOf(button));

  takePresses(words, select);
  panels.addEventListener('position', (event) => {
    stop = /** @type {CustomEvent} */ (event).detail;
    if (drawer.open) mark();
  });
  picture.addEventListener('view', show);
  picture.addEventListener('failed', show);
  drawer.addEventListener('toggle', show);
  show();
}

/**
 * Takes presses in the lists: of a row or its button, and of keys that go to another button.
 * @param {HTMLElement} words
 * @param {(button: Element) => void} select
 */
function takePresses(words, select) {
  words.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest('button') ?? target?.closest('tr')?.querySelector('button');
    if (button) select(button);
  });
  words.addEventListener('keydown', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    const list = button?.closest('.roving');
    if (!button || !list || event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = buttonsIn(list);
    const at = buttons.indexOf(button);
    const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1}[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons[to];
    if (!next) return;
    next.focus();
    select(next);
  });
}

/** @param {Element} button */
const eventOf = (button) => Number(button.getAttribute('data-event'));

/** @param {Element} list */
const buttonsIn = (list) => [...list.querySelectorAll('button')];

/**
 * Returns all buttons, each with a name that it keeps when the text is written
 * anew: its words without the number and the time, which change.
 * @param {HTMLElement} words
 * @returns {[name: string, button: HTMLButtonElement][]}
 */
function named(words) {
  const buttons = buttonsIn(words);
  const names = numbered(buttons.map((button) => `${variantOf(button)} ${button.className} ${button.textContent?.replace(/^\[.*?\] /, '')}`));
  return buttons.map((button, i) => [names[i], button]);
}

/**
 * Marks one of the buttons as current, and lets Tab reach only that one.
 * @param {HTMLElement[]} buttons
 * @param {number} current  -1 for none
 */
function markOne(buttons, current) {
  for (const [i, button] of buttons.entries()) {
    if (i === current) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
    button.tabIndex = i === Math.max(current, 0) ? 0 : -1;
  }
}

/**
 * @param {VariantView} run
 * @param {number} variant
 * @param {string} [baseline]  the name of the variant that it is compared with
 */
function partOf(run, variant, baseline) {
  const part = element('section', 'words-run', element('h3', '', run.name), consoleOf(run), tableElement(run));
  part.dataset.variant = String(variant);
  const hint = signHint(run, baseline);
  if (hint) part.append(element('p', 'hint', hint));
  return part;
}

/** @param {VariantView} run */
function consoleOf(run) {
  const list = element('ol', 'console roving', ...linesOf(run).map(({text, event}) =>
    element('li', '', event === null ? element('pre', '', text) : choice('line', text, event))));
  list.setAttribute('aria-label', `Console text of ${run.name}`);
  return list;
}

/** @param {VariantView} run */
function tableElement(run) {
  const {caption, columns, rows} = tableOf(run);
  const head = element('tr', '', ...columns.map((name) => {
    const cell = element('th', '', name);
    cell.scope = 'col';
    return cell;
  }));
  return element('table', 'moments roving', element('caption', '', caption), element('thead', '', head),
    element('tbody', '', ...rows.map(({event, when, what, steps}) => element('tr', '',
      element('td', 'when', when),
      element('td', '', choice('moment', what, event)),
      element('td', 'step', ...(steps.length > 0 ? [codeOf(steps)] : []))))));
}

/**
 * Writes steps that are one effect, such as "cache.set+queue.put", so that each may
 * begin a line.
 * @param {string[]} steps
 */
function codeOf([first, ...others]) {
  return element('code', '', first, ...others.flatMap((other) => [element('wbr'), `+${other}`]));
}

/**
 * @param {string} className
 * @param {string} text
 * @param {number} event
 */
function choice(className, text, event) {
  const button = element('button', className, text);
  button.type = 'button';
  button.dataset.event = String(event);
  return button;
}
