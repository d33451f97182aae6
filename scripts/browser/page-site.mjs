// What the tests of the page share: the built site behind a server that can be
// told to misbehave, and the page's parts as a reader finds them.
import assert from 'node:assert/strict';
import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {deflateRawSync} from 'node:zlib';
import {engineUnderTest, until} from './drivers.mjs';
import {POLICY, startServer} from './server.mjs';
import {DIST} from './sites.mjs';
import {SOON_MS} from './wait.mjs';

/**
 * @typedef {import('./drivers.mjs').Page} Page
 * @typedef {import('./drivers.mjs').Handle} Handle
 * @typedef {import('./server.mjs').Rule} Rule
 */

/** The packed program, and the program itself for where that cannot be had. */
export const PACKED = 'cacheplay.wasm.lzma';
export const PROGRAM = 'cacheplay.wasm';

/** A service worker that keeps nothing: an offline copy would be made anew by each test. */
const NO_COPY = {body: '// keeps nothing', type: 'text/javascript'};

/** The page with all that it needs inside. */
export const ONE_FILE = 'cache-playground.html';

/** The parts of the page that differ by story, as a selector. */
export const OF_THE_STORY = '.masthead, .intro, .ask, .learn, .who, .next-story';

/** The widths that matter: two diagrams, a phone, the narrowest that must work. */
export const WIDTHS = [1280, 375, 320];

/**
 * Serves a built site under a path, as a host of many sites does. What a
 * browser reports against the policy is kept, of its workers too.
 * @param {{root?: string, rules?: Record<string, Rule>, policy?: string, unpacked?: boolean, offline?: boolean}} [options]
 *   unpacked: without the packed program, which takes a page longer to start; offline: a page keeps a copy of it
 */
export async function startSite({root = DIST, rules: given = {}, policy = POLICY, unpacked = false, offline = false} = {}) {
  /** @type {Record<string, Rule>} */
  const rules = {...(unpacked && {[PACKED]: {status: 204}}), ...(!offline && {'sw.js': NO_COPY}), ...given};
  const base = '/some/path/';
  const reporting = `${policy}; report-uri ${base}__reports`;
  /** @type {string[]} */
  const reports = [];
  /** @type {string[]} */
  const requests = [];
  const server = await startServer({root, base, headers: {'Content-Security-Policy': reporting}, async rule(name, request) {
    if (name === '__reports') {
      for await (const chunk of request) reports.push(String(chunk));
      return {status: 204};
    }
    const {search} = new URL(request.url ?? '/', 'http://localhost');
    requests.push(name + search.replace(/^\?v=\w+$/, ''));
    if (name === ONE_FILE) return {headers: {'Content-Security-Policy': ''}}; // it brings another one
    return rules[name] ?? {};
  }});
  return {url: server.url, rules, reports, requests, stop: server.stop};
}

/**
 * Opens a page as somebody does who has not been there before.
 * @param {Page} page @param {string} url
 */
export async function open(page, url) {
  await page.evaluate(() => {
    try {
      localStorage.clear();
    } catch {
      // the empty page has no storage
    }
  });
  await page.goto(url);
  // WebKit lets nothing in a frame have the focus that was navigated since it was last touched.
  await page.mouse.click({x: 1, y: 1});
}

/**
 * Checks that axe finds nothing wrong with a page, or with one of its frames. In
 * Chromium alone: it judges the markup, which is the same in every engine.
 * @param {Page} page @param {string} [frame]  a part of its address that no other has
 */
export async function accessible(page, frame) {
  if (engineUnderTest() === 'chromium') assert.deepEqual(await page.axe({frame}), []);
}

/** What is too small for a finger. @param {Page} page @returns {Promise<string[]>} */
export const tooSmall = (page) => page.evaluate(() => [...document.querySelectorAll('main button, main input, main select, summary')].flatMap((el) => {
  if (!el.checkVisibility()) return [];
  const target = el.closest('#strip .strip-variant') ?? el.closest('label:has([type="radio"])') ?? el;
  const {width, height: drawn} = target.getBoundingClientRect();
  const after = getComputedStyle(el, '::after'); // may reach further than what is drawn
  const height = drawn - (after.position === 'absolute' ? parseFloat(after.top) + parseFloat(after.bottom) : 0);
  return width < 44 || height < 44 ? [`${el.textContent || el.id}: ${width} × ${height}`] : [];
}));

/**
 * Gives each test a page, the same one as long as it is to look alike: opened
 * anew, it is quicker than another one.
 * @param {() => import('./drivers.mjs').Browser} browser
 */
export function pages(browser) {
  /** @type {Page | undefined} */
  let page;
  let look = '';
  return async (/** @type {Partial<import('./drivers.mjs').PageOptions>} */ options) => {
    if (page && !page.closed && look === JSON.stringify(options)) return page;
    if (page && !page.closed) await page.close();
    look = JSON.stringify(options);
    page = await browser().newPage(options);
    return page;
  };
}

