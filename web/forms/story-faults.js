// What goes wrong in the story, and when: in all ways, or in one of them.

import {allow, button, DURATION, SelectField, TextField, write} from './fields.js';
import {Rows} from './rows.js';
import {title} from '../scenario/story.js';
import {TargetChoice} from './target-choice.js';
import {ownAt, pathAt, setAt, valueAt, variantNames} from '../scenario/target.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('../engine/types.js').Settings} Settings
 * @typedef {import('../engine/types.js').FaultKind} FaultKind
 * @typedef {import('../scenario/target.js').Target} Target
 */

/** When a new fault happens, and how long it lasts. */
const FIRST_AT = '1s';

/** The kind of a fault. @param {Settings} offers @param {string} id @returns {FaultKind} */
const kindOf = (offers, id) => offers.faultKinds.find((kind) => kind.id === id) ?? {id, doc: '', member: '', needed: false, steps: []};

/** The calls at which a kind of fault can strike. @param {Settings} offers @param {FaultKind} kind */
const callsOf = (offers, kind) => offers.operations.flatMap(({id, client, what, calls}) =>
  calls.filter((call) => kind.steps.includes(call)).map((call) => ({value: `${id}/${call}`, text: `${client}, ${what}: ${call}`})));

/** The keys that there are. @param {Json} scenario @returns {string[]} */
const keysOf = (scenario) => [...new Set([...scenario.clients.flatMap((/** @type {Json} */ client) => client.ops.map((/** @type {Json} */ op) => op.key)),
  ...Object.keys(scenario.source?.records ?? {})])];

/** @param {Edits} edits @param {() => Settings} offers */
export function faults(edits, offers) {
  const list = new FaultList(edits, offers);
  return {parts: list.parts, show: () => list.show()};
}

class FaultList {
  #edits;
  #offers;
  #target;
  #list = element('ul', 'story-faults');
  /** @type {Rows<Row & {leave: () => void}>} */
  #rows;
  #about = element('p', 'form-hint', 'A fault comes at a time, or as a call leaves. At a time, what befalls a call befalls the next one from then on.');
  #none = element('p', 'form-hint', 'Nothing. A crash can also be dragged along the axis of time, above; and “What if …” in a diagram lets anything go wrong there.');
  #others = element('p', 'form-hint');
  #add;
  #onError;
  #onErrorDoc = element('p', 'form-hint');

