// The page without a network, and what becomes of its offline copy: a later
// build takes its place as a whole, a broken one does not, and it can be got rid of.
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {accessible, open, picture, row, rowSays, startSite} from './page-site.mjs';
import {DIST} from './sites.mjs';

const engine = engineUnderTest();

/** What a service worker keeps, by the script that the build has written. @param {string} script @returns {{[name: string]: string}} */
const keptBy = (script) => Object.fromEntries([...script.matchAll(/"?([\w.-]+)"?:"(sha256-[^"]+)"/g)].map(([, name, hash]) => [name, hash]));

describe(`offline in ${engine}`, () => {
  /** @type {string} */
  let folder;
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./drivers.mjs').Page} */
  let page;
  /** @type {string} */
  let script;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'builds-'));
    await cp(DIST, folder, {recursive: true});
    script = await readFile(path.join(folder, 'sw.js'), 'utf8');
    site = await startSite({root: folder, offline: true});
    browser = await theBrowser();
  });
  after(async () => {
    await site?.stop();
    await rm(folder, {recursive: true, force: true});
  });

  /** Puts a build of the same with another version in the place of what is served. @param {string} version @param {string[]} [without]  files that stay as they are */
  const deploy = async (version, without = []) => {
    const first = /content="([0-9a-f]{12})"/.exec(await readFile(path.join(DIST, 'index.html'), 'utf8'))?.[1] ?? '';
    let later = script.replaceAll(first, version);
    for (const [name, hash] of Object.entries(keptBy(script))) {
      const content = await readFile(path.join(DIST, name));
      if (!/\.(html|js|css)$/.test(name)) continue;
      const changed = name.endsWith('.css') ? `${content}/* ${version} */` : content.toString().replaceAll(first, version);
      later = later.replaceAll(hash, `sha256-${createHash('sha256').update(changed).digest('base64')}`);
      if (!without.includes(name)) await writeFile(path.join(folder, name), changed);
    }
    await writeFile(path.join(folder, 'sw.js'), later);
  };

  /** The version of the page, if all that it has loaded is of it. */
  const version = () => page.evaluate(async () => {
    const own = document.querySelector('meta[name="version"]')?.getAttribute('content');
    const style = await (await fetch('style.css')).text();
    const marks = [...document.querySelectorAll('script[src*="?"], link[rel="stylesheet"]')].map((el) => (el.getAttribute('src') ?? el.getAttribute('href') ?? '').split('?v=')[1]);
    const mark = /\/\* (\w+) \*\/$/.exec(style)?.[1];
    return new Set([own, ...marks, ...(mark ? [mark] : [])]).size === 1 ? own : `a mix: ${[own, mark, ...marks]}`;
  });
  // The state of an active worker is not asked for: in WebKit it can say "installing" for ever.
  const state = () => page.evaluate(async () => {
    const kept = await navigator.serviceWorker.getRegistration();
    return `${kept ? kept.waiting ? 'waiting' : kept.installing ? 'installing' : kept.active ? 'active' : '' : 'none'}, ${(await caches.keys()).length} kept`;
  });
  /** @param {string} wanted */
  const becomes = (wanted) => until(`the offline copy to be ${wanted}`, async () => {
    const found = await state();
    if (found !== wanted) throw new Error(`it is ${found}`);
    return true;
  });
  /**
   * Opened again, more than once where a browser still counts the page that is
   * left among those that are open. Each time it is of one build.
   * @param {string} build
   */
  const reopenedAs = async (build) => {
    /** @type {(string | null | undefined)[]} */
    const seen = [];
    await until(`the version ${build} alone`, async () => {
      await page.reload();
      seen.push(await version());
      const found = `${seen.at(-1)}, ${await state()}`;
      if (found !== `${build}, active, 1 kept`) throw new Error(`it is ${found}`);
      return true;
    });
    assert.deepEqual(seen.filter((found) => !/^[0-9a-f]{12}$/.test(found ?? '')), []);
  };
  const look = () => page.evaluate(async () => void await (await navigator.serviceWorker.getRegistration())?.update().catch(() => {}));
  /**
   * A browser that is still looking, as it does after each navigation, does not look again when it is
   * asked to, and has perhaps found what was there before: so it is asked until it has found the rest.
   * @param {string} wanted
   */
  const renewed = (wanted) => until(`the offline copy to be ${wanted}`, async () => {
    await look();
    const found = await state();
    if (found !== wanted) throw new Error(`it is ${found}`);
    return true;
  });
  const openDrawer = async () => (await page.byRole('button', 'Embed it, or keep it offline')).press('Enter');

  /** What no engine does otherwise: half a build, and the ends of the copy. Returns the build that is kept then. */
  const brokenAndEnded = async () => {
    // One that is only half there is not taken, though its page and its service worker are.
    page.expectErrors(/^in a worker: unhandled rejection: TypeError: Failed to fetch$/); // by which a service worker refuses to be installed
    await deploy('cccccccccccc', ['style.css']);
    await until('half a build to be refused', () => page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update().catch(() => {});
      const worker = registration?.installing;
      return worker && new Promise((resolve) => worker.addEventListener('statechange', () => resolve(worker.state === 'redundant')));
    }));
    await becomes('active, 1 kept');
    await reopenedAs('bbbbbbbbbbbb');
    await rowSays(page, 'Write Behind', /7 s$/);

    // Its host ends it for everybody, as embedding.html says.
    const ending = /for hosts:<\/figcaption><pre[^>]*><code>([^]*?)<\/code>/.exec(await readFile(path.join(DIST, 'embedding.html'), 'utf8'))?.[1] ?? '';
    await writeFile(path.join(folder, 'sw.js'), ending.replaceAll('&gt;', '>'));
    await renewed('none, 0 kept');

    // The reader ends it, and it stays away until he wants it.
    await deploy('dddddddddddd');
    await page.reload();
    await openDrawer();
    await becomes('active, 1 kept');
    await (await page.byRole('button', 'Forget the offline copy')).press('Enter');
    await page.byText('This page needs the network each time.');
    await becomes('none, 0 kept');
    await page.reload();
    await openDrawer();
    await becomes('none, 0 kept');
    await (await page.byRole('button', 'Keep an offline copy')).press('Enter');
    await becomes('active, 1 kept');
    await page.byText('This page is kept in your browser: it opens without a network too.');
    return 'dddddddddddd';
  };

  test(`it is kept, renewed as a whole${engine === 'chromium' ? ', got rid of, kept again' : ''}, and opens without a server`, async () => {
    page = await browser.newPage({width: 1280, height: 900});
    await open(page, site.url);
    await openDrawer();
    await page.byText('This page is kept in your browser: it opens without a network too.');
    await becomes('active, 1 kept');
    await accessible(page);
    const first = await version() ?? '';

    // A later build is taken beside the first, and is there when the page is opened again.
    // This one, which was there before any copy, goes on with the first.
    await deploy('bbbbbbbbbbbb');
    await renewed('waiting, 2 kept');
    assert.equal(await version(), first);
    // Another page that is opened meanwhile is of the later one; each has the files of its own.
    await page.evaluate(() => void document.body.append(Object.assign(document.createElement('iframe'), {src: './?embed'})));
    const other = () => page.evaluate(() => document.querySelector('iframe')?.contentDocument?.querySelector('meta[name="version"]')?.getAttribute('content'));
    await until('the other page', async () => await other() === 'bbbbbbbbbbbb');
    for (const build of [first, 'bbbbbbbbbbbb']) {
      const style = await page.evaluate(async (build) => (await fetch(`style.css?v=${build}`)).text(), build);
      assert.equal(/\/\* (\w+) \*\/$/.exec(style)?.[1] ?? first, build);
    }
    if (engine !== 'chromium') page.expectErrors(/^in a worker: unhandled rejection: NetworkError/); // of FetchEvent.handled, which nobody has asked for
    await assert.rejects(page.evaluate(() => fetch('style.css?v=aaaaaaaaaaaa')), 'there is no such build');
    await page.evaluate(() => document.querySelector('iframe')?.remove());
    await reopenedAs('bbbbbbbbbbbb');

    const build = engine === 'chromium' ? await brokenAndEnded() : 'bbbbbbbbbbbb';

    // Nothing is there any more but what is kept.
    await site.stop();
    for (const query of ['?embed&preset=ttl', '?preset=lost-order&view=explore']) {
      await page.goto(site.url + query);
      assert.equal(await version(), build);
    }
    await page.byText(/states seen/);
    await page.byText(/^In general: the same strategies/);
    await picture(page, 'offline-explore');
    await page.goto(site.url);
    await (await page.byRole('slider', 'The worker waits')).press('End');
    await until('the figures to follow', async () => /14.5 s$/.test(await row(page, 'Write Behind')));
    for (const [name, heading] of engine === 'chromium' ? [['reference.html', 'The scenario format'], ['embedding.html', 'Embedding']] : []) {
      await page.goto(site.url + name);
      await page.byRole('heading', heading);
    }
    await page.goto(`${site.url}article.html`);
    await page.waitFor(() => customElements.get('cache-playground') !== undefined);
    await page.evaluate(() => void /** @type {any} */ (document.querySelector('cache-playground')).load());
    await page.waitFor(() => document.querySelector('cache-playground')?.shadowRoot?.querySelector('iframe')?.className === 'live');
  });
});
