// The engine's worker: it is started once and shared, a new one is started when it
// has died or was stopped, and what keeps it from starting is said.
import assert from 'node:assert/strict';
import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, afterEach, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {accessible, PACKED, pages, panels, picture, PROGRAM, row, startSite} from './page-site.mjs';
import {POLICY} from './server.mjs';
import {DIST, PROVOKED} from './sites.mjs';

const engine = engineUnderTest();

/** A page that has the API as a module and nothing else. */
const API_PAGE = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>API</title><link rel="icon" href="icon.svg">'
  + '<script type="module" src="api.js"></script></head><body></body></html>';
const API_SCRIPT = "import {Engine} from './engine.js'; globalThis.api = new Engine('.'); globalThis.Engine = Engine;";

describe(`the start of the engine in ${engine}`, () => {
  /** @type {string} */
  let scratch;
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./drivers.mjs').Page} */
  let page;

  before(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'everywhere-start-'));
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
  after(() => page?.close());
  afterEach(async () => {
    await site?.stop();
  });

  const pageLike = pages(() => browser);

  /** @param {string} folder @param {Parameters<typeof startSite>[0]} [options] */
  const serve = async (folder, options) => {
    site = await startSite({root: path.join(scratch, folder), ...options});
    page = await pageLike({width: 1280, height: 900});
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

  describe('fails, provoked:', () => {
    if (engine === 'chromium') {
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
    }

    test('shared, it does no more for a page that has gone', async () => {
      await openApi('site');
      /**
       * Whether all was explored, although the page went away as soon as it heard of progress.
       * @param {boolean} persisted it may come back
       * @param {number} last how many operations the last client has: the more, the longer it takes
       */
      const complete = async (persisted, last) => (await outcome(`(async () => {
        const shared = new Engine('.', {shared: true});
        const left = (persisted) => dispatchEvent(new PageTransitionEvent('pagehide', {persisted}));
        const clients = [3, 3, ${last}].map((n, i) => ({name: 'ABC'[i], ops: ['get', 'edit', 'get'].slice(0, n).map((op) => ({op, key: 'k', ...(op === 'edit' && {value: i})}))}));
        const {runs} = await shared.explore({version: 1, source: {records: {k: 0}}, clients}, {onProgress: () => left(${persisted})});
        return runs[0].complete;
      })()`)).value;
      assert.equal(await complete(true, 2), true);
      assert.equal(await complete(false, 3), false);
    });
  });

  test('puts variants under load in workers of their own, which get the compiled program', async () => {
    await openApi('site');
    const {value} = await outcome(`api.load({
      version: 1, workload: {like: 'ycsb-a', operations: 500}, compare: [{name: 'Through'}, {name: 'Behind', write: 'write-behind'}],
    })`);
    assert.deepEqual(value?.runs.map((/** @type {any} */ {name, complete, operations}) => [name, complete, operations]), [['Through', true, 500], ['Behind', true, 500]]);
    assert.equal(site.requests.filter((name) => name === PACKED).length, 1);
  });

  test('reads a recording in pieces, puts variants under it, and replays it', async () => {
    await openApi('site');
    const {value, message: failed} = await outcome(`(async () => {
      const lines = Array.from({length: 20000}, (_, i) => (i / 100).toFixed(2) + ',' + (i % 9 ? 'get' : 'set') + ',key:' + (i * i) % 997 + ',' + 100 + i % 50);
      const zipped = new Blob(['time,op,key,size\\n', lines.join('\\n')]).stream().pipeThrough(new CompressionStream('gzip'));
      const recording = await api.read(await new Response(zipped).blob(), {fills: 'none'});
      const {runs} = await api.load({version: 1, workload: {like: 'ycsb-a'}, compare: [{name: 'Through'}, {name: 'Behind', write: 'write-behind'}]}, {recording});
      const replayed = await recording.replay({policy: 'lru,sieve', capacity: '0.1'});
      recording.close();
      const {format, operations, keys, bad} = recording.described;
      return {format, operations, keys, bad, sent: runs.map(({complete, operations}) => [complete, operations]), policies: replayed.runs.map(({policy, requests}) => [policy, requests])};
    })()`);
    assert.deepEqual(value ?? failed, {format: 'csv', operations: 20000, keys: 499, bad: 0, sent: [[true, 20000], [true, 20000]], policies: [['lru', 17777], ['sieve', 17777]]});
    const {message} = await outcome("api.read(new Blob(['key,op\\na,got\\n']))");
    assert.match(message ?? '', /^the recording cannot be read: 1 of 2 lines are not of the format csv/);
  });

  // A worker that is closed is the same in all engines.
  if (engine === 'chromium') {
    test('closes without a word, which is noticed: another one draws the picture', async () => {
      const script = await readFile(path.join(DIST, 'worker.js'), 'utf8');
      const closing = "let views = 0; addEventListener('message', (event) => { if (event.data.method === 'view' && ++views === 2) { event.stopImmediatePropagation(); close(); } });";
      await serve('site', {rules: {'worker.js': {body: closing + script, type: 'text/javascript'}}});
      await page.goto(site.url);
      const slider = await page.byRole('slider', 'The Awesome Bank database takes, to write');
      delete site.rules['worker.js'];
      await page.clock.hold();
      await slider.press('End');
      await page.meanwhile(() => until('another worker to be asked for', async () => {
        await page.clock.advance(4000);
        return site.requests.filter((name) => name === 'worker.js').length === 2;
      }));
      await page.clock.release();
      await rowSays('Write Through', /5 s$/);
      assert.equal(site.requests.filter((name) => name === 'worker.js').length, 2);
      await noNotice();
    });
  }

  test('starts once, and before the page that uses it is there', async () => {
    /** @type {() => void} */
    let come = () => {};
    await serve('site', {rules: {'main.js': {after: new Promise((resolve) => (come = () => resolve(undefined)))}}});
    const opening = page.goto(site.url);
    await until('the program to be asked for', () => site.requests.includes(PACKED));
    come();
    await opening;
    for (const name of ['worker.js', PACKED]) assert.equal(site.requests.filter((asked) => asked === name).length, 1, name);
  });

  describe('cannot start:', () => {
    /** @param {Record<string, import('./page-site.mjs').Rule>} rules */
    const without = async (rules) => {
      await serve('site', {rules});
      // The last is Chromium's word where the page is left while its worker is being fetched.
      page.expectErrors(/main\.js|not packed as expected|fetching the script/);
      await page.goto(site.url);
    };

    const MISSING = {status: 404};
    const ANOTHER_PAGE = {status: 200, type: 'text/html'};

    const works = async () => {
      await (await page.byRole('slider', 'The Awesome Bank database takes, to write')).press('End');
      await rowSays('Write Through', /5 s$/);
      await noNotice();
    };

    const pictureStays = async () => {
      assert.deepEqual(await panels(page), ['Write Through', 'Write Behind']);
      assert.match(await row(page, 'Write Behind'), /7 s$/);
      assert.ok(await (await page.byRole('slider', 'Crash')).evaluate((el) => el.disabled));
    };

    test('the worker is missing', async () => {
      await without({'worker.js': MISSING});
      await noticeSays(/^The engine cannot start: .*\. The pictures below are right/);
      await pictureStays();
    });

    test('workers are not allowed', async () => {
      await serve('site', {policy: POLICY.replace("worker-src 'self' blob:", "worker-src 'none'")});
      page.expectErrors(/worker/i);
      await page.goto(site.url);
      await noticeSays(/^The engine cannot start: .* The pictures below are right/);
      await pictureStays();
      await page.close(); // the next one expects no errors
    });

    test('WebAssembly is not allowed', async () => {
      await serve('site', {policy: POLICY.replace(" 'wasm-unsafe-eval'", '')});
      await page.goto(site.url);
      await noticeSays(/^The engine cannot start: .* The pictures below are right/);
      await pictureStays();
    });

    const types = engine === 'chromium' ? ['application/octet-stream', ''] : ['text/plain'];
    for (const type of types) {
      test(`but it does where the server says that the program is ${type || 'nothing'}`, async () => {
        await without({[PACKED]: MISSING, [PROGRAM]: {type}});
        await works();
        assert.ok(site.requests.includes(PROGRAM));
      });
    }

    // What the page makes of these is the same in all engines.
    if (engine === 'chromium') {
      test('the program is missing', async () => {
        await without({[PACKED]: MISSING, [PROGRAM]: MISSING});
        await noticeSays(/^The engine cannot start: .*cacheplay\.wasm answered 404.* The pictures below are right; only changing them needs the engine\.$/);
        await pictureStays();
        await picture(page, 'engine-missing');
        await accessible(page);
      });

      test('the program is none', async () => {
        await without({[PACKED]: ANOTHER_PAGE, [PROGRAM]: ANOTHER_PAGE});
        await noticeSays(/^The engine cannot start: .* The pictures below are right/);
      });

      test('but it does from the packed program alone', async () => {
        await without({[PROGRAM]: MISSING});
        await works();
        assert.ok(!site.requests.includes(PROGRAM));
      });

      test('and the pictures are those of the story that was asked for', async () => {
        await serve('site', {rules: {[PACKED]: MISSING, [PROGRAM]: MISSING}});
        await page.goto(`${site.url}?preset=write-behind`);
        await noticeSays(/^The engine cannot start: .* The pictures below are right/);
        await page.byRole('heading', 'Write Behind');
        await page.byRole('img', 'Sequence diagrams of “Write Behind”');
        assert.deepEqual(await panels(page), []);
        assert.doesNotMatch(await (await page.byRole('link', /^Next story/)).evaluate((el) => el.href), /preset=write-behind$/);
        await page.goto(`${site.url}?preset=nothing`);
        await noticeSays(/ The pictures below are the article’s\.$/);
        assert.deepEqual(await panels(page), ['Write Through', 'Write Behind']);
      });

      for (const name of ['worker.js', PACKED, 'main.js']) {
        test(`but it does when ${name} comes late, and what is awaited is said`, async () => {
          let come = () => {};
          await serve('site', {rules: {[name]: {after: new Promise((resolve) => (come = () => resolve(undefined)))}}});
          page.expectErrors(/fetching the script/); // as above
          const said = () => page.evaluate(() => {
            const coming = /** @type {HTMLElement} */ (document.getElementById('coming'));
            return coming.checkVisibility() ? coming.textContent ?? '' : '';
          });
          const opening = page.goto(`${site.url}?preset=write-behind`);
          await page.meanwhile(async () => {
            await until(`${name} to be asked for`, () => site.requests.includes(name));
            await page.waitFor(() => document.readyState !== 'loading' && 'prepared' in document.documentElement.dataset);
            await page.clock.hold();
            await page.clock.advance(4000);
            assert.match(await said(), /^The engine is on its way\. The pictures are right without it\.$/);
            await page.clock.advance(8000);
            assert.match(await said(), /^The engine has not come yet: .* The pictures are right without it\.$/);
            await page.byRole('img', 'Sequence diagrams of “Write Behind”');
          });
          come();
          await opening;
          assert.equal(await said(), '');
          assert.ok((await panels(page)).length > 0);
        });
      }

      test('but it does when early.js never comes: other parts do what it would have done', async () => {
        /** @type {Record<string, () => void>} */
        const come = {};
        const late = (/** @type {string} */ name) => [name, {after: new Promise((resolve) => (come[name] = () => resolve(undefined)))}];
        await serve('site', {rules: Object.fromEntries(['early.js', 'main.js'].map(late))});
        const opening = page.goto(`${site.url}?preset=write-behind`); // which waits for all parts
        const withheld = () => page.evaluate(() => getComputedStyle(/** @type {Element} */ (document.querySelector('main'))).animationName);
        await page.meanwhile(async () => {
          await until('early.js to be asked for', () => site.requests.includes('early.js'));
          await page.waitFor(() => document.readyState !== 'loading');
          assert.equal(await withheld(), 'withheld', 'no other story flashes up');
          come['main.js']();
          await page.waitFor(() => 'ready' in document.documentElement.dataset);
          assert.equal(await withheld(), 'none');
          assert.equal(await page.evaluate(() => document.getElementById('question')?.textContent), 'Write Behind');
          await noNotice();
        });
        come['early.js']();
        await opening;
        assert.ok((await panels(page)).length > 0);
        assert.equal(site.requests.filter((name) => name === 'worker.js').length, 1);
      });

      test('and main.js has failed before early.js came', async () => {
        let come = () => {};
        await serve('site', {rules: {'main.js': MISSING, 'early.js': {after: new Promise((resolve) => (come = () => resolve(undefined)))}}});
        page.expectErrors(/main\.js/);
        const opening = page.goto(site.url);
        await page.meanwhile(async () => {
          await until('main.js to be asked for', () => site.requests.includes('main.js'));
          await page.waitFor(() => performance.getEntriesByType('resource').some(({name}) => name.includes('main.js')));
        });
        come();
        await opening;
        await noticeSays(/^A part of this page could not be loaded or run: main\.js\. .* The pictures below are right/);
      });

      for (const [what, rule] of Object.entries({missing: MISSING, 'something else': ANOTHER_PAGE})) {
        test(`main.js is ${what}`, async () => {
          let come = () => {};
          await serve('site', {rules: {'main.js': {...rule, after: new Promise((resolve) => (come = () => resolve(undefined)))}}});
          page.expectErrors(/main\.js/);
          const opening = page.goto(site.url);
          await page.meanwhile(async () => {
            await until('early.js to be asked for', () => site.requests.includes('early.js'));
            await page.waitFor(() => 'prepared' in document.documentElement.dataset);
          });
          come();
          await opening;
          await noticeSays(/^A part of this page could not be loaded: main\.js\. .* The pictures below are right/);
          await pictureStays();
        });
      }

      test('but it does where the packed program is something else', async () => {
        await without({[PACKED]: ANOTHER_PAGE});
        await works();
      });
    }
  });
});
