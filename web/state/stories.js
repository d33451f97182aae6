// The story on the page: the one that the address asks for, or one chosen from
// the gallery, which opens without a reload. The reader's work on each story is
// stored at a place of its own.

import {EngineError} from '../engine/engine.js';
import {hashOf, LinkError, readLink} from '../scenario/link.js';
import {mergePatch} from '../scenario/merge-patch.js';
import {isDeeper, tooDeep} from '../scenario/nesting.js';
import {during} from '../engine/settled.js';
import {messageOf, parsed} from '../scenario/text.js';
import {ARTICLE, here, storyOf} from './address.js';

/** The remark on a link whose preset has another hash now. */
const CHANGED_SINCE = 'This story has been changed since the link was made. What the link sets is set in it as it is now.';

/** @typedef {import('../scenario/story.js').Json} Json */
/** @typedef {import('./address.js').StoryAddress} StoryAddress */
/** @typedef {Pick<import('../scenario/link.js').Linked, 'shown' | 'at' | 'inOrder' | 'explore'>} Position  what is shown of a story, and the position in it */
/** @typedef {Position & {place: string, preset: string, original: Json, scenario: Json, remark: string}} Story */

/** Dispatches "open" with each story that comes onto the page, and "remark" with what is wrong where it cannot. */
export class Stories extends EventTarget {
  #engine;
  #work;
  #picture;
  #player;
  #stored;
  /** The address of the story on the page, as text. */
  #address = '';
  /** How many addresses were visited; only the last visit may open its story. */
  #visits = 0;
  /** The story that was given, as it is now. It is shown where the address has no link. @type {Story | null} */
  #given = null;
  /** The story on the page. @type {Story | null} */
  #story = null;
  /** The positions in the stories that were left since the page was loaded, by place. @type {Map<string, Position>} */
  #positions = new Map();

