// Puts the variants of a scenario under its workload, or under a recording, each in a
// worker of its own, which reads the recording's file by itself.

/**
 * @typedef {import('./calls.js').Calls} Calls
 * @typedef {import('./types.js').Loaded} Loaded
 * @typedef {import('./types.js').LoadedRun} LoadedRun
 */

/** How many variants run at the same time: one processor is left to the page. */
const atATime = () => Math.max(1, (navigator.hardwareConcurrency || 2) - 1);

/**
 * Puts all variants of a scenario under its workload, or under a recording.
 * @param {Calls} calls  of the page's own engine, which says what the variants are
 * @param {(module?: WebAssembly.Module) => Calls} another  returns those of another engine, whose program may be compiled
 * @param {Set<Calls>} working  gets those of the engines at work
 * @param {object | string} scenario
 * @param {import('./types.js').LongOptions<Loaded> & {recording?: import('./recording.js').Recording}} [options]
 * @returns {Promise<Loaded>}
 */
export async function load(calls, another, working, scenario, {signal, enough, onProgress = () => {}, recording} = {}) {
  // The canonical form stays what it is, whatever becomes of the object.
  const {canonical, names} = await calls.call('variants', [scenario], {signal});
  const module = await calls.compiled();
  /** @type {LoadedRun[]} */
  const runs = names.map((/** @type {string} */ name) => ({name, complete: false, share: 0, operations: 0, seconds: 0, measures: {}}));
  const report = () => onProgress({runs: [...runs]});
  report();
  /** @type {Calls[]} */
  const engines = [];
  const put = async (/** @type {number} */ run) => {
    const engine = another(module);
    engines.push(engine);
    working.add(engine);
    try {
      const under = recording ? [{recording: await recording.readBy(engine, {signal, enough})}] : [];
      runs[run] = JSON.parse(await engine.call('beginLoad', [canonical, run, ...under], {signal, enough, onProgress: (progress) => {
        runs[run] = progress;
        report();
      }}));
    } finally {
      working.delete(engine);
      engine.stop();
    }
  };
  let next = 0;
  const work = async () => {
    while (next < runs.length && !enough?.aborted) await put(next++);
  };
  try {
    await Promise.all(Array.from({length: Math.min(atATime(), runs.length)}, work));
  } catch (error) {
    next = runs.length;
    for (const engine of engines) engine.stop();
    throw error;
  }
  return {runs};
}
