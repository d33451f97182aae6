// A scenario's question: what happens is hidden until it is answered, from the
// eye and from whoever reads the page aloud, and nothing moves when it is shown.
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {open, overflow, panelSays, picture, PROGRAM, row, rowSays, startSite, touch} from './page-site.mjs';

const engine = engineUnderTest();

describe(`a question in ${engine}`, () => {
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
  afterEach(async () => {
    assert.deepEqual(await page.consoleMessages(), []);
    await page.close();
  });

  /** What can be seen or heard on the page: the text of all that is not hidden. */
  const told = () => page.evaluate(() => {
    const parts = [];
    const walker = document.createTreeWalker(/** @type {Element} */ (document.querySelector('main')), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const el = /** @type {Element} */ (node.parentElement);
      if (el.checkVisibility({visibilityProperty: true}) && !el.closest('.stories, .notes')) parts.push(node.textContent);
    }
    return parts.join(' ').replace(/\s+/g, ' ');
  });
  const verdict = async (/** @type {RegExp} */ words) => assert.match(await (await page.byText(words)).evaluate((el) => el.getAttribute('role')), /status/);
  const tops = () => page.evaluate(() => {
    scrollTo({top: 0, behavior: 'instant'}); // the strip stays in sight as the page scrolls
    return ['#ask', '#strip', '.causes', '.history', '.panel h2', '.sentence', '.diagram', '.steps', '.stories']
      .map((part) => document.querySelector(part)).filter((el) => el?.checkVisibility())
      .map((el) => Math.round(el?.getBoundingClientRect().y ?? -1));
  });
  const press = async (/** @type {string} */ name) => (await page.byRole('button', name)).click();

  const GIVEAWAY = /lost|loses|never|safe|not in the|(writes|reads|answered) (at once|in \d|\d)|finds nothing|written|queued|done”/i;

  test('is what a frame shows until the engine has come, unless it is not to be asked', async () => {
    site.rules[PROGRAM] = {after: new Promise(() => {})};
    page = await browser.newPage({width: 800, height: 600});
    for (const [query, shown] of [['?embed&preset=write-through', 'write-through-question-column'], ['?embed&preset=write-through&ask=none', 'write-through'], ['?embed&preset=ttl', 'ttl']]) {
      await page.meanwhile(async () => {
        await page.goto(site.url + query);
        assert.equal(await page.waitFor(() => document.querySelector('#still img')?.getAttribute('src')), `presets/${shown}.svg`, query);
      });
    }
    delete site.rules[PROGRAM];
    await page.goto(site.url);
  });

  test('is asked before anything is given away, and answered by mouse', async () => {
    page = await browser.newPage({width: 1280, height: 900});
    await open(page, `${site.url}?preset=crash-before-sync`);
    await page.byRole('region', /^With Write Behind the client was told/);
    assert.doesNotMatch(await told(), GIVEAWAY);
    assert.equal((await page.allByRole('group', /^Sequence diagram/)).length, 0);
    for (const name of ['Position', 'Crash', 'The worker waits']) assert.equal((await page.allByRole('slider', name)).length, 0, name);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('#strip .strip-row, .card[aria-current] .strip-row, .panels .bar')].filter((el) => el.checkVisibility({visibilityProperty: true})).length), 0);
    await (await page.byRole('button', 'The same in words')).click();
    await page.waitFor(() => document.querySelectorAll('#words section').length === 2);
    assert.doesNotMatch(await told(), GIVEAWAY);
    await (await page.byRole('button', 'The same in words')).click();
    await picture(page, 'ask-veiled');

    const before = await tops();
    await press('No');
    await verdict(/^Not so\. Write Behind: the write is lost, though its client was told “done”\.$/);
    assert.deepEqual(await tops(), before, 'nothing moves');
    assert.equal(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.textContent === 'No'), true);
    assert.match(await row(page, 'Write Behind'), /never lost$/);
    await panelSays(page, 'Write Behind', /the crash takes both: the bank will never have it/);
    assert.equal((await page.allByRole('slider', 'Position')).length, 1);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('#choices button')].map((el) => `${getComputedStyle(el, '::before').content} ${el.textContent}`.replace('none ', '').replaceAll('"', ''))),
      ['✓ Yes', '✗ No', 'Ask again']);
    await picture(page, 'ask-answered');

    // After a change it is said what is so now; undone, the verdict is back.
    const crash = await page.byRole('slider', 'Crash');
    await crash.press('End');
    await rowSays(page, 'Write Behind', /7 s$/);
    await verdict(/^With your changes: Write Behind: the write is not lost: the Bank has it\.$/);
    await press('Undo');
    await verdict(/^Not so\./);

    // A link never carries the answer.
    await press('Copy link');
    await until('the address', async () => /#1\./.test(await page.url()));
    await page.reload();
    await page.byText('What happens is hidden until you have answered.');
    assert.doesNotMatch(await told(), GIVEAWAY);
  });

  test('by keyboard, which keeps the focus; and again', async () => {
    page = await browser.newPage({width: 1280, height: 900});
    await open(page, `${site.url}?preset=stale-aside`);
    assert.doesNotMatch(await told(), /that copy stays|100 EUR|old copy/);
    assert.match(await told(), /A writer changes the balance at the bank and deletes the copy from the cache\./);
    const yes = await page.byRole('button', 'Yes');
    await yes.press('Enter');
    await verdict(/^Right\. The second read of Reader gets 100 EUR, an old value\.$/);
    assert.ok(await yes.evaluate((el) => el === document.activeElement));
    assert.match(await told(), /that copy stays until something removes it/);
    const again = await page.byRole('button', 'Ask again');
    await again.press('Space');
    await page.byText('What happens is hidden until you have answered.');
    assert.ok(await again.evaluate((el) => el === document.activeElement && el.textContent === 'Just show me'));
    await page.keyboard.press('Space');
    await verdict(/^The second read of Reader gets 100 EUR, an old value\.$/);
  });

  test('in an embed on a phone, by touch', async () => {
    page = await browser.newPage({width: 320, height: 700});
    await open(page, `${site.url}?embed&preset=write-through`);
    assert.doesNotMatch(await told(), /120 EUR|old value|in 2 s|at once/);
    assert.equal(await overflow(page), '');
    const before = await tops();
    await touch(browser, await page.byRole('button', 'No'));
    await verdict(/^Right\. Write Through: the read gets 120 EUR, which is not old\.$/);
    assert.deepEqual((await tops()).map((top, i) => top - before[i]).filter((by) => by !== 0), []);
    await panelSays(page, 'Write Through', /The read is answered at once with 120 EUR/);
  });
});
