// "All settings": every setting that has an effect on the story, by sections, with
// a search in names and descriptions. It is built when it is first opened.

import {statusLine} from './field-parts.js';
import {controlOf, hasControl} from './setting-controls.js';
import {countWords, factWords, hasEffect, matches, nameOf, ownValues, parentOf, sameValue, sectionName, targetWords, valueWords, wordsOf} from './setting-words.js';
import {TargetChoice, targetOfDraft} from './target-choice.js';
import {ownAt, pathAt, setAt, valueAt} from '../scenario/target.js';
import {messageOf} from '../scenario/text.js';
import {button} from '../shell/button.js';
import {element, setText} from '../shell/element.js';
import {Edits} from '../state/edits.js';

/**
 * @typedef {import('../engine/types.js').Setting} Setting
 * @typedef {import('../engine/types.js').Settings} Settings
 * @typedef {import('../scenario/target.js').Target} Target
 * @typedef {{setting: Setting, element: HTMLElement, show: () => void, leave: () => void}} Row
 */

/** The section of the settings that are in none. */
const WHOLE = {id: '', name: 'The whole scenario', doc: 'What is not about one participant alone.'};

/**
 * Offers the settings in a drawer.
 * @param {HTMLElement} place  in the details element that is the drawer
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work
 * @param {import('../picture/picture.js').Picture} picture
 */
export function offerSettings(place, engine, work, picture) {
  const drawer = /** @type {HTMLDetailsElement} */ (place.closest('details'));
  const edits = new Edits(engine, work, 'settings');
  /** @type {SettingsForm | undefined} */
  let form;
  const show = async () => {
    if (!drawer.open) return;
    form?.show();
    const {scenario} = work;
    try {
      const settings = await engine.settings(scenario);
      if (scenario !== work.scenario) return; // the next change asks again
      form ??= new SettingsForm(place, edits, settings, (variant) => picture.choose(variant));
      form.update(settings.knobs);
    } catch (error) {
      if (!form) place.replaceChildren(element('p', '', messageOf(error)));
    }
  };
  drawer.addEventListener('toggle', show);
  work.addEventListener('change', show);
  if (edits.unfinished) drawer.open = true;
  show();
}

class SettingsForm {
  #edits;
  #target;
  #search = element('input');
  #count = element('span', 'settings-count');
  #all = button('', () => this.#showAll(!this.#showingAll));
  /** @type {{element: HTMLElement, rows: Row[]}[]} */
  #sections;
  /** For each path, in which variants the setting has an effect. @type {Map<string, boolean[]>} */
  #matters = new Map();
  #showingAll = false;
  /** The target that the fields show. @type {Target} */
  #shown = null;
  /** @type {import('../state/drafts.js').Drafts | undefined} */
  #drafts;

