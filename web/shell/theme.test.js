import assert from 'node:assert/strict';
import {afterEach, beforeEach, test} from 'node:test';
import {applyTheme} from './theme.js';

const globals = /** @type {any} */ (globalThis);

class CSSMediaRule {
  /** @param {string} mediaText */
  constructor(mediaText) {
    this.media = {mediaText};
  }
}
/** @type {CSSMediaRule} */
let dark;
/** @type {CSSMediaRule} */
let narrow;

beforeEach(() => {
  dark = new CSSMediaRule('(prefers-color-scheme: dark)');
  narrow = new CSSMediaRule('(max-width: 600px)');
  const forbidden = {get cssRules() { throw new DOMException('not allowed', 'SecurityError'); }};
  globals.CSSMediaRule = CSSMediaRule;
  globals.document = {styleSheets: [forbidden, {cssRules: [{}, dark, narrow]}], documentElement: {style: {colorScheme: ''}}};
});
afterEach(() => {
  delete globals.CSSMediaRule;
  delete globals.document;
});

test('a named theme makes the rules for dark systems hold always or never, and another one gives them back', () => {
  for (const [theme, media, scheme] of [
    ['dark', '(prefers-color-scheme: dark), all', 'dark'],
    ['light', '(prefers-color-scheme: dark) and (width < 0px)', 'light'],
    ['auto', '(prefers-color-scheme: dark)', ''],
    ['no such theme', '(prefers-color-scheme: dark)', ''],
  ]) {
    applyTheme(theme);
    assert.equal(dark.media.mediaText, media);
    assert.equal(globals.document.documentElement.style.colorScheme, scheme);
  }
  assert.equal(narrow.media.mediaText, '(max-width: 600px)');
});
