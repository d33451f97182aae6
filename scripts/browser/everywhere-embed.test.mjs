// The playground inside pages of other sites: as an element, as a frame, as a
// sandboxed frame; with what "Embed this" says to put there.
import assert from 'node:assert/strict';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, afterEach, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser, until} from './drivers.mjs';
import {accessible, ONE_FILE, open, picture, PROGRAM, startSite} from './page-site.mjs';
import {startServer} from './server.mjs';

const engine = engineUnderTest();
const TEXT = '<p>Caching upon fetching a resource can be achieved also without being aware of cache reading techniques.</p>'.repeat(14);

/** What only the address of one frame has in it. */
const BEHIND = 'preset=write-behind';
const AROUND = 'preset=write-around';
const OWN = 'given=';

/** How long the element waits until it says that nothing is heard of its frame, in milliseconds. */
const LATE_MS = 30_000;

const SCENARIO = {
  version: 1, name: 'One of our own', write: 'write-behind', source: {writeLatency: '2s'}, writeBehind: {writeDelay: '5s'},
  clients: [{ops: [{op: 'create', key: 'payment', value: {amount: 100}}]}], controls: ['writeBehind.writeDelay'],
};

describe(`embedded in ${engine}`, () => {
  /** @type {string} */
  let folder;
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let host;
  /** @type {import('./drivers.mjs').Page} */
  let page;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'host-'));
    site = await startSite({unpacked: true});
    const {origin} = new URL(site.url);
    // What embedding.html says such a page has to allow, and no more.
    host = await startServer({root: folder, headers: {'Content-Security-Policy':
      `default-src 'none'; script-src 'self' ${origin}; frame-src ${origin}; img-src ${origin}; style-src 'self'; style-src-attr 'unsafe-inline'`}});
    await writeFile(path.join(folder, 'host.css'), 'body { max-width: 44rem; margin: 1rem auto } img { max-width: 100%; max-height: 20rem } .dark { background: oklch(0.2 0 0) } .dark * { color: white }');
    browser = await theBrowser();
  });
  after(async () => {
    await site?.stop();
    await host?.stop();
    await rm(folder, {recursive: true, force: true});
  });
  afterEach(async () => {
    await page.close();
    site.requests.length = 0;
  });

  /** Opens a page of another site with this in its body. @param {string} body @param {{width?: number}} [options] */
  const openHost = async (body, {width = 900} = {}) => {
    await writeFile(path.join(folder, 'index.html'), `<!doctype html><html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width"><title>A blog</title><link rel="icon" href="${site.url}icon.svg"><link rel="stylesheet" href="host.css"></head>
      <body><main><h1>A blog</h1>${body}</main></body></html>`);
    page = await browser.newPage({width, height: 700});
    // Another host name is another site, which the port alone is not.
    await page.goto(host.url.replace('127.0.0.1', 'localhost'));
  };

  const loads = (/** @type {string} */ name) => site.requests.filter((asked) => asked === name || asked.startsWith(`${name}?`)).length;
  /** @param {number} n */
  const live = (n) => page.waitFor((n) => document.querySelectorAll('cache-playground')[n]?.shadowRoot?.querySelector('iframe')?.className === 'live', n);
  /** @param {string} selector */
  const scrollTo = (selector) => page.evaluate((selector) => document.querySelector(selector)?.scrollIntoView(), selector);
  /** @param {string} selector */
  const topOf = (selector) => page.evaluate((selector) => Math.round(document.querySelector(selector)?.getBoundingClientRect().top ?? 0), selector);
  /** @param {string} frame @param {(...args: any[]) => any} fn @param {any[]} args */
  const inFrame = (frame, fn, ...args) => until(`${fn} in frame ${frame}`, () => page.evaluateIn(frame, fn, ...args));

  const script = () => `<script src="${site.url}embed.js" async></script>`;
  /** @param {string} attributes @param {string} [inside] */
  const element = (attributes, inside = '') => `<cache-playground ${attributes}>${inside}<a href="${site.url}?preset=write-behind"><img src="${site.url}presets/write-behind.svg" alt="A picture"></a></cache-playground>`;

  /** Keeps what the elements of the page tell. */
  const listen = () => page.evaluate(() => {
    const heard = /** @type {string[]} */ ([]);
    Object.assign(globalThis, {heard});
    for (const [i, element] of document.querySelectorAll('cache-playground').entries()) {
      for (const name of ['ready', 'change', 'error']) {
        element.addEventListener(name, (event) => heard.push(`${i} ${name} ${JSON.stringify(/** @type {any} */ (event).detail?.fields ?? '')}`));
      }
    }
  });
  /** @param {string} what */
  const heard = (what) => page.waitFor((what) => /** @type {any} */ (globalThis).heard.includes(what), what);

  /** Clicks on something in an element's frame, which a browser draws in a place of its own time. @param {string} frame @param {string} selector */
  const clickIn = (frame, selector) => until(`a click on ${selector} to arrive`, async () => {
    const inner = await page.evaluateIn(frame, (selector) => {
      const {x, y, width, height} = /** @type {Element} */ (document.querySelector(selector)).getBoundingClientRect();
      return {x: x + width / 2, y: y + height / 2};
    }, selector);
    const outer = await page.evaluate((frame, y) => {
      const frames = [...document.querySelectorAll('cache-playground')].map((element) => element.shadowRoot?.querySelector('iframe'));
      const box = () => /** @type {Element} */ (frames.find((one) => one?.src.includes(frame))).getBoundingClientRect();
      scrollBy(0, box().y + y - innerHeight / 2);
      return {x: box().x, y: box().y};
    }, frame, inner.y);
    await page.mouse.click({x: outer.x + inner.x, y: outer.y + inner.y});
    return page.evaluateIn(frame, (selector) => document.activeElement?.matches(selector), selector);
  });

  test('elements are loaded as the reader comes near, share one engine, and nothing moves', async () => {
    await openHost(`${script()}${TEXT}${TEXT}${element('preset="write-behind"')}<h2 id="first">After the first</h2>${TEXT}
      ${element('preset="write-around" controls="none" ask="none"')}<h2 id="second">After the second</h2>${TEXT}
      ${element('', `<script type="application/json">${JSON.stringify(SCENARIO)}</script>`)}<p><a href="#first" id="last">Up</a></p>`);
    await listen();
    await page.waitFor(() => customElements.get('cache-playground') !== undefined);
    await until('the script to be there', async () => loads('embed.js') === 1);
    assert.deepEqual([loads('index.html'), loads(PROGRAM)], [0, 0], 'nothing is loaded before the reader comes near');

    // The first is just above what the reader sees as it becomes taller.
    await scrollTo('#first');
    const place = await topOf('#first');
    await live(0);
    assert.ok(Math.abs(await topOf('#first') - place) <= 1);
    await scrollTo('#second');
    await live(1);
    // The last one stands in the window with text below it, so it waits until the reader asks for it.
    await scrollTo('#last');
    await page.evaluate(() => /** @type {any} */ (document.querySelectorAll('cache-playground')[2]).load());
    await live(2);
    assert.deepEqual([loads(PROGRAM), loads('worker.js')], [1, 1], 'one engine for three');
    await inFrame(OWN, () => /One of our own/.test(document.title));
    assert.equal(await page.evaluate(() => /** @type {any} */ (document.querySelectorAll('cache-playground')[2]).scenario.name), 'One of our own');

    // No frame scrolls by itself; what sticks to an edge of the window does so to the page's.
    for (const frame of [BEHIND, AROUND, OWN]) {
      assert.equal(await page.evaluateIn(frame, () => document.documentElement.scrollHeight - innerHeight), 0);
    }
    await accessible(page, BEHIND);
    assert.equal(await page.evaluateIn(AROUND, () => document.getElementById('controls')?.checkVisibility()), false);
    assert.equal(await page.evaluateIn(BEHIND, () => document.getElementById('controls')?.checkVisibility()), true);
    assert.equal(await page.evaluateIn(AROUND, () => document.querySelector('main .sentence')?.checkVisibility({visibilityProperty: true})), true, 'its question is not asked');
    assert.equal(await page.evaluate(() => getComputedStyle(/** @type {Element} */ (document.querySelector('cache-playground'))).marginTop), '24px');
    await page.evaluate(() => scrollBy(0, 1000 + (document.querySelector('cache-playground')?.getBoundingClientRect().top ?? 0)));
    await inFrame(BEHIND, (seen) => {
      const [bar, head] = ['#player', '.diagram-headers'].map((part) => /** @type {Element} */ (document.querySelector(`main ${part}`)).getBoundingClientRect());
      return Math.abs(bar.bottom - 1000 - seen) < 2 && Math.abs(head.top - 1000) < 2;
    }, await page.evaluate(() => innerHeight));
    await picture(page, 'embed-elements');

    // The reader changes something, and leaves by the keyboard alone.
    await clickIn(BEHIND, '#controls input');
    await heard('0 change ""');
    await until('the focus to come out behind the last frame', async () => {
      await page.keyboard.press('Tab');
      return page.evaluate(() => document.activeElement?.id === 'last');
    });

    // The page around them turns dark, and one of them is told to stay as it is.
    const ground = () => getComputedStyle(document.documentElement).backgroundColor;
    const light = await page.evaluateIn(BEHIND, ground);
    await page.evaluate(() => {
      document.querySelectorAll('cache-playground')[1].setAttribute('theme', 'light');
      document.documentElement.className = 'dark';
    });
    await inFrame(BEHIND, (light) => getComputedStyle(document.documentElement).backgroundColor !== light, light);
    assert.equal(await page.evaluateIn(AROUND, ground), light);
    await accessible(page, OWN);
    assert.deepEqual(await page.consoleMessages(), []);
    await accessible(page);
  });

  if (engine === 'chromium') {
    test('pictures that come late load no elements but those near the reader', async () => {
      let arrive = () => {};
      site.rules['presets/write-behind.svg'] = {after: new Promise((resolve) => { arrive = () => resolve(); })};
      await openHost(script());
      await page.waitFor(() => customElements.get('cache-playground') !== undefined);
      // Written into the page, they do not keep it from being loaded.
      await page.evaluate((ten) => document.querySelector('main')?.insertAdjacentHTML('beforeend', ten), element('preset="write-behind"').repeat(10));
      await until('the pictures to be asked for', () => loads('presets/write-behind.svg') > 0);
      await page.evaluate(() => {}); // two frames are drawn
      const before = loads('index.html');
      delete site.rules['presets/write-behind.svg'];
      arrive();
      await page.waitFor(() => document.querySelector('cache-playground')?.shadowRoot?.querySelector('button')?.checkVisibility());
      assert.equal(before, 0, 'none is loaded while nobody knows where it will stand');
      // Each of the ten is half as high as the window, whose next screenful is near too.
      assert.ok(loads('index.html') < 6, `${loads('index.html')} are loaded`);
    });
  }

  // What the element makes of these is the same in all engines.
  if (engine === 'chromium') {
    test('an element that stands in the window waits to be asked, and does what a script says', async () => {
      let arrive = () => {};
      site.rules[PROGRAM] = {after: new Promise((resolve) => { arrive = () => resolve(); })};
      await openHost(`${script()}<p><a href="#below">Before</a></p>${element('preset="write-through" controls="all"')}<p id="below">Below</p>`, {width: 500});
      await listen();
      const place = await topOf('#below');
      const problem = () => page.evaluate(() => document.querySelector('cache-playground')?.shadowRoot?.querySelector('p')?.textContent);
      // As long as the frame is heard of it may take its time. When it takes too long that is said, until it is there.
      await until('the frame to wait for the program', () => loads(PROGRAM) === 1);
      await page.clock.hold();
      await page.clock.advance(LATE_MS - 5000);
      assert.equal(await problem(), '');
      await page.clock.advance(LATE_MS);
      await heard('0 error []');
      assert.match(await problem() ?? '', /nothing was heard of it$/);
      delete site.rules[PROGRAM];
      arrive();
      const start = await page.waitFor(() => document.querySelector('cache-playground')?.shadowRoot?.querySelector('button')?.checkVisibility());
      assert.ok(start);
      assert.equal(await problem(), '');
      assert.equal(await topOf('#below'), place);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await live(0);
      await heard('0 ready ""');
      // With all controls there are the forms that change everything.
      await inFrame('embed=', () => document.getElementById('all-settings')?.checkVisibility());

      await page.evaluate((scenario) => {
        const element = /** @type {any} */ (document.querySelector('cache-playground'));
        element.scenario = {...scenario, name: 'Given by script'};
        element.step(2);
      }, SCENARIO);
      await inFrame('embed=', () => /Given by script/.test(document.title));
      assert.equal(await page.evaluateIn('embed=', () => document.querySelectorAll('.panel').length), 1);
      await inFrame('embed=', () => document.querySelectorAll('.event.past').length > 0);
      await page.evaluate(() => {
        /** @type {any} */ (document.querySelector('cache-playground')).scenario = {version: 1};
      });
      await page.waitFor(() => /** @type {any} */ (globalThis).heard.some((/** @type {string} */ line) => /^0 error .*clients/.test(line)));
      await inFrame('embed=', () => /Given by script/.test(document.title));
      assert.equal(await problem(), '', 'it has started');

      // Another preset is another page in the frame.
      await page.evaluate(() => {
        /** @type {any} */ (document.querySelector('cache-playground')).scenario = null;
        /** @type {any} */ (document.querySelector('cache-playground')).preset = 'ttl';
      });
      await inFrame('embed=', () => /A copy that expires/.test(document.title) && 'ready' in document.documentElement.dataset);
    });

    test('what cannot be is said, and the picture stays', async () => {
      await openHost(`${script()}${element('', '<script type="application/json">{"version": 1, "surprise": 2, "clients": [], "and": {}, "more": "of it"}</script>')}<p id="below">Below</p>`, {width: 400});
      await listen();
      await page.waitFor(() => /surprise/.test(document.querySelector('cache-playground')?.shadowRoot?.querySelector('p')?.textContent ?? ''));
      assert.ok(await page.evaluate(() => document.querySelector('img')?.checkVisibility()));
      const [picture, problem, below] = await page.evaluate(() => {
        const said = /** @type {Element} */ (document.querySelector('cache-playground')?.shadowRoot?.querySelector('p'));
        return [document.querySelector('img'), said, document.getElementById('below')].map((part) => {
          const {top, bottom} = /** @type {Element} */ (part).getBoundingClientRect();
          return {top, bottom, whole: part?.scrollHeight === part?.clientHeight};
        });
      });
      assert.ok(picture.bottom <= problem.top && problem.bottom <= below.top && problem.whole, 'what is wrong stands below the picture, in the flow of the page');
      await accessible(page);
      assert.match(await page.evaluate(() => /** @type {any} */ (document.querySelector('cache-playground')).load().catch(String)), /surprise/, 'whoever asks again is told again');

      // The page around it forbids the frame.
      page.expectErrors(/frame-src/);
      await page.evaluate(() => {
        const policy = document.createElement('meta');
        policy.httpEquiv = 'Content-Security-Policy';
        policy.content = "frame-src 'none'";
        document.head.append(policy);
        /** @type {any} */ (document.querySelector('cache-playground')).scenario = {version: 1, clients: []};
      });
      await page.waitFor(() => /policy forbids its frame/.test(document.querySelector('cache-playground')?.shadowRoot?.querySelector('p')?.textContent ?? ''));
      assert.ok(await page.evaluate(() => document.querySelector('img')?.checkVisibility()));
    });
  }

  test('what the page says to embed works elsewhere, and so do frames, sandboxed ones too', async () => {
    page = await browser.newPage({width: 1280, height: 900});
    await open(page, `${site.url}?preset=write-behind`);
    const slider = await page.byRole('slider', 'The worker waits');
    await slider.press('ArrowRight');
    const waits = await slider.evaluate((el) => el.getAttribute('aria-valuetext'));
    await (await page.byRole('button', 'Embed it, or keep it offline').catch(() => page.byText('Embed it, or keep it offline'))).click();
    /** @param {string} form */
    const textOf = async (form) => {
      const choice = await page.byRole('combobox', 'As');
      await choice.evaluate((el, form) => {
        el.value = form;
        el.dispatchEvent(new Event('change'));
      }, form);
      const box = await page.byRole('textbox', /Paste this/);
      return until('the text', () => box.evaluate((el, form) => (el.value.startsWith({element: '<script', frame: '<iframe', markdown: '['}[form]) ? el.value : ''), form));
    };
    const [asMarkdown, asFrame, asElement] = [await textOf('markdown'), await textOf('frame'), await textOf('element')];
    assert.match(asElement, /^<script src="http:[^"]+embed\.js" async><\/script>\n<cache-playground link="1\.[\w-]+"/);
    assert.match(asMarkdown, /^\[Write Behind\]\(http:[^)]+#1\.[\w-]+\)$/);
    await (await page.byRole('button', 'Preview')).click();
    await inFrame('embed=', () => 'ready' in document.documentElement.dataset);
    await accessible(page);
    await page.close();

    const sandboxed = `<iframe title="Sandboxed" sandbox="allow-scripts" width="800" height="600" src="${site.url}${ONE_FILE}?embed&preset=ttl&theme=dark&view=none"></iframe>`;
    await openHost(`${TEXT}${asFrame.replace('loading="lazy"', '')}${sandboxed}${TEXT}${asElement}`);
    await inFrame('embed=1#', (waits) => 'ready' in document.documentElement.dataset && document.querySelector('#controls')?.textContent.includes(waits), waits);
    await inFrame('theme=dark', () => 'ready' in document.documentElement.dataset && /A copy that expires/.test(document.title));
    assert.match(await page.evaluateIn('theme=dark', () => document.getElementById('notice')?.textContent ?? ''), /^There is no view “none”/);
    await page.evaluate(() => /** @type {any} */ (document.querySelector('cache-playground')).load());
    await live(0);
    await inFrame('theme=light', () => 'ready' in document.documentElement.dataset && /Write Behind/.test(document.title));
    assert.deepEqual(await page.consoleMessages(), []);
    await accessible(page);
  });
});
