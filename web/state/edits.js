// Changes of the scenario that the engine has agreed to: each is tried on a copy
// first, so that the reader's work only ever becomes something that can be drawn.

import {EngineError} from '../engine/engine.js';
import {sayError} from '../scenario/text.js';

/** @typedef {import('../scenario/story.js').Json} Json */
/** @typedef {import('../engine/types.js').FieldError} FieldError */

/** What a scenario says about its story, and what may not fit once the story is another. */
const ABOUT = /^(?:compare\[(\d+)\]\.)?(text|ask|order|expect|controls|faults)\b/;

/** Dispatches "made" for each change, "forgot" when something that did not fit any more was taken out, "refused" with what the engine says. */
export class Edits extends EventTarget {
  #engine;
  #work;
  /** @type {Promise<unknown>} the changes are made one after another */
  #last = Promise.resolve();
  /** What the engine has against the scenario as it is. @type {FieldError[]} */
  known = [];

  /**
   * @param {import('../engine/engine.js').Engine} engine @param {import('./work.js').Work} work
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

  /** There is something of this editor that the engine has not taken. */
  get unfinished() {
    return this.drafts.names(`${this.name}:`).length > 0;
  }

  /** Drops what is unfinished at places that there are no more. */
  sweep() {
    this.drafts.sweep(`${this.name}:`);
  }

  /** Ends a change that is made in many small steps, once the last of them is made. */
  seal() {
    this.#last.then(() => this.#work.seal());
  }

  /**
   * Makes a change, unless the engine refuses the outcome. Once another story
   * is on the page there is nothing to be changed any more, and nobody to tell.
   * @param {string} topic  as that of Work.change
   * @param {(scenario: Json) => void} edit
   * @param {{wanted?: () => boolean, before?: () => void}} [options]  whether it is still wanted, and
   *   what is done just before the change
   * @returns {Promise<FieldError[]>} what the engine has against it, nothing where the change is made
   */
  make(topic, edit, {wanted = () => true, before = () => {}} = {}) {
    const {drafts} = this;
    const here = () => drafts === this.drafts;
    const made = this.#last.then(() => this.#make(topic, edit, () => here() && wanted(), before));
    this.#last = made.catch(() => {});
    return made.then((errors) => (here() ? errors : new Promise(() => {})));
  }

  /**
   * @param {string} topic @param {(scenario: Json) => void} edit
   * @param {() => boolean} wanted @param {() => void} before
   * @returns {Promise<FieldError[]>}
   */
  async #make(topic, edit, wanted, before) {
    for (;;) {
      if (!wanted()) return [];
      const start = this.#work.scenario;
      const next = structuredClone(start);
      edit(next);
      let forgot = false;
      let errors = await this.#against(next, start);
      while (forget(next, errors, start)) {
        forgot = true;
        errors = await this.#against(next, start);
      }
      if (start !== this.#work.scenario) continue; // something else has changed meanwhile
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
   * What is wrong with a scenario that was not wrong before.
   * @param {Json} scenario @param {Json} before
   */
  async #against(scenario, before) {
    const errors = await this.#errors(scenario);
    if (errors.length === 0) return errors;
    const old = await this.#errors(before);
    return errors.filter((error) => !old.some((o) => o.path === error.path && o.message === error.message));
  }

  /** @param {Json} scenario @returns {Promise<FieldError[]>} */
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
   * A change that has no text field to say so is refused.
   * @param {FieldError[]} errors
   */
  refused(errors) {
    this.dispatchEvent(new CustomEvent('refused', {detail: errors.map(sayError).join('\n')}));
  }

  /** Looks anew what the engine has against the scenario as it is. */
  async inspect() {
    this.known = await this.#errors(this.#work.scenario);
  }
}

/**
 * Takes what errors are about out of the scenario, where that is only what it
 * says about its story, and not what is being changed.
 * @param {Json} scenario @param {FieldError[]} errors @param {Json} before the change
 * @returns {boolean} whether something was taken out
 */
function forget(scenario, errors, before) {
  const places = errors.map((error) => ABOUT.exec(error.path));
  if (!places.every((place) => place !== null)) return false;
  /** @type {[Json, string][]} */
  const taken = [];
  for (const [, run, name] of places) {
    // What a run does not say itself, it has from the scenario.
    const own = run !== undefined && scenario.compare?.[run] && name in scenario.compare[run];
    const [holder, was] = own ? [scenario.compare[run], before.compare?.[run]] : [scenario, before];
    if (!(name in holder)) continue;
    if (JSON.stringify(holder[name]) !== JSON.stringify(was?.[name])) return false;
    taken.push([holder, name]);
  }
  for (const [holder, name] of taken) delete holder[name];
  return taken.length > 0;
}
