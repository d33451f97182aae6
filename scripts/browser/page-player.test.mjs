// The player, the View menu, and undo and redo. The stops of the position and what
// a panel says at each are tested in web/picture/*.test.js and wasm/view; how the
// page follows the position by touch in everywhere-first.test.mjs.
import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {open, openViewMenu, overflow, panelSays, picture, rowSays, startSite} from './page-site.mjs';

const engine = engineUnderTest();
/** How long the player stays at a stop, in milliseconds. */
const STOP_MS = 700;

describe(`the player in ${engine}`, () => {
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

  const press = async (/** @type {string} */ name) => (await page.byRole('button', name)).click();
  const position = async () => (await page.byRole('slider', 'Position')).evaluate((el) => [Number(el.value), Number(el.max)]);
  const lit = () => page.evaluate(() => [...document.querySelectorAll('[aria-label="Write Behind"] .current')].map((el) => el.textContent));
  /** @param {string} run */
  const diagram = (run) => page.byRole('group', new RegExp(`^Sequence diagram of ${run}`));

  /** Whether the line of the position stands between headers and bar. */
  const inSight = () => page.evaluate(() => {
    const line = document.querySelector('.cursor')?.getBoundingClientRect();
    const headers = document.querySelector('.diagram-headers')?.getBoundingClientRect();
    const bar = document.querySelector('.player')?.getBoundingClientRect();
    return Boolean(line && headers && bar && line.y > headers.bottom && line.y < bar.y);
  });

  describe('with two diagrams', () => {
    before(async () => {
      page = await browser.newPage({width: 1280, height: 900});
    });
    beforeEach(() => open(page, site.url));
    after(async () => {
      assert.deepEqual(await page.consoleMessages(), []);
      await page.close();
    });

    test('steps forward and back, lights the step of the strategy, and plays to the end', async () => {
      await press('Step forward');
      assert.equal((await position())[0], 0);
      await panelSays(page, 'Write Behind', /^At the start CacheManager nothing Queue nothing .* nothing$/m);
      await press('Step forward');
      await panelSays(page, 'Write Behind', /^At the start CacheManager payment \(100 EUR PAYMENT\) – not in the Awesome Bank database yet|CacheManager payment/m);
      assert.deepEqual(await lit(), ['cache.set+queue.put']);
      await press('Step back');
      await panelSays(page, 'Write Behind', /^At the start CacheManager nothing/m);
      assert.deepEqual(await lit(), []);

      await page.clock.hold();
      await openViewMenu(page);
      await (await page.byRole('combobox', 'Speed')).evaluate((el) => {
        el.value = '4';
      });
      const [from, end] = await position();
      await press('Play');
      await page.clock.advance(STOP_MS / 4 - 1);
      assert.equal((await position())[0], from);
      await page.clock.advance(1);
      assert.equal((await position())[0], from + 1);
      await press('Pause');
      await page.clock.advance(STOP_MS);
      assert.equal((await position())[0], from + 1);
      await (await diagram('Write Behind')).press(' ');
      await page.clock.advance(end * STOP_MS / 4);
      assert.deepEqual(await position(), [end, end]);
      await page.byRole('button', 'Play');
      await panelSays(page, 'Write Behind', /^At the end CacheManager payment/m);
    });

    test('scrubs by keyboard, and keeps its time when a delay changes', async () => {
      const slider = await page.byRole('slider', 'Position');
      await slider.press('End');
      await panelSays(page, 'Write Through', /^At the end CacheManager payment/m);
      await slider.press('Home');
      await panelSays(page, 'Write Through', /^At the start CacheManager nothing/m);
      assert.equal(await slider.evaluate((el) => el.getAttribute('aria-valuetext')), 'at the start');
      await (await page.byRole('slider', 'The worker waits')).press('ArrowRight');
      await rowSays(page, 'Write Behind', /7.25 s$/);
      await panelSays(page, 'Write Through', /^At the start CacheManager nothing/m);
    });

    test('shows order instead of time, from a menu that closes on Escape and elsewhere', async () => {
      const height = () => page.evaluate(() => document.querySelector('.diagram-body')?.getBoundingClientRect().height ?? 0);
      const isOpen = () => page.evaluate(() => /** @type {HTMLDetailsElement} */ (document.getElementById('view-menu')).open);
      const inTime = await height();
      await openViewMenu(page);
      await (await page.byRole('radio', 'order')).click();
      await until('the diagram to be lower', async () => (await height()) < inTime - 100);
      await picture(page, 'view-menu-1280');
      await page.keyboard.press('Escape');
      assert.equal(await isOpen(), false);
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'View');
      await openViewMenu(page);
      await (await page.byRole('radio', 'time')).click();
      await until('the diagram to be as it was', async () => (await height()) === inTime);
      await page.mouse.click({x: 1, y: 1});
      assert.equal(await isOpen(), false);
    });

    test('larger and smaller, by buttons and keys: a large diagram scrolls sideways with its headers, and the page does not', async () => {
      const widths = () => page.evaluate(() => ['.diagram-view', '.diagram-canvas', 'svg.diagram-header'].map((part) => Math.round(document.querySelector(part)?.getBoundingClientRect().width ?? 0)));
      const [room] = await widths();
      await openViewMenu(page);
      await press('Larger');
      await press('Larger');
      assert.deepEqual(await widths(), [room, Math.round(1.5 * room), Math.round(1.5 * room)]);
      await page.byText('150 %');
      await (await diagram('Write Through')).press('+');
      assert.deepEqual(await widths(), [room, 2 * room, 2 * room]);
      assert.equal(await overflow(page), '');
      // Whoever steps is led to what happens, and the headers come along.
      const view = await diagram('Write Through');
      for (let i = 0; i < 5; i++) await view.press('ArrowRight');
      await until('the headers to stand over their lifelines', () => page.evaluate(() => {
        const [view, headers] = ['.diagram-view', '.diagram-headers'].map((part) => /** @type {Element} */ (document.querySelector(part)).scrollLeft);
        return view > 0 && view === headers;
      }));
      assert.ok(await inSight());
      for (let i = 0; i < 8; i++) await view.press('-');
      assert.deepEqual(await widths(), [room, Math.round(room / 2), Math.round(room / 2)]);
      await openViewMenu(page);
      assert.equal(await (await page.byRole('button', 'Smaller')).evaluate((el) => el.getAttribute('aria-disabled')), 'true');
      await picture(page, 'small-1280');
    });

    test('keys act while a diagram has the focus only, and the rest of it steps back', async () => {
      await page.keyboard.press('End');
      await page.keyboard.press('+');
      assert.equal(await page.evaluate(() => document.querySelectorAll('.cursor').length), 0);
      const view = await diagram('Write Behind');
      await view.press('ArrowDown');
      await view.press('ArrowDown');
      const seen = await view.evaluate((el) => [...el.querySelectorAll('.event')].map((event) => Number(getComputedStyle(event).opacity)));
      assert.equal(seen.filter((opacity) => opacity === 1).length, 1, 'what happens now stands out');
      assert.ok(seen.every((opacity) => opacity >= 0.25));
      await view.press('?');
      await page.byRole('dialog', 'Keys in a diagram');
      await page.keyboard.press('Escape');
      await until('the focus to be back', () => view.evaluate((el) => el === document.activeElement));
      await page.keyboard.press('Escape');
      assert.equal(await page.evaluate(() => document.querySelectorAll('.cursor').length), 0);
    });

    test('every change is undone and redone, by buttons and by keys', async () => {
      const worker = await page.byRole('slider', 'The worker waits');
      await worker.press('ArrowRight');
      await rowSays(page, 'Write Behind', /7.25 s$/);
      const crash = await page.byRole('slider', 'Crash');
      const crashes = (/** @type {string} */ at) => until(`the crash ${at}`, () => crash.evaluate((el, at) => el.getAttribute('aria-valuetext') === at, at));
      await crash.press('Home');
      await crashes('at 0 s');
      await rowSays(page, 'Write Behind', /7.25 s safe$/);
      await press('Undo');
      await rowSays(page, 'Write Behind', /7.25 s$/);
      await crashes('no crash');
      await page.keyboard.press('Control+z');
      await rowSays(page, 'Write Behind', / 7 s$/);
      assert.equal(await (await page.byRole('button', 'Undo')).evaluate((el) => el.getAttribute('aria-disabled')), 'true');
      await page.keyboard.press('Control+Shift+z');
      await rowSays(page, 'Write Behind', /7.25 s$/);
      await press('Redo');
      await crashes('at 0 s');
    });
  });
});
