import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {test} from 'node:test';
import {unpack} from './lzma.js';

// The options of scripts/build/program.go.
const XZ = ['--format=lzma', '--lzma1=preset=9e,pb=0,dict=16MiB', '--stdout'];
const hasXz = spawnSync('xz', ['--version']).status === 0;

/** `printf 'cache, cache, cache' | xz ...` with those options. */
const PACKED = Buffer.from('AwAAAAH//////////wAxmQvLwSU9F3C5FdX///rGoAA=', 'base64');
const TEXT = 'cache, cache, cache';

/** @param {Buffer} content */
function pack(content) {
  const {status, stdout} = spawnSync('xz', XZ, {input: content, maxBuffer: 1 << 26});
  assert.equal(status, 0);
  return stdout;
}

/**
 * @param {Buffer} packed
 * @param {number} size  of the pieces in which it arrives
 */
async function unpacked(packed, size = packed.length) {
  const pieces = new ReadableStream({
    start(controller) {
      for (let at = 0; at < packed.length; at += size) controller.enqueue(new Uint8Array(packed.subarray(at, at + size)));
      controller.close();
    },
  });
  return Buffer.from(await new Response(unpack(pieces)).arrayBuffer());
}

/** Returns bytes with long and short repetitions, as a program has. */
function programLike(/** @type {number} */ length) {
  const content = Buffer.alloc(length);
  let random = 1;
  for (let i = 0; i < length; i++) {
    random = Math.imul(random, 1103515245) + 12345 >>> 0;
    const isCopy = i > 1000 && (random >>> 16) % 8 !== 0;
    content[i] = isCopy ? content[i - 7 - (i >> 8) % 900] : random >>> 24;
  }
  return content;
}

test('what xz packed is unpacked, in whatever pieces it arrives', async () => {
  for (const size of [1, 2, 13, 18, 1000]) assert.equal(String(await unpacked(PACKED, size)), TEXT);
});

test('data longer than the first buffer is unpacked', {skip: !hasXz}, async () => {
  const content = programLike(1_500_000);
  assert.ok((await unpacked(pack(content), 65_536)).equals(content));
});

test('nothing, zeros, and data of every length around a portion are unpacked', {skip: !hasXz}, async () => {
  for (const content of [Buffer.alloc(0), Buffer.alloc(1), Buffer.alloc(500_000), ...[-1, 0, 1].map((more) => programLike(65_536 + more))]) {
    assert.ok((await unpacked(pack(content))).equals(content), `${content.length} bytes`);
  }
});

test('data that is cut off is refused', async () => {
  for (const length of [0, 5, 17, PACKED.length - 12]) await assert.rejects(unpacked(PACKED.subarray(0, length)), /the program/, `${length} bytes`);
});

test('data that is damaged is refused', async () => {
  const damaged = Buffer.from(PACKED);
  damaged[20] ^= 0x40;
  await assert.rejects(unpacked(damaged));
});

test('another format is refused', async () => {
  await assert.rejects(unpacked(Buffer.from('<!doctype html><title>Not found</title>')), /not packed as expected/);
});
