// What if it went otherwise? At the position in a diagram a button offers what
// can happen there instead. What is chosen becomes a way of its own, beside the
// one in which it was chosen.

import {Edits} from '../state/edits.js';
import {button} from '../forms/fields.js';
import {diagramOf, runOf} from './player.js';
import {sayError} from '../scenario/text.js';
import {addBeside, addedVariants, removeVariant, setAt, variantName, variantNames, variantCount} from '../scenario/target.js';
import {element} from '../shell/element.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../engine/types.js').Fork} Fork
 * @typedef {import('../engine/types.js').Moment} Moment
 * @typedef {{way: number, moment: Moment}} Here  a moment of a way, that is pointed at
 */

/** How far the popover stands from the position, and from the window's edges, in pixels. */
const GAP = 8;

/**
 * @param {{panels: HTMLElement, said: HTMLElement}} places  what has happened is said to those who cannot see it
 * @param {import('../engine/engine.js').Engine} engine @param {import('../state/work.js').Work} work
 * @param {import('./picture.js').Picture} picture @param {import('./player.js').Player} player
 */
export function offerForks(places, engine, work, picture, player) {
  if (!('popover' in HTMLElement.prototype)) return; // in an old browser the page has all but this
  new Forks(places, engine, work, picture, player);
}

class Forks {
  #panels;
  #said;
  #engine;
  #work;
  #picture;
  #player;
  #edits;
  /** The way in whose diagram the reader was last. */
  #way = 0;
  #ask = button('What if …', () => this.#open(this.#ask));
  #popover = element('div', 'forks');
  #title = element('p', 'forks-title');
  #body = element('div', 'forks-body');
  /** What gets the focus back. @type {HTMLElement | null} */
  #opener = null;

