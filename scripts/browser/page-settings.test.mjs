// "All settings": found, changed by pointer and by keyboard, for all variants or for
// one, with what is wrong at its place, and nothing lost over a reload.
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {hands} from './page-form.mjs';
import {open, overflow, pages, picture, startSite} from './page-site.mjs';

const engine = engineUnderTest();

describe(`all settings in ${engine}`, () => {
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

  /** @param {string} [query] @param {Partial<import('./drivers.mjs').PageOptions>} [options] */
  const opened = async (query = '', options = {}) => {
    page = await pageLike({width: 1280, height: 900, ...options});
    await open(page, site.url + query);
    await (await page.byText('All settings')).click();
    await page.byRole('searchbox', 'Find a setting');
  };

  /** @param {string} text */
  const search = async (text) => {
    const box = await page.byRole('searchbox', 'Find a setting');
    await box.focus();
    await box.evaluate((el) => el.select());
    if (text) await page.keyboard.type(text);
    else await page.keyboard.press('Backspace');
  };

  const sections = () => page.evaluate(() => [...document.querySelectorAll('#settings h3')]
    .filter((el) => el.checkVisibility()).map((el) => el.firstChild?.textContent));

  /** What is said beside a setting. @param {string} path */
  const about = (path) => page.evaluate((id) => {
    const row = document.getElementById(`setting-${id}`)?.closest('.setting');
    return row instanceof HTMLElement ? row.innerText.replace(/\s+/g, ' ') : '';
  }, path);

  test('are found, changed, marked, reset, and undone', async () => {
    await opened();
    await page.byText(/^\d+ of \d+ settings; the others have no effect on this story\.$/);
    assert.equal(await count('textbox', 'Spread of the time to live'), 0, 'what has no effect is not there');
    await press('Show them all');
    await page.byRole('textbox', 'Spread of the time to live');
    await page.byText(/^\d+ settings; \d+ of them have no effect on this story\.$/);
    await press('Hide those without effect');

    await search('worker may take');
    await becomes('the sections', sections, ['Write behind']);
    await page.byText(/^1 setting found\.$/);
    await search('quantum flux');
    await page.byText('No setting is found.');
    await becomes('the sections', sections, []);
    await search('survive');
    await page.byText('0 of 1 setting found; the other has no effect on this story.');
    await search('');
    await becomes('the first section', async () => (await sections())[0], 'The whole scenario');

    await fill('Write delay', '3s');
    await rowSays('Write Behind', /5 s$/);
    await until('the mark', async () => /changed/.test(await about('writeBehind.writeDelay')));
    // Two drags, of two moves each; the slider is let go while the last is under way.
    for (const [step, said] of /** @type {const} */ ([[16, /5\.2 s$/], [17, /5\.4 s$/], [18, /5\.6 s$/], [19, /5\.8 s$/]])) {
      await (await page.byRole('slider', 'Write delay, as a slider')).evaluate((el, value) => {
        el.focus();
        el.value = value;
        for (const name of value % 2 ? ['input', 'change'] : ['input']) el.dispatchEvent(new Event(name));
      }, step);
      await rowSays('Write Behind', said);
    }
    await press('Reset Write delay to 0s');
    await rowSays('Write Behind', / 2 s$/);
    await becomes('the focus', focused, 'Write delay');
    assert.equal(await value('textbox', 'Write delay'), '');
    for (const said of [/5\.8 s$/, /5\.4 s$/, / 5 s$/]) {
      await press('Undo');
      await rowSays('Write Behind', said);
    }
    await becomes('the delay', () => value('textbox', 'Write delay'), '3s');
    await press('Undo');
    await becomes('the delay', () => value('textbox', 'Write delay'), '5s');
    assert.doesNotMatch(await about('writeBehind.writeDelay'), /changed/);

    await choose('Read latency varies how', 'percentiles');
    await becomes('the median', () => value('textbox', 'Half within (p50) for Read latency'), '1500ms');
    await fill('99 of 100 (p99) for Read latency', '1s');
    await page.byText(/do not go together/);
    await fill('99 of 100 (p99) for Read latency', '3s');
    await until('the mistake to be gone', () => page.evaluate(() => !document.querySelector('[aria-invalid]')));
    await rowSays('Write Around', /reads in (?!1\.5 s)/);
    // What a setting needs to matter comes with it.
    await fill('Time to live', '10s');
    await page.byRole('combobox', 'Time to live starts anew');
    await search('live');
    await page.keyboard.press('Control+z');
    assert.equal(await (await page.byRole('button', 'Redo')).evaluate((el) => el.getAttribute('aria-disabled')), 'true', 'what is searched for has an undo of its own');
  });

  test('numbers with decimals, sections inside sections, bounds that need not be, and lists', async () => {
    await opened('?preset=bank-down');
    assert.deepEqual((await sections()).filter((name) => name?.startsWith('Data Accessor')), ['Data Accessor', 'Data Accessor: backoff', 'Data Accessor: circuit breaker']);
    await fill('Error rate', '0.25');
    await until('the mark', async () => /changed default 0, a number from 0 to 1/.test((await about('source.errorRate')).replace(/(default.*) changed/, 'changed $1')));
    // What means no more than the default stays while somebody goes on typing.
    await fill('Error rate', '0');
    await until('no mark', async () => !/changed/.test(await about('source.errorRate')));
    await page.keyboard.type('.1234');
    await page.byText(/^0\.1234 is not a number from 0 to 1, with at most three decimals/);
    await fill('Error rate', '0');
    await until('the mistake to be gone', () => page.evaluate(() => !document.querySelector('[aria-invalid]')));
    await fill('Pauses grow by', '1.5');
    await until('the mark', async () => /changed/.test(await about('accessor.backoff.multiplier')));
    await press('Reset Pauses grow by to 2');
    assert.match(await about('source.concurrency'), /not set by default, a whole number from 1 to 1000/);
    assert.equal(await (await page.byRole('textbox', 'Calls at the same time')).evaluate((el) => el.placeholder), '');

    // The outages of the source.
    await search('outage');
    await becomes('the sections', sections, ['Source']);
    await becomes('the outages', () => count('textbox', /^Outage to/), 1);
    await press('Add to outages');
    await becomes('the focus', focused, 'Outage from of 2');
    assert.equal(await value('textbox', 'Outage from of 2'), '11000ms');
    await fill('Outage to of 1', '20s');
    await page.byText(/^source\.outages\[1\]\.from: outage 2 begins before the one before it is over/);
    await fill('Outage to of 1', '5s');
    await until('the mistake to be gone', () => page.evaluate(() => !document.querySelector('[aria-invalid]')));
    // By key: what is no mistake any more moves what a pointer would aim at.
    for (const n of [2, 1]) await (await page.byRole('button', `Remove ${n} of outages`)).press('Enter');
    await becomes('the focus', focused, 'Add to outages');
    await press(/^Nothing, until/);
    await rowSays('Write Through', / 20/);
    for (const _ of 'abcd') await press('Undo');
    await becomes('the outages', () => value('textbox', 'Outage to of 1'), '10s');

    // The same by a control that is offered first, which says why it goes back.
    const until10 = await page.byRole('slider', /is out of reach until$/);
    await until10.press('Home');
    await page.byText(/^That cannot be done\. source\.outages\[0\]\.to: /);
    assert.equal(await until10.evaluate((el) => el.getAttribute('aria-valuetext')), '10 s');
    await until10.press('ArrowRight');
    await until('nothing to be said', () => page.evaluate(() => !document.getElementById('controls')?.innerText.includes('cannot be done')));
  });

  test('for one variant, for all, and for a new one', async () => {
    await opened();
    await choose('Changes apply to', '1');
    await fill('Write latency', '4s');
    await rowSays('Write Behind', /9 s$/);
    await rowSays('Write Through', /writes in 2 s/);
    assert.match(await about('source.writeLatency'), /As all variants \(2s\)/);
    await choose('Changes apply to', 'all');
    await becomes('the latency of all', () => value('textbox', 'Write latency'), '2s');
    assert.match(await about('source.writeLatency'), /Not changed by this, with a value of its own: Write Behind \(4s\)\./);
    await fill('Write latency', '1s');
    await rowSays('Write Through', /writes in 1 s/);
    await rowSays('Write Behind', /9 s$/);
    await choose('Changes apply to', '1');
    await fill('Write latency', '1s');
    await rowSays('Write Behind', /6 s$/);
    // What is as for all is not its own.
    await until('the latency to be that of all', async () => !/As all variants/.test(await about('source.writeLatency')));

    await press('Change a copy of Write Behind');
    await page.byRole('button', 'Write Behind, changed');
    await becomes('the target', () => value('combobox', 'Changes apply to'), '3');
    await page.byText(/4 variants are compared, and there is no room for more/);
    assert.equal(await (await page.byRole('button', 'Change a copy of Write Behind, changed')).evaluate((el) => el.getAttribute('aria-disabled')), 'true');
    await fill('Write delay', '1s');
    await rowSays('Write Behind, changed', /2 s$/);
    await rowSays('Write Behind', /6 s$/);
    await page.byRole('region', 'Write Behind, changed');
    for (const _ of 'ab') await press('Undo');
    await becomes('the target', () => value('combobox', 'Changes apply to'), 'all');
    await becomes('the copies', () => count('button', 'Write Behind, changed'), 0);
  });

  test('of a story of one variant become a comparison', async () => {
    await opened('?preset=ttl');
    assert.equal(await count('combobox', 'Changes apply to'), 0);
    await press('Change a copy of A copy that expires');
    await page.byRole('button', 'A copy that expires, changed');
    await page.byRole('combobox', 'Changes apply to');
    await fill('Time to live', '1s');
    await page.byRole('button', 'A copy that expires');
    await until('the copy to have its own', async () => /As all variants \(5s\)/.test(await about('cache.ttl')));
  });

  test('what is wrong is said at its place, and not lost over a reload', async () => {
    await opened();
    await (await page.byRole('slider', 'Schedule, as a slider')).press('ArrowRight');
    await page.byText(/exclude each other/);
    assert.equal(await value('slider', 'Schedule, as a slider'), '0');
    await choose('Changes apply to', '1');
    await fill('Write delay', '9 parsecs');
    const field = await page.byRole('textbox', 'Write delay');
    const said = () => field.evaluate((el) => el.getAttribute('aria-describedby').split(' ')
      .map((/** @type {string} */ id) => document.getElementById(id)?.textContent).join(' '));
    await until('the message at the field', async () => /"9parsecs" is not a duration/.test(await said()));
    await rowSays('Write Behind', /7 s$/);
    await (await page.byText('Export, import and edit as JSON')).click();
    await (await page.byRole('textbox', 'The scenario as JSON')).evaluate((el) => {
      el.value = '{"version": 7}';
      el.dispatchEvent(new Event('input', {bubbles: true}));
    });
    await page.reload();
    await becomes('the text', () => value('textbox', 'Write delay'), '9 parsecs');
    await page.byText(/"9parsecs" is not a duration/);
    await becomes('the JSON', () => value('textbox', 'The scenario as JSON'), '{"version": 7}');
    await becomes('the target', () => value('combobox', 'Changes apply to'), '1');
    await page.byRole('button', /^version: 7 is newer/);
    await choose('Changes apply to', 'all');
    await becomes('the text', () => value('textbox', 'Write delay'), '5s');
    assert.equal(await count('textbox', 'Write delay'), 1);
    await choose('Changes apply to', '1');
    await becomes('the text', () => value('textbox', 'Write delay'), '9 parsecs');
    await press('Discard what is not applied');
    await fill('Write delay', '9s');
    await rowSays('Write Behind', /11 s$/);
    await page.reload();
    await page.byRole('heading', 'Stories');
    assert.equal(await count('searchbox', 'Find a setting'), 0, 'nothing is unfinished');
  });

  test('nothing is wrong with them, nor with an editor of steps, on a phone in the dark', async () => {
    await opened('', {width: 320, colorScheme: 'dark'});
    await (await page.byRole('button', 'Show them all')).press('Enter');
    await fill('Write delay', 'long');
    await page.byText(/^"long" is not a duration/);
    await (await page.byRole('button', 'Edit the write steps of Write Behind')).press('Enter');
    await (await page.byRole('button', 'Move step 2, answer up')).press('Enter');
    await page.byText(/^"answer" comes before anything could be known/);
    assert.equal(await overflow(page), '');
    // What a control has under the player's bar it does not have at the end.
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    assert.deepEqual((await page.axe()).map(({id, nodes}) => `${id}: ${nodes.map((node) => node.html).join(', ')}`), []);
    const small = await page.evaluate(() => [...document.querySelectorAll(':is(#settings, .steps) :is(button, select, input)')]
      .filter((el) => el.checkVisibility() && (el.closest('.check') ?? el).getBoundingClientRect().height < 44).map((el) => el.outerHTML));
    assert.deepEqual(small, []);
    for (const [name, selector] of Object.entries({settings: '#settings', steps: '.steps'})) {
      await page.evaluate((at) => document.querySelector(at)?.scrollIntoView(), selector);
      await picture(page, `${name}-320-dark`);
    }
  });
});
