// The choice of what changes apply to: all variants, one of them, or a new one
// that is a copy of another.

import {showOptions} from './choice-fields.js';
import {addBeside, variantName, variantNames} from '../scenario/target.js';
import {allow, button} from '../shell/button.js';
import {element, setText} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('../scenario/target.js').Target} Target
 */

/** The value of the option for all variants. */
const ALL = 'all';

/**
 * Returns the target after variants were added or removed: the variant of the same
 * name, or all variants where there is none.
 * @param {Json} scenario
 * @param {number} target
 * @param {string} name  of the variant that was chosen, "" where it was not chosen by the reader
 * @returns {Target}
 */
export function followTarget(scenario, target, name) {
  if (!scenario.compare) return null;
  const names = variantNames(scenario);
  if (!name || names[target] === name) return target;
  return names.includes(name) ? names.indexOf(name) : null;
}

/**
 * Returns the variant in which an editor has a draft, or else all variants. Drafts
 * in variants that were removed are dropped.
 * @param {Edits} edits  of the editor
 * @param {string} [path]  the start of the draft's path in the variant
 * @returns {Target}
 */
export function targetOfDraft(edits, path = '') {
  for (const name of edits.drafts.names(`${edits.name}:compare[`)) {
    const [, variant, rest] = /^:compare\[(\d+)\]\.(.*)$/.exec(name.slice(edits.name.length)) ?? [];
    if (!rest?.startsWith(path)) continue;
    if (edits.scenario.compare?.[variant]) return Number(variant);
    const draft = edits.drafts.get(name);
    if (draft) edits.drafts.drop(draft);
  }
  return null;
}

/** Shows the choice, and holds the target. */
export class TargetChoice {
  #edits;
  #chosen;
  #copied;
  #select = element('select');
  #choice;
  #beside;
  #full = element('p', 'form-hint');
  /** @type {Target} */
  #target;
  /** The name of the target, "" for all variants. */
  #name = '';
  #count = 0;

  /**
   * @param {Edits} edits
   * @param {Target} target  the first choice
   * @param {(added: boolean) => void} chosen  called when the reader chooses; added: a new variant
   * @param {() => number} [copied]  the variant to copy where all are chosen
   */
  constructor(edits, target, chosen, copied = () => 0) {
    this.#edits = edits;
    this.#target = target;
    this.#chosen = chosen;
    this.#copied = copied;
    this.#select.autocomplete = 'off';
    this.#select.addEventListener('change', () => this.#choose(this.#select.value === ALL ? null : Number(this.#select.value), false));
    this.#choice = element('div', 'field', element('label', '', element('span', 'field-name', 'Changes apply to'), this.#select));
    this.#beside = button('', () => this.#add());
    this.element = element('div', 'target', element('div', 'form-line', this.#choice, this.#beside), this.#full);
  }

  get target() {
    return this.#target;
  }

  /**
   * Sets the target without calling chosen.
   * @param {Target} target
   */
  set target(target) {
    this.#target = target;
    this.#name = '';
  }

  /**
   * @param {Target} target
   * @param {boolean} added
   */
  #choose(target, added) {
    this.#target = target;
    this.#name = target === null ? '' : variantName(this.#edits.scenario, target);
    this.show();
    this.#chosen(added);
  }

  async #add() {
    let variant = 0;
    const added = await this.#edits.attempt((scenario) => {
      variant = addBeside(scenario, this.#target ?? this.#copied(), this.#edits.limits);
    });
    if (added) this.#choose(variant, true);
  }

  /** Shows the variants of the scenario, and follows the target where they changed. */
  show() {
    const {scenario, limits} = this.#edits;
    const names = variantNames(scenario);
    if (this.#target !== null && this.#count !== names.length) this.#target = followTarget(scenario, this.#target, this.#name);
    this.#count = names.length;
    this.#name = this.#target === null ? '' : names[this.#target];

    showOptions(this.#select, [{text: 'all variants', value: ALL}, ...names.map((name, variant) => ({text: `only ${name}`, value: String(variant)}))]);
    this.#select.value = this.#target === null ? ALL : String(this.#target);
    this.#choice.hidden = !scenario.compare;
    setText(this.#beside, `Change a copy of ${names[this.#target ?? this.#copied()]}`);
    const full = names.length >= limits.variants;
    setText(this.#full, `${limits.variants} variants are compared, and there is no room for more. Remove one to add another.`);
    this.#full.hidden = !full;
    allow(this.#beside, !full);
  }
}
