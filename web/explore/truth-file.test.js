import assert from 'node:assert/strict';
import {afterEach, mock, test} from 'node:test';
import {truthAt} from './truth-file.js';

const address = new URL('https://example.org/play/truth.json?v=1');
/** @type {{[id: string]: {textContent: string}}} */
let parts = {};
Object.assign(globalThis, {document: {getElementById: (/** @type {string} */ id) => parts[id] ?? null}});
afterEach(() => {
  parts = {};
  mock.restoreAll();
});

/** @param {...Response} responses */
const answering = (...responses) => mock.method(globalThis, 'fetch', async () => /** @type {Response} */ (responses.shift()));

test('the table is loaded when it is first asked for, and once', async () => {
  const fetched = answering(Response.json({rows: []}));
  const load = truthAt(address);
  assert.equal(fetched.mock.callCount(), 0);
  assert.deepEqual(await Promise.all([load(), load()]), [{rows: []}, {rows: []}]);
  await load();
  assert.deepEqual(fetched.mock.calls.map(({arguments: [asked]}) => asked), [address]);
});

test('where it cannot be loaded the reason is said, and it is tried again', async () => {
  answering(new Response('', {status: 404}), Response.json({rows: []}));
  const load = truthAt(address);
  await assert.rejects(load(), {message: 'The table cannot be loaded: /play/truth.json answered 404.'});
  assert.deepEqual(await load(), {rows: []});
});

test('the page that is one file has it inside, and loads nothing', async () => {
  const fetched = answering();
  parts['inside-truth'] = {textContent: '{"rows": [1]}'};
  assert.deepEqual(await truthAt(address)(), {rows: [1]});
  assert.equal(fetched.mock.callCount(), 0);
});
