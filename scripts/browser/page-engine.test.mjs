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
import {engineUnderTest, launch, until} from './drivers.mjs';
import {DIST, go, open, openViewMenu, PACKED, panels, picture, PROGRAM, PROJECT, ready, row, shows, startSite} from './page-site.mjs';
import {POLICY} from './server.mjs';

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
    // The site as it is, and one whose program fails on demand.
    await cp(DIST, path.join(scratch, 'site'), {recursive: true});
    await Promise.all([
      go('run', './scripts/build', '-tags', 'provoke', '-o', path.join(scratch, 'provoked')),
      go('build', '-o', path.join(scratch, 'cacheplay'), './scripts/cacheplay'),
    ]);
    for (const folder of ['site', 'provoked']) {
      await writeFile(path.join(scratch, folder, 'api.html'), API_PAGE);
      await writeFile(path.join(scratch, folder, 'api.js'), API_SCRIPT);
    }
    browser = await launch(engine);
  });
  after(async () => {
    await browser?.close();
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
      const said = await (await page.byRole('alert', undefined, {timeout_ms: 500})).text();
      if (!words.test(said)) throw new Error(`it says ${JSON.stringify(said)}`);
      return true;
    }, 15_000);

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
          const {stdout} = await run(path.join(scratch, 'cacheplay'),
            ['run', '-format', format, path.join(PRESETS, file)], {maxBuffer: 1 << 26});
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
    test('a panic is an error, and the engine goes on', async () => {
      await openApi('provoked');
      const {name, code, message} = await outcome("api.run(taking('1900ms'))");
      assert.deepEqual({name, code, message}, {name: 'EngineError', code: 'internal', message: 'the engine failed: provoked'});
      assert.equal((await outcome("api.run(taking('1s'))")).value.runs.length, 3);
      assert.equal(site.requests.filter((name) => name === PACKED).length, 1, 'the same engine');
    });

    test('an end is an error of all calls, and the next one starts a new engine', async () => {
      await openApi('provoked');
      const codes = await page.evaluate(async () => {
        const {api} = /** @type {any} */ (globalThis);
        const scenario = {...JSON.parse(await api.preset('article')), source: {writeLatency: '5s'}};
        const calls = await Promise.allSettled([api.run(scenario), api.version(), api.view(scenario, {})]);
        return calls.map((call) => call.status === 'rejected' && call.reason.code);
      });
      assert.deepEqual(codes, ['died', 'died', 'died']);
      assert.equal((await outcome("api.run(taking('1s'))")).value.runs.length, 3);
      assert.equal((await outcome("api.run(taking('1s'))")).value.runs.length, 3);
      assert.equal(site.requests.filter((name) => name === PACKED).length, 2);
    });

    test('an end after an answer costs the next call nothing', async () => {
      await openApi('provoked');
      for (let i = 0; i < 3; i++) {
        assert.equal((await outcome("api.run(taking('2100ms'))")).value.runs.length, 3);
        await until('the engine to have ended', async () => (await outcome("api.run(taking('1s'))")).value?.runs.length === 3);
      }
    });

    test('stopped, it starts again', async () => {
      await openApi('site');
      assert.equal((await outcome('(() => { const p = api.run(text); api.stop(); return p; })()')).code, 'died');
      assert.equal((await outcome('api.run(text)')).value.runs.length, 3);
    });

    test('shared, it does no more for a page that has gone', async () => {
      await openApi('site');
      /** Whether all was explored, although the page went away as soon as it heard of progress. @param {boolean} persisted it may come back */
      const complete = async (persisted) => (await outcome(`(async () => {
        const shared = new Engine('.', {shared: true});
        const left = (persisted) => dispatchEvent(new PageTransitionEvent('pagehide', {persisted}));
        const clients = ['A', 'B', 'C'].map((name) => ({name, ops: ['get', 'edit', 'get'].map((op) => ({op, key: 'k', ...(op === 'edit' && {value: name})}))}));
        const {runs} = await shared.explore({version: 1, source: {records: {k: 0}}, clients}, {onProgress: () => left(${persisted})});
        return runs[0].complete;
      })()`)).value;
      assert.equal(await complete(true), true);
      assert.equal(await complete(false), false);
    });

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

  test('starts once, and before the page that uses it is there', async () => {
    /** @type {() => void} */
    let come = () => {};
    await serve('site', {rules: {'main.js': {after: new Promise((resolve) => (come = () => resolve(undefined)))}, 'sw.js': {status: 204}}});
    const opening = page.goto(site.url);
    await until('the program to be asked for', () => site.requests.includes(PACKED));
    come();
    await opening;
    await ready(page);
    for (const name of ['worker.js', PACKED]) assert.equal(site.requests.filter((asked) => asked === name).length, 1, name);
  });

  describe('cannot start:', () => {
    /** @param {Record<string, import('./page-site.mjs').Rule>} rules */
    const without = async (rules) => {
      await serve('site', {rules});
      await page.goto(site.url);
    };

    const MISSING = {status: 404};
    const ANOTHER_PAGE = {status: 200, type: 'text/html'};

    const works = async () => {
      await ready(page);
      await (await page.byRole('slider', 'The Awesome Bank database takes, to write')).press('End');
      await rowSays('Write Through', /5 s$/);
      await noNotice();
    };

    const pictureStays = async () => {
      assert.deepEqual(await panels(page), ['Write Through', 'Write Behind']);
      assert.match(await row(page, 'Write Behind'), /7 s$/);
      assert.ok(await (await page.byRole('slider', 'Crash')).evaluate((el) => el.disabled));
    };

    test('the program is missing', async () => {
      await without({[PACKED]: MISSING, [PROGRAM]: MISSING});
      await noticeSays(/^The engine cannot start: .*cacheplay\.wasm answered 404.* The pictures below are right; only changing them needs the engine\.$/);
      await pictureStays();
      await picture(page, 'engine-missing');
      assert.deepEqual(await page.axe(), []);
    });

    test('the worker is missing', async () => {
      await without({'worker.js': MISSING});
      await noticeSays(/^The engine cannot start: .*\. The pictures below are right/);
      await pictureStays();
    });

    test('the program is none', async () => {
      await without({[PACKED]: ANOTHER_PAGE, [PROGRAM]: ANOTHER_PAGE});
      await noticeSays(/^The engine cannot start: .* The pictures below are right/);
    });

    test('workers are not allowed', async () => {
      await serve('site', {policy: POLICY.replace("worker-src 'self' blob:", "worker-src 'none'")});
      await page.goto(site.url);
      await noticeSays(/^The engine cannot start: .* The pictures below are right/);
      await pictureStays();
    });

    test('WebAssembly is not allowed', async () => {
      await serve('site', {policy: POLICY.replace(" 'wasm-unsafe-eval'", '')});
      await page.goto(site.url);
      await noticeSays(/^The engine cannot start: .* The pictures below are right/);
      await pictureStays();
    });

    test('and the pictures are those of the story that was asked for', async () => {
      await serve('site', {rules: {[PACKED]: MISSING, [PROGRAM]: MISSING}});
      await page.goto(`${site.url}?preset=write-behind`);
      await noticeSays(/^The engine cannot start: .* The pictures below are right/);
      await page.byRole('heading', 'Write Behind');
      await page.byRole('img', 'Sequence diagrams of “Write Behind”');
      assert.deepEqual(await panels(page), []);
      await page.goto(`${site.url}?preset=nothing`);
      await noticeSays(/ The pictures below are the article’s\.$/);
      assert.deepEqual(await panels(page), ['Write Through', 'Write Behind']);
    });

    for (const [what, rule] of Object.entries({missing: MISSING, 'something else': ANOTHER_PAGE})) {
      test(`main.js is ${what}`, async () => {
        await without({'main.js': rule});
        await noticeSays(/^A part of this page could not be loaded: main\.js\. .* The pictures below are right/);
        await pictureStays();
      });
    }

    const types = engine === 'chromium' ? ['application/octet-stream', 'text/plain', 'application/wasm; charset=utf-8', ''] : ['text/plain', ''];
    for (const type of types) {
      test(`but it does where the server says that the program is ${type || 'nothing'}`, async () => {
        await without({[PACKED]: MISSING, [PROGRAM]: {type}});
        await works();
        assert.ok(site.requests.includes(PROGRAM));
      });
    }

    test('but it does where the packed program is something else', async () => {
      await without({[PACKED]: ANOTHER_PAGE});
      await works();
    });

    test('but it does from the packed program alone', async () => {
      await without({[PROGRAM]: MISSING});
      await works();
      assert.ok(!site.requests.includes(PROGRAM));
    });
  });
});
