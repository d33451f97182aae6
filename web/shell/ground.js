// As light or dark as the ground on which an element of another page stands.

/**
 * Returns "light" or "dark": the element's attribute, or what the page behind it looks like.
 * @param {Element} element
 */
export function themeOf(element) {
  const said = element.getAttribute('theme');
  if (said === 'light' || said === 'dark') return said;
  let negative = false;
  for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
    const [red, green, blue, opaque] = pixelOf(getComputedStyle(at).backgroundColor);
    if (opaque > 127) return (red * 0.3 + green * 0.6 + blue * 0.1 < 128) !== negative ? 'dark' : 'light';
    negative = negative !== inverts(at);
  }
  const {colorScheme} = getComputedStyle(document.documentElement);
  return (/dark/.test(colorScheme) && (!/light/.test(colorScheme) || dark.matches)) !== negative ? 'dark' : 'light';
}

/**
 * Returns the theme of a picture inside an element that looks like that of the element
 * itself: the other one where a filter turns the picture alone into its negative.
 * @param {Element} picture
 * @param {Element} element
 */
export function pictureTheme(picture, element) {
  let negative = false;
  for (let at = picture; at !== element; at = /** @type {Element} */ (at.parentElement)) negative = negative !== inverts(at);
  return (themeOf(element) === 'dark') !== negative ? 'dark' : 'light';
}

/**
 * Reports whether a filter turns what an element draws into its negative. That of an
 * element around it does so with the ground that it stands on too.
 * @param {Element} element
 */
function inverts(element) {
  const [, amount] = /invert\(([\d.]+)/.exec(getComputedStyle(element).filter) ?? [];
  return Number(amount) > 0.5;
}

/** Whether the reader's system is dark. */
export const dark = matchMedia('(prefers-color-scheme: dark)');
const brush = document.createElement('canvas').getContext('2d', {willReadFrequently: true});

/**
 * Returns a CSS colour as red, green, blue and opacity, each from 0 to 255.
 * @param {string} colour
 */
function pixelOf(colour) {
  if (!brush) return [0, 0, 0, 0];
  brush.clearRect(0, 0, 1, 1);
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 1, 1);
  return brush.getImageData(0, 0, 1, 1).data;
}
