// The texts that embed what is on the page in another page.

/**
 * What is on the page.
 * @typedef {object} Shown
 * @property {string} name
 * @property {string} preset  the id of the preset that it is without any change, "" for none
 * @property {string} fragment  of a link to it
 * @property {string} placeholder  what stands in an element until its frame is loaded, as markup
 */

/** @typedef {{controls: string, theme: string, ask: string}} Looks */

/** The forms that such a text can have. @type {{[form: string]: {name: string, hint: string, text: (site: string, shown: Shown, looks: Looks) => string}}} */
export const FORMS = {
  element: {
    name: 'An element (script)',
    hint: 'As tall as its content, and loaded when the reader comes near. The script is needed once a page.',
    text: (site, shown, looks) => [
      `<script src="${site}embed.js" async></script>`,
      `<cache-playground ${attributes({...(shown.preset ? {preset: shown.preset} : {link: shown.fragment}), ...chosen(looks), 'aria-label': `${shown.name}, step by step`})}>`,
      `  ${shown.placeholder}`,
      '</cache-playground>',
    ].join('\n'),
  },
  frame: {
    name: 'A frame (iframe)',
    hint: 'For places that take frames and no scripts. Its height is yours to choose.',
    text: (site, shown, looks) => `<iframe ${attributes({src: frameAddress(site, shown, looks), title: shown.name, width: '100%', height: '900', loading: 'lazy'})}></iframe>`,
  },
  picture: {
    name: 'A picture with a link (HTML)',
    hint: 'For places without frames, and for feed readers.',
    text: (_, {placeholder}) => placeholder,
  },
  markdown: {
    name: 'A picture with a link (Markdown)',
    hint: 'For a README and the like.',
    text: (site, shown) => {
      const name = shown.name.replace(/[\\`*_[\]<>]/g, '\\$&').replace(/\s+/g, ' ');
      return shown.preset ? `[![${name}](${site}presets/${shown.preset}-column.svg)](${site}${addressOf(shown)})` : `[${name}](${site}${addressOf(shown)})`;
    },
  },
};

/** What differs from how an element is by itself. @type {(looks: Looks) => Record<string, string>} */
const chosen = (looks) => Object.fromEntries(Object.entries(looks).filter(([name, value]) => value !== USUAL[name]));

/** How an element is by itself. @type {Record<string, string>} */
const USUAL = {controls: 'scenario', theme: 'auto', ask: ''};

/**
 * Returns the address of a frame.
 * @param {string} site
 * @param {Shown} shown
 * @param {Looks} looks
 */
export function frameAddress(site, {preset, fragment}, looks) {
  const query = new URLSearchParams({embed: '1', ...(preset && {preset}), ...chosen(looks)});
  return `${site}index.html?${query}${preset ? '' : `#${fragment}`}`;
}

/**
 * Returns the address of the page that is not in a frame, after that of the site.
 * @param {Pick<Shown, 'preset' | 'fragment'>} shown
 */
export function addressOf({preset, fragment}) {
  return preset ? `?preset=${preset}` : `#${fragment}`;
}

/** @param {Record<string, string>} values */
function attributes(values) {
  return Object.entries(values).map(([name, value]) => `${name}="${escaped(value)}"`).join(' ');
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
