// What runs inside the page under test. Each function here is sent as source
// text, so it may use nothing but what the page has and what it defines itself.
// Roles and names are computed here rather than asked of each browser, so that
// a lookup finds the same element in all three.

/**
 * @typedef {{text: string} | {source: string, flags: string} | null} Pattern
 * a whole text, a regular expression, or anything
 * @typedef {{of_document: string, ids: number[], candidates: string[]}} Found
 * what was found, and where that is to be explained what could have been
 */

/**
 * Tells the pages of its origin what goes wrong in a worker. The tests' server puts
 * it before the worker's script where no driver tells.
 */
export function tellErrors() {
  const channel = new BroadcastChannel('errors in a test');
  addEventListener('error', (event) => channel.postMessage(`in a worker: ${/** @type {ErrorEvent} */ (event).message}`));
  addEventListener('unhandledrejection', ({reason}) => channel.postMessage(`in a worker: unhandled rejection: ${reason}`));
}

/** Writes to the console what workers tell, so that a test fails of it as of the page's own errors. */
export function hearErrors() {
  if (self === top) new BroadcastChannel('errors in a test').onmessage = ({data}) => console.error(data);
}

/**
 * Keeps what the page writes to the console as errors and warnings, where the driver
 * cannot tell. What precedes a navigation is handed on to the next page of the same
 * origin, and what is told in a frame, or by a worker, to the page around it.
 */
export function recordConsole() {
  const page = /** @type {any} */ (globalThis);
  if (page.__testConsole) return;
  /** @typedef {{type: 'error' | 'warning', text: string}} Message */
  const HANDED_ON = '__testConsole';
  /** @param {(storage: Storage) => unknown} act */
  const handOn = (act) => {
    try {
      act(sessionStorage);
    } catch {
      // a page of no origin has no storage
    }
  };
  /** @type {Message[]} */
  const messages = (page.__testConsole = []);
  const take = () => handOn((storage) => {
    messages.unshift(...JSON.parse(storage.getItem(HANDED_ON) ?? '[]'));
    storage.removeItem(HANDED_ON);
  });
  take();
  addEventListener('pagehide', () => {
    take(); // a frame may have handed on something too
    handOn((storage) => messages.length > 0 && storage.setItem(HANDED_ON, JSON.stringify(messages.splice(0))));
  });
  const channel = new BroadcastChannel('errors in a test');
  channel.onmessage = ({data}) => void messages.push({type: 'error', text: data});
  /** @param {'error' | 'warning'} type @param {string} text */
  const record = (type, text) => void messages.push({type, text});
  /** @param {string} text */
  const failed = (text) => {
    record('error', text);
    if (parent !== self) channel.postMessage(text);
  };
  for (const [method, type] of /** @type {const} */ ([['error', 'error'], ['warn', 'warning']])) {
    const write = console[method];
    console[method] = (...args) => {
      record(type, args.map(String).join(' '));
      write.apply(console, args);
    };
  }
  // Capturing, because a resource that fails to load tells only its element.
  addEventListener('error', (event) => {
    const from = /** @type {any} */ (event.target);
    if (event instanceof ErrorEvent) failed(event.message);
    else record('error', `failed to load ${from?.src ?? from?.href ?? 'a resource'}`);
  }, true);
  addEventListener('unhandledrejection', (event) => failed(`unhandled rejection: ${event.reason}`));
  addEventListener('securitypolicyviolation', (event) =>
    record('error', `policy ${event.effectiveDirective} blocked ${event.blockedURI}`));
}

/**
 * Lookups and aiming in one document, with roles and names as the package
 * dom-accessibility-api computes them. The document is handed in: Firefox gives the window
 * of the empty page at the start of a navigation to the page that follows, and
 * the global then is not dependably the new one.
 * @param {Document} document
 * @param {typeof import('dom-accessibility-api')} accessibility
 */
