// What a reader does with the page's forms, and sees of them.
import {until} from './drivers.mjs';
import {row} from './page-site.mjs';
import {SOON_MS} from './wait.mjs';

/** @param {() => import('./drivers.mjs').Page} at the page at hand */
export function hands(at) {
  /** @param {string} role @param {string | RegExp} name */
  const count = async (role, name) => (await at().allByRole(role, name)).length;

  /** @param {string} what @param {() => Promise<unknown>} found @param {unknown} wanted */
  const becomes = (what, found, wanted) => until(`${what} to be ${JSON.stringify(wanted)}`, async () => {
    const now = await found();
    if (JSON.stringify(now) !== JSON.stringify(wanted)) throw new Error(`it is ${JSON.stringify(now)}`);
    return true;
  }, SOON_MS);

  /** @param {string} role @param {string | RegExp} name */
  const value = async (role, name) => (await at().byRole(role, name)).evaluate((el) => el.value);

  /** Puts a text in place of a field's. @param {string} name @param {string} text */
  const fill = async (name, text) => {
    const field = await at().byRole('textbox', name);
    await field.focus();
    await field.evaluate((el) => el.select());
    await at().keyboard.type(text);
  };

  /** @param {string} name @param {string} option */
  const choose = async (name, option) => {
    const select = await at().byRole('combobox', name);
    await select.evaluate((el, chosen) => {
      el.value = chosen;
      el.dispatchEvent(new Event('change', {bubbles: true}));
    }, option);
  };

  /** @param {string | RegExp} name */
  const press = async (name) => (await at().byRole('button', name)).click();

  /** @param {string} name of the row in the strip @param {RegExp} words */
  const rowSays = (name, words) => until(`the row ${name} to say ${words}`, async () => {
    const said = await row(at(), name);
    if (!words.test(said)) throw new Error(`it says ${JSON.stringify(said)}`);
    return true;
  }, SOON_MS);

  /** The name of what has the focus. */
  const focused = () => at().evaluate(() => {
    const el = document.activeElement;
    const named = el?.getAttribute('aria-label') ?? el?.closest('label')?.querySelector('.field-name')?.textContent?.trim();
    return named ?? (el instanceof HTMLButtonElement || el instanceof HTMLHeadingElement ? el.textContent : '') ?? '';
  });

  return {becomes, choose, count, fill, focused, press, rowSays, value};
}
