// Opens editors in the places of the lists of steps below the diagrams. The engine
// draws the panels again; the editors stay.

import {Edits} from '../state/edits.js';
import {StepEditor} from './step-editor.js';
import {variantName, variantNames, variantCount} from '../scenario/target.js';

/**
 * @typedef {import('../scenario/step-list.js').Kind} Kind
 * @typedef {import('../scenario/target.js').Target} Target
 * @typedef {{editor: StepEditor, variant: string}} Open  an editor, and the name of its variant
 */

/**
 * Offers to edit the steps of each panel.
 * @param {HTMLElement} panels
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work
 * @param {import('../picture/picture.js').Picture} picture
 */
export function offerSteps(panels, engine, work, picture) {
  new Steps(panels, engine, work, picture).begin();
}

class Steps {
  #panels;
  #engine;
  #work;
  #picture;
  /** @type {Open[]} */
  #opened = [];
  /** The element among the steps that has the focus. @type {HTMLElement | null} */
  #focused = null;
  /** @type {import('../state/drafts.js').Drafts | undefined} */
  #drafts;

  /**
   * @param {HTMLElement} panels
   * @param {import('../engine/engine.js').Engine} engine
   * @param {import('../state/work.js').Work} work
   * @param {import('../picture/picture.js').Picture} picture
   */
  constructor(panels, engine, work, picture) {
    this.#panels = panels;
    this.#engine = engine;
    this.#work = work;
    this.#picture = picture;
    panels.addEventListener('click', (event) => this.#clicked(event));
    panels.addEventListener('focusin', ({target}) => {
      this.#focused = target instanceof HTMLElement && target.closest('.steps') ? target : null;
    });
    panels.addEventListener('focusout', () => setTimeout(() => {
      if (this.#focused?.isConnected && document.activeElement !== this.#focused) this.#focused = null;
    }));
    work.addEventListener('change', () => this.#follow());
    picture.addEventListener('view', () => this.#follow());
  }

  /** Begins with a story: opens the editors that have drafts in it. */
  async begin() {
    for (const entry of this.#opened) this.#close(entry);
    const {drafts} = this.#work;
    this.#drafts = drafts;
    for (const name of drafts.names('steps:')) {
      const [, variant, path, worker] = /^steps:(?:compare\[(\d)\]\.)?(read|write)(\.worker)?$/.exec(name) ?? [];
      const target = variant === undefined ? null : Number(variant);
      if (!path || (target ?? 0) >= variantCount(this.#work.scenario)) continue;
      const editor = await this.#open(target ?? 0, /** @type {Kind} */ (worker ? 'worker' : path), target);
      if (!editor || drafts !== this.#work.drafts) return; // without an engine, or with another story, no draft can be judged
      const entry = this.#opened.find((each) => each.editor === editor);
      if (entry && !entry.editor.unfinished) this.#close(entry); // its draft does not fit any more
    }
    drafts.sweep('steps:');
  }

  /** @param {Event} event */
  async #clicked(event) {
    const button = event.target instanceof Element ? event.target.closest('.edit-steps') : null;
    const list = button?.closest('.steps-of');
    const panel = button?.closest('.panel');
    if (!(list instanceof HTMLElement) || !(panel instanceof HTMLElement)) return;
    const variant = Number(panel.dataset.variant);
    const editor = await this.#open(variant, /** @type {Kind} */ (list.dataset.list), this.#work.scenario.compare ? variant : null);
    editor?.focus();
  }

  /**
   * Opens the editor of a list, unless it is open.
   * @param {number} variant
   * @param {Kind} kind
   * @param {Target} target
   * @returns {Promise<StepEditor | null>} null without an engine, whose absence the page's notice says
   */
  async #open(variant, kind, target) {
    const {drafts} = this.#work;
    const strategies = await this.#engine.strategies().catch(() => null);
    if (!strategies || drafts !== this.#work.drafts) return null; // no engine, or another story
    const already = this.#opened.find(({editor}) => editor.variant === variant && editor.kind === kind);
    if (already) return already.editor;
    /** @type {Open} */
    const entry = {
      variant: variantName(this.#work.scenario, variant),
      editor: new StepEditor(new Edits(this.#engine, this.#work, 'steps'), strategies, {kind, variant, target}, {
        close: () => {
          this.#close(entry);
          this.#place();
          /** @type {HTMLElement | null | undefined} */ (this.#listOf(entry.editor)?.querySelector('.edit-steps'))?.focus();
        },
        moved: () => this.#moved(entry),
        drawn: () => this.#place(),
      }),
    };
    this.#opened.push(entry);
    entry.editor.show();
    return entry.editor;
  }

  /** @param {Open} entry */
  #close(entry) {
    this.#opened = this.#opened.filter((other) => other !== entry);
    entry.editor.element.remove();
  }

  /**
   * Follows an editor to another variant, and shows the panel of that.
   * @param {Open} entry
   */
  #moved(entry) {
    const {variant, kind} = entry.editor;
    for (const other of this.#opened) {
      if (other !== entry && other.editor.variant === variant && other.editor.kind === kind) this.#close(other);
    }
    entry.variant = variantName(this.#work.scenario, variant);
    if (!this.#picture.view?.runs[variant]?.shown) this.#picture.choose(variant);
    this.#place();
  }

  /** Moves the editors with their variants, and brings them up to date. */
  #follow() {
    if (this.#work.drafts !== this.#drafts) this.begin();
    const {scenario} = this.#work;
    const names = variantNames(scenario);
    for (const entry of this.#opened) {
      const {editor} = entry;
      if (names[editor.variant] !== entry.variant && names.includes(entry.variant)) editor.variant = names.indexOf(entry.variant);
      if (editor.variant >= names.length) this.#close(entry);
      entry.variant = names[editor.variant];
    }
    this.#place();
    for (const {editor} of this.#opened) editor.show();
  }

  /** Puts the editors where their lists are, and gives back the focus that one of them loses by that. */
  #place() {
    for (const list of this.#panels.querySelectorAll('.steps-of.editing')) list.classList.remove('editing');
    for (const {editor} of this.#opened) {
      const list = this.#listOf(editor);
      if (!list) {
        editor.element.remove();
        continue;
      }
      if (editor.element.parentNode !== list) list.prepend(editor.element);
      list.classList.toggle('editing', editor.shown);
    }
    if (this.#focused && document.activeElement === document.body) {
      (this.#focused.isConnected ? this.#focused : this.#sameButton(this.#focused))?.focus();
    }
  }

  /**
   * Returns the list in the page that an editor stands in.
   * @param {StepEditor} editor
   * @returns {HTMLElement | null}
   */
  #listOf({variant, kind}) {
    return this.#panels.querySelector(`.panel[data-variant="${variant}"] .steps-of[data-list="${kind}"]`);
  }

  /**
   * Returns the button that the engine drew in place of one.
   * @param {HTMLElement} button
   */
  #sameButton(button) {
    return /** @type {HTMLElement[]} */ ([...this.#panels.querySelectorAll('.edit-steps')])
      .find((other) => other.getAttribute('aria-label') === button.getAttribute('aria-label'));
  }
}
