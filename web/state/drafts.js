// What the reader has typed and the engine has not accepted yet. It is stored in
// the browser, so that a reload does not lose it.

import {kept} from './kept.js';

/**
 * @typedef {object} Draft
 * @property {any} content  what was typed
 * @property {string} since  the value in the scenario when typing began, to tell whether the draft still applies
 */

const STORAGE_KEY = 'cacheplay.drafts.1.';

/** The drafts of one story, by the names of their fields. */
export class Drafts {
  #key;
  /** @type {Map<string, Draft>} */
  #drafts = new Map();
  /** The names that were passed to get(). @type {Set<string>} */
  #used = new Set();

  /** @param {string} place  where they are stored, as in Work; "" to store nothing */
  constructor(place) {
    this.#key = place && STORAGE_KEY + place;
    if (!this.#key) return;
    for (const [name, draft] of Object.entries(kept.get(this.#key) ?? {})) {
      if (typeof draft?.since === 'string') this.#drafts.set(name, draft);
    }
  }

  /**
   * Returns the draft of a field.
   * @param {string} name
   * @returns {Draft | undefined}
   */
  get(name) {
    this.#used.add(name);
    return this.#drafts.get(name);
  }

  /**
   * Returns the names of drafts that have a prefix.
   * @param {string} prefix
   */
  names(prefix) {
    return [...this.#drafts.keys()].filter((name) => name.startsWith(prefix));
  }

  /**
   * Stores a draft under a name, and no longer under any other.
   * @param {string} name
   * @param {Draft} draft
   */
  put(name, draft) {
    this.#delete(draft);
    this.#drafts.set(name, draft);
    this.#store();
  }

  /**
   * Deletes a draft.
   * @param {Draft} draft
   */
  drop(draft) {
    if (this.#delete(draft)) this.#store();
  }

  /**
   * Deletes the drafts that no field has asked for: their fields are gone.
   * @param {string} prefix  of their names
   */
  sweep(prefix) {
    for (const name of this.names(prefix)) {
      if (!this.#used.has(name)) this.#drafts.delete(name);
    }
    this.#store();
  }

  /** @param {Draft} draft */
  #delete(draft) {
    const names = [...this.#drafts].filter(([, other]) => other === draft).map(([name]) => name);
    for (const name of names) this.#drafts.delete(name);
    return names.length > 0;
  }

  #store() {
    if (!this.#key) return;
    kept.put(this.#key, this.#drafts.size > 0 ? JSON.stringify(Object.fromEntries(this.#drafts)) : null);
  }
}
