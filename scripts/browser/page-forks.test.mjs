// “What if …”: a moment of a diagram is chosen by mouse, touch or keyboard, and what
// can happen there becomes a variant of its own beside the old one. Which variant
// takes the place of which is tested in web/picture/fork-list.test.js.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {hands} from './page-form.mjs';
import {fragmentOf, open, overflow, panels, picture, row, shows, startSite, touch} from './page-site.mjs';

const engine = engineUnderTest();

/** A race in a given order: the reader asks the source, and then the writer changes it. */
const IN_ORDER = fragmentOf({
  preset: '',
  patch: {
    version: 1, name: 'In order', read: 'cache-aside', write: 'write-invalidate', source: {records: {k: 1}},
    clients: [{name: 'Reader', ops: [{op: 'get', key: 'k'}]}, {name: 'Writer', ops: [{op: 'edit', key: 'k', value: 2}]}],
    order: ['C1/1', 'C1/1', 'C1/1', 'C2/1', 'C2/1'],
  },
});

describe(`what if, in ${engine}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./drivers.mjs').Page} */
  let page;
  const {becomes, count, press, rowSays} = hands(() => page);

  before(async () => {
    browser = await theBrowser();
    site = await startSite({unpacked: true});
  });
  after(async () => {
    await site?.stop();
  });

  /** @param {string} url @param {Partial<import('./drivers.mjs').PageOptions>} [options] */
  const opened = async (url, options = {}) => {
    page = await browser.newPage({width: 1280, height: 900, ...options});
    await open(page, site.url + url);
  };
  const closed = async () => {
    assert.deepEqual(await page.consoleMessages(), []);
    await page.close();
  };
  /** @param {string} name */
  const diagram = (name) => page.byRole('group', `Sequence diagram of ${name}. Up and down arrows move from event to event.`);
  /** Where an event of a diagram is, brought into the window. @param {string} name @param {string} label */
  const eventAt = async (name, label) => (await page.byRole('region', name)).evaluate((el, words) => {
    const event = [...el.querySelectorAll('.diagram-body .event')].find((each) => [...each.querySelectorAll('.label')].some((label) => label.textContent === words));
    event?.scrollIntoView({block: 'center', behavior: 'instant'});
    const {x, y, width, height} = event.getBoundingClientRect();
    return {x: x + width / 2, y: y + height / 2};
  }, label);
  const position = async () => (await page.byRole('slider', 'Position')).evaluate((el) => [el.value, el.getAttribute('aria-valuetext')].join());
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
  /** @param {string} name */
  const difference = async (name) => (await page.byRole('region', name)).evaluate((el) => el.querySelector('p.difference').innerText.replace(/\s+/g, ' ').trim());
  /** What is offered. @returns {Promise<string[]>} */
  const offered = async () => (await page.byRole('dialog', /^What if …/)).evaluate((el) => [...el.querySelectorAll('.fork')].map((each) => (each.querySelector('b') ?? each).textContent));
  const noDialog = () => becomes('the dialogs', () => count('dialog', /./), 0);

  const CRASHED = 'Write Behind, crash at 0 s';

  test('by mouse: the run forks, the old one stays, and undo takes it back', async () => {
    await opened('');
    const at = await eventAt('Write Behind', 'done');
    await page.mouse.click(at);
    const ask = await page.byRole('button', 'What if … Resource Manager → Client: done');
    const before = await position();
    await ask.click();
    assert.deepEqual(await offered(), ['Crash the Resource Manager', 'Crash the CacheManager', 'Evict payment']);
    assert.equal(await position(), before, 'the button does not move the position');
    assert.deepEqual(await page.axe(), []);
    await page.keyboard.press('Escape');
    await noDialog();
    await becomes('the focus', focused, 'What if … Resource Manager → Client: done');
    await page.keyboard.press(' '); // the button's, not the player's
    await page.byRole('dialog', /^What if …/);
    assert.equal(await position(), before);
    await page.keyboard.press('Escape');
    await becomes('the focus', focused, 'What if … Resource Manager → Client: done');
    await page.keyboard.press('Escape'); // puts the position away, and the button with it
    assert.equal(await count('button', /^What if …/), 0);
    assert.match(await focused(), /^Sequence diagram of Write Behind\./);
    await page.mouse.click(at);
    await ask.click();
    await press(/^Crash the Resource Manager/);

    await shows(page, ['Write Behind', CRASHED]);
    assert.equal(await difference(CRASHED), 'Compared with Write Behind: the write is lost; the read gets no answer. ≠ marks where.');
    assert.ok(await (await page.byRole('region', CRASHED)).evaluate((el) => el.querySelectorAll('.event .difference').length > 0));
    assert.match(await row(page, CRASHED), /never lost$/);
    assert.match(await row(page, 'Write Behind'), /7 s$/);
    assert.match(await focused(), /^Sequence diagram of Write Behind, crash at 0 s\./);
    assert.equal((await position()).split(',')[1], 'at the start');
    await page.byRole('button', 'What if … Resource Manager → Client: done');
    await page.byText(`“${CRASHED}” is compared with “Write Behind” now. Undo takes it back.`);
    assert.equal(await overflow(page), '');
    await picture(page, 'forks-1280');

    await press('Undo');
    await shows(page, ['Write Through', 'Write Behind']);
    assert.equal(await count('button', CRASHED), 0);
    await press('Redo');
    await shows(page, ['Write Behind', CRASHED]);

    // A link has it all.
    await press('Copy link');
    await until('the address', async () => /#1\./.test(await page.url()));
    const url = await page.url();
    const here = await position();
    await closed();
    page = await browser.newPage({width: 1280, height: 900});
    await page.goto(url);
    await shows(page, ['Write Behind', CRASHED]);
    assert.equal(await position(), here);
    await page.evaluate(() => { // the engine cannot be asked, once
      const {postMessage} = Worker.prototype;
      Worker.prototype.postMessage = () => {
        Worker.prototype.postMessage = postMessage;
        throw new Error('not now');
      };
    });
    await press(`Remove ${CRASHED}`);
    await page.byText(/^That cannot be done\. .*not now$/);
    await picture(page, 'forks-refused');
    await page.keyboard.press('Escape');
    await press(`Remove ${CRASHED}`);
    await shows(page, ['Write Behind']);
    await becomes('the rows', () => count('button', /^Write /), 3);
    await closed();
  });

  test('by keyboard alone, and a fork of a fork', async () => {
    await opened('');
    const behind = await diagram('Write Behind');
    // Undo is not in the way of who steps, although there is a button in the diagram that the engine does not know.
    const waits = await page.byRole('slider', 'The worker waits');
    for (const after of [/7.25 s$/, /7.5 s$/]) {
      await waits.press('ArrowRight');
      await rowSays('Write Behind', after);
    }
    await behind.press('Home');
    await page.keyboard.press('Control+z');
    await rowSays('Write Behind', /7.25 s$/);
    const start = await position();
    await page.keyboard.press('ArrowDown');
    assert.notEqual(await position(), start);

    await press('Undo');
    await behind.press('Home');
    for (let i = 0; i < 3; i++) await behind.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.byRole('dialog', 'What if … Resource Manager → Client: done');
    assert.match(await focused(), /^Crash the Resource Manager/);
    await page.keyboard.press('Escape');
    await noDialog();
    assert.match(await focused(), /^Sequence diagram of Write Behind\./);
    await page.keyboard.press('Enter');
    await page.byRole('dialog', /^What if/);
    await page.keyboard.press('Enter');
    await shows(page, ['Write Behind', CRASHED]);
    await becomes('the focus', focused, `Sequence diagram of ${CRASHED}. Up and down arrows move from event to event.`);
    await page.keyboard.press('Control+z');
    await shows(page, ['Write Through', 'Write Behind']);
    assert.match(await focused(), /^Sequence diagram of Write Behind\./);
    await page.keyboard.press('Control+Shift+z');
    await shows(page, ['Write Behind', CRASHED]);
    assert.match(await focused(), /^Sequence diagram of Write Behind\./);

    // There is room for four: the last one that was added goes.
    await (await diagram('Write Behind')).press('End');
    await page.keyboard.press('Enter');
    await page.byText(`It happens in a copy of “Write Behind”, which takes the place of “${CRASHED}”: there is room for 4.`);
    await press(/^Fail it/);
    const failed = 'Write Behind, save_transaction fails at 5 s';
    await shows(page, ['Write Behind', failed]);
    assert.match(await difference(failed), /has it after (?!7 s)/);

    // Whoever forks the fork chooses who goes.
    await (await diagram(failed)).press('Home');
    await page.keyboard.press('Enter');
    await page.byText(/^4 variants are compared, and there is no room for more\./);
    assert.deepEqual(await offered(), ['Remove Write Through', 'Remove Write Behind', 'Remove Write Around']);
    await press('Remove Write Around');
    await becomes('the rows', () => count('button', 'Write Around'), 0);
    await (await diagram(failed)).press('Home');
    await page.keyboard.press('Enter');
    await press(/^Crash the Resource Manager/);
    await shows(page, [failed, `${failed}, crash at 0 s`]);
    await (await page.byRole('button', 'Write Behind')).focus();
    await page.keyboard.press('Control+z');
    await becomes('the rows', () => count('button', `${failed}, crash at 0 s`), 0);
    assert.equal(await focused(), 'Write Behind');
    await press('Undo');
    await becomes('the rows', () => count('button', 'Write Around'), 1);
    await closed();
  });

  test('on a phone by touch', async () => {
    await opened('?preset=crash-before-sync', {width: 320, height: 640, colorScheme: 'dark'});
    await touch(browser, await page.byRole('button', 'Yes'));
    await page.byText(/^Right\./);
    await touch(browser, await page.byRole('button', 'Write Behind'));
    await shows(page, ['Write Behind']);
    await touch(browser, await diagram('Write Behind'));
    await touch(browser, await page.byRole('button', /^What if …/));
    await page.byRole('dialog', /^What if …/);
    assert.equal(await overflow(page), '');
    assert.deepEqual(await page.axe(), []);
    const small = await page.evaluate(() => [...document.querySelectorAll('.forks button')].filter((el) => el.getBoundingClientRect().height < 44).map((el) => el.textContent));
    assert.deepEqual(small, []);
    await picture(page, 'forks-320');
    const choice = (await page.allByRole('button', /^(Crash|Evict|Lose|Fail|Delay)/))[0];
    await touch(browser, choice);
    await until('one diagram, of the fork', async () => {
      const [name, ...others] = await panels(page);
      if (others.length > 0 || !name.startsWith('Write Behind, ')) throw new Error(`there are ${[name, ...others]}`);
      return true;
    });
    const [name] = await panels(page);
    assert.match(await difference(name), /^Compared with Write Behind: /);
    await page.byText(/^With your changes: /);
    assert.equal(await overflow(page), '');
    assert.deepEqual(await page.axe(), []);
    await touch(browser, await page.byRole('button', 'Undo'));
    await shows(page, ['Write Behind']);
    await page.byText(/^Right\./);
    await closed();
  });

  test('in a given order it is the turns that change', async () => {
    await opened(`#${IN_ORDER}`);
    assert.equal(await count('slider', 'Crash'), 0, 'there is no time at which it could come');
    await page.byText('The steps come in a given order here. “What if …” in a diagram changes it.');
    await page.mouse.click(await eventAt('In order', 'set'));
    await press(/^What if …/);
    assert.deepEqual(await offered(), ['Lose it', 'Fail it', 'Crash the Resource Manager', 'Crash the Cache', 'Crash Reader', 'Evict k', 'Let Writer go on']);
    await press(/^Let Writer go on/);
    const name = 'In order, Writer first at step 3';
    await shows(page, ['In order', name]);
    await press('Undo');
    await shows(page, ['In order']);
    await closed();
  });
});
