// "What if …": at the position in a diagram a button offers what can happen there
// instead. What is chosen becomes a variant of its own, beside the one in which it
// was chosen.

import {addedVariants, removeVariant, variantNames, variantName} from '../scenario/target.js';
import {messageOf, refusalText} from '../scenario/text.js';
import {button} from '../shell/button.js';
import {element} from '../shell/element.js';
import {Edits} from '../state/edits.js';
import {addFork, groupsOf, roomFor} from './fork-list.js';
import {diagramOf, variantOf} from './places.js';

/**
 * @typedef {import('../scenario/story.js').Json} Json
 * @typedef {import('../engine/types.js').Fork} Fork
 * @typedef {import('../engine/types.js').Moment} Moment
 * @typedef {{variant: number, moment: Moment}} Here  a moment of a variant
 */

/** How far the popover stands from the position, and from the window's edges, in pixels. */
const GAP = 8;

/**
 * Offers forks in the diagrams, and the removal of variants that were added.
 * @param {{panels: HTMLElement, said: HTMLElement}} places  said is a status that only screen readers read
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work
 * @param {import('./picture.js').Picture} picture
 * @param {import('./player.js').Player} player
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
  /** The variant in whose diagram the reader was last. */
  #variant = 0;
  #ask = button('What if …', () => this.#open(this.#ask), 'what-if');
  #popover = element('div', 'forks');
  #title = element('p', 'forks-title');
  #body = element('div', 'forks-body');
  /** Gets the focus when the popover closes. @type {HTMLElement | null} */
  #opener = null;

  /**
   * @param {{panels: HTMLElement, said: HTMLElement}} places
   * @param {import('../engine/engine.js').Engine} engine
   * @param {import('../state/work.js').Work} work
   * @param {import('./picture.js').Picture} picture
   * @param {import('./player.js').Player} player
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
    this.#listen();
    this.#offerRemoval();
    this.#placeButton();
  }

  #build() {
    this.#ask.setAttribute('aria-haspopup', 'dialog');
    this.#title.id = 'forks-title';
    this.#popover.popover = 'auto';
    this.#popover.setAttribute('role', 'dialog');
    this.#popover.setAttribute('aria-labelledby', this.#title.id);
    this.#popover.append(element('div', 'forks-head', this.#title, button('Close', () => this.#close())), this.#body);
    document.body.append(this.#popover);
  }

  #listen() {
    for (const name of ['pointerdown', 'focusin']) {
      this.#panels.addEventListener(name, ({target}) => {
        const diagram = diagramOf(target);
        if (!diagram || target === this.#ask) return;
        this.#variant = variantOf(diagram);
        this.#placeButton();
      });
    }
    this.#panels.addEventListener('position', () => this.#placeButton());
    this.#panels.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.target instanceof HTMLElement) || !event.target.matches('.diagram-view')) return;
      event.preventDefault();
      if (this.#player.position < 0) this.#player.toEnd();
      this.#open(event.target);
    });
    this.#popover.addEventListener('toggle', (event) => {
      const within = this.#popover.contains(document.activeElement) || document.activeElement === document.body;
      if (/** @type {ToggleEvent} */ (event).newState === 'closed' && within) this.#opener?.focus({preventScroll: true});
    });
    this.#picture.addEventListener('view', () => this.#offerRemoval());
    this.#work.addEventListener('change', () => this.#close());
    new ResizeObserver(() => this.#placeButton()).observe(this.#panels);
  }

  /**
   * The moment at the position, in the diagram where the reader was last or else in
   * another one; none in a counterexample.
   * @returns {Here | undefined}
   */
  get #here() {
    if (this.#picture.counterexample) return undefined;
    const all = this.#player.moments.filter(([variant]) => this.#picture.view?.runs[variant]?.shown);
    const [variant, moment] = all.find(([each]) => each === this.#variant) ?? all[0] ?? [];
    return variant === undefined || !moment ? undefined : {variant, moment};
  }

  /**
   * @param {number} variant
   * @returns {HTMLElement | null}
   */
  #diagram(variant) {
    return this.#panels.querySelector(`.panel[data-variant="${variant}"] .diagram`);
  }

  /** Puts the button at the position, where it keeps the focus. */
  #placeButton() {
    const here = this.#player.playing ? undefined : this.#here;
    const diagram = here && this.#diagram(here.variant);
    const body = diagram?.querySelector('.diagram-body');
    if (!here || !diagram || !body) {
      this.#hide();
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

  /** Removes the button from the page. Its diagram gets its focus. */
  #hide() {
    const view = /** @type {HTMLElement | null | undefined} */ (this.#ask.parentElement?.querySelector('.diagram-view'));
    if (document.activeElement === this.#ask) view?.focus({preventScroll: true});
    this.#ask.remove();
  }

  /**
   * Asks the engine what can happen differently at the position, and offers it.
   * @param {HTMLElement} opener
   */
  async #open(opener) {
    const here = this.#here;
    if (!here) return;
    const {scenario} = this.#work;
    this.#opener = opener;
    try {
      const {forks, why} = await this.#engine.forks(scenario, {run: here.variant, event: here.moment.event});
      if (scenario === this.#work.scenario) this.#show(here, forks, why);
    } catch (error) {
      this.#show(here, [], messageOf(error));
    }
  }

  #close() {
    if (this.#popover.matches(':popover-open')) this.#popover.hidePopover();
  }

  /**
   * @param {Here} here
   * @param {Fork[]} forks
   * @param {string} why  there are none, "" where there are
   */
  #show(here, forks, why) {
    const {when, what} = here.moment;
    this.#title.replaceChildren(element('b', '', 'What if …'), ` ${when && when !== 'now' ? `at ${when}, ` : ''}${what}`);
    this.#body.replaceChildren(...(why ? [element('p', '', why)] : this.#offers(here, forks)));
    if (!this.#popover.matches(':popover-open')) this.#popover.showPopover();
    this.#placePopover(here.variant, here.moment.y);
    /** @type {HTMLElement} */ (this.#body.querySelector('button') ?? this.#popover.querySelector('button')).focus({preventScroll: true});
  }

  /**
   * @param {Here} here
   * @param {Fork[]} forks
   */
  #offers(here, forks) {
    const {scenario, original, limits} = this.#work;
    const {full, replaced} = roomFor(scenario, original, here.variant, limits);
    if (full) return this.#removals(here);
    const name = this.#name(here.variant);
    const hint = replaced < 0 ? `It happens in a copy of ${name}, beside it.`
      : `It happens in a copy of ${name}, which takes the place of ${this.#name(replaced)}: there is room for ${limits.variants}.`;
    return [...groupsOf(forks).map((group, i) => this.#group(here, group, i)), element('p', 'forks-hint', hint)];
  }

  /**
   * @param {Here} here
   * @param {ReturnType<typeof groupsOf>[0]} group
   * @param {number} i
   */
  #group(here, {name, forks}, i) {
    const title = element('p', 'forks-group', name);
    title.id = `forks-group-${i}`;
    const group = element('div', '', title, ...forks.map((fork) => {
      const choice = button('', () => this.#fork(here, fork), 'fork');
      choice.append(element('b', '', fork.text), ' ', element('span', '', fork.says));
      return choice;
    }));
    group.setAttribute('role', 'group');
    group.setAttribute('aria-labelledby', title.id);
    return group;
  }

  /**
   * Offers to remove another variant, where there is no room and none can be
   * replaced.
   * @param {Here} here
   */
  #removals(here) {
    const others = variantNames(this.#work.scenario).flatMap((name, variant) => (variant === here.variant ? [] : [{name, variant}]));
    return [element('p', '', `${this.#work.limits.variants} variants are compared, and there is no room for more. Remove one first; undo brings it back.`),
      ...others.map(({name, variant}) => button(`Remove ${name}`, () => this.#remove(variant), 'fork'))];
  }

  /** @param {number} variant */
  #name(variant) {
    return `“${variantName(this.#work.scenario, variant)}”`;
  }

  /**
   * Places the popover beside a position, where there is room; on a phone the style sheet places it at the lower edge.
   * @param {number} variant
   * @param {number} y  of the position, in the drawing's own pixels
   */
  #placePopover(variant, y) {
    const body = this.#diagram(variant)?.querySelector('.diagram-body');
    if (!body) return;
    const box = body.getBoundingClientRect();
    const line = box.top + y * box.width / Number(body.getAttribute('width'));
    const {offsetWidth: width, offsetHeight: height} = this.#popover;
    const below = line + GAP + height < innerHeight || line < innerHeight / 2;
    const top = below ? line + GAP : line - GAP - height;
    this.#popover.style.setProperty('--left', `${Math.max(GAP, Math.min(box.right - width, innerWidth - width - GAP)) + scrollX}px`);
    this.#popover.style.setProperty('--top', `${Math.max(GAP, Math.min(top, innerHeight - height - GAP)) + scrollY}px`);
  }

  /**
   * Adds the variant in which a fork happens, and shows it beside its origin.
   * @param {Here} here
   * @param {Fork} fork
   */
  async #fork({variant, moment}, fork) {
    let [from, to] = [variant, variant];
    /** @type {Json} */
    let forked;
    const errors = await this.#edits.make('', (scenario) => {
      ({from, to} = addFork(scenario, this.#work.original, variant, fork, this.#work.limits));
      forked = scenario;
    }, {before: () => this.#picture.select(forked, [from, to])});
    if (errors.length > 0) {
      this.#refuse(variant, errors);
      return;
    }
    await this.#picture.drawn;
    const shown = this.#picture.view?.runs[from]?.shown ? from : to;
    this.#variant = to;
    this.#player.seekEvent(shown, moment.event);
    /** @type {HTMLElement | null | undefined} */ (this.#diagram(to)?.querySelector('.diagram-view'))?.focus({preventScroll: true});
    this.#said.textContent = `${this.#name(to)} is compared with ${this.#name(from)} now. Undo takes it back.`;
  }

  /**
   * Says why a change of a variant cannot be made: in the popover, which opens
   * beside the diagram if need be.
   * @param {number} variant
   * @param {import('../engine/types.js').FieldError[]} errors
   */
  #refuse(variant, errors) {
    const open = this.#popover.matches(':popover-open');
    if (!open) {
      this.#title.textContent = this.#name(variant);
      this.#body.replaceChildren();
      this.#popover.showPopover();
    }
    const said = element('p', 'forks-said', refusalText(errors));
    said.setAttribute('role', 'alert');
    this.#body.append(said);
    if (!open) this.#placePopover(variant, 0);
  }

  /** Adds a button to the panels of variants that the reader has added, which removes the variant, and removes it from all other panels. */
  #offerRemoval() {
    const added = addedVariants(this.#work.scenario, this.#work.original);
    for (const panel of /** @type {NodeListOf<HTMLElement>} */ (this.#panels.querySelectorAll('.panel'))) {
      const variant = variantOf(panel);
      const there = panel.querySelector('.remove-variant');
      if (!added.includes(variant)) {
        there?.remove();
      } else if (!there) {
        const remove = button('Remove', () => this.#remove(variant), 'remove-variant');
        remove.dataset.in = 'play';
        remove.setAttribute('aria-label', `Remove ${variantName(this.#work.scenario, variant)}`);
        panel.querySelector('h2')?.after(remove);
      }
    }
  }

  /** @param {number} variant */
  async #remove(variant) {
    const name = this.#name(variant);
    const errors = await this.#edits.make('', (scenario) => removeVariant(scenario, variant));
    if (errors.length > 0) {
      this.#refuse(variant, errors);
      return;
    }
    await this.#picture.drawn;
    this.#said.textContent = `${name} is removed. Undo brings it back.`;
    /** @type {HTMLElement | null} */ (this.#panels.querySelector('.diagram-view'))?.focus({preventScroll: true});
  }
}
