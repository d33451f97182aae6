// The page without a network. At the first visit it takes all files of one build,
// and from then on answers with those and no others, until a later build has been
// taken whole and a page is opened. A page that is still open then goes on with
// the files of its own build.

/** @type {{version: string, files: {[name: string]: string}}} the build, and the hash of each of its files */
const {version, files} = /** @type {any} */ (self).build;

const scope = /** @type {any} */ (self);
const KEPT = 'cacheplay ';
const copyOf = (/** @type {string} */ build) => `${KEPT}${scope.registration.scope} ${build}`;
const own = copyOf(version);

scope.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(take()));
scope.addEventListener('message', (/** @type {any} */ {data}) => data === 'take over' && scope.skipWaiting());
scope.addEventListener('fetch', (/** @type {any} */ event) => {
  const name = fileOf(event.request);
  if (name === null) return;
  if (event.request.mode === 'navigate') event.respondWith(visit(event.request, name));
  else event.respondWith(answer(event.request, name, new URL(event.request.url).searchParams.get('v') ?? version));
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

/**
 * Answers with a page. A later build takes over, and the page is asked for again. The
 * copies of other builds are of no use where no other page is open.
 * @param {Request} request @param {string} name
 */
async function visit(request, name) {
  const {waiting} = scope.registration;
  if (waiting) {
    waiting.postMessage('take over');
    return new Response('', {headers: {Refresh: '0'}});
  }
  const others = (await scope.clients.matchAll()).length - 1; // the page that is left for this one counts
  if (others <= 0) await forget();
  return answer(request, name, version);
}

/**
 * A page names its build in the addresses of its files. Of one that is not kept
 * there is nothing to be had: the host may have another one.
 * @param {Request} request @param {string} name @param {string} build
 */
async function answer(request, name, build) {
  const kept = await caches.has(copyOf(build)) ? await (await caches.open(copyOf(build))).match(name) : undefined;
  return kept ?? (build === version ? fetch(request) : Response.error());
}

/** Forgets the copies of other builds, but for one that is about to take over. */
async function forget() {
  if (scope.registration.installing || scope.registration.waiting) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(copyOf('')) && name !== own);
  await Promise.all(names.map((name) => caches.delete(name)));
}
