// What is opened on purpose: the same in words, and the exports, imports and
// JSON of the scenario.
import assert from 'node:assert/strict';
import {readFile, rm} from 'node:fs/promises';
import path from 'node:path';
import {after, afterEach, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {open, overflow, picture, startSite} from './page-site.mjs';
import {PROJECT} from './sites.mjs';

const engine = engineUnderTest();

const WORDS = 'The same in words';
const FILES = 'Export, import and edit as JSON';
const SMALL = {version: 1, name: 'A small one', write: 'write-through', clients: [{ops: [{op: 'create', key: 'k'}]}]};

describe(`the drawers in ${engine}`, () => {
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

  const openDrawer = async (/** @type {string} */ name) => (await page.byRole('button', name)).click();

  /** A button in the part of a run. @param {string} run @param {RegExp} name @param {string} kind of element around it */
  const inRun = async (run, name, kind) => {
    for (const button of await page.allByRole('button', name)) {
      if (await button.evaluate((el, [title, around]) => el.closest(around)?.closest('section')?.querySelector('h3')?.textContent === title, [run, kind])) return button;
    }
    throw new Error(`${run} has no ${name} in a ${kind}`);
  };

  /** What is marked as current in the words of a run: the console's line, and the table's row. @param {string} run */
  const current = (run) => page.evaluate((title) => {
    const part = [...document.querySelectorAll('#words section')].find((each) => each.querySelector('h3')?.textContent === title);
    return [...part?.querySelectorAll('[aria-current="true"]') ?? []].map((el) => el.textContent);
  }, run);

  /** @param {RegExp} words */
  const positionIs = async (words) => {
    const slider = await page.byRole('slider', 'Position');
    await until(`the position ${words}`, async () => words.test(await slider.evaluate((el) => el.getAttribute('aria-valuetext'))));
  };

  const heading = () => page.evaluate(() => document.querySelector('h1')?.textContent ?? '');
  const headingIs = (/** @type {string} */ name) => until(`the heading ${name}`, async () => (await heading()) === name);

  describe('the same in words', () => {
    before(async () => {
      page = await browser.newPage({width: 1280, height: 900});
      await open(page, site.url);
      assert.equal(await page.evaluate(() => document.getElementById('words')?.childElementCount), 0, 'nothing is written before it is opened');
      await openDrawer(WORDS);
      await page.waitFor(() => document.querySelectorAll('#words section').length === 2);
    });
    afterEach(async () => {
      assert.deepEqual(await page.consoleMessages(), []);
    });
    after(() => page.close());

    test('has the console text and the moments of both runs', async () => {
      for (const name of ['Write Through', 'Write Behind']) {
        await page.byRole('list', `Console text of ${name}`);
        await page.byRole('table', `What happens in ${name}`);
      }
      const rows = await page.allByRole('columnheader');
      assert.deepEqual(await Promise.all(rows.map((row) => row.text())), [...Array(2)].flatMap(() => ['Time', 'Who → whom: what', 'Step']));
      await page.byText(/AWESOME BANK DATABASE \(before sync\)/);
      assert.deepEqual(await current('Write Behind'), [], 'no position has been chosen');
      await picture(page, 'words-1280');
    });

    test('a row moves the player, and is marked', async () => {
      const row = await inRun('Write Behind', /save_transaction/, 'table');
      await row.click();
      await positionIs(/^at 5 s$/);
      const [line, moment] = await current('Write Behind');
      assert.match(line ?? '', /TrulyAwesomeBankAPIClient\.save_transaction/);
      assert.match(moment ?? '', /save_transaction/);
    });

    test('a line of the console moves the player, and is marked', async () => {
      const line = await inRun('Write Through', /CacheManager\.get/, 'ol');
      await line.click();
      await positionIs(/^at 2 s$/);
      assert.match((await current('Write Through'))[0] ?? '', /CacheManager\.get/);
    });

    test('the player marks its place, and the end of looking none', async () => {
      await (await page.byRole('button', 'Step forward')).click();
      await until('a mark in each run', async () => (await current('Write Through')).length === 2 && (await current('Write Behind')).length > 0);
      const diagram = await page.evaluate(() => {
        const text = [...document.querySelectorAll('[aria-label="Write Behind"] .event')].find((el) => /save_transaction/.test(el.textContent ?? ''))?.querySelector('text');
        text?.scrollIntoView({block: 'center'});
        const {x, y, width, height} = /** @type {Element} */ (text).getBoundingClientRect();
        return {x: x + width / 2, y: y + height / 2};
      });
      await page.mouse.click(diagram);
      await until('the mark of what was chosen in the diagram', async () => /save_transaction/.test((await current('Write Behind'))[1] ?? ''));
    });

    test('one stop of Tab for each list, arrow keys inside', async () => {
      const stops = () => page.evaluate(() => [...document.querySelectorAll('#words .roving')].map((list) =>
        [...list.querySelectorAll('button')].filter((button) => button.tabIndex === 0).length));
      assert.deepEqual(await stops(), [1, 1, 1, 1]);
      const first = await inRun('Write Through', /./, 'table');
      await first.press('ArrowDown');
      const second = await current('Write Through');
      await page.keyboard.press('End');
      assert.notDeepEqual(await current('Write Through'), second);
      assert.deepEqual(await stops(), [1, 1, 1, 1]);
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-current')), 'true');
      await page.keyboard.press('Home');
      assert.equal(await page.evaluate(() => document.activeElement?.closest('tr')?.rowIndex), 1);
    });

    test('follows the scenario, and keeps the focus', async () => {
      await (await inRun('Write Behind', /save_transaction/, 'table')).press('Enter');
      await page.evaluate(() => {
        const slider = /** @type {HTMLInputElement} */ (document.querySelector('#controls label:last-of-type input'));
        slider.value = '0';
        slider.dispatchEvent(new Event('input', {bubbles: true}));
      });
      await until('the bank to be told at once', () => page.evaluate(() => !/5 s/.test(document.querySelectorAll('#words table')[1]?.textContent ?? '')));
      assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /save_transaction/);
    });
  });

  describe('files', () => {
    before(async () => {
      page = await browser.newPage({width: 1280, height: 900});
      await open(page, site.url);
      await openDrawer(FILES);
    });
    afterEach(async () => {
      assert.deepEqual(await page.consoleMessages(), []);
    });
    after(() => page.close());

    const download = async (/** @type {string} */ format, /** @type {string} */ name) => {
      await (await page.byRole('button', `Download ${format}`)).click();
      return downloaded(name);
    };
    const downloaded = async (/** @type {string} */ name) => {
      const file = path.join(browser.downloads, name);
      return until(`the file ${name}`, async () => {
        const content = await readFile(file);
        if (content.length === 0) throw new Error('it is empty');
        await rm(file);
        return content;
      });
    };
    const choose = async (/** @type {string} */ label, /** @type {string} */ option) => {
      await (await page.byRole('combobox', label)).evaluate((el, text) => {
        el.value = [...el.options].find((each) => each.text === text)?.value;
        el.dispatchEvent(new Event('change', {bubbles: true}));
      }, option);
    };
    /** What the engine makes of the article, asked directly. @returns {Promise<any[]>} */
    const made = () => page.evaluate(() => new Promise((resolve) => {
      const worker = new Worker('worker.js');
      worker.onmessage = ({data}) => {
        if (data.id === 1) worker.postMessage({id: 2, method: 'run', args: [data.envelope.value]});
        else if (data.id === 2) {
          worker.terminate();
          resolve(data.envelope.value.runs.map((/** @type {any} */ run) => ({...run, trace: new TextDecoder().decode(run.trace)})));
        }
      };
      const [packed, plain] = ['cacheplay.wasm.lzma', 'cacheplay.wasm'].map((name) => new URL(name, document.baseURI).href);
      worker.postMessage({packed, plain});
      worker.postMessage({id: 1, method: 'preset', args: ['article']});
    }));

    test('an SVG stands alone, in the colours chosen', async () => {
      for (const [colours, paper, other] of /** @type {const} */ ([['light', '#ffffff', '#12171e'], ['dark', '#12171e', '#ffffff']])) {
        await choose('Colours', colours);
        const svg = String(await download('SVG', 'the-article-write-through.svg'));
        // As a picture it is parsed as strictly as XML is.
        const size = await page.evaluate(async (text) => {
          const image = new Image();
          image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
          await image.decode();
          return [image.width, image.height > 300];
        }, svg);
        assert.deepEqual(size, [568, true]);
        assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
        assert.match(svg, new RegExp(`\\.paper \\{ fill: ${paper}`));
        assert.doesNotMatch(svg, new RegExp(`${other}|var\\(|href|<script`));
      }
    });

    test('a PNG is twice as fine', async () => {
      const png = await download('PNG', 'the-article-write-through.png');
      assert.equal(png.subarray(1, 4).toString(), 'PNG');
      assert.equal(png.readUInt32BE(16), 2 * 568);
      assert.ok(png.length > 10_000, 'something is drawn');
    });

    test('texts are the engine’s, copied or downloaded', async () => {
      await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', {configurable: true, value: {
        write: async (/** @type {ClipboardItem[]} */ [item]) => {
          document.documentElement.dataset.copied = await (await item.getType('text/plain')).text();
        },
        writeText: async (/** @type {string} */ text) => {
          document.documentElement.dataset.copied = text;
        },
      }}));
      const copied = async (/** @type {string} */ format) => {
        await page.evaluate(() => delete document.documentElement.dataset.copied);
        await (await page.byRole('button', `Copy ${format}`)).click();
        await page.byText(`${format} is copied.`);
        return page.waitFor(() => document.documentElement.dataset.copied);
      };
      const [through, behind] = await made();
      assert.equal(await copied('Mermaid'), through.mermaid);
      await choose('Variant', 'Write Behind');
      assert.equal(await copied('Mermaid'), behind.mermaid);
      assert.equal(await copied('PlantUML'), behind.plantuml);
      assert.equal(await copied('Console text'), behind.console);
      assert.equal(await copied('Trace (JSON)'), behind.trace);
      const scenario = JSON.parse(await readFile(path.join(PROJECT, 'wasm/scenario/presets/article.json'), 'utf8'));
      assert.deepEqual(JSON.parse(await copied('Scenario (JSON)')), scenario);
      assert.equal(String(await download('Mermaid', 'the-article-write-behind.mmd')), behind.mermaid);
      assert.deepEqual(JSON.parse(String(await download('Scenario (JSON)', 'the-article.json'))), scenario);
    });

    test('where the browser has no room left, that is said once, and the story can be saved', async () => {
      const room = (/** @type {boolean} */ full) => page.evaluate((full) => {
        for (let size = 1 << 22; size > 100; size >>= 1) {
          try {
            if (full) localStorage.setItem(`full ${size}`, ' '.repeat(size));
            else localStorage.removeItem(`full ${size}`);
          } catch {
            // what remains is smaller
          }
        }
      }, full);
      await room(true);
      const slider = await page.byRole('slider', 'The worker waits');
      await slider.press('ArrowRight');
      const alert = await page.byRole('alert');
      assert.match(await alert.text(), /^The storage of this browser is full: /);
      assert.ok((await alert.box()).y >= 0, 'it is in sight');
      await picture(page, 'storage-full');
      assert.deepEqual(await page.axe({within: '#unkept'}), []);
      await (await page.byRole('button', 'Save the story as a file')).click();
      const saved = await downloaded('the-article.json');
      assert.deepEqual(saved, await download('Scenario (JSON)', 'the-article.json'));
      await slider.press('ArrowRight');
      assert.deepEqual(await page.allByRole('alert'), []);
      await room(false);
      const undo = await page.byRole('button', 'Undo');
      while (await undo.evaluate((el) => el.getAttribute('aria-disabled')) !== 'true') await undo.click();
    });

    /** Gives the page a file, as the chooser or a drop does. @param {string} name @param {string} text @param {boolean} [dropped] */
    const give = (name, text, dropped = false) => page.evaluate((file, content, drop) => {
      const carried = new DataTransfer();
      carried.items.add(new File([content], file));
      if (drop) {
        for (const type of ['dragover', 'drop']) {
          document.body.dispatchEvent(new DragEvent(type, {dataTransfer: carried, bubbles: true, cancelable: true}));
        }
        return;
      }
      const chooser = /** @type {HTMLInputElement} */ (document.getElementById('import-file'));
      chooser.files = carried.files;
      chooser.dispatchEvent(new Event('change', {bubbles: true}));
    }, name, text, dropped);

    test('a scenario from a file replaces the work, and undo brings it back', async () => {
      const before = await heading();
      await give('small.json', JSON.stringify(SMALL));
      await headingIs('A small one');
      await page.byText(/small\.json is on the page/);
      await give('dropped.json', JSON.stringify({...SMALL, name: 'A dropped one'}), true);
      await headingIs('A dropped one');
      await (await page.byRole('button', 'Undo')).click();
      await headingIs('A small one');
      await (await page.byRole('button', 'Undo')).click();
      await page.waitFor(() => document.querySelectorAll('#strip [data-variant]').length === 3);
      assert.notEqual(before, 'A small one');
    });

    test('a broken file is refused with its errors, and the work stays', async () => {
      const before = await heading();
      await give('broken.json', JSON.stringify({...SMALL, cache: {ttl: '5 parsecs'}, colour: 'red'}));
      await page.byText(/broken\.json cannot be used; everything is as it was\./);
      await page.byText(/^cache\.ttl: "5 parsecs" is not a duration/);
      await page.byText(/^colour: /);
      await give('notes.txt', 'no JSON at all');
      await page.byText(/^line 1, column 1: /);
      assert.equal(await heading(), before);
      assert.equal(await (await page.byRole('button', 'Undo')).evaluate((el) => el.getAttribute('aria-disabled')), 'true');
    });

    test('a hostile file harms nothing', async () => {
      const before = await heading();
      await give('deep.json', '['.repeat(100_000));
      await page.byText(/deep\.json cannot be used/);
      await give('large.json', ' '.repeat((1 << 20) + 1));
      await page.byText(/at most 1 MiB can be read/);
      await give('picture.png', 'x');
      await page.byText(/It is not a JSON or text file\./);
      await give('<img src=x onerror=alert(1)>.json', '{"__proto__": {"polluted": 1}, "<img src=x onerror=alert(1)>": 1}');
      await page.byText(/<img src=x onerror=alert\(1\)>\.json cannot be used/);
      assert.equal(await heading(), before);
      await give('named.json', JSON.stringify({...SMALL, name: '<img src=x onerror=alert(1)>'}));
      await headingIs('<img src=x onerror=alert(1)>');
      assert.equal(await page.evaluate(() => document.querySelectorAll('main img').length), 0);
      await download('Scenario (JSON)', 'img-src-x-onerror-alert-1.json');
      await (await page.byRole('button', 'Undo')).click();
    });

    const editor = () => page.byRole('textbox', 'The scenario as JSON');
    const write = async (/** @type {string} */ text) => (await editor()).evaluate((el, value) => {
      el.focus();
      el.value = value;
      el.dispatchEvent(new Event('input', {bubbles: true}));
    }, text);
    const written = async () => (await editor()).evaluate((el) => el.value);
    const selected = async () => (await editor()).evaluate((el) => document.activeElement === el && el.value.slice(el.selectionStart, el.selectionEnd));

    test('JSON that is wrong is kept, its errors lead to their places', async () => {
      const text = JSON.stringify({...SMALL, cache: {ttl: '5 parsecs'}, compare: [{write: 'write-behind'}, {write: 'write-on-moon'}]}, null, 2);
      await write(text);
      await (await page.byRole('button', 'Apply')).click();
      await page.byText(/nothing is changed but this text/);
      await (await page.byRole('button', /^cache\.ttl: "5 parsecs"/)).click();
      assert.equal(await selected(), '"ttl": "5 parsecs"');
      await (await page.byRole('button', /write-on-moon/)).click();
      assert.equal(await selected(), '"write": "write-on-moon"');
      assert.equal(await written(), text);

      await write('{\n  "version": 1,\n  "name": \n}');
      await (await page.byRole('button', 'Apply')).click();
      await (await page.byRole('button', /^line 4, column 1: /)).click();
      await until('the place of the error', async () => (await selected()) === '}');
      assert.equal(await written(), '{\n  "version": 1,\n  "name": \n}', 'the key is not typed into the text');

      await write('{"version": 1, "name": "a", "name": "b"}');
      await (await page.byRole('button', 'Apply')).click();
      await (await page.byRole('button', /stands twice/)).click();
      assert.equal(await selected(), '"name": "b"');
      await picture(page, 'json-error-1280');

      await page.evaluate(() => document.getElementById('controls')?.querySelector('input')?.dispatchEvent(new Event('input', {bubbles: true})));
      assert.equal(await written(), '{"version": 1, "name": "a", "name": "b"}', 'a change elsewhere does not take it away');
      await (await page.byRole('button', 'Discard what is not applied')).click();
      assert.equal(JSON.parse(await written()).name, 'The article');
      assert.equal((await page.allByRole('button', /stands twice/)).length, 0);
    });

    test('JSON that is right is applied, and undo brings back what was there', async () => {
      await write(JSON.stringify(SMALL));
      await page.keyboard.press('Control+Enter');
      await headingIs('A small one');
      await page.byText(/^Applied\./);
      await (await page.byRole('button', 'Undo')).click();
      await headingIs('Where does the client wait, and when does the Awesome Bank database know?');
      await until('the text to follow', async () => JSON.parse(await written()).name === 'The article');
      await (await page.byRole('button', 'Redo')).click();
      await headingIs('A small one');
      await until('the text to follow', async () => JSON.parse(await written()).name === 'A small one');
    });
  });

  test('is accessible with all drawers open, on a phone', async () => {
    page = await browser.newPage({width: 320, height: 900, colorScheme: 'light'});
    await open(page, site.url);
    await page.evaluate(() => {
      for (const drawer of document.querySelectorAll('details')) drawer.open = true;
    });
    await page.waitFor(() => document.querySelectorAll('#words section').length > 0);
    await (await page.byRole('button', 'Step forward')).click();
    const wrong = (await page.axe()).map(({id, nodes}) => `${id}: ${nodes.map((node) => node.html).join(', ')}`);
    assert.deepEqual(wrong, []);
    assert.equal(await overflow(page), '');
    for (const id of ['in-words', 'take-along', 'files-edit']) {
      await page.evaluate((part) => document.getElementById(part)?.scrollIntoView(), id);
      await picture(page, `drawers-${id}-light-320`);
    }
    await page.close();
  });
});
