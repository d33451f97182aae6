// The engine behind the page: what it computes is the same everywhere, and what
// goes wrong in it, or on the way to it, is said and survived.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {cp, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, afterEach, before, describe, test} from 'node:test';
import {promisify} from 'node:util';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {open, openViewMenu, panels, picture, row, shows, startSite} from './page-site.mjs';
import {COMMAND, DIST, PROJECT, PROVOKED} from './sites.mjs';

const engine = engineUnderTest();
const run = promisify(execFile);
const PRESETS = path.join(PROJECT, 'wasm/scenario/presets');

/** A page that has the API as a module and nothing else. */
const API_PAGE = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>API</title><link rel="icon" href="icon.svg">'
  + '<script type="module" src="api.js"></script></head><body></body></html>';
const API_SCRIPT = "import {Engine} from './engine.js'; globalThis.api = new Engine('.'); globalThis.Engine = Engine;";

describe(`the engine in ${engine}`, () => {
  /** @type {string} */
  let scratch;
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./drivers.mjs').Page} */
  let page;

  before(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'page-engine-'));
    for (const [folder, from] of [['site', DIST], ['provoked', PROVOKED]]) {
      await cp(from, path.join(scratch, folder), {recursive: true});
      await writeFile(path.join(scratch, folder, 'api.html'), API_PAGE);
      await writeFile(path.join(scratch, folder, 'api.js'), API_SCRIPT);
    }
    browser = await theBrowser();
  });
  after(async () => {
    await rm(scratch, {recursive: true, force: true});
  });
  afterEach(async () => {
    await page?.close();
    await site?.stop();
  });

  /** @param {string} folder @param {Parameters<typeof startSite>[0]} [options] */
  const serve = async (folder, options) => {
    site = await startSite({root: path.join(scratch, folder), ...options});
    page = await browser.newPage({width: 1280, height: 900});
  };

  /** @param {string} folder */
  const openApi = async (folder) => {
    await serve(folder);
    await page.goto(`${site.url}api.html`);
    await page.waitFor(() => 'api' in globalThis);
  };

  /** @param {RegExp} words */
  const noticeSays = (words) =>
    until(`the notice to say ${words}`, async () => {
      const said = await (await page.byRole('alert')).text();
      if (!words.test(said)) throw new Error(`it says ${JSON.stringify(said)}`);
      return true;
    });

  const noNotice = () => until('no notice', async () => (await page.allByRole('alert')).length === 0);

  /** @param {string} name @param {RegExp} words */
  const rowSays = (name, words) => until(`the row ${name} to say ${words}`, async () => words.test(await row(page, name)));

  describe('computes', () => {
    test('every preset to the same bytes as the command', async () => {
      await openApi('site');
      const files = (await readdir(PRESETS)).sort();
      assert.ok(files.length >= 5);
      const ids = await page.evaluate(async () => (await /** @type {any} */ (globalThis).api.presets()).map((/** @type {any} */ p) => p.id));
      assert.deepEqual(ids.map((/** @type {string} */ id) => `${id}.json`).sort(), files);
      for (const file of files) {
        const ours = await page.evaluate(async (id) => {
          const {api} = /** @type {any} */ (globalThis);
          const {runs} = await api.run(await api.preset(id));
          /** @param {(string | Uint8Array)[]} parts */
          const hash = async (parts) => {
            const bytes = new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (parts)).arrayBuffer());
            const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
            return [...sum].map((b) => b.toString(16).padStart(2, '0')).join('');
          };
          const json = [];
          for (const [i, r] of runs.entries()) json.push(i ? ',\n' : '\n', r.trace);
          const console = runs.map((/** @type {any} */ r) =>
            runs.length === 1 ? r.console : `${r.name}\n${'='.repeat([...r.name].length)}\n\n${r.console}`).join('\n');
          return {
            json: await hash(['{"version":1,"runs":[', ...json, '\n]}\n']),
            console: await hash([console]),
            mermaid: await hash([runs.map((/** @type {any} */ r) => r.mermaid).join('\n')]),
            plantuml: await hash([runs.map((/** @type {any} */ r) => r.plantuml).join('\n')]),
          };
        }, file.replace('.json', ''));
        for (const [format, hash] of Object.entries(ours)) {
          const {stdout} = await run(COMMAND, ['run', '-format', format, path.join(PRESETS, file)], {maxBuffer: 1 << 26});
          assert.equal(hash, createHash('sha256').update(stdout).digest('hex'), `${file} as ${format}`);
        }
      }
    });

    test('an object as it does the same text', async () => {
      await openApi('site');
      const [a, b] = await page.evaluate(async () => {
        const {api} = /** @type {any} */ (globalThis);
        const text = await api.preset('article');
        const results = [await api.run(text), await api.run(JSON.parse(text))];
        return results.map((r) => r.canonical + r.runs.map((/** @type {any} */ x) => new TextDecoder().decode(x.trace)).join());
      });
      assert.equal(a, b);
      assert.match(a, /write-behind/);
    });
  });

  /**
   * Awaits a call in the page and tells how it ends.
   * @param {string} call an expression of a promise, with `api` in scope
   * @returns {Promise<{name?: string, code?: string, message?: string, fields?: any[], value?: any}>}
   */
  const outcome = (call) => page.evaluate(`async () => {
    const {api, Engine} = globalThis;
    const text = await api.preset('article');
    const taking = (latency) => ({...JSON.parse(text), source: {writeLatency: latency}});
    try {
      return {value: await (${call})};
    } catch (e) {
      return {name: e.name, code: e.code, message: e.message, fields: e.fields};
    }
  }`);

  describe('answers a wrong call', () => {
    test('with an error that names the fields', async () => {
      await openApi('site');
      const wrong = await outcome("api.run({version: 1, cache: {ttl: '5 parsecs'}, surprise: 1})");
      assert.equal(wrong.name, 'EngineError');
      assert.equal(wrong.code, 'input');
      assert.deepEqual(wrong.fields?.map((f) => f.path).sort(), ['cache.ttl', 'clients', 'surprise']);
      for (const call of ['api.run()', 'api.run(7)', 'api.run("{")', 'api.run("\\ud800")', 'api.run({get version() { throw 1 }})',
        'api.run({a: () => 1})', 'api.view(text, 7)', 'api.view(text, {width: 0.5})', 'api.view(text, {width: NaN})',
        'api.view(text, {show: "all"})', 'api.view(text, {narrow: 1})', 'api.preset(7)', 'api.preset("no such")',
        'api.preset("../article")', 'api.run({version: 1, clients: "\\u0000"})']) {
        const {name, code} = await outcome(call);
        assert.deepEqual({name, code}, {name: 'EngineError', code: 'input'}, call);
      }
      assert.ok((await outcome('api.view(text, {show: [99, -1]})')).value);
      assert.deepEqual((await outcome('api.version()')).value, {scenario: 1, trace: 1});
      assert.deepEqual(await page.consoleMessages(), []);
    });

    test('with AbortError where it was aborted', async () => {
      await openApi('site');
      for (const call of [
        'api.run(text, {signal: AbortSignal.abort()})',
        '(() => { const c = new AbortController(); const p = api.run(text, {signal: c.signal}); c.abort(); return p; })()',
      ]) {
        assert.equal((await outcome(call)).name, 'AbortError', call);
      }
      const own = await outcome("api.run(text, {signal: AbortSignal.abort(new RangeError('mine'))})");
      assert.equal(own.name, 'RangeError');
      assert.equal((await outcome('api.run(text, {signal: new AbortController().signal})')).value.runs.length, 3);
    });
  });

  describe('fails, provoked:', () => {
    const panic = {what: 'a panic', key: 'ArrowLeft', taking: '1.9 s', words: /^the engine failed: provoked/};
    const end = {what: 'an end', key: 'End', taking: '5 s', words: /^The engine ended/};
    for (const {what, key, taking, words} of engine === 'chromium' ? [panic, end] : [end]) {
      test(`${what} under the page keeps what the reader has set`, async () => {
        await serve('provoked');
        await open(page, site.url);
        await (await page.byRole('button', 'Write Around')).click();
        await shows(page, ['Write Through', 'Write Behind', 'Write Around']);
        await openViewMenu(page);
        await (await page.byRole('radio', 'order')).click();
        await (await page.byRole('button', 'Larger')).click();
        await (await page.byRole('slider', 'The worker waits')).press('ArrowLeft');
        await rowSays('Write Behind', /6.75 s$/);
        const crash = await page.byRole('slider', 'Crash');
        await crash.press('Home');
        await page.keyboard.press('ArrowRight');
        await rowSays('Write Through', /not told$/);
        const diagram = await page.byRole('group', /^Sequence diagram of Write Through/);
        for (let i = 0; i < 3; i++) await diagram.press('ArrowDown');
        const stand = () => page.evaluate(() => [...document.querySelectorAll('#crash, #controls input, [data-act="scrub"]')].map((i) => i.getAttribute('aria-valuetext'))
          .concat([...document.querySelectorAll('.event.now, [data-act="size"], .choose-variant[aria-pressed="true"]')].map((el) => el.textContent)));
        const before = await stand();
        const bank = await page.byRole('slider', 'The Awesome Bank database takes, to write');
        await bank.press(key);
        await noticeSays(words);
        assert.deepEqual(await stand(), before.map((value, i) => (i === 1 ? taking : value)));
        assert.deepEqual(await panels(page), ['Write Through', 'Write Behind', 'Write Around']);
        assert.match(await row(page, 'Write Through'), /not told$/);
        await picture(page, `engine-${what.replace(' ', '-')}`);
        assert.deepEqual(await page.axe(), []);

        // Another story opens, and the work on this one is there when the reader comes back.
        await (await page.byRole('link', /^A crash before the bank knows/)).click();
        await (await page.byRole('button', 'Yes')).click();
        await page.byText(/^Right\./);
        await page.back();
        await noticeSays(words);
        await page.byRole('heading', /^Where does the client wait/);
        assert.deepEqual(await panels(page), [], 'no picture of another story');
        await (await page.byRole('slider', /takes, to write$/)).press('Home');
        await noNotice();
        await crash.press('End');
        await rowSays('Write Behind', /4.75 s$/);
        await shows(page, ['Write Through', 'Write Behind', 'Write Around']);
        assert.match(await row(page, 'Write Through'), /writes at once/);
      });
    }

    test('an end after an answer is not even seen', async () => {
      await serve('provoked');
      await open(page, site.url);
      const bank = await page.byRole('slider', 'The Awesome Bank database takes, to write');
      await bank.press('ArrowRight');
      await rowSays('Write Through', /2.1 s$/);
      await page.keyboard.press('ArrowRight');
      await rowSays('Write Through', /2.2 s$/);
      await noNotice();
      assert.deepEqual(await panels(page), ['Write Through', 'Write Behind']);
    });
  });
});
