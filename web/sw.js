// The page without a network. At the first visit it takes all files of one build,
// and from then on answers with those and no others, until a later build has been
// taken whole and no page of this one is open any more.

/** @type {{version: string, files: {[name: string]: string}}} the build, and the hash of each of its files */
const {version, files} = /** @type {any} */ (self).build;

const scope = /** @type {any} */ (self);
const KEPT = 'cacheplay ';
const own = `${KEPT}${scope.registration.scope} ${version}`;

scope.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(take()));
scope.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(forget((name) => name !== own)));
scope.addEventListener('message', (/** @type {any} */ {data}) => data === 'take over' && scope.skipWaiting());
scope.addEventListener('fetch', (/** @type {any} */ event) => {
  const name = fileOf(event.request);
  if (name !== null) event.respondWith(answer(event.request, name));
});

/** Which file of the build is asked for, null for none. @param {Request} request */
function fileOf({method, url}) {
  const {origin, pathname} = new URL(url);
  const at = origin + pathname;
  if (method !== 'GET' || !at.startsWith(scope.registration.scope)) return null;
  const name = at.slice(scope.registration.scope.length) || 'index.html';
  return name in files ? name : null;
}

/** Takes all files, or none. A file that is not of this build has another hash. */
async function take() {
  try {
    const cache = await caches.open(own);
    await Promise.all(Object.entries(files).map(async ([name, integrity]) => {
      const response = await loaded(name, integrity);
      // As it was asked for: a host may have redirected, and a page may not be answered so.
      await cache.put(name, new Response(await response.blob(), {headers: response.headers}));
    }));
  } catch (error) {
    await caches.delete(own);
    throw error;
  }
}

/** The page has most of them already, under the same addresses. @param {string} name @param {string} integrity */
async function loaded(name, integrity) {
  const address = `${name}?v=${version}`;
  const response = await fetch(address, {integrity}).catch(() => fetch(address, {integrity, cache: 'reload'}));
  if (!response.ok) throw new Error(`${name} answered ${response.status}`);
  return response;
}

/** @param {Request} request @param {string} name */
async function answer(request, name) {
  if (request.mode === 'navigate' && await overtaken()) return new Response('', {headers: {Refresh: '0'}});
  return await (await caches.open(own)).match(name) ?? fetch(request);
}

/** Where no other page of this build is open a later one takes over, and the page is asked for again. */
async function overtaken() {
  const {waiting} = scope.registration;
  if (!waiting || (await scope.clients.matchAll()).length > 1) return false;
  waiting.postMessage('take over');
  return true;
}

/** @param {(name: string) => boolean} which */
async function forget(which) {
  const names = (await caches.keys()).filter((name) => name.startsWith(`${KEPT}${scope.registration.scope} `) && which(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}
