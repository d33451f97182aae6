// One journey through every view, as a reader makes it: play, step, crash, fork,
// change by form, explore, open a counterexample, go back, link and reload.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {hands} from './page-form.mjs';
import {open, overflow, panelSays, pointOn, shows, startSite} from './page-site.mjs';

const engine = engineUnderTest();
/** How long the player stays at a stop, in milliseconds. */
const STOP_MS = 700;
/** The width of the crash's marker, in pixels. */
const MARKER = 44;
const CRASHED = 'Write Behind, crash at 0 s';

describe(`a journey in ${engine}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./drivers.mjs').Page} */
  let page;
  const {becomes, count, fill, press, rowSays, value} = hands(() => page);

  before(async () => {
    browser = await theBrowser();
    site = await startSite({unpacked: true});
  });
  after(async () => {
    await site?.stop();
  });

  const position = async () => (await page.byRole('slider', 'Position')).evaluate((el) => Number(el.value));
  const view = () => page.evaluate(() => document.querySelector('main')?.dataset.view);
  const title = () => page.evaluate(() => document.querySelector('[data-part="title"]')?.textContent);

  test('through every view; a reload keeps it, and a link leads there', async () => {
    page = await browser.newPage({width: 1280, height: 900});
    await open(page, site.url);
    await rowSays('Write Behind', /7 s$/);

    await page.clock.hold();
    await press('Play');
    await page.clock.advance(2 * STOP_MS);
    await press('Pause');
    await page.clock.release();
    assert.equal(await position(), 2);
    const diagram = await page.byRole('group', /^Sequence diagram of Write Behind/);
    await diagram.press('Home');
    await page.keyboard.press('ArrowDown');
    await panelSays(page, 'Write Behind', /^At the start CacheManager payment .* Queue nothing/m);

    const crash = await page.byRole('slider', 'Crash');
    await crash.evaluate((el) => el.scrollIntoView({block: 'center', behavior: 'instant'}));
    await page.drag(await pointOn(crash, 1, MARKER), await pointOn(crash, 0.4, MARKER));
    await rowSays('Write Behind', /never lost$/);
    await press('Undo');
    await rowSays('Write Behind', /7 s$/);

    await diagram.press('Home');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.byRole('dialog', /^What if …/);
    await press(/^Crash the Resource Manager/);
    await shows(page, ['Write Behind', CRASHED]);
    await rowSays(CRASHED, /never lost$/);

    await press('All settings');
    await fill('Write delay', '3s');
    await rowSays('Write Behind', /5 s$/);
    assert.equal(await overflow(page), '');

    await press('What can go wrong?');
    await becomes('the counterexample', title, 'Write Behind: what was acknowledged is lost');
    assert.equal(await count('button', /^✗ in \d+ steps: Write Behind, durable$/), 1);
    await press('Open as a story');
    await becomes('the view', view, 'play');
    await page.byRole('group', /^Sequence diagram/);
    assert.equal(await count('button', CRASHED), 0, 'it is a story of its own');
    await page.back();
    await becomes('the counterexample', title, 'Write Behind: what was acknowledged is lost');
    await press('What happens');
    await shows(page, ['Write Behind', CRASHED]);

    await press('Copy link');
    await until('the link', async () => /#1\./.test(await page.url()));
    const link = await page.url();
    await page.reload();
    await page.settled();
    await rowSays('Write Behind', /5 s$/);
    await rowSays(CRASHED, /never lost$/);
    await press('All settings');
    assert.equal(await value('textbox', 'Write delay'), '3s');
    assert.deepEqual(await page.consoleMessages(), []);
    await page.close();

    page = await browser.newPage({width: 1280, height: 900});
    await page.goto(link);
    await page.settled();
    await shows(page, ['Write Behind', CRASHED]);
    await rowSays('Write Behind', /5 s$/);
    assert.deepEqual(await page.consoleMessages(), []);
    await page.close();
  });
});
