// A failure of the engine under the page is said, and the reader's work stays. The
// failures are provoked (wasm/provoke.go). How the engine starts, and what it does
// without a page, is tested in everywhere-start.test.mjs and in web/engine.
import assert from 'node:assert/strict';
import {afterEach, before, beforeEach, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {fragmentOf, open, openViewMenu, panels, picture, row, shows, startSite} from './page-site.mjs';
import {PROVOKED} from './sites.mjs';

describe(`a failure of the engine in ${engineUnderTest()}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./drivers.mjs').Page} */
  let page;

  before(async () => {
    browser = await theBrowser();
  });
  beforeEach(async () => {
    site = await startSite({root: PROVOKED, unpacked: true});
    page = await browser.newPage({width: 1280, height: 900});
  });
  afterEach(async () => {
    await page.close();
    await site.stop();
  });

  /** @param {RegExp} words */
  const noticeSays = (words) =>
    until(`the notice to say ${words}`, async () => {
      const said = await (await page.byRole('alert')).text();
      if (!words.test(said)) throw new Error(`it says ${JSON.stringify(said)}`);
      return true;
    });

  const noNotice = () => until('no notice', async () => (await page.allByRole('alert')).length === 0);

  /** @param {string} name @param {RegExp} words */
  const rowSays = (name, words) => until(`the row ${name} to say ${words}`, async () => words.test(await row(page, name)));

  const panic = {what: 'a panic', key: 'ArrowLeft', taking: '1.9 s', words: /^the engine failed: provoked/};
  const end = {what: 'an end', key: 'End', taking: '5 s', words: /^The engine ended/};
  for (const {what, key, taking, words} of [panic, end]) {
    test(`${what} under the page keeps what the reader has set`, async () => {
      await open(page, site.url);
      await (await page.byRole('button', 'Write Around')).click();
      await shows(page, ['Write Through', 'Write Behind', 'Write Around']);
      await openViewMenu(page);
      await (await page.byRole('radio', 'order')).click();
      await (await page.byRole('button', 'Larger')).click();
      await (await page.byRole('slider', 'The worker waits')).press('ArrowLeft');
      await rowSays('Write Behind', /6.75 s$/);
      const crash = await page.byRole('slider', 'Crash');
      await crash.press('Home');
      await page.keyboard.press('ArrowRight');
      await rowSays('Write Through', /not told$/);
      const diagram = await page.byRole('group', /^Sequence diagram of Write Through/);
      for (let i = 0; i < 3; i++) await diagram.press('ArrowDown');
      const stand = () => page.evaluate(() => [...document.querySelectorAll('#crash, #controls input, [data-act="scrub"]')].map((i) => i.getAttribute('aria-valuetext'))
        .concat([...document.querySelectorAll('.event.now, [data-act="size"], .choose-variant[aria-pressed="true"]')].map((el) => el.textContent)));
      const before = await stand();
      const bank = await page.byRole('slider', 'The Awesome Bank database takes, to write');
      await bank.press(key);
      await noticeSays(words);
      assert.deepEqual(await stand(), before.map((value, i) => (i === 1 ? taking : value)));
      assert.deepEqual(await panels(page), ['Write Through', 'Write Behind', 'Write Around']);
      assert.match(await row(page, 'Write Through'), /not told$/);
      await picture(page, `engine-${what.replace(' ', '-')}`);
      assert.deepEqual(await page.axe(), []);

      // Another story opens, and the work on this one is there when the reader comes back.
      await (await page.byRole('link', /^A crash before the bank knows/)).click();
      await (await page.byRole('button', 'Yes')).click();
      await page.byText(/^Right\./);
      await page.back();
      await noticeSays(words);
      await page.byRole('heading', /^Where does the client wait/);
      assert.deepEqual(await panels(page), [], 'no picture of another story');
      await (await page.byRole('slider', /takes, to write$/)).press('Home');
      await noNotice();
      await crash.press('End');
      await rowSays('Write Behind', /4.75 s$/);
      await shows(page, ['Write Through', 'Write Behind', 'Write Around']);
      assert.match(await row(page, 'Write Through'), /writes at once/);
    });
  }

  if (engineUnderTest() === 'chromium') {
    test('an end of an exploration keeps what is decided, and is not begun again unasked', async () => {
      const edits = (/** @type {number} */ client) => [0, 1].map((i) => ({op: 'edit', key: 'k', value: 2 * client + i}));
      await open(page, `${site.url}?view=explore#${fragmentOf({
        preset: '', explore: [], patch: {
          version: 1, name: 'Ends', write: 'write-behind', explore: {states: 1_234_567, faults: {crash: 1, 'source-error': 1}},
          clients: [0, 1, 2, 3].map((client) => ({ops: edits(client)})),
        },
      })}`);
      const says = () => page.evaluate(() => document.querySelector('[data-part="status"]')?.textContent);
      await until('the status to say so', async () => (await says())?.startsWith('The engine ended'));
      const seen = () => page.evaluate(() => [...document.querySelectorAll('.verdicts td button')].map((el) => `${el.textContent?.[0]} ${el.getAttribute('aria-disabled')}`));
      assert.ok((await seen()).every((verdict) => /^[✗?] true$/.test(verdict)), String(await seen()));
      const again = await page.byRole('button', 'Try again');
      await picture(page, 'engine-ended-exploring');
      assert.match(await says() ?? '', /^The engine ended/);
      await page.evaluate(() => {
        const status = /** @type {HTMLElement} */ (document.querySelector('[data-part="status"]'));
        new MutationObserver(() => { status.dataset.said = `${status.dataset.said ?? ''}|${status.textContent?.slice(0, 11)}`; }).observe(status, {childList: true});
      });
      await again.click();
      const said = () => page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('[data-part="status"]')).dataset.said);
      await until('it to be begun again, to the same end', async () => {
        if (/^\|Going throu.*\|The engine/.test(await said() ?? '')) return true;
        throw new Error(`it said ${await said()}`);
      });
    });
  }

  test('an end after an answer is not even seen', async () => {
    await open(page, site.url);
    const bank = await page.byRole('slider', 'The Awesome Bank database takes, to write');
    await bank.press('ArrowRight');
    await rowSays('Write Through', /2.1 s$/);
    await page.keyboard.press('ArrowRight');
    await rowSays('Write Through', /2.2 s$/);
    await noNotice();
    assert.deepEqual(await panels(page), ['Write Through', 'Write Behind']);
  });
});
