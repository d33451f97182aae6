// WebKitGTK over WebDriver, in a virtual display.
import {mkdir, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {Builder, By, Capabilities, Key, Origin} from 'selenium-webdriver';
import {recordConsole} from './inpage.mjs';
import {environment, scratchFolder, start} from './processes.mjs';
import {ANSWER_MS, until, withLimit} from './wait.mjs';

/**
 * @typedef {import('./drivers.mjs').PageOptions} PageOptions
 * @typedef {import('./page.mjs').PageDriver} PageDriver
 */

// The window does not get narrower, because of its tool bar.
const MIN_WINDOW_WIDTH = 447;
const START_MS = 60_000;

/** @type {Record<string, string>} */
const KEYS = {
  Alt: Key.ALT, ArrowDown: Key.ARROW_DOWN, ArrowLeft: Key.ARROW_LEFT, ArrowRight: Key.ARROW_RIGHT,
  ArrowUp: Key.ARROW_UP, Backspace: Key.BACK_SPACE, Control: Key.CONTROL, Delete: Key.DELETE, End: Key.END,
  Enter: Key.ENTER, Escape: Key.ESCAPE, Home: Key.HOME, PageDown: Key.PAGE_DOWN, PageUp: Key.PAGE_UP,
  Shift: Key.SHIFT, Space: ' ', Tab: Key.TAB,
};

/** @typedef {{driver: import('selenium-webdriver').WebDriver, close: () => void}} Session */

/** @param {Session} session */
async function endSession({driver, close}) {
  await withLimit(driver.quit(), START_MS, 'closing a WebKit session').finally(close);
}

/** @param {{driver: string, browser: string, display: string}} programs @param {string} downloads */
export async function launchWebKit(programs, downloads) {
  const scratch = await scratchFolder();
  const display = start(programs.display,
    ['-displayfd', '3', '-screen', '0', '2560x2048x24', '-nolisten', 'tcp'],
    ['ignore', 'ignore', 'ignore', 'pipe'], process.env);
  const number = await withLimit(Promise.race([display.failed, firstLine(display.child)]), START_MS, 'starting Xvfb');
  const frames = await frameServer();
  /**
   * A session takes seconds to start, so one that a page has left is cleared and
   * used again, by a page that is to look alike.
   * @type {Map<string, Session>}
   */
  const idle = new Map();
  return {
    /** @param {PageOptions} options */
    async newPage(options) {
      const look = `${options.colorScheme} ${options.reducedMotion}`;
      const session = idle.get(look) ?? await openSession(programs, `:${number}`, downloads, options);
      idle.delete(look);
      return driverOf(session, frames.url, scratch.path, options, async () => {
        if (idle.has(look)) await endSession(session);
        else idle.set(look, session);
      });
    },
    async close() {
      for (const session of idle.values()) await endSession(session);
      frames.close();
      display.kill();
      scratch.remove();
    },
  };
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} */
function firstLine(child) {
  const pipe = /** @type {import('node:stream').Readable} */ (child.stdio[3]);
  return new Promise((resolve) => {
    let text = '';
    pipe.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.trim());
    });
  });
}

/**
 * A page narrower than the window is shown in a frame, at the window's corner
 * so that both have the same coordinates. The frame's page comes from a server
 * on the same host, whichever server is tested: so both are of one site, and
 * the frame keeps its storage, its service worker and its secure context.
 */
const FRAME_PAGE = `<!doctype html><meta charset="utf-8"><title>Frame</title>
<style>body { margin: 0 } iframe { border: 0; display: block }</style>
<body><script>
  const wanted = new URLSearchParams(location.hash.slice(1));
  const frame = document.createElement('iframe');
  frame.width = wanted.get('width');
  frame.height = wanted.get('height');
  frame.src = wanted.get('url');
  document.body.append(frame);
</script>`;

/** Removes what a page has kept. Another test has another origin, and this may only be asked of the page's own. */
async function clearStorage() {
  try {
    localStorage.clear();
    sessionStorage.clear();
    for (const kept of await navigator.serviceWorker.getRegistrations()) await kept.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  } catch {
    // A page of no origin keeps nothing.
  }
  return '';
}

