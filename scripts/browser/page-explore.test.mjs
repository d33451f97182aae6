// Explore: every order in which the story on the page can go. Its sentences and
// tables are tested in web/explore/*.test.js.
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {hands} from './page-form.mjs';
import {fragmentOf, open, overflow, picture, startSite} from './page-site.mjs';

const engine = engineUnderTest();
const HEADING = 'Every order of these steps';

/** More orders than can be gone through while a reader waits. */
const LARGE = fragmentOf({
  preset: '',
  patch: {
    version: 1, name: 'Large', write: 'write-behind', explore: {faults: {crash: 1, evict: 1, 'source-error': 1, 'cache-lost': 1}},
    clients: ['A', 'B', 'C'].map((name) => ({name, ops: [{op: 'get', key: 'k'}, {op: 'edit', key: 'k', value: name}, {op: 'get', key: 'k'}]})),
  },
  explore: [],
});

describe(`every order in ${engine}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./drivers.mjs').Page} */
  let page;
  const {becomes, count, focused, press} = hands(() => page);

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

  /** @param {string} part */
  const says = (part) => page.evaluate((name) => /** @type {HTMLElement} */ (document.querySelector(`[data-part="${name}"]`)).innerText, part);
  /** @param {string} part @param {RegExp} words */
  const comesToSay = (part, words) => until(`${part} to say ${words}`, async () => {
    const said = await says(part);
    if (!words.test(said)) throw new Error(`it says ${JSON.stringify(said)}`);
    return true;
  });
  /** The signs of a variant's verdicts. @param {string} variant */
  const verdicts = (variant) => page.evaluate((name) => [...document.querySelectorAll('.verdicts td button')]
    .filter((el) => el.getAttribute('aria-label')?.includes(`: ${name}, `))
    .map((el) => `${/** @type {HTMLElement} */ (el).textContent?.[0]} ${el.getAttribute('aria-label')?.split(', ').pop()}`), variant);

  test('opens on the worst, shows what helps, and the change mends it; undone and linked', async () => {
    page = await browser.newPage({width: 1280, height: 900});
    await open(page, `${site.url}?preset=crash-before-sync`);
    await press('Just show me');
    await press('What can go wrong?');
    await comesToSay('title', /^Write Behind: what was acknowledged is lost$/);
    assert.equal(await says('words'), 'The Client was told that “100 EUR” is done. In the end the Bank holds nothing under payment.');
    assert.match(await says('size'), /^You only need 1 request and 1 fault: 2 steps/);
    assert.match(await says('status'), /^\d+ states seen, all there are\.$/);
    // The diagram shows it, and can be stepped through.
    await page.byRole('group', /^Sequence diagram of Write Behind/);
    await (await page.byRole('button', 'Step back')).click();
    await page.byText('Here');
    await page.byText(/1 queued write is lost/);

    // What holds says what has been seen.
    await press('✓ holds: Write Through, durable');
    await comesToSay('words', /^No violation in any of the \d+ states of this story, with these bounds: a crash of the Resource Manager/);
    await press('✗ in 2 steps: Write Behind, durable');
    await comesToSay('help-status', /^With each of these changes/);
    await page.evaluate(() => addEventListener('click', ({target}) => {
      const tried = /** @type {HTMLElement} */ (target);
      Object.assign(globalThis, {tried, triedAt: tried.getBoundingClientRect().top});
    }, {once: true, capture: true}));
    await press('Try it: Keep the queue in a journal');
    const mended = 'Write Behind: keep the queue in a journal';
    await until('the new variant to be judged', async () => (await verdicts(mended)).includes('✓ durable'));
    assert.ok((await verdicts('Write Behind')).includes('✗ durable'), 'the old variant is still there');
    // The reader is still there, and is led to the verdict on request.
    await becomes('the focus', focused, 'See it: Keep the queue in a journal');
    await comesToSay('help-status', /^With each of these changes/);
    const moved = await page.evaluate(() => {
      const {tried, triedAt} = /** @type {any} */ (globalThis);
      return Math.abs(tried.getBoundingClientRect().top - triedAt);
    });
    assert.ok(moved < 2, `it has moved by ${moved} px`);
    await press('See it: Keep the queue in a journal');
    await comesToSay('title', /^Write Behind: keep the queue in a journal/);
    await becomes('the focus', focused, '✓ holds: Write Behind: keep the queue in a journal, durable');
    await press('Undo');
    await becomes('the variants', () => count('columnheader', /^Write/), 2);

    // More may go wrong: it is explored anew.
    await press(/^May happen besides/);
    await (await page.byRole('checkbox', 'a call to the source that fails')).click();
    await comesToSay('allowed', /a crash of the Resource Manager and a call to the source that fails/);

    // A link holds the view and the counterexample that is looked at.
    await until('the verdict', async () => (await verdicts('Write Behind')).includes('✗ no-aborted-read'));
    await press(/in 3 steps: Write Behind, no-aborted-read/);
    await comesToSay('title', /^Write Behind: what was read never came true$/);
    await press('Copy link');
    await until('the link', async () => page.evaluate(() => location.hash.length > 2));
    const address = await page.evaluate(() => location.href);
    const other = await browser.newPage({width: 1280, height: 900});
    await open(other, address);
    await other.byRole('heading', 'Write Behind: what was read never came true');
    assert.deepEqual(await other.consoleMessages(), []);
    await other.close();
  });

  test('by keyboard, a counterexample becomes a story; back leads to the verdicts, and to Play', async () => {
    page = await browser.newPage({width: 375, height: 812});
    const isIn = (/** @type {string} */ view) => becomes('the view', () => page.evaluate(() => document.querySelector('main')?.dataset.view), view);
    await open(page, `${site.url}?preset=lost-order`);
    await page.evaluate(() => {
      document.body.dataset.same = '';
    });
    await (await page.byRole('button', 'What can go wrong?')).press('Enter');
    await comesToSay('title', /^The cache stays wrong$/);
    await press('Step back');
    await (await page.byRole('button', 'Open as a story')).press('Enter');
    await isIn('play');
    await page.byRole('heading', 'Two writers, two truths');
    await page.byText(/^In the end the Cache holds “150 EUR” under payment, while the Bank holds “120 EUR”/);
    await press('What can go wrong?');
    await comesToSay('title', /^The cache stays wrong$/);
    await page.travel(-2);
    await becomes('the address', () => page.evaluate(() => location.search + location.hash), '?preset=lost-order&view=explore');
    await comesToSay('title', /^The cache stays wrong$/);
    assert.ok(await page.evaluate(() => 'same' in document.body.dataset), 'the page was not loaded anew');
    await page.back();
    await isIn('play');
    await page.byRole('group', /^Sequence diagram/);
    assert.equal(await page.evaluate(() => document.querySelector('.clock')?.textContent), 'at the end');
  });

  test('never blocks Play, and stops at once', async () => {
    page = await browser.newPage({width: 1280, height: 900});
    await open(page, `${site.url}?preset=crash-before-sync&view=explore`);
    await comesToSay('title', /./);
    await page.evaluate((fragment) => {
      location.hash = fragment;
    }, LARGE);
    const cell = () => press(/^✗ in \d+ steps: Large, read-your-writes$/);
    await page.meanwhile(async () => {
      await page.byRole('heading', 'Large');
      await comesToSay('status', /^[\d,]{5,} states seen; /);
      // Nothing is said of the story before, nor leads to what was found of it.
      await comesToSay('allowed', /^the eviction of an entry, /);
      await cell();
      assert.equal(await says('title'), '');
      await press('What happens');
      await page.byRole('group', /^Sequence diagram/);
      await press('What can go wrong?');
      await comesToSay('status', /^[\d,]{5,} states seen; /);
      await press('Stop');
    });
    // What was decided by then is kept, and nothing else is.
    await comesToSay('status', /^Stopped\. [\d,]+ states seen\. Large: the search was stopped after [\d,]+ states\.$/);
    assert.equal(await focused(), HEADING);
    await cell();
    await comesToSay('title', /./);
    await page.byRole('group', /^Sequence diagram/);
    assert.ok((await verdicts('Large')).every((verdict) => /^[✗?] /.test(verdict)), String(await verdicts('Large')));
  });

  /** The cell of the table of truth that says that a crash loses what Write Behind has queued. */
  const LOST = /^✗ \d+ steps?: Write Behind, What was acknowledged is kept$/;

  test('beside each verdict stands that of the table of truth, whose counterexamples open where they are pressed', async () => {
    page = await browser.newPage({width: 1280, height: 900});
    site.requests.length = 0;
    await open(page, site.url);
    assert.ok(!site.requests.includes('truth.json'), 'Play does without it');
    await press('What can go wrong?');
    await comesToSay('verdicts', /^In this story: 1 client, 2 requests, 1 key and a crash of the Resource Manager\.\n+In general: the same strategies, .* where a crash of the Resource Manager may happen, once\./);
    assert.match(await says('verdicts'), /What was acknowledged is kept\s+durable\s+✓ holds\s+In general: .*\s+✗ in 2 steps\s+In general: ✗ with a fault/);

    await press('The table of truth: all strategies');
    const chosen = () => page.evaluate(() => [.../** @type {NodeListOf<HTMLSelectElement>} */ (document.querySelectorAll('.truth-choice select'))].map((el) => el.selectedOptions[0].text));
    assert.deepEqual(await chosen(), ['Cache Inline', 'a crash of the Resource Manager']);
    const cell = await page.byRole('button', LOST);
    const state = () => cell.evaluate((el) => ({top: el.getBoundingClientRect().top, expanded: el.getAttribute('aria-expanded'), focused: el === document.activeElement}));
    await cell.focus();
    const {top} = await state();
    await cell.press('Enter');
    assert.deepEqual(await state(), {top, expanded: 'true', focused: true});
    const beneath = () => cell.evaluate((el) => /** @type {HTMLElement} */ (el.closest('tr')?.nextElementSibling).innerText);
    assert.match(await beneath(), /^Cache Inline, Write Behind: what was acknowledged is lost\n+Client .* was told that .* is done\. In the end the Source holds /);
    await page.byRole('img', /^Sequence diagram: Client .* was told/);
    await cell.press('Enter');
    assert.deepEqual(await state(), {top, expanded: 'false', focused: true});
    assert.match(await beneath(), /^Write Around/);

    await cell.press('Enter');
    await press('Open as a story: Cache Inline, Write Behind: what was acknowledged is lost');
    await page.byRole('heading', 'Cache Inline, Write Behind: what was acknowledged is lost');
    await page.byRole('group', /^Sequence diagram/);
    assert.equal(await page.evaluate(() => document.querySelector('main')?.dataset.view), 'play');
  });

  test('nothing is wrong with it, on a phone in the dark', async () => {
    page = await browser.newPage({width: 320, height: 900, colorScheme: 'dark'});
    await open(page, `${site.url}?preset=crash-before-sync&view=explore`);
    await comesToSay('help-status', /^With each of these changes/);
    await press('The table of truth: all strategies');
    await press(LOST);
    assert.equal(await overflow(page), '');
    await picture(page, 'explore-320-dark');
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    assert.deepEqual((await page.axe()).map(({id, nodes}) => `${id}: ${nodes.map((node) => node.html).join(', ')}`), []);
  });
});
