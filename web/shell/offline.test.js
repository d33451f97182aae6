import assert from 'node:assert/strict';
import {afterEach, beforeEach, test} from 'node:test';
import {offerOffline} from './offline.js';

const globals = /** @type {any} */ (globalThis);

/** A registration of which the browser has named no worker yet. @type {{installing: EventTarget?, waiting: EventTarget?, active: {}?, scope: string, unregister(): Promise<void>}} */
let kept;
let registered = false;
/** Tells the page that a worker is active. @type {() => void} */
let isReady;
/** @type {any} */
let places;

beforeEach(() => {
  registered = false;
  kept = {installing: null, waiting: null, active: null, scope: 'here', unregister: async () => void (registered = false)};
  const ready = new Promise((resolve) => {
    isReady = () => resolve(kept);
  });
  const serviceWorker = {ready, register: async () => void (registered = true), getRegistration: async () => registered ? kept : undefined};
  Object.defineProperty(globals, 'navigator', {configurable: true, value: {serviceWorker}});
  Object.assign(globals, {self: {origin: 'here'}, isSecureContext: true, localStorage: {getItem: () => null, setItem: () => {}}, caches: {keys: async () => []}});
  places = {status: {textContent: ''}, button: Object.assign(new EventTarget(), {hidden: true, textContent: ''})};
});
afterEach(() => {
  for (const name of ['self', 'isSecureContext', 'localStorage', 'caches', 'navigator']) delete globals[name];
});

const turns = () => new Promise((resolve) => setTimeout(resolve));

test('the copy is said to be kept once a worker is active, though the browser told of no change', async () => {
  await offerOffline(places);
  assert.match(places.status.textContent, /being kept/);
  kept.active = {};
  isReady();
  await turns();
  assert.match(places.status.textContent, /is kept in your browser/);
});

test('a copy that could not be made is not said to be kept', async () => {
  const worker = new EventTarget();
  kept.installing = worker;
  await offerOffline(places);
  registered = false;
  worker.dispatchEvent(new Event('statechange'));
  await turns();
  assert.match(places.status.textContent, /needs the network/);
});
