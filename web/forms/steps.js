// The lists of steps beside the diagrams, and the editors that open in their
// places. The panels around them come and go; the editors stay.

import {Edits} from '../state/edits.js';
import {StepEditor} from './step-editor.js';
import {variantName, variantNames, variantCount} from '../scenario/target.js';

/**
 * @typedef {import('../scenario/step-list.js').Kind} Kind
 * @typedef {import('../scenario/target.js').Target} Target
 * @typedef {{editor: StepEditor, way: string}} Open  an editor, and what its way is called
 */

/**
 * @param {HTMLElement} panels
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work @param {import('../picture/picture.js').Picture} picture
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
  /** What has the focus among the steps. @type {HTMLElement | null} */
  #focused = null;
  /** @type {import('../state/drafts.js').Drafts | undefined} */
  #drafts;

  /**
   * @param {HTMLElement} panels @param {import('../engine/engine.js').Engine} engine
   * @param {import('../state/work.js').Work} work @param {import('../picture/picture.js').Picture} picture
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

  /** Begins with a story: what was left unfinished in it is open again. */
  async begin() {
    for (const entry of this.#opened) this.#close(entry);
    const {drafts} = this.#work;
    this.#drafts = drafts;
    for (const name of drafts.names('steps:')) {
      const [, way, path, worker] = /^steps:(?:compare\[(\d)\]\.)?(read|write)(\.worker)?$/.exec(name) ?? [];
      const target = way === undefined ? null : Number(way);
      if (!path || (target ?? 0) >= variantCount(this.#work.scenario)) continue;
      const editor = await this.#open(target ?? 0, /** @type {Kind} */ (worker ? 'worker' : path), target);
      if (!editor || drafts !== this.#work.drafts) return; // nobody can tell what fits
      const entry = this.#opened.find((each) => each.editor === editor);
      if (entry && !entry.editor.unfinished) this.#close(entry); // it does not fit any more
    }
    drafts.sweep('steps:');
  }

  /** @param {Event} event */
  async #clicked(event) {
    const button = event.target instanceof Element ? event.target.closest('.edit-steps') : null;
    const list = button?.closest('.steps-of');
    const panel = button?.closest('.panel');
    if (!(list instanceof HTMLElement) || !(panel instanceof HTMLElement)) return;
    const run = Number(panel.dataset.variant);
    const editor = await this.#open(run, /** @type {Kind} */ (list.dataset.list), this.#work.scenario.compare ? run : null);
    editor?.focus();
  }

  /** @param {number} run @param {Kind} kind @param {Target} target */
  async #open(run, kind, target) {
    const {drafts} = this.#work;
    const strategies = await this.#engine.strategies().catch(() => null);
    if (!strategies || drafts !== this.#work.drafts) return null; // the picture's notice says that there is no engine, or the story is another one
    const already = this.#opened.find(({editor}) => editor.run === run && editor.kind === kind);
    if (already) return already.editor;
    /** @type {Open} */
    const entry = {
      way: variantName(this.#work.scenario, run),
      editor: new StepEditor(new Edits(this.#engine, this.#work, 'steps'), strategies, {kind, run, target}, {
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

  /** An editor goes to another way, whose panel is to be seen then. @param {Open} entry */
  #moved(entry) {
    const {run, kind} = entry.editor;
    for (const other of this.#opened) {
      if (other !== entry && other.editor.run === run && other.editor.kind === kind) this.#close(other);
    }
    entry.way = variantName(this.#work.scenario, run);
    if (!this.#picture.view?.runs[run]?.shown) this.#picture.choose(run);
    this.#place();
  }

  /** Brings the editors to where their ways are now, and up to date. */
  #follow() {
    if (this.#work.drafts !== this.#drafts) this.begin();
    const {scenario} = this.#work;
    const names = variantNames(scenario);
    for (const entry of this.#opened) {
      const {editor} = entry;
      if (names[editor.run] !== entry.way && names.includes(entry.way)) editor.run = names.indexOf(entry.way);
      if (editor.run >= names.length) this.#close(entry);
      entry.way = names[editor.run];
    }
    this.#place();
    for (const {editor} of this.#opened) editor.show();
  }

  /** Puts the editors where their lists are. What had the focus there keeps it. */
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

  /** The place of a list. @param {StepEditor} editor @returns {HTMLElement | null} */
  #listOf({run, kind}) {
    return this.#panels.querySelector(`.panel[data-variant="${run}"] .steps-of[data-list="${kind}"]`);
  }

  /** The button that has taken the place of one. @param {HTMLElement} button */
  #sameButton(button) {
    return /** @type {HTMLElement[]} */ ([...this.#panels.querySelectorAll('.edit-steps')])
      .find((other) => other.getAttribute('aria-label') === button.getAttribute('aria-label'));
  }
}
