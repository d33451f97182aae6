// A page of a browser and its elements, as tests use them. Whatever looks at the
// page or acts on it first waits until the page is settled (web/engine/settled.js).
import {readdirSync, readFileSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import path from 'node:path';
import {inPage} from './inpage.mjs';
import {ANSWER_MS, LATE_MS, SETTLED_MS, SOON_MS, until, withLimit} from './wait.mjs';

/**
 * @typedef {{type: 'error' | 'warning', text: string}} Message
 * @typedef {{x: number, y: number}} Point
 * @typedef {Point & {width: number, height: number}} Box in pixels of the viewport
 * @typedef {{id: string, impact: string | null, help: string, nodes: {html: string, summary: string}[]}} Violation
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
 * @property {(x: number, y: number) => Promise<void>} click
 * @property {(x: number, y: number) => Promise<void>} tap
 * @property {(text: string) => Promise<void>} type
 * @property {(keys: string[]) => Promise<void>} press
 * @property {(width: number, height: number) => Promise<void>} setViewport
 * @property {() => Promise<Buffer>} screenshot
 * @property {() => Promise<Message[]>} takeMessages what was written since it was last asked
 * @property {() => Promise<void>} close
 */

const DRAG_STEPS = 10;

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** How browsers say that a file did not come. */
const RESOURCE = /^failed to load/i;

/** What an expression answers where the library is not in the document yet. */
const NO_LIBRARY = 'no library';
const INSTALL = `(async () => {
  globalThis.__testLibrary = (${inPage})(document, ${packageSource('dom-accessibility-api')});
  return '';
})()`;

export class Page {
  #driver;
  #forget;
  /** @type {Message[]} */
  #messages = [];
  /** How many of them the test has asked for. */
  #read = 0;
  /** What errors are part of the test. @type {RegExp[]} */
  #expected = [];
  /** The reader has acted, and what follows from it has not been awaited yet. */
  #acted = false;
  /** Nothing waits for the page to be settled. */
  #meanwhile = false;
  /** Whether close() was called. */
  closed = false;

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
      press: (key) => this.act(`pressing ${key}`, () => driver.press(key === '+' ? [key] : key.split('+'))),
      /** @param {string} text */
      type: (text) => this.act('typing', () => driver.type(text)),
    };
    this.mouse = {
      /** @param {Point} at */
      move: ({x, y}) => this.act('moving the pointer', () => driver.move(x, y)),
      /** @param {Point} at */
      click: ({x, y}) => this.act('clicking', () => driver.click(x, y)),
    };
    /** The clock of the page (web/shell/clock.js). */
    this.clock = {
      /** Stops it: pauses do not end, patience does not run out and the player does not move until it is moved. */
      hold: () => this.#evaluateNow(() => /** @type {any} */ (globalThis).cachePlaygroundClock.hold()),
      /** Moves it. @param {number} ms */
      advance: async (/** @type {number} */ ms) => {
        await this.#evaluateNow((ms) => /** @type {any} */ (globalThis).cachePlaygroundClock.advance(ms), ms);
        this.#acted = true;
      },
      /** Lets it go on. */
      release: async () => {
        await this.#evaluateNow(() => /** @type {any} */ (globalThis).cachePlaygroundClock.release());
        this.#acted = true;
      },
    };
  }

  /** Waits until the page is settled. It need not be called before looking at the page or acting on it. */
  async settled() {
    if (this.#meanwhile) return;
    // Where an action leads to another page, what is asked of the one before fails.
    await until('the page to be settled', async () => {
      await this.#evaluateNow(`() => library.settled(true, ${SETTLED_MS})`);
      return true;
    }, SETTLED_MS);
    this.#acted = false;
  }

  /**
   * Runs a part of a test that is about a page that is not settled: nothing in it waits for that.
   * @template T
   * @param {() => Promise<T>} part
   * @returns {Promise<T>}
   */
  async meanwhile(part) {
    this.#meanwhile = true;
    try {
      return await part();
    } finally {
      this.#meanwhile = false;
      this.#acted = true;
    }
  }

  /** Does what a reader does, once the page is settled. @template T @param {string} what @param {() => Promise<T>} action */
  async act(what, action) {
    if (this.#acted) await this.settled();
    this.#acted = true;
    return this.#do(what, action);
  }

  /** @template T @param {string} what @param {() => Promise<T>} action */
  #do(what, action) {
    return withLimit(action(), ANSWER_MS, what);
  }

  /** @param {string} url */
  async goto(url) {
    await this.#keepMessages();
    await this.#do(`opening ${url}`, () => this.#driver.goto(url));
    this.#acted = true;
    await this.#keepMessages();
  }

  /** Loads the page anew. Offline the browser may show a page of its own: check what is on it. */
  async reload() {
    await this.#keepMessages();
    const before = await this.evaluate(() => {
      setTimeout(() => location.reload());
      return /** @type {any} */ (globalThis).__testLibrary.document_id;
    });
    await until('the page to load anew', async () => (await this.#loadedDocument()) !== before, ANSWER_MS);
    this.#acted = true;
    await this.#keepMessages();
  }

  /** The browser's Back button, within a document (after pushState or another hash) and between documents. */
  back() {
    return this.travel(-1);
  }

  /** Goes back (or forward) in the history by so many entries. @param {number} by */
  async travel(by) {
    await until('the page to be loaded', () => this.#loadedDocument(), ANSWER_MS);
    await this.#keepMessages();
    const before = await this.evaluate((by) => {
      const library = /** @type {any} */ (globalThis).__testLibrary;
      library.travelled = false;
      addEventListener('popstate', () => { library.travelled = true; }, {once: true});
      setTimeout(() => history.go(by));
      return library.document_id;
    }, by);
    await until('the page before', async () => (await this.#loadedDocument()) !== before
      || this.#evaluateNow(() => /** @type {any} */ (globalThis).__testLibrary.travelled), ANSWER_MS);
    this.#acted = true;
    await this.#keepMessages();
  }

  /** Which document is loaded; throws while one is loading. @returns {Promise<string>} */
  #loadedDocument() {
    return this.#evaluateNow(() => {
      const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
      // A navigation from a page before its load event has ended would replace it in the history.
      if (document.readyState !== 'complete' || navigation?.loadEventEnd === 0) throw new Error('the page is loading');
      return /** @type {any} */ (globalThis).__testLibrary.document_id;
    });
  }

  /** @returns {Promise<string>} */
  url() {
    return this.evaluate(() => location.href);
  }

  /**
   * Runs a function in the page once it is settled. It may use nothing from
   * around it; arguments and result cross as JSON, and what it throws is thrown here.
   * @template {any[]} A
   * @template T
   * @param {string | ((...args: A) => T | Promise<T>)} fn
   * @param {A} args
   * @returns {Promise<T>}
   */
  async evaluate(fn, ...args) {
    if (this.#meanwhile) return this.#evaluateNow(fn, ...args);
    if (this.#acted) await this.settled();
    return this.#run((expression) => this.#driver.evaluate(expression), fn, args, `await library.settled(false, ${SETTLED_MS});`);
  }

  /**
   * The same in one of its frames, which may be of another origin and need not be settled.
   * @template {any[]} A
   * @template T
   * @param {string} frame a part of its address that no other has
   * @param {string | ((...args: A) => T | Promise<T>)} fn
   * @param {A} args
   * @returns {Promise<T>}
   */
  evaluateIn(frame, fn, ...args) {
    return this.#run((expression) => this.#driver.evaluateIn(frame, expression), fn, args);
  }

  /**
   * The same in the page, whether it is settled or not.
   * @template {any[]} A
   * @template T
   * @param {string | ((...args: A) => T | Promise<T>)} fn
   * @param {A} args
   * @returns {Promise<T>}
   */
  #evaluateNow(fn, ...args) {
    return this.#run((expression) => this.#driver.evaluate(expression), fn, args);
  }

  /** @param {(expression: string) => Promise<string>} evaluate @param {string | Function} fn @param {any[]} args @param {string} [first] */
  async #run(evaluate, fn, args, first = '') {
    const list = args.map((arg) => JSON.stringify(arg) ?? 'undefined').join(', ');
    const expression = `(async () => {
      // Firefox gives the window of the empty page at the start of a navigation to the page that follows.
      const library = globalThis.__testLibrary;
      if (library?.document !== document) return '${NO_LIBRARY}';
      try {
        ${first}
        return JSON.stringify({value: await (${fn})(${list})});
      } catch (error) {
        return JSON.stringify({error: error instanceof Error ? error.name + ': ' + error.message : String(error)});
      }
    })()`;
    const ask = () => this.#do('running a function in the page', () => evaluate(expression));
    let text = await ask();
    if (text === NO_LIBRARY) {
      await this.#do('preparing the page', () => evaluate(INSTALL));
      text = await ask();
    }
    const {value, error} = JSON.parse(text);
    if (error !== undefined) throw new Error(`in the page: ${error}`);
    return value;
  }

  /**
   * Waits until a function in the page returns something truthy, and returns
   * it; the page need not be settled. The last argument may be `{timeout_ms}`.
   * @param {(...args: any[]) => any} fn
   * @param {any[]} args
   * @returns {Promise<any>}
   */
  async waitFor(fn, ...args) {
    const last = args.at(-1);
    const timed = last !== null && typeof last === 'object' && 'timeout_ms' in last;
    const given = timed ? args.slice(0, -1) : args;
    const limit_ms = timed ? last.timeout_ms : LATE_MS;
    const what = `${String(fn).replace(/\s+/g, ' ')}${given.length ? ` with ${JSON.stringify(given)}` : ''}`;
    const end = performance.now() + limit_ms;
    // Asked in the page, and once more where a navigation has taken that away.
    const {value, problem} = await until(what, () => this.#evaluateNow(
      `(...args) => library.waitFor(() => (${fn})(...args), ${Math.max(end - performance.now(), 1)})`, ...given), limit_ms + 1000);
    if (problem) throw new Error(`waited ${limit_ms} ms for ${what}; ${problem}`);
    return value;
  }

  /**
   * The one visible element with this role and accessible name: the whole name
   * as a string, or a regular expression. Waits for it.
   * @param {string} role
   * @param {string | RegExp} [name]
   * @param {{timeout_ms?: number}} [options]
   */
  byRole(role, name, {timeout_ms = SOON_MS} = {}) {
    return this.#one(`${role}${name === undefined ? '' : ` ${name}`}`, 'byRole', [role, pattern(name)], timeout_ms);
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
    return this.#one(`the text ${text}`, 'byText', [pattern(text)], timeout_ms);
  }

  /** @param {string} method @param {any[]} args @returns {Promise<Found>} */
  #find(method, ...args) {
    return this.evaluate(`(...args) => library.${method}(...args)`, ...args);
  }

  /** @param {Found} found */
  #handles({of_document, ids}) {
    return ids.map((id) => new Handle(this, this.#driver, of_document, id));
  }

  /** @param {string} what @param {string} method @param {any[]} args @param {number} timeout_ms */
  async #one(what, method, args, timeout_ms) {
    const end = performance.now() + timeout_ms;
    const found = /** @type {Found} */ (await until(what, () =>
      this.evaluate(`(...args) => library.one(...args)`, method, args, Math.max(end - performance.now(), 1)), timeout_ms + SETTLED_MS));
    if (found.ids.length === 1) return this.#handles(found)[0];
    throw new Error(`${what}: found ${found.ids.length} within ${timeout_ms} ms instead of one; candidates:\n${
      found.candidates.map((candidate) => `  ${candidate}`).join('\n') || '  none'}`);
  }

  /**
   * Presses the pointer at one point of the viewport and releases it at another.
   * @param {Point} from
   * @param {Point} to
   */
  async drag(from, to) {
    await this.act('dragging', async () => {
      await this.#driver.move(from.x, from.y);
      await this.#driver.down();
      for (let i = 1; i <= DRAG_STEPS; i++) {
        await this.#driver.move(from.x + (to.x - from.x) * i / DRAG_STEPS, from.y + (to.y - from.y) * i / DRAG_STEPS);
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
    return this.act('changing the viewport', () => this.#driver.setViewport(width, height));
  }

  /**
   * A PNG of the viewport.
   * @param {string} [path] where to write it too
   */
  async screenshot(path) {
    await this.settled();
    const picture = await this.#do('taking a screenshot', () => this.#driver.screenshot());
    if (path) await writeFile(path, picture);
    return picture;
  }

  /**
   * What axe-core finds wrong: WCAG 2.2 A and AA, and its best practices.
   * @param {{frame?: string, within?: string}} [where]
   *   frame: in which frame, the page itself if left out; within: a selector of the parts to judge, all if left out
   * @returns {Promise<Violation[]>}
   */
  async axe({frame, within = ''} = {}) {
    /** @param {string} inPage @param {any[]} args */
    const run = (inPage, ...args) => (frame === undefined ? this.evaluate(inPage, ...args) : this.evaluateIn(frame, inPage, ...args));
    if (!await run('() => "axe" in globalThis')) {
      const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      await run(`() => { ${source} }`);
    }
    return run(`async (tags, within) => {
      const {violations} = await axe.run(within || document, {runOnly: tags, resultTypes: ['violations'], iframes: false, selectors: false});
      return violations.map(({id, impact, help, nodes}) => ({id, impact, help, nodes: nodes.map(
        ({html, failureSummary}) => ({html, summary: failureSummary}))}));
    }`, AXE_TAGS, within);
  }

  async #keepMessages() {
    this.#messages.push(...await this.#do('reading the console', () => this.#driver.takeMessages()));
  }

  /**
   * Errors and warnings so far, uncaught errors among them, also of its frames and
   * workers. How browsers word them differs, and so does which failed requests they
   * report. In WebKit those of frames of no origin are missing.
   */
  async consoleMessages() {
    await this.#keepMessages();
    this.#read = this.#messages.length;
    return [...this.#messages];
  }

  /** Says that errors like this are part of the test. @param {RegExp} like */
  expectErrors(like) {
    this.#expected.push(like);
  }

  /** Closes it; fails if it has told an error, other than of a file that did not come, that the test has not asked for. */
  async close() {
    this.closed = true;
    this.#forget();
    try {
      await this.#keepMessages();
    } finally {
      await this.#do('closing a page', () => this.#driver.close());
    }
    const errors = this.#messages.slice(this.#read)
      .filter(({type, text}) => type === 'error' && !RESOURCE.test(text) && !this.#expected.some((like) => like.test(text)));
    if (errors.length) throw new Error(`errors in the page:\n${errors.map(({text}) => `  ${text}`).join('\n')}`);
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
      `(of_document, id, ...args) => (${fn})(library.elementOf(of_document, id), ...args)`, ...this.#at, ...args);
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
   * Scrolls it into view, and finds the point of it that takes the pointer.
   * @param {{timeout_ms?: number}} options
   * @returns {Promise<Point>}
   */
  async #aim({timeout_ms = SOON_MS} = {}) {
    const aim = await this.#page.evaluate('(...args) => library.aim(...args)', ...this.#at, timeout_ms);
    if ('problem' in aim) throw new Error(`waited ${timeout_ms} ms for the element to take the pointer; ${aim.problem}`);
    return aim;
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
    await this.#page.act('tapping', () => this.#driver.tap(x, y));
  }

  async focus() {
    await this.#page.evaluate('(...args) => library.focus(...args)', ...this.#at);
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

/**
 * Returns an expression for what a package exports, with all its CommonJS modules inside.
 * @param {string} name
 */
function packageSource(name) {
  const main = createRequire(import.meta.url).resolve(name);
  const folder = path.dirname(main);
  const files = readdirSync(folder, {recursive: true}).map(String).filter((file) => file.endsWith('.js'));
  const modules = files.map((file) => `${JSON.stringify(`/${file}`)}(require, exports) {${readFileSync(path.join(folder, file), 'utf8')}\n}`);
  return `(() => {
    const modules = {${modules.join(',\n')}};
    const loaded = {};
    const load = (name) => {
      if (!loaded[name]) modules[name]((asked) => load(new URL(asked + '.js', 'file://' + name).pathname), loaded[name] = {});
      return loaded[name];
    };
    return load('/${path.basename(main)}');
  })()`;
}
