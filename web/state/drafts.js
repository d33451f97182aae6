// What the reader has written and the engine has not taken yet, kept in the
// browser beside the work, so that a reload loses none of it.

/**
 * @typedef {object} Draft
 * @property {any} content  what was written
 * @property {string} since  what the scenario had in its place when it was begun, to tell whether it still fits
 */

const STORAGE_KEY = 'cacheplay.drafts.1.';

export class Drafts {
  #key;
  /** @type {Map<string, Draft>} */
  #drafts = new Map();
  /** The names that somebody has asked for. @type {Set<string>} */
  #asked = new Set();

  /** @param {string} place  under which they are kept, as Work's; "" for nowhere */
  constructor(place) {
    this.#key = place && STORAGE_KEY + place;
    if (!this.#key) return;
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key) ?? '{}');
      for (const [name, draft] of Object.entries(kept)) {
        if (typeof draft?.since === 'string') this.#drafts.set(name, draft);
      }
    } catch {
      // nothing was kept, or it cannot be read
    }
  }

  /** @param {string} name @returns {Draft | undefined} */
  get(name) {
    this.#asked.add(name);
    return this.#drafts.get(name);
  }

  /** The names that begin like this. @param {string} start */
  names(start) {
    return [...this.#drafts.keys()].filter((name) => name.startsWith(start));
  }

  /**
   * Keeps a draft. Whatever it was called before, it now has this name.
   * @param {string} name @param {Draft} draft
   */
  put(name, draft) {
    this.#forget(draft);
    this.#drafts.set(name, draft);
    this.#keep();
  }

  /** @param {Draft} draft */
  drop(draft) {
    if (this.#forget(draft)) this.#keep();
  }

  /** Drops what nobody has asked for: its place is not there any more. @param {string} start of the names */
  sweep(start) {
    for (const name of this.names(start)) {
      if (!this.#asked.has(name)) this.#drafts.delete(name);
    }
    this.#keep();
  }

  /** @param {Draft} draft */
  #forget(draft) {
    const names = [...this.#drafts].filter(([, other]) => other === draft).map(([name]) => name);
    for (const name of names) this.#drafts.delete(name);
    return names.length > 0;
  }

  /** Storage throws in some frames and when it is full: then drafts live as long as the page. */
  #keep() {
    if (!this.#key) return;
    try {
      if (this.#drafts.size > 0) localStorage.setItem(this.#key, JSON.stringify(Object.fromEntries(this.#drafts)));
      else localStorage.removeItem(this.#key);
    } catch {
      // nothing to be done, and nothing lost that is on the page
    }
  }
}
