import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Recording} from './recording.js';

/** The engine of a worker, which answers each method as a test says. @param {{[method: string]: any}} answers */
function fakeCalls(answers) {
  return {
    received: /** @type {any[][]} */ ([]), stopped: false, keeps: false,
    /** @param {string} method @param {any[]} args */
    async call(method, args) {
      this.received.push([method, ...args]);
      if (answers[method] instanceof Error) throw answers[method];
      return JSON.stringify(answers[method]);
    },
    stop() {
      this.stopped = true;
    },
  };
}
const file = new Blob(['a']);
/** Reads a recording. @param {any} calls @param {Set<any>} working */
const read = (calls, working = new Set()) => Recording.read(calls, working, file, {fills: 'none'});

test('a recording has a worker of its own, which keeps it until it is closed', async () => {
  const calls = fakeCalls({beginReading: {recording: 3, complete: true, described: {operations: 5}}, beginReplay: {complete: true}});
  const working = new Set();
  const recording = await read(calls, working);
  assert.deepEqual([recording.complete, recording.described, calls.keeps, [...working]], [true, {operations: 5}, true, [calls]]);
  assert.deepEqual(await recording.replay({capacity: '0.1'}), {complete: true});
  assert.deepEqual(calls.received, [['beginReading', file, {fills: 'none'}], ['beginReplay', 3, {capacity: '0.1'}]]);
  recording.close();
  assert.deepEqual([calls.stopped, working.size], [true, 0]);
});

test('the worker of what cannot be read ends', async () => {
  const calls = fakeCalls({beginReading: new Error('it is empty')});
  const working = new Set();
  await assert.rejects(read(calls, working), /it is empty/);
  assert.deepEqual([calls.stopped, working.size], [true, 0]);
});

for (const {complete, reading} of [{complete: true, reading: {fills: 'none'}}, {complete: false, reading: {fills: 'none', operations: 5}}]) {
  test(`another worker reads as far as the first one, which was ${complete ? 'to the end' : 'not to the end'}`, async () => {
    const recording = await read(fakeCalls({beginReading: {recording: 3, complete, described: {operations: 5}}}));
    const other = fakeCalls({beginReading: {recording: 1, complete, described: {}}});
    assert.equal(await recording.readBy(/** @type {any} */ (other), {}), 1);
    assert.deepEqual(other.received, [['beginReading', file, reading]]);
  });
}
