// <cache-playground>: the playground inside another page. What the page's author
// has written inside the element stands there until the reader comes near, and
// nothing is loaded; then a frame of the playground's own site takes its place,
// as tall as its content. All such frames of a page share one engine.
// embedded.js is the other side of the conversation.

const site = new URL('.', /** @type {HTMLScriptElement} */ (document.currentScript).src);

/** The version of the conversation, which each message has under this name. */
const MARK = 'cachePlayground';
const VERSION = 1;
/** How long nothing may be heard of a frame, and how soon it is told where the reader has scrolled to, in milliseconds. */
const LATE_MS = 30_000;
const SOON_MS = 80;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host { display: block; position: relative }
:host([hidden]), .live ~ *, p:empty, button[hidden] { display: none }
iframe { display: block; width: 100%; border: 0; color-scheme: normal }
iframe:not(.live) { position: absolute; top: 0; left: 0; visibility: hidden }
button, p { position: absolute; right: 0; bottom: 0; max-width: 100%; box-sizing: border-box; margin: 0; padding: 0.6em 1em; border: 0; border-radius: 8px; font: 16px/1.4 system-ui, sans-serif; color: #fff; background: #1d5fc4 }
button { min-height: 44px; font-weight: 600; cursor: pointer }
button:focus-visible { outline: 3px solid #1d5fc4; outline-offset: 2px }
p { background: #b3261e }`);

/** @typedef {{is: string, height: number, by: number, scenario: object, code: string, message: string, fields: object[]}} Said */

class CachePlayground extends HTMLElement {
  static observedAttributes = ['preset', 'link', 'view', 'theme', 'controls'];

  /** @type {HTMLIFrameElement | null} */
  #frame = null;
  /** Its page listens. */
  #there = false;
  /** It has drawn its first picture. */
  #drawn = false;
  /** It is to be shown at once, whatever moves. */
  #wanted = false;
  /** What a script has it show. @type {object | string | null} */
  #given = null;
  /** What it shows. @type {object | null} */
  #scenario = null;
  #button = document.createElement('button');
  #problem = document.createElement('p');
  /** @type {number | undefined} */
  #late;
  /** @type {number | undefined} */
  #soon;
  /** Ends what listens while it is in the page. */
  #away = new AbortController();
  /** A page changes its theme by an attribute. */
  #looks = new MutationObserver(() => this.#moved());
  #near = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.#begin(), {rootMargin: '100%'});

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
    root.append(document.createElement('slot'), this.#button, this.#problem);
    for (const touch of ['pointerover', 'focusin']) this.addEventListener(touch, () => this.#begin());
  }

  connectedCallback() {
    this.#away = new AbortController();
    const {signal} = this.#away;
    const moved = () => this.#moved();
    addEventListener('message', (event) => this.#hear(event), {signal});
    addEventListener('scroll', moved, {signal, capture: true, passive: true});
    for (const what of ['resize', 'transitionend']) addEventListener(what, moved, {signal});
    dark.addEventListener('change', moved, {signal});
    document.addEventListener('securitypolicyviolation', (event) => this.#forbidden(event), {signal});
    for (const root of [document.documentElement, document.body]) this.#looks.observe(root, {attributes: true});
    this.#near.observe(this);
  }

  disconnectedCallback() {
    this.#away.abort();
    this.#looks.disconnect();
    this.#near.disconnect();
    this.#end();
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (!this.#frame || before === now) return;
    if (name === 'theme') this.#tell();
    else this.#restart();
  }

  /** What it shows, with the reader's changes; null before it is ready. Set to an object or a JSON text, it shows that. */
  get scenario() {
    return this.#scenario;
  }

  set scenario(scenario) {
    this.#given = scenario;
    if (this.#drawn && scenario) this.#post({scenario});
    else if (this.#frame) this.#restart();
  }

  /** Loads and shows it now. @returns {Promise<void>} for when it is ready */
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

  /** @param {number} [by]  how many steps; below 0, back */
  step(by = 1) {
    for (let i = 0; i < Math.abs(by); i++) this.#post({press: by < 0 ? 'back' : 'forward'});
  }

  /** The scenario that is written inside the element, or given by script. */
  get #own() {
    return this.#given ?? this.querySelector('script[type="application/json"]')?.textContent;
  }

  #begin() {
    if (this.#frame || !this.isConnected) return;
    const url = new URL('index.html', site);
    const attribute = (/** @type {string} */ name) => this.getAttribute(name) ?? '';
    url.search = String(new URLSearchParams({embed: String(VERSION), ...(this.#own ? {given: ''} : {preset: attribute('preset') || 'article'}),
      controls: attribute('controls') || 'scenario', ...(attribute('view') && {view: attribute('view')}), theme: themeOf(this)}));
    url.hash = attribute('link').replace(/^.*#/, '');
    this.#frame = document.createElement('iframe');
    this.#frame.title = attribute('aria-label') || `Cache Strategy Playground: ${attribute('preset') || 'a scenario'}`;
    this.#frame.allow = 'clipboard-write';
    this.#frame.src = url.href;
    this.#wait();
    this.shadowRoot?.prepend(this.#frame);
  }

  /** Until it is ready it is to be heard of again and again. */
  #wait() {
    clearTimeout(this.#late);
    if (this.#drawn || this.#problem.textContent) return;
    this.#late = setTimeout(() => this.#failed({code: 'unavailable', message: 'nothing was heard of it', fields: []}), LATE_MS);
  }

  #end() {
    clearTimeout(this.#late);
    this.#frame?.remove();
    this.#frame = this.#scenario = null;
    this.#there = this.#drawn = false;
    this.#button.hidden = true;
    this.#problem.textContent = '';
  }

  #restart() {
    this.#wanted = Boolean(this.#frame?.className);
    this.#end();
    this.#begin();
  }

  /** The page has been scrolled, or looks otherwise. */
  #moved() {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#showCalmly();
      this.#tell();
    }, SOON_MS);
  }

  /** @param {MessageEvent} event */
  #hear({source, data}) {
    if (!this.#frame || source !== this.#frame.contentWindow || data?.[MARK] !== VERSION) return;
    const said = /** @type {Said} */ (data);
    if (said.is === 'there') {
      this.#there = true;
      this.#tell(this.#own);
    } else if (said.is === 'sized') this.#frame.style.height = `${said.height}px`;
    else if (said.is === 'scrolled' && document.activeElement === this) scrollBy({top: said.by, behavior: 'instant'});
    else if (said.is === 'failed') this.#failed(said);
    else if (said.is === 'ready' || said.is === 'changed') this.#changed(said);
    this.#wait();
  }

  /** @param {Said} said */
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

  /** @param {Pick<Said, 'code' | 'message' | 'fields'>} problem */
  #failed({code, message, fields}) {
    clearTimeout(this.#late);
    if (!this.#drawn) this.#problem.textContent = `The playground does not start here: ${message}`;
    this.dispatchEvent(new CustomEvent('error', {detail: {code, message, fields}}));
  }

  /** The content security policy of the page forbids the frame. @param {SecurityPolicyViolationEvent} event */
  #forbidden({blockedURI}) {
    if (this.#frame && blockedURI.startsWith(site.origin)) this.#failed({code: 'unavailable', message: 'the page’s policy forbids its frame', fields: []});
  }

  /** Shows it where nothing that the reader looks at moves by that; else the reader has a button for it. */
  #showCalmly() {
    if (!this.#drawn || this.#frame?.className) return;
    const {top, bottom} = this.getBoundingClientRect();
    if (this.#wanted || bottom >= innerHeight || bottom <= 0 || top === bottom) this.#show();
    else this.#button.hidden = false;
  }

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

  /** Tells the frame what of it is in sight, and how it shall look. @param {object | string | null} [scenario] */
  #tell(scenario) {
    if (!this.#frame) return;
    const {top, bottom} = this.#frame.getBoundingClientRect();
    this.#post({theme: themeOf(this), beyond: {top: -top, bottom: bottom - innerHeight}, ...(scenario && {scenario})});
  }

  /** @param {object} message */
  #post(message) {
    if (this.#there) this.#frame?.contentWindow?.postMessage({[MARK]: VERSION, ...message}, site.origin);
  }
}

/**
 * What the reader has before the eyes, below an element, stays there although that has become taller.
 * @param {Element} element @param {number} bottom  where its lower edge was
 */
function keepInPlace(element, bottom) {
  const {style} = document.documentElement;
  const before = style.overflowAnchor;
  style.overflowAnchor = 'none'; // some browsers would do the same a second time, but not always a first
  scrollBy({top: element.getBoundingClientRect().bottom - bottom, behavior: 'instant'});
  requestAnimationFrame(() => {
    style.overflowAnchor = before;
  });
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

/** "light" or "dark": as the element says, or as the page is behind it. @param {CachePlayground} element */
function themeOf(element) {
  const said = element.getAttribute('theme');
  if (said === 'light' || said === 'dark') return said;
  for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
    const [red, green, blue, opaque] = pixelOf(getComputedStyle(at).backgroundColor);
    if (opaque > 127) return red * 0.3 + green * 0.6 + blue * 0.1 < 128 ? 'dark' : 'light';
  }
  const {colorScheme} = getComputedStyle(document.documentElement);
  return /dark/.test(colorScheme) && (!/light/.test(colorScheme) || dark.matches) ? 'dark' : 'light';
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const brush = document.createElement('canvas').getContext('2d', {willReadFrequently: true});

/** A colour in whatever notation, as red, green, blue and opacity. @param {string} colour */
function pixelOf(colour) {
  if (!brush) return [0, 0, 0, 0];
  brush.clearRect(0, 0, 1, 1);
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 1, 1);
  return brush.getImageData(0, 0, 1, 1).data;
}

if (!customElements.get('cache-playground')) customElements.define('cache-playground', CachePlayground);
