// The editor of one list of steps: a strategy that the reader makes. Each change
// is tried at once. A list that the engine refuses stays in the editor, with what
// is wrong with it, while the diagram shows the last one that it accepted.

import {showOptions} from './choice-fields.js';
import {statusLine} from './field-parts.js';
import {Rows} from './rows.js';
import {stepRow} from './step-row.js';
import {isList, listProblems, offeredSteps, stepProblem} from './step-words.js';
import {swap} from './story-edits.js';
import {TargetChoice} from './target-choice.js';
import {TextField} from './text-field.js';
import {DURATION} from './values.js';
import {listAt, putList, same, strategyOf} from '../scenario/step-list.js';
import {title} from '../scenario/story.js';
import {ownAt, pathAt, setAt, strategyAt, variantName} from '../scenario/target.js';
import {messageOf} from '../scenario/text.js';
import {allow, button} from '../shell/button.js';
import {element, setText} from '../shell/element.js';

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

const TAKERS = [{value: 'client', text: 'the client'}, {value: 'manager', text: 'the Resource Manager'}];

/** Edits one list of steps. */
export class StepEditor {
  element = element('section', 'step-editor form');
  /** The variant in whose panel the editor stands. @type {number} */
  variant;
  kind;

  #edits;
  #strategies;
  #target;
  /** The list in the editor, where the scenario does not have it. @type {import('../state/drafts.js').Draft | null} */
  #draft = null;
  #drafts;
  #drawn;
  /** The last strategy with a name that the list was. @type {string | undefined} */
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
   * @param {Edits} edits
   * @param {Strategies} strategies
   * @param {{kind: Kind, variant: number, target: Target}} of
   * @param {{close: () => void, moved: () => void, drawn: () => void}} tell  close: the reader is done;
   *   moved: the editor belongs to another variant; drawn: it may look different
   */
  constructor(edits, strategies, {kind, variant, target}, {close, moved, drawn}) {
    this.#edits = edits;
    this.#drafts = edits.drafts;
    this.#strategies = strategies;
    this.kind = kind;
    this.variant = variant;
    this.#drawn = drawn;
    this.#target = new TargetChoice(edits, target, (added) => {
      this.#leave(added);
      if (this.#target.target !== null) this.variant = this.#target.target;
      moved();
    }, () => this.variant);
    this.#heading.tabIndex = -1;
    this.#rows = new Rows(this.#list, () => stepRow({
      at: (index) => this.#shownStep(index),
      move: (index, by) => this.#move(index, by),
      remove: (index) => this.#remove(index),
    }));
    showOptions(this.#by, TAKERS);
    this.#by.addEventListener('change', () => this.#change((list) => { list.by = this.#by.value; }));
    this.#takers = element('div', 'field', element('label', '', element('span', 'field-name', 'Taken by'), this.#by));
    this.#takers.hidden = kind === 'worker';
    this.#wait = new TextField(edits, {
      label: 'Each wait lasts',
      of: () => '',
      path: () => `${pathAt(this.#target.target, strategyOf(this.kind))}.wait`,
      read: () => this.list.wait,
      write: (scenario, value) => this.#put(scenario, {...this.list, wait: value}),
    }, DURATION);
    this.#wait.input.placeholder = '1s';
    this.#step.addEventListener('change', () => this.#showStep());
    this.#add = button('Add', () => this.#addStep());
    this.#back = button('', () => this.#goBack());
    for (const part of [this.#by, this.#step]) part.autocomplete = 'off';
    this.#state.setAttribute('role', 'status');
    this.element.append(
      element('div', 'step-head', this.#heading, button('Done', close)), this.#target.element, this.#takers, this.#list, this.#flaws, this.#wait.element,
      element('div', 'form-line step-add', element('div', 'field', element('label', '', element('span', 'field-name', 'Add a step'), this.#step)), this.#add),
      this.#stepDoc, this.#state, element('div', 'form-buttons', this.#back), statusLine(edits));
  }

  focus() {
    this.#heading.focus();
  }

  /**
   * The list in the editor.
   * @returns {List}
   */
  get list() {
    return this.#draft?.content ?? this.#stored(this.#target.target);
  }

  /** Whether the list in the editor is not in the scenario. */
  get unfinished() {
    return this.#draft !== null;
  }

  /** Whether the diagram shows the list, or will when it is drawn again. */
  get shown() {
    if (this.#draft) return this.#errors.length === 0;
    return same(this.list, this.#stored(this.#edits.scenario.compare ? this.variant : null));
  }

  /**
   * Returns the list that the scenario has for a target.
   * @param {Target} target
   */
  #stored(target) {
    return listAt(this.#strategies, this.#edits.scenario, target, this.kind);
  }

  /**
   * @param {Json} scenario
   * @param {List} list
   */
  #put(scenario, list) {
    putList(this.#strategies, scenario, this.#target.target, this.kind, list, this.#origin());
  }

  #draftName() {
    return `${this.#edits.name}:${pathAt(this.#target.target, strategyOf(this.kind))}${this.kind === 'worker' ? '.worker' : ''}`;
  }

  /**
   * Changes the list in the editor, and tries it.
   * @param {(list: List) => void} edit
   * @param {() => void} [before]  changes the rows accordingly
   */
  #change(edit, before = () => {}) {
    const since = JSON.stringify(this.#stored(this.#target.target));
    const content = structuredClone(this.list);
    edit(content);
    before();
    if (JSON.stringify(content) === since) {
      this.#dropDraft();
    } else {
      if (this.#draft) this.#drafts.drop(this.#draft);
      this.#draft = {content, since};
      this.#drafts.put(this.#draftName(), this.#draft);
      this.#try();
    }
    this.show();
  }

  /** Puts the list into the scenario, unless the engine refuses it. */
  async #try() {
    const draft = this.#draft;
    if (!draft) return;
    let errors;
    try {
      errors = await this.#edits.make('', (scenario) => this.#put(scenario, draft.content), {
        wanted: () => this.#draft === draft,
        before: () => this.#dropDraft(),
      });
    } catch (error) {
      errors = [{path: '', message: messageOf(error), code: ''}];
    }
    if (this.#draft !== draft) return;
    this.#errors = errors;
    this.show();
  }

  #dropDraft() {
    if (this.#draft) this.#drafts.drop(this.#draft);
    this.#draft = null;
    this.#errors = [];
  }

  /**
   * Goes to another target. The draft stays with the old one, but a new variant
   * takes it over.
   * @param {boolean} added
   */
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

  /** Brings the editor up to date. */
  show() {
    const {drafts} = this.#edits;
    this.#target.show();
    const {target} = this.#target;
    if (drafts !== this.#drafts) {
      this.#draft = null; // it belongs to the story that was on the page before
      this.#errors = [];
    }
    this.#drafts = drafts;
    const now = strategyAt(this.#edits.scenario, target, strategyOf(this.kind));
    if (typeof now === 'string') this.#named = now;
    const stored = JSON.stringify(this.#stored(target));
    if (this.#draft && this.#draft.since !== stored) this.#dropDraft();
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
    const {by, steps} = this.list;
    const variant = variantName(this.#edits.scenario, this.variant);
    setText(this.#heading, `The ${this.kind} steps`);
    this.element.setAttribute('aria-label', `The ${this.kind} steps of ${variant}`);
    this.#by.value = by;
    this.#rows.show(steps.length);
    this.#wait.element.hidden = !steps.includes('wait');
    if (!this.#wait.element.hidden) this.#wait.show();
    showOptions(this.#step, offeredSteps(this.#strategies, this.kind, by).map((id) => ({value: id, text: id})));
    this.#showStep();
    allow(this.#add, steps.length < this.#edits.limits.steps);
    const flaws = listProblems(this.#errors);
    this.#flaws.replaceChildren(...flaws.map((words) => element('li', '', words)));
    this.#flaws.hidden = flaws.length === 0;
    setText(this.#state, this.#stateWords(variant));
    setText(this.#back, `Back to ${this.kind === 'worker' ? 'the usual worker' : title(this.#origin())}`);
    this.#back.hidden = !this.#draft && this.#isBack();
    this.#drawn();
  }

  /** @param {string} variant */
  #stateWords(variant) {
    const {scenario} = this.#edits;
    if (this.#errors.length > 0) return 'This list cannot work. The diagram still shows the last one that could.';
    if (this.#target.target === null && scenario.compare && ownAt(scenario, this.variant, strategyOf(this.kind))) {
      return `${variant} has steps of its own, which this does not change.`;
    }
    return '';
  }

  #showStep() {
    setText(this.#stepDoc, this.#docOf(this.#step.value));
  }

  /** @param {string} id */
  #docOf(id) {
    return this.#strategies.steps.find((step) => step.id === id)?.doc ?? '';
  }

  /**
   * @param {number} index
   * @returns {import('./step-row.js').ShownStep}
   */
  #shownStep(index) {
    const {steps} = this.list;
    const step = steps[index];
    return {
      step,
      doc: this.#docOf(step),
      isLast: index === steps.length - 1,
      problem: stepProblem(this.#errors, index),
      marker: this.shown ? `${this.kind}-${index}` : undefined,
    };
  }

  #addStep() {
    const {value} = this.#step;
    this.#change((list) => list.steps.push(value));
  }

  /**
   * @param {number} index
   * @param {number} by
   */
  #move(index, by) {
    const upper = Math.min(index, index + by);
    this.#change(({steps}) => swap(steps, upper), () => this.#rows.swap(upper));
  }

  /** @param {number} index */
  #remove(index) {
    this.#change((list) => list.steps.splice(index, 1), () => this.#rows.remove(index));
    if (this.#rows.length === 0) this.#step.focus();
  }

  /**
   * Returns the strategy with a name that the list was before it was changed.
   * @returns {string}
   */
  #origin() {
    const first = this.#named ?? strategyAt(this.#edits.original, this.#target.target, strategyOf(this.kind));
    return typeof first === 'string' ? first : strategyAt({}, null, strategyOf(this.kind));
  }

  /** Reports whether the scenario has the list as it was before it was changed. */
  #isBack() {
    const {target} = this.#target;
    return this.kind === 'worker' ? same(this.#stored(target).steps, this.#strategies.worker.steps)
      : strategyAt(this.#edits.scenario, target, this.kind) === this.#origin();
  }

  async #goBack() {
    const id = this.#origin();
    this.#dropDraft();
    if (!this.#isBack()) {
      await this.#edits.attempt((scenario) => {
        if (this.kind === 'worker') this.#put(scenario, {...this.list, steps: this.#strategies.worker.steps});
        else setAt(scenario, this.#target.target, this.kind, id);
      });
    }
    this.show();
    this.#heading.focus();
  }
}
