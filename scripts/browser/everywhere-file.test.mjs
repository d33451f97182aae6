// The page as one file, opened from a disk or from a server that has nothing else:
// every view there is, and nothing is loaded.
import assert from 'node:assert/strict';
import path from 'node:path';
import {before, describe, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {accessible, ONE_FILE, open, overflow, panels, picture, row, startSite} from './page-site.mjs';
import {DIST} from './sites.mjs';

const engine = engineUnderTest();
const FILE = String(pathToFileURL(path.join(DIST, ONE_FILE)));

describe(`one file in ${engine}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {import('./drivers.mjs').Page} */
  let page;

  before(async () => {
    browser = await theBrowser();
  });

  const loadsNothing = async () => {
    assert.deepEqual(await page.consoleMessages(), []);
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({name}) => name));
    assert.deepEqual(asked.filter((url) => !/^(blob|data):|\/__test-first\.js$/.test(url)), []);
  };

  test('opens what its address asks for, on a phone in the dark', async () => {
    page = await browser.newPage({width: 375, height: 800, colorScheme: 'dark', reducedMotion: true});
    for (const query of [...(engine === 'chromium' ? ['?preset=lost-order&view=explore', '?embed&preset=ttl'] : []), '?preset=nothing&view=none']) {
      await open(page, FILE + query);
      if (query.includes('explore')) await page.byText(/states seen/);
      assert.equal(await overflow(page), '');
    }
    await accessible(page);
    assert.equal((await (await page.byRole('alert')).text()).replace(/\s+/g, ' '), 'There is no preset “nothing”. Here is the article instead. There is no view “none”, only “play” and “explore”. Here is “play” instead.');
    await loadsNothing();
    await picture(page, 'file-phone');
    await (await page.byRole('button', 'What can go wrong?')).press('Enter');
    await until('no remark', async () => (await page.allByRole('alert')).length === 0);
    await page.byText(/states seen/);
    await page.close();
  });

  if (engine === 'chromium') {
    test('plays, explores, opens other stories and says how to embed them', async () => {
      page = await browser.newPage({width: 1280, height: 900});
      await open(page, FILE);
      await (await page.byRole('slider', 'The worker waits')).press('End');
      await until('the figures to follow', async () => /14.5 s$/.test(await row(page, 'Write Behind')));

      await (await page.byRole('button', 'What can go wrong?')).press('Enter');
      await page.byText(/states seen/);
      await page.byText(/^In general: the same strategies/);
      await picture(page, 'file-explore');

      await (await page.byRole('link', /A copy that expires/)).press('Enter');
      await page.byRole('heading', 'A copy that expires');
      assert.ok((await panels(page)).length > 0);

      await (await page.byRole('button', 'Embed it, or keep it offline')).press('Enter');
      const text = await page.byRole('textbox', /Paste this/);
      await until('the text', async () => (await text.evaluate((el) => el.value)).includes('<script src="https://YOUR-SITE/embed.js"'));
      await (await page.byRole('button', 'The scenario format')).press('Enter');
      await until('the format', () => page.evaluateIn('about:srcdoc', () => /The scenario format/.test(document.title)));
      const dead = await page.evaluate(() => [.../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('a[href]'))]
        .map(({href}) => href).filter((href) => !href.startsWith(location.href.replace(/[?#].*/, ''))));
      assert.deepEqual(dead, []);
      await loadsNothing();
      await accessible(page);
      await page.close();
    });

    test('works from a server that has nothing else, also in a frame', async () => {
      const site = await startSite();
      page = await browser.newPage({width: 1280, height: 900});
      for (const query of ['', '?embed&controls=all']) {
        await page.goto(`${site.url}${ONE_FILE}${query}`);
        await (await page.byRole('slider', 'The worker waits')).press('End');
        await until('the figures to follow', async () => /14.5 s$/.test(await row(page, 'Write Behind')));
      }
      await loadsNothing();
      assert.deepEqual(site.requests.filter((name) => !name.startsWith(ONE_FILE) && !name.startsWith('__test')), []);
      await page.close();
      await site.stop();
    });
  }
});
