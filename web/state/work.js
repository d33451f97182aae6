// The reader's work: the scenario on the page, with undo and redo. It is stored
// in the browser, so that a reload or a crash does not lose it.

import {Drafts} from './drafts.js';
import {kept} from './kept.js';

/** @typedef {import('../scenario/story.js').Json} Json */

/** How many changes can be undone. */
const MAX_UNDO = 100;
const STORAGE_KEY = 'cacheplay.work.1.';

/** @typedef {{scenario: Json, topic: string}} Before  the scenario before a change, and the topic of the change that led to it */
/** @typedef {{scenario: Json, past: Before[], future: Json[], drafts: Drafts}} Session  the work on one story */

/** Holds the scenario. It dispatches "change" whenever that is replaced. */
export class Work extends EventTarget {
  /** @type {Before[]} */
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
  limits = {variants: 0, nameLength: 0, clients: 0, operations: 0, records: 0, faults: 0, steps: 0, bytes: 0, depth: 0};
  /** What was typed and is not in the scenario. */
  drafts = new Drafts('');
  /** The work on every story since the page was loaded, by its place. @type {Map<string, Session>} */
  #sessions = new Map();

  /** The scenario. It must not be changed in place. */
  get scenario() {
    return this.#scenario;
  }

  /** The scenario that the work began with. It must not be changed in place. */
  get original() {
    return this.#original;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Whether the scenario differs from the original. */
  get changed() {
    return JSON.stringify(this.#scenario) !== JSON.stringify(this.#original);
  }

  /**
   * Changes a copy of the scenario. Successive changes of one topic, such as
   * those of a slider that is dragged, are undone together, until seal().
   * @param {string} topic  "" for a change that is undone by itself
   * @param {(scenario: Json) => void} edit
   */
  change(topic, edit) {
    const next = structuredClone(this.#scenario);
    edit(next);
    this.replace(topic, next);
  }

  /**
   * Replaces the scenario, as a change that can be undone.
   * @param {string} topic  as in change()
   * @param {Json} scenario
   */
  replace(topic, scenario) {
    if (topic === '' || topic !== this.#topic) {
      this.#past.push({scenario: this.#scenario, topic: this.#topic});
      if (this.#past.length > MAX_UNDO) this.#past.shift();
    }
    this.#future = [];
    this.#topic = topic;
    this.#set(scenario);
  }

  /** Ends a change that consists of several: the next one is undone by itself. */
  seal() {
    this.#topic = '';
  }

  /**
   * Begins to work on a story, or goes on with it where that began since the page
   * was loaded.
   * @param {string} place  where the work is stored, "" to store nothing
   * @param {Json} original
   * @param {Json} scenario
   */
  begin(place, original, scenario) {
    this.#place = place;
    const session = this.#sessions.get(place);
    this.drafts = session?.drafts ?? new Drafts(place);
    this.#original = original;
    this.#past = session?.past ?? [];
    this.#future = session?.future ?? [];
    this.#topic = '';
    this.#set(scenario);
  }

  /** Goes back to the original, as a change that can be undone. */
  reset() {
    this.replace('', this.#original);
  }

  /**
   * Returns the scenario of the work at a place.
   * @param {string} place
   * @returns {Json | null} null where there is none
   */
  stored(place) {
    const session = this.#sessions.get(place);
    if (session) return session.scenario;
    const stored = kept.get(STORAGE_KEY + place);
    return typeof stored === 'object' && !Array.isArray(stored) ? stored : null;
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
    this.#store();
    this.dispatchEvent(new Event('change'));
  }

  #store() {
    if (this.#place === '') return;
    this.#sessions.set(this.#place, {scenario: this.#scenario, past: this.#past, future: this.#future, drafts: this.drafts});
    kept.put(STORAGE_KEY + this.#place, this.changed ? JSON.stringify(this.#scenario) : null);
  }
}
