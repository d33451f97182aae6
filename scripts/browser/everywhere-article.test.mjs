// An author's article: the example that Jekyll makes, in the looks that Jekyll's theme
// has in blogs, with a story under each of its headings.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {after, afterEach, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {PACKED, picture} from './page-site.mjs';
import {startServer} from './server.mjs';
import {BLOG, BLOG_PATH, BLOG_URL} from './sites.mjs';

const engine = engineUnderTest();
const POST = '2018/12/25/what-is-cache-part-2.html';
const TEXT = '<p>Caching upon fetching a resource can be achieved also without being aware of cache reading techniques.</p>'.repeat(28);
const LIGHT = '255,255,255';
const DARK = '18,23,30';

/** The smallest letters in a picture, and how small they may become, in pixels. */
const LETTERS = 11;
const READABLE = 10;

/**
 * The looks of a page, what the reader's system prefers meanwhile, and the ground of
 * picture and frame with which both look like the page. Where a page is inverted, it
 * does so with the frame, but with pictures twice.
 * @type {{look: string, colorScheme: 'light' | 'dark', drawn: string, framed: string}[]}
 */
const LOOKS = [
  {look: 'light', colorScheme: 'dark', drawn: LIGHT, framed: LIGHT},
  {look: 'dark', colorScheme: 'light', drawn: DARK, framed: DARK},
  {look: 'inverted', colorScheme: 'light', drawn: DARK, framed: LIGHT},
];
const WIDTHS = [1280, 375];

describe(`an article in ${engine}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let blog;
  /** @type {import('./drivers.mjs').Page} */
  let page;
  /** @type {string[]} */
  const requests = [];
  /** How a file is answered instead of as it is. @type {Record<string, import('./server.mjs').Rule>} */
  const rules = {};
  let look = '';

  before(async () => {
    browser = await theBrowser();
    const theme = await readFile(path.join(import.meta.dirname, 'fixtures/minima.css'), 'utf8');
    blog = await startServer({root: BLOG, base: BLOG_PATH, headers: {'Content-Security-Policy': ''},
      edit: (html) => !html.includes(BLOG_URL) ? html : html.replaceAll(BLOG_URL, new URL(blog.url).origin).replace('<html', `<html class="${look}"`)
        .replace(/<style>[^]*<\/style>/, `<style>${theme}</style>`).replace('<main>', '<main><div class="wrapper">').replaceAll('<h2', `${TEXT}<h2`),
      async rule(name) {
        requests.push(name.replace('playground/', ''));
        return rules[name] ?? {};
      }});
  });
  after(() => blog?.stop());
  afterEach(async () => {
    await page.close();
    requests.length = 0;
    for (const name of Object.keys(rules)) delete rules[name];
  });

  const loads = (/** @type {string} */ name) => requests.filter((asked) => asked === name).length;
  /** Scrolls until an element stands at a share of the window's height. @param {number} n @param {number} share */
  const scrollTo = (n, share) => page.evaluate((n, share) => scrollBy({top: document.querySelectorAll('cache-playground')[n].getBoundingClientRect().top - share * innerHeight, behavior: 'instant'}), n, share);
  /** Where the headings stand in the page. */
  const places = () => page.evaluate(() => [...document.querySelectorAll('h2')].map((heading) => Math.round(heading.getBoundingClientRect().top + scrollY)));

  /** A picture on the ground that it should have, which WebKit may draw it on a moment later. @param {number} n @param {string} ground */
  const drawn = (n, ground) => page.waitFor((n, ground) => {
    const image = /** @type {HTMLImageElement} */ (document.querySelectorAll('cache-playground img')[n]);
    if (!image.complete || !image.naturalWidth) return null;
    const brush = new OffscreenCanvas(1, 1).getContext('2d');
    brush?.drawImage(image, -4, -4); // its edge is mixed with what is behind it
    if ([...brush?.getImageData(0, 0, 1, 1).data ?? []].slice(0, 3).join() !== ground) return null;
    return {scale: image.width / image.naturalWidth, shape: image.height / image.width * image.naturalWidth / image.naturalHeight};
  }, n, ground);

  for (const [i, {look: name, colorScheme, drawn: ground, framed}] of LOOKS.entries()) {
    for (const width of engine === 'chromium' ? WIDTHS : [WIDTHS[i % 2]]) {
      test(`${name}, ${width} px wide: its pictures can be read, nothing moves, and one story is loaded as the reader comes near`, async () => {
        let arrive = () => {};
        rules[`playground/${PACKED}`] = {after: new Promise((resolve) => { arrive = () => resolve(); })};
        look = name;
        page = await browser.newPage({width, height: 700, colorScheme, reducedMotion: colorScheme === 'dark'});
        await page.goto(blog.url + POST);
        await page.evaluate(() => {
          const shifts = /** @type {number[]} */ ([]);
          Object.assign(globalThis, {shifts});
          if (PerformanceObserver.supportedEntryTypes.includes('layout-shift')) {
            new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => /** @type {any} */ (entry).value))).observe({type: 'layout-shift', buffered: true});
          }
        });
        await page.waitFor(() => customElements.get('cache-playground') !== undefined);
        const still = await places();
        assert.deepEqual([loads('index.html'), loads(PACKED)], [0, 0], 'nothing is loaded before the reader comes near');

        await scrollTo(0, 0.5);
        const {scale, shape} = await drawn(0, ground);
        assert.ok(scale * LETTERS >= READABLE, `its letters are ${scale * LETTERS} px high`);
        assert.ok(Math.abs(shape - 1) < 0.02, `it is ${shape} as high as it should be`);
        await until('the program to be asked for', async () => loads(PACKED) === 1);
        assert.deepEqual(await places(), still);
        await picture(page, `article-${name}-${width}-still`);

        await scrollTo(0, 0.9);
        arrive();
        await page.waitFor(() => document.querySelector('cache-playground')?.shadowRoot?.querySelector('iframe')?.className === 'live');
        assert.deepEqual([loads('index.html'), loads(PACKED), loads('worker.js')], [1, 1, 1], 'one story, and one engine');
        assert.equal(await page.evaluate(() => {
          const frame = document.querySelector('cache-playground')?.shadowRoot?.querySelector('iframe');
          return frame?.contentDocument && getComputedStyle(frame.contentDocument.documentElement).backgroundColor.replace(/[^\d,]/g, '');
        }), framed, 'the frame is as light or dark as the page');
        assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).shifts), []);
        await scrollTo(0, 0);
        await picture(page, `article-${name}-${width}-live`);
        assert.deepEqual(await page.consoleMessages(), []);
      });
    }
  }
});
