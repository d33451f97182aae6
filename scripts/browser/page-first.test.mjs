// The first screen: the picture before any script, then what the reader changes
// by mouse, by touch and by keyboard alone.
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, test} from 'node:test';
import {engineUnderTest, launch, until} from './drivers.mjs';
import {open, overflow, PACKED, panels, panelSays, picture, pointOn, ready, rowSays, shows, startSite, touch, WIDTHS} from './page-site.mjs';

const engine = engineUnderTest();

/** How far a part may move when the engine takes over from the HTML, in pixels. */
const STILL = 2;
const THUMB = 44;

describe(`the first screen in ${engine}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./drivers.mjs').Page} */
  let page;

  before(async () => {
    browser = await launch(engine);
    site = await startSite();
  });
  after(async () => {
    await browser?.close();
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
    await panelSays(page, 'Write Through', /The client waits 2 s while .* the next read comes from the cache at once\./);
    await panelSays(page, 'Write Behind', /The client is answered at once; .* after 5 s .* after 7 s/);
  };

  describe('before any script', () => {
    afterEach(async () => {
      await page.close();
      delete site.rules['main.js'];
    });

    for (const width of WIDTHS) {
      test(`shows strip and diagrams, ${width} px wide`, async () => {
        site.rules['main.js'] = {status: 404};
        page = await browser.newPage({width, height: 900});
        await page.goto(site.url);
        await page.byRole('heading', /Where does the client wait/);
        await rowSays(page, 'Write Through', /2 s$/);
        await rowSays(page, 'Write Behind', /7 s$/);
        await rowSays(page, 'Write Around', /2 s$/);
        assert.deepEqual(await panels(page), width === 1280 ? ['Write Through', 'Write Behind'] : ['Write Behind']);
        const drawn = await page.evaluate(() => [...document.querySelectorAll('.diagram')].filter((d) => d.checkVisibility())
          .map((d) => [...d.querySelectorAll('svg')].map((svg) => Math.round(svg.getBoundingClientRect().width) > 200
            && svg.getBoundingClientRect().height > 40)));
        assert.deepEqual(drawn.flat(), Array(drawn.length * 2).fill(true), 'each has headers and a body');
        const lifelines = await page.evaluate(() => [...document.querySelectorAll('.diagram')].filter((d) => d.checkVisibility())
          .map((d) => d.querySelectorAll('.diagram-header rect').length));
        assert.deepEqual(lifelines, width === 1280 ? [5, 5] : [4]);
        assert.equal(await overflow(page), '');
        assert.ok(await (await page.byRole('slider', 'Crash')).evaluate((el) => el.disabled));
        await picture(page, `no-script-${width}`);
      });
    }
  });

  describe('as the engine takes over', () => {
    afterEach(async () => {
      await page.close();
      delete site.rules[PACKED];
    });

    const positions = () => page.evaluate(() => {
      /** @type {Record<string, number[]>} */
      const found = {};
      for (const el of document.querySelectorAll('h1, h2, .strip, .strip-variant, .causes, .controls, .history, .player, .panel, .sentence, .diagram, .state, .who')) {
        if (!el.checkVisibility()) continue;
        const name = `${el.localName}.${el.className}`.replace(/ .*/, '') + (el.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 12);
        const {x, y, width, height} = el.getBoundingClientRect();
        found[name] = [x, y, width, height];
      }
      return found;
    });

    for (const width of engine === 'chromium' ? [1280, 1000, 768, 375, 320] : [1280, 320]) {
      test(`nothing moves, ${width} px wide`, async () => {
        const held = resolvers();
        site.rules[PACKED] = {after: held.promise};
        page = await browser.newPage({width, height: 900});
        await page.goto(site.url);
        await page.byRole('region', 'Write Behind');
        const before = await positions();
        assert.ok(await (await page.byRole('slider', 'Crash')).evaluate((el) => el.disabled), 'the slider waits for the engine');
        held.resolve();
        await ready(page);
        const now = await positions();
        assert.deepEqual(Object.keys(now), Object.keys(before));
        // Where the HTML's drawing is not as wide as the page, it is scaled, and what is below moves.
        const fixed = [1120, 343].includes(await page.evaluate(() => document.querySelector('main')?.clientWidth ?? 0));
        const moved = Object.entries(now).flatMap(([name, box]) => {
          const by = box.map((n, i) => n - before[name][i]).slice(0, fixed ? 4 : 2);
          const below = !fixed && /state|who|All/.test(name);
          return !below && by.some((n) => Math.abs(n) > STILL) ? [`${name}: ${by.map(Math.round)}`] : [];
        });
        assert.deepEqual(moved, []);
      });
    }

    test('what is chosen meanwhile is shown', async () => {
      const held = resolvers();
      site.rules[PACKED] = {after: held.promise};
      page = await browser.newPage({width: 1280, height: 900});
      await page.goto(site.url);
      await page.byRole('region', 'Write Behind');
      await (await page.byRole('button', 'Write Around')).click();
      const crash = await page.byRole('slider', 'Crash');
      await assert.rejects(crash.click({timeout_ms: 200}), /disabled/);
      held.resolve();
      await ready(page);
      await shows(page, ['Write Through', 'Write Behind', 'Write Around']);
      assert.deepEqual(await page.consoleMessages(), []);
    });
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

    test('three rows with their figures, two panels with their sentences', async () => {
      await untouched();
      assert.deepEqual(await panels(page), ['Write Through', 'Write Behind']);
      await firstSentences();
      assert.equal(await overflow(page), '');
      await picture(page, 'first-1280');
    });

    test('Write Around joins the diagrams and Write Behind leaves them, by mouse', async () => {
      await (await page.byRole('button', 'Write Around')).click();
      await shows(page, ['Write Through', 'Write Behind', 'Write Around']);
      await panelSays(page, 'Write Around', /The client waits 2 s for the Awesome Bank database.* nothing was cached, so the first read waits 1.5 s/);
      assert.equal(await focused(), 'Write Around');
      await picture(page, 'three-1280');
      // A press anywhere in a row chooses it.
      const at = await (await page.byRole('button', 'Write Behind')).evaluate((el) => {
        const {right, y, height} = el.closest('.strip-variant').getBoundingClientRect();
        return {x: right - 200, y: y + height / 2};
      });
      await page.mouse.click(at);
      await shows(page, ['Write Through', 'Write Around']);
      assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.choose-variant')].map((el) => el.getAttribute('aria-pressed'))), ['true', 'false', 'true']);
    });

    test('and by keyboard, which keeps the focus; one is always shown', async () => {
      for (const [key, name, wanted] of /** @type {const} */ ([
        ['Space', 'Write Behind', ['Write Through']],
        ['Enter', 'Write Through', ['Write Through']],
        ['Enter', 'Write Around', ['Write Through', 'Write Around']],
        ['Space', 'Write Through', ['Write Around']],
      ])) {
        await (await page.byRole('button', name)).press(key);
        await shows(page, [...wanted]);
        assert.equal(await focused(), name);
      }
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

    test('and by dragging', async () => {
      const worker = await page.byRole('slider', 'The worker waits');
      await page.drag(await pointOn(worker, 0), await pointOn(worker, 0.5));
      await panelSays(page, 'Write Behind', /calls the Awesome Bank database after (6|6.25|6.5) s/);
      await worker.press('End');
      await panelSays(page, 'Write Behind', /calls the Awesome Bank database after 12.5 s, which has it after 14.5 s/);
      await picture(page, 'late-worker-1280');
    });

    test('a crash by dragging the marker', async () => {
      const slider = await page.byRole('slider', 'Crash');
      await page.drag(await pointOn(slider, 1, THUMB), await pointOn(slider, 3 / 7 * 0.92, THUMB));
      await crashSays(/^at (2.9|3|3.1) s$/);
      await rowSays(page, 'Write Behind', /never lost$/);
      await rowSays(page, 'Write Through', /2 s safe$/);
      await rowSays(page, 'Write Around', /2 s read fails$/);
      await page.byText(/Write Behind: the write is lost, though the client was told “done” at 0 s\./);
      await panelSays(page, 'Write Behind', /the crash takes the payment along, and the Awesome Bank database never has it/);
      await picture(page, 'crash-1280');
      const off = await page.evaluate(() => {
        const slider = /** @type {HTMLInputElement} */ (document.getElementById('crash'));
        const {x, width} = slider.getBoundingClientRect();
        const marker = x + 22 + (Number(slider.value) - Number(slider.min)) / (Number(slider.max) - Number(slider.min)) * (width - 44);
        return [...document.querySelectorAll('#strip line.crash')].map((line) => line.getBoundingClientRect().x - marker);
      });
      assert.equal(off.length, 3);
      for (const by of off) assert.ok(Math.abs(by) < 4, `${by} px beside it`);
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
      const tops = () => page.evaluate(() => ['.causes', '.history', '.panel h2', '.sentence', '.diagram'].map((part) => document.querySelector(part)?.getBoundingClientRect().y));
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

    test('the page still scrolls over a diagram', async () => {
      const diagram = await page.byRole('group', /^Sequence diagram of Write Through/);
      const free = await diagram.evaluate((el) => {
        const event = new WheelEvent('wheel', {deltaY: 100, bubbles: true, cancelable: true});
        const over = el.querySelector('text') ?? el;
        return over.dispatchEvent(event) && el.scrollHeight <= el.clientHeight && getComputedStyle(el).touchAction === 'auto';
      });
      assert.ok(free);
      await diagram.focus();
      const from = await page.evaluate(() => {
        scrollTo(0, 0);
        return scrollY;
      });
      await page.keyboard.press('PageDown');
      await page.waitFor((y) => scrollY > y, from);
      await page.evaluate(() => scrollTo(0, 0));
    });

    test('everything is reached with the Tab key, in its order', async () => {
      const wanted = ['What happens', 'What can go wrong?', 'Write Through', 'Write Behind', 'Write Around', 'crash', 'The Awesome Bank database takes, to write', 'The worker waits',
        'Who is who in the diagrams', 'undo', 'redo', 'Back to the original', 'Copy link'];
      const reached = [];
      for (const _ of wanted) {
        await page.keyboard.press('Tab');
        reached.push(await focused());
      }
      assert.deepEqual(reached, wanted);
    });
  });

  for (const width of [375, 320]) {
    describe(`on a phone, ${width} px wide`, () => {
      before(async () => {
        page = await browser.newPage({width, height: 700});
        await open(page, site.url);
      });
      after(async () => {
        assert.deepEqual(await page.consoleMessages(), []);
        await page.close();
      });

      test('one diagram of four lifelines, for the row that is chosen', async () => {
        await untouched();
        assert.deepEqual(await panels(page), ['Write Behind']);
        assert.equal(await page.evaluate(() => [...document.querySelectorAll('.diagram-header rect')]
          .filter((el) => el.checkVisibility()).length), 4);
        await picture(page, `first-${width}`);
        for (const name of ['Write Around', 'Write Through', 'Write Behind']) {
          await touch(browser, await page.byRole('button', name));
          await shows(page, [name]);
          assert.equal(await overflow(page), '');
        }
      });

      test('nothing to press is smaller than a finger', async () => {
        const small = await page.evaluate(() => [...document.querySelectorAll('main button, main input, main select, summary')].flatMap((el) => {
          if (!el.checkVisibility()) return [];
          const target = el.closest('#strip .strip-variant') ?? el.closest('label:has([type="radio"])') ?? el;
          const {width, height} = target.getBoundingClientRect();
          return width < 44 || height < 44 ? [`${el.textContent || el.id}: ${width} × ${height}`] : [];
        }));
        assert.deepEqual(small, []);
      });

      test('a tap on an event shows what is where', async () => {
        await touch(browser, await page.byText('queued'));
        await panelSays(page, 'Write Behind', /^At the start CacheManager payment/m);
        await picture(page, `cursor-${width}`);
      });

      test('strip, crash and its sentence, delays and diagram stand in this order, the player in one row below', async () => {
        const parts = ['#strip', '#crash-row', '.faults', '.controls', '.history', '.diagram'];
        const boxes = await page.evaluate((parts) => parts.map((part) => document.querySelector(part)?.getBoundingClientRect().y), parts);
        assert.deepEqual([...boxes].sort((a, b) => Number(a) - Number(b)), boxes);
        assert.deepEqual(await page.evaluate(() => {
          const rows = (/** @type {string} */ of) => new Set([...document.querySelectorAll(of)].map((el) => {
            const {y, height} = el.getBoundingClientRect();
            return Math.round(y + height / 2);
          })).size;
          return [rows('.player > *'), rows('.history button')];
        }), [1, 1]);
      });

      test('the crash, its row and its sentence', async () => {
        const slider = await page.byRole('slider', 'Crash');
        await slider.evaluate((el) => el.scrollIntoView({block: 'center'}));
        await page.drag(await pointOn(slider, 1, THUMB), await pointOn(slider, 3 / 7 * 0.92, THUMB));
        await crashSays(/^at (2.9|3|3.1) s$/);
        await rowSays(page, 'Write Behind', /never lost$/);
        await page.byText(/Write Behind: the write is lost/);
        assert.equal(await overflow(page), '');
        await picture(page, `crash-${width}`);
        await slider.press('End');
        await untouched();
      });

      if (width === 375) {
        test('no key leads to what the player’s bar or a header covers', async () => {
          await page.evaluate(() => scrollTo(0, 0));
          await page.mouse.click({x: 1, y: 1});
          const covered = [];
          for (let i = 0; i < 30; i++) {
            await page.keyboard.press('Tab');
            const found = await page.evaluate(() => {
              const el = document.activeElement;
              const box = el?.getBoundingClientRect();
              if (!el || !box || el === document.body || box.height > innerHeight / 2) return '';
              const bar = /** @type {Element} */ (document.querySelector('.player')).getBoundingClientRect();
              const under = !el.closest('.player') && box.bottom > bar.top && box.top < bar.bottom;
              const outside = box.bottom > innerHeight + 1 || box.top < -1;
              return under || outside ? `${el.textContent?.trim() || el.id}: ${box.top} to ${box.bottom}, the bar from ${bar.top}` : '';
            });
            if (found) covered.push(found);
          }
          assert.deepEqual(covered, []);
          // Nor is what stands under the bar when a key leads to it. Without a position there is no button at it.
          await (await page.byRole('group', /^Sequence diagram/)).press('Escape');
          const parts = ['.diagram-view', '.state', '.steps'];
          for (const [i, part] of parts.entries()) {
            if (i === 0) continue;
            const under = await page.evaluate((from, part) => {
              const el = /** @type {HTMLElement} */ (document.querySelector(`#panels ${part}`));
              el.tabIndex = 0;
              /** @type {HTMLElement} */ (document.querySelector(`#panels ${from}`)).focus({preventScroll: true});
              scrollBy({top: el.getBoundingClientRect().bottom - innerHeight + 4, behavior: 'instant'});
              return el.getBoundingClientRect().bottom > /** @type {Element} */ (document.querySelector('.player')).getBoundingClientRect().top;
            }, parts[i - 1], part);
            assert.ok(under, part);
            await page.keyboard.press('Tab');
            await page.waitFor((part) => document.activeElement?.matches(part) && document.activeElement.getBoundingClientRect().bottom
              <= /** @type {Element} */ (document.querySelector('.player')).getBoundingClientRect().top, part);
          }
        });
      }

      test('turned, it has the room it needs', async () => {
        await page.setViewport(700, width);
        await page.waitFor(() => [...document.querySelectorAll('.diagram-header rect')].filter((el) => el.checkVisibility()).length === 5);
        assert.equal(await overflow(page), '');
      });
    });
  }
});

/** @returns {{promise: Promise<void>, resolve: () => void}} */
function resolvers() {
  let resolve = () => {};
  /** @type {Promise<void>} */
  const promise = new Promise((done) => {
    resolve = () => done();
  });
  return {promise, resolve};
}
