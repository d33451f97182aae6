// Chromium over its own protocol, Firefox over WebDriver BiDi.
import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import puppeteer from 'puppeteer-core';
import {installClock} from './clock.mjs';
import {hearErrors} from './inpage.mjs';
import {environment, scratchFolder} from './processes.mjs';
import {ANSWER_MS, until, withLimit} from './wait.mjs';

/**
 * @typedef {import('./drivers.mjs').PageOptions} PageOptions
 * @typedef {import('./page.mjs').PageDriver} PageDriver
 * @typedef {import('./page.mjs').Message} Message
 * @typedef {import('puppeteer-core').KeyInput} KeyInput
 */

/** How soon a frame is asked again that does not answer. */
const FRAME_MS = 1000;

/**
 * Everything that the browser writes goes below `home`, its profile too: that
 * is removed even if the test is ended before it could close the browser.
 * @param {string} home
 * @param {string} profile
 */
async function common(home, profile) {
  const userDataDir = path.join(home, profile);
  await mkdir(userDataDir);
  return {userDataDir, env: /** @type {Record<string, string>} */ (environment(home)), protocolTimeout: ANSWER_MS};
}

/** @param {string} executable @param {string} downloads @param {boolean} optimized */
export async function launchChromium(executable, downloads, optimized) {
  const scratch = await scratchFolder();
  const browser = await puppeteer.launch({
    ...await common(scratch.path, 'profile'),
    executablePath: executable,
    headless: 'shell', // Chromium without its own windows, whose start costs each page a second
    networkEnabled: false, // no test asks what was requested, and telling of it slows down the program's way to its worker
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      // A test's page runs for a second or two: its engine is not worth optimizing, nor is a process worth starting or
      // keeping ready.
      ...(optimized ? [] : ['--js-flags=--liftoff-only --wasm-lazy-validation', '--disable-features=SpareRendererForSitePerProcess',
        '--renderer-process-limit=1'])],
  });
  return {
    /** @param {PageOptions} options */
    async newPage({width, height, colorScheme, reducedMotion}) {
      // A context of its own: no storage and no service worker of an earlier test.
      const context = await browser.createBrowserContext({downloadBehavior: {policy: 'allow', downloadPath: downloads}});
      const page = await context.newPage();
      await page.setViewport({width, height});
      await page.emulateMediaFeatures([
        {name: 'prefers-color-scheme', value: colorScheme},
        {name: 'prefers-reduced-motion', value: reducedMotion ? 'reduce' : 'no-preference'},
      ]);
      return driverOf(page);
    },
    async close() {
      await browser.close();
      scratch.remove();
    },
  };
}

/** @param {string} executable @param {string} downloads */
export async function launchFirefox(executable, downloads) {
  const scratch = await scratchFolder();
  /**
   * Firefox takes these two as preferences only, so each pair is a browser of its own.
   * @type {Map<string, Promise<import('puppeteer-core').Browser>>}
   */
  const browsers = new Map();

  /** @param {PageOptions} options */
  const launched = async ({colorScheme, reducedMotion}) =>
    puppeteer.launch({
      ...await common(scratch.path, `${colorScheme}-${reducedMotion}`),
      browser: 'firefox',
      executablePath: executable,
      extraPrefsFirefox: {
        'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1,
        'ui.prefersReducedMotion': reducedMotion ? 1 : 0,
        'javascript.options.wasm_optimizingjit': false, // as in Chromium
        // A page out of the back-forward cache is one whose navigation is never seen to end.
        'browser.sessionhistory.max_total_viewers': 0,
        // Without it tests of a page opened from a file pass that must not.
        'security.fileuri.strict_origin_policy': true,
        'browser.download.folderList': 2,
        'browser.download.dir': downloads,
        'browser.download.useDownloadDir': true,
        'browser.helperApps.neverAsk.saveToDisk': 'application/json,application/octet-stream,image/svg+xml',
      },
    });

  /** @param {PageOptions} options */
  const browserFor = (options) => {
    const key = `${options.colorScheme} ${options.reducedMotion}`;
    const browser = browsers.get(key) ?? launched(options);
    browsers.set(key, browser);
    return browser;
  };

  // Launched here, so that a Firefox that does not start fails the launch.
  await browserFor({width: 0, height: 0, colorScheme: 'light', reducedMotion: false});
  return {
    /** @param {PageOptions} options */
    async newPage(options) {
      const browser = await browserFor(options);
      const page = await (await browser.createBrowserContext()).newPage();
      await page.setViewport({width: options.width, height: options.height});
      return driverOf(page);
    },
    async close() {
      await Promise.all([...browsers.values()].map(async (browser) => (await browser).close()));
      scratch.remove();
    },
  };
}

/** @param {import('puppeteer-core').Page} page @returns {Promise<PageDriver>} */
async function driverOf(page) {
  await page.evaluateOnNewDocument(installClock);
  await page.evaluateOnNewDocument(hearErrors);
  /** @type {Message[]} */
  const messages = [];
  page.on('console', (message) => {
    const type = {error: /** @type {const} */ ('error'), warn: /** @type {const} */ ('warning')}[
      /** @type {string} */ (message.type())];
    if (!type) return;
    const text = message.text();
    // Chromium says of this what happened, but not to what.
    const what = text.startsWith('Failed to load resource') ? ` (${message.location().url})` : '';
    messages.push({type, text: text + what});
  });
  page.on('pageerror', (error) =>
    void messages.push({type: 'error', text: error instanceof Error ? error.message : String(error)}));

  return {
    async goto(url) {
      await page.goto(url, {timeout: ANSWER_MS});
    },
    async evaluate(expression) {
      return /** @type {string} */ (await page.evaluate(expression));
    },
    async evaluateIn(frame, expression) {
      const child = () => {
        const found = page.mainFrame().childFrames().find((one) => one.url().includes(frame));
        if (!found) throw new Error(`there is no frame ${frame}`);
        return found;
      };
      child();
      // As it goes to another process, what the one before was asked is never answered.
      const answers = () => withLimit(child().evaluate('true'), FRAME_MS, `asking the frame ${frame}`);
      await until(`the frame ${frame} to answer`, answers);
      return /** @type {string} */ (await child().evaluate(expression));
    },
    async move(x, y) {
      await page.mouse.move(x, y);
    },
    async down() {
      await page.mouse.down();
    },
    async up() {
      await page.mouse.up();
    },
    async click(x, y) {
      await page.mouse.click(x, y);
    },
    async tap(x, y) {
      await page.touchscreen.tap(x, y);
    },
    async type(text) {
      await page.keyboard.type(text);
    },
    async press(keys) {
      const names = keys.map((key) => /** @type {KeyInput} */ (key === 'Space' ? ' ' : key));
      for (const name of names) await page.keyboard.down(name);
      for (const name of names.reverse()) await page.keyboard.up(name);
    },
    async setViewport(width, height) {
      await page.setViewport({width, height});
    },
    async screenshot() {
      return Buffer.from(await page.screenshot({captureBeyondViewport: false}));
    },
    async takeMessages() {
      return messages.splice(0);
    },
    async close() {
      await page.browserContext().close();
    },
  };
}
