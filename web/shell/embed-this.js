// "Embed it, or keep it offline": texts that embed what is on the page in other
// pages, with a preview, and a copy of the page that needs no network.

import {addressOf, FORMS, frameAddress} from '../scenario/embed-text.js';
import {isOneFile} from '../engine/inside.js';
import {writeLink} from '../scenario/link.js';
import {messageOf} from '../scenario/text.js';
import {offerOffline} from './offline.js';
import {during} from '../engine/settled.js';
import {copied} from './share.js';

/** Stands for the address of the site where the page is one file on a disk. */
const UNKNOWN_SITE = 'https://YOUR-SITE/';

const options = Object.entries(FORMS).map(([form, {name}]) => `<option value="${form}">${name}</option>`).join('');

const EMBED = `
<section class="files-part" aria-labelledby="embed-title">
  <h2 id="embed-title">Embed what is on the page</h2>
  <div class="files-choices">
    <label>As <select id="embed-form" autocomplete="off">${options}</select></label>
    <label class="of-frames">Controls <select id="embed-controls" autocomplete="off"><option value="scenario">those of the story</option><option value="none">none</option><option value="all">all</option></select></label>
    <label class="of-frames">Colours <select id="embed-theme" autocomplete="off"><option value="auto">automatic</option><option value="light">light</option><option value="dark">dark</option></select></label>
    <label class="of-questions">Question <select id="embed-ask" autocomplete="off"><option value="">asked first</option><option value="none">not asked</option></select></label>
  </div>
  <label for="embed-text">Paste this into your page</label> <span class="hint" id="embed-hint"></span>
  <textarea id="embed-text" readonly rows="6" spellcheck="false" aria-describedby="embed-hint"></textarea>
  <div class="files-acts"><button type="button" class="button" id="embed-copy">Copy</button> <button type="button" class="button" id="embed-preview" aria-expanded="false">Preview</button> ${isOneFile() ? '' : '<a href="embedding.html">More about embedding</a>'}</div>
  <p class="files-said" role="status"></p>
  <div class="embed-preview" hidden></div>
</section>`;

const OFFLINE = `
<section class="files-part" aria-labelledby="offline-title">
  <h2 id="offline-title">Keep it offline</h2>
  <p id="offline-status" role="status">This page needs the network each time.</p>
  <div class="files-acts"><button type="button" class="button" id="offline-keep" hidden></button> <a class="download" href="cache-playground.html" download>Download for offline</a></div>
  <p class="hint">The download is one file that opens from your disk, with everything in it.</p>
</section>`;

/**
 * Fills the drawer with the texts and the offline copy.
 * @param {HTMLElement} place  inside the details element
 * @param {import('../engine/engine.js').Engine} engine
 * @param {import('../state/work.js').Work} work
 * @param {import('../picture/picture.js').Picture} picture
 * @param {() => Promise<import('../scenario/link.js').Linked>} linked  returns the content of a link to what is on the page
 */
export function offerEmbedding(place, engine, work, picture, linked) {
  place.innerHTML = EMBED + (isOneFile() ? '' : OFFLINE);
  offerTexts(place, engine, work, picture, linked);
  if (!isOneFile()) offerOffline({status: part(place, 'offline-status'), button: part(place, 'offline-keep')});
}

/**
 * @param {HTMLElement} place
 * @param {string} id
 * @returns {any}
 */
const part = (place, id) => place.querySelector(`#${id}`);

/** @type {typeof offerEmbedding} */
function offerTexts(place, engine, work, picture, linked) {
  const drawer = /** @type {HTMLDetailsElement} */ (place.closest('details'));
  const [form, controls, theme, ask, text, copy, preview] = ['form', 'controls', 'theme', 'ask', 'text', 'copy', 'preview'].map((id) => part(place, `embed-${id}`));
  const said = /** @type {HTMLElement} */ (place.querySelector('.files-said'));
  const site = isOneFile() ? UNKNOWN_SITE : new URL('.', location.href).href;
  preview.hidden = isOneFile();

  const show = async () => {
    if (!drawer.open || !picture.view) return;
    const looks = {controls: controls.value, theme: theme.value, ask: ask.value};
    const framed = ['element', 'frame'].includes(form.value);
    const told = await shownOf(await linked(), work.scenario);
    const placeholder = await engine.placeholder(told.preset, {site, address: addressOf(told), name: told.name,
      theme: framed && theme.value !== 'auto' ? `#${theme.value}` : '', asks: framed && ask.value === ''});
    const shown = {...told, placeholder};
    for (const choice of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll('.of-frames'))) choice.hidden = !framed;
    ask.closest('label').hidden = !framed || !work.scenario.ask;
    part(place, 'embed-hint').textContent = FORMS[form.value].hint;
    text.value = FORMS[form.value].text(site, shown, looks);
    showPreview(/** @type {HTMLElement} */ (place.querySelector('.embed-preview')), preview.getAttribute('aria-expanded') === 'true',
      framed ? frameAddress(site, shown, looks) : `presets/${shown.preset}-column.svg`, framed, shown);
  };
  const attempt = () => void during(show()).catch((error) => {
    said.textContent = messageOf(error);
  });
  copy.addEventListener('click', async () => {
    text.select();
    said.textContent = await copied(text.value) ? 'The text is copied.' : 'The browser does not allow copying here; the text is selected.';
  });
  preview.addEventListener('click', () => {
    preview.setAttribute('aria-expanded', String(preview.getAttribute('aria-expanded') !== 'true'));
    attempt();
  });
  for (const choice of [form, controls, theme, ask]) choice.addEventListener('change', attempt);
  drawer.addEventListener('toggle', attempt);
  picture.addEventListener('view', attempt);
}

/**
 * Returns what the texts need to know of the page, but for its placeholder.
 * @param {import('../scenario/link.js').Linked} linked
 * @param {import('../scenario/story.js').Json} scenario
 * @returns {Promise<{name: string, preset: string, fragment: string}>}
 */
async function shownOf(linked, {name, ask}) {
  const usual = JSON.stringify(ask ? [1, 0] : [0, 1]);
  const untouched = JSON.stringify(linked.patch) === '{}' && !linked.at && !linked.inOrder && (!linked.shown || JSON.stringify(linked.shown) === usual);
  return {name: String(name ?? 'A scenario'), preset: untouched ? linked.preset : '', fragment: await writeLink(linked)};
}

/**
 * Shows or hides the preview.
 * @param {HTMLElement} place
 * @param {boolean} open
 * @param {string} address  of the frame or the picture
 * @param {boolean} framed
 * @param {{name: string, preset: string}} shown
 */
function showPreview(place, open, address, framed, {name, preset}) {
  place.hidden = !open;
  if (!open) {
    place.replaceChildren();
  } else if (framed) {
    if (place.querySelector('iframe')?.getAttribute('src') === address) return;
    const frame = document.createElement('iframe');
    frame.title = `Preview: ${name}`;
    frame.src = address;
    place.replaceChildren(frame);
  } else if (preset) {
    const image = document.createElement('img');
    image.alt = `Sequence diagrams: ${name}`;
    image.src = address;
    place.replaceChildren(image);
  } else {
    place.textContent = 'A changed story has no picture of its own here: export it as SVG, and put it into the link.';
  }
}
