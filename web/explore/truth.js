// The table of truth on the page: what is true of all named strategies in a set of
// small scenarios, without faults and with each of them once. A counterexample opens
// beneath the row in which it was chosen.

import {during} from '../engine/settled.js';
import {messageOf} from '../scenario/text.js';
import {title} from '../scenario/story.js';
import {button} from '../shell/button.js';
import {element} from '../shell/element.js';
import {isDark} from '../shell/theme.js';
import {sizeOf} from './sentences.js';
import {cellText, choicesOf, chosenRows, exampleName, FIRST_FAULT, statusOf} from './truth-table.js';

/** @typedef {import('../scenario/story.js').Json} Json */
/** @typedef {import('./truth-table.js').Example} Example */
/** @typedef {import('./truth-table.js').Truth} Truth */
/** @typedef {import('./truth-table.js').TruthRow} TruthRow */

/** As wide as the page where it draws diagrams for small screens. */
const narrow = matchMedia('(max-width: 620px)');

/**
 * Makes the drawer show the table.
 * @param {HTMLDetailsElement} place
 * @param {() => Promise<Truth>} load
 * @param {import('../engine/engine.js').Engine} engine
 * @param {(scenario: Json) => void} open  is called with a counterexample that the reader wants as a story
 */
export function offerTruth(place, load, engine, open) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (place.querySelector(`[data-part="${name}"]`));
  const status = part('truth-status');
  /** @type {TruthView | undefined} */
  let view;
  place.addEventListener('toggle', async () => {
    if (!place.open || view) return;
    status.textContent = 'One moment…';
    try {
      const truth = await load();
      view ??= new TruthView(part, truth, engine, open);
    } catch (error) {
      status.textContent = `${messageOf(error)} Close and open it to try again.`;
    }
  });
}

class TruthView {
  #part;
  #truth;
  #engine;
  #open;

  /**
   * @param {(name: string) => HTMLElement} part
   * @param {Truth} truth
   * @param {import('../engine/engine.js').Engine} engine
   * @param {(scenario: Json) => void} open
   */
  constructor(part, truth, engine, open) {
    this.#part = part;
    this.#truth = truth;
    this.#engine = engine;
    this.#open = open;
    const [read, fault] = this.#choices;
    const {reads, faults} = choicesOf(truth);
    read.replaceChildren(...reads.map(({value, text}) => new Option(text, value)));
    fault.replaceChildren(...faults.map(({value, text}) => new Option(text, value, false, value === FIRST_FAULT)));
    part('truth-head').replaceChildren(...['To write', ...truth.properties.map((property) => property.title)].map((name) => heading('col', name)));
    for (const select of this.#choices) select.addEventListener('change', () => this.#show());
    this.#show();
  }

  /** The choices of the strategy to read and of the fault. */
  get #choices() {
    return /** @type {HTMLSelectElement[]} */ (['truth-read', 'truth-fault'].map(this.#part));
  }

  #show() {
    const [read, fault] = this.#choices.map(({value}) => value);
    const rows = chosenRows(this.#truth.rows, {read, fault});
    this.#part('truth-rows').replaceChildren(...rows.map((row) => this.#row(row)));
    this.#part('truth-status').textContent = statusOf(rows, this.#truth.faults.find(({id}) => id === fault));
  }

  /** @param {TruthRow} row */
  #row(row) {
    const line = element('tr', '', heading('row', title(row.write)));
    for (const [i, {verdict, example}] of row.cells.entries()) {
      const text = cellText(verdict, example?.steps ?? 0);
      const cell = element('td', '', example ? this.#look(line, row, i, text) : text);
      cell.dataset.verdict = verdict;
      line.append(cell);
    }
    return line;
  }

  /**
   * Creates the button that shows a counterexample beneath its row, or hides it.
   * @param {HTMLTableRowElement} line
   * @param {TruthRow} row
   * @param {number} property  its index
   * @param {string} text
   */
  #look(line, row, property, text) {
    const id = `truth-${row.write}`;
    const look = button(text, () => {
      const shown = look.getAttribute('aria-expanded') === 'true';
      for (const other of line.querySelectorAll('button')) other.setAttribute('aria-expanded', 'false');
      document.getElementById(id)?.remove();
      if (shown) return;
      look.setAttribute('aria-expanded', 'true');
      line.after(this.#beneath(id, row, property));
    });
    look.setAttribute('aria-label', `${text}: ${title(row.write)}, ${this.#truth.properties[property].title}`);
    look.setAttribute('aria-expanded', 'false');
    look.setAttribute('aria-controls', id);
    return look;
  }

  /**
   * Creates the row with a counterexample.
   * @param {string} id
   * @param {TruthRow} row
   * @param {number} property  its index
   */
  #beneath(id, row, property) {
    const example = /** @type {Example} */ (row.cells[property].example);
    const name = exampleName(row, this.#truth.properties[property]);
    const scenario = {...example.scenario, name};
    const words = element('p', 'example-words');
    words.innerHTML = example.words;
    const picture = element('p', 'truth-picture');
    const open = button('Open as a story', () => this.#open(scenario));
    open.setAttribute('aria-label', `Open as a story: ${name}`);
    const cell = element('td', '', element('div', 'truth-example', element('h4', '', name), words,
      element('p', 'example-size', sizeOf({...example, shortest: false})), open, picture));
    cell.colSpan = row.cells.length + 1;
    const beneath = element('tr', '', cell);
    beneath.id = id;
    during(this.#draw(picture, {...scenario, name: title(row.write)}, words.textContent ?? ''));
    return beneath;
  }

  /**
   * Draws a counterexample. Where that fails its words are there.
   * @param {HTMLElement} place
   * @param {Json} scenario
   * @param {string} words
   */
  async #draw(place, scenario, words) {
    const image = element('img');
    image.alt = `Sequence diagram: ${words}`;
    try {
      const svg = await this.#engine.picture(scenario, {dark: isDark(), narrow: narrow.matches});
      image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
      await image.decode();
    } catch {
      return;
    }
    place.append(image);
  }
}

/**
 * @param {'col' | 'row'} scope
 * @param {string} text
 */
function heading(scope, text) {
  const th = element('th', '', text);
  th.scope = scope;
  return th;
}
