// What the browser keeps of the reader's work, so that a reload does not lose it.
// In some frames it keeps nothing.

/** How browsers call the error of a full storage. */
const FULL = ['QuotaExceededError', 'NS_ERROR_DOM_QUOTA_REACHED'];

/** Keeps texts. It dispatches "full" the first time that there is no room for one. */
export class Kept extends EventTarget {
  #said = false;

  /**
   * Keeps a text, or forgets it.
   * @param {string} key
   * @param {string | null} text  null for none
   */
  put(key, text) {
    try {
      if (text === null) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
    } catch (error) {
      if (this.#said || !(error instanceof DOMException) || !FULL.includes(error.name)) return;
      this.#said = true;
      this.dispatchEvent(new Event('full'));
    }
  }

  /**
   * Returns what is kept, as JSON.
   * @param {string} key
   * @returns {any} null where there is nothing, or something else
   */
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(key) ?? 'null');
    } catch {
      return null;
    }
  }
}

export const kept = new Kept();
