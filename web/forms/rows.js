// A list in an editor: as many rows as the scenario has, each of which
// keeps its fields while others come, go and change places.

/**
 * @typedef {object} Row
 * @property {HTMLElement} element
 * @property {HTMLElement} first     its first field
 * @property {number} index
 * @property {() => void} show       brings it up to date
 */

/** @template {Row} R */
export class Rows {
  #place;
  #make;
  /** @type {R[]} */
  #rows = [];

  /** @param {HTMLElement} place @param {() => R} make */
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

  /** @param {number} length */
  show(length) {
    while (this.#rows.length > length) this.take(this.#rows.length - 1);
    while (this.#rows.length < length) {
      const row = this.#make();
      row.index = this.#rows.length;
      this.#rows.push(row);
      this.#place.append(row.element);
    }
    for (const row of this.#rows) row.show();
  }

  /** Takes a row away. What had the focus in it leaves it to a neighbour. @param {number} index */
  take(index) {
    const [row] = this.#rows.splice(index, 1);
    const focused = row.element.contains(document.activeElement);
    for (const field of row.element.querySelectorAll('input, textarea')) field.dispatchEvent(new Event('gone'));
    row.element.remove();
    this.#number();
    if (focused) this.focus(Math.min(index, this.#rows.length - 1));
  }

  /** Exchanges a row with the next one. The one that has the focus stays where it is in the page. @param {number} index */
  swap(index) {
    const [upper, lower] = this.#rows.splice(index, 2);
    this.#rows.splice(index, 0, lower, upper);
    if (upper.element.contains(document.activeElement)) upper.element.before(lower.element);
    else lower.element.after(upper.element);
    this.#number();
  }

  #number() {
    for (const [index, row] of this.#rows.entries()) row.index = index;
  }

  /** @param {number} index */
  focus(index) {
    this.#rows[index]?.first.focus();
  }
}
