// A call of the engine that takes long is done in chunks, between which the event
// loop delivers other messages. It ends early where its result is not wanted.

/** How long a chunk lasts, in milliseconds. */
const CHUNK_MS = 8;
/** How often progress is reported, in milliseconds. */
const REPORT_MS = 100;
/** How many states the first chunk explores. */
const FIRST_STATES = 64;
/** How many states a chunk explores at most. */
const MAX_STATES = 1 << 20;

/**
 * Does the work that a method of the engine begins.
 * @param {any} engine
 * @param {string} method
 * @param {any[]} args
 * @param {() => boolean} wanted  reports whether the result is still wanted
 * @param {(progress: string) => void} report  receives what was found so far
 * @returns {Promise<any>} the envelope of the result
 */
export async function doLongWork(engine, method, args, wanted, report) {
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
    if (!step.value) break;
    const now = performance.now();
    states = Math.max(1, Math.min(states * Math.min(CHUNK_MS / (now - start), 2), MAX_STATES));
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

/**
 * Returns an envelope of the program, which answers with none once it has ended.
 * @param {any} envelope
 */
function answered(envelope) {
  if (envelope === undefined) throw new Error('it has run out of memory, or was stopped');
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
