import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {deflateRawSync} from 'node:zlib';
import {hashOf, isLink, LinkError, readLink, writeLink} from './link.js';

/** A fragment with any content, as the page's own encoder would write it. @param {string | Uint8Array} content */
const packed = (content) => `1.${deflateRawSync(content).toString('base64url')}`;
/** @param {object} linked */
const fragmentOf = (linked) => packed(JSON.stringify(linked));

const LIMITS = {variants: 4, depth: 64};
const ALL = {
  preset: 'article', patch: {source: {writeLatency: '3s'}}, of: 'abc', shown: [0, 2], at: /** @type {[number, number]} */ ([1, 7]),
  inOrder: true, explore: /** @type {[number, string]} */ ([0, 'durable']),
};

test('what is written is read again', async () => {
  const fragment = await writeLink(ALL);
  assert.match(fragment, /^1\.[\w-]+$/);
  assert.ok(isLink(fragment));
  assert.deepEqual(await readLink(fragment, LIMITS), ALL);
});

test('members that are left out stay out', async () => {
  const {preset, patch, ...rest} = await readLink(await writeLink({preset: 'ttl', patch: {}}), LIMITS);
  assert.deepEqual({preset, patch}, {preset: 'ttl', patch: {}});
  assert.ok(Object.values(rest).every((value) => value === undefined));
});

test('members that a link does not have are dropped', async () => {
  assert.ok(!('more' in await readLink(fragmentOf({...ALL, more: 1}), LIMITS)));
});

test('a link is written as it was when the format was made', async () => {
  assert.deepEqual(await readLink('1.q1YqKEotTi1RslJKLCrJTM5JVdJRKkgsSc5Qsqqu1VEqzsgvz1OyijbQMYytBQA', LIMITS),
    {preset: 'article', patch: {}, of: undefined, shown: [0, 1], at: undefined, inOrder: undefined, explore: undefined});
});

test('a member named __proto__ stays a member', async () => {
  const {patch} = await readLink(packed('{"preset": "", "patch": {"__proto__": {"compare": {"length": 3000000}}}}'), LIMITS);
  assert.deepEqual(Object.keys(patch), ['__proto__']);
  assert.equal(/** @type {any} */ (patch).compare, undefined);
});

test('ids of elements are no links', () => {
  for (const fragment of ['', 'stories', '1', '1x.abc', '1234567.abc', 'x1.abc']) assert.ok(!isLink(fragment), fragment);
});

describe('a link cannot be read', () => {
  const valid = fragmentOf(ALL);
  /** @type {{[what: string]: string}} */
  const unreadable = {
    'without a version': 'abc',
    'of version 0': '0.abc',
    'without content': '1.',
    'with characters that no link has': '1.!!!',
    'that is cut short': valid.slice(0, -20),
    'that was changed on its way': `1.${valid.slice(2).split('').reverse().join('')}`,
    'with more characters than an address should have': packed(Buffer.from(Array.from({length: 90_000}, (_, i) => (i * i * 7919) >> 5 & 255))),
    'that unpacks to more than a scenario can be': fragmentOf({...ALL, patch: {name: 'x'.repeat(2_000_000)}}),
    'that is not UTF-8': packed(Buffer.from([0x22, 0xff, 0x22])),
    'that is not JSON': packed('{'),
    'that is null': packed('null'),
    'that is a list': packed('[]'),
    'with a preset that is no name': fragmentOf({...ALL, preset: 1}),
    'without a patch': fragmentOf({preset: 'article'}),
    'with a patch that is null': fragmentOf({...ALL, patch: null}),
    'with a patch that is a list': fragmentOf({...ALL, patch: []}),
    'with a hash that is no text': fragmentOf({...ALL, of: 5}),
    'with a variant that is no index': fragmentOf({...ALL, shown: [0, -1]}),
    'with half a variant': fragmentOf({...ALL, shown: [0.5]}),
    'with more variants than a scenario can have': fragmentOf({...ALL, shown: [0, 1, 2, 3, 0]}),
    'with a position that is not one': fragmentOf({...ALL, at: ['a', -1]}),
    'with half a position': fragmentOf({...ALL, at: [1]}),
    'with a scale that there is not': fragmentOf({...ALL, inOrder: 'yes'}),
    'with half a counterexample': fragmentOf({...ALL, explore: [0]}),
    'with a counterexample that is not one': fragmentOf({...ALL, explore: ['durable', 0]}),
  };
  for (const [what, fragment] of Object.entries(unreadable)) {
    test(what, () => assert.rejects(readLink(fragment, LIMITS), (error) => error instanceof LinkError && /cannot be read/.test(error.message)));
  }

  test('of a newer version, which is said', () => assert.rejects(readLink('2.abc', LIMITS), (error) => error instanceof LinkError && /newer version of this page/.test(error.message)));
});

test('a link whose scenario is nested deeper than the browser can follow is refused with the reason', async () => {
  const nested = (/** @type {number} */ depth) => packed(`{"preset": "", "patch": ${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`);
  assert.equal((await readLink(nested(64), LIMITS)).preset, '');
  for (const depth of [65, 20_000]) {
    await assert.rejects(readLink(nested(depth), LIMITS), (error) => error instanceof LinkError &&
      error.message === 'This link cannot be read: more than 64 objects and lists stand inside each other in it. What was on the page is still here.');
  }
});

test('a preset that was changed has another hash', () => {
  assert.equal(hashOf({a: 1}), hashOf({a: 1}));
  assert.notEqual(hashOf({a: 1}), hashOf({a: 2}));
  assert.equal(hashOf({}), 'nf0rvp');
});
