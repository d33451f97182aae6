// The same in words: for each shown run its console text and a table of its
// moments. What is selected in them is where the player goes, and where the
// player is, is marked in them.

import {momentOf} from './player.js';
import {element} from '../shell/element.js';

/** @typedef {import('../engine/types.js').VariantView} VariantView */
/** @typedef {{y: number, time: number}} Stop */

/**
 * @param {{words: HTMLElement, panels: HTMLElement}} places  words is inside a details element
 * @param {import('./picture.js').Picture} picture @param {import('./player.js').Player} player
 */
export function offerWords({words, panels}, picture, player) {
  const drawer = /** @type {HTMLDetailsElement} */ (words.closest('details'));
  let written = '';
  /** @type {Stop | undefined} */
  let stop;

  const mark = () => {
    for (const part of words.querySelectorAll('[data-variant]')) {
      const run = picture.view?.runs[Number(part.getAttribute('data-variant'))];
      for (const list of part.querySelectorAll('.roving')) {
        const buttons = buttonsOf(list);
        markOne(buttons, stop && player.position >= 0 ? lastUntil(buttons, run, stop) : -1);
      }
    }
  };

  const show = () => {
    const runs = picture.view?.runs ?? [];
    if (!drawer.open) return;
    const now = JSON.stringify([picture.view?.than, ...runs.map((run) => run.shown && [run.name, run.console, run.lists, run.moments.map((m) => [m.event, m.when, m.what, m.differs])])]);
    if (now !== written) {
      const focused = named(words).find(([, button]) => button === document.activeElement)?.[0];
      words.replaceChildren(...runs.flatMap((run, i) => (run.shown ? [partOf(run, i, runs[picture.view?.than ?? -1])] : [])));
      if (focused) named(words).find(([name]) => name === focused)?.[1].focus();
      written = now;
    }
    mark();
  };

  /** @param {Element} button */
  const select = (button) => player.seekEvent(runOf(button), Number(button.getAttribute('data-event')));

  words.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest('button') ?? target?.closest('tr')?.querySelector('button');
    if (button) select(button);
  });
  words.addEventListener('keydown', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    const list = button?.closest('.roving');
    if (!button || !list || event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = buttonsOf(list);
    const at = buttons.indexOf(button);
    const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1}[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons[to];
    if (!next) return;
    next.focus();
    select(next);
  });
  panels.addEventListener('position', (event) => {
    stop = /** @type {CustomEvent} */ (event).detail;
    if (drawer.open) mark();
  });
  picture.addEventListener('view', show);
  picture.addEventListener('failed', show);
  drawer.addEventListener('toggle', show);
  show();
}

/** @param {Element} button */
function runOf(button) {
  return Number(button.closest('[data-variant]')?.getAttribute('data-variant'));
}

/** @param {Element} list */
function buttonsOf(list) {
  return [...list.querySelectorAll('button')];
}

/**
 * All buttons with what tells each from the others, also after the text is
 * written anew: events are numbered and timed otherwise then.
 * @param {HTMLElement} words @returns {[name: string, button: HTMLButtonElement][]}
 */
function named(words) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return [...words.querySelectorAll('button')].map((button) => {
    const name = `${runOf(button)} ${button.className} ${button.textContent?.replace(/^\[.*?\] /, '')}`;
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return [`${name} ${before}`, button];
  });
}

/**
 * The last of the buttons whose event has happened at a stop, -1 for none.
 * @param {Element[]} buttons @param {VariantView | undefined} run @param {Stop} stop
 */
function lastUntil(buttons, run, stop) {
  return buttons.findLastIndex((button) => {
    const moment = momentOf(run, Number(button.getAttribute('data-event')));
    return moment !== undefined && moment.y <= stop.y;
  });
}

/** One of the buttons is current, and it is the one that Tab reaches. @param {HTMLElement[]} buttons @param {number} current */
function markOne(buttons, current) {
  for (const [i, button] of buttons.entries()) {
    if (i === current) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
    button.tabIndex = i === Math.max(current, 0) ? 0 : -1;
  }
}

/** @param {VariantView} run @param {number} index @param {VariantView} [than]  that it is compared with */
function partOf(run, index, than) {
  const part = element('section', 'words-run');
  part.dataset.variant = String(index);
  part.append(element('h3', '', run.name), consoleOf(run), tableOf(run));
  if (run.moments.some((m) => m.differs)) part.append(element('p', 'hint', `≠ marks what is not so in ${than?.name}.`));
  return part;
}

/** @param {VariantView} run */
function consoleOf(run) {
  const list = element('ol', 'console roving');
  list.setAttribute('aria-label', `Console text of ${run.name}`);
  for (const {text, event} of run.console) {
    const item = element('li', '');
    const line = text.replace(/^\n+|\n+$/g, '');
    item.append(event < 0 ? element('pre', '', line) : choice('line', line, event));
    list.append(item);
  }
  return list;
}

/** @param {VariantView} run */
function tableOf(run) {
  const table = element('table', 'moments roving');
  table.append(element('caption', '', `What happens in ${run.name}`));
  const timed = run.moments.some((m) => m.when !== '');
  const head = element('tr', '');
  for (const name of [timed ? 'Time' : 'No.', 'Who → whom: what', 'Step']) {
    const cell = element('th', '', name);
    cell.scope = 'col';
    head.append(cell);
  }
  const rows = run.moments.map((moment, i) => {
    const row = element('tr', '');
    const what = element('td', '');
    what.append(choice('moment', `${moment.differs ? '≠ ' : ''}${moment.what}`, moment.event));
    const step = element('td', 'step');
    const name = moment.index < 0 ? undefined : run.lists[moment.list]?.steps[moment.index];
    if (name) step.append(codeOf(name));
    row.append(element('td', 'when', timed ? moment.when.replace('now', '0 s') : String(i + 1)), what, step);
    return row;
  });
  const header = element('thead', '');
  header.append(head);
  const body = element('tbody', '');
  body.append(...rows);
  table.append(header, body);
  return table;
}

/** Steps that are one effect may stand on two lines. @param {string} name such as "cache.set+queue.put" */
function codeOf(name) {
  const code = element('code', '');
  const [first, ...others] = name.split('+');
  code.append(first, ...others.flatMap((other) => [document.createElement('wbr'), `+${other}`]));
  return code;
}

/** @param {string} className @param {string} text @param {number} event */
function choice(className, text, event) {
  const button = element('button', className, text);
  button.type = 'button';
  button.dataset.event = String(event);
  return button;
}
