// The example of a blog that Jekyll makes, built for real, with the site in it.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {cp, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {promisify} from 'node:util';
import {engineUnderTest, launch} from './drivers.mjs';
import {DIST, picture, PROJECT} from './page-site.mjs';
import {startServer} from './server.mjs';

const engine = engineUnderTest();
const LOADING = {timeout_ms: 30_000};
const BASE = '/blog/';
const POST = '2018/12/25/what-is-cache-part-2.html';

describe(`a blog made by Jekyll in ${engine}`, () => {
  /** @type {string} */
  let folder;
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startServer>>[]} */
  const servers = [];
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let blog;

  /** Serves the blog as a host that sends no policy, or this one. @param {string} [policy] */
  const serve = async (policy = '') => {
    const server = await startServer({root: path.join(folder, 'built'), base: BASE, headers: {'Content-Security-Policy': policy}});
    servers.push(server);
    return server;
  };
  /** @param {string} url  where it will be */
  const build = async (url) => {
    const source = path.join(folder, 'source');
    await cp(path.join(PROJECT, 'web/examples/jekyll'), source, {recursive: true});
    await cp(DIST, path.join(source, 'playground'), {recursive: true});
    await writeFile(path.join(folder, 'here.yml'), `url: ${new URL(url).origin}\nbaseurl: ${BASE.slice(0, -1)}\n`);
    await promisify(execFile)('jekyll', ['build', '--quiet', '--strict_front_matter', '--disable-disk-cache', '--source', source,
      '--destination', path.join(folder, 'built'), '--config', `${path.join(source, '_config.yml')},${path.join(folder, 'here.yml')}`]);
  };

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'jekyll-'));
    blog = await serve();
    await build(blog.url);
    browser = await launch(engine);
  });
  after(async () => {
    await browser?.close();
    for (const server of servers) await server.stop();
    await rm(folder, {recursive: true, force: true});
  });

  test('has a live element at each heading of the article', async () => {
    const page = await browser.newPage({width: 900, height: 700});
    await page.goto(blog.url + POST);
    assert.equal(await page.evaluate(() => document.querySelectorAll('script[src$="embed.js"]').length), 1, 'the script is there once');
    for (const [i, name] of ['Write Through', 'A peak that the bank cannot take', 'Write Around'].entries()) {
      // In an article of this length they would wait until the reader asks for them.
      await page.waitFor((i) => {
        const element = /** @type {any} */ (document.querySelectorAll('cache-playground')[i]);
        element.scrollIntoView();
        element.load?.();
        const frame = element.shadowRoot?.querySelector('iframe');
        return frame?.className === 'live' && frame.contentDocument?.querySelectorAll('main svg').length > 0;
      }, i, LOADING);
      const drawn = await page.evaluate((i) => {
        const {title, contentDocument} = /** @type {any} */ (document.querySelectorAll('cache-playground')[i].shadowRoot?.querySelector('iframe'));
        return {title, page: contentDocument.title, controls: contentDocument.getElementById('controls')?.checkVisibility() ?? false};
      }, i);
      assert.equal(drawn.title, `${name}, step by step`);
      assert.match(drawn.page, RegExp(name));
      assert.equal(drawn.controls, name !== 'Write Around', `${name} has its controls`);
    }
    await picture(page, 'jekyll');
    assert.deepEqual(await page.consoleMessages(), []);
    assert.deepEqual(await page.axe(), []);
    await page.close();
  });

  test('has pictures with links where no script runs', async () => {
    const {url} = await serve("script-src 'none'");
    const page = await browser.newPage({width: 900, height: 700, colorScheme: 'dark'});
    await page.goto(url + POST);
    await page.waitFor(() => [...document.images].length === 3 && [...document.images].every((image) => image.naturalWidth > 500));
    const shown = await page.evaluate(() => [...document.querySelectorAll('cache-playground a')].map((link) =>
      [link.getAttribute('href'), link.querySelector('img')?.getAttribute('src'), link.querySelector('img')?.alt]));
    assert.deepEqual(shown, [['write-through', 'Write Through'], ['bank-peak', 'A peak that the bank cannot take'], ['write-around', 'Write Around']]
      .map(([preset, name]) => [`${blog.url}playground/?preset=${preset}`, `${blog.url}playground/presets/${preset}.svg`, `Sequence diagrams: ${name}`]));
    assert.deepEqual(await page.axe(), []);
    await (await page.byRole('link', 'Sequence diagrams: Write Around')).click();
    await page.waitFor(() => document.querySelector('h1')?.textContent === 'Write Around');
    await page.close();
  });
});
