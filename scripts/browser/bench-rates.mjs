// How many operations a second systems under load get through, in Node.js and in a page.
import {Plain} from './bench-plain.mjs';

/**
 * @typedef {{Name: string, Keys: number, Operations: number, Scenario: string, Plain: boolean}} Case
 * @typedef {{program: number[], plain: number[], merged: number[]}} Rates  operations a second; the latter two without a figure where a case is not compared
 */

/** How much happens between two calls of the program. */
const CHUNK = 1 << 16;

/** Measures a case, preparations left out. @param {any} engine  the program's @param {Case} of @returns {Rates} */
export function measureCase(engine, of) {
  const {value: task, error} = engine.beginLoad(of.Scenario, 0);
  if (!task) throw new Error(`${of.Name}: ${JSON.stringify(error)}`);
  const program = rateOf(of.Operations, () => {
    while (engine.advance(task, CHUNK).value);
  });
  const {measures} = JSON.parse(engine.finish(task).value);
  if (!of.Plain) return {program: [program], plain: [], merged: []};
  const [plain, merged] = [false, true].map((merges) => {
    const run = new Plain(of.Keys, merges);
    const rate = rateOf(of.Operations, () => run.run(of.Operations));
    const hit = run.hits / (run.hits + run.misses);
    if (Math.abs(hit - measures.hit) > 0.01) throw new Error(`${of.Name}: ${hit} of the reads hit in plain JavaScript, ${measures.hit} in the engine`);
    return rate;
  });
  return {program: [program], plain: [plain], merged: [merged]};
}

/** @param {number} operations @param {() => void} run */
function rateOf(operations, run) {
  const start = performance.now();
  run();
  return operations / (performance.now() - start) * 1000;
}
