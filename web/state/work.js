// The reader's work: the scenario on the page with every change undone and
// redone at will, kept in the browser so that a reload or a crash loses nothing.

import {Drafts} from './drafts.js';

/** @typedef {import('../scenario/story.js').Json} Json */

/** How many steps back are kept. */
const MOST_STEPS = 100;
const STORAGE_KEY = 'cacheplay.work.1.';

/** @typedef {{scenario: Json, topic: string}} Step  a scenario, and the topic of the change that came before it */
/** @typedef {{scenario: Json, past: Step[], future: Json[], drafts: Drafts}} Left  a scenario with the ways back and forth, and what is not in it yet */

export class Work extends EventTarget {
  /** @type {Step[]} */
  #past = [];
  /** @type {Json[]} */
  #future = [];
  /** @type {Json} */
  #scenario = {};
  /** @type {Json} */
  #original = {};
  #place = '';
  #topic = '';
  /** How much a scenario can hold; Stories asks the engine before the first one begins. @type {import('../engine/types.js').Limits} */
  limits = {variants: 0, nameLength: 0, clients: 0, operations: 0, records: 0, faults: 0, steps: 0, bytes: 0};
  /** What has been written and is not in the scenario. */
  drafts = new Drafts('');
  /** What was left at each place since the page was loaded. @type {Map<string, Left>} */
  #left = new Map();

  /** The scenario as it is. It must not be changed in place. @returns {Json} */
  get scenario() {
    return this.#scenario;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /**
   * Changes a copy of the scenario. Changes of one topic that follow each other
   * (a slider being dragged) are one step of undo, until seal().
   * @param {string} topic @param {(scenario: Json) => void} edit
   */
  change(topic, edit) {
    const next = structuredClone(this.#scenario);
    edit(next);
    this.replace(topic, next);
  }

  /**
   * Puts another scenario in place of this one, as a change that can be undone.
   * @param {string} topic @param {Json} scenario
   */
  replace(topic, scenario) {
    if (topic === '' || topic !== this.#topic) {
      this.#past.push({scenario: this.#scenario, topic: this.#topic});
      if (this.#past.length > MOST_STEPS) this.#past.shift();
    }
    this.#future = [];
    this.#topic = topic;
    this.#set(scenario);
  }

  /**
   * Starts with a scenario: from where it was left at this place since the page
   * was loaded, else with no way back but to its original.
   * @param {string} place  under which it is kept in this browser, "" for nowhere
   * @param {Json} original @param {Json} scenario
   */
  begin(place, original, scenario) {
    this.#place = place;
    const left = this.#left.get(place);
    this.drafts = left?.drafts ?? new Drafts(place);
    this.#original = original;
    this.#past = left?.past ?? [];
    this.#future = left?.future ?? [];
    this.#topic = '';
    this.#set(scenario);
  }

  /** The scenario that this began as. It must not be changed in place. @returns {Json} */
  get original() {
    return this.#original;
  }

  /** It differs from what it began as. */
  get changed() {
    return JSON.stringify(this.#scenario) !== JSON.stringify(this.#original);
  }

  /** Goes back to the original, as a change that can be undone. */
  reset() {
    this.replace('', this.#original);
  }

  /**
   * What was left at a place, now or when the page was last here, null for nothing.
   * @param {string} place @returns {Json | null}
   */
  kept(place) {
    const left = this.#left.get(place);
    if (left) return left.scenario;
    try {
      const kept = JSON.parse(localStorage.getItem(STORAGE_KEY + place) ?? 'null');
      return typeof kept === 'object' && !Array.isArray(kept) ? kept : null;
    } catch {
      return null;
    }
  }

  /** Ends a change that is made in many small steps. */
  seal() {
    this.#topic = '';
  }

  undo() {
    const before = this.#past.pop();
    if (!before) return;
    this.#future.push(this.#scenario);
    this.#topic = '';
    this.#set(before.scenario);
  }

  redo() {
    const next = this.#future.pop();
    if (!next) return;
    this.#past.push({scenario: this.#scenario, topic: ''});
    this.#topic = '';
    this.#set(next);
  }

  /** @param {Json} scenario */
  #set(scenario) {
    this.#scenario = scenario;
    this.#keep();
    this.dispatchEvent(new Event('change'));
  }

  /**
   * Storage throws in some frames and when it is full: then the work lives as
   * long as the page.
   */
  #keep() {
    if (this.#place === '') return;
    this.#left.set(this.#place, {scenario: this.#scenario, past: this.#past, future: this.#future, drafts: this.drafts});
    try {
      if (this.changed) localStorage.setItem(STORAGE_KEY + this.#place, JSON.stringify(this.#scenario));
      else localStorage.removeItem(STORAGE_KEY + this.#place);
    } catch {
      // nothing to be done, and nothing lost that is on the page
    }
  }
}
