// Explores a scenario with the built engine in Node.js, and prints how many
// states there are, how long it takes and how much memory it needs, as JSON:
//
//   node bench-explore.mjs SITE SCENARIO GLUE
//
// GLUE is wasm_exec.js of the toolchain that has built the program.
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import vm from 'node:vm';

const [site, file, glue] = process.argv.slice(2);
if (!site || !file || !glue) throw new Error('usage: node bench-explore.mjs SITE SCENARIO GLUE');

vm.runInThisContext(await readFile(glue, 'utf8'));
const go = new /** @type {any} */ (globalThis).Go();
const {instance} = await WebAssembly.instantiate(await readFile(path.join(site, 'cacheplay.wasm')), go.importObject);
go.run(instance);
const engine = /** @type {any} */ (globalThis).cacheplayEngine;

const start = performance.now();
const {value: task} = engine.beginExploration(await readFile(file, 'utf8'));
while (engine.advance(task, 4096).value);
const seconds = (performance.now() - start) / 1000;
const [run] = JSON.parse(engine.progress(task).value).runs;
const memory = /** @type {WebAssembly.Memory} */ (instance.exports.mem).buffer.byteLength;
console.log(JSON.stringify({states: run.states, seconds, bytes: memory}));
process.exit(0);
