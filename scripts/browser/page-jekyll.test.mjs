// The example of a blog that Jekyll makes, built for real, with the site in it.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser} from './drivers.mjs';
import {picture} from './page-site.mjs';
import {startServer} from './server.mjs';
import {BLOG, BLOG_PATH, BLOG_URL} from './sites.mjs';

const engine = engineUnderTest();
const POST = '2018/12/25/what-is-cache-part-2.html';

describe(`a blog made by Jekyll in ${engine}`, () => {
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startServer>>[]} */
  const servers = [];
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let blog;

  /** Serves the blog as a host that sends no policy, or this one. @param {string} [policy] */
  const serve = async (policy = '') => {
    const server = await startServer({root: BLOG, base: BLOG_PATH, headers: {'Content-Security-Policy': policy},
      edit: (html) => html.replaceAll(BLOG_URL, new URL(blog.url).origin)});
    servers.push(server);
    return server;
  };

  before(async () => {
    browser = await theBrowser();
    blog = await serve();
  });
  after(async () => {
    for (const server of servers) await server.stop();
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
      }, i);
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
    page.expectErrors(/embed\.js/);
    await page.goto(url + POST);
    await page.waitFor(() => [...document.images].length === 3 && [...document.images].every((image) => image.naturalWidth > 500));
    const shown = await page.evaluate(() => [...document.querySelectorAll('cache-playground a')].map((link) =>
      [link.getAttribute('href'), link.querySelector('img')?.getAttribute('src'), link.textContent]));
    assert.deepEqual(shown, [['write-through', 'Write Through'], ['bank-peak', 'A peak that the bank cannot take'], ['write-around', 'Write Around']]
      .map(([preset, name]) => [`${blog.url}playground/?preset=${preset}`, `${blog.url}playground/presets/${preset}-question-column.svg`, `Try it: ${name}`]));
    assert.deepEqual(await page.axe(), []);
    await (await page.byRole('link', /Try it: Write Around/)).click();
    await page.waitFor(() => document.querySelector('h1')?.textContent === 'Write Around');
    await page.close();
  });
});
