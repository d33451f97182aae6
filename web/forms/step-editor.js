// The editor of one list of steps: a strategy of one's own. Each change is tried
// at once; what cannot work stays here, with what is wrong with it, while the
// diagram shows the last list that could.

import {allow, button, DURATION, saying, TextField, write} from './fields.js';
import {Rows} from './rows.js';
import {messageOf, sayError} from '../scenario/text.js';
import {listAt, putList, same, strategyOf} from '../scenario/step-list.js';
import {title} from '../scenario/story.js';
import {TargetChoice} from './target-choice.js';
import {ownAt, pathAt, setAt, strategyAt, variantName} from '../scenario/target.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('../engine/types.js').FieldError} FieldError
 * @typedef {import('../engine/types.js').Strategies} Strategies
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('../scenario/target.js').Target} Target
 * @typedef {import('../scenario/step-list.js').Kind} Kind
 * @typedef {import('../scenario/step-list.js').List} List
 */

const TAKERS = [{id: 'client', text: 'the client'}, {id: 'manager', text: 'the Resource Manager'}];

export class StepEditor {
  element = element('section', 'step-editor form');
  /** The way in whose panel it stands. @type {number} */
  run;
  kind;

  #edits;
  #strategies;
  #target;
  /** What has been made of the list that the scenario does not have. @type {import('../state/drafts.js').Draft | null} */
  #draft = null;
  #drafts;
  #drawn;
  /** The strategy that it was last. @type {string | undefined} */
  #named;
  /** @type {FieldError[]} */
  #errors = [];

  #heading = element('h3');
  #by = element('select');
  #takers;
  #list = element('ol', 'step-rows');
  /** @type {Rows<Row>} */
  #rows;
  #wait;
  #step = element('select');
  #stepDoc = element('p', 'form-hint');
  #add;
  #flaws = element('ul', 'step-flaws');
  #state = element('p', 'step-state');
  #back;

