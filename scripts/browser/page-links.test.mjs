// Links hold what the reader has set. One that cannot be opened is remarked on,
// and what is on the page stays. How links are written and read, and that they run
// to the same results everywhere, is tested in web/scenario and web/engine.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {after, afterEach, before, describe, test} from 'node:test';
import {hashOf, readLink} from '../../web/scenario/link.js';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {fragmentOf, open, openViewMenu, panels, rowSays, shows, startSite} from './page-site.mjs';
import {PROJECT} from './sites.mjs';

const engine = engineUnderTest();

describe(`links in ${engine}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./drivers.mjs').Page} */
  let page;

  before(async () => {
    browser = await theBrowser();
    site = await startSite({unpacked: true});
    page = await browser.newPage({width: 1280, height: 900});
  });
  afterEach(async () => {
    assert.deepEqual(await page.consoleMessages(), []);
  });
  after(async () => {
    await site?.stop();
  });

  /** @param {string} fragment */
  const follow = async (fragment) => {
    await page.goto('about:blank');
    await page.goto(`${site.url}#${fragment}`);
  };
  const notice = async (/** @type {RegExp} */ words) => assert.match(await (await page.byRole('alert')).text(), words);
  const address = (/** @type {RegExp} */ like) => until(`the address ${like}`, async () => like.test(await page.url()));

  test('show a page that was changed in place as one that is drawn anew', async () => {
    const drawn = () => page.evaluate(() => [...document.querySelectorAll('#strip svg, .panels .diagram svg, .panels .sentence')].map((part) => part.outerHTML));
    for (const [story, name, keys] of /** @type {const} */ ([
      ['bank-down', 'Time-out', ['End', 'PageDown']], ['write-behind', 'The worker waits', ['ArrowRight', 'Home']]
    ])) {
      await open(page, `${site.url}?preset=${story}`);
      if (story.startsWith('bank')) await (await page.byRole('button', 'Just show me')).click();
      const slider = await page.byRole('slider', name);
      let before = await drawn();
      for (const key of keys) {
        await slider.press(key);
        await until(`another picture after ${key}`, async () => String(before) !== String(before = await drawn()));
      }
      await (await page.byRole('button', 'Copy link')).click();
      await address(/#1\.[\w-]+$/);
      const fragment = (await page.url()).split('#')[1];
      await page.evaluate(() => localStorage.clear());
      await follow(fragment);
      if (story.startsWith('bank')) await (await page.byRole('button', 'Just show me')).click();
      assert.deepEqual(await drawn(), before, `${story} with another ${name}`);
    }
  });

  test('hold what the reader has set and where he stands, and show it elsewhere', async () => {
    await open(page, site.url);
    await (await page.byRole('slider', 'The worker waits')).press('ArrowLeft');
    await rowSays(page, 'Write Behind', /6.75 s$/);
    await (await page.byRole('button', 'Write Around')).click();
    await shows(page, ['Write Through', 'Write Behind', 'Write Around']);
    const height = () => page.evaluate(() => document.querySelector('.diagram-body')?.getBoundingClientRect().height ?? 0);
    const inTime = await height();
    await openViewMenu(page);
    await (await page.byRole('radio', 'order')).click();
    await until('the diagrams in order', async () => (await height()) < inTime - 100);
    const diagram = await page.byRole('group', /^Sequence diagram of Write Behind/);
    for (let i = 0; i < 4; i++) await diagram.press('ArrowDown');
    const stand = () => page.evaluate(() => [document.querySelector('.clock')?.textContent, document.querySelectorAll('.event.now').length,
      /** @type {HTMLInputElement} */ (document.querySelector('[data-act="scrub"]')).value,
      /** @type {HTMLInputElement} */ (document.querySelector('input[name="scale"]:checked')).value]);
    const here = await stand();
    await (await page.byRole('button', 'Copy link')).click();
    await address(/#1\.[\w-]+$/);
    const url = await page.url();
    assert.ok(url.length < 400, `it is ${url.length} characters long`);

    await follow(url.split('#')[1]);
    await rowSays(page, 'Write Behind', /6.75 s$/);
    await shows(page, ['Write Through', 'Write Behind', 'Write Around']);
    assert.deepEqual(await stand(), here);
    // What is changed is kept under the link, and its own work stays the reader's.
    await (await page.byRole('slider', 'The worker waits')).press('Home');
    await rowSays(page, 'Write Behind', / 2 s$/);
    await page.reload();
    await rowSays(page, 'Write Behind', / 2 s$/);
    await page.goto(site.url);
    await rowSays(page, 'Write Behind', /6.75 s$/);
  });

  test('know the preset that they were made from, and say where it is another one now', async () => {
    await open(page, `${site.url}?preset=ttl`);
    await (await page.byRole('button', 'Copy link')).click();
    await address(/#1\.[\w-]+$/);
    const {preset, patch, of} = await readLink((await page.url()).split('#')[1], {variants: 4, depth: 64});
    assert.deepEqual({preset, patch, of}, {preset: 'ttl', patch: {}, of: hashOf(JSON.parse(readFileSync(path.join(PROJECT, 'wasm/scenario/presets/ttl.json'), 'utf8')))});

    const change = {preset: 'article', patch: {source: {writeLatency: '3s'}}};
    await follow(fragmentOf({...change, of: 'another'}));
    await notice(/^This story has been changed since the link was made\./);
    await rowSays(page, 'Write Through', /3 s$/);
    await follow(fragmentOf(change)); // an older link does not know it
    await rowSays(page, 'Write Through', /3 s$/);
    assert.equal((await page.allByRole('alert')).length, 0);
  });

  test('leave the address once it asks for something else, and the work stays where it is', async () => {
    await open(page, `${site.url}?preset=write-behind`);
    const press = async (/** @type {string} */ name) => (await page.byRole('button', name)).click();
    await press('Copy link');
    await address(/#1\.[\w-]+$/);
    const waits = (/** @type {string} */ value) => until(`the worker to wait ${value}`, async () =>
      await (await page.byRole('slider', 'The worker waits')).evaluate((el) => el.getAttribute('aria-valuetext')) === value);
    const change = async (/** @type {string} */ key) => (await page.byRole('slider', 'The worker waits')).press(key);
    await change('ArrowLeft');
    await address(/\?preset=write-behind$/);
    await press('Copy link');
    await address(/#1\.[\w-]+$/);
    await press('What can go wrong?');
    await address(/\?preset=write-behind&view=explore$/);
    await press('What happens');
    await change('Home');
    await waits('0 s');
    await page.back();
    await page.back();
    await address(/\?preset=write-behind$/);
    await press('Undo');
    await waits('950 ms');
    await press('Copy link');
    await address(/#1\.[\w-]+$/);
    await page.reload();
    await change('Home');
    await address(/\?preset=write-behind$/);
  });

  for (const {what, fragment, words} of [
    {what: 'one that cannot be read', fragment: fragmentOf({preset: 'article', patch: {}}).slice(0, -5), words: /cannot be read/},
    {what: 'one with a scenario that is wrong', fragment: fragmentOf({preset: 'article', patch: {cache: {ttl: '5 parsecs'}}}), words: /cache\.ttl: "5 parsecs" is not/},
  ]) {
    test(`of ${what} say so, and the page stays`, async () => {
      await follow(fragment);
      await notice(words);
      await (await page.byRole('slider', 'The worker waits')).press('Home');
      await rowSays(page, 'Write Behind', / 2 s$/);
      assert.equal((await page.allByRole('alert')).length, 0, 'after a change it is said no more');
      // Also while the page is open: nothing of what is on it is lost.
      await page.evaluate(() => {
        location.hash = '';
      });
      await page.evaluate((fragment) => {
        location.hash = fragment;
      }, fragment);
      await notice(words);
      await rowSays(page, 'Write Behind', / 2 s$/);
      await (await page.byRole('button', 'Undo')).click();
      await rowSays(page, 'Write Behind', / 7 s$/);
      await page.evaluate(() => localStorage.clear());
    });
  }

  test('that are typed into the address open in place, and the way back leads to the work before', async () => {
    await open(page, site.url);
    await (await page.byRole('slider', 'The worker waits')).press('Home');
    await rowSays(page, 'Write Behind', / 2 s$/);
    await page.evaluate((fragment) => {
      document.body.dataset.same = '';
      location.hash = fragment;
    }, fragmentOf({preset: 'article', patch: {source: {writeLatency: '3s'}}, shown: [1, 2]}));
    await shows(page, ['Write Behind', 'Write Around']);
    await rowSays(page, 'Write Through', /3 s$/);
    await page.back();
    await rowSays(page, 'Write Behind', / 2 s$/);
    await shows(page, ['Write Through', 'Write Behind']);
    assert.ok(await page.evaluate(() => 'same' in document.body.dataset), 'the page was not loaded anew');
    await (await page.byRole('button', 'Undo')).click();
    await rowSays(page, 'Write Behind', / 7 s$/);
  });

  test('with script in every text are harmless', async () => {
    const evil = '<img src=x onerror="document.title=\'hacked\'"><script>document.title="hacked"</script>';
    const [short, shorter] = [evil.slice(0, 60), evil.slice(0, 64)];
    await follow(fragmentOf({preset: '', patch: {
      version: 1, name: evil.slice(0, 100), text: evil,
      names: {manager: short, cache: short, accessor: short, source: short},
      labels: {create: short, get: short, 'cache.set': short},
      clients: [{name: short, ops: [{op: 'create', key: shorter, value: evil}, {op: 'get', key: shorter}]}],
      compare: [{name: short, write: 'write-behind', faults: [{fault: 'crash', at: '0s'}], text: evil}, {name: `${short}2`, write: 'write-around'}],
      ask: {question: evil, choices: [evil.slice(0, 100), short], decides: 'write.lost'}, controls: ['source.writeLatency'],
    }}));
    await (await page.byRole('button', 'Just show me')).click();
    assert.equal((await panels(page)).length, 2);
    await (await page.byRole('button', 'The same in words')).click();
    assert.ok(!/hacked/.test(await page.evaluate(() => document.title.replaceAll(/['"=]hacked|hacked['"]/g, ''))));
    assert.equal(await page.evaluate(() => document.querySelectorAll('main script, main img').length), 0);
    assert.match(await page.evaluate(() => document.querySelector('h1')?.textContent ?? ''), /<img src=x/);
  });
});
