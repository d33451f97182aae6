// What goes wrong in the story, and when: in all variants, or in one of them.

import {SelectField} from './choice-fields.js';
import {callOptions, faultKind, newFault, withKind, withMember, withWhen} from './fault-edits.js';
import {Rows} from './rows.js';
import {keysOf} from './story-edits.js';
import {TargetChoice} from './target-choice.js';
import {TextField} from './text-field.js';
import {DURATION} from './values.js';
import {title} from '../scenario/story.js';
import {ownAt, pathAt, setAt, valueAt, variantNames} from '../scenario/target.js';
import {allow, button} from '../shell/button.js';
import {element, setText} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('../engine/types.js').Settings} Settings
 * @typedef {import('../scenario/target.js').Target} Target
 * @typedef {Row & {leave: () => void}} FaultRow
 */

let hints = 0;

/**
 * Creates the list of faults.
 * @param {Edits} edits
 * @param {() => Settings} offers
 */
export function faults(edits, offers) {
  const list = new FaultList(edits, offers);
  return {parts: list.parts, show: () => list.show()};
}

class FaultList {
  #edits;
  #offers;
  #target;
  #list = element('ul', 'story-faults');
  /** @type {Rows<FaultRow>} */
  #rows;
  #about = element('p', 'form-hint', 'A fault comes at a time, or as a call leaves. At a time, what befalls a call befalls the next one from then on.');
  #none = element('p', 'form-hint', 'Nothing. A crash can also be dragged along the axis of time, above; and “What if …” in a diagram lets anything go wrong there.');
  #others = element('p', 'form-hint');
  #add;
  #onError;
  #onErrorDoc = element('p', 'form-hint');

  /**
   * @param {Edits} edits
   * @param {() => Settings} offers
   */
  constructor(edits, offers) {
    this.#edits = edits;
    this.#offers = offers;
    this.#target = new TargetChoice(edits, targetOf(edits), () => {
      for (const row of this.#rows) row.leave();
      this.show();
    });
    this.#rows = new Rows(this.#list, () => this.#row());
    this.#add = button('Add a fault', () => this.#addFault());
    this.#onErrorDoc.id = 'story-on-error';
    this.#onError = new SelectField(edits, {
      label: this.#onErrorSetting?.name ?? '',
      of: () => '',
      path: () => pathAt(this.#target.target, 'onError'),
      read: (scenario) => valueAt(scenario, this.#target.target, 'onError') ?? this.#onErrorSetting?.default,
      write: (scenario, value) => setAt(scenario, this.#target.target, 'onError', value === this.#onErrorSetting?.default ? undefined : value),
      about: this.#onErrorDoc.id,
    }, () => (this.#onErrorSetting?.ids ?? []).map((id) => ({value: id, text: id})));
  }

  get parts() {
    return [this.#target.element, this.#about, this.#none, this.#list, this.#add, this.#others, this.#onError.element, this.#onErrorDoc];
  }

  get #onErrorSetting() {
    return this.#offers().knobs.find(({path}) => path === 'onError');
  }

  /**
   * Returns the faults of a target.
   * @param {Json} scenario
   * @param {Target} [target]
   * @returns {Json[]}
   */
  #of(scenario, target = this.#target.target) {
    return valueAt(scenario, target, 'faults') ?? [];
  }

  /**
   * Sets the faults of a target.
   * @param {Json} scenario
   * @param {Target} target
   * @param {Json[]} list
   */
  #put(scenario, target, list) {
    setAt(scenario, target, 'faults', list.length > 0 ? list : undefined);
  }

  async #addFault() {
    const {target} = this.#target;
    const fault = newFault(this.#offers());
    const added = await this.#edits.attempt((scenario) => this.#put(scenario, target, [...this.#of(scenario, target), fault]));
    if (added) this.#rows.focus(this.#rows.length - 1);
  }

