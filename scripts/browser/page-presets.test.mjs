// Every story that comes with the page: it opens with its question, is answered,
// and lets anything go wrong.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {OF_THE_STORY, open, overflow, startSite} from './page-site.mjs';

const engine = engineUnderTest();

describe(`every story in ${engine}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;

  before(async () => {
    browser = await theBrowser();
    site = await startSite({unpacked: true});
  });
  after(async () => {
    await site?.stop();
  });

  test('opens, is answered and can go otherwise, on the narrowest phone', async () => {
    const page = await browser.newPage({width: 320, height: 640, colorScheme: 'dark'});
    await open(page, site.url);
    const stories = await page.evaluate(() => [...document.querySelectorAll('.card')].map((card) =>
      [card.getAttribute('data-preset'), card.querySelector('.card-name')?.textContent, card === card.closest('ul')?.querySelector('.card') ? 'first' : '']));
    assert.ok(stories.length >= 27);
    for (const [preset, name, isFirst] of stories) {
      if (preset !== 'article') await page.evaluate((id) => /** @type {HTMLElement} */ (document.querySelector(`.card[data-preset="${id}"]`)).click(), preset);
      await page.waitFor((title, first) => first || document.querySelector('h1')?.textContent === title, name, preset === 'article');
      const choices = await page.evaluate(() => [...document.querySelectorAll('#choices button:not(.quiet)')].filter((el) => el.checkVisibility()).length);
      if (choices > 0) {
        assert.equal((await page.allByRole('group', /^Sequence diagram/)).length, 0, `${preset} is hidden`);
        await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('#choices button')).click());
        await until(`${preset} to be judged`, () => page.evaluate(() => /^(Right|Not so)\./.test(document.querySelector('#verdict')?.textContent ?? '')));
        assert.equal(await page.evaluate(() => document.querySelectorAll('#choices .right').length), 1, `${preset}: one answer is right`);
      }
      const [diagram] = await page.allByRole('group', /^Sequence diagram/);
      await diagram.press('Home');
      await diagram.press('ArrowDown');
      await page.keyboard.press('Enter');
      const dialog = await page.byRole('dialog', /^What if …/);
      assert.match(await dialog.evaluate((el) => el.innerText), /It happens in a copy of|Nothing can happen otherwise here/, preset ?? '');
      await page.keyboard.press('Escape');
      assert.equal(await overflow(page), '', preset ?? '');
      if (isFirst) {
        // What a control has under the player's bar it does not have at the end.
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        assert.deepEqual((await page.axe({within: OF_THE_STORY})).map(({id, nodes}) => `${preset}: ${id} ${nodes.map(({html}) => html).join()}`), []);
      }
      assert.deepEqual(await page.consoleMessages(), [], preset ?? '');
    }
    await (await page.byRole('button', 'What can go wrong?')).click();
    assert.equal(await overflow(page), '', 'Explore');
    await page.close();
  });

  /** What a reader does not see at once of the first diagram and of Play, and what is too low. */
  const hidden = (/** @type {import('./drivers.mjs').Page} */ page) => page.evaluate(() => {
    const boxOf = (/** @type {Element | null | undefined} */ el) => /** @type {Element} */ (el).getBoundingClientRect();
    const diagram = [...document.querySelectorAll('#panels .diagram')].find((el) => el.checkVisibility());
    const [headers, arrow] = ['.diagram-header', '.diagram-body .event .arrow'].map((part) => boxOf(diagram?.querySelector(part)));
    const player = boxOf(document.getElementById('player'));
    const play = boxOf(document.querySelector('[data-act="play"]'));
    const controls = [...document.querySelectorAll('main :is(a[href], button, input, select, summary)')].filter((el) => el.checkVisibility()).map(boxOf);
    const lines = new Set(controls.filter((box) => box.bottom <= headers.top).map((box) => Math.round((box.top + box.bottom) / 20)));
    return Object.entries({
      scrolled: scrollY > 0,
      'the headers': headers.top < 0 || headers.bottom > player.top,
      'the first arrow': arrow.bottom > player.top || arrow.bottom > innerHeight,
      Play: play.bottom > innerHeight || !document.elementFromPoint(play.x + play.width / 2, play.y + play.height / 2)?.closest('[data-act="play"]'),
      'headers below 170 px': innerWidth >= 1280 && headers.top > 170,
      'more than a line of controls above': lines.size > 1,
      'a bar of more than a line': boxOf(document.querySelector('.masthead')).height > 48,
      'more than one h1': document.querySelectorAll('h1').length > 1,
    }).flatMap(([what, isSo]) => (isSo ? [`${what} (${[headers.top, arrow.bottom, player.top].map(Math.round)})`] : []));
  });

  test('shows the first diagram’s headers, its first arrow and Play without scrolling, unless it asks', async () => {
    const page = await browser.newPage({width: 1280, height: 720});
    await open(page, site.url);
    const stories = await page.evaluate(() => [...document.querySelectorAll('.card:not([data-asks])')].map((card) => card.getAttribute('data-preset')));
    assert.ok(stories.length >= 8);
    const wrong = [];
    for (const preset of stories) {
      if (preset !== 'article') await page.evaluate((id) => /** @type {HTMLElement} */ (document.querySelector(`.card[data-preset="${id}"]`)).click(), preset);
      for (const [width, height] of [[1280, 720], [1440, 900], [768, 1024], [375, 667], [320, 568]]) {
        await page.setViewport(width, height);
        wrong.push(...(await hidden(page)).map((what) => `${preset}, ${width} px: ${what}`));
      }
    }
    assert.deepEqual(wrong, []);
    await page.close();
  });

  test('is not wider than a window with two diagrams', async () => {
    const page = await browser.newPage({width: 1280, height: 900});
    await open(page, site.url);
    for (const preset of await page.evaluate(() => [...document.querySelectorAll('.card')].map((card) => card.getAttribute('data-preset')))) {
      if (preset !== 'article') await page.evaluate((id) => /** @type {HTMLElement} */ (document.querySelector(`.card[data-preset="${id}"]`)).click(), preset);
      assert.equal(await overflow(page), '', String(preset));
    }
    await page.close();
  });
});
