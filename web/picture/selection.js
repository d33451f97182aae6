// Which variants the reader has selected, while variants are added and removed.

/** Keeps a selection for each set of variants, so that undo restores it with the variants. */
export class Selection {
  /** The selected variants, the last selected one last. @type {number[]} */
  variants = [0, 1];
  /** The names of the variants that `variants` counts, null before they are known. @type {string[] | null} */
  #names = null;
  /** The selections of other sets of variants, by their names. @type {Map<string, number[]>} */
  #remembered = new Map();

  /**
   * Starts with the selection of another story.
   * @param {number[]} variants
   */
  begin(variants) {
    this.variants = variants;
    this.#names = null;
    this.#remembered.clear();
  }

  /**
   * Follows a change of the variants. A set that was there before gets its old
   * selection; in a new one, the selected variants that it has stay selected.
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
   * Selects variants of the present set or of one that is about to follow.
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
   * Selects a variant, or deselects it unless it is the only one shown. Where there
   * is room for one diagram, it replaces the one that is shown.
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
   * Returns the selected variants in a new set. They are found by name, but keep
   * their indexes in a set of the same size, in which one has another name.
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