  /** @param {number} index */
  async #remove(index) {
    const {target} = this.#target;
    const removed = await this.#edits.attempt((scenario) => this.#put(scenario, target, this.#of(scenario, target).filter((_, i) => i !== index)),
      {before: () => this.#rows.remove(index)});
    if (!removed) return;
    if (this.#rows.length > 0) this.#rows.focus(Math.min(index, this.#rows.length - 1));
    else this.#add.focus();
  }

  show() {
    const {scenario} = this.#edits;
    this.#target.show();
    const {length} = this.#of(scenario);
    this.#about.hidden = length === 0;
    this.#none.hidden = length > 0;
    this.#list.hidden = length === 0;
    this.#rows.show(length);
    allow(this.#add, length < this.#edits.limits.faults);
    const own = this.#target.target === null && scenario.compare
      ? variantNames(scenario).filter((_, variant) => ownAt(scenario, variant, 'faults')) : [];
    setText(this.#others, own.length > 0 ? `Not changed by this, with faults of its own: ${own.join(', ')}.` : '');
    this.#others.hidden = own.length === 0;
    this.#showOnError();
  }

  #showOnError() {
    const setting = this.#onErrorSetting;
    const {target} = this.#target;
    const matters = setting !== undefined && (target === null ? setting.matters.includes(true) : setting.matters[target] ?? false);
    this.#onError.element.hidden = this.#onErrorDoc.hidden = !matters;
    if (!matters) return;
    setText(this.#onErrorDoc, setting.doc);
    this.#onError.show();
  }

  /** @returns {FaultRow} */
  #row() {
    const edits = this.#edits;
    const offers = this.#offers;
    /** @param {Json} scenario @returns {Json} */
    const at = (scenario) => this.#of(scenario)[row.index] ?? {};
    /** @param {Json} scenario @param {(fault: Json) => Json} edit */
    const put = (scenario, edit) => this.#put(scenario, this.#target.target, this.#of(scenario).map((each, i) => (i === row.index ? edit(each) : each)));
    const kind = () => faultKind(offers(), at(edits.scenario).fault);
    /** @param {string} name @param {string} label @returns {import('./field-parts.js').Place} */
    const place = (name, label) => ({
      label,
      of: () => `of fault ${row.index + 1}`,
      path: () => pathAt(this.#target.target, `faults[${row.index}].${name}`),
      read: (scenario) => at(scenario)[name],
      write: (scenario, value) => put(scenario, (fault) => withMember(fault, name, value)),
    });
    const doc = element('p', 'form-hint');
    doc.id = `story-fault-${++hints}`;
    const what = new SelectField(edits, {
      ...place('fault', 'What'),
      about: doc.id,
      write: (scenario, id) => put(scenario, (fault) => withKind(scenario, offers(), fault, id)),
    }, () => offers().faultKinds.map(({id}) => ({value: id, text: title(id)})));
    const when = new SelectField(edits, {
      ...place('at', 'When'),
      read: (scenario) => ('step' in at(scenario) ? 'step' : 'time'),
      write: (scenario, value) => put(scenario, (fault) => withWhen(offers(), fault, value)),
    }, () => [{value: 'time', text: 'at a time'}, {value: 'step', text: 'as a call leaves'}]);
    const time = new TextField(edits, place('at', 'Time'), DURATION);
    const call = new SelectField(edits, place('step', 'Call'), () => callOptions(offers(), kind()));
    const members = offers().faults.filter(({path}) => offers().faultKinds.some(({member}) => member === path)).map(({path, name, type}) => ({
      path,
      field: type === 'duration' ? new TextField(edits, place(path, name), DURATION)
        : new SelectField(edits, place(path, title(path)), () => keysOf(edits.scenario).map((key) => ({value: key, text: key}))),
    }));
    const texts = [time, ...members.map(({field}) => field)].filter((field) => field instanceof TextField);
    const remove = button('Remove', () => this.#remove(row.index));
    const row = {
      element: element('li', 'form-card', element('div', 'form-line', what.element, when.element, time.element, call.element,
        ...members.map(({field}) => field.element), remove), doc),
      first: what.input,
      index: 0,
      show() {
        const stepped = 'step' in at(edits.scenario);
        const {member, doc: says} = kind();
        time.element.hidden = stepped;
        call.element.hidden = !stepped;
        for (const field of [what, when, stepped ? call : time]) field.show();
        for (const {path, field} of members) {
          field.element.hidden = path !== member;
          if (path === member) field.show();
        }
        setText(doc, says);
        remove.setAttribute('aria-label', `Remove fault ${row.index + 1}`);
      },
      removed() {
        for (const field of texts) field.removed();
      },
      leave() {
        for (const field of texts) field.leave();
      },
    };
    return row;
  }
}

/**
 * Returns the variant in which a draft of a fault is, or else all variants.
 * @param {Edits} edits
 * @returns {Target}
 */
function targetOf(edits) {
  for (const name of edits.drafts.names('story:compare[')) {
    const [, variant] = /^story:compare\[(\d)\]\.faults\[/.exec(name) ?? [];
    if (variant !== undefined && edits.scenario.compare?.[variant]) return Number(variant);
  }
  return null;
}
