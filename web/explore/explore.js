// Explore: every order in which the story can go. It shows the verdicts on the
// variants, and the counterexample that costs most as a diagram that can be stepped
// through like any run.

import {EngineError} from '../engine/engine.js';
import {writeLink} from '../scenario/link.js';
import {clock} from '../shell/clock.js';
import {element} from '../shell/element.js';
import * as settled from '../engine/settled.js';
import {linkedTo} from '../shell/share.js';
import {here} from '../state/address.js';
import {messageOf, refusalText} from '../scenario/text.js';
import {Edits} from '../state/edits.js';
import {allowFault} from './fault-budget.js';
import {Remedies} from './remedies.js';
import {boundsOf, faultName, progressOf, resultOf, meaningOf, sizeOf, titleOf, withoutViolation} from './sentences.js';
import {offerTruth} from './truth.js';
import {Verdicts} from './verdicts.js';

/** How long the story has to stay the same before it is explored anew, in milliseconds. */
const PAUSE_MS = 150;

/** @typedef {import('../engine/types.js').Exploration} Exploration */
/** @typedef {import('../engine/types.js').Why} Why */
/** @typedef {import('../scenario/story.js').Json} Json */
/** @typedef {import('./truth-table.js').Truth} Truth */

/**
 * Connects the parts of Explore.
 * @param {HTMLElement} main  holds them
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work
 * @param {import('../picture/picture.js').Picture} picture
 * @param {import('../state/views.js').Views} views
 * @param {import('../state/stories.js').Stories} stories
 * @param {() => Promise<Truth>} loadTruth
 */
export function offerExplore(main, engine, work, picture, views, stories, loadTruth) {
  new Explore(main, engine, work, picture, views, stories, loadTruth);
}

class Explore {
  #main;
  #engine;
  #work;
  #picture;
  #views;
  #stories;
  #loadTruth;
  #edits;
  #remedies;
  #verdicts;
  #heading;
  /** What was found, null while it is not known. @type {Exploration | null} */
  #found = null;
  /** What the exploration under way has seen so far. @type {Exploration | null} */
  #seen = null;
  #aborter = new AbortController();
  /** Ends the exploration under way with what it has found. */
  #enough = new AbortController();
  /** @type {number | undefined} */
  #timer;
  /** Ends what counts as work under way: the pause after a change, and the exploration. */
  #end = () => {};

