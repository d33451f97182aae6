// Which story is on the page: the one that the address asks for, or the one
// chosen from the gallery, which opens in place. Each has a place of its own
// where the reader's work on it is kept.

import {EngineError} from '../engine/engine.js';
import {isLink, LinkError, hashOf, readLink} from '../scenario/link.js';
import {here} from '../shell/share.js';
import {mergePatch} from '../scenario/merge-patch.js';

/** The story that is shown where none is named, and whose picture is in the HTML. */
export const ARTICLE = 'article';
/** What is said of a link whose preset is another one now. */
const CHANGED_SINCE = 'This story has been changed since the link was made. What the link sets is set in it as it is now.';

/** @typedef {import('../scenario/story.js').Json} Json */
/** @typedef {Pick<import('../scenario/link.js').Linked, 'shown' | 'at' | 'inOrder' | 'explore'>} Stand  where the reader stands in a story */
/** @typedef {{preset: string, fragment: string}} Address  fragment is a link's, "" for none */
/** @typedef {Stand & {place: string, preset: string, original: Json, scenario: Json, remark: string}} Story */

/** Dispatches "open" with each story that comes onto the page, and "remark" with what is to be said instead. */
export class Stories extends EventTarget {
  #engine;
  #work;
  #picture;
  #player;
  #kept;
  /** The address whose story is on the page. */
  #here = '';
  #visits = 0;
  /** What was given, as it is now: it is found where the address has no link. @type {Story | null} */
  #given = null;
  /** The story on the page. @type {Story | null} */
  #story = null;
  /** Where the reader is to stand in it as soon as it is drawn. */
  #at = /** @type {Stand['at']} */ (undefined);
  /** @type {Map<string, Stand>} where the reader stood in the stories of this page's life */
  #left = new Map();

