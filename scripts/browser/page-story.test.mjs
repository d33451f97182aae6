// "Change the story": every part of the scenario that the page's form changes,
// as a reader finds it, by pointer and by keyboard.
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {hands} from './page-form.mjs';
import {fragmentOf, open, overflow, pages, picture, startSite, toOriginal} from './page-site.mjs';

const engine = engineUnderTest();

describe(`changing the story in ${engine}`, () => {
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

  /** @param {Partial<import('./drivers.mjs').PageOptions>} [options] @param {string} [query] */
  const opened = async (options = {}, query = '') => {
    page = await pageLike({width: 1280, height: 900, ...options});
    await open(page, site.url + query);
    await (await page.byText('Change the story')).click();
    await page.byRole('heading', 'Variants compared');
  };

  describe('of the article', () => {
    before(() => opened());
    afterEach(() => toOriginal(page));

    test('an operation comes, becomes another, changes places and goes', async () => {
      await press('Add an operation of Client');
      await becomes('the focus', focused, 'Does of operation 3 of Client');
      await choose('Does of operation 3 of Client', 'edit');
      await becomes('its value', () => value('textbox', 'Value, as JSON of operation 3 of Client'), '{"amount": 100}');
      await fill('Key of operation 3 of Client', 'other');
      await fill('Value, as JSON of operation 3 of Client', '{"amount": 7}');
      await press('Move up operation 3 of Client');
      await becomes('the second key', () => value('textbox', 'Key of operation 2 of Client'), 'other');
      assert.equal(await focused(), 'Move up operation 2 of Client');
      assert.equal(await value('textbox', 'Value, as JSON of operation 2 of Client'), '{"amount": 7}');
      await press('Remove operation 1 of Client');
      await becomes('the operations', () => count('button', /^Remove operation/), 2);
      await becomes('the focus', focused, 'Does of operation 1 of Client');
      await press('Undo');
      await becomes('the operations', () => count('button', /^Remove operation/), 3);
      await press('Undo');
      await becomes('the second kind', () => value('combobox', 'Does of operation 2 of Client'), 'get');
      await press('Undo');
      await becomes('the third value', () => value('textbox', 'Value, as JSON of operation 3 of Client'), '{"amount": 100}');
      await press('Undo');
      await becomes('the third key', () => value('textbox', 'Key of operation 3 of Client'), 'payment');
      await press('Undo');
      await becomes('the third kind', () => value('combobox', 'Does of operation 3 of Client'), 'get');
      await press('Undo');
      await becomes('the operations', () => count('button', /^Remove operation/), 2);
      assert.equal(await (await page.byRole('button', 'Undo')).evaluate((el) => el.getAttribute('aria-disabled')), 'true');
    });

    test('what the reader is at keeps its place while the diagrams above it change', async () => {
      const field = await page.byRole('textbox', 'Pause first of operation 2 of Client');
      await field.click();
      const place = () => field.evaluate((el) => Math.round(el.getBoundingClientRect().top));
      const before = await place();
      for (const [pause, said] of /** @type {const} */ ([['9s', /7 s$/], ['60s', /7 s$/], ['1ms', /7 s$/]])) {
        const height = () => page.evaluate(() => document.querySelector('main')?.offsetHeight);
        const was = await height();
        await fill('Pause first of operation 2 of Client', pause);
        await rowSays('Write Behind', said);
        await until('the diagrams to be others', async () => await height() !== was);
        await until('the field to be in its place', async () => Math.abs(await place() - before) <= 2);
      }
      await press('Add an operation of Client');
      await becomes('the focus', focused, 'Does of operation 3 of Client');
    });

    test('the last operation cannot be removed', async () => {
      await press('Remove operation 2 of Client');
      await becomes('the buttons to remove one', () => count('button', /^Remove operation/), 0);
    });

    test('another way to read', async () => {
      await choose('Clients read by', 'no-cache');
      await rowSays('Write Through', /reads in 1\.5 s/);
      await page.byText('The client asks the source each time. The cache has no part in it.');
      const said = await (await page.byRole('combobox', 'Clients read by')).evaluate((el) => document.getElementById(el.getAttribute('aria-describedby') ?? '')?.innerText);
      assert.match(said ?? '', /^The client asks/, 'it is heard at its field as well');
      await press('Undo');
      await rowSays('Write Through', /reads at once/);
      await becomes('the choice', () => value('combobox', 'Clients read by'), 'cache-inline');
    });

    test('a second client with a name', async () => {
      await press('Add a client');
      await becomes('the focus', focused, 'Name of client 2');
      await page.keyboard.type('Clerk');
      await page.byRole('group', 'Clerk');
      await page.byRole('group', 'Client 1');
      await press('Undo');
      await page.byRole('group', 'Client 2');
      await press('Undo');
      await page.byRole('group', 'Client');
      await press('Add a client');
      await page.byRole('group', 'Client 2');
      await press('Remove client 1: Client 1');
      await page.byRole('group', 'Client');
      await becomes('the focus', focused, 'Name of client 1');
      await page.keyboard.press('Control+z'); // nothing was typed in the field: the story's undo
      await page.byRole('group', 'Client 2');
    });

    test('another variant, and one less', async () => {
      await press('Add a variant');
      await rowSays('Write Through Source First', /writes in 2 s/);
      await becomes('the focus', focused, 'Name of variant 4');
      assert.equal(await (await page.byRole('button', 'Add a variant')).evaluate((el) => el.getAttribute('aria-disabled')), 'true');
      await choose('Writes by of variant 4', 'write-invalidate');
      await rowSays('Write Invalidate', /writes in 2 s/);
      await press('Remove variant 1: Write Through');
      await becomes('the rows', () => count('button', /^Write /), 3);
      await becomes('the focus', focused, 'Name of variant 1');
      for (const rows of [4, 4, 3]) {
        await press('Undo');
        await becomes('the rows', () => count('button', /^Write /), rows);
      }
    });

    test('what the source holds, and of what there is a copy', async () => {
      await press('Add a record');
      await becomes('the focus', focused, 'Key of record 1');
      assert.equal(await value('textbox', 'Key of record 1'), 'payment');
      await fill('Value, as JSON of record 1', '{"amount": 50}');
      await (await page.byRole('checkbox', 'The cache has a copy of record 1')).click();
      await becomes('the copy', async () => (await page.byRole('checkbox', 'The cache has a copy of record 1')).evaluate((el) => el.checked), true);
      await press('Remove operation 1 of Client');
      await rowSays('Write Around', /reads at once/);
      await page.byText(/What was written about the story did not fit/);
      await press('Undo');
      await rowSays('Write Around', /writes in 2 s, reads at once/);
      await press('Remove record 1: payment');
      await rowSays('Write Around', /reads in 1\.5 s/);
      await becomes('the focus', focused, 'Add a record');
      await press('Undo');
      await page.byRole('textbox', 'Key of record 1');
    });

    test('a time to live', async () => {
      await fill('A copy lives for', '1 s');
      await fill('Pause first of operation 2 of Client', '3s');
      await rowSays('Write Behind', /reads in/);
      assert.equal(await value('textbox', 'A copy lives for'), '1 s');
      // By keyboard: what was typed half way moves the button.
      const undo = async () => (await page.byRole('button', 'Undo')).press('Enter');
      await undo();
      await rowSays('Write Through', /reads in 1\.5 s|reads at once/);
      await becomes('the pause', () => value('textbox', 'Pause first of operation 2 of Client'), '');
      await undo();
      await becomes('the time to live', () => value('textbox', 'A copy lives for'), '');
      await rowSays('Write Through', /reads at once/);
    });

    test('what goes wrong, at a time and at a call', async () => {
      await press('Add a fault');
      await becomes('the focus', focused, 'What of fault 1');
      await rowSays('Write Behind', /lost/);
      await fill('Time of fault 1', '6 parsecs');
      await page.byText(/^"6parsecs" is not a duration/);
      await rowSays('Write Behind', /lost/);
      await fill('Time of fault 1', '8s');
      await rowSays('Write Behind', /7 s safe$/);
      await press('Add a fault');
      await choose('When of fault 2', 'step');
      await becomes('the call', () => value('combobox', 'Call of fault 2'), 'C1/1/cache.set');
      await choose('Call of fault 2', 'C1/1/source.save');
      await rowSays('Write Behind', /lost/);
      await fill('Over after of fault 2', '1s');
      // The marker on the axis moves its own crash, and leaves the other alone.
      await (await page.byRole('slider', 'Crash')).press('ArrowLeft');
      await until('the first crash to move', async () => (await value('textbox', 'Time of fault 1')) !== '8s');
      await becomes('the call', () => value('combobox', 'Call of fault 2'), 'C1/1/source.save');
      await press('Remove fault 2');
      await becomes('the focus', focused, 'What of fault 1');
      await press('Remove fault 1');
      await becomes('the focus', focused, 'Add a fault');
      await page.byText(/^Nothing\. A crash can also be dragged/);
    });

    test('any kind of fault, in all variants or in one, and what comes after it', async () => {
      await press('Add a fault');
      await becomes('the focus', focused, 'What of fault 1');
      await page.byText(/^The Resource Manager's process ends at once/);
      // Each kind has what belongs to it, wherever it was before.
      await choose('What of fault 1', 'evict');
      await becomes('its key', () => value('combobox', 'Key of fault 1'), 'payment');
      await choose('When of fault 1', 'step');
      await choose('What of fault 1', 'source-refuse');
      await becomes('the call', () => value('combobox', 'Call of fault 1'), 'C1/1/source.save');
      assert.equal(await count('combobox', 'Key of fault 1'), 0);
      await rowSays('Write Through', /never/);
      await page.byRole('combobox', 'After a failed write');
      await choose('After a failed write', 'rollback');
      await rowSays('Write Through', /reads in 1\.5 s/);
      await choose('What of fault 1', 'delay');
      await fill('Delayed by of fault 1', '3s');
      await rowSays('Write Through', /writes in 5 s/);
      await choose('What of fault 1', 'outage');
      await becomes('how long', () => value('textbox', 'Over after of fault 1'), '1s');

      await choose('Changes apply to', '1');
      await press('Add a fault');
      await becomes('the focus', focused, 'What of fault 2');
      await choose('Changes apply to', 'all');
      await becomes('the faults of all', () => count('button', /^Remove fault/), 1);
      await page.byText('Not changed by this, with faults of its own: Write Behind.');
      for (const _ of 'ab') await press('Undo');
      await becomes('the kind', () => value('combobox', 'What of fault 1'), 'delay');
    });

    test('a payment, which counts twice if it is made twice', async () => {
      await choose('Does of operation 1 of Client', 'pay');
      await becomes('its value', () => value('textbox', 'Value, as JSON of operation 1 of Client'), '{"type": "PAYMENT", "amount": 100, "currency": "EUR"}');
      await rowSays('Write Through', /writes in 2 s/);
      await choose('Clients read by', 'refresh-ahead');
      await page.byText(/^As Cache Inline; and a copy that is read near the end/);
    });

    test('what is no duration is said at its field, and nothing is lost', async () => {
      const name = 'Not before of operation 2 of Client';
      await fill(name, '9 parsecs');
      const field = await page.byRole('textbox', name);
      await until('the message at the field', async () => {
        const said = await field.evaluate((el) => document.getElementById(el.getAttribute('aria-describedby') ?? '')?.innerText ?? '');
        if (said !== '"9parsecs" is not a duration such as "1500ms" or "2s"') throw new Error(said);
        return true;
      });
      assert.equal(await field.evaluate((el) => el.getAttribute('aria-invalid')), 'true');
      assert.equal(await count('alert', /./), 0);
      await rowSays('Write Through', /writes in 2 s, reads at once/);
      await choose('Clients read by', 'no-cache');
      await rowSays('Write Through', /reads in 1\.5 s/);
      assert.equal(await value('textbox', name), '9 parsecs');
      await press('Add an operation of Client');
      await becomes('the focus', focused, 'Does of operation 3 of Client');
      await press('Move up operation 2 of Client');
      await becomes('the text', () => value('textbox', 'Not before of operation 1 of Client'), '9 parsecs');
      await fill('Not before of operation 1 of Client', '9s');
      await until('the mistake to be gone', () => page.evaluate(() => !document.querySelector('[aria-invalid]')));
    });

    test('what is not JSON is said at its field', async () => {
      const name = 'Value, as JSON of operation 1 of Client';
      await fill(name, '{"amount": ');
      await page.byText(/^This is not JSON/);
      await page.keyboard.type('5}');
      await until('the mistake to be gone', () => page.evaluate(() => !document.querySelector('[aria-invalid]')));
      await press('Undo');
      await becomes('the value', () => value('textbox', name), '{"type": "PAYMENT", "amount": 100, "currency": "EUR"}');
    });

    test('by keyboard alone', async () => {
      await (await page.byRole('button', 'Add an operation of Client')).press('Enter');
      await becomes('the focus', focused, 'Does of operation 3 of Client');
      await page.keyboard.press('d');
      await becomes('the kind', () => value('combobox', 'Does of operation 3 of Client'), 'delete');
      await page.keyboard.press('Tab');
      await becomes('the focus', focused, 'Key of operation 3 of Client');
      await (await page.byRole('button', 'Remove operation 3 of Client')).press('Enter');
      await becomes('the focus', focused, 'Does of operation 2 of Client');
      await becomes('the operations', () => count('button', /^Remove operation/), 2);
    });
  });

  describe('of the article, opened anew', () => {
    beforeEach(() => opened());

    test('a key that is taken is said at its field', async () => {
      await press('Add a record');
      await becomes('the focus', focused, 'Key of record 1');
      await press('Add a record');
      await becomes('the focus', focused, 'Key of record 2');
      await fill('Key of record 2', 'payment');
      await page.keyboard.press('Tab');
      await page.byText('There is a record under this key already.');
      assert.equal(await value('textbox', 'Key of record 2'), 'payment');
    });

    test('what is unfinished waits in its story, also where nothing can be kept', async () => {
      await page.evaluate(() => {
        Storage.prototype.setItem = () => {
          throw new Error('full');
        };
      });
      await fill('Not before of operation 2 of Client', '9 parsecs');
      await (await page.byRole('link', /^The answer is lost/)).click();
      await becomes('the operations', () => count('textbox', /^Not before of operation/), 1);
      await page.back();
      await becomes('the text', () => value('textbox', 'Not before of operation 2 of Client'), '9 parsecs');
    });

    test('what is still being checked is no change of the story that comes next', async () => {
      await (await page.byRole('link', /^The answer is lost/)).evaluate((card) => {
        const find = (/** @type {string} */ selector) => /** @type {any} */ (document.querySelector(selector));
        const give = (/** @type {any} */ field, /** @type {string} */ event, /** @type {object} */ what) =>
          Object.assign(field, what).dispatchEvent(new Event(event, {bubbles: true}));
        const text = JSON.stringify({version: 1, name: 'Another', clients: [{ops: [{op: 'get', key: 'a'}]}]});
        const carried = new DataTransfer();
        carried.items.add(new File([text], 'another.json'));
        card.click();
        give(find('.field:has(+ #story-reads) select'), 'change', {value: 'no-cache'});
        give(find('#json-text'), 'input', {value: text});
        find('.apply').click();
        give(find('#import-file'), 'change', {files: carried.files});
      });
      await becomes('the operations', () => count('textbox', /^Not before of operation/), 1);
      await press('Add a record'); // one change is made after the other
      await becomes('the focus', focused, 'Key of record 1');
      assert.equal(await value('combobox', 'Clients read by'), 'cache-inline');
      await press('Undo');
      assert.equal(await (await page.byRole('button', 'Undo')).evaluate((el) => el.getAttribute('aria-disabled')), 'true');
      await page.byRole('heading', 'The answer is lost');
    });
  });

  test('a story of one variant gets a second one', async () => {
    await opened({}, '?preset=cache-aside');
    await press('Add a variant');
    await becomes('the rows', () => count('button', /^Write /), 2);
    await press('Undo');
    await becomes('the buttons to remove one', () => count('button', /^Remove variant/), 0);
  });

  test('a story under a workload keeps it, and shows what it does until it has clients of its own', async () => {
    const workload = {like: 'payment-peak', operations: 500};
    await opened({}, `#${fragmentOf({preset: '', patch: {version: 1, workload, write: 'write-behind', expect: {'lost.worst': '0'}}})}`);
    assert.equal(await count('button', /^Add an operation/), 0);
    await press('Add a client');
    await becomes('the clients', () => count('button', /^Add an operation/), 1);
    await press('Undo');
    await becomes('the clients', () => count('button', /^Add an operation/), 0);
    await (await page.byText('Export, import and edit as JSON')).click();
    assert.deepEqual(JSON.parse(await value('textbox', 'The scenario as JSON')).workload, workload);
  });

  test('nothing is wrong with it, on a phone', async () => {
    await opened({width: 320, colorScheme: 'light'});
    // By key: the picture above grows meanwhile, and moves what a pointer would aim at.
    await (await page.byRole('button', 'Add a client')).press('Enter');
    await becomes('the focus', focused, 'Name of client 2');
    await (await page.byRole('button', 'Add a record')).press('Enter');
    await becomes('the focus', focused, 'Key of record 1');
    await fill('A copy lives for', 'long');
    await page.byText(/^"long" is not a duration/);
    assert.equal(await overflow(page), '');
    assert.deepEqual(await page.axe(), []);
    const small = await page.evaluate(() => [...document.querySelectorAll('#story :is(button, select, textarea, input[type="text"], .check)')]
      .filter((el) => el.checkVisibility() && (el.getBoundingClientRect().height < 44 || el.getBoundingClientRect().width < 44))
      .map((el) => el.outerHTML));
    assert.deepEqual(small, []);
    for (const [i, name] of ['Variants compared', 'Clients', 'How long copies live'].entries()) {
      await (await page.byRole('heading', name)).evaluate((el) => el.scrollIntoView());
      await picture(page, `story-320-light-${i}`);
    }
  });
});
