// The page in every state: presets and embeds, accessible in light and dark at
// each width, within its policy and its origin, and through reload and back.
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {fragmentOf, looks, OF_THE_STORY, open, openViewMenu, overflow, panels, picture, row, rowSays, startSite, tooSmall} from './page-site.mjs';

const engine = engineUnderTest();
const EMBEDDED = ['article', 'bank-down', 'bank-peak', 'crash-before-sync', 'write-behind'];

/** A story of words without an end, as long as the format lets each of them be. */
function endless() {
  const w = (/** @type {number} */ length) => 'W'.repeat(length);
  const key = w(64);
  return {
    version: 1, name: w(100), text: w(1000), ask: {question: w(300), choices: [w(100), `${w(99)}X`], decides: 'C1/2.ok'},
    names: {client: w(60), manager: w(60), cache: w(60), accessor: w(60), source: w(60)},
    labels: {get: w(60), create: w(60), 'cache.get': w(60), 'source.save': w(60)},
    source: {writeLatency: '1s', records: {other: {[w(200)]: w(300)}}},
    clients: [
      {name: w(60), ops: [{op: 'create', key, value: {[w(200)]: w(500)}}, {op: 'get', key, think: '2s'}]},
      {ops: [{op: 'edit', key: 'other', value: w(500)}]},
    ],
    faults: [{fault: 'evict', at: '1s', key}],
    explore: {faults: {crash: 1}},
    compare: [{name: `A${w(99)}`, write: 'write-behind', text: w(1000)}, {name: `B${w(99)}`, write: 'write-around'}],
  };
}

