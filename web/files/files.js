// "Export, import and edit as JSON".

import {EXPORT, offerExports} from './export.js';
import {IMPORT, offerImport} from './import.js';
import {EDIT, offerEditor} from './json-editor.js';

/**
 * Offers the story as files, in a drawer.
 * @param {HTMLElement} files  in the details element that is the drawer
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work
 * @param {import('../picture/picture.js').Picture} picture
 */
export function offerFiles(files, engine, work, picture) {
  const drawer = /** @type {HTMLDetailsElement} */ (files.closest('details'));
  files.innerHTML = EXPORT + IMPORT + EDIT;
  offerExports(files, engine, work, picture);
  offerImport(files, drawer, engine, work);
  offerEditor(files, drawer, engine, work);
}
