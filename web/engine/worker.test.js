import assert from 'node:assert/strict';
import {before, test} from 'node:test';

/** What the worker posted. @type {any[]} */
const posted = [];
let closed = false;
/** @type {any} */
const scope = {
  onmessage: null,
  postMessage: (/** @type {any} */ message) => posted.push(message),
  close: () => { closed = true; },
  /** A program that answers "version" and ends of "end". */
  Go: class {
    importObject = {};
    run() {
      scope.cacheplayEngine = {version: () => ({ok: true, value: 1}), end: () => { throw new Error('it has exited'); }};
      return new Promise(() => {});
    }
  },
};

/** Posts a message to the worker. @param {unknown} data */
const tell = (data) => scope.onmessage(new MessageEvent('message', {data}));
/** Returns what the worker answers to a message. @param {unknown} data */
async function answer(data) {
  posted.length = 0;
  await tell(data);
  return posted;
}
const refusal = (/** @type {string} */ message, /** @type {unknown} */ id = undefined) =>
  [{id, envelope: {ok: false, error: {code: 'input', message, fields: []}}}];

before(async () => {
  Object.assign(globalThis, {self: scope});
  await import('./worker.js');
});

test('it says that it is here when it starts and when it is asked, without a program too', async () => {
  assert.deepEqual(posted, [{here: true}]);
  assert.deepEqual(await answer({ping: true}), [{here: true}]);
});

test('a message before the program is there is refused', async () => {
  for (const data of [undefined, null, 7, 'x', [], {}, {program: 'odd'}, {packed: 1, plain: ''}, {packed: ''}]) {
    assert.deepEqual(await answer(data), refusal('No program was given to call.'));
  }
  assert.deepEqual(await answer({id: 3, method: 'version', args: []}), refusal('No program was given to call.', 3));
});

test('a message that is no call is refused, and calls go on', async () => {
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0).buffer; // a module without anything
  await tell({program: empty, isPacked: false});
  const none = (/** @type {string} */ what) => `There is no method ${what}: end, module, version are allowed.`;
  for (const data of [undefined, null, 7, 'x', [], {}, new Map()]) assert.deepEqual(await answer(data), refusal(none('of type undefined')));
  assert.deepEqual(await answer({id: 1, method: 'no such', args: []}), refusal(none('"no such"'), 1));
  for (const method of ['constructor', '__proto__', 'toString']) assert.deepEqual(await answer({id: 2, method, args: []}), refusal(none(`"${method}"`), 2));
  assert.deepEqual(await answer({id: 3, method: {toString: 1}, args: [], long: true}), refusal(none('of type object'), 3));
  for (const args of [undefined, null, 7, 'text', {length: 1}]) {
    assert.deepEqual(await answer({id: 4, method: 'version', args}), refusal('The arguments of version are not a list.', 4));
  }
  assert.deepEqual(await answer({id: 5, method: 'version', args: []}), [{begun: 5}, {id: 5, envelope: {ok: true, value: 1}}]);
  assert.ok(!closed);
});

test('a program that ends is reported, and the worker closes', async () => {
  assert.deepEqual(await answer({id: 6, method: 'end', args: []}), [{begun: 6}, {ended: 'died', text: 'The engine ended: it has exited'}]);
  assert.ok(closed);
});
