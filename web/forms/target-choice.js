// The choice of where changes apply: to all ways that are compared, to one of
// them, or to a new one beside it.

import {allow, button, write} from './fields.js';
import {addBeside, variantName, variantNames} from '../scenario/target.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../state/edits.js').Edits} Edits
 * @typedef {import('../scenario/target.js').Target} Target
 */

const ALL = 'all';

export class TargetChoice {
  #edits;
  #chosen;
  #way;
  #select = element('select');
  #choice;
  #beside;
  #full;
  /** @type {Target} */
  #target;
  /** What the chosen way was called, to find it when ways come and go. */
  #name = '';
  #ways = 0;

  /**
   * @param {Edits} edits @param {Target} target  the first choice
   * @param {(added: boolean) => void} chosen  called when the reader chooses
   * @param {() => number} [way]  which is copied where all are chosen
   */
  constructor(edits, target, chosen, way = () => 0) {
    this.#edits = edits;
    this.#target = target;
    this.#chosen = chosen;
    this.#way = way;
    this.#select.autocomplete = 'off';
    this.#select.addEventListener('change', () => this.#set(this.#select.value === ALL ? null : Number(this.#select.value), false));
    this.#choice = element('div', 'field', element('label', '', element('span', 'field-name', 'Changes apply to'), this.#select));
    this.#beside = button('', () => this.#add());
    this.#full = element('p', 'form-hint', `${edits.limits.variants} ways are compared, and there is no room for more. Remove one to add another.`);
    this.element = element('div', 'target', element('div', 'form-line', this.#choice, this.#beside), this.#full);
  }

  get target() {
    return this.#target;
  }

  /** Chooses without the reader. @param {Target} target */
  set target(target) {
    this.#target = target;
    this.#name = '';
  }

  /** @param {Target} target @param {boolean} added */
  #set(target, added) {
    this.#target = target;
    this.#name = target === null ? '' : variantName(this.#edits.scenario, target);
    this.show();
    this.#chosen(added);
  }

  async #add() {
    let way = 0;
    const errors = await this.#edits.make('', (scenario) => { way = addBeside(scenario, this.#target ?? this.#way(), this.#edits.limits); });
    if (errors.length > 0) this.#edits.refused(errors);
    else this.#set(way, true);
  }

  show() {
    const {scenario} = this.#edits;
    const names = variantNames(scenario);
    const ways = names.length;
    if (this.#target !== null && this.#ways !== ways) {
      if (!scenario.compare) this.#target = null;
      else if (this.#name && names[this.#target] !== this.#name) this.#target = names.includes(this.#name) ? names.indexOf(this.#name) : null;
    }
    this.#ways = ways;
    this.#name = this.#target === null ? '' : names[this.#target];

    const options = [{text: 'all ways', value: ALL}, ...names.map((text, way) => ({text: `only ${text}`, value: String(way)}))];
    if (JSON.stringify(options) !== JSON.stringify([...this.#select.options].map(({text, value}) => ({text, value})))) {
      this.#select.replaceChildren(...options.map(({text, value}) => new Option(text, value)));
    }
    this.#select.value = this.#target === null ? ALL : String(this.#target);
    this.#choice.hidden = !scenario.compare;
    write(this.#beside, `Change a copy of ${names[this.#target ?? this.#way()]}`);
    this.#full.hidden = ways < this.#edits.limits.variants;
    allow(this.#beside, ways < this.#edits.limits.variants);
  }
}
