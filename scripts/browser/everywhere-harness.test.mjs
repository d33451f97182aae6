// The harness on small pages of its own: what tests rely on in every engine.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {Browser, engineUnderTest, theBrowser, until} from './drivers.mjs';
import {pages} from './page-site.mjs';
import {startServer} from './server.mjs';

const engine = engineUnderTest();
const root = path.join(import.meta.dirname, 'fixtures');

describe(`the harness in ${engine}`, () => {
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server;
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {import('./drivers.mjs').Page} */
  let page;

  before(async () => {
    server = await startServer({root, base: '/some/path/'});
    browser = await theBrowser();
  });
  after(async () => {
    await page?.close();
    await server?.stop();
  });

  const pageLike = pages(() => browser);
  /** @param {string} [name] @param {Partial<import('./drivers.mjs').PageOptions>} [options] */
  const open = async (name = '', options = {}) => {
    page = await pageLike(options);
    await page.goto(server.url + name);
  };
  /** @param {string} text */
  const says = async (text) => assert.equal(await page.evaluate(() => document.getElementById('status')?.textContent), text);

  test('presses what a reader could press, and nothing else', async () => {
    await open();
    await (await page.byRole('button', 'Far away')).click();
    await says('clicked far');
    await (await page.byRole('radio', 'Behind')).click();
    await says('strategy behind');
    const close = await page.byRole('button', 'Close');
    if (browser.can.tap) {
      await close.tap();
      await says('clicked close');
      assert.equal(await close.evaluate((el) => el.dataset.pointer), 'touch');
    } else {
      await assert.rejects(close.tap(), /no touch screen/);
    }
    await assert.rejects((await page.byRole('button', 'Under')).click({timeout_ms: 0}), /it is covered by/);
    await assert.rejects((await page.byRole('button', 'Never')).click({timeout_ms: 0}), /it is disabled/);
  });

  test('types, presses keys and drags', async () => {
    await open();
    await (await page.byRole('textbox', 'Your name')).type('Zoë 1+1');
    await says('hello Zoë 1+1');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Backspace');
    await says('hello ');
    await (await page.byRole('button', 'Close')).focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
    await says('clicked save');
    const crash = await page.byRole('slider', 'Crash');
    await crash.press('Shift+ArrowLeft');
    await says('crash Shift ArrowLeft');
    const {x, y} = await crash.box();
    await page.drag({x: x + 10, y: y + 10}, {x: x + 150, y: y + 20});
    assert.equal(await crash.evaluate((el) => el.getAttribute('aria-valuenow')), '150');
    await assert.rejects((await page.byText('Far below')).focus(), /cannot have the focus/);
  });

  test('holds, moves and releases the clock', async () => {
    await open();
    await page.clock.hold();
    await page.evaluate(() => {
      const {cachePlaygroundClock: clock} = /** @type {any} */ (globalThis);
      const fired = /** @type {any} */ (globalThis).fired = /** @type {number[]} */ ([]);
      clock.setTimeout(() => fired.push(2), 2000);
      clock.setTimeout(() => clock.setTimeout(() => fired.push(1), 500), 1000);
      clock.clearTimeout(clock.setTimeout(() => fired.push(0), 1));
    });
    const fired = () => page.evaluate(() => /** @type {any} */ (globalThis).fired);
    await page.clock.advance(1499);
    assert.deepEqual(await fired(), []);
    await page.clock.advance(600);
    assert.deepEqual(await fired(), [1, 2]);
    await page.evaluate(() => /** @type {any} */ (globalThis).cachePlaygroundClock.setTimeout(() => /** @type {any} */ (globalThis).fired.push(3), 10));
    assert.deepEqual(await fired(), [1, 2]);
    await page.clock.release();
    await page.waitFor(() => /** @type {any} */ (globalThis).fired.length === 3);
  });

  test('passes arguments and results, and throws what the page throws', async () => {
    await open();
    assert.deepEqual(await page.evaluate(async (a, b) => ({sum: a + b, list: [a, b]}), 1, 2), {sum: 3, list: [1, 2]});
    await assert.rejects(page.evaluate(() => { throw new TypeError('wrong'); }), /in the page: TypeError: wrong/);
    await assert.rejects(page.waitFor((wanted) => document.title === wanted, 'Never', {timeout_ms: 0}),
      /document\.title === wanted with \["Never"\]; the last answer was false/);
  });

  test('downloads into the folder of the browser', async () => {
    await open();
    await (await page.byRole('link', 'Download')).click();
    const text = await until('the download', () => readFile(path.join(browser.downloads, 'result.json'), 'utf8'));
    assert.deepEqual(JSON.parse(text), {answer: 42});
  });

  test('reloads and goes back, between and within documents, on a phone', async () => {
    await open('', {width: 320, height: 640});
    assert.deepEqual(await page.evaluate(() => [innerWidth, innerHeight]), [320, 640]);
    assert.deepEqual(pngSize(await page.screenshot()), {width: 320, height: 640});
    await page.evaluate(() => localStorage.setItem('kept', 'yes'));
    const stale = await page.byRole('button', 'Close');
    await page.reload();
    assert.equal(await page.evaluate(() => localStorage.getItem('kept')), 'yes');
    await assert.rejects(stale.text(), /no longer in the page/);
    await (await page.byRole('link', 'Next page')).click();
    await page.byRole('heading', 'Next');
    assert.equal(await page.url(), `${server.url}next.html`);
    await page.goto(`${server.url}next.html#part`);
    await page.back();
    await page.back();
    await page.byRole('heading', 'Fixture');
    assert.equal(await page.url(), server.url);
  });

  test('changes its width', async () => {
    await open('', {width: 700, height: 500});
    for (const [width, height] of [[320, 640], [1000, 600], [320, 568]]) {
      await page.setViewport(width, height);
      await page.waitFor((w, h) => innerWidth === w && innerHeight === h, width, height);
      assert.deepEqual(pngSize(await page.screenshot()), {width, height});
    }
  });

  for (const {colorScheme, reducedMotion} of /** @type {const} */ ([{colorScheme: 'light', reducedMotion: false}, {colorScheme: 'dark', reducedMotion: true}])) {
    test(`prefers ${colorScheme}${reducedMotion ? ' and reduced motion' : ''}`, async () => {
      await open('', {colorScheme, reducedMotion});
      assert.deepEqual(await page.evaluate(() => [matchMedia('(prefers-color-scheme: dark)').matches, matchMedia('(prefers-reduced-motion: reduce)').matches]),
        [colorScheme === 'dark', reducedMotion]);
    });
  }

  test('keeps the errors and warnings of the console, and fails a test that does not expect them', async () => {
    const noisy = await browser.newPage();
    await noisy.goto(`${server.url}noisy.html`);
    await noisy.waitFor(() => document.title === 'Thrown');
    await until('three messages', async () => (await noisy.consoleMessages()).length === 3);
    const messages = await noisy.consoleMessages();
    await noisy.close();
    for (const [type, text] of /** @type {const} */ ([['error', /^an early error$/], ['warning', /^an early warning$/], ['error', /an uncaught error$/]])) {
      assert.equal(messages.filter((m) => m.type === type && text.test(m.text)).length, 1, `${text}`);
    }
    const other = await browser.newPage();
    await other.goto(`${server.url}noisy.html`);
    await other.waitFor(() => document.title === 'Thrown');
    other.expectErrors(/early/);
    await assert.rejects(other.close(), /errors in the page:\n.*an uncaught error/);
  });

  test('hears of each error that nothing has caught, wherever it is', async () => {
    const failing = await browser.newPage();
    failing.expectErrors(/./);
    await failing.goto(`${server.url}failing.html`);
    for (const place of ['the page', 'a frame', 'DedicatedWorkerGlobalScope', 'SharedWorkerGlobalScope', 'ServiceWorkerGlobalScope']) {
      for (const error of [`thrown in ${place}`, `rejected in ${place}`]) {
        await until(error, async () => (await failing.consoleMessages()).some(({type, text}) => type === 'error' && text.includes(error)));
      }
    }
    await failing.evaluate(() => void setTimeout(() => {
      setTimeout(() => location.assign('next.html'));
      throw new Error('thrown before the page was left');
    }));
    await failing.waitFor(() => document.title === 'Next');
    assert.ok((await failing.consoleMessages()).some(({text}) => text.includes('before the page was left')));
    await failing.close();
  });

  test('has storage of its own', async () => {
    await open();
    await page.evaluate(() => localStorage.setItem('kept', 'yes'));
    for (const time of ['beside the other', 'again']) {
      const other = await browser.newPage();
      await other.goto(server.url);
      assert.equal(await other.evaluate(() => localStorage.getItem('kept')), null, time);
      await other.evaluate(() => localStorage.setItem('kept', 'too'));
      await other.close();
    }
  });

  test('is offline without a server', async () => {
    await open();
    const reaches = () => page.evaluate(() => fetch('result.json').then(() => true, () => false));
    assert.equal(await reaches(), true);
    const other = await startServer({root});
    await page.goto(other.url);
    assert.equal(await reaches(), true);
    await other.stop();
    assert.equal(await reaches(), false);
    const again = await startServer({root, port: other.port});
    assert.equal(await reaches(), true);
    await again.stop();
  });

  // Where a page is narrower than the window of WebKit it stands in a frame.
  for (const width of engine === 'webkit' ? [320, 1280] : [320]) {
    test(`opens a file, ${width} px wide`, async () => {
      const opened = await browser.newPage({width});
      await opened.goto(`file://${root}/next.html`);
      await opened.byRole('heading', 'Next');
      assert.equal(await opened.evaluate(() => innerWidth), width);
      assert.equal(await opened.url(), `file://${root}/next.html`);
      await opened.close();
    });
  }

  // What runs in the page, or in no browser at all, is the same in all engines.
  if (engine === 'chromium') {
    test('finds elements by role, name and text, in shadow trees too', async () => {
      await open();
      for (const [role, name, selector] of /** @type {[string, string | RegExp, string][]} */ ([
        ['button', 'Save all', '#save'], ['button', /^never$/i, '#disabled'], ['region', 'Fields', 'section:nth-of-type(2)'],
        ['textbox', 'Your name', '#name'], ['group', 'Strategy', 'fieldset'], ['combobox', 'Fields View', '#view'], ['slider', 'Crash', '#crash'],
      ])) {
        assert.ok(await (await page.byRole(role, name)).evaluate((el, wanted) => el.matches(wanted), selector), `${role} ${name}`);
      }
      assert.equal((await page.allByRole('button', 'Close')).length, 1, 'what is hidden is not found');
      assert.equal(await (await page.byText('Far below')).evaluate((el) => el.id), 'below');
      await (await page.byRole('button', 'In Slotted')).click();
      await says('clicked in the shadow');
      await assert.rejects(page.byRole('button', 'Svae', {timeout_ms: 0}), /button Svae: found 0 .*\n {2}button "Save all"\n {2}button "Close"\n/);
      await assert.rejects(page.byRole('button', 'Twin', {timeout_ms: 0}), /found 2 /);
      await assert.rejects(page.byText('Nowhere', {timeout_ms: 0}), /found 0 /);
    });

    test('waits until the page is settled', async () => {
      await open('next.html');
      await page.evaluate(() => {
        const notice = Object.assign(document.createElement('p'), {id: 'notice'});
        document.body.append(notice); // as the playground has, which says whether it is settled
      });
      assert.equal(await page.meanwhile(() => page.evaluate(() => 'settled' in document.documentElement.dataset)), false);
      await page.meanwhile(() => page.evaluate(() => void setTimeout(() => {
        document.title = 'Settled';
        document.documentElement.dataset.settled = '';
      }, 100)));
      assert.equal(await page.evaluate(() => document.title), 'Settled');
    });

    test('fails in the end of a page that no test has closed', async () => {
      const untold = /** @type {any} */ ({takeMessages: async () => [{type: 'error', text: 'nobody looked'}], close: async () => {}});
      const other = new Browser('chromium', {newPage: async () => untold, close: async () => {}}, {path: '', remove() {}});
      await other.newPage();
      await assert.rejects(other.close(), /that no test has closed: errors in the page:\n {2}nobody looked/);
    });

    test('finds accessibility violations', async () => {
      await open('flawed.html');
      assert.deepEqual((await page.axe()).map(({id}) => id), ['image-alt']);
    });
  }
});

/** @param {Buffer} png */
function pngSize(png) {
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  return {width: png.readUInt32BE(16), height: png.readUInt32BE(20)};
}
