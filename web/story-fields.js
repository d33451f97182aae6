// The fields of the story's editor. A field knows where its value is in the
// scenario; it keeps what was typed until the engine agrees, and says what is
// wrong with it.

/** @typedef {import('./story.js').Json} Json */
/** @typedef {import('./story-edits.js').Edits} Edits */

/** How long somebody who types is left alone before a mistake is pointed out. */
const PATIENCE_MS = 700;

let ids = 0;

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {string} [style] @param {...(Node | string)} children
 */
export function element(tag, style = '', ...children) {
  const made = document.createElement(tag);
  if (style) made.className = style;
  made.append(...children);
  return made;
}

/** @param {string} text @param {() => void} act */
export function button(text, act) {
  const made = element('button', '', text);
  made.type = 'button';
  made.addEventListener('click', () => {
    if (made.getAttribute('aria-disabled') !== 'true') act();
  });
  return made;
}

/** The words of a label, of which the end is only heard: of what it is. @param {string} text */
function labelled(text) {
  const rest = element('span', 'only-heard');
  return {words: element('span', 'field-name', text, rest), rest};
}

/** Sets a text only where it is another one. @param {Node} node @param {string} text */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * @typedef {object} Place  of a field's value
 * @property {string} label
 * @property {() => string} of     completes the label for those who hear it out of its place
 * @property {() => string} path   in the scenario
 * @property {(scenario: Json) => any} read
 * @property {(scenario: Json, value: any) => void} write
 */

/**
 * @typedef {object} Writing  how a value is written
 * @property {(value: any) => string} print
 * @property {(text: string) => any} parse  throws an Error that says what is wrong
 * @property {boolean} [lines]  it may need several lines
 * @property {boolean} [late]   it counts once the field is left
 */

/** @type {Writing} a text that may be left out */
export const TEXT = {print: (value) => value ?? '', parse: (text) => text || undefined};

/** @type {Writing} a duration; nothing is none */
export const DURATION = {
  print: (value) => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)),
  parse: (text) => text.replace(/\s/g, '') || undefined,
};

/** @type {Writing} */
export const JSON_VALUE = {
  lines: true,
  print: (value) => JSON.stringify(value, null, 1).replace(/(?<=[[{])\n\s*|\n\s*(?=[\]}])/g, '').replace(/\n\s*/g, ' '),
  parse(text) {
    try {
      return JSON.parse(text);
    } catch {
      throw new Error('This is not JSON. It looks like {"amount": 100}, like 42 or like "some text".');
    }
  },
};

export class TextField {
  #edits;
  #place;
  #writing;
  #rest;
  #message = element('p', 'field-message');
  /** What the scenario had when something was typed that it does not have yet. @type {string | null} */
  #since = null;
  #problem = '';
  /** @type {number | undefined} */
  #timer;

  /** @param {Edits} edits @param {Place} place @param {Writing} writing */
  constructor(edits, place, writing) {
    this.#edits = edits;
    this.#place = place;
    this.#writing = writing;
    const {words, rest} = labelled(place.label);
    this.#rest = rest;
    if (writing.lines) {
      this.input = element('textarea');
      this.input.rows = 1;
    } else {
      this.input = element('input');
      this.input.type = 'text';
    }
    this.input.spellcheck = false;
    this.input.autocomplete = 'off';
    this.input.autocapitalize = 'off';
    this.#message.id = `story-message-${++ids}`;
    this.#message.hidden = true;
    this.element = element('div', 'field', element('label', '', words, this.input), this.#message);
    this.input.addEventListener('input', () => this.#typed());
    this.input.addEventListener('change', () => this.#left());
    this.input.addEventListener('blur', () => this.#edits.seal());
  }

  #typed() {
    this.#since ??= this.#stored();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#say();
    }, PATIENCE_MS);
    if (!this.#writing.late) this.#try();
  }

  async #left() {
    if (this.#since === null || !this.input.isConnected) return;
    await this.#try();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#say();
  }

  /** Puts what was typed into the scenario, if it can be there. */
  async #try() {
    const text = this.input.value;
    let value;
    try {
      value = this.#writing.parse(text);
    } catch (error) {
      this.#found(/** @type {Error} */ (error).message);
      return;
    }
    const {path, write: put} = this.#place;
    try {
      const errors = await this.#edits.make(path(), (scenario) => put(scenario, value), {
        wanted: () => this.input.isConnected && this.input.value === text && this.#since !== null,
        before: () => { this.#since = null; },
      });
      if (this.input.value !== text || !this.input.isConnected) return;
      const own = errors.find((error) => error.path === path()) ?? errors[0];
      this.#found(own ? (own.path === path() ? '' : own.path && `${own.path}: `) + own.message : '');
    } catch (error) {
      this.#found(error instanceof Error ? error.message : String(error));
    }
  }

