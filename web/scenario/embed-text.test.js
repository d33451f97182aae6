import assert from 'node:assert/strict';
import {test} from 'node:test';
import {FORMS, frameAddress} from './embed-text.js';

const SITE = 'https://example.org/play/';
const LOOKS = {controls: 'none', theme: 'dark', ask: ''};
const USUAL = {controls: 'scenario', theme: 'auto', ask: ''};
const PLACEHOLDER = '<a href="https://example.org/play/?preset=write-behind">Try it</a>';
const preset = {name: 'Write Behind', preset: 'write-behind', fragment: '1.abc', placeholder: PLACEHOLDER};
const changed = {name: 'Mine <&>"\'', preset: '', fragment: '1.abc', placeholder: ''};

test('a preset is embedded by its name, anything else by its link', () => {
  assert.equal(FORMS.element.text(SITE, preset, LOOKS), [
    '<script src="https://example.org/play/embed.js" async></script>',
    '<cache-playground preset="write-behind" controls="none" theme="dark" aria-label="Write Behind, step by step">',
    `  ${PLACEHOLDER}`,
    '</cache-playground>',
  ].join('\n'));
  assert.match(FORMS.element.text(SITE, changed, LOOKS), /<cache-playground link="1\.abc" controls/);
  assert.match(FORMS.element.text(SITE, preset, {...USUAL, ask: 'none'}), /<cache-playground preset="write-behind" ask="none" aria-label/);
  assert.match(FORMS.element.text(SITE, preset, USUAL), /<cache-playground preset="write-behind" aria-label/);
});

test('a frame has the looks in its address', () => {
  assert.equal(frameAddress(SITE, preset, LOOKS), 'https://example.org/play/index.html?embed=1&preset=write-behind&controls=none&theme=dark');
  assert.equal(frameAddress(SITE, changed, LOOKS), 'https://example.org/play/index.html?embed=1&controls=none&theme=dark#1.abc');
  assert.match(FORMS.frame.text(SITE, preset, LOOKS), /^<iframe src="https:\/\/example\.org\/play\/index\.html\?embed=1&#38;preset=write-behind&#38;.*" title="Write Behind" width="100%" height="900" loading="lazy"><\/iframe>$/);
});

test('a picture is the placeholder, and in Markdown a picture that fits into a column', () => {
  assert.equal(FORMS.picture.text(SITE, preset, LOOKS), PLACEHOLDER);
  assert.equal(FORMS.markdown.text(SITE, preset, LOOKS), '[![Write Behind](https://example.org/play/presets/write-behind-column.svg)](https://example.org/play/?preset=write-behind)');
});

test('no name can leave its place', () => {
  const evil = {...changed, name: '"><script>alert(1)</script>'};
  for (const form of ['element', 'frame']) assert.doesNotMatch(FORMS[form].text(SITE, evil, LOOKS), /<script>alert/, form);
  assert.equal(FORMS.markdown.text(SITE, {...changed, name: 'a](b)\n<*_`\\'}, LOOKS), '[a\\](b) \\<\\*\\_\\`\\\\](https://example.org/play/#1.abc)');
});
