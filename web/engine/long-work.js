// Work of the engine that takes long: it is done in chunks, between which other
// calls come through, and it ends as soon as nobody wants it any more.

/** How long a chunk lasts, and how often its progress is told, in milliseconds. */
const CHUNK_MS = 8;
const TELL_MS = 100;

/**
 * @param {any} engine @param {string} method  which begins the work @param {any[]} args
 * @param {() => boolean} wanted @param {(progress: string) => void} tell
 * @returns {Promise<any>} the envelope of what was found by the end, or while it was wanted
 */
export async function work(engine, method, args, wanted, tell) {
  const task = engine[method](...args);
  if (!task.ok) return task;
  let told = performance.now();
  let turned = told;
  let states = 64;
  while (wanted()) {
    const start = performance.now();
    const step = engine.advance(task.value, Math.round(states));
    if (!step.ok) return step;
    if (!step.value) break;
    const now = performance.now();
    states = Math.max(1, Math.min(states * Math.min(CHUNK_MS / (now - start), 2), 1 << 20));
    if (now - turned < CHUNK_MS / 2) continue; // a turn costs more than a small step of the work
    if (now - told > TELL_MS) {
      told = now;
      tell(engine.progress(task.value).value);
    }
    await turn();
    turned = performance.now();
  }
  tell(engine.progress(task.value).value);
  return engine.finish(task.value);
}

const {port1, port2} = new MessageChannel();
/** @type {(() => void)[]} */
const waiting = [];
port1.onmessage = () => waiting.shift()?.();

/** Lets the messages in that wait. @returns {Promise<void>} */
function turn() {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}
