// The texts that embed what is on the page in another page.

/**
 * What is on the page.
 * @typedef {object} Shown
 * @property {string} name
 * @property {string} preset  the id of the preset that it is without any change, "" for none
 * @property {string} fragment  of a link to it
 */

/** @typedef {{controls: string, theme: string}} Looks */

/** The forms that such a text can have. @type {{[form: string]: {name: string, hint: string, text: (site: string, shown: Shown, looks: Looks) => string}}} */
export const FORMS = {
  element: {
    name: 'An element (script)',
    hint: 'As tall as its content, and loaded when the reader comes near. The script is needed once a page.',
    text: (site, shown, looks) => [
      `<script src="${site}embed.js" async></script>`,
      `<cache-playground ${attributes({...(shown.preset ? {preset: shown.preset} : {link: shown.fragment}), controls: looks.controls, theme: looks.theme})}>`,
      `  ${pictureText(site, shown)}`,
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
    text: pictureText,
  },
  markdown: {
    name: 'A picture with a link (Markdown)',
    hint: 'For a README and the like.',
    text: (site, shown) => {
      const name = shown.name.replace(/[\\`*_[\]<>]/g, '\\$&').replace(/\s+/g, ' ');
      return shown.preset ? `[![${name}](${site}presets/${shown.preset}.svg)](${address(site, shown)})` : `[${name}](${address(site, shown)})`;
    },
  },
};

/**
 * Returns the address of a frame.
 * @param {string} site
 * @param {Shown} shown
 * @param {Looks} looks
 */
export function frameAddress(site, {preset, fragment}, {controls, theme}) {
  const query = new URLSearchParams({embed: '1', ...(preset && {preset}), controls, theme});
  return `${site}index.html?${query}${preset ? '' : `#${fragment}`}`;
}

/**
 * Returns the address of the page that is not in a frame.
 * @param {string} site
 * @param {Shown} shown
 */
function address(site, {preset, fragment}) {
  return preset ? `${site}?preset=${preset}` : `${site}#${fragment}`;
}

/**
 * Returns a picture of a preset, which leads to the page; for anything else a link.
 * @param {string} site
 * @param {Shown} shown
 */
function pictureText(site, shown) {
  const inside = shown.preset ? `<img ${attributes({src: `${site}presets/${shown.preset}.svg`, alt: `Sequence diagrams: ${shown.name}`})}>` : `${escaped(shown.name)}, step by step`;
  return `<a ${attributes({href: address(site, shown)})}>${inside}</a>`;
}

/** @param {Record<string, string>} values */
function attributes(values) {
  return Object.entries(values).map(([name, value]) => `${name}="${escaped(value)}"`).join(' ');
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
