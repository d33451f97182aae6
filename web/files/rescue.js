// Where the browser has no room for the reader's work, it is offered as a file.

import {button} from '../shell/button.js';
import {kept} from '../state/kept.js';
import {saveScenario} from './export.js';

/**
 * Says it once, until the reader has saved the file or does not want it.
 * @param {HTMLElement} notice
 * @param {import('../state/work.js').Work} work
 */
export function offerRescue(notice, work) {
  const close = () => {
    notice.hidden = true;
  };
  kept.addEventListener('full', () => {
    notice.hidden = false;
    notice.replaceChildren('The storage of this browser is full: what you change from now on is lost when this page is closed or loaded again. ',
      button('Save the story as a file', () => {
        saveScenario(work.scenario);
        close();
      }), ' ', button('Not now', close));
  });
}
