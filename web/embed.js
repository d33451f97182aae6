// <cache-playground>: the playground inside another page. Until the reader scrolls
// near, the element shows the content that the page's author has written in it,
// and loads nothing. Then it shows a frame of the playground's own site instead, as
// tall as its content. All such frames of a page share one engine. Pictures and frame
// are as light or dark as the page.
// shell/embedded.js is the other end.

import {clock} from './shell/clock.js';
import {dark, pictureTheme, themeOf} from './shell/ground.js';
import {keepInPlace, pushes} from './shell/surroundings.js';

const site = new URL('.', /** @type {HTMLScriptElement} */ (document.currentScript).src);

/** The member of each message that holds the version of the protocol. */
const MARK = 'cachePlayground';
/** The version of the protocol. */
const VERSION = 1;
/** How long a frame that starts may send no message, in milliseconds. */
const SILENCE_MS = 30_000;
/** How long pictures on their way to places above an element may keep it from loading, in milliseconds. */
const PICTURES_MS = 10_000;
/** How long scroll events are collected before the frame is told of them, in milliseconds. */
const SCROLL_MS = 80;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host { display: block; position: relative; margin: 1.5em 0 }
:host([hidden]), .live ~ *, p:empty, button[hidden] { display: none }
iframe { display: block; width: 100%; border: 0; color-scheme: normal }
iframe:not(.live) { position: absolute; top: 0; left: 0; visibility: hidden }
button, p { box-sizing: border-box; margin: 0; padding: 0.6em 1em; border: 0; border-radius: 8px; font: 16px/1.4 system-ui, sans-serif; color: #fff; background: #1d5fc4 }
button { position: absolute; right: 0; bottom: 0; max-width: 100%; min-height: 44px; font-weight: 600; cursor: pointer }
button:focus-visible { outline: 3px solid #1d5fc4; outline-offset: 2px }
p { background: #b3261e; white-space: pre-line; overflow-wrap: anywhere }`);

/** What the members of the frame's messages are. @type {Record<string, string>} */
const KINDS = {height: 'number', by: 'number', scenario: 'object', code: 'string', message: 'string', fields: 'object'};

/** A message of the frame. @typedef {{is: string, height: number, by: number, scenario: object, code: string, message: string, fields: object[]}} Message */

class CachePlayground extends HTMLElement {
  static observedAttributes = ['preset', 'link', 'view', 'theme', 'controls', 'ask'];

  /** @type {HTMLIFrameElement | null} */
  #frame = null;
  /** Whether the frame's page listens. */
  #listening = false;
  /** Whether the frame has drawn its first picture. */
  #drawn = false;
  /** Whether the frame is shown as soon as it is drawn, even where that moves what the reader sees. */
  #wanted = false;
  /** The scenario that a script has set. @type {object | string | null} */
  #given = null;
  /** The scenario in the frame. @type {object | null} */
  #scenario = null;
  #button = document.createElement('button');
  #problem = document.createElement('p');
  /** The timer for a frame that sends no message. @type {number | undefined} */
  #silence;
  /** The timer for scroll events. @type {number | undefined} */
  #scrolling;
  /** Removes the listeners when the element is removed. */
  #listeners = new AbortController();
  /** Observes the attributes by which a page changes its theme. */
  #looks = new MutationObserver(() => this.#moved());
  /** The timer for pictures that may push the element away. @type {number | undefined} */
  #pushing;
  /** Whether these have taken too long. */
  #late = false;
  /** Loads the frame when the reader scrolls near. */
  #near = new IntersectionObserver((seen) => seen[seen.length - 1].isIntersecting && this.#come(), {rootMargin: '100%'});

  constructor() {
    super();
    this.#button.textContent = 'Try it';
    this.#button.hidden = true;
    this.#button.onclick = () => {
      this.#show();
      this.#frame?.focus();
    };
    this.#problem.setAttribute('role', 'status');
    const root = this.attachShadow({mode: 'open'});
    root.adoptedStyleSheets = [sheet];
    const slot = document.createElement('slot');
    slot.onslotchange = () => this.#paint();
    root.append(slot, this.#button, this.#problem);
    for (const touch of ['pointerover', 'focusin']) this.addEventListener(touch, () => this.#begin());
  }

  connectedCallback() {
    this.#listeners = new AbortController();
    const {signal} = this.#listeners;
    const moved = () => this.#moved();
    addEventListener('message', (event) => this.#receive(event), {signal});
    addEventListener('scroll', moved, {signal, capture: true, passive: true});
    for (const what of ['resize', 'transitionend']) addEventListener(what, moved, {signal});
    dark.addEventListener('change', moved, {signal});
    for (const arrival of ['load', 'error']) document.addEventListener(arrival, () => this.#look(), {signal, capture: true});
    document.addEventListener('securitypolicyviolation', (event) => this.#forbidden(event), {signal});
    for (const root of [document.documentElement, document.body]) this.#looks.observe(root, {attributes: true});
    this.#paint();
    this.#look();
  }

  disconnectedCallback() {
    this.#listeners.abort();
    this.#looks.disconnect();
    this.#near.disconnect();
    this.#end();
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} now
   */
  attributeChangedCallback(name, before, now) {
    if (name === 'theme') this.#paint();
    if (!this.#frame || before === now) return;
    if (name === 'theme') this.#tell();
    else this.#restart();
  }

  /** The scenario that is shown, with the reader's changes; null before it is ready. It can be set to an object or a JSON text. */
  get scenario() {
    return this.#scenario;
  }

  set scenario(scenario) {
    this.#given = scenario;
    if (this.#drawn && scenario) this.#post({scenario});
    else if (this.#frame) this.#restart();
  }

  /**
   * Loads and shows the playground now.
   * @returns {Promise<void>} resolves when it is ready
   */
  load() {
    if (this.#problem.textContent) this.#end(); // it is tried again
    this.#wanted = true;
    if (this.#drawn) this.#show();
    this.#begin();
    return new Promise((resolve, reject) => {
      if (this.#frame?.className) resolve();
      this.addEventListener('ready', () => resolve(), {once: true});
      this.addEventListener('error', (event) => reject(new Error(/** @type {any} */ (event).detail?.message)), {once: true});
    });
  }

  play() {
    this.#post({press: 'play'});
  }

  pause() {
    this.#post({press: 'pause'});
  }

  /**
   * Moves the position.
   * @param {number} [by]  how many events; below 0, back
   */
  step(by = 1) {
    for (let i = 0; i < Math.abs(by); i++) this.#post({press: by < 0 ? 'back' : 'forward'});
  }

  /** The scenario that a script has set, or that is written inside the element. */
  get #own() {
    return this.#given ?? this.querySelector('script[type="application/json"]')?.textContent;
  }

  /** Asks anew whether the reader is near. */
  #look() {
    this.#near.unobserve(this);
    if (!this.#frame) this.#near.observe(this);
  }

  /** Loads the frame, unless the element is here only until the pictures above have arrived. */
  #come() {
    this.#pushing ??= clock.setTimeout(() => {
      this.#late = true;
      this.#look();
    }, PICTURES_MS);
    if (this.#late || ![...document.images].some((image) => pushes(image, this))) this.#begin();
  }

  /** Loads the frame. */
  #begin() {
    if (this.#frame || !this.isConnected) return;
    const url = new URL('index.html', site);
    const attribute = (/** @type {string} */ name) => this.getAttribute(name) ?? '';
    url.search = String(new URLSearchParams({embed: String(VERSION), ...(this.#own ? {given: ''} : {preset: attribute('preset') || 'article'}),
      controls: attribute('controls') || 'scenario', ...(attribute('view') && {view: attribute('view')}), ...(attribute('ask') && {ask: attribute('ask')}), theme: themeOf(this)}));
    url.hash = attribute('link').replace(/^.*#/, '');
    this.#frame = document.createElement('iframe');
    this.#frame.title = attribute('aria-label') || `Cache Strategy Playground: ${attribute('preset') || 'a scenario'}`;
    this.#frame.allow = 'clipboard-write';
    this.#frame.src = url.href;
    this.#wait();
    this.shadowRoot?.prepend(this.#frame);
  }

  /** Waits for the next message of a frame that is not ready yet. */
  #wait() {
    clock.clearTimeout(this.#silence);
    if (this.#drawn || this.#problem.textContent) return;
    this.#silence = clock.setTimeout(() => this.#failed({code: 'unavailable', message: 'nothing was heard of it', fields: []}), SILENCE_MS);
  }

  /** Removes the frame. */
  #end() {
    clock.clearTimeout(this.#silence);
    clock.clearTimeout(this.#pushing);
    this.#frame?.remove();
    this.#frame = this.#scenario = null;
    this.#listening = this.#drawn = false;
    this.#button.hidden = true;
    this.#problem.textContent = '';
  }

  #restart() {
    this.#wanted = Boolean(this.#frame?.className);
    this.#end();
    this.#begin();
  }

  /** Tells the frame, a little later, that the page was scrolled or looks different. */
  #moved() {
    this.#scrolling ??= setTimeout(() => {
      this.#scrolling = undefined;
      this.#paint();
      this.#look();
      this.#showCalmly();
      this.#tell();
    }, SCROLL_MS);
  }

  /**
   * Takes a message of the frame.
   * @param {MessageEvent} event
   */
  #receive({source, data}) {
    if (!this.#frame || source !== this.#frame.contentWindow || data?.[MARK] !== VERSION || !isSound(data)) return;
    const said = /** @type {Message} */ (data);
    if (said.is === 'there') {
      this.#listening = true;
      this.#tell(this.#own);
    } else if (said.is === 'sized') this.#frame.style.height = `${said.height}px`;
    else if (said.is === 'scrolled' && document.activeElement === this) scrollBy({top: said.by, behavior: 'instant'});
    else if (said.is === 'failed') this.#failed(said);
    else if (said.is === 'ready' || said.is === 'changed') this.#changed(said);
    this.#wait();
  }

  /** @param {Message} said */
  #changed({is, scenario}) {
    this.#scenario = scenario;
    if (is === 'changed') {
      this.dispatchEvent(new CustomEvent('change', {detail: {scenario}}));
      return;
    }
    this.#drawn = true;
    this.#problem.textContent = '';
    this.#showCalmly();
  }

  /** @param {Pick<Message, 'code' | 'message' | 'fields'>} problem */
  #failed({code, message, fields}) {
    clock.clearTimeout(this.#silence);
    if (!this.#drawn) this.#problem.textContent = `The playground does not start here: ${message}`;
    this.dispatchEvent(new CustomEvent('error', {detail: {code, message, fields}}));
  }

  /**
   * Says that the page's content security policy forbids the frame.
   * @param {SecurityPolicyViolationEvent} event
   */
  #forbidden({blockedURI}) {
    if (this.#frame && blockedURI.startsWith(site.origin)) this.#failed({code: 'unavailable', message: 'the page’s policy forbids its frame', fields: []});
  }

  /** Shows the frame where that moves nothing in sight, and else a button that shows it. */
  #showCalmly() {
    if (!this.#drawn || this.#frame?.className) return;
    const {top, bottom} = this.getBoundingClientRect();
    if (this.#wanted || bottom >= innerHeight || bottom <= 0 || top === bottom) this.#show();
    else this.#button.hidden = false;
  }

  /** Shows the frame in place of the element's content. */
  #show() {
    if (!this.#frame || this.#frame.className) return;
    const focused = this.contains(document.activeElement);
    const {bottom} = this.getBoundingClientRect();
    this.#frame.className = 'live';
    if (bottom <= 0) keepInPlace(this, bottom);
    if (focused) this.#frame.focus();
    this.#tell();
    this.dispatchEvent(new CustomEvent('ready'));
  }

  /** Makes the site's pictures inside the element as light or dark as its frame. */
  #paint() {
    if (this.#frame?.className) return;
    for (const image of this.querySelectorAll('img')) {
      const theme = pictureTheme(image, this);
      for (const part of image.closest('picture')?.children ?? [image]) {
        const name = part === image ? 'src' : 'srcset';
        const [, address, now] = /^(.*presets\/[\w-]+\.svg)(?:\?\w+)?(?:#(\w+))?$/.exec(part.getAttribute(name) ?? '') ?? [];
        // A picture that is right by itself is not loaded once more. WebKit keeps one that it has, whatever stands behind
        // its #: the query makes it another one.
        if (address && now !== theme && (now || dark.matches || theme === 'dark')) part.setAttribute(name, `${address}?${theme}#${theme}`);
      }
    }
  }

  /**
   * Tells the frame its theme, how much of it is in sight, and its scenario.
   * @param {object | string | null} [scenario]
   */
  #tell(scenario) {
    if (!this.#frame) return;
    const {top, bottom} = this.#frame.getBoundingClientRect();
    this.#post({theme: themeOf(this), beyond: {top: -top, bottom: bottom - innerHeight}, ...(scenario && {scenario})});
  }

  /** @param {object} message */
  #post(message) {
    if (this.#listening) this.#frame?.contentWindow?.postMessage({[MARK]: VERSION, ...message}, site.origin);
  }
}

/**
 * Reports whether a message is one that the playground posts. A frame that was led
 * elsewhere may post anything.
 * @param {any} data
 */
function isSound(data) {
  return Object.entries(KINDS).every(([name, kind]) => data[name] === undefined || typeof data[name] === kind);
}

for (const name of CachePlayground.observedAttributes) {
  Object.defineProperty(CachePlayground.prototype, name, {
    get() {
      return this.getAttribute(name) ?? '';
    },
    set(value) {
      this.setAttribute(name, value);
    },
  });
}

if (!customElements.get('cache-playground')) customElements.define('cache-playground', CachePlayground);
