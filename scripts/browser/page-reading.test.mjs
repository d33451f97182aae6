// The pages that are there to be read: the article with stories inside, and the
// page about embedding; and what a reader gets where something does not come.
import assert from 'node:assert/strict';
import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, afterEach, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {overflow, PACKED, panels, picture, PROGRAM, row, startSite, WIDTHS} from './page-site.mjs';
import {POLICY} from './server.mjs';
import {DIST, PROJECT} from './sites.mjs';

const engine = engineUnderTest();
const MISSING = {status: 404};

describe(`pages to read in ${engine}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./drivers.mjs').Page} */
  let page;

  before(async () => {
    browser = await theBrowser();
  });
  afterEach(async () => {
    await page.close();
    await site.stop();
  });

  /** @param {number} n */
  const inSight = (n) => page.evaluate((n) => document.querySelectorAll('cache-playground')[n].scrollIntoView(), n);
  /** @param {number} n */
  const live = (n) => page.waitFor((n) => document.querySelectorAll('cache-playground')[n].shadowRoot?.querySelector('iframe')?.className === 'live', n);
  /** That all that was asked for came, and from the site alone. */
  const clean = async () => {
    assert.deepEqual(await page.consoleMessages(), []);
    assert.deepEqual(site.reports, []);
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({name}) => name));
    assert.deepEqual(asked.filter((url) => !url.startsWith(site.url)), []);
  };

  test('the article has three stories, on a phone in the dark', async () => {
    site = await startSite({unpacked: true});
    page = await browser.newPage({width: 375, height: 800, colorScheme: 'dark'});
    await page.goto(`${site.url}article.html`);
    assert.deepEqual(await Promise.all((await page.allByRole('heading')).map((heading) => heading.text())),
      ['Writing past, through and behind a cache', 'Write Through', 'Write Behind', 'Write Around']);
    for (const [n, preset] of ['write-through', 'bank-peak', 'write-around'].entries()) {
      await inSight(n);
      await page.evaluate((n) => /** @type {any} */ (document.querySelectorAll('cache-playground')[n]).load(), n);
      await live(n);
      await until('the story to fit', () => page.evaluateIn(`preset=${preset}`, () => document.documentElement.scrollHeight === innerHeight));
      assert.equal(await page.evaluateIn(`preset=${preset}`, () => document.documentElement.scrollWidth - innerWidth), 0);
      await picture(page, `article-${preset}-375`);
    }
    assert.equal(await overflow(page), '');
    await clean();
    assert.deepEqual(await page.axe(), []);
    assert.deepEqual(await page.axe({frame: 'preset=bank-peak'}), []);
  });

  test('without scripts the article has pictures that can be read on a phone, and links', async () => {
    site = await startSite({policy: POLICY.replace(/script-src [^;]*/, "script-src 'none'")});
    page = await browser.newPage({width: 375, height: 800});
    page.expectErrors(/embed\.js/);
    await page.goto(`${site.url}article.html`);
    for (const n of [0, 1, 2]) {
      await inSight(n);
      const drawn = await page.waitFor((n) => {
        const image = /** @type {HTMLImageElement} */ (document.querySelectorAll('cache-playground img')[n]);
        return image.complete && image.naturalWidth > 0 && {source: image.currentSrc, share: image.width / image.naturalWidth};
      }, n);
      assert.match(drawn.source, /-narrow\.svg$/);
      assert.ok(drawn.share > 0.9, `${drawn.source} is made ${drawn.share} as large`);
    }
    await page.byRole('link', /Try it: Write Through/);
    await page.byRole('link', /Try it: A peak that the bank cannot take/);
    await page.byRole('link', /Try it: Write Around/);
    assert.equal(await overflow(page), '');
  });

  test('the page about embedding names all that the element has, and nothing else', async () => {
    site = await startSite({unpacked: true});
    page = await browser.newPage({width: 1280, height: 800});
    await page.goto(`${site.url}article.html`);
    const {attributes, members} = await page.waitFor(() => {
      const element = customElements.get('cache-playground');
      return element && {attributes: /** @type {any} */ (element).observedAttributes, members: Object.getOwnPropertyNames(element.prototype)};
    });
    const source = await readFile(path.join(PROJECT, 'web/embed.js'), 'utf8');
    const events = [...new Set([...source.matchAll(/new CustomEvent\('(\w+)'/g)].map(([, name]) => name))];
    const read = [...source.matchAll(/[aA]ttribute\('([\w-]+)'\)/g)].map(([, name]) => name);
    const own = members.filter((/** @type {string} */ name) => !/^(constructor|.*Callback)$/.test(name) && !attributes.includes(name));

    await page.goto(`${site.url}embedding.html`);
    /** @param {string} part */
    const listed = (part) => page.evaluate((part) => [...document.querySelectorAll(`#${part} dt code`)].map((el) => el.textContent?.replace(/\(.*/, '') ?? ''), part);
    assert.deepEqual((await listed('attributes')).sort(), [...new Set([...attributes, ...read])].sort());
    assert.deepEqual([...await listed('properties'), ...await listed('methods')].sort(), own.sort());
    assert.deepEqual((await listed('events')).sort(), events.sort());
    for (const width of WIDTHS) {
      await page.setViewport(width, 800);
      assert.equal(await overflow(page), '');
    }
    const links = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href') ?? ''));
    for (const link of links.filter((link) => !link.startsWith('#'))) assert.ok((await fetch(site.url + link)).ok, link);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.contents a')].filter((a) => !document.querySelector(a.getAttribute('href') ?? '')).length), 0);
    await clean();
    assert.deepEqual(await page.axe(), []);
  });

  test('where the engine does not come the article says so, and keeps its pictures', async () => {
    site = await startSite({rules: {[PACKED]: MISSING, [PROGRAM]: MISSING}});
    page = await browser.newPage({width: 1280, height: 800});
    await page.goto(`${site.url}article.html`);
    await page.waitFor(() => customElements.get('cache-playground') !== undefined);
    const why = await page.evaluate(() => /** @type {any} */ (document.querySelector('cache-playground')).load().catch((/** @type {Error} */ error) => error.message));
    assert.match(why, /^The engine cannot start: .*answered 404/);
    await page.waitFor((why) => document.querySelector('cache-playground')?.shadowRoot?.querySelector('p')?.textContent === `The playground does not start here: ${why}`, why);
    assert.equal((await page.allByRole('img', /Does|how long/)).length, 3);
    assert.deepEqual(await page.axe(), []);
  });

  describe('an old browser', () => {
    /** @type {string} */
    let folder;
    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'old-'));
      await cp(DIST, folder, {recursive: true});
    });
    after(() => rm(folder, {recursive: true, force: true}));

    /** @param {string} name @param {(content: string) => string} change */
    const changed = async (name, change) => writeFile(path.join(folder, name), change(await readFile(path.join(DIST, name), 'utf8')));

    /** @type {[what: string, name: string, change: (content: string) => string, says: RegExp][]} */
    const OLD = [
      ['without modules', 'index.html', (html) => html.replace('type="module"', 'type="unknown"').replace('<script async src="early.js', '<script src="old.js"></script>$&'), /^This browser cannot run the page\. A newer one can\. The pictures below are right/],
      ['that does not know the syntax', 'main.js', () => 'class { of: the future }', /^This browser cannot run the page: .*\. A newer one can\. The pictures below are right/],
      ['without WebAssembly', 'worker.js', (script) => `delete self.WebAssembly;${script}`, /^The engine cannot start: this browser does not run WebAssembly, or was told not to\. The pictures below are right/],
    ];
    for (const [what, name, change, says] of OLD) {
      test(`${what} shows the pictures and says why`, async () => {
        await changed(name, change);
        await writeFile(path.join(folder, 'old.js'), 'delete HTMLScriptElement.prototype.noModule;');
        let come = () => {};
        site = await startSite({root: folder, rules: {'main.js': {after: new Promise((resolve) => (come = () => resolve(undefined)))}}});
        page = await browser.newPage({width: 1280, height: 900});
        page.expectErrors(/unexpected token|main\.js/i);
        const opening = page.goto(site.url);
        await page.meanwhile(async () => {
          await until('early.js to be asked for', () => site.requests.includes('early.js'));
          await page.waitFor(() => 'prepared' in document.documentElement.dataset);
        });
        come();
        await opening;
        await until('the reason', async () => {
          const said = await page.evaluate(() => document.getElementById('notice')?.textContent ?? '');
          if (!says.test(said)) throw new Error(`it says ${said}`);
          return true;
        });
        assert.deepEqual(await panels(page), ['Write Through', 'Write Behind']);
        assert.match(await row(page, 'Write Behind'), /7 s$/);
        await changed(name, (content) => content);
      });
    }
  });
});