  /**
   * @param {{panels: HTMLElement, said: HTMLElement}} places
   * @param {import('../engine/engine.js').Engine} engine @param {import('../state/work.js').Work} work
   * @param {import('./picture.js').Picture} picture @param {import('./player.js').Player} player
   */
  constructor({panels, said}, engine, work, picture, player) {
    this.#panels = panels;
    this.#said = said;
    this.#engine = engine;
    this.#work = work;
    this.#picture = picture;
    this.#player = player;
    this.#edits = new Edits(engine, work, 'forks');
    this.#build();
    for (const name of ['pointerdown', 'focusin']) {
      panels.addEventListener(name, ({target}) => {
        const diagram = diagramOf(target);
        if (!diagram || target === this.#ask) return;
        this.#way = runOf(diagram);
        this.#place();
      });
    }
    panels.addEventListener('position', () => this.#place());
    panels.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.target instanceof HTMLElement) || !event.target.matches('.diagram-view')) return;
      event.preventDefault();
      if (player.position < 0) player.toEnd();
      this.#open(event.target);
    });
    picture.addEventListener('view', () => this.#offerRemoval());
    work.addEventListener('change', () => this.#close());
    new ResizeObserver(() => this.#place()).observe(panels);
    this.#offerRemoval();
    this.#place();
  }

  #build() {
    this.#ask.className = 'what-if';
    this.#ask.setAttribute('aria-haspopup', 'dialog');
    this.#title.id = 'forks-title';
    this.#popover.popover = 'auto';
    this.#popover.setAttribute('role', 'dialog');
    this.#popover.setAttribute('aria-labelledby', this.#title.id);
    this.#popover.append(element('div', 'forks-head', this.#title, button('Close', () => this.#close())), this.#body);
    this.#popover.addEventListener('toggle', (event) => {
      const within = this.#popover.contains(document.activeElement) || document.activeElement === document.body;
      if (/** @type {ToggleEvent} */ (event).newState === 'closed' && within) this.#opener?.focus({preventScroll: true});
    });
    document.body.append(this.#popover);
  }

  /** What is at the position: in the diagram where the reader was last, or else in another one; nothing in a counterexample. @returns {Here | undefined} */
  get #here() {
    if (this.#picture.instead) return undefined;
    const all = this.#player.moments.filter(([way]) => this.#picture.view?.runs[way]?.shown);
    const [way, moment] = all.find(([each]) => each === this.#way) ?? all[0] ?? [];
    return way === undefined || !moment ? undefined : {way, moment};
  }

  /** The diagram of a way. @param {number} way @returns {HTMLElement | null} */
  #diagram(way) {
    return this.#panels.querySelector(`.panel[data-variant="${way}"] .diagram`);
  }

  /** Takes the button away. Its diagram gets its focus. */
  #putAway() {
    const view = /** @type {HTMLElement | null | undefined} */ (this.#ask.parentElement?.querySelector('.diagram-view'));
    if (document.activeElement === this.#ask) view?.focus({preventScroll: true});
    this.#ask.remove();
  }

  /** Puts the button to the position. It keeps the focus. */
  #place() {
    const here = this.#player.playing ? undefined : this.#here;
    const diagram = here && this.#diagram(here.way);
    const body = diagram?.querySelector('.diagram-body');
    if (!here || !diagram || !body) {
      this.#putAway();
      return;
    }
    const focused = document.activeElement === this.#ask;
    if (this.#ask.parentNode !== diagram) diagram.append(this.#ask);
    const box = body.getBoundingClientRect();
    const scale = box.width / Number(body.getAttribute('width'));
    const line = box.top - diagram.getBoundingClientRect().top + here.moment.y * scale;
    const last = here.moment.y + this.#ask.offsetHeight / scale > Number(body.getAttribute('height'));
    this.#ask.classList.toggle('above', last);
    this.#ask.style.top = `${line}px`;
    this.#ask.setAttribute('aria-label', `What if … ${here.moment.what}`);
    if (focused) this.#ask.focus({preventScroll: true});
  }

  /** Asks what can happen otherwise, and offers it. @param {HTMLElement} opener */
  async #open(opener) {
    const here = this.#here;
    if (!here) return;
    const {scenario} = this.#work;
    this.#opener = opener;
    try {
      const {forks, why} = await this.#engine.forks(scenario, {run: here.way, event: here.moment.event});
      if (scenario === this.#work.scenario) this.#show(here, forks, why);
    } catch (error) {
      this.#show(here, [], error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {Here} here @param {Fork[]} forks @param {string} why there are none */
  #show(here, forks, why) {
    const {when, what} = here.moment;
    this.#title.replaceChildren(element('b', '', 'What if …'), ` ${when && when !== 'now' ? `at ${when}, ` : ''}${what}`);
    const full = this.#isFull(here.way);
    this.#body.replaceChildren(...(why ? [element('p', '', why)] : full ? this.#removals(here) : this.#choices(here, forks)));
    if (!this.#popover.matches(':popover-open')) this.#popover.showPopover();
    this.#stand(here.way, here.moment.y);
    /** @type {HTMLElement} */ (this.#body.querySelector('button') ?? this.#popover.querySelector('button')).focus({preventScroll: true});
  }

  /** What can happen, by what it happens to. @param {Here} here @param {Fork[]} forks */
  #choices(here, forks) {
    const groups = [...new Set(forks.map(({group}) => group))];
    const replaced = this.#replaced(here.way);
    const hint = replaced < 0 ? `It happens in a copy of ${this.#name(here.way)}, beside it.`
      : `It happens in a copy of ${this.#name(here.way)}, which takes the place of ${this.#name(replaced)}: there is room for ${this.#work.limits.variants}.`;
    return [...groups.map((name, i) => {
      const title = element('p', 'forks-group', name);
      title.id = `forks-group-${i}`;
      const group = element('div', '', title, ...forks.filter((fork) => fork.group === name).map((fork) => {
        const choice = button('', () => this.#fork(here, fork));
        choice.className = 'fork';
        choice.append(element('b', '', fork.text), ' ', element('span', '', fork.says));
        return choice;
      }));
      group.setAttribute('role', 'group');
      group.setAttribute('aria-labelledby', title.id);
      return group;
    }), element('p', 'forks-hint', hint)];
  }

  /** Where there is no room one of the others has to go. @param {Here} here */
  #removals(here) {
    const others = variantNames(this.#work.scenario).flatMap((name, way) => (way === here.way ? [] : [{name, way}]));
    return [element('p', '', `${this.#work.limits.variants} ways are compared, and there is no room for more. Remove one first; undo brings it back.`),
      ...others.map(({name, way}) => {
        const remove = button(`Remove ${name}`, () => this.#remove(way));
        remove.className = 'fork';
        return remove;
      })];
  }

  /** @param {number} way */
  #name(way) {
    return `“${variantName(this.#work.scenario, way)}”`;
  }

  /** The way that a new one takes the place of, where there is no room: the last that was added, but not this one. @param {number} way */
  #replaced(way) {
    const {scenario, original} = this.#work;
    return variantCount(scenario) < this.#work.limits.variants ? -1 : addedVariants(scenario, original).filter((other) => other !== way).at(-1) ?? -1;
  }

  /** @param {number} way */
  #isFull(way) {
    return variantCount(this.#work.scenario) >= this.#work.limits.variants && this.#replaced(way) < 0;
  }

  /** Stands beside the position, where there is room; on a phone at the lower edge, as its style says. @param {number} way @param {number} y of the position */
  #stand(way, y) {
    const body = this.#diagram(way)?.querySelector('.diagram-body');
    if (!body) return;
    const box = body.getBoundingClientRect();
    const line = box.top + y * box.width / Number(body.getAttribute('width'));
    const {offsetWidth: width, offsetHeight: height} = this.#popover;
    const below = line + GAP + height < innerHeight || line < innerHeight / 2;
    const top = below ? line + GAP : line - GAP - height;
    this.#popover.style.setProperty('--left', `${Math.max(GAP, Math.min(box.right - width, innerWidth - width - GAP)) + scrollX}px`);
    this.#popover.style.setProperty('--top', `${Math.max(GAP, Math.min(top, innerHeight - height - GAP)) + scrollY}px`);
  }

  #close() {
    if (this.#popover.matches(':popover-open')) this.#popover.hidePopover();
  }

  /** Puts the way beside in which it happens, and shows both. @param {Here} here @param {Fork} fork */
  async #fork({way, moment}, fork) {
    let from = way;
    let to = way;
    const errors = await this.#edits.make('', (scenario) => {
      from = way;
      const replaced = this.#replaced(way);
      if (replaced >= 0) removeVariant(scenario, replaced);
      if (replaced >= 0 && replaced < way) from--;
      to = addBeside(scenario, from, this.#work.limits, fork.name);
      setAt(scenario, to, fork.path, fork.value);
      this.#picture.expect(scenario, [from, to]);
    });
    if (errors.length > 0) {
      this.#refused(way, errors);
      return;
    }
    await this.#picture.drawn;
    const shown = this.#picture.view?.runs[from]?.shown ? from : to;
    this.#way = to;
    this.#player.seekEvent(shown, moment.event);
    /** @type {HTMLElement | null | undefined} */ (this.#diagram(to)?.querySelector('.diagram-view'))?.focus({preventScroll: true});
    this.#said.textContent = `${this.#name(to)} is compared with ${this.#name(from)} now. Undo takes it back.`;
  }

  /** Says why not: in what is open, or else beside the way's diagram. @param {number} way @param {import('../engine/types.js').FieldError[]} errors */
  #refused(way, errors) {
    const open = this.#popover.matches(':popover-open');
    if (!open) {
      this.#title.textContent = this.#name(way);
      this.#body.replaceChildren();
      this.#popover.showPopover();
    }
    const said = element('p', 'forks-said', `That cannot be done. ${errors.map(sayError).join('\n')}`);
    said.setAttribute('role', 'alert');
    this.#body.append(said);
    if (!open) this.#stand(way, 0);
  }

  /** What the reader has added can be removed in its panel. */
  #offerRemoval() {
    const added = addedVariants(this.#work.scenario, this.#work.original);
    for (const panel of /** @type {NodeListOf<HTMLElement>} */ (this.#panels.querySelectorAll('.panel'))) {
      const way = Number(panel.dataset.variant);
      const there = panel.querySelector('.remove-way');
      if (!added.includes(way)) {
        there?.remove();
      } else if (!there) {
        const remove = button('Remove', () => this.#remove(way));
        remove.className = 'remove-way';
        remove.setAttribute('aria-label', `Remove ${variantName(this.#work.scenario, way)}`);
        panel.querySelector('h2')?.after(remove);
      }
    }
  }

  /** @param {number} way */
  async #remove(way) {
    const name = this.#name(way);
    const errors = await this.#edits.make('', (scenario) => removeVariant(scenario, way));
    if (errors.length > 0) {
      this.#refused(way, errors);
      return;
    }
    await this.#picture.drawn;
    this.#said.textContent = `${name} is removed. Undo brings it back.`;
    /** @type {HTMLElement | null} */ (this.#panels.querySelector('.diagram-view'))?.focus({preventScroll: true});
  }
}
