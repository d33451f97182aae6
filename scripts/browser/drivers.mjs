// One interface over Chromium, Firefox and WebKit. Pointer and keys go through
// the browser's own input; lookups are computed in the page, alike in all three.
import {accessSync, constants, readFileSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import process from 'node:process';
import {inPage} from './inpage.mjs';
import {launchChromium, launchFirefox} from './puppeteer.mjs';
import {SOON_MS, until, withLimit} from './wait.mjs';
import {launchWebKit} from './webkit.mjs';

export {until} from './wait.mjs';

/**
 * @typedef {'chromium' | 'firefox' | 'webkit'} Engine
 * @typedef {{width: number, height: number, colorScheme: 'light' | 'dark', reducedMotion: boolean}} PageOptions
 * @typedef {{type: 'error' | 'warning', text: string}} Message
 * @typedef {{x: number, y: number}} Point
 * @typedef {Point & {width: number, height: number}} Box in pixels of the viewport
 * @typedef {{id: string, impact: string | null, help: string, nodes: {html: string, target: string[], summary: string}[]}} Violation
 * @typedef {import('./inpage.mjs').Pattern} Pattern
 * @typedef {import('./inpage.mjs').Found} Found
 */

/**
 * What each engine does in its own way; coordinates are of the viewport, an
 * expression is a promise of a string.
 * @typedef {object} PageDriver
 * @property {(url: string) => Promise<void>} goto
 * @property {(expression: string) => Promise<string>} evaluate
 * @property {(frame: string, expression: string) => Promise<string>} evaluateIn the frame whose address has this in it
 * @property {(x: number, y: number) => Promise<void>} move
 * @property {() => Promise<void>} down
 * @property {() => Promise<void>} up
 * @property {(x: number, y: number) => Promise<void>} tap
 * @property {(text: string) => Promise<void>} type
 * @property {(keys: string[]) => Promise<void>} press
 * @property {(width: number, height: number) => Promise<void>} setViewport
 * @property {() => Promise<Buffer>} screenshot
 * @property {(offline: boolean) => Promise<void>} setOffline
 * @property {() => Promise<Message[]>} takeMessages what was written since it was last asked
 * @property {() => Promise<void>} close
 */

/** How long one exchange with a browser may take. */
const ANSWER_MS = 30_000;
/** A browser's first start on a cold, busy machine. */
const LAUNCH_MS = 60_000;
const DRAG_STEPS = 10;

const LIBRARY = `(globalThis.__testLibrary?.document === document
  ? globalThis.__testLibrary : (globalThis.__testLibrary = (${inPage})(document)))`;

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const DEBIAN_MACHINE = {x64: 'x86_64', arm64: 'aarch64'}[/** @type {string} */ (process.arch)] ?? process.arch;
const PROGRAMS = {
  chromium: {browser: '/usr/bin/chromium'},
  firefox: {browser: '/usr/bin/firefox-esr'},
  webkit: {
    driver: '/usr/bin/WebKitWebDriver',
    browser: `/usr/lib/${DEBIAN_MACHINE}-linux-gnu/webkit2gtk-4.1/MiniBrowser`,
    display: '/usr/bin/Xvfb',
  },
};
/** @type {[program: string, package: string][]} */
const PACKAGES = [
  [PROGRAMS.chromium.browser, 'chromium'],
  [PROGRAMS.firefox.browser, 'firefox-esr'],
  [PROGRAMS.webkit.driver, 'webkit2gtk-driver'],
  [PROGRAMS.webkit.browser, 'webkit2gtk-driver'],
  [PROGRAMS.webkit.display, 'xvfb'],
];

/** @type {Engine[]} */
export const ENGINES = ['chromium', 'firefox', 'webkit'];

/** @param {string} name @returns {Engine} */
export function engineNamed(name) {
  const engine = ENGINES.find((known) => known === name);
  if (!engine) throw new Error(`${JSON.stringify(name)} is not a browser; there are ${ENGINES.join(', ')}`);
  return engine;
}

/** The engine that run.mjs wants this test file run in. */
export function engineUnderTest() {
  const name = process.env.BROWSER;
  if (!name) throw new Error('no browser is named: run this file by run.mjs, or set BROWSER=chromium');
  return engineNamed(name);
}

/**
 * What the engine lacks on this machine, in a sentence; or nothing.
 * @param {Engine} engine
 */
export function missing(engine) {
  const needed = Object.values(PROGRAMS[engine]);
  const absent = PACKAGES.filter(([program]) => {
    if (!needed.includes(program)) return false;
    try {
      accessSync(program, constants.X_OK);
      return false;
    } catch {
      return true;
    }
  });
  if (!absent.length) return undefined;
  const packages = [...new Set(absent.map(([, name]) => name))].join(' ');
  return `${engine}: no ${absent.map(([program]) => program).join(', ')}; apt-get install ${packages}`;
}

/**
 * @param {Engine} engine
 * @param {{downloads?: string}} [options] the folder that downloads go to
 * @returns {Promise<Browser>}
 */
export async function launch(engine, {downloads} = {}) {
  const lack = missing(engine);
  if (lack) throw new Error(lack);
  const launching = {
    chromium: () => launchChromium(PROGRAMS.chromium.browser, downloads),
    firefox: () => launchFirefox(PROGRAMS.firefox.browser, downloads),
    webkit: () => launchWebKit(PROGRAMS.webkit, downloads),
  }[engine]();
  return new Browser(engine, await withLimit(launching, LAUNCH_MS, `launching ${engine}`));
}

export class Browser {
  #driver;
  /** @type {Set<Page>} */
  #pages = new Set();

  /**
   * @param {Engine} name
   * @param {{newPage: (options: PageOptions) => Promise<PageDriver>, close: () => Promise<void>}} driver
   */
  constructor(name, driver) {
    this.name = name;
    this.#driver = driver;
    /** What this engine can be told to do; where it cannot, the call throws. */
    this.can = {tap: name !== 'webkit', setOffline: name !== 'webkit'};
  }

  /**
   * A page with storage of its own.
   * @param {Partial<PageOptions>} [options]
   */
  async newPage({width = 1280, height = 800, colorScheme = 'light', reducedMotion = false} = {}) {
    const driver = await withLimit(
      this.#driver.newPage({width, height, colorScheme, reducedMotion}), LAUNCH_MS, `opening a page in ${this.name}`);
    const page = new Page(driver, () => this.#pages.delete(page));
    this.#pages.add(page);
    return page;
  }

  async close() {
    for (const page of this.#pages) await page.close();
    await withLimit(this.#driver.close(), ANSWER_MS, `closing ${this.name}`);
  }
}

export class Page {
  #driver;
  #forget;
  /** @type {Message[]} */
  #messages = [];

  /** @param {PageDriver} driver @param {() => void} forget */
  constructor(driver, forget) {
    this.#driver = driver;
    this.#forget = forget;
    this.keyboard = {
      /**
       * Presses a key by its `KeyboardEvent.key` name, `Space` for the space
       * bar, or a combination such as `Shift+Tab`.
       * @param {string} key
       */
      press: (key) => this.#do(`pressing ${key}`, () => driver.press(key === '+' ? [key] : key.split('+'))),
      /** @param {string} text */
      type: (text) => this.#do('typing', () => driver.type(text)),
    };
    this.mouse = {
      /** @param {Point} at */
      move: ({x, y}) => this.#do('moving the pointer', () => driver.move(x, y)),
      /** @param {Point} at */
      click: (at) => this.drag(at, at),
    };
  }

  /** @template T @param {string} what @param {() => Promise<T>} action */
  #do(what, action) {
    return withLimit(action(), ANSWER_MS, what);
  }

  /** @param {string} url */
  async goto(url) {
    await this.#keepMessages();
    await this.#do(`opening ${url}`, () => this.#driver.goto(url));
    await this.#keepMessages();
  }

  /** Loads the page anew. Offline the browser may show a page of its own: check what is on it. */
  async reload() {
    await this.#keepMessages();
    const before = await this.evaluate(`() => ${LIBRARY}.document_id`);
    await this.evaluate(() => void setTimeout(() => location.reload()));
    await until('the page to load anew', async () =>
      (await this.#settledDocument()) !== before, ANSWER_MS);
    await this.#keepMessages();
  }

  /** The browser's Back button, within a document (after pushState or another hash) and between documents. */
  async back() {
    await until('the page to be loaded', () => this.#settledDocument(), ANSWER_MS);
    await this.#keepMessages();
    const before = await this.evaluate(`() => {
      const library = ${LIBRARY};
      library.went_back = false;
      addEventListener('popstate', () => { library.went_back = true; }, {once: true});
      setTimeout(() => history.back());
      return library.document_id;
    }`);
    await until('the page before', async () =>
      (await this.#settledDocument()) !== before || this.evaluate(`() => ${LIBRARY}.went_back`), ANSWER_MS);
    await this.#keepMessages();
  }

  /** Which document is loaded; throws while one is loading. */
  async #settledDocument() {
    return this.evaluate(`async () => {
      const [navigation] = performance.getEntriesByType('navigation');
      // A navigation from a page before its load event has ended would replace it in the history.
      if (document.readyState !== 'complete' || navigation?.loadEventEnd === 0) throw new Error('the page is loading');
      return ${LIBRARY}.document_id;
    }`);
  }

  /** @returns {Promise<string>} */
  url() {
    return this.evaluate(() => location.href);
  }

  /**
   * Runs a function in the page. It may use nothing from around it; arguments
   * and result cross as JSON, and what it throws is thrown here.
   * @template {any[]} A
   * @template T
   * @param {string | ((...args: A) => T | Promise<T>)} fn
   * @param {A} args
   * @returns {Promise<T>}
   */
  evaluate(fn, ...args) {
    return this.#evaluate((expression) => this.#driver.evaluate(expression), fn, args);
  }

  /**
   * The same in one of its frames, which may be of another origin.
   * @template {any[]} A
   * @template T
   * @param {string} frame a part of its address that no other has
   * @param {string | ((...args: A) => T | Promise<T>)} fn
   * @param {A} args
   * @returns {Promise<T>}
   */
  evaluateIn(frame, fn, ...args) {
    return this.#evaluate((expression) => this.#driver.evaluateIn(frame, expression), fn, args);
  }

  /** @param {(expression: string) => Promise<string>} evaluate @param {string | Function} fn @param {any[]} args */
  async #evaluate(evaluate, fn, args) {
    const list = args.map((arg) => JSON.stringify(arg) ?? 'undefined').join(', ');
    const text = await this.#do('running a function in the page', () => evaluate(`(async () => {
      try {
        return JSON.stringify({value: await (${fn})(${list})});
      } catch (error) {
        return JSON.stringify({error: error instanceof Error ? error.name + ': ' + error.message : String(error)});
      }
    })()`));
    const {value, error} = JSON.parse(text);
    if (error !== undefined) throw new Error(`in the page: ${error}`);
    return value;
  }

  /**
   * Waits until a function in the page returns something truthy, and returns
   * it. The last argument may be `{timeout_ms}`.
   * @param {(...args: any[]) => any} fn
   * @param {any[]} args
   * @returns {Promise<any>}
   */
  waitFor(fn, ...args) {
    const last = args.at(-1);
    const timed = last !== null && typeof last === 'object' && 'timeout_ms' in last;
    const given = timed ? args.slice(0, -1) : args;
    const what = `${String(fn).replace(/\s+/g, ' ')}${given.length ? ` with ${JSON.stringify(given)}` : ''}`;
    return until(what, () => this.evaluate(fn, ...given), timed ? last.timeout_ms : SOON_MS);
  }

  /**
   * The one visible element with this role and accessible name: the whole name
   * as a string, or a regular expression. Waits for it.
   * @param {string} role
   * @param {string | RegExp} [name]
   * @param {{timeout_ms?: number}} [options]
   */
  byRole(role, name, {timeout_ms = SOON_MS} = {}) {
    return this.#one(`${role}${name === undefined ? '' : ` ${name}`}`, (explain) => this.#find('byRole', explain, role, pattern(name)), timeout_ms);
  }

  /**
   * All visible elements with this role (and name) at this moment, in document order.
   * @param {string} role
   * @param {string | RegExp} [name]
   */
  async allByRole(role, name) {
    return this.#handles(await this.#find('byRole', false, role, pattern(name)));
  }

  /**
   * The one visible innermost element with this text: the whole text as a
   * string, or a regular expression. Waits for it.
   * @param {string | RegExp} text
   * @param {{timeout_ms?: number}} [options]
   */
  byText(text, {timeout_ms = SOON_MS} = {}) {
    return this.#one(`the text ${text}`, (explain) => this.#find('byText', explain, pattern(text)), timeout_ms);
  }

  /** @param {string} method @param {any[]} args @returns {Promise<Found>} */
  #find(method, ...args) {
    return this.evaluate(`(...args) => ${LIBRARY}.${method}(...args)`, ...args);
  }

  /** @param {Found} found */
  #handles({of_document, ids}) {
    return ids.map((id) => new Handle(this, this.#driver, of_document, id));
  }

  /** @param {string} what @param {(explain: boolean) => Promise<Found>} find @param {number} timeout_ms */
  async #one(what, find, timeout_ms) {
    /** @type {Found | undefined} */
    let last;
    try {
      await until(what, async () => (last = await find(false)).ids.length === 1, timeout_ms);
    } catch (error) {
      if (!last) throw error;
      last = await find(true);
      throw new Error(`${what}: found ${last.ids.length} within ${timeout_ms} ms instead of one; candidates:\n${
        last.candidates.map((candidate) => `  ${candidate}`).join('\n') || '  none'}`);
    }
    return this.#handles(/** @type {Found} */ (last))[0];
  }

  /**
   * Presses the pointer at one point of the viewport and releases it at another.
   * @param {Point} from
   * @param {Point} to
   */
  async drag(from, to) {
    await this.#do('dragging', async () => {
      await this.#driver.move(from.x, from.y);
      await this.#driver.down();
      const steps = from.x === to.x && from.y === to.y ? 0 : DRAG_STEPS;
      for (let i = 1; i <= steps; i++) {
        await this.#driver.move(from.x + (to.x - from.x) * i / steps, from.y + (to.y - from.y) * i / steps);
      }
      await this.#driver.up();
    });
  }

  /**
   * In WebKit a page opened at 447 px or wider loads anew when it first becomes narrower.
   * @param {number} width
   * @param {number} height
   */
  setViewport(width, height) {
    return this.#do('changing the viewport', () => this.#driver.setViewport(width, height));
  }

  /**
   * A PNG of the viewport.
   * @param {string} [path] where to write it too
   */
  async screenshot(path) {
    const picture = await this.#do('taking a screenshot', () => this.#driver.screenshot());
    if (path) await writeFile(path, picture);
    return picture;
  }

  /**
   * What axe-core finds wrong: WCAG 2.2 A and AA, and its best practices.
   * @param {string} [frame] in which; in the page itself, if left out
   * @returns {Promise<Violation[]>}
   */
  async axe(frame) {
    const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const inPage = `async (tags) => {
      if (!globalThis.axe) { ${source} }
      const {violations} = await axe.run(document, {runOnly: tags, resultTypes: ['violations']});
      return violations.map(({id, impact, help, nodes}) => ({id, impact, help, nodes: nodes.map(
        ({html, target, failureSummary}) => ({html, target: target.map(String), summary: failureSummary}))}));
    }`;
    return frame === undefined ? this.evaluate(inPage, AXE_TAGS) : this.evaluateIn(frame, inPage, AXE_TAGS);
  }

  async #keepMessages() {
    this.#messages.push(...await this.#do('reading the console', () => this.#driver.takeMessages()));
  }

  /**
   * Errors and warnings so far, uncaught errors among them. How browsers word
   * them differs, and so does which failed requests they report. In WebKit
   * those are missing that precede a navigation the page itself made.
   */
  async consoleMessages() {
    await this.#keepMessages();
    return [...this.#messages];
  }

  /** @param {boolean} offline */
  setOffline(offline) {
    return this.#do('changing the network', () => this.#driver.setOffline(offline));
  }

  async close() {
    this.#forget();
    await this.#do('closing a page', () => this.#driver.close());
  }
}

/** An element of a page, for as long as it is in the page. */
export class Handle {
  #page;
  #driver;
  #at;

  /** @param {Page} page @param {PageDriver} driver @param {string} of_document @param {number} id */
  constructor(page, driver, of_document, id) {
    this.#page = page;
    this.#driver = driver;
    this.#at = /** @type {const} */ ([of_document, id]);
  }

  /**
   * Runs a function in the page with the element as its first argument.
   * @template {any[]} A
   * @template T
   * @param {(el: any, ...args: A) => T | Promise<T>} fn
   * @param {A} args
   * @returns {Promise<T>}
   */
  evaluate(fn, ...args) {
    return this.#page.evaluate(
      `(of_document, id, ...args) => (${fn})(${LIBRARY}.elementOf(of_document, id), ...args)`, ...this.#at, ...args);
  }

  /** The text as it is rendered. @returns {Promise<string>} */
  text() {
    return this.evaluate((el) => (el.innerText ?? el.textContent).trim());
  }

  /** @returns {Promise<Box>} */
  box() {
    return this.evaluate((el) => {
      const {x, y, width, height} = el.getBoundingClientRect();
      return {x, y, width, height};
    });
  }

  /**
   * Scrolls it into view, and waits until its middle can be hit and keeps still.
   * @param {{timeout_ms?: number}} options
   * @returns {Promise<Point>}
   */
  #aim({timeout_ms = SOON_MS} = {}) {
    return until('the element to take the pointer', async () => {
      const aim = await this.#page.evaluate(`(of_document, id) => ${LIBRARY}.aim(of_document, id)`, ...this.#at);
      if ('problem' in aim) throw new Error(aim.problem);
      return aim;
    }, timeout_ms);
  }

  /** @param {{timeout_ms?: number}} [options] */
  async hover(options) {
    await this.#page.mouse.move(await this.#aim(options));
  }

  /** @param {{timeout_ms?: number}} [options] */
  async click(options) {
    await this.#page.mouse.click(await this.#aim(options));
  }

  /** Touches it; see `Browser.can`. @param {{timeout_ms?: number}} [options] */
  async tap(options) {
    const {x, y} = await this.#aim(options);
    await withLimit(this.#driver.tap(x, y), ANSWER_MS, 'tapping');
  }

  async focus() {
    await this.#page.evaluate(`(of_document, id) => ${LIBRARY}.focus(of_document, id)`, ...this.#at);
  }

  /** Focuses it and types. @param {string} text */
  async type(text) {
    await this.focus();
    await this.#page.keyboard.type(text);
  }

  /** Focuses it and presses a key. @param {string} key */
  async press(key) {
    await this.focus();
    await this.#page.keyboard.press(key);
  }
}

/** @param {string | RegExp | undefined} wanted @returns {Pattern} */
function pattern(wanted) {
  if (wanted === undefined) return null;
  return typeof wanted === 'string' ? {text: wanted} : {source: wanted.source, flags: wanted.flags};
}
