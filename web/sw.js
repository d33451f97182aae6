// The service worker, for the page without a network. At the first visit it
// caches all files of one build. From then on it answers with these and no
// others, until all files of a later build are cached and a page is opened. A
// page that is still open then keeps the files of its own build, also one that was
// there before the service worker.

/** The build, with the hash of each of its files. @type {{version: string, files: {[name: string]: string}}} */
const {version, files} = /** @type {any} */ (self).build;

const scope = /** @type {any} */ (self);
/** Returns the name of the cache of a build. */
const cacheOf = (/** @type {string} */ build) => `cacheplay ${scope.registration.scope} ${build}`;
const own = cacheOf(version);

/** Whether there was no service worker before: pages that are open then have none, and are given this one. */
let isFirst = false;
scope.addEventListener('install', (/** @type {any} */ event) => {
  isFirst = !scope.registration.active;
  event.waitUntil(fill());
});
scope.addEventListener('activate', (/** @type {any} */ event) => isFirst && event.waitUntil(scope.clients.claim()));
scope.addEventListener('message', (/** @type {any} */ {data}) => data === 'take over' && scope.skipWaiting());
scope.addEventListener('fetch', (/** @type {any} */ event) => {
  const name = fileOf(event.request);
  if (name === null) return;
  if (event.request.mode === 'navigate') event.respondWith(visit(event.request, name));
  else event.respondWith(answer(event.request, name, new URL(event.request.url).searchParams.get('v') ?? version));
});

/**
 * Returns the file of the build that is requested.
 * @param {Request} request
 * @returns {string | null} its name, null for none
 */
function fileOf({method, url}) {
  const {origin, pathname} = new URL(url);
  const at = origin + pathname;
  if (method !== 'GET' || !at.startsWith(scope.registration.scope)) return null;
  const name = at.slice(scope.registration.scope.length) || 'index.html';
  return name in files ? name : null;
}

/** Caches all files or none. A file of another build has another hash. */
async function fill() {
  try {
    const cache = await caches.open(own);
    await Promise.all(Object.entries(files).map(async ([name, integrity]) => {
      const response = await loaded(name, integrity);
      // A copy without the redirection that the host may have made: browsers refuse one for a page.
      await cache.put(name, new Response(await response.blob(), {headers: response.headers}));
    }));
  } catch (error) {
    await caches.delete(own);
    throw error;
  }
}

/**
 * Loads a file, from the HTTP cache where the page has loaded it already.
 * @param {string} name
 * @param {string} integrity
 */
async function loaded(name, integrity) {
  const address = `${name}?v=${version}`;
  const response = await fetch(address, {integrity}).catch(() => fetch(address, {integrity, cache: 'reload'}));
  if (!response.ok) throw new Error(`${name} answered ${response.status}`);
  return response;
}

/**
 * Answers with a page. A later build that is waiting takes over first, and the
 * page is loaded again. Where no other page is open, other builds are forgotten.
 * @param {Request} request
 * @param {string} name
 */
async function visit(request, name) {
  const {waiting} = scope.registration;
  if (waiting) {
    waiting.postMessage('take over');
    return new Response('', {headers: {Refresh: '0'}});
  }
  const others = (await scope.clients.matchAll()).length - 1; // the page that this one replaces is counted
  if (others <= 0) await forget();
  return answer(request, name, version);
}

/**
 * Answers with a file of a build, which a page names in the addresses of its
 * files. Where another build is asked for and not cached, it answers with an error,
 * because the host may have this one.
 * @param {Request} request
 * @param {string} name
 * @param {string} build
 */
async function answer(request, name, build) {
  const kept = await caches.has(cacheOf(build)) ? await (await caches.open(cacheOf(build))).match(name) : undefined;
  return kept ?? (build === version ? fetch(request) : Response.error());
}

/** Deletes the caches of other builds, unless one of them is about to take over. */
async function forget() {
  if (scope.registration.installing || scope.registration.waiting) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(cacheOf('')) && name !== own);
  await Promise.all(names.map((name) => caches.delete(name)));
}
