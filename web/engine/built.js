// For tests: the program in Node.js, and the command that does the same.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';

const ROOT = path.join(import.meta.dirname, '../..');

/**
 * Builds and starts the program.
 * @returns {Promise<{api: {[method: string]: (...args: any[]) => any}, memory: WebAssembly.Memory, command: string, scratch: string, remove: () => void}>}
 *   each method returns an envelope; command is the file of the command, in the folder scratch, which remove removes
 */
export async function builtProgram() {
  const scratch = mkdtempSync(path.join(tmpdir(), 'program-'));
  const go = (/** @type {string[]} */ args, env = {}) => execFileSync('go', args, {cwd: ROOT, env: {...process.env, ...env}, encoding: 'utf8'});
  const file = path.join(scratch, 'cacheplay.wasm');
  go(['build', '-o', file, './wasm'], {GOOS: 'js', GOARCH: 'wasm'});
  const command = path.join(scratch, 'cacheplay');
  go(['build', '-o', command, './scripts/cacheplay']);
  createRequire(import.meta.url)(path.join(go(['env', 'GOROOT']).trim(), 'lib/wasm/wasm_exec.js'));
  const runtime = new (/** @type {any} */ (globalThis).Go)();
  const {instance} = await WebAssembly.instantiate(readFileSync(file), runtime.importObject);
  runtime.run(instance);
  return {api: /** @type {any} */ (globalThis).cacheplayEngine, memory: /** @type {WebAssembly.Memory} */ (instance.exports.mem), command, scratch,
    remove: () => rmSync(scratch, {recursive: true, force: true})};
}
