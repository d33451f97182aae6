// Which variants the reader has selected, also while variants come and go.

/** Keeps the selection for each set of variants: it comes back when the variants do, as on undo. */
export class Selection {
  /** The selected variants, the last selected one last. @type {number[]} */
  variants = [0, 1];
  /** The names of the variants that `variants` counts, null before they are known. @type {string[] | null} */
  #names = null;
  /** The selections of other sets of variants, by their names. @type {Map<string, number[]>} */
  #remembered = new Map();

  /**
   * Starts anew, for another story.
   * @param {number[]} variants
   */
  begin(variants) {
    this.variants = variants;
    this.#names = null;
    this.#remembered.clear();
  }

  /**
   * Follows a change of the variants: a set that was there before has its old
   * selection again, in another set those stay selected that are still there.
   * @param {string[]} names  of all variants
   */
  follow(names) {
    const before = this.#names;
    if (before && keyOf(before) === keyOf(names)) return;
    this.#names = names;
    if (before) this.#remembered.set(keyOf(before), this.variants);
    this.variants = this.#remembered.get(keyOf(names)) ?? (before ? this.#stayed(before, names) : this.variants);
  }

  /**
   * Selects variants of a set that is there or is about to come.
   * @param {string[]} names
   * @param {number[]} variants
   */
  select(names, variants) {
    if (this.#names && keyOf(this.#names) === keyOf(names)) this.variants = variants;
    else this.#remembered.set(keyOf(names), variants);
  }

  /**
   * Returns the variants to show, in order.
   * @param {number} count     of all variants
   * @param {boolean} several  whether there is room for more than one diagram
   */
  shown(count, several) {
    const there = this.variants.filter((variant) => variant >= 0 && variant < count);
    const shown = several ? [...new Set(there)].sort((a, b) => a - b) : there.slice(-1);
    return shown.length > 0 ? shown : [0];
  }

  /**
   * Adds a variant, or removes it while another one is shown. Where there is room
   * for one diagram it takes the place of the one that is shown.
   * @param {number} variant
   * @param {number} count
   * @param {boolean} several
   */
  toggle(variant, count, several) {
    const others = this.variants.filter((other) => other !== variant);
    const shown = this.shown(count, several);
    if (!several) this.variants = [...others.slice(-1), variant];
    else if (!shown.includes(variant)) this.variants = [...others, variant];
    else if (shown.length > 1) this.variants = others;
  }

  /**
   * Finds the selected variants in another set: by name, or by place where as many are there and one was renamed.
   * @param {string[]} before
   * @param {string[]} names
   */
  #stayed(before, names) {
    if (before.length === names.length) return this.variants;
    return this.variants.map((variant) => names.indexOf(before[variant])).filter((variant) => variant >= 0);
  }
}

/** @param {string[]} names */
const keyOf = (names) => JSON.stringify(names);
