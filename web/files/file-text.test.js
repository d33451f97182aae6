import assert from 'node:assert/strict';
import {test} from 'node:test';
import {textOf} from './file-text.js';

const LIMIT = 1 << 20;

/** @param {string | Uint8Array} content @param {string} name @param {string} [type] */
const read = (content, name, type = '') => textOf(/** @type {File} */ (Object.assign(new Blob([/** @type {BlobPart} */ (content)], {type}), {name})), LIMIT);

test('a file is taken by its name or by its type', async () => {
  for (const [name, type] of [['a.json', ''], ['A.TXT', ''], ['a', 'application/json'], ['a', 'text/plain'], ['a.x', 'application/ld+json']]) {
    assert.equal(await read('{}', name, type), '{}', `${name} ${type}`);
  }
});

test('a file of another kind is refused', async () => {
  for (const [name, type] of [['a.png', 'image/png'], ['json', ''], ['a.html', 'text/html']]) {
    await assert.rejects(read('{}', name, type), /^Error: It is not a JSON or text file\.$/, name);
  }
});

test('a file that is too large is refused with its size', async () => {
  await assert.rejects(read(' '.repeat(LIMIT * 1.5), 'a.json'), /^Error: It has 1\.5 MiB; at most 1 MiB can be read\.$/);
  assert.equal((await read(' '.repeat(LIMIT), 'a.json')).length, LIMIT);
});

test('a file that is no text in UTF-8 is refused', async () => {
  await assert.rejects(read(new Uint8Array([0x7b, 0xff, 0x7d]), 'a.json'), /^Error: It is not text in UTF-8\.$/);
});

test('a byte order mark at the start of a file is not part of its text', async () => {
  assert.equal(await read('\uFEFF{}', 'a.json'), '{}');
});
