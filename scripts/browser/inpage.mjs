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

/** Keeps what the page writes to the console as errors and warnings, where the driver cannot tell. */
export function recordConsole() {
  const page = /** @type {any} */ (globalThis);
  if (page.__testConsole) return;
  /** @type {{type: 'error' | 'warning', text: string}[]} */
  const messages = (page.__testConsole = []);
  /** @param {'error' | 'warning'} type @param {string} text */
  const record = (type, text) => void messages.push({type, text});
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
    if (event instanceof ErrorEvent) record('error', event.message);
    else record('error', `failed to load ${from?.src ?? from?.href ?? 'a resource'}`);
  }, true);
  addEventListener('unhandledrejection', (event) => record('error', `unhandled rejection: ${event.reason}`));
  addEventListener('securitypolicyviolation', (event) =>
    record('error', `policy ${event.effectiveDirective} blocked ${event.blockedURI}`));
}

/**
 * Lookups and aiming in one document. It is handed in: Firefox gives the window
 * of the empty page at the start of a navigation to the page that follows, and
 * the global then is not dependably the new one.
 * @param {Document} document
 */
export function inPage(document) {
  const document_id = Math.random().toString(36).slice(2);
  /** @type {Element[]} */
  const kept = [];

  /** @type {Record<string, string>} */
  const ROLES = {
    article: 'article', aside: 'complementary', blockquote: 'blockquote', button: 'button', caption: 'caption',
    code: 'code', datalist: 'listbox', dd: 'definition', details: 'group', dialog: 'dialog', dt: 'term',
    fieldset: 'group', figure: 'figure', h1: 'heading', h2: 'heading', h3: 'heading', h4: 'heading',
    h5: 'heading', h6: 'heading', hr: 'separator', html: 'document', li: 'listitem', main: 'main',
    math: 'math', menu: 'list', meter: 'meter', nav: 'navigation', ol: 'list', optgroup: 'group',
    option: 'option', output: 'status', p: 'paragraph', progress: 'progressbar', search: 'search',
    // No role is specified for a summary; the browsers expose what a button is.
    summary: 'button',
    table: 'table', tbody: 'rowgroup', td: 'cell', textarea: 'textbox', tfoot: 'rowgroup', thead: 'rowgroup',
    time: 'time', tr: 'row', ul: 'list',
  };
  /** @type {Record<string, string>} */
  const INPUT_ROLES = {
    button: 'button', checkbox: 'checkbox', email: 'textbox', image: 'button', number: 'spinbutton',
    radio: 'radio', range: 'slider', reset: 'button', search: 'searchbox', submit: 'button', tel: 'textbox',
    text: 'textbox', url: 'textbox',
  };
  const NAMED_BY_CONTENT = new Set(['button', 'cell', 'checkbox', 'columnheader', 'gridcell', 'heading', 'link',
    'menuitem', 'menuitemcheckbox', 'menuitemradio', 'option', 'radio', 'row', 'rowheader', 'switch', 'tab',
    'tooltip', 'treeitem']);

  /** @param {string} text */
  const squeeze = (text) => text.replace(/\s+/g, ' ').trim();

  /** All roots of trees: the document's, and those in the shadow. @param {Document | ShadowRoot} root @returns {(Document | ShadowRoot)[]} */
  const rootsFrom = (root) => [root, ...[...root.querySelectorAll('*')].flatMap((el) => (el.shadowRoot ? rootsFrom(el.shadowRoot) : []))];

  /** What can have a role, by its own markup or an author's. @param {string} role */
  const bearersOf = (role) => {
    const tags = Object.keys(ROLES).filter((tag) => ROLES[tag] === role);
    const selector = [`[role~="${role}"]`, ...tags, 'input', 'select', 'a', 'area', 'img', 'th', 'header', 'footer', 'section', 'form'].join();
    return rootsFrom(document).flatMap((root) => [...root.querySelectorAll(selector)]);
  };

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

  /** @param {Element} el @returns {string | null} */
  const roleOf = (el) => {
    const explicit = el.getAttribute('role')?.trim().split(/\s+/)[0];
    if (explicit) return explicit;
    const tag = el.localName;
    if (el instanceof HTMLInputElement) {
      const role = INPUT_ROLES[el.type] ?? null;
      return el.list && (role === 'textbox' || role === 'searchbox') ? 'combobox' : role;
    }
    if (el instanceof HTMLSelectElement) return el.multiple || el.size > 1 ? 'listbox' : 'combobox';
    switch (tag) {
      case 'a':
      case 'area':
        return el.hasAttribute('href') ? 'link' : null;
      case 'img':
        return el.getAttribute('alt') === '' ? 'presentation' : 'img';
      case 'th':
        return el.getAttribute('scope')?.startsWith('row') ? 'rowheader' : 'columnheader';
      case 'header':
      case 'footer':
        if (el.closest('article, aside, main, nav, section')) return null;
        return tag === 'header' ? 'banner' : 'contentinfo';
      case 'section':
        return labelOf(el) ? 'region' : null;
      case 'form':
        return labelOf(el) ? 'form' : null;
      default:
        return Object.hasOwn(ROLES, tag) ? ROLES[tag] : null;
    }
  };

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
      ?? (node instanceof SVGSVGElement ? titleIn(node) : null)
      ?? contentOf(node, with_hidden);
    // Words in two blocks are two words.
    return style.display.startsWith('inline') || style.display === 'contents' ? said : ` ${said} `;
  };

  /** @param {Element} el */
  const titleIn = (el) =>
    [...el.children].find((child) => child.localName === 'title')?.textContent ?? null;

  /** The name that an author gave with ARIA. @param {Element} el @returns {string} */
  const labelOf = (el) => {
    const root = /** @type {Document | ShadowRoot} */ (el.getRootNode());
    const by = (el.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean)
      .map((id) => root.getElementById(id))
      .flatMap((other) => (other ? [other.getAttribute('aria-label') ?? contentOf(other, !exposed(other))] : []));
    return squeeze(by.join(' ')) || squeeze(el.getAttribute('aria-label') ?? '');
  };

  /** What the element's own markup names it by. @param {Element} el @returns {string} */
  const nativeNameOf = (el) => {
    const labels = /** @type {{labels?: NodeListOf<HTMLLabelElement> | null}} */ (/** @type {unknown} */ (el)).labels;
    if (labels?.length) return [...labels].map((label) => contentOf(label, !exposed(label))).join(' ');
    if (el instanceof HTMLInputElement) {
      if (el.type === 'image') return el.alt;
      if (/^(button|submit|reset)$/.test(el.type)) {
        return el.value || {submit: 'Submit', reset: 'Reset'}[el.type] || '';
      }
    }
    if (el.localName === 'img' || el.localName === 'area') return el.getAttribute('alt') ?? '';
    if (el instanceof SVGElement) return titleIn(el) ?? '';
    /** @type {Record<string, string>} */
    const NAMED_BY_CHILD = {fieldset: 'legend', figure: 'figcaption', table: 'caption'};
    const child = NAMED_BY_CHILD[el.localName];
    const named = child && [...el.children].find((c) => c.localName === child);
    return named ? contentOf(named) : '';
  };

  /** @param {Element} el @returns {string} */
  const nameOf = (el) =>
    labelOf(el)
    || squeeze(nativeNameOf(el))
    || (NAMED_BY_CONTENT.has(roleOf(el) ?? '') ? squeeze(contentOf(el)) : '')
    || squeeze(el.getAttribute('title') ?? '')
    || squeeze(el.getAttribute('placeholder') ?? '');

  /** @param {Element} el */
  const describe = (el) => {
    const role = roleOf(el);
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

  /** Until two frames have been drawn; a page that nobody sees draws none. @returns {Promise<void>} */
  const framesDrawn = () => new Promise((resolve) => {
    setTimeout(resolve, 250);
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
  });

  /** The focused element, however deep in shadow trees. */
  const focused = () => {
    let el = document.activeElement;
    while (el?.shadowRoot?.activeElement) el = el.shadowRoot.activeElement;
    return el;
  };

  return {
    document,
    document_id,
    elementOf,

    /** @param {boolean} explain @param {string} role @param {Pattern} name */
    byRole(explain, role, name) {
      forget();
      const matches = matcher(name);
      const of_role = bearersOf(role).filter((el) => roleOf(el) === role && exposed(el));
      const candidates = !explain ? [] : of_role.length ? of_role : [...everyElement(document)].filter((el) => roleOf(el) && exposed(el));
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
     * Where a pointer would hit the element, scrolled into view; or why it cannot.
     * @param {string} of_document @param {number} id @returns {Promise<{x: number, y: number} | {problem: string}>}
     */
    async aim(of_document, id) {
      const el = elementOf(of_document, id);
      if (!el.checkVisibility({visibilityProperty: true})) return {problem: 'it is not visible'};
      if (el.matches(':disabled')) return {problem: 'it is disabled'};
      const outside = () => {
        const r = el.getBoundingClientRect();
        const x = r.x + r.width / 2;
        const y = r.y + r.height / 2;
        return x < 0 || y < 0 || x >= innerWidth || y >= innerHeight;
      };
      const hit = () => {
        const r = el.getBoundingClientRect();
        const at = {x: r.x + r.width / 2, y: r.y + r.height / 2};
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
    },
  };
}
