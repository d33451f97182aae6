// What is changed in a picture is what the browser makes of the new markup. Which
// changes two markups differ by is tested in web/picture/markup-changes.test.js.
import assert from 'node:assert/strict';
import {copyFileSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {engineUnderTest, theBrowser} from './drivers.mjs';
import {startSite} from './page-site.mjs';
import {PROJECT} from './sites.mjs';

const engine = engineUnderTest();

describe(`retouching in ${engine}`, () => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'page-retouch-'));
  /** @type {import('./drivers.mjs').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startSite>>} */
  let site;
  /** @type {import('./drivers.mjs').Page} */
  let page;

  before(async () => {
    for (const name of ['markup-changes.js', 'places.js', 'retouch.js', 'slots.js']) copyFileSync(path.join(PROJECT, 'web/picture', name), path.join(scratch, name));
    writeFileSync(path.join(scratch, 'index.html'), '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Retouching</title><link rel="icon" href="data:,">'
      + '<script type="module" src="test.js"></script></head><body><main></main></body></html>');
    writeFileSync(path.join(scratch, 'test.js'), 'import * as module from "./retouch.js"; import {update} from "./slots.js"; globalThis.retouch = {...module, update};');
    browser = await theBrowser();
    site = await startSite({root: scratch});
    page = await browser.newPage({width: 800, height: 600});
    await page.goto(site.url);
    await page.waitFor(() => 'retouch' in globalThis);
  });
  after(async () => {
    await site?.stop();
    rmSync(scratch, {recursive: true, force: true});
  });

  test('names around the figures follow too, whichever way they are changed', async () => {
    const said = await page.evaluate(() => {
      const {update} = /** @type {any} */ (globalThis).retouch;
      const main = document.createElement('main');
      const panel = (/** @type {string} */ name, figure = '7 s') => `<h2>${name}</h2><p data-slot="figure">${figure}</p>`;
      return [['A'], ['B'], ['A', '9 s <b>late</b>'], ['B', '9 s <b>late</b>'], ['A', '8 s'], ['A', '7 s']].map(([name, figure]) => {
        update(main, panel(name, figure));
        return main.innerHTML === panel(name, figure);
      });
    });
    assert.deepEqual(said, [true, true, true, true, true, true]);
  });

  test('what others have put around the slots stays, and so do they', async () => {
    const stays = await page.evaluate(() => {
      const {update} = /** @type {any} */ (globalThis).retouch;
      const main = document.createElement('main');
      const panel = (/** @type {string} */ figure) => `<h2>A</h2><p data-slot="figure">${figure}</p>`;
      update(main, panel('7 s'));
      const slot = main.querySelector('p');
      update(main, panel('8 s'));
      main.append(Object.assign(document.createElement('button'), {textContent: 'What if …'}));
      update(main, panel('9 s <b>late</b>'));
      return slot === main.querySelector('p') && main.textContent === 'A9 s lateWhat if …';
    });
    assert.ok(stays);
  });

  test('any markup becomes any other of the same elements, and no other', async () => {
    const {failures, retouched, refused} = await page.evaluate(() => {
      const {remember, retouch} = /** @type {any} */ (globalThis).retouch;
      const main = /** @type {HTMLElement} */ (document.querySelector('main'));
      let seed = 1;
      /** A number below n. @param {number} n */
      const draw = (n) => (seed = Math.imul(seed, 48271) >>> 0) % 65521 % n;
      const texts = ['', 'a', 'b &amp; c', '&lt;i&gt;', '&quot;1 = 2&#39;', ' ', 'ü–…', 'a'];
      const text = () => texts[draw(texts.length)];
      /** Some elements, as the engine writes them. @param {number} deep @returns {string} */
      const markup = (deep) => [...Array(draw(3) + 1)].map(() => {
        if (deep === 0) return `<line class="${text()}" x1="${draw(3)}"/>`;
        const inside = draw(2) ? markup(deep - 1) : `<text y="${draw(4)}.5">${text()}</text>`;
        return `<g data-event="${draw(2)}">${draw(4) ? '' : text()}${inside}</g>`;
      }).join('');
      const document_ = () => `<p class="${text()}">${text()}</p><svg viewBox="0 0 ${draw(9)} 9">${markup(2)}</svg>`;
      const failures = [];
      const counts = {retouched: 0, refused: 0};
      for (let i = 0; i < 2000; i++) {
        const was = seed;
        const first = document_();
        if (draw(2)) seed = was; // the same again, but for what is drawn now and then otherwise
        const second = draw(3) ? first.replace(/"\d|>[a-z]</g, (found) => draw(2) ? found.slice(0, 1) + draw(9) + (found[2] ?? '') : found) : document_();
        main.innerHTML = first;
        remember(main, first);
        if (draw(8) === 0) main.querySelector('p')?.setAttribute('lang', 'de'); // somebody else
        const touched = main.querySelector('[lang]') !== null;
        const done = retouch(main, second);
        counts[done ? 'retouched' : 'refused']++;
        const live = main.innerHTML;
        main.innerHTML = done ? second : first;
        if (touched) main.querySelector('p')?.setAttribute('lang', 'de');
        if (live !== main.innerHTML || done && touched) failures.push(`${i}: ${first} -> ${second}: ${live}`);
      }
      return {failures: failures.slice(0, 3), ...counts};
    });
    assert.deepEqual(failures, []);
    assert.ok(retouched > 500 && refused > 250, `${retouched} were retouched, ${refused} refused`);
  });
});