export function inPage(document, accessibility) {
  const document_id = Math.random().toString(36).slice(2);
  /** @type {Element[]} */
  const kept = [];

  /** @param {string} text */
  const squeeze = (text) => text.replace(/\s+/g, ' ').trim();

  /** All roots of trees: the document's, and those in the shadow. @param {Document | ShadowRoot} root @returns {(Document | ShadowRoot)[]} */
  const rootsFrom = (root) => [root, ...[...root.querySelectorAll('*')].flatMap((el) => (el.shadowRoot ? rootsFrom(el.shadowRoot) : []))];

  /** What can have a role: nothing inside a picture that an author has given none. */
  const bearers = () => rootsFrom(document).flatMap((root) => [...root.querySelectorAll(':is([role], :not(svg *))')]);

  /** The parent as it is rendered: through slots and out of shadow trees. @param {Element} el @returns {Element | null} */
  const parentOf = (el) => {
    if (el.assignedSlot) return el.assignedSlot;
    const parent = el.parentNode;
    return parent instanceof ShadowRoot ? parent.host : el.parentElement;
  };

  /** What one lookup has worked out already: a page has thousands of elements inside each other. */
  const seen = {text: /** @type {Map<Node, string>} */ (new Map()), withheld: /** @type {Map<Element, boolean>} */ (new Map())};
  const forget = () => {
    seen.text.clear();
    seen.withheld.clear();
  };

  /** Every element that can be of interest: what is not displayed has nothing inside that is. @param {ParentNode} root @returns {Generator<Element>} */
  function* everyElement(root) {
    for (const el of root.children) {
      if (getComputedStyle(el).display === 'none') continue;
      yield el;
      if (el.shadowRoot) yield* everyElement(el.shadowRoot);
      yield* everyElement(el);
    }
  }

  /** Whether assistive technology is told about it. @param {Element} el */
  const exposed = (el) => el.checkVisibility({visibilityProperty: true}) && !withheld(el);

  /** @param {Element | null} el @returns {boolean} */
  const withheld = (el) => {
    if (!el) return false;
    const known = seen.withheld.get(el);
    if (known !== undefined) return known;
    const is = el.getAttribute('aria-hidden') === 'true' || el.hasAttribute('inert') || withheld(parentOf(el));
    seen.withheld.set(el, is);
    return is;
  };

  const {getRole} = accessibility;
  /** @param {Element} el @returns {string} */
  const nameOf = (el) => squeeze(accessibility.computeAccessibleName(el));

  /**
   * The text of what is inside. What is hidden counts only where a hidden
   * element is itself the label.
   * @param {Node} node @param {boolean} [with_hidden] @returns {string}
   */
  const contentOf = (node, with_hidden = false) => {
    if (node instanceof HTMLSlotElement && node.assignedNodes().length) {
      return node.assignedNodes().map((child) => textOf(child, with_hidden)).join('');
    }
    const shadow = node instanceof Element ? node.shadowRoot : null;
    return [...(shadow ?? node).childNodes].map((child) => textOf(child, with_hidden)).join('');
  };

  /** @param {Node} node @param {boolean} with_hidden @returns {string} */
  const textOf = (node, with_hidden) => {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element)) return '';
    if (with_hidden) return textOfElement(node, with_hidden);
    const known = seen.text.get(node);
    if (known !== undefined) return known;
    const text = textOfElement(node, with_hidden);
    seen.text.set(node, text);
    return text;
  };

  /** @param {Element} node @param {boolean} with_hidden @returns {string} */
  const textOfElement = (node, with_hidden) => {
    const style = getComputedStyle(node);
    if (!with_hidden && (node.getAttribute('aria-hidden') === 'true' || style.display === 'none'
      || style.visibility !== 'visible')) return '';
    if (/^(script|style|template|input|select|textarea)$/.test(node.localName)) return '';
    const said = node.getAttribute('aria-label')
      ?? (node.localName === 'img' ? node.getAttribute('alt') : null)
      ?? contentOf(node, with_hidden);
    // Words in two blocks are two words.
    return style.display.startsWith('inline') || style.display === 'contents' ? said : ` ${said} `;
  };

  /** @param {Element} el */
  const describe = (el) => {
    const role = getRole(el);
    const name = nameOf(el) || squeeze(el.textContent ?? '').slice(0, 40);
    return `${role ?? `<${el.localName}${el.id && ` id="${el.id}"`}>`} ${JSON.stringify(name)}`;
  };

  /** @param {Pattern} pattern @returns {(text: string) => boolean} */
  const matcher = (pattern) => {
    if (!pattern) return () => true;
    if ('text' in pattern) return (text) => text === squeeze(pattern.text);
    const expression = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
    return (text) => expression.test(text);
  };

  /** @param {Element[]} elements @param {Element[]} candidates @returns {Found} */
  const found = (elements, candidates) => ({
    of_document: document_id,
    ids: elements.map((el) => kept.push(el) - 1),
    candidates: candidates.slice(0, 30).map(describe),
  });

  /** @param {string} of_document @param {number} id */
  const elementOf = (of_document, id) => {
    const el = of_document === document_id ? kept[id] : undefined;
    if (!el?.isConnected) throw new Error('the element is no longer in the page');
    return el;
  };

  /** Until the next frame; a page that nobody sees draws none. @returns {Promise<void>} */
  const frame = () => new Promise((resolve) => {
    if (document.hidden) setTimeout(resolve);
    else requestAnimationFrame(() => resolve());
  });

  /** Until two frames have been drawn. */
  const framesDrawn = async () => {
    await frame();
    await frame();
    await new Promise((resolve) => void setTimeout(resolve));
  };

  /** Until something in the document has changed, or could have in a shadow tree. @param {number} ms at most @returns {Promise<void>} */
  const changed = (ms) => new Promise((resolve) => {
    const end = () => {
      watch.disconnect();
      clearTimeout(timer);
      resolve();
    };
    const watch = new MutationObserver(end);
    const timer = setTimeout(end, Math.min(ms, 100));
    watch.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  });

  /** Another page takes the place of this one. */
  let left = false;
  addEventListener('beforeunload', () => {
    left = true;
  });
  addEventListener('pageshow', () => {
    left = false; // it was kept, and has come back
  });

  /** The page is the playground, which says whether it is settled. */
  const says = () => document.getElementById('notice') !== null;

  /** The focused element, however deep in shadow trees. */
  const focused = () => {
    let el = document.activeElement;
    while (el?.shadowRoot?.activeElement) el = el.shadowRoot.activeElement;
    return el;
  };

  /** @param {Element} el @returns {Promise<{x: number, y: number} | {problem: string}>} */
  const aimOnce = async (el) => {
    if (!el.checkVisibility({visibilityProperty: true})) return {problem: 'it is not visible'};
    if (el.matches(':disabled')) return {problem: 'it is disabled'};
    const middle = () => {
      const {x, y, width, height} = el.getBoundingClientRect();
      return {x: x + width / 2, y: y + height / 2};
    };
    const outside = () => {
      const {x, y} = middle();
      return x < 0 || y < 0 || x >= innerWidth || y >= innerHeight;
    };
    const hit = () => {
      const at = middle();
      let top = document.elementFromPoint(at.x, at.y);
      for (;;) {
        const inner = top?.shadowRoot?.elementFromPoint(at.x, at.y);
        if (!inner || inner === top) break;
        top = inner;
      }
      for (let up = top; up; up = parentOf(up)) {
        // A press on its label is a press on the control.
        if (up === el || (up instanceof HTMLLabelElement && up.control === el)) return at;
      }
      return {problem: top ? `it is covered by ${describe(top)}` : 'nothing is hit there'};
    };
    // A reader scrolls as well where a bar at the edge covers it.
    if (outside() || 'problem' in hit()) el.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
    if (outside()) return {problem: 'it cannot be scrolled into view'};
    // A page puts things right in the frame after which they have moved.
    const before = hit();
    await framesDrawn();
    const now = hit();
    return JSON.stringify(now) === JSON.stringify(before) ? now : {problem: 'it moves'};
  };

  const library = {
    document,
    document_id,
    elementOf,

    /** @param {boolean} explain @param {string} role @param {Pattern} name */
    byRole(explain, role, name) {
      forget();
      const matches = matcher(name);
      const of_role = bearers().filter((el) => getRole(el) === role && exposed(el));
      const candidates = !explain ? [] : of_role.length ? of_role : [...everyElement(document)].filter((el) => getRole(el) && exposed(el));
      return found(of_role.filter((el) => matches(nameOf(el))), candidates);
    },

    /** The innermost elements whose whole text matches. @param {boolean} explain @param {Pattern} text */
    byText(explain, text) {
      forget();
      const matches = matcher(text);
      const visible = [...everyElement(document.body)].filter(
        (el) => exposed(el) && !/^(script|style|title)$/.test(el.localName));
      const hits = new Set(visible.filter((el) => matches(squeeze(contentOf(el)))));
      for (const el of [...hits]) {
        for (let up = parentOf(el); up; up = parentOf(up)) hits.delete(up);
      }
      return found([...hits], explain ? visible.filter((el) => !el.childElementCount && squeeze(el.textContent ?? '')) : []);
    },

    /** @param {string} of_document @param {number} id */
    focus(of_document, id) {
      const el = /** @type {HTMLElement} */ (elementOf(of_document, id));
      el.focus();
      if (focused() !== el) throw new Error(`${describe(el)} cannot have the focus`);
    },

    /**
     * Waits until the page is settled (web/engine/settled.js); other pages than the playground's always are.
     * @param {boolean} acted the reader has acted just before, so what follows from it may not have begun
     * @param {number} limit_ms
     */
    async settled(acted, limit_ms) {
      if (acted) await framesDrawn();
      const end = performance.now() + limit_ms;
      while (left || (says() && !('settled' in document.documentElement.dataset))) {
        const still = end - performance.now();
        if (still <= 0) throw new Error(left ? 'another page was asked for, which does not come' : `the page is not settled after ${limit_ms} ms`);
        await changed(still);
      }
    },

    /**
     * Asks again and again, until the answer is truthy. An error counts as "not yet".
     * @param {() => any} ask @param {number} limit_ms @returns {Promise<{value?: any, problem?: string}>} the answer, or what was wrong in the end
     */
    async waitFor(ask, limit_ms) {
      const end = performance.now() + limit_ms;
      for (;;) {
        let problem;
        try {
          const value = await ask();
          if (value) return {value};
          problem = `the last answer was ${JSON.stringify(value)}`;
        } catch (error) {
          problem = `the last error was: ${error instanceof Error ? error.message : error}`;
        }
        if (performance.now() >= end) return {problem};
        await frame();
      }
    },

    /**
     * Looks for one element until there is one, and only one.
     * @param {'byRole' | 'byText'} method @param {any[]} args @param {number} limit_ms
     * @returns {Promise<Found>} explained if there is none, or more
     */
    async one(method, args, limit_ms) {
      const end = performance.now() + limit_ms;
      for (;;) {
        const found = library[method](false, .../** @type {[any, any]} */ (args));
        if (found.ids.length === 1) return found;
        const left = end - performance.now();
        if (left <= 0) return library[method](true, .../** @type {[any, any]} */ (args));
        await changed(left);
      }
    },

    /**
     * Where a pointer hits the element, scrolled into view, once it can and keeps still; or why it cannot.
     * @param {string} of_document @param {number} id @param {number} limit_ms
     * @returns {Promise<{x: number, y: number} | {problem: string}>}
     */
    async aim(of_document, id, limit_ms) {
      const end = performance.now() + limit_ms;
      for (;;) {
        const point = await aimOnce(elementOf(of_document, id));
        if (!('problem' in point) || performance.now() >= end) return point;
        await frame();
      }
    },
  };
  return library;
}
