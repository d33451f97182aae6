// "All settings": every knob that matters in the story, by sections, to be found
// by name and by meaning. It is built when it is first opened.

import {Edits} from '../state/edits.js';
import {button, saying, write} from './fields.js';
import {messageOf} from '../scenario/text.js';
import {controlOf, hasControl} from './setting-controls.js';
import {parseDuration} from '../scenario/duration.js';
import {title} from '../scenario/story.js';
import {TargetChoice} from './target-choice.js';
import {ownAt, pathAt, setAt, valueAt, variantName, variantCount} from '../scenario/target.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../engine/types.js').Setting} Setting
 * @typedef {import('../scenario/target.js').Target} Target
 * @typedef {import('../engine/types.js').Settings} Settings
 * @typedef {{knob: Setting, element: HTMLElement, show: () => void, leave: () => void}} Row
 */

/** What belongs to no section. */
const WHOLE = {id: '', name: 'The whole scenario', doc: 'What is not about one participant alone.'};

/**
 * @param {HTMLElement} place  in the details element that it is opened with
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work @param {import('../picture/picture.js').Picture} picture
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
      if (scenario !== work.scenario) return; // it is asked anew
      form ??= new SettingsForm(place, edits, settings, (way) => picture.choose(way));
      form.matter(settings.knobs);
    } catch (error) {
      if (!form) place.replaceChildren(element('p', '', messageOf(error)));
    }
  };
  drawer.addEventListener('toggle', show);
  work.addEventListener('change', show);
  if (edits.unfinished) drawer.open = true;
  show();
}

/** The target of what is unfinished, or else all ways. @param {Edits} edits */
function targetOf(edits) {
  for (const name of edits.drafts.names('settings:')) {
    const [, way] = /^settings:compare\[(\d)\]/.exec(name) ?? [];
    if (way === undefined) continue;
    if (edits.scenario.compare && Number(way) < variantCount(edits.scenario)) return Number(way);
    const draft = edits.drafts.get(name); // its way is not there any more
    if (draft) edits.drafts.drop(draft);
  }
  return null;
}

class SettingsForm {
  #edits;
  #target;
  #search = element('input');
  #count = element('span', 'settings-count');
  #all = button('', () => this.#showAll(!this.#showingAll));
  /** @type {{element: HTMLElement, rows: Row[]}[]} */
  #sections;
  /** @type {Map<string, boolean[]>} for each knob, in which ways it matters */
  #matters = new Map();
  #showingAll = false;
  /** The target that the fields are about. @type {Target} */
  #shown = null;
  /** @type {import('../state/drafts.js').Drafts | undefined} */
  #drafts;

