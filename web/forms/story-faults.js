// What goes wrong in the story, and when: in all variants, or in one of them.

import {SelectField} from './choice-fields.js';
import {callOptions, faultKind, newFault, withKind, withMember, withWhen} from './fault-edits.js';
import {Rows} from './rows.js';
import {hasEffect} from './setting-words.js';
import {clientName, clientsOf, keysOf} from './story-edits.js';
import {TargetChoice, targetOfDraft} from './target-choice.js';
import {TextField} from './text-field.js';
import {DURATION} from './values.js';
import {title} from '../scenario/story.js';
import {ownAt, pathAt, setAt, valueAt, variantNames} from '../scenario/target.js';
import {allow, button} from '../shell/button.js';
import {element, setText} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('../engine/types.js').Settings} Settings
 * @typedef {import('../scenario/target.js').Target} Target
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
  #after;

  /**
   * @param {Edits} edits
   * @param {() => Settings} offers
   */
  constructor(edits, offers) {
    this.#edits = edits;
    this.#offers = offers;
    this.#target = new TargetChoice(edits, targetOfDraft(edits, 'faults['), () => {
      for (const row of this.#rows) row.leave();
      this.show();
    });
    this.#rows = new Rows(this.#list, () => this.#row());
    this.#add = button('Add a fault', () => this.#addFault());
    this.#after = ['onError', 'onCacheError'].map((path) => this.#afterwards(path));
  }

  get parts() {
    return [this.#target.element, this.#about, this.#none, this.#list, this.#add, this.#others, ...this.#after.flatMap(({field, doc}) => [field.element, doc])];
  }

  /** @param {string} path  of a setting that says what happens after a failure */
  #afterwards(path) {
    const setting = () => this.#offers().knobs.find((knob) => knob.path === path);
    const doc = element('p', 'form-hint');
    doc.id = `story-${path}`;
    const field = new SelectField(this.#edits, {
      label: setting()?.name ?? '',
      of: () => '',
      path: () => pathAt(this.#target.target, path),
      read: (scenario) => valueAt(scenario, this.#target.target, path) ?? setting()?.default,
      write: (scenario, value) => setAt(scenario, this.#target.target, path, value === setting()?.default ? undefined : value),
      about: doc.id,
    }, () => (setting()?.ids ?? []).map((id) => ({value: id, text: id})));
    return {setting, field, doc};
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

  /** @param {FaultRow} row */
  #remove(row) {
    const {target} = this.#target;
    this.#rows.removeEntry(this.#edits, row, (scenario, index) => this.#put(scenario, target, this.#of(scenario, target).filter((_, i) => i !== index)),
      {wanted: () => this.#target.target === target, otherwise: this.#add});
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
    this.#showAfter();
  }

  #showAfter() {
    for (const {setting, field, doc} of this.#after) {
      const now = setting();
      const matters = now !== undefined && hasEffect(now.matters, this.#target.target);
      field.element.hidden = doc.hidden = !matters;
      if (!matters) continue;
      setText(doc, now.doc);
      field.show();
    }
  }

  /** @returns {FaultRow} */
  #row() {
    return new FaultRow(this.#edits, this.#offers, {
      path: (index) => pathAt(this.#target.target, `faults[${index}]`),
      read: (scenario, index) => this.#of(scenario)[index] ?? {},
      write: (scenario, index, fault) => this.#put(scenario, this.#target.target, this.#of(scenario).map((each, i) => (i === index ? fault : each))),
      remove: (row) => this.#remove(row),
    });
  }
}

/**
 * @typedef {object} Faults  the faults of the target, by index
 * @property {(index: number) => string} path
 * @property {(scenario: Json, index: number) => Json} read
 * @property {(scenario: Json, index: number, fault: Json) => void} write
 * @property {(row: FaultRow) => void} remove
 */

class FaultRow {
  index = 0;

  #edits;
  #offers;
  #faults;
  #what;
  #when;
  #time;
  #call;
  /** The fields of the members that some kinds of faults have. */
  #members;
  #doc = element('p', 'form-hint');
  #removal;

  /**
   * @param {Edits} edits
   * @param {() => Settings} offers
   * @param {Faults} faults
   */
  constructor(edits, offers, faults) {
    this.#edits = edits;
    this.#offers = offers;
    this.#faults = faults;
    this.#doc.id = `story-fault-${++hints}`;
    this.#what = new SelectField(edits, {
      ...this.#place('fault', 'What'),
      about: this.#doc.id,
      write: (scenario, id) => this.#edit(scenario, (fault) => withKind(scenario, offers(), fault, id)),
    }, () => offers().faultKinds.map(({id}) => ({value: id, text: title(id)})));
    this.#when = new SelectField(edits, {
      ...this.#place('at', 'When'),
      read: (scenario) => ('step' in this.#in(scenario) ? 'step' : 'time'),
      write: (scenario, value) => this.#edit(scenario, (fault) => withWhen(offers(), fault, value)),
    }, () => [{value: 'time', text: 'at a time'}, {value: 'step', text: 'as a call leaves'}]);
    this.#time = new TextField(edits, this.#place('at', 'Time'), DURATION);
    this.#call = new SelectField(edits, this.#place('step', 'Call'), () => callOptions(offers(), this.#kind));
    this.#members = this.#memberFields();
    this.#removal = button('Remove', () => faults.remove(this));
    this.element = element('li', 'form-card', element('div', 'form-line', this.#what.element, this.#when.element, this.#time.element, this.#call.element,
      ...this.#members.map(({field}) => field.element), this.#removal), this.#doc);
  }

  get first() {
    return this.#what.input;
  }

  /** @param {Json} scenario */
  #in(scenario) {
    return this.#faults.read(scenario, this.index);
  }

  get #kind() {
    return faultKind(this.#offers(), this.#in(this.#edits.scenario).fault);
  }

  /**
   * @param {Json} scenario
   * @param {(fault: Json) => Json} edit
   */
  #edit(scenario, edit) {
    this.#faults.write(scenario, this.index, edit(this.#in(scenario)));
  }

  /**
   * Returns the place of a member of the fault.
   * @param {string} name
   * @param {string} label
   * @returns {import('./field-parts.js').Place}
   */
  #place(name, label) {
    return {
      label,
      of: () => `of fault ${this.index + 1}`,
      path: () => `${this.#faults.path(this.index)}.${name}`,
      read: (scenario) => this.#in(scenario)[name],
      write: (scenario, value) => this.#edit(scenario, (fault) => withMember(fault, name, value)),
    };
  }

  #memberFields() {
    const {faults: members, faultKinds} = this.#offers();
    return members.filter(({path}) => faultKinds.some(({member}) => member === path)).map(({path, name, type}) => ({
      path,
      field: type === 'duration' ? new TextField(this.#edits, this.#place(path, name), DURATION)
        : path === 'client' ? this.#clientField(name)
        : new SelectField(this.#edits, this.#place(path, title(path)), () => keysOf(this.#edits.scenario).map((key) => ({value: key, text: key}))),
    }));
  }

  /** @param {string} label */
  #clientField(label) {
    const place = this.#place('client', label);
    return new SelectField(this.#edits, {
      ...place,
      read: (scenario) => String(place.read(scenario)),
      write: (scenario, number) => place.write(scenario, Number(number)),
    }, () => clientsOf(this.#edits.scenario).map((/** @type {Json} */ _, /** @type {number} */ i) => ({value: String(i + 1), text: clientName(this.#edits.scenario, i)})));
  }

  show() {
    const stepped = 'step' in this.#in(this.#edits.scenario);
    const {member, doc} = this.#kind;
    this.#time.element.hidden = stepped;
    this.#call.element.hidden = !stepped;
    for (const field of [this.#what, this.#when, stepped ? this.#call : this.#time]) field.show();
    for (const {path, field} of this.#members) {
      field.element.hidden = path !== member || path === 'client' && stepped;
      if (!field.element.hidden) field.show();
    }
    setText(this.#doc, doc);
    this.#removal.setAttribute('aria-label', `Remove fault ${this.index + 1}`);
  }

  get #texts() {
    return [this.#time, ...this.#members.map(({field}) => field)].filter((field) => field instanceof TextField);
  }

  removed() {
    for (const field of this.#texts) field.removed();
  }

  /** Detaches the fields from their places, before they show those of another target. */
  leave() {
    for (const field of this.#texts) field.leave();
  }
}
