// The player, undo and redo, and links: what a reader changes can be stepped
// through, taken back and handed on.
import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import {deflateRawSync} from 'node:zlib';
import {engineUnderTest, launch, until} from './drivers.mjs';
import {open, panel, ready, row, startSite} from './page-site.mjs';

const engine = engineUnderTest();

describe(`the player in ${engine}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./drivers.mjs').Page} */
  let page;

  before(async () => {
    browser = await launch(engine);
    site = await startSite();
    page = await browser.newPage({width: 1280, height: 900});
  });
  beforeEach(() => open(page, site.url));
  after(async () => {
    assert.deepEqual(await page?.consoleMessages(), []);
    await browser?.close();
    await site?.stop();
  });

  /** @param {string} name @param {RegExp} words */
  const rowSays = (name, words) => until(`the row ${name} to say ${words}`, async () => {
      const said = await row(page, name);
      if (!words.test(said)) throw new Error(`it says ${JSON.stringify(said)}`);
      return true;
    });

  /** @param {string} name @param {RegExp} words */
  const panelSays = (name, words) => until(`the panel ${name} to say ${words}`, async () => {
      const said = await panel(page, name);
      if (!words.test(said)) throw new Error(`it says ${JSON.stringify(said)}`);
      return true;
    });

  const position = async () => (await page.byRole('slider', 'Position')).evaluate((el) => [Number(el.value), Number(el.max)]);

  const lit = () => page.evaluate(() => [...document.querySelectorAll('[aria-label="Write Behind"] .current')].map((el) => el.textContent));

  test('steps forward and back, and lights the step of the strategy', async () => {
    const forward = await page.byRole('button', 'Step forward');
    await forward.click();
    assert.equal((await position())[0], 0);
    await panelSays('Write Behind', /^At the start Cache nothing Queue nothing .* nothing$/m);
    await forward.click();
    await panelSays('Write Behind', /^At the start Cache payment \(100 EUR PAYMENT\) – not in the source yet|Cache payment/m);
    assert.deepEqual(await lit(), ['cache.set+queue.put']);
    await (await page.byRole('button', 'Step back')).click();
    await panelSays('Write Behind', /^At the start Cache nothing/m);
    assert.deepEqual(await lit(), []);
  });

  test('plays to the end and stops there, and pauses', async () => {
    await page.evaluate(() => {
      const speed = /** @type {HTMLSelectElement} */ (document.querySelector('[data-act="speed"]'));
      speed.value = '4';
    });
    await (await page.byRole('button', 'Play')).click();
    await until('the position to move', async () => (await position())[0] > 2);
    await (await page.byRole('button', 'Pause')).click();
    const [at] = await position();
    const diagram = await page.byRole('group', /^Sequence diagram of Write Behind/);
    await diagram.press(' ');
    await until('the end', async () => {
      const [now, end] = await position();
      return now === end;
    }, 15_000);
    assert.ok(at > 0);
    await page.byRole('button', 'Play');
    await panelSays('Write Behind', /^At the end Cache payment/m);
  });

  test('scrubs, by keyboard', async () => {
    const slider = await page.byRole('slider', 'Position');
    await slider.press('Home');
    await panelSays('Write Through', /^At the start Cache nothing/m);
    assert.equal(await slider.evaluate((el) => el.getAttribute('aria-valuetext')), 'at the start');
    await slider.press('End');
    await panelSays('Write Through', /^At the end Cache payment/m);
  });

  test('shows order instead of time, and keeps what was chosen', async () => {
    const height = () => page.evaluate(() => document.querySelector('.diagram-body')?.getBoundingClientRect().height ?? 0);
    const inTime = await height();
    await (await page.byRole('radio', 'order')).click();
    await until('the diagram to be lower', async () => (await height()) < inTime - 100);
    await (await page.byRole('radio', 'time')).click();
    await until('the diagram to be as it was', async () => (await height()) === inTime);
  });

  test('the position stays at its time when a delay changes', async () => {
    const slider = await page.byRole('slider', 'Position');
    await slider.press('Home');
    await (await page.byRole('slider', 'The worker waits')).press('ArrowRight');
    await rowSays('Write Behind', /7.25 s$/);
    await panelSays('Write Through', /^At the start Cache nothing/m);
  });

  test('every change is undone and redone, by buttons and by keys', async () => {
    const worker = await page.byRole('slider', 'The worker waits');
    await worker.press('ArrowRight');
    await rowSays('Write Behind', /7.25 s$/);
    const crash = await page.byRole('slider', 'Crash');
    const crashes = (/** @type {string} */ at) => until(`the crash ${at}`, () => crash.evaluate((el, at) => el.getAttribute('aria-valuetext') === at, at));
    await crash.press('Home');
    await crashes('at 0 s');
    await rowSays('Write Behind', /7.25 s safe$/);
    await (await page.byRole('button', 'Undo')).click();
    await rowSays('Write Behind', /7.25 s$/);
    await crashes('no crash');
    await page.keyboard.press('Control+z');
    await rowSays('Write Behind', / 7 s$/);
    assert.equal(await (await page.byRole('button', 'Undo')).evaluate((el) => el.getAttribute('aria-disabled')), 'true');
    await page.keyboard.press('Control+Shift+z');
    await rowSays('Write Behind', /7.25 s$/);
    await (await page.byRole('button', 'Redo')).click();
    await crashes('at 0 s');
  });

  describe('links', () => {
    /** @param {object} linked */
    const fragment = (linked) => `1.${deflateRawSync(JSON.stringify(linked)).toString('base64url')}`;

    /** @param {string} hash */
    const follow = async (hash) => {
      await page.goto('about:blank');
      await page.goto(`${site.url}#${hash}`);
      await ready(page);
    };

    test('hold what the reader has set, and show it elsewhere', async () => {
      await (await page.byRole('slider', 'The worker waits')).press('ArrowLeft');
      await rowSays('Write Behind', /6.75 s$/);
      await (await page.byRole('button', 'Write Around')).click();
      await (await page.byRole('button', 'Copy link')).click();
      await until('the address', async () => /#1\.[\w-]+$/.test(await page.url()));
      const url = await page.url();
      assert.ok(url.length < 400, `it is ${url.length} characters long`);
      const other = await browser.newPage({width: 1280, height: 900});
      await other.goto(url);
      await ready(other);
      assert.match(await row(other, 'Write Behind'), /6.75 s$/);
      assert.equal(await (await other.byRole('button', 'Write Around')).evaluate((el) => el.getAttribute('aria-pressed')), 'true');
      await other.close();
    });

    test('made anywhere, show the same', async () => {
      await follow(fragment({preset: 'article', patch: {source: {writeLatency: '3s'}}, shown: [1, 2]}));
      await rowSays('Write Through', /3 s$/);
      await rowSays('Write Behind', /8 s$/);
      await page.byRole('region', 'Write Around');
    });

    for (const {what, hash, words} of [
      {what: 'a newer version', hash: '2.abc', words: /newer version of this page/},
      {what: 'a cut one', hash: '1.q1YqSy0qzszPU7JSMlCqBQ', words: /cannot be read/},
      {what: 'one that is none', hash: '1.!!!', words: /cannot be read/},
      {what: 'one of nothing known', hash: fragment({preset: 'no-such', patch: {}}), words: /no preset "no-such"/},
    ]) {
      test(`of ${what} say so, and the page stays`, async () => {
        await follow(hash);
        assert.match(await (await page.byRole('alert')).text(), words);
        await rowSays('Write Behind', / 7 s$/);
      });
    }

    test('with a scenario that is wrong say where', async () => {
      await follow(fragment({preset: 'article', patch: {cache: {ttl: '5 parsecs'}}}));
      assert.match(await (await page.byRole('alert')).text(), /cache\.ttl: "5 parsecs" is not/);
    });

    test('with script in every text are harmless', async () => {
      const evil = '<img src=x onerror="document.title=\'hacked\'"><script>document.title="hacked"</script>';
      await follow(fragment({preset: '', patch: {
        version: 1, name: evil.slice(0, 100), text: evil, write: 'write-behind',
        names: {manager: evil.slice(0, 60), cache: evil.slice(0, 60), accessor: evil.slice(0, 60), source: evil.slice(0, 60)},
        labels: {create: evil.slice(0, 60), get: evil.slice(0, 60), 'cache.set': evil.slice(0, 60)},
        clients: [{name: evil.slice(0, 60), ops: [{op: 'create', key: evil.slice(0, 64), value: evil}, {op: 'get', key: evil.slice(0, 64)}]}],
      }}));
      assert.ok(!/hacked/.test(await page.evaluate(() => document.title.replaceAll(/['"=]hacked|hacked['"]/g, ''))));
      assert.equal(await page.evaluate(() => document.querySelectorAll('main script, main img').length), 0);
      assert.match(await page.evaluate(() => document.querySelector('h1')?.textContent ?? ''), /<img src=x/);
    });
  });
});
