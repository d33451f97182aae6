// The page without a network: a service worker (sw.js) keeps its files until the
// reader asks to forget them.

const STORAGE_KEY = 'cacheplay.offline';

/**
 * Keeps the page for times without a network, and lets the reader choose.
 * @param {{status: HTMLElement, button: HTMLElement}} places
 */
export async function offerOffline({status, button}) {
  // Reading navigator.serviceWorker throws in some frames.
  const workers = self.origin === 'null' || !isSecureContext ? undefined : navigator.serviceWorker;
  if (!workers) return;
  const show = async () => {
    const kept = await workers.getRegistration('.');
    button.hidden = false;
    button.textContent = kept ? 'Forget the offline copy' : 'Keep an offline copy';
    status.textContent = !kept ? 'This page needs the network each time.'
      : kept.active ? 'This page is kept in your browser: it opens without a network too.'
      : 'This page is being kept in your browser …';
    if (kept?.active !== null) return;
    // It changes as the copy is made or fails. Where a browser tells of a worker's
    // state before it names the worker, ready says it for certain.
    (kept.installing ?? kept.waiting)?.addEventListener('statechange', show, {once: true});
    workers.ready.then(show);
  };
  button.addEventListener('click', async () => {
    const kept = await workers.getRegistration('.');
    storeChoice(kept ? 'no' : 'yes');
    await (kept ? forget(kept) : keep(workers));
    await show();
  });
  if (storedChoice() !== 'no') await keep(workers);
  await show();
}

/** @param {ServiceWorkerContainer} workers */
async function keep(workers) {
  await workers.register('sw.js', {updateViaCache: 'none'}).catch(() => {}); // the status says so
}

/** @param {ServiceWorkerRegistration} kept */
async function forget(kept) {
  await kept.unregister();
  const names = (await caches.keys()).filter((name) => name.includes(` ${kept.scope} `));
  await Promise.all(names.map((name) => caches.delete(name)));
}

function storedChoice() {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null; // there is no storage in some frames
  }
}

/** @param {string} choice */
function storeChoice(choice) {
  try {
    localStorage.setItem(STORAGE_KEY, choice);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
