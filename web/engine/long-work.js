// A call of the engine that takes long is done in chunks, between which the event
// loop delivers other messages. It ends early where its result is not wanted.

import {feeder, unreadable} from './reading.js';

/** How long a chunk lasts, in milliseconds. */
const CHUNK_MS = 8;
/** How often progress is reported, in milliseconds. */
const REPORT_MS = 100;
/** How many states the first chunk explores. */
const FIRST_STATES = 64;
/** How many states a chunk explores at most. */
const MAX_STATES = 1 << 20;

/**
 * Reads a recorded workload.
 * @param {any} engine
 * @param {Blob} file
 * @param {object} reading  how it is read
 * @param {() => boolean} wanted  reports whether more of it is wanted
 * @param {(progress: string) => void} report  receives what was found so far, and which share of the file was read
 * @returns {Promise<any>} the envelope of the result
 */
export async function readRecording(engine, file, reading, wanted, report) {
  /** @type {Awaited<ReturnType<typeof feeder>> | undefined} */
  let food;
  try {
    const from = food = await feeder(engine, file);
    return await doLongWork(engine, 'beginReading', [reading], wanted, (progress) => report(`{"share":${from.share()},${progress.slice(1)}`), from.feed);
  } catch (error) {
    if (error instanceof Ended) throw error;
    return unreadable(error);
  } finally {
    food?.end();
  }
}

/**
 * Does the work that a method of the engine begins.
 * @param {any} engine
 * @param {string} method
 * @param {any[]} args
 * @param {() => boolean} wanted  reports whether the result is still wanted
 * @param {(progress: string) => void} report  receives what was found so far
 * @param {(task: number) => Promise<any>} [more]  gives the task more to do once it has nothing more; its envelope says whether there is any
 * @returns {Promise<any>} the envelope of the result
 */
export async function doLongWork(engine, method, args, wanted, report, more) {
  const call = (/** @type {string} */ name, /** @type {any[]} */ ...args) => answered(engine[name](...args));
  const task = call(method, ...args);
  if (!task.ok) return task;
  let reported = performance.now();
  let yielded = reported;
  let states = FIRST_STATES;
  while (wanted()) {
    const start = performance.now();
    const step = call('advance', task.value, Math.round(states));
    if (!step.ok) return step;
    const rate = CHUNK_MS / (performance.now() - start);
    if (step.value || rate < 1) states = Math.max(1, Math.min(states * Math.min(rate, 2), MAX_STATES));
    if (!step.value) {
      const given = more ? answered(await more(task.value)) : {ok: true, value: false};
      if (!given.ok) return given;
      if (!given.value) break;
    }
    const now = performance.now();
    if (now - yielded < CHUNK_MS / 2) continue; // yielding costs more than a small chunk
    if (now - reported > REPORT_MS) {
      reported = now;
      report(call('progress', task.value).value);
    }
    await yieldToMessages();
    yielded = performance.now();
  }
  report(call('progress', task.value).value);
  return call('finish', task.value);
}

/** The program has ended. */
class Ended extends Error {}

/**
 * Returns an envelope of the program, which answers with none once it has ended.
 * @param {any} envelope
 */
function answered(envelope) {
  if (envelope === undefined) throw new Ended('it has run out of memory, or was stopped');
  return envelope;
}

/**
 * Resolves in a later turn of the event loop. A message channel is not delayed
 * like a timer.
 * @returns {Promise<void>}
 */
function yieldToMessages() {
  return new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
