// Variants compared: one to four side by side on one axis, with how each differs
// from the first. How many stand in a row is tested in web/picture/layout.test.js,
// the words of the differences in wasm/view.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser} from './drivers.mjs';
import {fragmentOf, open, overflow, picture, row, shows, startSite, touch} from './page-site.mjs';

const engine = engineUnderTest();

/** The article in four variants: two strategies, and one of them with another delay and with a crash. */
const FOUR = fragmentOf({
  preset: 'article',
  patch: {compare: [
    {name: 'Behind', write: 'write-behind'},
    {name: 'Through', write: 'write-through'},
    {name: 'Sooner', write: 'write-behind', writeBehind: {writeDelay: '2s'}},
    {name: 'Crashed', write: 'write-behind', faults: [{fault: 'crash', at: '3s'}]},
  ]},
  shown: [0, 1, 2, 3],
});
const NAMES = ['Behind', 'Through', 'Sooner', 'Crashed'];

describe(`variants compared in ${engine}`, () => {
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

  /** Where the diagrams stand: left edges, tops and heights of their bodies, and how many lifelines each has. */
  const layout = () => page.evaluate(() => [...document.querySelectorAll('#panels .diagram')].map((el) => {
    const {x, y, height} = /** @type {Element} */ (el.querySelector('.diagram-body')).getBoundingClientRect();
    return {x: Math.round(x), y: Math.round(y + scrollY), height: Math.round(height), lifelines: el.querySelectorAll('.diagram-header rect').length};
  }));
  /** @param {string} name */
  const difference = async (name) => (await page.byRole('region', name)).evaluate((el) => el.querySelector('p.difference').innerText.replace(/\s+/g, ' ').trim());
  /** The labels of what is marked. @param {string} name @returns {Promise<string[]>} */
  const marked = async (name) => (await page.byRole('region', name)).evaluate((el) =>
    [...el.querySelectorAll('.event:has(.difference)')].map((event) => event.querySelector('.label, .crash-words').textContent));

  test('four two by two at 1280 px, on one axis, with one position', async () => {
    page = await browser.newPage({width: 1280, height: 900});
    await open(page, `${site.url}#${FOUR}`);
    await shows(page, NAMES);
    const four = await layout();
    assert.equal(new Set(four.map(({x}) => x)).size, 2);
    assert.deepEqual([four[0].y, four[2].y], [four[1].y, four[3].y], JSON.stringify(four));
    assert.equal(new Set(four.map(({height, lifelines}) => `${height} ${lifelines}`)).size, 1, JSON.stringify(four));
    assert.equal(four[0].lifelines, 5);
    assert.equal(await overflow(page), '');
    await picture(page, 'compare-four-1280');

    const [view] = await page.allByRole('group', /^Sequence diagram/);
    for (let i = 0; i < 4; i++) await view.press('ArrowDown');
    const lines = await page.evaluate(() => [...document.querySelectorAll('.cursor')].map((el) => Math.round(el.getBoundingClientRect().y - (el.parentElement?.getBoundingClientRect().y ?? 0))));
    assert.equal(lines.length, 4);
    assert.equal(new Set(lines).size, 1, 'one line over each, at the same height');

    // Each may leave but the last; what is compared with is always the first.
    await (await page.byRole('button', 'Behind')).press('Space');
    await shows(page, ['Through', 'Sooner', 'Crashed']);
    assert.equal(await difference('Through'), '');
    assert.match(await difference('Sooner'), /^Compared with Through: the write is answered at once instead of in 2 s; .* after 4 s instead of after 2 s\. ≠ marks where\.$/);
    for (const name of ['Sooner', 'Through']) await (await page.byRole('button', name)).press('Enter');
    await shows(page, ['Crashed']);
    assert.equal(await difference('Crashed'), '');
    assert.ok(await page.evaluate(() => (document.querySelector('.diagram')?.getBoundingClientRect().width ?? 0) > 600), 'it has all the room');
  });

  test('says how each differs, and marks where', async () => {
    await (await page.byRole('button', 'Behind')).click();
    await (await page.byRole('button', 'Sooner')).click();
    await shows(page, ['Behind', 'Sooner', 'Crashed']);
    assert.equal(await difference('Sooner'), 'Compared with Behind: the Awesome Bank database has it after 4 s instead of after 7 s.');
    assert.deepEqual(await marked('Sooner'), [], 'the same happens, only at other times');
    assert.equal(await difference('Crashed'), 'Compared with Behind: the write is lost. ≠ marks where.');
    assert.deepEqual(await marked('Crashed'), ['crash']);
    assert.deepEqual(await marked('Behind'), []);
    // In the table of events as well.
    await (await page.byRole('button', 'The same in words')).click();
    await page.byRole('button', '≠ Resource Manager: crash');
    await page.byText('≠ marks what is not so in Behind.');
    assert.deepEqual(await page.consoleMessages(), []);
    await page.close();
  });

  test('two by two where four have no room, and one on a phone, by touch', async () => {
    page = await browser.newPage({width: 1000, height: 900});
    await open(page, `${site.url}#${FOUR}`);
    await shows(page, NAMES);
    const four = await layout();
    assert.equal(new Set(four.map(({x}) => x)).size, 2);
    assert.deepEqual([four[0].y, four[2].y], [four[1].y, four[3].y]);
    assert.equal(await overflow(page), '');
    await page.close();

    page = await browser.newPage({width: 375, height: 700});
    await open(page, `${site.url}#${FOUR}`);
    await shows(page, ['Crashed']);
    await touch(browser, await page.byRole('button', 'Through'));
    await shows(page, ['Through']);
    assert.equal(await difference('Through'), '');
    assert.match(await row(page, 'Crashed'), /never lost$/);
    assert.equal(await overflow(page), '');
    assert.deepEqual(await page.consoleMessages(), []);
    await page.close();
  });
});
