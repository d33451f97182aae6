// The scenario as JSON to be edited, with its errors at their places.

import {indented, readScenario, sayError} from '../scenario/text.js';

/** @typedef {import('../engine/types.js').FieldError} FieldError */

export const EDIT = `
<section class="files-part" aria-labelledby="files-edit">
  <h2 id="files-edit">Edit</h2>
  <label for="json-text">The scenario as JSON</label>
  <textarea id="json-text" rows="18" wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off" aria-describedby="json-result"></textarea>
  <div class="files-acts">
    <button type="button" class="button apply">Apply</button>
    <button type="button" class="button discard" hidden>Discard what is not applied</button>
  </div>
  <div id="json-result" role="status"></div>
</section>`;

/** What the text that is not applied is called among the drafts. */
const DRAFT = 'json:';

/**
 * @param {HTMLElement} files @param {HTMLDetailsElement} drawer
 * @param {import('../engine/engine.js').Engine} engine @param {import('../state/work.js').Work} work
 */
export function offerEditor(files, drawer, engine, work) {
  const box = /** @type {HTMLTextAreaElement} */ (files.querySelector('#json-text'));
  const discard = /** @type {HTMLButtonElement} */ (files.querySelector('.discard'));
  const result = /** @type {HTMLElement} */ (files.querySelector('#json-result'));
  let applied = '';
  /** Where the text is kept as long as it is not applied. @type {import('../state/drafts.js').Drafts | undefined} */
  let drafts;

  const showDirty = () => {
    discard.hidden = box.value === applied;
    const kept = drafts?.get(DRAFT);
    if (kept) drafts?.drop(kept);
    if (box.value !== applied) drafts?.put(DRAFT, {content: box.value, since: ''});
  };
  const follow = () => {
    if (document.activeElement === box || box.value !== applied) return;
    applied = indented(work.scenario);
    if (box.value !== applied) box.value = applied;
    applied = box.value; // as the browser keeps it
    showDirty();
  };
  /** @param {string} text @param {FieldError[]} [wrong] */
  const say = (text, wrong = []) => {
    const words = document.createElement('p');
    words.textContent = text;
    const list = document.createElement('ol');
    list.append(...wrong.map((error) => {
      const item = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = sayError(error);
      button.addEventListener('click', () => select(box, placeOf(box.value, error)));
      item.append(button);
      return item;
    }));
    result.classList.toggle('wrong', wrong.length > 0);
    if (wrong.length > 0) box.setAttribute('aria-invalid', 'true');
    else box.removeAttribute('aria-invalid');
    result.replaceChildren(...(text ? [words] : []), ...(wrong.length > 0 ? [list] : []));
  };
  /** @param {FieldError[]} errors */
  const sayErrors = (errors) => say(`${errors.length === 1 ? 'One error' : `${errors.length} errors`}: nothing is changed but this text.`, errors);
  /** Begins with a story: its text, or what was not applied when the page was last there. */
  const begin = async () => {
    drafts = work.drafts;
    const kept = drafts.get(DRAFT)?.content;
    applied = indented(work.scenario);
    box.value = typeof kept === 'string' ? kept : applied;
    if (box.value === kept) drawer.open = true;
    else applied = box.value; // as the browser keeps it
    showDirty();
    say('');
    if (box.value === applied) return;
    const text = box.value;
    const read = await readScenario(engine, text);
    if (box.value === text && 'errors' in read) sayErrors(read.errors);
  };
  const apply = async () => {
    const here = drafts;
    const text = box.value;
    const read = await readScenario(engine, text);
    if (drafts !== here) return; // another story has come meanwhile
    if ('errors' in read) {
      sayErrors(read.errors);
      return;
    }
    applied = text; // what was typed meanwhile stays, and is not applied
    work.seal();
    work.replace('json', read.scenario);
    work.seal();
    showDirty();
    say('Applied. Undo brings back what was there.');
  };
  files.querySelector('.apply')?.addEventListener('click', apply);
  discard.addEventListener('click', () => {
    applied = box.value;
    follow();
    say('The text is the scenario on the page again.');
    box.focus();
  });
  box.addEventListener('input', showDirty);
  box.addEventListener('blur', follow);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    apply();
  });
  work.addEventListener('change', () => {
    if (work.drafts !== drafts) {
      begin();
      return;
    }
    const clean = box.value === applied;
    follow();
    if (clean && document.activeElement !== box) say('');
  });
  begin();
}

/** @typedef {{start: number, end: number}} Place */

/** @param {HTMLTextAreaElement} box @param {Place} place */
function select(box, {start, end}) {
  box.focus();
  box.setSelectionRange(start, end);
  const line = box.value.slice(0, start).split('\n').length - 1;
  const height = parseFloat(getComputedStyle(box).lineHeight);
  box.scrollTop = Math.max(0, line * height - box.clientHeight / 2);
  box.scrollLeft = 0;
}

/**
 * Where in a text an error is: the line and column that it names, or the
 * innermost part of its path that can be found.
 * @param {string} text @param {FieldError} error @returns {Place}
 */
function placeOf(text, {path, message}) {
  const named = /\bline (\d+), column (\d+)/.exec(message);
  if (!path && named) {
    const lines = text.split('\n');
    const line = Math.min(Number(named[1]), lines.length) - 1;
    const before = [...lines[line]].slice(0, Number(named[2]) - 1).join('');
    const start = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + before.length;
    return {start, end: Math.min(start + 1, text.length)};
  }
  return placeOfPath(text, [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)]
    .map(([, index, quoted, name]) => index ?? (quoted ? unquoted(quoted) : name)));
}

/** @param {string} text in quotes */
function unquoted(text) {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

/** @typedef {{named: boolean, name: string, at: Place, index: number, awaitsName: boolean, leads: boolean}} Level */

/**
 * Walks through a text that need not be right, one token after the other.
 * @param {string} text @param {string[]} wanted @returns {Place}
 */
function placeOfPath(text, wanted) {
  /** @type {Level[]} */
  const levels = [];
  let best = {start: 0, end: 0};
  let depth = 0;
  for (const {0: token, index} of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const level = levels.at(-1);
    const here = {start: index, end: index + token.length};
    if (token === '}' || token === ']') {
      levels.pop();
    } else if (token === ',') {
      if (level) Object.assign(level, {index: level.index + 1, awaitsName: level.named});
    } else if (token === ':') {
      if (level) level.awaitsName = false;
    } else if (level?.awaitsName && token.startsWith('"')) {
      Object.assign(level, {name: unquoted(token), at: here});
    } else {
      const opens = token === '{' || token === '[';
      const leads = !level || level.leads && same(level.named ? level.name : String(level.index), wanted[levels.length - 1]);
      if (level && leads && levels.length >= depth) {
        depth = levels.length;
        best = {start: level.named ? level.at.start : index, end: opens && level.named ? level.at.end : here.end};
      }
      if (opens) levels.push({named: token === '{', name: '', at: here, index: 0, awaitsName: token === '{', leads});
    }
  }
  return best;
}

/** A path shows the start of a long name. @param {string} name @param {string | undefined} wanted */
function same(name, wanted) {
  return name === wanted || wanted !== undefined && wanted.endsWith('…') && name.startsWith(wanted.slice(0, -1));
}