  /**
   * @param {import('../engine/engine.js').Engine} engine
   * @param {import('./work.js').Work} work
   * @param {import('../picture/picture.js').Picture} picture
   * @param {import('../picture/player.js').Player} player
   * @param {boolean} stored  whether the reader's work is stored
   */
  constructor(engine, work, picture, player, stored) {
    super();
    this.#engine = engine;
    this.#work = work;
    this.#picture = picture;
    this.#player = player;
    this.#stored = stored;
    document.addEventListener('click', (event) => this.#clicked(event));
    for (const name of ['popstate', 'hashchange']) addEventListener(name, () => this.#moved());
  }

  /** Opens the story that the address asks for. It throws where the engine cannot start. */
  async begin() {
    this.#work.limits = await asked(() => this.#engine.limits());
    const address = storyOf(here());
    this.#address = JSON.stringify(address);
    await this.#show(/** @type {Story} */ (await this.#find(address, true)));
  }

  /**
   * Opens a scenario that no address names. It throws where that is wrong.
   * @param {Json | string} scenario  an object or a JSON text
   */
  async give(scenario) {
    this.#work.limits = await asked(() => this.#engine.limits());
    const {depth} = this.#work.limits;
    if (isDeeper(scenario, depth)) throw new Error(`This scenario cannot be shown: ${tooDeep(depth)}.`);
    await this.#engine.pack(scenario);
    const original = typeof scenario === 'string' ? parsed(scenario) : scenario;
    this.#address = JSON.stringify(storyOf(here()));
    this.#given = this.#resumed({place: '', preset: '', original, remark: ''});
    await this.#show(this.#given);
  }

  /**
   * Opens the story of a card of the gallery without a reload. A card is a plain
   * link: with a modifier key the browser follows it.
   * @param {MouseEvent} event
   */
  async #clicked(event) {
    const card = event.target instanceof Element ? event.target.closest('a[data-preset]') : null;
    if (!(card instanceof HTMLAnchorElement) || !this.#picture.isOpen || event.button !== 0) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await this.follow(card);
  }

  /**
   * Opens the story of an address of this page without a reload.
   * @param {URL | HTMLAnchorElement} url
   */
  async follow(url) {
    const arrive = () => url.href !== location.href && history.pushState(null, '', url.href);
    if (await during(this.#visit(storyOf(url), arrive))) scrollTo({top: 0, behavior: 'instant'});
  }

  /** Opens the story of the address after the reader went back or forward, or typed another fragment. */
  #moved() {
    const address = storyOf(here());
    if (this.#picture.isOpen && JSON.stringify(address) !== this.#address) during(this.#visit(address));
  }

  /**
   * @param {StoryAddress} address
   * @param {() => unknown} [arrive]  called as soon as the story is found
   * @returns {Promise<boolean>} whether the story is on the page
   */
  async #visit(address, arrive) {
    const visit = ++this.#visits;
    this.#address = JSON.stringify(address);
    try {
      const story = await this.#find(address, false);
      if (!story || visit !== this.#visits) return false;
      arrive?.();
      await this.#show(story);
      document.getElementById('question')?.focus({preventScroll: true});
      return true;
    } catch (error) {
      this.#remark(error);
      return false;
    }
  }

  /** @param {unknown} error */
  #remark(error) {
    this.dispatchEvent(new CustomEvent('remark', {detail: messageOf(error)}));
  }

  /**
   * Returns the story of an address. Where its link cannot be opened, the first
   * address of the page opens the preset instead, with a remark, and a later one
   * only dispatches the remark.
   * @param {StoryAddress} address
   * @param {boolean} first
   * @returns {Promise<Story | null>} null to leave the page as it is
   */
  async #find({preset, fragment}, first) {
    let remark = '';
    if (fragment !== '') {
      try {
        return await this.#linked(fragment);
      } catch (error) {
        if (!(error instanceof LinkError || error instanceof EngineError && error.code === 'input')) throw error;
        if (!first) {
          this.#remark(error);
          return null;
        }
        remark = error.message;
      }
    }
    if (this.#given) return this.#given;
    try {
      return this.#resumed({place: preset, preset, original: await this.#load(preset), remark});
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'input') throw error;
      return this.#resumed({place: ARTICLE, preset: ARTICLE, original: await this.#load(ARTICLE), remark: `There is no preset “${preset}”. Here is the article instead.`});
    }
  }

  /**
   * Returns the story of a link.
   * @param {string} fragment
   * @returns {Promise<Story>}
   */
  async #linked(fragment) {
    const {preset, patch, of, ...position} = await readLink(fragment, this.#work.limits);
    const original = preset === '' ? patch : await this.#load(preset);
    const scenario = preset === '' ? patch : mergePatch(original, patch);
    await this.#engine.pack(scenario); // throws where it is wrong
    const changed = preset !== '' && of !== undefined && of !== hashOf(original);
    return this.#resumed({place: `#${fragment}`, preset, original, scenario, ...position, remark: changed ? CHANGED_SINCE : ''});
  }

  /**
   * Returns a story with the reader's work on it and the last position in it.
   * @param {Omit<Story, 'scenario'> & {scenario?: Json}} story
   * @returns {Story}
   */
  #resumed(story) {
    const scenario = story.scenario ?? story.original;
    if (!this.#stored) return {...story, place: '', scenario};
    return {...story, scenario: this.#work.stored(story.place) ?? scenario, ...this.#positions.get(story.place)};
  }

  /** @param {string} id  of a preset */
  async #load(id) {
    return JSON.parse(await asked(() => this.#engine.preset(id)));
  }

  /** @param {Story} story */
  async #show(story) {
    const picture = this.#picture;
    const at = picture.counterexample ? undefined : this.#player.event ?? undefined;
    if (this.#story) this.#positions.set(this.#story.place, {shown: picture.shown, at, inOrder: picture.inOrder});
    if (this.#given && this.#story === this.#given) this.#given.scenario = this.#work.scenario;
    this.#story = story;
    // Where there is room for one diagram, it is that of the variant that a question is about.
    const usual = story.scenario.ask ? [1, 0] : [0, 1];
    // The reader may have chosen in the article's HTML before the engine was there.
    const chosen = !picture.isOpen && story.preset === ARTICLE ? undefined : usual;
    picture.open({shown: story.shown ?? chosen, inOrder: story.inOrder});
    this.#player.open(story.at);
    this.#work.begin(story.place, story.original, story.scenario);
    this.dispatchEvent(new CustomEvent('open', {detail: story}));
    await picture.drawn;
  }
}

/**
 * Asks the engine, and asks again where it has died: that may have been since its last answer.
 * @template T
 * @param {() => Promise<T>} ask
 * @returns {Promise<T>}
 */
function asked(ask) {
  return ask().catch((error) => {
    if (error instanceof EngineError && error.code === 'died') return ask();
    throw error;
  });
}
