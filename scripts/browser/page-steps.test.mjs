// A strategy of one's own: the lists of steps edited beside their diagrams.
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {hands} from './page-form.mjs';
import {open, pages, startSite} from './page-site.mjs';

const engine = engineUnderTest();

describe(`steps of one’s own in ${engine}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./drivers.mjs').Page} */
  let page;
  const pageLike = pages(() => browser);
  const {becomes, choose, count, fill, focused, press, rowSays, value} = hands(() => page);

  before(async () => {
    browser = await theBrowser();
    site = await startSite({unpacked: true});
  });
  after(async () => {
    await site?.stop();
  });
  afterEach(async () => {
    assert.deepEqual(await page.consoleMessages(), []);
  });

  /** @param {string} [query] */
  const opened = async (query = '') => {
    page = await pageLike({width: 1280, height: 900});
    await open(page, site.url + query);
  };

  /** The steps in an editor. @param {string} of */
  const steps = async (of) => (await page.byRole('region', `The ${of}`)).evaluate((el) =>
    [...el.querySelectorAll('.step-row code')].map((code) => code.textContent));

  /** What is lit in a panel. @param {string} name */
  const lit = async (name) => (await page.byRole('region', name)).evaluate((el) =>
    [...el.querySelectorAll('.steps .current')].filter((step) => step.checkVisibility()).map((step) => step.querySelector('code')?.textContent ?? step.textContent));

  test('moved, lit, and back, by pointer', async () => {
    await opened();
    await press('Edit the write steps of Write Through');
    await becomes('the focus', focused, 'The write steps');
    await press('Move step 3, answer up');
    await becomes('the steps', () => steps('write steps of Write Through'), ['cache.set', 'answer', 'source.save']);
    await becomes('the focus', focused, 'Move step 2, answer up');
    await rowSays('Write Through', /writes at once/);
    await rowSays('Write Behind', /7 s$/);
    await press('Step forward');
    await until('the first step to be lit in the editor', async () => {
      await press('Step forward');
      return (await lit('Write Through')).join() === 'cache.set';
    });
    await press('Back to Write Through');
    await rowSays('Write Through', /writes in 2 s/);
    await becomes('the steps', () => steps('write steps of Write Through'), ['cache.set', 'source.save', 'answer']);
    assert.equal(await count('button', 'Back to Write Through'), 0);
    await press('Undo');
    await rowSays('Write Through', /writes at once/);
    await press('Undo');
    await rowSays('Write Through', /writes in 2 s/);
    await press('Done');
    await becomes('the focus', focused, 'Edit the write steps of Write Through');
  });

  test('what cannot work is kept with what is wrong, by keyboard, over a reload', async () => {
    await opened();
    await (await page.byRole('button', 'Edit the write steps of Write Behind')).press('Enter');
    await (await page.byRole('button', 'Move step 2, answer up')).press('Space');
    const flaw = /^"answer" comes before anything could be known: put "cache\.set"/;
    await page.byText(flaw);
    await page.byText(/^This list cannot work\. The diagram still shows the last one that could\.$/);
    await rowSays('Write Behind', /7 s$/);
    await becomes('the focus', focused, 'Move step 1, answer up');
    await page.reload();
    await page.byText(flaw);
    // Also where a story, which has something unfinished too, is passed on the way to it.
    await page.evaluate(() => localStorage.setItem('cacheplay.drafts.1.paid-twice',
      String(localStorage.getItem('cacheplay.drafts.1.article')).replace('compare[1].write', 'compare[0].read')));
    await page.goto(`${site.url}?preset=ttl`);
    await page.evaluate(() => {
      const open = (/** @type {string} */ preset) => /** @type {HTMLElement} */ (document.querySelector(`.card[data-preset="${preset}"]`)).click();
      const {pushState} = history;
      history.pushState = (...to) => {
        history.pushState = pushState;
        history.pushState(...to);
        open('article');
      };
      open('paid-twice');
    });
    await page.byText(flaw);
    await becomes('the steps', () => steps('write steps of Write Behind'), ['answer', 'cache.set+queue.put']);
    await choose('Taken by', 'client');
    await page.byText(/^"cache\.set\+queue\.put" requires "by": "manager"/);
    await (await page.byRole('button', 'Remove step 2, cache.set+queue.put')).press('Enter');
    await page.byText(/^the write never reaches the source/);
    await becomes('the focus', focused, 'Remove step 1, answer');
    await choose('Add a step', 'source.save');
    await (await page.byRole('button', 'Add')).press('Enter');
    await (await page.byRole('button', 'Move step 1, answer down')).press('Enter');
    await rowSays('Write Behind', /writes in 2 s/);
    await becomes('the steps', () => steps('write steps of Write Behind'), ['source.save', 'answer']);
    await becomes('the focus', focused, 'Move step 2, answer down');
    assert.equal(await count('button', 'Edit the worker steps of Write Behind'), 0, 'nothing goes through the queue any more');
    // These are the steps of a strategy that has a name.
    await page.byText(/the first read, which waits for the Awesome Bank database/);
    await page.reload();
    await rowSays('Write Behind', /writes in 2 s/);
    assert.equal(await count('button', 'Done'), 0, 'nothing is unfinished');
  });

  test('for all variants, beside another, with a wait, and the worker’s', async () => {
    await opened();
    await press('Edit the read steps of Write Through');
    await choose('Changes apply to', 'all');
    for (const step of ['cache.get', 'answer-on-hit', 'cache.set']) {
      await press(new RegExp(`^Remove step \\d, ${step}$`));
    }
    for (const name of ['Write Through', 'Write Behind', 'Write Around']) await rowSays(name, /reads in 1\.5 s/);
    await press('Done');

    await press('Edit the worker steps of Write Behind');
    await choose('Add a step', 'wait');
    await press('Add');
    await page.byText(/^a "wait" at the end changes nothing$/);
    await press('Move step 4, wait up');
    await press('Move step 3, wait up');
    await rowSays('Write Behind', /8 s$/);
    await fill('Each wait lasts', '3s');
    await rowSays('Write Behind', /10 s$/);
    await fill('Each wait lasts', 'ages');
    await page.byText(/^"ages" is not a duration/);
    await fill('Each wait lasts', '3s');
    await press('Change a copy of Write Behind');
    await page.byRole('region', 'Write Behind, changed');
    await page.byRole('region', 'The worker steps of Write Behind, changed');
    await press('Remove step 2, wait');
    await rowSays('Write Behind, changed', /7 s$/);
    await rowSays('Write Behind', /10 s$/);
    await becomes('the editors', () => count('button', 'Done'), 1);
  });

  test('a client’s own list is shown as such', async () => {
    await opened('?preset=ttl');
    await page.byText('write of Bank clerk, by the client');
    assert.equal(await count('button', /^Edit the write steps/), 0);
    await (await page.byText('Change the story')).click();
    await choose('Writes by of client 2', '');
    await page.byRole('button', 'Edit the write steps of A copy that expires');
    await choose('Reads by of client 1', 'no-cache');
    await page.byText('read of Traveller, by the client');
    assert.equal(await value('combobox', 'Reads by of client 1'), 'no-cache');
  });
});
