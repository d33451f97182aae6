// "Export, import and edit as JSON": the scenario and what comes of it as files.

import {EXPORT, offerExports} from './export.js';
import {IMPORT, offerImport} from './import.js';
import {EDIT, offerEditor} from './json-editor.js';

/**
 * @param {HTMLElement} files  in the details element that it is opened with
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work @param {import('../picture/picture.js').Picture} picture
 */
export function offerFiles(files, engine, work, picture) {
  const drawer = /** @type {HTMLDetailsElement} */ (files.closest('details'));
  files.innerHTML = EXPORT + IMPORT + EDIT;
  offerExports(files, engine, work, picture);
  offerImport(files, drawer, engine, work);
  offerEditor(files, drawer, engine, work);
}