  /**
   * @param {HTMLElement} place
   * @param {Edits} edits
   * @param {Settings} settings
   * @param {(variant: number) => void} added  called with each variant that the form adds
   */
  constructor(place, edits, settings, added) {
    this.#edits = edits;
    this.#target = new TargetChoice(edits, null, (isNew) => {
      this.show();
      if (isNew && this.#target.target !== null) added(this.#target.target);
    });
    const all = settings.knobs.filter(hasControl).map((setting) => ({...setting, name: setting.name || nameOf(setting.path)}));
    this.#sections = [WHOLE, ...settings.sections]
      .map((section) => this.#section({...section, name: sectionName(section, settings.sections)}, all.filter(({path}) => parentOf(path) === section.id)))
      .filter(({rows}) => rows.length > 0);
    this.#search.type = 'search';
    this.#search.autocomplete = 'off';
    this.#search.spellcheck = false;
    this.#search.addEventListener('input', () => this.#filter());
    const find = element('div', 'field', element('label', '', element('span', 'field-name', 'Find a setting'), this.#search));
    this.#count.setAttribute('role', 'status');
    place.classList.add('form');
    place.replaceChildren(
      element('div', 'settings-head', find, this.#target.element),
      element('p', 'settings-line', this.#count, ' ', this.#all),
      ...this.#sections.map((section) => section.element),
      statusLine(edits),
    );
  }

  /**
   * @param {Settings['sections'][0]} section
   * @param {Setting[]} settings  of the section
   */
  #section({id, name, doc}, settings) {
    const heading = element('h3', '', name, element('span', 'only-heard', ' settings'));
    heading.id = `settings-${id || 'whole'}`;
    const rows = settings.map((setting) => this.#row(setting));
    const part = element('section', 'form-part', heading, element('p', 'form-hint', doc), ...rows.map((row) => row.element));
    part.setAttribute('aria-labelledby', heading.id);
    return {element: part, rows};
  }

  /**
   * @param {Setting} setting
   * @returns {Row}
   */
  #row(setting) {
    const edits = this.#edits;
    const {path, name} = setting;
    const target = () => this.#target.target;
    const doc = element('p', 'setting-doc', setting.doc);
    doc.id = `setting-${path}`;
    const control = controlOf(edits, setting, {
      label: name,
      of: () => '',
      path: () => pathAt(target(), path),
      read: (scenario) => valueAt(scenario, target(), path),
      write: (scenario, value) => setAt(scenario, target(), path, value === setting.default ? undefined : value),
      about: doc.id,
    });
    const reset = button('', async () => {
      const common = target() === null ? undefined : valueAt(edits.scenario, null, path);
      const at = target();
      if (await edits.attempt((scenario) => setAt(scenario, at, path, common))) control.first.focus();
    });
    const mark = element('span', 'setting-mark', 'changed');
    const idle = element('span', 'setting-idle', 'no effect here');
    const others = element('p', 'setting-others');
    const facts = element('p', 'setting-facts', element('code', '', path), element('span', '', factWords(setting)), mark, idle, reset);
    return {
      setting,
      element: element('div', 'setting', element('div', 'setting-control', ...control.parts), element('div', 'setting-about', doc, facts, others)),
      leave: control.leave,
      show: () => {
        const {scenario} = edits;
        const at = target();
        const common = valueAt(scenario, null, path) ?? setting.default;
        control.show();
        mark.hidden = sameValue(valueAt(scenario, at, path) ?? setting.default, valueAt(edits.original, at, path) ?? setting.default);
        idle.hidden = this.#hasEffect(setting);
        reset.hidden = at === null ? sameValue(common, setting.default) : !ownAt(scenario, at, path);
        setText(reset, at === null ? 'Reset' : `As all variants (${valueWords(common)})`);
        reset.setAttribute('aria-label', at === null ? `Reset ${name} to ${valueWords(setting.default)}` : `${name} ${reset.textContent}`);
        setText(others, at === null ? ownValues(scenario, path) : '');
        others.hidden = others.textContent === '';
      },
    };
  }

  /** @param {Setting} setting */
  #hasEffect({path}) {
    return hasEffect(this.#matters.get(path) ?? [], this.#target.target);
  }

  /**
   * Takes over on which variants each setting has an effect.
   * @param {Setting[]} settings
   */
  update(settings) {
    this.#matters = new Map(settings.map(({path, matters}) => [path, matters]));
    this.show();
  }

  /** Brings the form up to date. */
  show() {
    const {drafts} = this.#edits;
    if (drafts !== this.#drafts) this.#target.target = targetOfDraft(this.#edits); // another story is on the page
    this.#drafts = drafts;
    this.#target.show();
    const {target} = this.#target;
    for (const row of this.#sections.flatMap(({rows}) => rows)) {
      if (target !== this.#shown) row.leave();
      row.show();
    }
    this.#shown = target;
    this.#filter();
  }

  /** @param {boolean} all */
  #showAll(all) {
    this.#showingAll = all;
    this.#filter();
  }

  /** Hides the settings that are not searched for, or have no effect. */
  #filter() {
    const words = wordsOf(this.#search.value);
    let count = 0;
    let idle = 0;
    for (const {element: part, rows} of this.#sections) {
      for (const {setting, element: row} of rows) {
        const found = matches(setting, words);
        const effect = this.#hasEffect(setting);
        if (found) count++;
        if (found && !effect) idle++;
        const isEdited = row.contains(document.activeElement) || row.querySelector('[aria-invalid]') !== null;
        row.hidden = !(found && (effect || this.#showingAll)) && !isEdited;
      }
      part.hidden = rows.every((row) => row.element.hidden);
    }
    const on = targetWords(this.#edits.scenario, this.#target.target);
    setText(this.#count, countWords({count, idle, all: this.#showingAll, searched: words.length > 0, on}));
    setText(this.#all, this.#showingAll ? 'Hide those without effect' : 'Show them all');
    this.#all.hidden = idle === 0 && this.#all !== document.activeElement;
  }
}