  /**
   * @param {Edits} edits @param {Strategies} strategies
   * @param {{kind: Kind, run: number, target: Target}} of
   * @param {{close: () => void, moved: () => void, drawn: () => void}} tell  that it is done, that
   *   it stands beside another way, that it may look otherwise
   */
  constructor(edits, strategies, {kind, run, target}, {close, moved, drawn}) {
    this.#edits = edits;
    this.#drafts = edits.drafts;
    this.#strategies = strategies;
    this.kind = kind;
    this.run = run;
    this.#drawn = drawn;
    this.#target = new TargetChoice(edits, target, (added) => {
      this.#leave(added);
      if (this.#target.target !== null) this.run = this.#target.target;
      moved();
    }, () => this.run);
    this.#heading.tabIndex = -1;
    this.#rows = new Rows(this.#list, () => this.#row());
    this.#by.append(...TAKERS.map(({id, text}) => new Option(text, id)));
    this.#by.addEventListener('change', () => this.#change((list) => { list.by = this.#by.value; }));
    this.#takers = element('div', 'field', element('label', '', element('span', 'field-name', 'Taken by'), this.#by));
    this.#takers.hidden = kind === 'worker';
    this.#wait = new TextField(edits, {
      label: 'Each wait lasts',
      of: () => '',
      path: () => `${pathAt(this.#target.target, strategyOf(this.kind))}.wait`,
      read: () => this.list.wait,
      write: (scenario, value) => this.#put(scenario, {...this.list, wait: value}),
    }, {...DURATION});
    this.#wait.input.placeholder = '1s';
    this.#step.addEventListener('change', () => this.#showStep());
    this.#add = button('Add', () => this.#addStep());
    this.#back = button('', () => this.#goBack());
    for (const part of [this.#by, this.#step]) part.autocomplete = 'off';
    this.#state.setAttribute('role', 'status');
    this.element.append(
      element('div', 'step-head', this.#heading, button('Done', close)), this.#target.element, this.#takers, this.#list, this.#flaws, this.#wait.element,
      element('div', 'form-line step-add', element('div', 'field', element('label', '', element('span', 'field-name', 'Add a step'), this.#step)), this.#add),
      this.#stepDoc, this.#state, element('div', 'form-buttons', this.#back), saying(edits));
  }

  focus() {
    this.#heading.focus();
  }

  /** The list as it is here. @returns {List} */
  get list() {
    return this.#draft?.content ?? this.#stored(this.#target.target);
  }

  /** There is something that the scenario does not have. */
  get unfinished() {
    return this.#draft !== null;
  }

  /** Its list is the one that the diagram shows, or is about to be. */
  get shown() {
    if (this.#draft) return this.#errors.length === 0;
    return same(this.list, this.#stored(this.#edits.scenario.compare ? this.run : null));
  }

  /** The list of a target. @param {Target} target */
  #stored(target) {
    return listAt(this.#strategies, this.#edits.scenario, target, this.kind);
  }

  /** @param {Json} scenario @param {List} list */
  #put(scenario, list) {
    putList(this.#strategies, scenario, this.#target.target, this.kind, list, this.#origin());
  }

  #draftName() {
    return `${this.#edits.name}:${pathAt(this.#target.target, strategyOf(this.kind))}${this.kind === 'worker' ? '.worker' : ''}`;
  }

  /** @param {(list: List) => void} edit @param {() => void} [before] what is done to the rows meanwhile */
  #change(edit, before = () => {}) {
    const since = JSON.stringify(this.#stored(this.#target.target));
    const content = structuredClone(this.list);
    edit(content);
    before();
    if (JSON.stringify(content) === since) {
      this.#drop();
    } else {
      if (this.#draft) this.#drafts.drop(this.#draft);
      this.#draft = {content, since};
      this.#drafts.put(this.#draftName(), this.#draft);
      this.#try();
    }
    this.show();
  }

  /** Puts the list into the scenario, if it can be there. */
  async #try() {
    const draft = this.#draft;
    if (!draft) return;
    let errors;
    try {
      errors = await this.#edits.make('', (scenario) => this.#put(scenario, draft.content), {
        wanted: () => this.#draft === draft,
        before: () => this.#drop(),
      });
    } catch (error) {
      errors = [{path: '', message: messageOf(error), code: ''}];
    }
    if (this.#draft !== draft) return;
    this.#errors = errors;
    this.show();
  }

  #drop() {
    if (this.#draft) this.#drafts.drop(this.#draft);
    this.#draft = null;
    this.#errors = [];
  }

  /** Goes to another target. What is unfinished stays where it was, but comes along to a new way. @param {boolean} added */
  #leave(added) {
    const draft = this.#draft;
    this.#wait.leave();
    this.#named = undefined;
    if (!added) {
      this.#draft = null;
      this.#errors = [];
    } else if (draft) {
      this.#drafts.put(this.#draftName(), draft);
      this.#try();
    }
    this.show();
  }

  /** Brings it up to date. */
  show() {
    const {drafts} = this.#edits;
    this.#target.show();
    const {target} = this.#target;
    if (drafts !== this.#drafts) {
      this.#draft = null; // it belongs to the story that was here before
      this.#errors = [];
    }
    this.#drafts = drafts;
    const now = strategyAt(this.#edits.scenario, target, strategyOf(this.kind));
    if (typeof now === 'string') this.#named = now;
    const stored = JSON.stringify(this.#stored(target));
    if (this.#draft && this.#draft.since !== stored) this.#drop();
    const kept = this.#draft ? undefined : drafts.get(this.#draftName());
    if (kept?.since === stored && isList(kept.content)) {
      this.#draft = kept;
      this.#try();
    } else if (kept) {
      drafts.drop(kept);
    }
    this.#draw();
  }

  #draw() {
    const {scenario} = this.#edits;
    const {by, steps} = this.list;
    const way = variantName(scenario, this.run);
    write(this.#heading, `The ${this.kind} steps`);
    this.element.setAttribute('aria-label', `The ${this.kind} steps of ${way}`);
    this.#by.value = by;
    this.#rows.show(steps.length);
    this.#wait.element.hidden = !steps.includes('wait');
    if (!this.#wait.element.hidden) this.#wait.show();
    this.#showSteps(by);
    allow(this.#add, steps.length < this.#edits.limits.steps);
    const general = this.#errors.filter((error) => stepOf(error) < 0)
      .map((error) => element('li', '', /\.(steps|worker)$/.test(error.path) ? error.message : sayError(error)));
    this.#flaws.replaceChildren(...general);
    this.#flaws.hidden = general.length === 0;
    write(this.#state, this.#stateWords(scenario, way));
    write(this.#back, `Back to ${this.kind === 'worker' ? 'the usual worker' : title(this.#origin())}`);
    this.#back.hidden = !this.#draft && this.#isBack();
    this.#drawn();
  }

  /** @param {Json} scenario @param {string} way */
  #stateWords(scenario, way) {
    if (this.#errors.length > 0) return 'This list cannot work. The diagram still shows the last one that could.';
    if (this.#target.target === null && scenario.compare && ownAt(scenario, this.run, strategyOf(this.kind))) {
      return `${way} has steps of its own, which this does not change.`;
    }
    return '';
  }

  /** The steps that can be added, for who takes them. @param {string} by */
  #showSteps(by) {
    const can = this.#strategies.steps.filter((step) => step[by === 'manager' ? 'manager' : 'client'].includes(this.kind)).map(({id}) => id);
    if (can.join() !== [...this.#step.options].map(({value}) => value).join()) {
      this.#step.replaceChildren(...can.map((id) => new Option(id)));
    }
    this.#showStep();
  }

  #showStep() {
    write(this.#stepDoc, this.#docOf(this.#step.value));
  }

  /** @param {string} id */
  #docOf(id) {
    return this.#strategies.steps.find((step) => step.id === id)?.doc ?? '';
  }

  #addStep() {
    const {value} = this.#step;
    this.#change((list) => list.steps.push(value));
  }

  /** The strategy that it was before it was changed. @returns {string} */
  #origin() {
    const first = this.#named ?? strategyAt(this.#edits.original, this.#target.target, strategyOf(this.kind));
    return typeof first === 'string' ? first : strategyAt({}, null, strategyOf(this.kind));
  }

  /** It is what it was, apart from what is unfinished. */
  #isBack() {
    const {target} = this.#target;
    return this.kind === 'worker' ? same(this.#stored(target).steps, this.#strategies.worker.steps)
      : strategyAt(this.#edits.scenario, target, this.kind) === this.#origin();
  }

  async #goBack() {
    const id = this.#origin();
    this.#drop();
    if (!this.#isBack()) {
      const errors = await this.#edits.make('', (scenario) => {
        if (this.kind === 'worker') this.#put(scenario, {...this.list, steps: this.#strategies.worker.steps});
        else setAt(scenario, this.#target.target, this.kind, id);
      });
      if (errors.length > 0) this.#edits.refused(errors);
    }
    this.show();
    this.#heading.focus();
  }

  /** @returns {Row} */
  #row() {
    const code = element('code');
    const doc = element('p', 'step-doc');
    const message = element('p', 'field-message');
    const up = button('↑', () => this.#move(row.index, -1));
    const down = button('↓', () => this.#move(row.index, 1));
    const remove = button('✕', () => {
      const {index} = row;
      this.#change((list) => list.steps.splice(index, 1), () => this.#rows.take(index));
      if (this.#rows.length === 0) this.#step.focus();
    });
    /** @type {Row} */
    const row = {
      element: element('li', 'step-row', code, element('div', 'step-buttons', up, down, remove), doc, message),
      first: remove,
      index: 0,
      show: () => {
        const {steps} = this.list;
        const step = steps[row.index];
        write(code, step);
        write(doc, this.#docOf(step));
        const which = `step ${row.index + 1}, ${step}`;
        up.setAttribute('aria-label', `Move ${which} up`);
        down.setAttribute('aria-label', `Move ${which} down`);
        remove.setAttribute('aria-label', `Remove ${which}`);
        allow(up, row.index > 0);
        allow(down, row.index < steps.length - 1);
        const wrong = this.#errors.filter((error) => stepOf(error) === row.index);
        write(message, wrong.map((error) => error.message).join(' '));
        message.hidden = wrong.length === 0;
        row.element.classList.toggle('wrong', wrong.length > 0);
        // The player lights the step that has just been taken.
        if (this.shown) row.element.dataset.step = `${this.kind}-${row.index}`;
        else row.element.removeAttribute('data-step');
      },
    };
    return row;
  }

  /** @param {number} index @param {number} by */
  #move(index, by) {
    const upper = Math.min(index, index + by);
    this.#change(({steps}) => steps.splice(upper, 2, steps[upper + 1], steps[upper]), () => this.#rows.swap(upper));
  }
}

/** The step that an error is about, -1 for the list. @param {FieldError} error */
function stepOf({path}) {
  return Number(/\.(?:steps|worker)\[(\d+)\]$/.exec(path)?.[1] ?? -1);
}

/** What was kept may have been tampered with. @param {any} content @returns {content is List} */
function isList(content) {
  return typeof content?.by === 'string' && Array.isArray(content.steps) && content.steps.every((/** @type {unknown} */ step) => typeof step === 'string');
}