  /** What is right is right at once; what is wrong is said in a while. @param {string} problem */
  #found(problem) {
    this.#problem = problem;
    if (problem === '' || this.#timer === undefined) this.#say();
  }

  #say() {
    if (!this.input.isConnected) return; // its row is gone, and its place in the scenario with it
    const path = this.#place.path();
    const text = this.#problem || (this.#since === null ? this.#edits.known.find((error) => error.path === path)?.message ?? '' : '');
    write(this.#message, text);
    this.#message.hidden = text === '';
    if (text) {
      this.input.setAttribute('aria-invalid', 'true');
      this.input.setAttribute('aria-describedby', this.#message.id);
    } else {
      this.input.removeAttribute('aria-invalid');
      this.input.removeAttribute('aria-describedby');
    }
  }

  /** The value in the scenario, to compare it. */
  #stored() {
    return JSON.stringify(this.#place.read(this.#edits.scenario)) ?? '';
  }

  /** Shows what the scenario has, unless it is what is being typed. */
  show() {
    write(this.#rest, ` ${this.#place.of()}`);
    const stored = this.#stored();
    if (this.#since === stored) return;
    this.#since = null;
    this.#problem = '';
    if (this.#meant() !== stored) this.input.value = this.#writing.print(this.#place.read(this.#edits.scenario));
    this.#say();
  }

  /** What the text means, to compare it. */
  #meant() {
    try {
      return JSON.stringify(this.#writing.parse(this.input.value)) ?? '';
    } catch {
      return null;
    }
  }
}

/** A choice of one from several. A value that is none of them is the first's. */
export class SelectField {
  #edits;
  #place;
  #rest;

  /**
   * @param {Edits} edits @param {Place} place
   * @param {{value: string, text: string}[]} options
   * @param {string} [own]  what a value is called that is no text
   */
  constructor(edits, place, options, own = '') {
    this.#edits = edits;
    this.#place = place;
    const {words, rest} = labelled(place.label);
    this.#rest = rest;
    this.input = element('select');
    this.input.autocomplete = 'off';
    this.input.append(...options.map(({value, text}) => new Option(text, value)));
    this.element = element('div', 'field', element('label', '', words, this.input));
    this.input.addEventListener('change', async () => {
      const {value} = this.input;
      const errors = await edits.make('', (scenario) => place.write(scenario, value));
      if (errors.length === 0) return;
      edits.refused(errors);
      this.show();
    });
    this.own = own;
  }

  show() {
    write(this.#rest, ` ${this.#place.of()}`);
    const value = this.#place.read(this.#edits.scenario);
    const named = typeof value === 'string';
    const last = this.input.options[this.input.options.length - 1];
    // A list of steps has no name: it is offered for as long as it is there.
    if (!named && last.value !== '') this.input.append(new Option(this.own, ''));
    if (named && last.value === '') last.remove();
    this.input.value = named ? value : '';
  }
}

export class CheckField {
  #edits;
  #place;
  #rest;

  /** @param {Edits} edits @param {Place} place */
  constructor(edits, place) {
    this.#edits = edits;
    this.#place = place;
    const {words, rest} = labelled(place.label);
    this.#rest = rest;
    this.input = element('input');
    this.input.type = 'checkbox';
    this.input.autocomplete = 'off';
    this.element = element('label', 'check', this.input, ' ', words);
    this.input.addEventListener('change', async () => {
      const {checked} = this.input;
      const errors = await edits.make('', (scenario) => place.write(scenario, checked));
      if (errors.length === 0) return;
      edits.refused(errors);
      this.show();
    });
  }

  show() {
    write(this.#rest, ` ${this.#place.of()}`);
    this.input.checked = this.#place.read(this.#edits.scenario);
  }
}
