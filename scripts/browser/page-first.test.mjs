// The first screen: its figures, and what the reader changes by mouse and keyboard.
// What differs by engine is in everywhere-first.test.mjs; which variants are shown,
// where the crash stands and the stops of the position are in web/picture/*.test.js.
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {open, overflow, panels, panelSays, picture, rowSays, shows, startSite, toOriginal} from './page-site.mjs';

const engine = engineUnderTest();

describe(`the first screen in ${engine}`, () => {
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

  /** @param {RegExp} words */
  const crashSays = async (words) => {
    const slider = await page.byRole('slider', 'Crash');
    await until(`the crash to say ${words}`, async () => {
      const said = await slider.evaluate((el) => el.getAttribute('aria-valuetext'));
      if (!words.test(said)) throw new Error(`it says ${JSON.stringify(said)}`);
      return true;
    });
  };

  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.id
    || document.activeElement?.closest('label')?.querySelector('span')?.textContent || '');

  /** @param {RegExp} words that are those of the article, as it is opened */
  const untouched = async (words = /no crash/) => {
    await crashSays(words);
    await rowSays(page, 'Write Through', /^Write Through writes in 2 s, reads at once .*2 s$/);
    await rowSays(page, 'Write Behind', /^Write Behind writes at once, reads at once .*7 s$/);
    await rowSays(page, 'Write Around', /^Write Around writes in 2 s, reads in 1.5 s .*2 s$/);
  };

  const firstSentences = async () => {
    await panelSays(page, 'Write Through', /The client waits 2 s while .* the next read comes from the CacheManager at once\./);
    await panelSays(page, 'Write Behind', /The client is answered at once; .* after 5 s.* after 7 s/);
  };

  describe('with two diagrams', () => {
    before(async () => {
      page = await browser.newPage({width: 1280, height: 900});
      await open(page, site.url);
    });
    afterEach(() => toOriginal(page));
    after(async () => {
      assert.deepEqual(await page.consoleMessages(), []);
      await page.close();
    });

    test('three rows with their figures, two panels with their sentences', async () => {
      await untouched();
      assert.deepEqual(await panels(page), ['Write Through', 'Write Behind']);
      await firstSentences();
      assert.equal(await overflow(page), '');
      await picture(page, 'first-1280');
    });

    test('the delays change sentence and figures at once, by keyboard', async () => {
      const bank = await page.byRole('slider', 'The Awesome Bank database takes, to write');
      await bank.press('ArrowRight');
      await rowSays(page, 'Write Through', /writes in 2.1 s.* 2.1 s$/);
      await rowSays(page, 'Write Behind', /7.1 s$/);
      await panelSays(page, 'Write Through', /The client waits 2.1 s/);
      assert.equal(await focused(), 'The Awesome Bank database takes, to write');
      await page.keyboard.press('ArrowLeft');
      await rowSays(page, 'Write Through', /writes in 2 s.* 2 s$/);

      const worker = await page.byRole('slider', 'The worker waits');
      await worker.press('Home');
      await panelSays(page, 'Write Behind', /calls the Awesome Bank database at once, which has it after 2 s/);
      await rowSays(page, 'Write Behind', /2 s$/);
      assert.equal(await focused(), 'The worker waits');
    });

    test('the marker stays on its line when a delay becomes longer than the axis', async () => {
      await (await page.byRole('slider', 'The worker waits')).press('Home');
      await rowSays(page, 'Write Behind', /2 s$/);
      const slider = await page.byRole('slider', 'Crash');
      await slider.press('Home');
      await crashSays(/^at 0 s$/);
      await page.keyboard.press('PageUp');
      await (await page.byRole('slider', 'The Awesome Bank database takes, to write')).press('End');
      await rowSays(page, 'Write Around', /^Write Around writes in 5 s/);
      await until('the marker to be on its line', () => page.evaluate(() => {
        const marker = /** @type {HTMLInputElement} */ (document.getElementById('crash'));
        const {x, width} = marker.getBoundingClientRect();
        const at = x + 22 + Number(marker.value) / Number(marker.max) * (width - 44);
        const lines = [...document.querySelectorAll('#strip line.crash')];
        return lines.length === 3 && lines.every((line) => Math.abs(line.getBoundingClientRect().x - at) < 4);
      }));
    });

    test('a crash by keyboard, under which nothing jumps, and back', async () => {
      const slider = await page.byRole('slider', 'Crash');
      const tops = () => page.evaluate(() => ['.causes', '.controls', '.history', '.panel h2', '.diagram'].map((part) => document.querySelector(part)?.getBoundingClientRect().y));
      const still = await tops();
      await slider.press('ArrowLeft');
      await crashSays(/^at 7 s$/);
      assert.deepEqual(await tops(), still);
      for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft');
      await crashSays(/^at 6.5 s$/);
      await rowSays(page, 'Write Behind', /safe|not told|lost/);
      for (let i = 0; i < 4; i++) await page.keyboard.press('PageDown');
      await crashSays(/^at [34](\.\d)? s$/);
      await rowSays(page, 'Write Behind', /never lost$/);
      await rowSays(page, 'Write Through', /safe$/);
      assert.deepEqual(await tops(), still);
      await slider.press('Home');
      await crashSays(/^at 0 s$/);
      assert.deepEqual(await tops(), still);
      await slider.press('End');
      await untouched();
      await firstSentences();
      await page.byText(/Drag the red marker along the axis/);
      assert.equal(await focused(), 'crash');
      assert.equal(await page.evaluate(() => document.querySelectorAll('.strip line.crash, .panels line.crash').length), 0);
    });

    test('the skip link leads to the diagrams, the bar to the stories, and the address stays', async () => {
      await (await page.byRole('link', 'Skip to the diagrams')).press('Enter');
      await page.keyboard.press('Tab');
      assert.ok(await (await page.byRole('group', /^Sequence diagram of Write Through/)).evaluate((el) => el === document.activeElement));
      await (await page.byRole('link', 'Stories')).click();
      assert.ok(await (await page.byRole('heading', 'Stories')).evaluate((el) => el === document.activeElement && el.getBoundingClientRect().y < innerHeight));
      assert.equal(await page.evaluate(() => location.href), site.url);
      await page.evaluate(() => scrollTo({top: 0, behavior: 'instant'}));
    });

    test('what changes the diagrams stays beside them while the page scrolls', async () => {
      const seen = () => page.evaluate(() => ['#strip', '#crash', '#controls label:last-of-type input', '#player'].map((part) => {
        const {top, bottom} = /** @type {Element} */ (document.querySelector(part)).getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      }));
      assert.deepEqual(await seen(), [true, true, true, true]);
      await page.evaluate(() => scrollTo({top: 500, behavior: 'instant'}));
      assert.deepEqual(await seen(), [true, true, true, true]);
      await page.evaluate(() => scrollTo({top: 0, behavior: 'instant'}));
    });

    const cursors = () => page.evaluate(() =>
      [...document.querySelectorAll('.diagram .cursor, #cursor-time')].filter((el) => el.checkVisibility()).length);

    test('arrow keys do the same in a diagram that has the focus', async () => {
      const diagram = await page.byRole('group', /^Sequence diagram of Write Through/);
      await diagram.press('ArrowDown');
      await panelSays(page, 'Write Through', /^At the start CacheManager nothing .* nothing$/m);
      assert.equal(await cursors(), 3);
      await page.keyboard.press('ArrowDown');
      await panelSays(page, 'Write Through', /^At the start CacheManager payment .* nothing$/m);
      await page.keyboard.press('ArrowLeft');
      await panelSays(page, 'Write Through', /^At the start CacheManager nothing/m);
      await page.keyboard.press('End');
      await panelSays(page, 'Write Through', /^At the end CacheManager payment .* payment/m);
      await page.keyboard.press('ArrowUp');
      await panelSays(page, 'Write Through', /^At 7 s|^At 2 s/m);
      await page.keyboard.press('Home');
      await panelSays(page, 'Write Through', /^At the start CacheManager nothing/m);
      await page.keyboard.press('Escape');
      await panelSays(page, 'Write Through', /^At the end/m);
      assert.equal(await cursors(), 0);
      await page.keyboard.press('?');
      await (await page.byRole('button', 'Close')).click();
      await diagram.focus();
      await page.keyboard.press('Tab'); // one stop a diagram; then come its lists of steps
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Edit the write steps of Write Through');
      await page.keyboard.press('Shift+Tab');
      assert.ok(await diagram.evaluate((el) => el === document.activeElement));
    });

    test('the mouse over an event dims the others, a click moves one cursor over strip and diagrams', async () => {
      await page.evaluate(() => document.querySelector('[aria-label="Write Behind"] [data-event]')?.scrollIntoView({block: 'center'}));
      const at = await page.evaluate(() => {
        const event = [...document.querySelectorAll('[aria-label="Write Behind"] [data-event]')]
          .find((el) => /queued/.test(el.textContent ?? ''));
        const {x, y, width, height} = /** @type {Element} */ (event?.querySelector('text')).getBoundingClientRect();
        return {x: x + width / 2, y: y + height / 2};
      });
      await page.mouse.move(at);
      assert.equal(await page.evaluate(() => document.querySelectorAll('.dimmed .event.lit').length), 1, 'the others are dimmed');
      await page.mouse.click(at);
      await panelSays(page, 'Write Behind', /^At the start CacheManager payment .* Queue payment .* nothing$/m);
      assert.equal(await cursors(), 3);
      await picture(page, 'cursor-1280');
      await page.mouse.move({x: 2, y: 2});
      assert.equal(await page.evaluate(() => document.querySelectorAll('.dimmed, .lit').length), 0);
      assert.equal(await cursors(), 3, 'the cursor stays');
    });

    test('a variant joins the diagrams and leaves them by keyboard, which keeps the focus', async () => {
      for (const [key, name, wanted] of /** @type {const} */ ([
        ['Enter', 'Write Around', ['Write Through', 'Write Behind', 'Write Around']],
        ['Space', 'Write Behind', ['Write Through', 'Write Around']],
      ])) {
        await (await page.byRole('button', name)).press(key);
        await shows(page, [...wanted]);
        assert.equal(await focused(), name);
      }
    });
  });
});
