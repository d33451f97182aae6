// The first screen where engines differ: its layout before any script and as the
// engine takes over, the pointer, touch, scrolling and the order of the focus.
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {open, overflow, pages, panels, panelSays, picture, pointOn, PROGRAM, rowSays, shows, startSite, toOriginal, tooSmall, touch, WIDTHS} from './page-site.mjs';

const engine = engineUnderTest();

/** How far a part may move when the engine takes over from the HTML, in pixels. */
const STILL = 2;
const THUMB = 44;
/** How long the player stays at a stop, in milliseconds. */
const STOP_MS = 700;

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

  describe('before any script', () => {
    afterEach(async () => {
      await page.close();
      delete site.rules['main.js'];
    });

    for (const width of engine === 'chromium' ? WIDTHS : [320]) {
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
    after(() => page?.close());
    afterEach(() => {
      delete site.rules[PROGRAM];
    });
    const pageLike = pages(() => browser);

    const positions = () => page.evaluate(() => {
      /** @type {Record<string, number[]>} */
      const found = {};
      for (const el of document.querySelectorAll('h1, h2, .lead, .variants, .strip, .strip-variant, .causes, .controls, .history, .player, .panel, .sentence, .diagram, .state, .who')) {
        if (!el.checkVisibility()) continue;
        const name = `${el.localName}.${el.className}`.replace(/ .*/, '') + (el.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 12);
        const {x, y, width, height} = el.getBoundingClientRect();
        found[name] = [x, y, width, height];
      }
      return found;
    });

    /** What has moved in the window since the page was opened, as the browser counts it. */
    const shifts = () => page.evaluate(() => {
      const observer = new PerformanceObserver(() => {});
      observer.observe({type: 'layout-shift', buffered: true});
      return observer.takeRecords().map((entry) => /** @type {any} */ (entry).value);
    });

    for (const [width, height] of engine === 'chromium' ? [[1280, 720], [1440, 900], [1000, 720], [768, 1024], [375, 667], [320, 568]] : [[320, 568]]) {
      test(`nothing in sight moves, ${width} px wide`, async () => {
        const held = resolvers();
        site.rules[PROGRAM] = {after: held.promise};
        page = await pageLike({width, height});
        await page.goto(site.url);
        const before = await page.meanwhile(async () => {
          await page.byRole('region', 'Write Behind');
          assert.ok(await (await page.byRole('slider', 'Crash')).evaluate((el) => el.disabled), 'the slider waits for the engine');
          return positions();
        });
        held.resolve();
        const now = await positions();
        assert.deepEqual(Object.keys(now), Object.keys(before));
        // Where the HTML's drawing is not as wide as its place, it is scaled, and what is below the diagram moves.
        const fixed = [924, 343].includes(await page.evaluate(() => document.getElementById('place')?.clientWidth ?? 0));
        const moved = Object.entries(now).flatMap(([name, box]) => {
          const by = box.map((n, i) => n - before[name][i]).slice(0, fixed ? 4 : 2);
          const below = !fixed && (/sentence|state|who|Stories/.test(name) || Math.min(box[1], before[name][1]) >= height);
          return !below && by.some((n) => Math.abs(n) > STILL) ? [`${name}: ${by.map(Math.round)}`] : [];
        });
        assert.deepEqual(moved, []);
        if (engine === 'chromium' && width !== 1000) assert.deepEqual(await shifts(), [], 'nor does the browser see anything move');
      });
    }

    test('what is chosen meanwhile is shown', async () => {
      const held = resolvers();
      site.rules[PROGRAM] = {after: held.promise};
      page = await pageLike({width: 1280, height: 900});
      await page.goto(site.url);
      await page.meanwhile(async () => {
        await (await page.byRole('button', 'Write Around')).click();
        const crash = await page.byRole('slider', 'Crash');
        await assert.rejects(crash.click({timeout_ms: 0}), /disabled/);
      });
      held.resolve();
      await shows(page, ['Write Through', 'Write Behind', 'Write Around']);
      assert.deepEqual(await page.consoleMessages(), []);
    });
  });

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

    test('everything is reached with the Tab key, in its order', async () => {
      const wanted = ['Skip to the diagrams', 'Cache Strategy Playground', 'What happens', 'What can go wrong?', 'Stories', 'The article', 'The format', 'undo', 'redo', 'Back to the original', 'Copy link',
        'Write Through', 'Write Behind', 'Write Around', 'crash', 'The Awesome Bank database takes, to write', 'The worker waits'];
      // From the first on: where a click at the edge leaves the focus differs.
      await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('a[href], button, input')).focus());
      const reached = [await focused()];
      for (const _ of wanted.slice(1)) {
        await page.keyboard.press('Tab');
        reached.push(await focused());
      }
      assert.deepEqual(reached, wanted);
      await page.keyboard.press('Tab');
      assert.ok(await (await page.byRole('group', /^Sequence diagram of Write Through/)).evaluate((el) => el === document.activeElement));
    });

    test('a delay changes by dragging', async () => {
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

    test('the page still scrolls over a diagram', async () => {
      const diagram = await page.byRole('group', /^Sequence diagram of Write Through/);
      const free = await diagram.evaluate((el) => {
        const event = new WheelEvent('wheel', {deltaY: 100, bubbles: true, cancelable: true});
        const over = el.querySelector('text') ?? el;
        return over.dispatchEvent(event) && el.scrollHeight <= el.clientHeight && getComputedStyle(el).touchAction === 'auto';
      });
      assert.ok(free);
      await diagram.focus();
      await page.evaluate(() => {
        scrollTo(0, 0);
        addEventListener('keydown', ({key, defaultPrevented}) => { document.body.dataset.key = `${key}${defaultPrevented ? ' prevented' : ''}`; }, {once: true});
      });
      await page.keyboard.press('PageDown');
      await until('the page to scroll', async () => {
        const seen = await page.evaluate(() => ({scrollY, key: document.body.dataset.key, focus: document.activeElement?.className,
          height: document.documentElement.scrollHeight, state: document.visibilityState, active: document.hasFocus()}));
        if (seen.scrollY <= 0) throw new Error(JSON.stringify(seen));
        return true;
      });
      await page.evaluate(() => scrollTo(0, 0));
    });
  });

  /** Whether the line of the position stands between headers and bar. */
  const inSight = () => page.evaluate(() => {
    const line = document.querySelector('.cursor')?.getBoundingClientRect();
    const headers = document.querySelector('.diagram-headers')?.getBoundingClientRect();
    const bar = document.querySelector('.player')?.getBoundingClientRect();
    return Boolean(line && headers && bar && line.y > headers.bottom && line.y < bar.y);
  });
  const position = async () => (await page.byRole('slider', 'Position')).evaluate((el) => [Number(el.value), Number(el.max)]);

  describe('on a phone, 375 px wide', () => {
    const width = 375;
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
      for (const name of ['Write Around', 'Write Behind']) {
        await touch(browser, await page.byRole('radio', name));
        await shows(page, [name]);
        assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('#strip [aria-pressed="true"], #variants label:has(:checked)')].map((el) => el.textContent)), [name, name]);
      }
    });

    test('nothing to press is smaller than a finger', async () => {
      assert.deepEqual(await tooSmall(page), []);
    });

    test('a tap on an event shows what is where', async () => {
      await touch(browser, await page.byText('queued'));
      await panelSays(page, 'Write Behind', /^At the start CacheManager payment/m);
      await picture(page, `cursor-${width}`);
    });

    test('the choice, the diagram, strip, crash and its sentence and delays stand in this order, the player in one row', async () => {
      const parts = ['.history', '.title', '.variants', '#panels .diagram', '#strip', '#crash-row', '.faults', '.controls'];
      const boxes = await page.evaluate((parts) => parts.map((part) => document.querySelector(part)?.getBoundingClientRect().y), parts);
      assert.deepEqual([...boxes].sort((a, b) => Number(a) - Number(b)), boxes);
      const inOrder = await page.evaluate((parts) => [...document.querySelectorAll(parts.join())].map((el) => parts.findIndex((part) => el.matches(part))), parts);
      assert.deepEqual(inOrder, parts.map((_, i) => i), 'for the focus too');
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

    test('turned, it has the room it needs', async () => {
      await page.setViewport(700, width);
      await page.waitFor(() => [...document.querySelectorAll('.diagram-header rect')].filter((el) => el.checkVisibility()).length === 5);
      assert.equal(await overflow(page), '');
    });
  });

  test('the position stays in sight, by touch', async () => {
    page = await browser.newPage({width: 320, height: 480});
    await open(page, site.url);
    await page.clock.hold();
    await page.evaluate(() => document.querySelector('.diagram')?.scrollIntoView());
    const tap = async (/** @type {string} */ name) => touch(browser, await page.byRole('button', name));
    const [, end] = await position();
    for (let i = 0; i <= end; i++) {
      await tap('Step forward');
      assert.ok(await inSight(), `the position ${i} of ${end}`);
    }
    // While it plays, a reader who scrolls away is left alone until the next step.
    await tap('Play');
    await page.clock.advance(STOP_MS);
    const away = await page.evaluate(async () => {
      scrollTo({top: 0, behavior: 'instant'});
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return scrollY;
    });
    await page.clock.advance(2 * STOP_MS);
    assert.deepEqual(await position(), [3, end]);
    assert.equal(await page.evaluate(() => scrollY), away);
    await tap('Pause');
    await page.evaluate(() => document.querySelector('.panel h2')?.scrollIntoView());
    await tap('Step back');
    assert.ok(await inSight(), 'after the next step');
    assert.deepEqual(await page.consoleMessages(), []);
    await page.close();
  });

  // In Chromium page-presets.test.mjs does this and more.
  if (engine !== 'chromium') {
    test('every fourth story fits the narrowest phone, and so does what can go wrong in it', async () => {
      page = await browser.newPage({width: 320, height: 640, colorScheme: 'dark', reducedMotion: true});
      await open(page, site.url);
      const stories = await page.evaluate(() => [...document.querySelectorAll('.card')].map((card) => card.getAttribute('data-preset')));
      assert.ok(stories.length >= 27);
      for (const preset of stories.filter((_, i) => i % 4 === (engine === 'webkit' ? 0 : 2))) {
        if (preset !== 'article') await page.evaluate((id) => /** @type {HTMLElement} */ (document.querySelector(`.card[data-preset="${id}"]`)).click(), preset);
        assert.equal(await overflow(page), '', String(preset));
      }
      await (await page.byRole('button', 'What can go wrong?')).click();
      assert.equal(await overflow(page), '', 'Explore');
      assert.deepEqual(await page.consoleMessages(), []);
      await page.close();
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