  /**
   * @param {import('../engine/engine.js').Engine} engine @param {import('./work.js').Work} work
   * @param {import('../picture/picture.js').Picture} picture @param {import('../picture/player.js').Player} player
   * @param {boolean} kept  the reader's work is kept, and found again
   */
  constructor(engine, work, picture, player, kept) {
    super();
    this.#engine = engine;
    this.#work = work;
    this.#picture = picture;
    this.#player = player;
    this.#kept = kept;
    document.addEventListener('click', (event) => this.#clicked(event));
    for (const name of ['popstate', 'hashchange']) addEventListener(name, () => this.#moved());
  }

  /** Opens what the address asks for, as the page is loaded. It throws where the engine cannot start. */
  async begin() {
    this.#work.limits = await this.#engine.limits();
    const address = addressOf(here());
    this.#here = JSON.stringify(address);
    await this.#show(/** @type {Story} */ (await this.#find(address, true)));
  }

  /**
   * Opens a scenario that no address names, an object or a JSON text. It throws where that is wrong.
   * @param {Json | string} scenario
   */
  async give(scenario) {
    this.#work.limits = await this.#engine.limits();
    await this.#engine.pack(scenario);
    const original = typeof scenario === 'string' ? JSON.parse(scenario) : scenario;
    this.#here = JSON.stringify(addressOf(here()));
    this.#given = this.#begun({place: '', preset: '', original, remark: ''});
    await this.#show(this.#given);
  }

  /**
   * A card is a plain link; pressed as such, its story opens in place.
   * @param {MouseEvent} event
   */
  async #clicked(event) {
    const card = event.target instanceof Element ? event.target.closest('a[data-preset]') : null;
    if (!(card instanceof HTMLAnchorElement) || !this.#picture.ready || event.button !== 0) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await this.follow(card);
  }

  /** Opens in place what an address of this page asks for. @param {URL | HTMLAnchorElement} url */
  async follow(url) {
    const arrive = () => url.href !== location.href && history.pushState(null, '', url.href);
    if (await this.#visit(addressOf(url), arrive)) scrollTo({top: 0, behavior: 'instant'});
  }

  /** The reader went back or forward, or typed another fragment. */
  #moved() {
    const address = addressOf(here());
    if (this.#picture.ready && JSON.stringify(address) !== this.#here) this.#visit(address);
  }

  /**
   * @param {Address} address @param {() => unknown} [arrive]  what is to be done once the story is there
   * @returns {Promise<boolean>} whether it is
   */
  async #visit(address, arrive) {
    const visit = ++this.#visits;
    this.#here = JSON.stringify(address);
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
    this.dispatchEvent(new CustomEvent('remark', {detail: error instanceof Error ? error.message : String(error)}));
  }

  /**
   * The story of an address. What cannot be had is said; as the page is loaded
   * the next best is shown, later what is on it stays: null.
   * @param {Address} address @param {boolean} first @returns {Promise<Story | null>}
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
      return this.#begun({place: preset, preset, original: await this.#load(preset), remark});
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'input') throw error;
      return this.#begun({place: ARTICLE, preset: ARTICLE, original: await this.#load(ARTICLE), remark: `There is no preset “${preset}”. Here is the article instead.`});
    }
  }

  /** @param {string} fragment @returns {Promise<Story>} */
  async #linked(fragment) {
    const {preset, patch, of, ...stand} = await readLink(fragment, this.#work.limits.variants);
    const original = preset === '' ? patch : await this.#load(preset);
    const scenario = preset === '' ? patch : mergePatch(original, patch);
    await this.#engine.pack(scenario); // one that is wrong does not come onto the page
    const changed = preset !== '' && of !== undefined && of !== hashOf(original);
    return this.#begun({place: `#${fragment}`, preset, original, scenario, ...stand, remark: changed ? CHANGED_SINCE : ''});
  }

  /**
   * A story as the reader left it, or as it begins.
   * @param {Omit<Story, 'scenario'> & {scenario?: Json}} story @returns {Story}
   */
  #begun(story) {
    const scenario = story.scenario ?? story.original;
    if (!this.#kept) return {...story, place: '', scenario};
    return {...story, scenario: this.#work.kept(story.place) ?? scenario, ...this.#left.get(story.place)};
  }

  /** A new engine is asked again: the one before may have died long since. @param {string} id of a built-in scenario */
  async #load(id) {
    const text = await this.#engine.preset(id).catch((error) => {
      if (error instanceof EngineError && error.code === 'died') return this.#engine.preset(id);
      throw error;
    });
    return JSON.parse(text);
  }

  /** @param {Story} story */
  async #show(story) {
    const picture = this.#picture;
    const at = this.#at ?? (picture.instead ? undefined : this.#player.event ?? undefined);
    if (this.#story) this.#left.set(this.#story.place, {shown: picture.shown, at, inOrder: picture.inOrder});
    if (this.#given && this.#story === this.#given) this.#given.scenario = this.#work.scenario;
    this.#story = story;
    this.#at = story.at;
    const first = !picture.ready;
    picture.ready = true;
    picture.begin();
    // Where there is room for one diagram, it is that of the run that a question is about.
    if (story.shown || !first || story.preset !== ARTICLE) picture.shown = story.shown ?? (story.scenario.ask ? [1, 0] : [0, 1]);
    picture.inOrder = story.inOrder ?? false;
    this.#player.leave();
    this.#work.begin(story.place, story.original, story.scenario);
    this.dispatchEvent(new CustomEvent('open', {detail: story}));
    await picture.drawn;
    if (this.#story !== story || !this.#at) return;
    this.#player.seekEvent(...this.#at);
    this.#at = undefined;
  }
}

/** @param {URL | HTMLAnchorElement} url @returns {Address} */
function addressOf(url) {
  const fragment = url.hash.slice(1);
  return {preset: new URLSearchParams(url.search).get('preset') ?? ARTICLE, fragment: isLink(fragment) ? fragment : ''};
}
