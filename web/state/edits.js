// Changes of the scenario that the engine checks first, on a copy, so that the
// reader's work can always be drawn.

import {EngineError} from '../engine/engine.js';
import {refusalText} from '../scenario/text.js';

/** @typedef {import('../scenario/story.js').Json} Json */
/** @typedef {import('../engine/types.js').FieldError} FieldError */

/** The members that describe the story, and may no longer fit once it is changed. */
const ABOUT = /^(?:compare\[(\d+)\]\.)?(text|ask|order|expect|controls|faults)\b/;

/**
 * Makes the changes of one editor. It dispatches "made" after each change,
 * "forgot" where a description that no longer fits was removed, and "refused"
 * with the reason.
 */
export class Edits extends EventTarget {
  #engine;
  #work;
  /** Settles after the last change: they are made one after another. @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** The engine's errors for the scenario as it is, after inspect(). @type {FieldError[]} */
  known = [];

  /**
   * @param {import('../engine/engine.js').Engine} engine
   * @param {import('./work.js').Work} work
   * @param {string} name  of the editor, for its drafts
   */
  constructor(engine, work, name) {
    super();
    this.#engine = engine;
    this.#work = work;
    this.name = name;
  }

  get scenario() {
    return this.#work.scenario;
  }

  /** The scenario that the work began as. */
  get original() {
    return this.#work.original;
  }

  /** How much a scenario can hold. */
  get limits() {
    return this.#work.limits;
  }

  get drafts() {
    return this.#work.drafts;
  }

  /** Whether the editor has drafts. */
  get unfinished() {
    return this.drafts.names(`${this.name}:`).length > 0;
  }

  /** Deletes the editor's drafts of fields that are gone. */
  sweep() {
    this.drafts.sweep(`${this.name}:`);
  }

  /** Ends a change that consists of several, once the last of them is made. */
  seal() {
    this.#last.then(() => this.#work.seal());
  }

  /**
   * Makes a change, unless the engine refuses the result. Where another story
   * comes onto the page meanwhile, nothing is changed and the promise never settles.
   * @param {string} topic  as in Work.change
   * @param {(scenario: Json) => void} edit
   * @param {{wanted?: () => boolean, before?: () => void}} [options]  `wanted` reports whether the change is still
   *   wanted, `before` is called just before it
   * @returns {Promise<FieldError[]>} why it was refused, empty where it was not
   */
  make(topic, edit, {wanted = () => true, before = () => {}} = {}) {
    const {drafts} = this;
    const here = () => drafts === this.drafts;
    const made = this.#last.then(() => this.#make(topic, edit, () => here() && wanted(), before));
    this.#last = made.catch(() => {});
    return made.then((errors) => (here() ? errors : new Promise(() => {})));
  }

  /**
   * @param {string} topic
   * @param {(scenario: Json) => void} edit
   * @param {() => boolean} wanted
   * @param {() => void} before
   * @returns {Promise<FieldError[]>}
   */
  async #make(topic, edit, wanted, before) {
    for (;;) {
      if (!wanted()) return [];
      const start = this.#work.scenario;
      const next = structuredClone(start);
      edit(next);
      let forgot = false;
      let errors = await this.#newErrors(next, start);
      while (forget(next, errors, start)) {
        forgot = true;
        errors = await this.#newErrors(next, start);
      }
      if (start !== this.#work.scenario) continue; // the scenario has changed meanwhile
      if (!wanted()) return [];
      if (errors.length > 0) return errors;
      before();
      this.#work.replace(topic, next);
      this.dispatchEvent(new Event('made'));
      if (forgot) this.dispatchEvent(new Event('forgot'));
      return [];
    }
  }

  /**
   * Returns the errors of a scenario that it did not have before.
   * @param {Json} scenario
   * @param {Json} before
   */
  async #newErrors(scenario, before) {
    const errors = await this.#errors(scenario);
    if (errors.length === 0) return errors;
    const old = await this.#errors(before);
    return errors.filter((error) => !old.some((o) => o.path === error.path && o.message === error.message));
  }

  /**
   * @param {Json} scenario
   * @returns {Promise<FieldError[]>}
   */
  async #errors(scenario) {
    try {
      await this.#engine.check(scenario);
      return [];
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return error.fields.length > 0 ? error.fields : [{path: '', message: error.message, code: error.code}];
    }
  }

  /**
   * Makes a change of its own in the history. Where the engine refuses it, the
   * form says why.
   * @param {(scenario: Json) => void} edit
   * @param {{wanted?: () => boolean, before?: () => void}} [options]  as make() has them
   * @returns {Promise<boolean>} whether the engine had nothing against it
   */
  async attempt(edit, options) {
    const errors = await this.make('', edit, options);
    if (errors.length > 0) this.refused(errors);
    return errors.length === 0;
  }

  /**
   * Says that a change was refused, where no field can say it.
   * @param {FieldError[]} errors
   */
  refused(errors) {
    this.dispatchEvent(new CustomEvent('refused', {detail: refusalText(errors)}));
  }

  /** Asks the engine for the errors of the scenario as it is. */
  async inspect() {
    this.known = await this.#errors(this.#work.scenario);
  }
}

/**
 * Removes the members that the errors are about, where all of them describe the
 * story and none is being changed.
 * @param {Json} scenario
 * @param {FieldError[]} errors
 * @param {Json} before  the scenario before the change
 * @returns {boolean} whether a member was removed
 */
function forget(scenario, errors, before) {
  const places = errors.map((error) => ABOUT.exec(error.path));
  if (!places.every((place) => place !== null)) return false;
  /** @type {[Json, string][]} */
  const removed = [];
  for (const [, variant, name] of places) {
    // What a variant does not set itself, it has from the scenario.
    const own = variant !== undefined && scenario.compare?.[variant] && name in scenario.compare[variant];
    const [holder, was] = own ? [scenario.compare[variant], before.compare?.[variant]] : [scenario, before];
    if (!(name in holder)) continue;
    if (JSON.stringify(holder[name]) !== JSON.stringify(was?.[name])) return false;
    removed.push([holder, name]);
  }
  for (const [holder, name] of removed) delete holder[name];
  return removed.length > 0;
}
