// Light or dark: as the reader's system prefers, or as the page around this one
// asks. The style sheets only have media queries for the system's preference;
// these are rewritten so that they always or never match.

/** @type {Record<string, string>} */
const MEDIA = {
  auto: '(prefers-color-scheme: dark)',
  dark: '(prefers-color-scheme: dark), all',
  light: '(prefers-color-scheme: dark) and (width < 0px)',
};

/**
 * Applies a theme to the page.
 * @param {string} theme  "light" or "dark"; anything else is the system's
 */
export function applyTheme(theme) {
  const named = theme === 'light' || theme === 'dark';
  for (const sheet of document.styleSheets) {
    for (const rule of rulesOf(sheet)) {
      if (rule instanceof CSSMediaRule && rule.media.mediaText.includes('prefers-color-scheme')) rule.media.mediaText = MEDIA[named ? theme : 'auto'];
    }
  }
  document.documentElement.style.colorScheme = named ? theme : '';
}

/** Reports whether the page is dark now. */
export function isDark() {
  const named = document.documentElement.style.colorScheme;
  return named ? named === 'dark' : matchMedia(MEDIA.auto).matches;
}

/**
 * Returns the rules of a style sheet. A sandboxed frame may not read its own
 * sheet; it keeps the system's theme.
 * @param {CSSStyleSheet} sheet
 */
function rulesOf(sheet) {
  try {
    return sheet.cssRules;
  } catch {
    return [];
  }
}