/** Takes back all changes of the story, so that another test can begin without the page being opened anew. @param {Page} page */
export async function toOriginal(page) {
  const button = await page.byRole('button', 'Back to the original');
  if (await button.evaluate((el) => el.getAttribute('aria-disabled') !== 'true')) await button.press('Enter');
}

/** A link as the page makes it, without #. @param {object} linked */
export const fragmentOf = (linked) => `1.${deflateRawSync(JSON.stringify(linked)).toString('base64url')}`;

/** What a row of the strip says. @param {Page} page @param {string} name */
export async function row(page, name) {
  const button = await page.byRole('button', name);
  return button.evaluate((el) => el.closest('.strip-variant').innerText.replace(/\s+/g, ' ').trim());
}

/** What is in a panel above its diagram and below. @param {Page} page @param {string} name */
export async function panel(page, name) {
  const region = await page.byRole('region', name);
  return region.evaluate((el) => [...el.querySelectorAll('p, .state')].map((p) => p.innerText.replace(/\s+/g, ' ').trim()).join('\n'));
}

/** Waits until a row of the strip says something. @param {Page} page @param {string} name @param {RegExp} words */
export const rowSays = (page, name, words) => says(`the row ${name}`, () => row(page, name), words);

/** Waits until a panel says something. @param {Page} page @param {string} name @param {RegExp} words */
export const panelSays = (page, name, words) => says(`the panel ${name}`, () => panel(page, name), words);

/** @param {string} what @param {() => Promise<string>} ask @param {RegExp} words */
const says = (what, ask, words) => until(`${what} to say ${words}`, async () => {
  const said = await ask();
  if (!words.test(said)) throw new Error(`it says ${JSON.stringify(said)}`);
  return true;
}, SOON_MS);

/** Waits until these diagrams are shown, and no others. @param {Page} page @param {string[]} names */
export const shows = (page, names) => until(`the diagrams of ${names}`, async () => {
  const shown = (await panels(page)).join();
  if (shown !== names.join()) throw new Error(`there are ${shown}`);
  return true;
}, SOON_MS);

/**
 * Touches an element. Where the driver cannot, the page is told of a finger and
 * then of the click that a browser makes of it.
 * @param {import('./drivers.mjs').Browser} browser @param {Handle} handle
 */
export async function touch(browser, handle) {
  if (browser.can.tap) return handle.tap();
  await handle.evaluate((el) => {
    el.scrollIntoView({block: 'center'});
    const {x, y, width, height} = el.getBoundingClientRect();
    const at = {bubbles: true, cancelable: true, composed: true, clientX: x + width / 2, clientY: y + height / 2, pointerType: 'touch', isPrimary: true};
    for (const name of ['pointerover', 'pointerdown', 'pointermove', 'pointerup', 'pointerout', 'pointerleave', 'click']) {
      el.dispatchEvent(new PointerEvent(name, at));
    }
  });
}

/** Opens the player's menu. @param {Page} page */
export async function openViewMenu(page) {
  const menu = await page.byRole('button', 'View');
  if (await menu.evaluate((el) => !el.parentElement.open)) await menu.click();
}

/** The names of the panels that are shown. @param {Page} page @returns {Promise<string[]>} */
export async function panels(page) {
  const regions = await page.allByRole('region');
  const names = await Promise.all(regions.map((region) => region.evaluate((el) =>
    el.matches('.panel') ? el.getAttribute('aria-label') : null)));
  return names.filter((name) => name !== null);
}

/** How far the page reaches beyond its window on the right, and what does. @param {Page} page */
export function overflow(page) {
  return page.evaluate(() => {
    const beyond = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (beyond <= 0) return '';
    const culprits = [...document.querySelectorAll('body *')]
      .filter((el) => el.checkVisibility() && el.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
    return `${beyond} px: ${culprits.map((el) => `${el.localName}.${el.getAttribute('class')}`).join(', ')}`;
  });
}

/**
 * Where the pointer takes a slider, for a share of its range.
 * @param {Handle} slider @param {number} share @param {number} [thumb] its width
 */
export async function pointOn(slider, share, thumb = 16) {
  const {x, y, width, height} = await slider.box();
  return {x: x + thumb / 2 + share * (width - thumb), y: y + height / 2};
}

const folder = process.env.SCREENSHOTS;

/** Keeps a picture of the page where SCREENSHOTS names a folder. @param {Page} page @param {string} name */
export async function picture(page, name) {
  if (!folder) return;
  await mkdir(folder, {recursive: true});
  await page.screenshot(path.join(folder, `${process.env.BROWSER}-${name}.png`));
}

/**
 * The looks in which a page is judged: each width once, light and dark in turn.
 * Layout depends on the width and contrast on the colours, so that each of the two
 * is judged without all of their combinations.
 * @param {number[]} widths
 * @returns {{width: number, colorScheme: 'light' | 'dark'}[]}
 */
export function looks(widths) {
  return widths.map((width, i) => ({width, colorScheme: i % 2 === 0 ? 'light' : 'dark'}));
}