  /**
   * @param {HTMLElement} main
   * @param {import('../engine/engine.js').Engine} engine
   * @param {import('../state/work.js').Work} work
   * @param {import('../picture/picture.js').Picture} picture
   * @param {import('../state/views.js').Views} views
   * @param {import('../state/stories.js').Stories} stories
   * @param {() => Promise<Truth>} loadTruth
   */
  constructor(main, engine, work, picture, views, stories, loadTruth) {
    this.#main = main;
    this.#engine = engine;
    this.#work = work;
    this.#picture = picture;
    this.#views = views;
    this.#stories = stories;
    this.#loadTruth = loadTruth;
    this.#edits = new Edits(engine, work, 'explore');
    this.#remedies = new Remedies(this.#part('help'), engine, this.#edits, (variant, property) => this.#showProperty(variant, property));
    this.#verdicts = new Verdicts(this.#part('verdicts'), (variant, property) => this.#showProperty(variant, property));
    this.#heading = /** @type {HTMLElement} */ (main.querySelector('#explore-title'));
    this.#heading.tabIndex = -1;
    offerTruth(/** @type {HTMLDetailsElement} */ (this.#part('truth')), loadTruth, engine, (scenario) => this.#openAsStory(scenario));
    this.#listen();
    this.#enter();
  }

  #listen() {
    this.#views.addEventListener('change', () => this.#enter());
    this.#work.addEventListener('change', () => {
      if (this.#views.name === 'explore') this.#restart();
    });
    this.#stories.addEventListener('open', () => {
      this.#verdicts.clear();
      this.#clear();
    });
    this.#part('cancel').addEventListener('click', () => this.#enough.abort());
    this.#part('again').addEventListener('click', () => this.#restart());
    this.#part('open').addEventListener('click', () => this.#openAsStory(/** @type {Json} */ (this.#picture.counterexample)));
  }

  /**
   * @param {string} name
   * @returns {HTMLElement}
   */
  #part(name) {
    return /** @type {HTMLElement} */ (this.#main.querySelector(`[data-part="${name}"]`));
  }

  /** @param {string} text */
  #say(text) {
    this.#part('status').textContent = text;
  }

  /** @param {unknown} error */
  #sayError(error) {
    this.#say(messageOf(error));
  }

  #enter() {
    if (this.#views.name === 'explore') {
      this.#restart();
    } else {
      this.#stop();
      this.#clear();
    }
  }

  /** Explores anew, once the story has not changed for a while. */
  #restart() {
    this.#stop();
    this.#found = null;
    this.#verdicts.outdate();
    this.#main.dataset.outdated = '';
    this.#enough = new AbortController();
    this.#part('cancel').hidden = false;
    this.#say('Going through all orders…');
    this.#end = settled.begin();
    this.#timer = clock.setTimeout(() => this.#begin(), PAUSE_MS);
  }

  /** Stops exploring and looking for remedies. Where a focused button disappears, the heading above it gets the focus. */
  #stop() {
    if ([this.#part('cancel'), this.#part('again')].some((button) => button === document.activeElement)) this.#heading.focus();
    clock.clearTimeout(this.#timer);
    this.#end();
    this.#aborter.abort();
    this.#remedies.pause();
    this.#part('cancel').hidden = true;
    this.#part('again').hidden = true;
    delete this.#main.dataset.outdated;
  }

  async #begin() {
    this.#aborter = new AbortController();
    const {signal} = this.#aborter;
    try {
      await this.#picture.drawn; // the name of another story is shown first
      this.#learn();
      this.#found = await this.#explore(signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#stop();
      this.#fail(error);
      return;
    }
    if (signal.aborted) return;
    this.#stop();
    this.#showVerdicts(this.#found, true);
    this.#say(`${this.#enough.signal.aborted ? 'Stopped. ' : ''}${resultOf(this.#found)}`);
    this.#showWorst(this.#found);
  }

  /**
   * Explores the story.
   * @param {AbortSignal} signal
   * @returns {Promise<Exploration>}
   */
  #explore(signal) {
    const onProgress = (/** @type {Exploration} */ progress) => {
      this.#seen = progress;
      this.#showVerdicts(progress, false);
      this.#say(progressOf(progress));
    };
    this.#seen = null;
    return this.#engine.explore(this.#work.scenario, {signal, enough: this.#enough.signal, onProgress});
  }

  /**
   * Says why nothing was found. Where the program has ended, what it had decided by then
   * stays, and the same work is not begun again until the reader asks for it.
   * @param {unknown} error
   */
  #fail(error) {
    const died = error instanceof EngineError && error.code === 'died';
    this.#part('again').hidden = !died;
    if (died && this.#seen) {
      this.#showVerdicts(this.#seen, true);
      this.#verdicts.outdate(); // they lead nowhere
    } else {
      this.#verdicts.clear();
    }
    this.#sayError(error);
    this.#clear();
  }

  /** Loads what is true of other stories. Where it cannot be had nothing is said of it. */
  #learn() {
    this.#loadTruth().then((truth) => this.#verdicts.compare(truth), () => {});
  }

  /**
   * Shows the verdicts, and what may go wrong.
   * @param {Exploration} known
   * @param {boolean} done
   */
  #showVerdicts(known, done) {
    this.#verdicts.show(known, done);
    this.#offerFaults(known);
    this.#part('allowed').textContent = boundsOf(known.runs.find((run) => run.faults));
  }

  /**
   * Shows the counterexample that was shown before, or the one that costs most.
   * @param {Exploration} found
   */
  #showWorst(found) {
    const {runs, worst} = found;
    const [variant, property] = this.#views.counterexample;
    const known = runs[variant ?? -1]?.judgements?.some((j) => j.property === property);
    if (known) this.#showProperty(/** @type {number} */ (variant), /** @type {string} */ (property));
    else if (worst) this.#showProperty(worst.run, worst.property);
    else {
      this.#dismissRemedies(() => this.#heading.focus());
      const {title, text} = withoutViolation(found);
      this.#show(title, undefined, text);
    }
  }

  /**
   * Shows what was found of a property.
   * @param {number} variant
   * @param {string} property
   */
  #showProperty(variant, property) {
    const run = this.#found?.runs[variant];
    const judgement = run?.judgements?.find((j) => j.property === property);
    if (!run || !judgement) return;
    this.#views.counterexample = [variant, property];
    this.#verdicts.select(variant, property);
    this.#show(titleOf(run, judgement, (this.#found?.runs.length ?? 0) > 1), judgement.why, meaningOf(run, judgement));
    if (judgement.verdict === 'violated') this.#remedies.look(variant, judgement, run.judgements ?? []);
    else this.#dismissRemedies(() => this.#verdicts.focus(variant, property));
  }

  /**
   * Shows a counterexample, or without one a text.
   * @param {string} title
   * @param {Why | undefined} why
   * @param {string} text
   */
  #show(title, why, text) {
    this.#part('title').textContent = title;
    if (why) this.#part('words').innerHTML = why.words;
    else this.#part('words').textContent = text;
    this.#part('size').textContent = why ? sizeOf(why) : '';
    this.#part('open').hidden = !why;
    this.#main.dataset.example = why ? 'shown' : 'none';
    this.#picture.drawCounterexample(why?.scenario ?? null);
  }

  /**
   * Shows no remedies.
   * @param {() => void} focus  is called where one of them has the focus
   */
  #dismissRemedies(focus) {
    if (this.#remedies.focused) focus();
    this.#remedies.stop();
  }

  #clear() {
    this.#dismissRemedies(() => this.#heading.focus());
    this.#show('', undefined, '');
  }

  /**
   * Opens a counterexample as a story of its own.
   * @param {Json} scenario
   */
  async #openAsStory(scenario) {
    try {
      const url = here();
      url.hash = await writeLink(await linkedTo(this.#engine, scenario));
      for (const name of ['preset', 'view', 'given']) url.searchParams.delete(name);
      await this.#stories.follow(url);
    } catch (error) {
      this.#sayError(error);
    }
  }

  /**
   * Offers what may go wrong at any moment, to be switched on and off.
   * @param {Exploration} found
   */
  #offerFaults(found) {
    const place = this.#part('faults');
    const faults = found.runs.find((run) => run.faults)?.faults ?? [];
    const shown = JSON.stringify(faults);
    if (place.dataset.shown === shown) return;
    const focused = /** @type {HTMLInputElement | null} */ (place.contains(document.activeElement) ? document.activeElement : null)?.value;
    place.dataset.shown = shown;
    place.replaceChildren(...faults.map((fault) => {
      const box = element('input');
      box.type = 'checkbox';
      box.value = fault.id;
      box.checked = fault.times > 0;
      box.disabled = Boolean(fault.aimed); // it goes wrong in the story, at one call
      box.autocomplete = 'off';
      box.addEventListener('change', () => this.#allow(box, faults));
      if (fault.id === focused) queueMicrotask(() => box.focus());
      return element('label', '', box, faultName(fault));
    }));
  }

  /**
   * @param {HTMLInputElement} box  of a fault
   * @param {import('./fault-budget.js').Faults} faults
   */
  async #allow(box, faults) {
    const errors = await this.#edits.make('', (scenario) => allowFault(scenario, faults, box.value, box.checked));
    if (errors.length === 0) return;
    box.checked = !box.checked;
    this.#say(refusalText(errors));
  }
}