const FIND_FRAME = `const framesIn = (root) => [...root.querySelectorAll('*')].flatMap((el) =>
  el.localName === 'iframe' ? [el] : el.shadowRoot ? framesIn(el.shadowRoot) : []);
  return framesIn(document).find((frame) => (frame.srcdoc ? 'about:srcdoc' : frame.src).includes(arguments[0])) ?? null;`;

async function frameServer() {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(FRAME_PAGE);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const {port} = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    /** @param {URL} target @param {string} hash */
    url: (target, hash) => `http://${target.hostname}:${port}/#${hash}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const {port} = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Starts a driver process for a session, because it has one only; in return each
 * session has its own storage and colour scheme.
 * @param {{driver: string, browser: string}} programs
 * @param {string} display
 * @param {string} downloads
 * @param {PageOptions} options
 * @returns {Promise<Session>}
 */
async function openSession(programs, display, downloads, {colorScheme, reducedMotion}) {
  const home = await scratchFolder();
  const settings = path.join(home.path, '.config', 'gtk-3.0');
  await mkdir(settings, {recursive: true});
  await writeFile(path.join(settings, 'settings.ini'), `[Settings]
gtk-theme-name=${colorScheme === 'dark' ? 'Adwaita-dark' : 'Adwaita'}
gtk-enable-animations=${reducedMotion ? 0 : 1}
`);
  await writeFile(path.join(home.path, '.config', 'user-dirs.dirs'),
    `XDG_DOWNLOAD_DIR="${downloads}"\n`);

  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const service = start(programs.driver, [`--port=${port}`], 'ignore',
    // A machine without a graphics card would compute the OpenGL by which WebKit composes a page. Its own
    // allocator gives memory back and takes it again all the time, for which a test is too short.
    {...environment(home.path), DISPLAY: display, WEBKIT_DISABLE_COMPOSITING_MODE: '1', Malloc: '1'});
  const close = () => {
    service.kill();
    home.remove();
  };
  try {
    await Promise.race([service.failed,
      until('WebKitWebDriver to answer', async () => (await fetch(`${address}/status`)).ok, START_MS)]);
    const capabilities = new Capabilities({
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': {
        binary: programs.browser,
        // Of a page that goes into the back-forward cache no answer comes any more.
        args: ['--automation', '--enable-page-cache=false'],
      },
    });
    const driver = await withLimit(
      Promise.race([service.failed, Promise.resolve(new Builder().usingServer(address).withCapabilities(capabilities).build())]),
      START_MS, 'opening a WebKit session');
    return {driver, close};
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * @param {Session} session
 * @param {(target: URL, hash: string) => string} frameUrl
 * @param {string} scratch
 * @param {PageOptions} options
 * @param {() => Promise<void>} left  takes the session back
 * @returns {Promise<PageDriver>}
 */
async function driverOf(session, frameUrl, scratch, options, left) {
  const {driver} = session;
  let {width, height} = options;
  let in_frame = false;

  /** @param {string} expression @returns {Promise<string>} */
  const evaluate = (expression) => driver.executeAsyncScript(
    `const done = arguments[arguments.length - 1]; (${expression}).then(done);`);

  const fitWindow = async () => {
    const wanted = Math.max(width, MIN_WINDOW_WIDTH);
    const window = driver.manage().window();
    /** @returns {Promise<[number, number]>} */
    const inner = () => driver.executeScript('return [innerWidth, innerHeight]');
    await until(`a WebKit window of ${wanted} × ${height}`, async () => {
      const [w, h] = await inner();
      if (w === wanted && h === height) return true;
      const rect = await window.getRect();
      await window.setRect({width: rect.width + wanted - w, height: rect.height + height - h});
      return false;
    });
  };

  const enterFrame = async () => {
    await driver.switchTo().frame(0);
    in_frame = true;
    // Keys go to the frame that has the focus.
    await driver.executeScript('window.focus()');
  };

  const leaveFrame = async () => {
    await driver.switchTo().defaultContent();
    in_frame = false;
  };

  /** @param {string} url */
  const open = async (url) => {
    if (width >= MIN_WINDOW_WIDTH && !in_frame) {
      await driver.get(url);
      return;
    }
    const target = new URL(url);
    const hash = new URLSearchParams({width: `${width}`, height: `${height}`, url}).toString();
    await leaveFrame();
    if (target.protocol === 'file:') {
      // A page from a server may not show one from a file.
      const file = path.join(scratch, 'frame.html');
      await writeFile(file, FRAME_PAGE);
      await driver.get(`${pathToFileURL(file)}#${hash}`);
    } else {
      await driver.get(frameUrl(target, hash));
    }
    await enterFrame();
  };

  /**
   * Goes to another page inside the frame, so that it has a way back.
   * @param {string} url @param {string} from
   */
  const follow = async (url, from) => {
    await leaveFrame();
    await driver.executeAsyncScript(`const [url, within, done] = arguments;
      const frame = document.querySelector('iframe');
      if (!within) frame.addEventListener('load', () => done(), {once: true});
      frame.src = url;
      if (within) done();`, url, url.includes('#') && url.split('#')[0] === from.split('#')[0]);
    await enterFrame();
  };

  const actions = () => driver.actions({async: true});

  await driver.manage().setTimeouts({script: ANSWER_MS, pageLoad: ANSWER_MS});
  await fitWindow();

  return {
    async goto(url) {
      const from = /** @type {string} */ (await driver.executeScript('return location.href'));
      if (in_frame && new URL(url).protocol === new URL(from).protocol) await follow(url, from);
      else await open(url);
    },
    evaluate,
    async evaluateIn(frame, expression) {
      const child = await driver.executeScript(FIND_FRAME, frame);
      if (!child) throw new Error(`there is no frame ${frame}`);
      await driver.switchTo().frame(/** @type {import('selenium-webdriver').WebElement} */ (child));
      try {
        return await evaluate(expression);
      } finally {
        await driver.switchTo().parentFrame();
      }
    },
    async move(x, y) {
      await actions().move({x: Math.round(x), y: Math.round(y), origin: Origin.VIEWPORT, duration: 0}).perform();
    },
    async down() {
      await actions().press().perform();
    },
    async up() {
      await actions().release().perform();
    },
    async click(x, y) {
      await actions().move({x: Math.round(x), y: Math.round(y), origin: Origin.VIEWPORT, duration: 0}).press().release().perform();
    },
    async tap() {
      throw new Error('WebKitGTK has no touch screen: what WebDriver calls a touch reaches the page as a mouse, without touch events');
    },
    async type(text) {
      await actions().sendKeys(text).perform();
    },
    async press(keys) {
      const codes = keys.map((key) => KEYS[key] ?? key);
      let sequence = actions();
      for (const code of codes) sequence = sequence.keyDown(code);
      for (const code of codes.reverse()) sequence = sequence.keyUp(code);
      await sequence.perform();
    },
    async setViewport(new_width, new_height) {
      [width, height] = [new_width, new_height];
      if (in_frame) {
        await leaveFrame();
        await fitWindow();
        await driver.executeScript(`const frame = document.querySelector('iframe');
          [frame.width, frame.height] = arguments;`, width, height);
        await enterFrame();
        return;
      }
      await fitWindow();
      if (width < MIN_WINDOW_WIDTH) await open(await driver.getCurrentUrl());
    },
    async screenshot() {
      if (!in_frame) return Buffer.from(await driver.takeScreenshot(), 'base64');
      await leaveFrame();
      const frame = await driver.findElement(By.css('iframe'));
      const picture = await frame.takeScreenshot();
      await enterFrame();
      return Buffer.from(picture, 'base64');
    },
    async takeMessages() {
      // The driver does not tell them. The tests' server has the page record
      // them from the start; a page from elsewhere is made to from here on.
      const text = await evaluate(
        `(async () => { (${recordConsole})(); return JSON.stringify(globalThis.__testConsole.splice(0)); })()`);
      return JSON.parse(text);
    },
    async close() {
      try {
        await evaluate(`(${clearStorage})()`);
        await leaveFrame();
        await driver.get('about:blank');
      } catch (error) {
        await endSession(session);
        throw error;
      }
      await left();
    },
  };
}
