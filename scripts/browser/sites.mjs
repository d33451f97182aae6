// What tests need besides the site in dist/, built once before a browser starts.
import {execFile} from 'node:child_process';
import {cp, mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);

export const PROJECT = path.resolve(import.meta.dirname, '../..');
export const DIST = process.env.SITE ?? path.join(PROJECT, 'dist');

const FOLDER = path.join(PROJECT, '.cache/browser-tests');

/** The command line program. */
export const COMMAND = path.join(FOLDER, 'cacheplay');
/** The site with a program that fails on demand. */
export const PROVOKED = path.join(FOLDER, 'provoked');
/** The example of a blog that Jekyll makes, with the site in it, but for what embedding.html says may be left out; its pages say that they are at BLOG_URL. */
export const BLOG = path.join(FOLDER, 'blog');
export const BLOG_PATH = '/blog/';
export const BLOG_URL = 'https://blog.example';

/** How each is built. @type {{[name: string]: () => Promise<unknown>}} */
const BUILDS = {
  COMMAND: () => go('build', '-o', COMMAND, './scripts/cacheplay'),
  PROVOKED: () => go('run', './scripts/build', '-tags', 'provoke', '-o', PROVOKED),
  BLOG: buildBlog,
};

/** Builds what some test files import from this module. @param {string[]} files */
export async function buildFor(files) {
  const sources = await Promise.all([...new Set(files)].map((file) => readFile(file, 'utf8')));
  await mkdir(FOLDER, {recursive: true});
  for (const [name, build] of Object.entries(BUILDS)) {
    if (sources.some((source) => RegExp(`\\b${name}\\b`).test(source))) await build();
  }
}

/** Runs the go command in the project. @param {...string} args */
async function go(...args) {
  await run('go', args, {cwd: PROJECT, maxBuffer: 1 << 24});
}

async function buildBlog() {
  const source = path.join(FOLDER, 'blog-source');
  await rm(source, {recursive: true, force: true});
  await cp(path.join(PROJECT, 'web/examples/jekyll'), source, {recursive: true});
  const leftOut = ['cacheplay.wasm', 'cache-playground.html', 'examples'].map((name) => path.join(DIST, name));
  await cp(DIST, path.join(source, 'playground'), {recursive: true, filter: (file) => !leftOut.includes(file)});
  await cp(path.join(DIST, 'examples/jekyll/cache-playground.html'), path.join(source, '_includes/cache-playground.html'));
  const config = path.join(FOLDER, 'blog.yml');
  await writeFile(config, `url: ${BLOG_URL}\nbaseurl: ${BLOG_PATH.slice(0, -1)}\n`);
  await run('jekyll', ['build', '--quiet', '--strict_front_matter', '--disable-disk-cache', '--source', source,
    '--destination', BLOG, '--config', `${path.join(source, '_config.yml')},${config}`]);
}