  /**
   * @param {HTMLElement} place @param {Edits} edits
   * @param {Settings} settings @param {(way: number) => void} added  called with a new way
   */
  constructor(place, edits, settings, added) {
    this.#edits = edits;
    this.#target = new TargetChoice(edits, null, (isNew) => {
      this.show();
      if (isNew && this.#target.target !== null) added(this.#target.target);
    });
    const knobs = settings.knobs.filter(hasControl).map((knob) => ({...knob, name: knob.name || title(lastOf(knob.path))}));
    this.#sections = [WHOLE, ...settings.sections].map((section) => this.#section(withParent(section, settings.sections), knobs))
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
      saying(edits),
    );
  }

  get #rows() {
    return this.#sections.flatMap(({rows}) => rows);
  }

  /** @param {Settings['sections'][0]} section @param {Setting[]} knobs all of them */
  #section({id, name, doc}, knobs) {
    const heading = element('h3', '', name, element('span', 'only-heard', ' settings'));
    heading.id = `settings-${id || 'whole'}`;
    const rows = knobs.filter(({path}) => parentOf(path) === id).map((knob) => this.#row(knob));
    const part = element('section', 'form-part', heading, element('p', 'form-hint', doc), ...rows.map((row) => row.element));
    part.setAttribute('aria-labelledby', heading.id);
    return {element: part, rows};
  }

  /** @param {Setting} knob @returns {Row} */
  #row(knob) {
    const edits = this.#edits;
    const {path, name} = knob;
    const target = () => this.#target.target;
    const doc = element('p', 'setting-doc', knob.doc);
    doc.id = `setting-${path}`;
    const control = controlOf(edits, knob, {
      label: name,
      of: () => '',
      path: () => pathAt(target(), path),
      read: (scenario) => valueAt(scenario, target(), path),
      write: (scenario, value) => setAt(scenario, target(), path, value === knob.default ? undefined : value),
      about: doc.id,
    });
    const reset = button('', async () => {
      const whole = edits.scenario;
      const way = target();
      const errors = await edits.make('', (scenario) => setAt(scenario, way, path, way === null ? undefined : valueAt(whole, null, path)));
      if (errors.length > 0) edits.refused(errors);
      else control.first.focus();
    });
    const mark = element('span', 'setting-mark', 'changed');
    const idle = element('span', 'setting-idle', 'no effect here');
    const others = element('p', 'setting-others');
    const bounds = ['number', 'decimal'].includes(knob.type) ? `, ${knob.allowed}` : '';
    const facts = element('p', 'setting-facts', element('code', '', path), element('span', '', `${byDefault(knob)}${bounds}`), mark, idle, reset);
    return {
      knob,
      element: element('div', 'setting', element('div', 'setting-control', ...control.parts), element('div', 'setting-about', doc, facts, others)),
      leave: control.leave,
      show: () => {
        const {scenario} = edits;
        const way = target();
        const common = valueAt(scenario, null, path) ?? knob.default;
        control.show();
        mark.hidden = same(valueAt(scenario, way, path) ?? knob.default, valueAt(edits.original, way, path) ?? knob.default);
        idle.hidden = this.#mattersNow(knob);
        reset.hidden = way === null ? same(common, knob.default) : !ownAt(scenario, way, path);
        write(reset, way === null ? 'Reset' : `As all ways (${say(common)})`);
        reset.setAttribute('aria-label', way === null ? `Reset ${name} to ${say(knob.default)}` : `${name} ${reset.textContent}`);
        write(others, way === null ? exceptions(scenario, path) : '');
        others.hidden = others.textContent === '';
      },
    };
  }

  /** @param {Setting} knob */
  #mattersNow({path}) {
    const runs = this.#matters.get(path) ?? [];
    const {target} = this.#target;
    return target === null ? runs.includes(true) : runs[target] ?? false;
  }

  /** Takes over in which ways each knob matters. @param {Setting[]} knobs */
  matter(knobs) {
    this.#matters = new Map(knobs.map(({path, matters}) => [path, matters]));
    this.show();
  }

  /** Brings all up to date. */
  show() {
    const {drafts} = this.#edits;
    if (drafts !== this.#drafts) this.#target.target = targetOf(this.#edits); // another story begins
    this.#drafts = drafts;
    this.#target.show();
    const {target} = this.#target;
    for (const row of this.#rows) {
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

  /** Leaves what is searched for, and matters. */
  #filter() {
    const words = this.#search.value.toLowerCase().split(/\s+/);
    let found = 0;
    let idle = 0;
    for (const {element: part, rows} of this.#sections) {
      let visible = 0;
      for (const {knob, element: row} of rows) {
        const items = (knob.items ?? []).map((item) => `${item.name} ${item.doc}`).join(' ');
        const text = `${knob.name} ${knob.path} ${knob.doc} ${knob.ids.join(' ')} ${items}`.toLowerCase();
        const hit = words.every((word) => text.includes(word));
        const matters = this.#mattersNow(knob);
        if (hit) found++;
        if (hit && !matters) idle++;
        // What is being edited does not vanish under the reader's hands.
        const edited = row.contains(document.activeElement) || row.querySelector('[aria-invalid]') !== null;
        row.hidden = !(hit && (matters || this.#showingAll)) && !edited;
        if (!row.hidden) visible++;
      }
      part.hidden = visible === 0;
    }
    const {target} = this.#target;
    write(this.#count, counted(found, idle, this.#showingAll, words.join(''),
      target === null ? 'this story' : `“${variantName(this.#edits.scenario, target)}”`));
    write(this.#all, this.#showingAll ? 'Hide those without effect' : 'Show them all');
    this.#all.hidden = idle === 0 && this.#all !== document.activeElement;
  }
}

/** @param {number} found @param {number} idle @param {boolean} all @param {string} query @param {string} on */
function counted(found, idle, all, query, on) {
  const settings = `${found} ${found === 1 ? 'setting' : 'settings'}${query ? ' found' : ''}`;
  if (found === 0) return 'No setting is found.';
  if (idle === 0) return `${settings}.`;
  if (all) return `${settings}; ${idle} of them ${idle === 1 ? 'has' : 'have'} no effect on ${on}.`;
  return `${found - idle} of ${settings}; the ${idle === 1 ? 'other has' : 'others have'} no effect on ${on}.`;
}

/** Ways that have a setting of their own are not changed with all. @param {Json} scenario @param {string} path */
function exceptions(scenario, path) {
  if (!scenario.compare) return '';
  const own = Array.from({length: variantCount(scenario)}, (_, way) => way).filter((way) => ownAt(scenario, way, path))
    .map((way) => `${variantName(scenario, way)} (${say(valueAt(scenario, way, path))})`);
  return own.length > 0 ? `Not changed by this, with a value of its own: ${own.join(', ')}.` : '';
}

/** @param {unknown} value */
function say(value) {
  if (typeof value === 'string') return value;
  if (value === undefined) return 'not set';
  return typeof value === 'object' ? 'as written out' : String(value);
}

/** @param {Setting} knob */
const byDefault = (knob) => (knob.default === undefined ? 'not set by default' : `default ${say(knob.default)}`);

/** What a path stands in, "" for the whole. @param {string} path */
const parentOf = (path) => path.slice(0, Math.max(path.lastIndexOf('.'), 0));

/** @param {string} path */
const lastOf = (path) => path.slice(path.lastIndexOf('.') + 1);

/** A section inside another one is named after both. @param {Settings['sections'][0]} section @param {Settings['sections']} all */
function withParent(section, all) {
  const parent = all.find(({id}) => id !== '' && id === parentOf(section.id));
  return parent ? {...section, name: `${parent.name}: ${section.name.toLowerCase()}`} : section;
}

/** @param {unknown} a @param {unknown} b */
function same(a, b) {
  const [x, y] = [parseDuration(a), parseDuration(b)];
  return x !== null && y !== null ? x === y : JSON.stringify(a) === JSON.stringify(b);
}
