// One interface over Chromium, Firefox and WebKit. Pointer and keys go through
// the browser's own input; lookups are computed in the page, alike in all three.
import {accessSync, constants} from 'node:fs';
import process from 'node:process';
import {Page} from './page.mjs';
import {scratchFolder} from './processes.mjs';
import {launchChromium, launchFirefox} from './puppeteer.mjs';
import {ANSWER_MS, withLimit} from './wait.mjs';
import {launchWebKit} from './webkit.mjs';

export {Handle, Page} from './page.mjs';
export {until} from './wait.mjs';

/**
 * @typedef {'chromium' | 'firefox' | 'webkit'} Engine
 * @typedef {{width: number, height: number, colorScheme: 'light' | 'dark', reducedMotion: boolean}} PageOptions
 * @typedef {import('./page.mjs').PageDriver} PageDriver
 */

/** A browser's first start on a cold, busy machine. */
const LAUNCH_MS = 60_000;

const DEBIAN_MACHINE = {x64: 'x86_64', arm64: 'aarch64'}[/** @type {string} */ (process.arch)] ?? process.arch;
const PROGRAMS = {
  chromium: {browser: '/usr/bin/chromium-headless-shell'},
  firefox: {browser: '/usr/bin/firefox-esr'},
  webkit: {
    driver: '/usr/bin/WebKitWebDriver',
    browser: `/usr/lib/${DEBIAN_MACHINE}-linux-gnu/webkit2gtk-4.1/MiniBrowser`,
    display: '/usr/bin/Xvfb',
  },
};
/** @type {[program: string, package: string][]} */
const PACKAGES = [
  [PROGRAMS.chromium.browser, 'chromium-headless-shell'],
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

/** @type {Promise<Browser> | undefined} */
let shared;

/** The browser of all tests in this process; each test has pages of its own. */
export function theBrowser() {
  shared ??= launch(engineUnderTest());
  return shared;
}

/** Ends the browser of all tests, if it was started. */
export async function endBrowser() {
  await (await shared)?.close();
}

/**
 * @param {Engine} engine
 * @param {{optimized?: boolean}} [options]  optimized: Chromium compiles the engine as it does for a reader, to be measured
 * @returns {Promise<Browser>}
 */
export async function launch(engine, {optimized = false} = {}) {
  const lack = missing(engine);
  if (lack) throw new Error(lack);
  const downloads = await scratchFolder();
  const launching = {
    chromium: () => launchChromium(PROGRAMS.chromium.browser, downloads.path, optimized),
    firefox: () => launchFirefox(PROGRAMS.firefox.browser, downloads.path),
    webkit: () => launchWebKit(PROGRAMS.webkit, downloads.path),
  }[engine]();
  return new Browser(engine, await withLimit(launching, LAUNCH_MS, `launching ${engine}`), downloads);
}

export class Browser {
  #driver;
  #downloads;
  /** @type {Set<Page>} */
  #pages = new Set();

  /**
   * @param {Engine} name
   * @param {{newPage: (options: PageOptions) => Promise<PageDriver>, close: () => Promise<void>}} driver
   * @param {{path: string, remove: () => void}} downloads
   */
  constructor(name, driver, downloads) {
    this.name = name;
    this.#driver = driver;
    this.#downloads = downloads;
    /** What this engine can be told to do; where it cannot, the call throws. */
    this.can = {tap: name !== 'webkit'};
  }

  /** The folder that downloads go to. */
  get downloads() {
    return this.#downloads.path;
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

  /** Closes it with the pages that are open; fails, as Page.close does, of what these have told. */
  async close() {
    /** @type {Error[]} */
    const told = [];
    for (const page of this.#pages) await page.close().catch((error) => told.push(error));
    await withLimit(this.#driver.close(), ANSWER_MS, `closing ${this.name}`);
    this.#downloads.remove();
    if (told.length) throw new Error(`in pages that no test has closed: ${told.map(({message}) => message).join('\n')}`);
  }
}
