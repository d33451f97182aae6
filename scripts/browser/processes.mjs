// Programs that a test starts beside Node, ended with it whatever happens.
import {spawn} from 'node:child_process';
import {rmSync} from 'node:fs';
import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
/** @type {Set<string>} */
const folders = new Set();

/** @param {import('node:child_process').ChildProcess} child */
function kill(child) {
  running.delete(child);
  try {
    // The whole group: a driver's browser must not outlive it.
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** @param {string} folder */
function remove(folder) {
  folders.delete(folder);
  // Retried, because a killed program may still be writing as it goes.
  rmSync(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 50});
}

process.on('exit', () => {
  for (const child of running) kill(child);
  for (const folder of folders) remove(folder);
});
for (const [signal, code] of /** @type {const} */ ([['SIGTERM', 143], ['SIGINT', 130], ['SIGHUP', 129]])) {
  process.once(signal, () => process.exit(code));
}

/**
 * Starts a program in a process group of its own.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').StdioOptions} stdio
 * @param {NodeJS.ProcessEnv} env
 * @returns {{child: import('node:child_process').ChildProcess, failed: Promise<never>, kill: () => void}}
 */
export function start(program, args, stdio, env) {
  const child = spawn(program, args, {stdio, env, detached: true});
  running.add(child);
  const failed = new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`${program} ended (${signal ?? code})`)));
  });
  // Nobody need be listening when it ends as it should.
  failed.catch(() => {});
  return {child, failed: /** @type {Promise<never>} */ (failed), kill: () => kill(child)};
}

/**
 * A folder for what a browser writes.
 * @returns {Promise<{path: string, remove: () => void}>}
 */
export async function scratchFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'browser-test-'));
  folders.add(folder);
  return {path: folder, remove: () => remove(folder)};
}

/**
 * The environment of a browser: its files go to `home`, whatever the user has set.
 * @param {string} home
 * @returns {NodeJS.ProcessEnv}
 */
export function environment(home) {
  /** @type {NodeJS.ProcessEnv} */
  const env = {...process.env, HOME: home};
  for (const name of ['XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'GTK_THEME']) delete env[name];
  return env;
}
