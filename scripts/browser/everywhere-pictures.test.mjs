// The pictures of the built-in scenarios, as images in somebody's page.
import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser} from './drivers.mjs';
import {startServer} from './server.mjs';
import {DIST} from './sites.mjs';

const engine = engineUnderTest();
/** All in Chromium, elsewhere some: what another engine does otherwise it does with each. Each stands in one of the pages. */
const PICTURES = readdirSync(path.join(DIST, 'presets')).filter((name) => name.endsWith('.svg')).slice(0, engine === 'chromium' ? undefined : 6);

/** What a picture stands on, as red, green and blue. WebKit shows no image in dark colours: it is light, on its own paper. */
const LIGHT = [255, 255, 255];
const PAPER = {light: LIGHT, dark: engine === 'webkit' ? LIGHT : [18, 23, 30]};

describe(`pictures in ${engine}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server;

  before(async () => {
    browser = await theBrowser();
    server = await startServer({root: DIST});
  });
  after(async () => {
    await server?.stop();
  });

  for (const [turn, colorScheme] of /** @type {const} */ (['light', 'dark']).entries()) {
    test(`stand in a ${colorScheme} page`, async () => {
      const pictures = PICTURES.filter((_, i) => i % 2 === turn);
      const page = await browser.newPage({width: 900, height: 700, colorScheme, reducedMotion: colorScheme === 'dark'});
      await page.goto(`${server.url}reference.html`);
      const found = await page.evaluate(async (names) => Promise.all(names.map(async (name) => {
        const image = new Image();
        image.src = `presets/${name}`;
        await image.decode();
        const brush = new OffscreenCanvas(1, 1).getContext('2d');
        brush?.drawImage(image, 0, 0);
        return {name, wide: image.naturalWidth >= 320, high: image.naturalHeight >= 200, paper: [...brush?.getImageData(0, 0, 1, 1).data ?? []].slice(0, 3)};
      })), pictures);
      assert.deepEqual(found, pictures.map((name) => ({name, wide: true, high: true, paper: PAPER[colorScheme]})));
      assert.deepEqual(await page.consoleMessages(), []);
      await page.close();
    });
  }
});