  /** @param {Edits} edits @param {() => Settings} offers */
  constructor(edits, offers) {
    this.#edits = edits;
    this.#offers = offers;
    this.#target = new TargetChoice(edits, targetOf(edits), () => {
      for (const row of this.#rows) row.leave();
      this.show();
    });
    this.#rows = new Rows(this.#list, () => this.#fault());
    this.#add = button('Add a fault', async () => {
      const {target} = this.#target;
      const [{id}] = offers().faultKinds;
      const errors = await edits.make('', (scenario) => this.#put(scenario, target, [...this.#of(scenario, target), {fault: id, at: FIRST_AT}]));
      if (errors.length > 0) edits.refused(errors);
      else this.#rows.focus(this.#rows.length - 1);
    });
    this.#add.className = 'add';
    this.#onErrorDoc.id = 'story-on-error';
    this.#onError = new SelectField(edits, {
      label: this.#onErrorKnob?.name ?? '',
      of: () => '',
      path: () => pathAt(this.#target.target, 'onError'),
      read: (scenario) => valueAt(scenario, this.#target.target, 'onError') ?? this.#onErrorKnob?.default,
      write: (scenario, value) => setAt(scenario, this.#target.target, 'onError', value === this.#onErrorKnob?.default ? undefined : value),
      about: this.#onErrorDoc.id,
    }, () => (this.#onErrorKnob?.ids ?? []).map((id) => ({value: id, text: id})));
  }

  get parts() {
    return [this.#target.element, this.#about, this.#none, this.#list, this.#add, this.#others, this.#onError.element, this.#onErrorDoc];
  }

  get #onErrorKnob() {
    return this.#offers().knobs.find(({path}) => path === 'onError');
  }

  /** The faults of a target. @param {Json} scenario @param {Target} [target] @returns {Json[]} */
  #of(scenario, target = this.#target.target) {
    return valueAt(scenario, target, 'faults') ?? [];
  }

  /** @param {Json} scenario @param {Target} target @param {Json[]} list */
  #put(scenario, target, list) {
    setAt(scenario, target, 'faults', list.length > 0 ? list : undefined);
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
      ? variantNames(scenario).filter((_, way) => ownAt(scenario, way, 'faults')) : [];
    write(this.#others, own.length > 0 ? `Not changed by this, with faults of its own: ${own.join(', ')}.` : '');
    this.#others.hidden = own.length === 0;
    const knob = this.#onErrorKnob;
    const matters = knob !== undefined && (this.#target.target === null ? knob.matters.includes(true) : knob.matters[this.#target.target] ?? false);
    this.#onError.element.hidden = this.#onErrorDoc.hidden = !matters;
    if (matters) {
      write(this.#onErrorDoc, knob.doc);
      this.#onError.show();
    }
  }

  /** @returns {Row & {leave: () => void}} */
  #fault() {
    const edits = this.#edits;
    const offers = this.#offers;
    const of = () => `of fault ${row.index + 1}`;
    /** @param {Json} scenario @returns {Json} */
    const at = (scenario) => this.#of(scenario)[row.index] ?? {};
    /** @param {Json} scenario @param {Json} fault */
    const put = (scenario, fault) => this.#put(scenario, this.#target.target, this.#of(scenario).map((each, i) => (i === row.index ? fault : each)));
    const kind = () => kindOf(offers(), at(edits.scenario).fault);
    /** @param {string} name @param {string} label @returns {import('./fields.js').Place} */
    const place = (name, label) => ({
      label,
      of,
      path: () => pathAt(this.#target.target, `faults[${row.index}].${name}`),
      read: (scenario) => at(scenario)[name],
      write: (scenario, value) => {
        const {[name]: _, ...others} = at(scenario);
        put(scenario, value === undefined ? others : {...others, [name]: value});
      },
    });
    const doc = element('p', 'form-hint');
    doc.id = `story-fault-${++faultRows}`;
    const what = new SelectField(edits, {
      ...place('fault', 'What'),
      about: doc.id,
      write: (scenario, id) => put(scenario, faultOf(scenario, offers(), id, at(scenario))),
    }, () => offers().faultKinds.map(({id}) => ({value: id, text: title(id)})));
    const when = new SelectField(edits, {
      ...place('at', 'When'),
      read: (scenario) => ('step' in at(scenario) ? 'step' : 'time'),
      write: (scenario, value) => {
        const {at: time, step, ...rest} = at(scenario);
        put(scenario, value === 'step' ? {...rest, step: step ?? callsOf(offers(), kind())[0]?.value} : {...rest, at: time ?? FIRST_AT});
      },
    }, () => [{value: 'time', text: 'at a time'}, {value: 'step', text: 'as a call leaves'}]);
    const time = new TextField(edits, place('at', 'Time'), DURATION);
    const call = new SelectField(edits, place('step', 'Call'), () => callsOf(offers(), kind()));
    const members = offers().faults.filter(({path}) => offers().faultKinds.some(({member}) => member === path)).map(({path, name, type}) => ({
      path,
      field: type === 'duration' ? new TextField(edits, place(path, name), DURATION)
        : new SelectField(edits, place(path, title(path)), () => keysOf(edits.scenario).map((key) => ({value: key, text: key}))),
    }));
    const remove = button('Remove', async () => {
      const {index} = row;
      const {target} = this.#target;
      const errors = await edits.make('', (scenario) => this.#put(scenario, target, this.#of(scenario, target).filter((_, i) => i !== index)),
        {before: () => this.#rows.take(index)});
      if (errors.length > 0) edits.refused(errors);
      else if (this.#rows.length > 0) this.#rows.focus(Math.min(index, this.#rows.length - 1));
      else this.#add.focus();
    });
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
        write(doc, says);
        remove.setAttribute('aria-label', `Remove fault ${row.index + 1}`);
      },
      leave() {
        for (const field of [time, ...members.map((each) => each.field)]) if (field instanceof TextField) field.leave();
      },
    };
    return row;
  }
}

let faultRows = 0;

/** The target of what is unfinished here, or else all ways. @param {Edits} edits @returns {Target} */
function targetOf(edits) {
  for (const name of edits.drafts.names('story:compare[')) {
    const [, way] = /^story:compare\[(\d)\]\.faults\[/.exec(name) ?? [];
    if (way !== undefined && edits.scenario.compare?.[way]) return Number(way);
  }
  return null;
}

/**
 * A fault of a kind in place of another one: where that was, as far as it can be there.
 * @param {Json} scenario @param {Settings} offers @param {string} id @param {Json} before @returns {Json}
 */
function faultOf(scenario, offers, id, before) {
  const kind = kindOf(offers, id);
  const call = 'step' in before && (kind.steps.includes(before.step.split('/').at(-1)) ? before.step : callsOf(offers, kind)[0]?.value);
  /** @type {Json} */
  const fault = {fault: id, ...(call ? {step: call} : {at: before.at ?? FIRST_AT})};
  const {member, needed} = kind;
  if (member && (needed || member in before)) fault[member] = before[member] ?? (member === 'key' ? keysOf(scenario)[0] : FIRST_AT);
  return fault;
}
