// The gallery: a story opens in place, with its own title and the reader's own
// work on it, and the browser's way back leads to the one before.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {open, overflow, picture, rowSays, shows, startSite, touch} from './page-site.mjs';

const engine = engineUnderTest();

describe(`the gallery in ${engine}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./drivers.mjs').Page} */
  let page;

  before(async () => {
    browser = await theBrowser();
    site = await startSite({unpacked: true});
  });
  after(async () => {
    await site?.stop();
  });

  const card = (/** @type {string} */ name) => page.byRole('link', new RegExp(`^${name}`));
  const current = () => page.evaluate(() => [...document.querySelectorAll('.card[aria-current="page"]')].map((el) => el.getAttribute('data-preset')));
  /** That the story is there, and the focus at its name. @param {string} name @param {string} preset */
  const isOpen = async (name, preset) => {
    await until(`the focus at the heading ${name}`, () => page.evaluate((name) => document.activeElement?.localName === 'h1' && document.activeElement.textContent === name, name));
    assert.deepEqual(await current(), [preset]);
  };

  test('opens a story in place, and the way back restores the work of each', async () => {
    page = await browser.newPage({width: 1280, height: 900});
    await open(page, site.url);
    await page.evaluate(() => {
      document.body.dataset.same = '';
    });
    const question = /^Where does the client wait/;
    assert.deepEqual(await current(), ['article']);
    await (await page.byRole('slider', 'The worker waits')).press('Home');
    await rowSays(page, 'Write Behind', / 2 s$/);
    await (await page.byRole('button', 'Write Around')).click();
    await shows(page, ['Write Through', 'Write Behind', 'Write Around']);

    await (await card('Cold or warm start')).click();
    await isOpen('Cold or warm start', 'primer');
    assert.equal(await page.evaluate(() => `${document.title} ${location.search} ${scrollY}`), 'Cold or warm start – Cache Strategy Playground ?preset=primer 0');
    await shows(page, ['Cold start', 'Warm start']);
    await (await page.byRole('slider', 'The Bank takes, to read')).press('Home');
    await rowSays(page, 'Cold start', /reads at once/);

    await (await card('A crash before the bank knows')).press('Enter');
    await isOpen('A crash before the bank knows', 'crash-before-sync');
    await (await page.byRole('button', 'Yes')).click();
    await page.byText(/^Right\./);

    await page.back();
    await isOpen('Cold or warm start', 'primer');
    await rowSays(page, 'Cold start', /reads at once/);
    await page.back();
    await page.byRole('heading', question);
    await rowSays(page, 'Write Behind', / 2 s$/);
    await shows(page, ['Write Through', 'Write Behind', 'Write Around']);
    assert.equal(await page.evaluate(() => document.title), 'Cache Strategy Playground');
    await (await page.byRole('button', 'Undo')).click();
    await rowSays(page, 'Write Behind', / 7 s$/);

    // And forward again: the question stays answered.
    await page.travel(2);
    await isOpen('A crash before the bank knows', 'crash-before-sync');
    await page.byText(/^Right\./);
    assert.ok(await page.evaluate(() => 'same' in document.body.dataset), 'the page was not loaded anew');
    await page.reload();
    await page.byRole('heading', 'A crash before the bank knows');
    assert.deepEqual(await page.consoleMessages(), []);
    await page.close();
  });

  test('asks the engine for one picture a story, and retouches the strip', async () => {
    page = await browser.newPage({width: 1280, height: 900});
    await open(page, site.url);
    await page.evaluate(() => {
      const asked = /** @type {any} */ (globalThis).asked = /** @type {string[]} */ ([]);
      const {postMessage} = Worker.prototype;
      Worker.prototype.postMessage = function (/** @type {any[]} */ ...args) {
        asked.push(args[0].method);
        return postMessage.apply(this, /** @type {any} */ (args));
      };
    });
    await (await card('Cold or warm start')).click();
    await isOpen('Cold or warm start', 'primer');
    await (await page.byRole('slider', 'The Bank takes, to read')).press('Home');
    await rowSays(page, 'Cold start', /reads at once/);
    const asked = await page.evaluate(() => /** @type {string[]} */ (/** @type {any} */ (globalThis).asked));
    assert.deepEqual(asked.filter((method) => method === 'view' || method === 'preset'), ['preset', 'view', 'view']);
    const slider = await page.byRole('slider', 'The Bank takes, to read');
    await slider.press('ArrowRight');
    await rowSays(page, 'Cold start', /reads in 20 ms/);
    await page.evaluate(() => /** @type {any} */ (globalThis).part = document.querySelector('#strip [data-slot] > *'));
    await slider.press('ArrowRight');
    await rowSays(page, 'Cold start', /reads in 40 ms/);
    assert.ok(await page.evaluate(() => /** @type {any} */ (globalThis).part.isConnected));
    await page.close();
  });

  test('is short on a phone: one group is open, that of the story; by touch', async () => {
    page = await browser.newPage({width: 320, height: 700});
    await open(page, site.url);
    const openGroups = () => page.evaluate(() => [...document.querySelectorAll('.story-group')].filter((el) => /** @type {HTMLDetailsElement} */ (el).open).map((el) => el.querySelector('h3')?.textContent));
    assert.deepEqual(await openGroups(), ['First steps']);
    assert.ok(await page.evaluate(() => (document.querySelector('.stories')?.getBoundingClientRect().height ?? 0) < 900));
    assert.equal(await overflow(page), '');
    await page.evaluate(() => document.querySelector('.stories')?.scrollIntoView());
    await picture(page, 'gallery-320');
    await touch(browser, await page.byRole('button', /^Something old is read/));
    await touch(browser, await card('A copy that expires'));
    await isOpen('A copy that expires', 'ttl');
    assert.deepEqual(await openGroups(), ['Something old is read']);
    assert.equal(await overflow(page), '');
    await touch(browser, await page.byRole('link', 'Next story: A read crosses a write'));
    await isOpen('A read crosses a write', 'stale-aside');
    await page.waitFor(() => scrollY === 0);
    // What comes next may tell the answer: it waits for it.
    assert.equal((await page.allByRole('link', /^Next story/)).length, 0);
    assert.deepEqual(await page.consoleMessages(), []);
    await page.close();
  });

  test('finds the stories that have some words', async () => {
    page = await browser.newPage({width: 1280, height: 900});
    await open(page, site.url);
    const left = () => page.evaluate(() => [...document.querySelectorAll('.card')].filter((el) => el.checkVisibility()).map((el) => el.getAttribute('data-preset')));
    const field = await page.byRole('searchbox', 'Find a story about');
    await field.type('crash  Journal');
    await page.byText('1 story');
    assert.deepEqual(await left(), ['journal']);
    assert.equal((await page.allByRole('heading', 'First steps')).length, 0);
    await field.type(' nonesuch');
    await page.byText(/^None\. Try/);
    assert.deepEqual(await left(), []);
    await field.press('Escape'); // as a search field is emptied
    await page.byRole('heading', 'First steps');
    assert.equal((await left()).length, 27);
    assert.deepEqual(await page.consoleMessages(), []);
    await page.close();
  });

  test('is plain links where there is no script, or none yet', async () => {
    site.rules['main.js'] = {status: 404};
    page = await browser.newPage({width: 1280, height: 900});
    await page.goto(site.url);
    assert.match(await (await card('Write Behind')).evaluate((el) => el.href), /\/some\/path\/\?preset=write-behind$/);
    const second = await page.evaluate(() => document.querySelectorAll('.card')[1].getAttribute('href'));
    assert.equal(await (await page.byRole('link', 'Next story: Cache Aside')).evaluate((el) => el.getAttribute('href')), second);
    delete site.rules['main.js'];
    await (await card('Write Behind')).click();
    assert.equal(await page.evaluate(() => document.querySelector('h1')?.textContent), 'Write Behind');
    await page.close();
  });
});
