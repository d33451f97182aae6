// The texts that put what is on the page into another page, in each form that
// another page may allow.

/**
 * @typedef {object} Shown  what is on the page
 * @property {string} name
 * @property {string} preset    the built-in scenario that it is exactly, "" for none
 * @property {string} fragment  of a link to it
 */

/** @typedef {{controls: string, theme: string}} Looks */

/** @type {{[form: string]: {name: string, hint: string, text: (site: string, shown: Shown, looks: Looks) => string}}} */
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

/** @param {string} site @param {Shown} shown @param {Looks} looks */
export function frameAddress(site, {preset, fragment}, {controls, theme}) {
  const query = new URLSearchParams({embed: '1', ...(preset && {preset}), controls, theme});
  return `${site}index.html?${query}${preset ? '' : `#${fragment}`}`;
}

/** Where the same is on its own. @param {string} site @param {Shown} shown */
function address(site, {preset, fragment}) {
  return preset ? `${site}?preset=${preset}` : `${site}#${fragment}`;
}

/** There are pictures of the built-in scenarios; of others there is a link. @param {string} site @param {Shown} shown */
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
