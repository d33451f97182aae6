// Light or dark: as the reader's system prefers, or as a page around this one
// asks. The style sheet knows only the system; what it says of it is made to
// hold always or never.

/** @type {Record<string, string>} */
const WHEN = {
  auto: '(prefers-color-scheme: dark)',
  dark: '(prefers-color-scheme: dark), all',
  light: '(prefers-color-scheme: dark) and (width < 0px)',
};

/** @param {string} theme "light" or "dark"; anything else is the system's */
export function wear(theme) {
  const named = theme === 'light' || theme === 'dark';
  for (const sheet of document.styleSheets) {
    for (const rule of rulesOf(sheet)) {
      if (rule instanceof CSSMediaRule && rule.media.mediaText.includes('prefers-color-scheme')) rule.media.mediaText = WHEN[named ? theme : 'auto'];
    }
  }
  document.documentElement.style.colorScheme = named ? theme : '';
}

/** In a sandboxed frame the page may not look into its own sheet, and stays as the system prefers. @param {CSSStyleSheet} sheet */
function rulesOf(sheet) {
  try {
    return sheet.cssRules;
  } catch {
    return [];
  }
}