describe(`the page in ${engine}`, () => {
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

  /** That nothing was written to the console, reported against the policy, or asked of another origin. */
  const clean = async () => {
    assert.deepEqual(await page.consoleMessages(), []);
    assert.deepEqual(site.reports, []);
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({name}) => name));
    assert.deepEqual(asked.filter((url) => !url.startsWith(site.url) && !url.startsWith('data:')), []);
  };

  describe('opens', () => {
    before(async () => {
      page = await browser.newPage({width: 1280, height: 900});
    });
    after(() => page.close());
    afterEach(clean);

    // How each opens in its place is tested with the stories.
    for (const preset of EMBEDDED) {
      test(`the preset ${preset} as an embed`, async () => {
        await open(page, `${site.url}?embed&preset=${preset}`);
        const heading = await page.evaluate(() => document.querySelector('h1')?.textContent);
        assert.ok(heading);
        assert.ok((await panels(page)).length > 0);
        assert.equal((await page.allByRole('alert')).length, 0);
        assert.equal(await overflow(page), '');
        const raw = await page.evaluate(() => /[{}]|undefined|NaN|\[object/.exec(document.body.innerText)?.input ?? '');
        assert.equal(raw, '');
        await picture(page, `preset-${preset}-embed`);
      });
    }

    test('an embed with strip, sentence, diagram, a crash and the scenario’s controls only', async () => {
      await open(page, `${site.url}?embed&preset=write-behind`);
      await page.byRole('button', 'Write Behind');
      await page.byText(/The first payment is answered/);
      await page.byRole('slider', 'The Bank takes, to write');
      await page.byRole('slider', 'The worker waits');
      await page.byRole('slider', 'Workers');
      await page.byRole('slider', 'Crash');
      await page.byRole('slider', 'Position');
      assert.equal((await page.allByRole('slider')).length, 5);
      assert.deepEqual((await page.allByRole('heading', /Where does|^Stories$/)).length, 0);
      assert.deepEqual(await panels(page), ['Write Through', 'Write Behind']);
      await (await page.byRole('slider', 'The worker waits')).press('End');
      await until('the figures to follow', async () => /2.5 s|10.5 s|[0-9.]+ s$/.test(await row(page, 'Write Behind')));
    });

    test('the article, with a message, for a preset that does not exist', async () => {
      for (const name of ['', '<img src=x onerror=alert(1)>']) {
        await open(page, `${site.url}?preset=${encodeURIComponent(name)}`);
        const notice = await page.byRole('alert');
        assert.equal(await notice.text(), `There is no preset “${name}”. Here is the article instead.`);
        assert.match(await row(page, 'Write Behind'), /7 s$/);
        await (await page.byRole('slider', 'The worker waits')).press('ArrowRight');
        await until('the figures to follow', async () => /7.25 s$/.test(await row(page, 'Write Behind')));
      }
      await open(page, `${site.url}?preset=no-such&embed`);
      await page.byRole('alert');
    });

    test('again with what the reader has set, and by the back button', async () => {
      await open(page, site.url);
      await (await page.byRole('slider', 'The worker waits')).press('End');
      const crash = await page.byRole('slider', 'Crash');
      await crash.press('Home');
      await until('the crash', async () => /at 0 s/.test(await crash.evaluate((el) => el.getAttribute('aria-valuetext'))));
      await page.reload();
      /** @param {string[]} values */
      const set = async (values) => assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('#crash, #controls input')]
        .map((el) => el.getAttribute('aria-valuetext'))), values);
      await set(['at 0 s', '2 s', '12.5 s']);
      await (await page.byRole('button', 'Back to the original')).click();
      await until('the figures', async () => /7 s$/.test(await row(page, 'Write Behind')));
      await (await page.byRole('button', 'Undo')).click();
      await until('the crash again', async () => !/7 s$/.test(await row(page, 'Write Behind')));
      await (await page.byRole('button', 'Redo')).click();
      const first = async () => {
        await until('the figures', async () => /7 s$/.test(await row(page, 'Write Behind')));
        await set(['no crash', '2 s', '5 s']);
        assert.ok(await page.evaluate(() => {
          const slider = /** @type {HTMLInputElement} */ (document.getElementById('crash'));
          return Number(slider.max) - Number(slider.value) < 1;
        }), 'the marker is at its end');
      };
      await first();
      await page.goto(`${site.url}?preset=write-around`);
      await page.back();
      await first();
      await page.byRole('heading', /Where does the client wait/);
    });
  });

  describe('is accessible', () => {
    /** Each state follows the one before, where it does not open the page anew. @type {[name: string, query: string | null, change: () => Promise<void>][]} */
    const STATES = [
      ['first screen', '', async () => {}],
      ['with the menu open, a position and large diagrams', null, async () => {
        const [diagram] = await page.allByRole('group', /^Sequence diagram/);
        for (let i = 0; i < 4; i++) await diagram.press('ArrowDown');
        await diagram.press('+');
        await openViewMenu(page);
      }],
      ['with a crash, and who is who', null, async () => {
        await (await page.byRole('button', 'Who is who in the diagrams')).press('Enter');
        const crash = await page.byRole('slider', 'Crash');
        await crash.press('ArrowLeft');
        for (let i = 0; i < 5; i++) await crash.press('PageDown');
        await page.byText(/^Write Behind: the write is lost/);
        await rowSays(page, 'Write Around', /read fails$/);
      }],
      ['Write Around chosen', null, async () => {
        await (await page.byRole('button', 'Write Around')).press('Enter');
        await page.byRole('region', 'Write Around');
        await (await page.byRole('button', 'Copy link')).press('Enter');
        await page.byText(/link is/);
      }],
      ['a question', '?preset=crash-before-sync', async () => {}],
      ['a question answered', null, async () => {
        await (await page.byRole('button', 'No')).press('Enter');
        await page.byText(/^Not so/);
      }],
      ['a question in an embed', '?embed&preset=write-around', async () => {}],
      ['an old copy', null, async () => {
        await (await page.byRole('button', 'Just show me')).press('Enter');
      }],
      ['failures, an outage and an open breaker', '?preset=bank-down', async () => {
        await (await page.byRole('button', 'Just show me')).press('Enter');
      }],
      ['with a message', '?preset=no-such', async () => {}],
    ];

    // Most of the time is axe's. On a phone all states are judged, in a wide window the first.
    for (const {width, colorScheme} of looks([1280, 320])) {
      test(`${width} px wide and ${colorScheme}`, async () => {
        page = await browser.newPage({width, height: 900, colorScheme});
        const found = [];
        let within = ''; // all of the page in the first state, then what differs
        for (const [i, [name, query, change]] of STATES.entries()) {
          if (width > 320 && i > 0) break;
          if (query !== null) await open(page, site.url + query);
          await change();
          assert.equal(await overflow(page), '', name);
          assert.deepEqual(width === 320 ? await tooSmall(page) : [], [], name);
          await picture(page, `${name.replaceAll(/[ ,]+/g, '-')}-${width}-${colorScheme}`);
          await clean();
          for (const {id, nodes} of await page.axe({within})) {
            found.push(`${name}: ${id}: ${nodes.map((node) => node.html.slice(0, 200)).join('\n')}`);
          }
          within = OF_THE_STORY;
          // What axe itself does to look at the page is not the page's.
          site.reports.length = 0;
        }
        assert.deepEqual(found, []);
        await page.close();
      });
    }
  });

  test('it is as wide as its window, whatever the words', async () => {
    page = await browser.newPage({width: 320, height: 900});
    const fragment = fragmentOf({preset: '', patch: endless()});
    const fits = async (/** @type {string} */ name) => {
      assert.equal(await overflow(page), '', name);
      await picture(page, `endless-${name.replaceAll(' ', '-')}`);
    };
    await open(page, `${site.url}#${fragment}`);
    assert.equal((await page.allByRole('alert')).length, 0);
    await fits('a question');
    await (await page.byRole('button', 'Just show me')).press('Enter');
    await fits('a story');
    await page.evaluate(() => {
      for (const drawer of document.querySelectorAll('details')) drawer.open = true;
      for (const button of document.querySelectorAll('.edit-steps')) /** @type {HTMLElement} */ (button).click();
    });
    await fits('all forms');
    await open(page, `${site.url}?view=explore#${fragment}`);
    await (await page.allByRole('button', /step/))[0].click();
    await fits('a counterexample');
    await clean();
    await page.close();
  });
});
