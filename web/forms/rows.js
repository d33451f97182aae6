// A list in a form. It has as many rows as the scenario has entries, and each row
// keeps its fields while others are added, removed and moved.

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 *
 * @typedef {object} Row
 * @property {HTMLElement} element
 * @property {HTMLElement} first    the field that takes the focus
 * @property {number} index
 * @property {() => void} show      brings the row up to date
 * @property {() => void} removed   tells its fields that their places are removed from the scenario
 */

/**
 * Shows the rows, and numbers them.
 * @template {Row} R
 */
export class Rows {
  #place;
  #make;
  /** @type {R[]} */
  #rows = [];

  /**
   * @param {HTMLElement} place  that the rows stand in
   * @param {() => R} make
   */
  constructor(place, make) {
    this.#place = place;
    this.#make = make;
  }

  [Symbol.iterator]() {
    return this.#rows[Symbol.iterator]();
  }

  get length() {
    return this.#rows.length;
  }

  /**
   * Brings the list up to date.
   * @param {number} length  of the list in the scenario
   */
  show(length) {
    while (this.#rows.length > length) this.remove(this.#rows.length - 1);
    while (this.#rows.length < length) {
      const row = this.#make();
      row.index = this.#rows.length;
      this.#rows.push(row);
      this.#place.append(row.element);
    }
    for (const row of this.#rows) row.show();
  }

  /**
   * Removes a row. A neighbour takes over the focus.
   * @param {number} index
   */
  remove(index) {
    const [row] = this.#rows.splice(index, 1);
    const focused = row.element.contains(document.activeElement);
    row.removed();
    row.element.remove();
    this.#number();
    if (focused) this.focus(index);
  }

  /**
   * Exchanges a row with the next one. In the page the one without the focus
   * moves, because an element that moves loses the focus.
   * @param {number} index
   */
  swap(index) {
    const [upper, lower] = this.#rows.splice(index, 2);
    this.#rows.splice(index, 0, lower, upper);
    if (upper.element.contains(document.activeElement)) upper.element.before(lower.element);
    else lower.element.after(upper.element);
    this.#number();
  }

  /**
   * Removes the entry of a row from the scenario, and the row with it. Edits are made
   * one after another: by the time of this one the row may be gone already, or have
   * another index.
   * @param {Edits} edits
   * @param {R} row
   * @param {(scenario: Json, index: number) => void} edit
   * @param {{wanted?: () => boolean, otherwise?: HTMLElement}} [options]  `wanted` as Edits.make has it; `otherwise`
   *   takes the focus where no row is left
   */
  async removeEntry(edits, row, edit, {wanted = () => true, otherwise} = {}) {
    let removed = -1;
    await edits.attempt((scenario) => edit(scenario, row.index), {
      wanted: () => row.element.isConnected && wanted(),
      before: () => {
        removed = row.index;
        this.remove(removed);
      },
    });
    if (removed < 0) return;
    if (this.#rows.length > 0) this.focus(removed);
    else otherwise?.focus();
  }

  /**
   * Exchanges the entry of a row with the next one or the one before, and the rows
   * with them, unless the row is the last or the first by then, or gone.
   * @param {Edits} edits
   * @param {R} row
   * @param {number} by  1 or -1
   * @param {(scenario: Json, upper: number) => void} edit  exchanges two entries, given the upper one
   */
  moveEntry(edits, row, by, edit) {
    const upper = () => Math.min(row.index, row.index + by);
    return edits.attempt((scenario) => edit(scenario, upper()), {
      wanted: () => row.element.isConnected && upper() >= 0 && upper() < this.#rows.length - 1,
      before: () => this.swap(upper()),
    });
  }

  #number() {
    for (const [index, row] of this.#rows.entries()) row.index = index;
  }

  /**
   * Focuses the first field of a row, or of the last one where there are fewer.
   * @param {number} index
   */
  focus(index) {
    this.#rows[Math.min(index, this.#rows.length - 1)]?.first.focus();
  }
}
