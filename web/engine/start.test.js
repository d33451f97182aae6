import assert from 'node:assert/strict';
import {test} from 'node:test';

/**
 * Loads the module as it is in a build.
 * @param {string} packedProgram  the name that the build gives, "" for a build without xz
 * @returns {Promise<typeof import('./start.js')>}
 */
function built(packedProgram) {
  Object.assign(globalThis, {packedProgram});
  const name = `./start.js?${packedProgram}`;
  return import(name);
}

test('a worker learns where the packed program is only if the build has one', async () => {
  const base = new URL('https://example.org/play/');
  const plain = 'https://example.org/play/cacheplay.wasm?v=1';
  const without = await built('');
  assert.deepEqual(without.addresses(without.filesOf('1', base)), {packed: '', plain});
  const packed = await built('cacheplay.wasm.lzma');
  assert.deepEqual(packed.addresses(packed.filesOf('1', base)), {packed: 'https://example.org/play/cacheplay.wasm.lzma?v=1', plain});
});
