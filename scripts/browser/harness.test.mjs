// The harness on a small page of its own: whatever a test of the product
// relies on must work, and must fail where it should, in every engine.
import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, afterEach, before, beforeEach, describe, test} from 'node:test';
import {engineUnderTest, launch, until} from './drivers.mjs';
import {startServer} from './server.mjs';

const engine = engineUnderTest();
const root = path.join(import.meta.dirname, 'fixtures');

describe(`the harness in ${engine}`, () => {
  /** @type {string} */
  let downloads;
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server;
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {import('./drivers.mjs').Page} */
  let page;

  const status = async () => (await page.byRole('status')).text();
  /** @param {string} text */
  const says = (text) => page.waitFor((wanted) => document.getElementById('status')?.textContent === wanted, text);

  before(async () => {
    downloads = await mkdtemp(path.join(tmpdir(), 'downloads-'));
    server = await startServer({root, base: '/some/path/'});
    browser = await launch(engine, {downloads});
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await rm(downloads, {recursive: true, force: true});
  });

  describe('on one page', () => {
    before(async () => {
      page = await browser.newPage();
    });
    after(() => page.close());
    beforeEach(() => page.goto(server.url));

    test('finds elements by role and accessible name', async () => {
      /** @type {[role: string, name: string | RegExp, selector: string][]} */
      const lookups = [
        ['button', 'Save all', '#save'],
        ['button', 'Close', '#close'],
        ['button', /^never$/i, '#disabled'],
        ['heading', 'Buttons', '#buttons'],
        ['region', 'Fields', 'section:nth-of-type(2)'],
        ['slider', 'Delay', '#delay'],
        ['slider', 'Crash', '#crash'],
        ['textbox', 'Your name', '#name'],
        ['group', 'Strategy', 'fieldset'],
        ['radio', 'Behind', '[value=behind]'],
        ['combobox', 'Find', '[type=search]'],
        ['combobox', 'Fields View', '#view'],
        ['link', 'Next page', '#next'],
        ['banner', '', 'header'],
      ];
      for (const [role, name, selector] of lookups) {
        const found = await page.byRole(role, name);
        assert.ok(await found.evaluate((el, wanted) => el.matches(wanted), selector), `${role} ${name}`);
      }
    });

    test('looks into shadow trees, through slots', async () => {
      await (await page.byRole('button', 'In Slotted')).click();
      await says('clicked in the shadow');
    });

    test('finds the innermost element by text', async () => {
      assert.equal(await (await page.byText('Far below')).evaluate((el) => el.id), 'below');
      assert.equal(await (await page.byText(/^bel/)).evaluate((el) => el.localName), 'em');
    });

    test('says what there is when a lookup finds none or several', async () => {
      await assert.rejects(page.byRole('button', 'Svae', {timeout_ms: 100}),
        /button Svae: found 0 within 100 ms instead of one; candidates:\n {2}button "Save all"\n {2}button "Close"\n/);
      await assert.rejects(page.byRole('button', 'Twin', {timeout_ms: 100}), /found 2 /);
      await assert.rejects(page.byText('Nowhere', {timeout_ms: 100}), /found 0 /);
      assert.equal((await page.allByRole('button', 'Twin')).length, 2);
      assert.equal((await page.allByRole('button', 'None')).length, 0);
    });

    test('clicks as a user does', async () => {
      await (await page.byRole('button', 'Save all')).click();
      await says('clicked save');
      await (await page.byRole('button', 'Far away')).click();
      await says('clicked far');
      await (await page.byRole('radio', 'Behind')).click();
      await says('strategy behind');
    });

    test('does not click what a user could not', async () => {
      const under = await page.byRole('button', 'Under');
      await assert.rejects(under.click({timeout_ms: 200}), /it is covered by/);
      const disabled = await page.byRole('button', 'Never');
      await assert.rejects(disabled.click({timeout_ms: 200}), /it is disabled/);
      assert.equal(await status(), 'Nothing yet');
    });

    test('hovers', async () => {
      await (await page.byRole('button', 'Save all')).hover();
      await says('hovering');
    });

    test('taps where there is a touch screen', async () => {
      const close = await page.byRole('button', 'Close');
      if (browser.can.tap) {
        await close.tap();
        await says('clicked close');
        assert.equal(await close.evaluate((el) => el.dataset.pointer), 'touch');
      } else {
        await assert.rejects(close.tap(), /no touch screen/);
      }
    });

    test('types, presses keys and combinations', async () => {
      await (await page.byRole('textbox', 'Your name')).type('Zoë 1+1');
      await says('hello Zoë 1+1');
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Backspace');
      await says('hello ');

      const delay = await page.byRole('slider', 'Delay');
      await delay.press('ArrowRight');
      await says('delay 1');
      await delay.press('End');
      await says('delay 100');

      await (await page.byRole('button', 'Save all')).focus();
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'close');
      await page.keyboard.press('Shift+Tab');
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'save');
      await page.keyboard.press('Space');
      await says('clicked save');

      const crash = await page.byRole('slider', 'Crash');
      for (const key of ['?', 'Home', 'PageUp', 'Escape', 'Enter', 'z']) {
        await crash.press(key);
        await says(`crash ${key}`);
      }
      await crash.press('Shift+ArrowLeft');
      await says('crash Shift ArrowLeft');
      await crash.press('Space');
      await says('crash  ');

      await assert.rejects((await page.byText('Far below')).focus(), /cannot have the focus/);
    });

    test('drags a native slider, and one of its own making', async () => {
      const {x, y, width, height} = await (await page.byRole('slider', 'Delay')).box();
      await page.drag({x: x + 6, y: y + height / 2}, {x: x + width / 2, y: y + height / 2});
      const value = await page.evaluate(() => Number(/** @type {any} */ (document.getElementById('delay')).value));
      assert.ok(value > 40 && value < 60, `delay ${value}`);

      const crash = await (await page.byRole('slider', 'Crash')).box();
      await page.drag({x: crash.x + 10, y: crash.y + 10}, {x: crash.x + 150, y: crash.y + 20});
      await page.waitFor(() => document.getElementById('crash')?.getAttribute('aria-valuenow') === '150');
    });

    test('passes arguments and results, and throws what the page throws', async () => {
      assert.deepEqual(await page.evaluate(async (a, b) => ({sum: a + b, list: [a, b]}), 1, 2), {sum: 3, list: [1, 2]});
      assert.equal(await page.evaluate(() => {}), undefined);
      await assert.rejects(page.evaluate(() => { throw new TypeError('wrong'); }), /in the page: TypeError: wrong/);
    });

    test('waits with a limit and says for what', async () => {
      await page.evaluate(() => void setTimeout(() => { document.title = 'Ready'; }, 100));
      assert.equal(await page.waitFor((title) => document.title === title && document.title, 'Ready'), 'Ready');
      await assert.rejects(page.waitFor((wanted) => document.title === wanted, 'Never', {timeout_ms: 100}),
        /waited 100 ms for \(wanted\) => document\.title === wanted with \["Never"\]; the last answer was false/);
    });

    test('reloads, and goes back between and within documents', async () => {
      await page.evaluate(() => { document.title = 'Changed'; });
      const stale = await page.byRole('button', 'Close');
      await page.reload();
      assert.equal(await page.evaluate(() => document.title), 'Fixture');
      await assert.rejects(stale.text(), /no longer in the page/);

      await (await page.byRole('link', 'Next page')).click();
      await page.byRole('heading', 'Next');
      assert.equal(await page.url(), `${server.url}next.html`);
      await page.back();
      await page.byRole('heading', 'Fixture');

      await page.evaluate(() => history.pushState(null, '', '#pushed'));
      await page.back();
      assert.equal(await page.url(), server.url);

      await page.goto(`${server.url}next.html`);
      await page.back();
      assert.equal(await page.url(), server.url);
    });

    test('takes a screenshot of the viewport', async () => {
      assert.deepEqual(pngSize(await page.screenshot()), {width: 1280, height: 800});
    });

    test('downloads into the folder given', async () => {
      await (await page.byRole('link', 'Download')).click();
      const text = await until('the download', () => readFile(path.join(downloads, 'result.json'), 'utf8'));
      assert.deepEqual(JSON.parse(text), {answer: 42});
    });

    test('finds accessibility violations, and none where there are none', async () => {
      await page.goto(`${server.url}flawed.html`);
      assert.deepEqual((await page.axe()).map(({id}) => id), ['image-alt']);
      await page.goto(`${server.url}next.html`);
      assert.deepEqual(await page.axe(), []);
    });
  });

  describe('on a page of its own', () => {
    afterEach(() => page.close());

    for (const width of engine === 'chromium' ? [320, 700] : [320]) {
      test(`is ${width} px wide, and works there`, async () => {
        page = await browser.newPage({width, height: 640});
        await page.goto(server.url);
        assert.deepEqual(await page.evaluate(() => [innerWidth, innerHeight]), [width, 640]);
        assert.ok(await page.evaluate((w) => matchMedia(`(width: ${w}px)`).matches, width));
        assert.equal(await page.url(), server.url);
        assert.ok(await page.evaluate(() => isSecureContext && 'serviceWorker' in navigator));

        await page.keyboard.press('Tab');
        assert.equal(await page.evaluate(() => document.activeElement?.id), 'save');
        await (await page.byRole('button', 'Far away')).click();
        await says('clicked far');
        assert.deepEqual(pngSize(await page.screenshot()), {width, height: 640});

        await page.evaluate(() => localStorage.setItem('kept', 'yes'));
        await page.reload();
        assert.equal(await page.evaluate(() => localStorage.getItem('kept')), 'yes');
        await (await page.byRole('link', 'Next page')).click();
        await page.byRole('heading', 'Next');
        await page.back();
        await page.byRole('heading', 'Fixture');
        await page.goto(`${server.url}next.html`);
        await page.goto(`${server.url}next.html#part`);
        assert.equal(await page.url(), `${server.url}next.html#part`);
        await page.back();
        await page.back();
        await page.byRole('heading', 'Fixture');

        await page.goto(`${server.url}flawed.html`);
        assert.deepEqual((await page.axe()).map(({id}) => id), ['image-alt']);
      });
    }

    test('changes its width', async () => {
      page = await browser.newPage({width: 700, height: 500});
      await page.goto(server.url);
      for (const [width, height] of [[320, 640], [1000, 600], [320, 568]]) {
        await page.setViewport(width, height);
        await page.waitFor((w, h) => innerWidth === w && innerHeight === h, width, height);
        assert.deepEqual(pngSize(await page.screenshot()), {width, height});
      }
      await (await page.byRole('button', 'Save all')).click();
      await says('clicked save');
    });

    for (const {colorScheme, reducedMotion} of /** @type {const} */ ([{colorScheme: 'light', reducedMotion: false}, {colorScheme: 'dark', reducedMotion: true}])) {
      test(`prefers ${colorScheme}${reducedMotion ? ' and reduced motion' : ''}`, async () => {
        page = await browser.newPage({colorScheme, reducedMotion});
        await page.goto(server.url);
        assert.deepEqual(await page.evaluate(() => ({
          dark: matchMedia('(prefers-color-scheme: dark)').matches,
          light: matchMedia('(prefers-color-scheme: light)').matches,
          reduced: matchMedia('(prefers-reduced-motion: reduce)').matches,
          paper: getComputedStyle(document.body).backgroundColor,
        })), {
          dark: colorScheme === 'dark',
          light: colorScheme === 'light',
          reduced: reducedMotion,
          paper: colorScheme === 'dark' ? 'rgb(10, 20, 30)' : 'rgb(255, 255, 255)',
        });
      });
    }

    test('keeps the errors and warnings of the console', async () => {
      page = await browser.newPage();
      await page.goto(server.url);
      assert.deepEqual(await page.consoleMessages(), []);
      await page.goto(`${server.url}noisy.html`);
      await page.waitFor(() => document.title === 'Thrown');
      const wanted = /** @type {const} */ ([
        ['error', /^an early error$/], ['warning', /^an early warning$/], ['error', /an uncaught error$/]]);
      await until('three messages', async () => (await page.consoleMessages()).length === 3);
      await page.reload();
      await page.waitFor(() => document.title === 'Thrown');
      await until('three more', async () => (await page.consoleMessages()).length === 6);
      const messages = await page.consoleMessages();
      for (const [type, text] of wanted) {
        assert.equal(messages.filter((m) => m.type === type && text.test(m.text)).length, 2, `${text}`);
      }
    });

    test('has storage of its own', async () => {
      page = await browser.newPage();
      await page.goto(server.url);
      await page.evaluate(() => localStorage.setItem('kept', 'yes'));
      const other = await browser.newPage();
      await other.goto(server.url);
      assert.equal(await other.evaluate(() => localStorage.getItem('kept')), null);
      await other.close();
    });

    test('goes offline where the engine can, and everywhere without a server', async () => {
      page = await browser.newPage();
      await page.goto(server.url);
      const reaches = () => page.evaluate(() => fetch('result.json').then(() => true, () => false));
      assert.equal(await reaches(), true);
      if (browser.can.setOffline) {
        await page.setOffline(true);
        assert.equal(await reaches(), false);
        await page.setOffline(false);
        assert.equal(await reaches(), true);
      } else {
        await assert.rejects(page.setOffline(true), /stop the server/);
      }
      const other = await startServer({root});
      await page.goto(other.url);
      assert.equal(await reaches(), true);
      await other.stop();
      assert.equal(await reaches(), false);
      const again = await startServer({root, port: other.port});
      assert.equal(await reaches(), true);
      await again.stop();
    });

    for (const width of [320, 1280]) {
      test(`opens a file, ${width} px wide`, async () => {
        page = await browser.newPage({width});
        await page.goto(`file://${root}/next.html`);
        await page.byRole('heading', 'Next');
        assert.equal(await page.evaluate(() => innerWidth), width);
        assert.equal(await page.url(), `file://${root}/next.html`);
      });
    }
  });
});

/** @param {Buffer} png */
function pngSize(png) {
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  return {width: png.readUInt32BE(16), height: png.readUInt32BE(20)};
}
