// Explore: every order in which the story can go. It opens on the verdicts about
// the ways on the page and on the counterexample that costs most, which the
// diagram below shows, step by step, as any other run.

import {EngineError} from '../engine/engine.js';
import {writeLink} from '../scenario/link.js';
import {offerHelp} from './mitigations.js';
import {linkedTo} from '../shell/share.js';
import {here} from '../state/address.js';
import {offerTruth} from './truth.js';
import {Verdicts} from './verdicts.js';

/** How long nothing has to change before the story is explored anew, in milliseconds. */
const PAUSE_MS = 150;

/** @typedef {import('../engine/types.js').Exploration} Exploration */
/** @typedef {import('../engine/types.js').Why} Why */

/**
 * @param {HTMLElement} main  holds the parts of it
 * @param {import('../engine/engine.js').Engine} engine @param {import('../state/work.js').Work} work
 * @param {import('../picture/picture.js').Picture} picture @param {import('../state/views.js').Views} views
 * @param {import('../state/stories.js').Stories} stories
 */
export function offerExplore(main, engine, work, picture, views, stories) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (main.querySelector(`[data-part="${name}"]`));
  const status = part('status');
  const cancel = part('cancel');
  const heading = /** @type {HTMLElement} */ (main.querySelector('#explore-title'));
  heading.tabIndex = -1;
  const help = offerHelp(part('help'), engine, work);
  const verdicts = new Verdicts(part('verdicts'), (run, property) => look(run, property));
  offerTruth(/** @type {HTMLDetailsElement} */ (part('truth')), engine, (title, why) => show(title, why, ''));
  let aborter = new AbortController();
  /** @type {Exploration | null} */
  let found = null;
  /** @type {number | undefined} */
  let timer;

  /** @param {string} title @param {Why | undefined} why @param {string} text  said where there is no counterexample */
  const show = (title, why, text) => {
    help.stop();
    part('title').textContent = title;
    if (why) part('words').innerHTML = why.words;
    else part('words').textContent = text;
    part('size').textContent = why ? sizeOf(why) : '';
    part('open').hidden = !why;
    main.dataset.example = why ? 'shown' : 'none';
    picture.drawInstead(why?.scenario ?? null);
  };
  const clear = () => show('', undefined, '');

  /** @param {number} run @param {string} property */
  const look = (run, property) => {
    const explored = found?.runs[run];
    const judgement = explored?.judgements?.find((j) => j.property === property);
    if (!explored || !judgement) return;
    views.counterexample = [run, property];
    verdicts.select(run, property);
    show(titleOf(explored, judgement, (found?.runs.length ?? 0) > 1), judgement.why, saysOf(explored, judgement.verdict));
    if (judgement.verdict === 'violated') help.look(run, judgement);
  };

  /** Ends what is going on, so that something else can be said. A button that goes with it leaves the focus to the heading. */
  const stop = () => {
    if ([cancel, part('help')].some((place) => place.contains(document.activeElement))) heading.focus();
    clearTimeout(timer);
    aborter.abort();
    help.stop();
    cancel.hidden = true;
    delete main.dataset.outdated;
  };

  /** What is true, and what may go wrong then. @param {Exploration} known @param {boolean} done */
  const tell = (known, done) => {
    verdicts.show(known, done);
    offerFaults(part('faults'), known, work);
    part('allowed').textContent = boundsOf(known.runs.find((run) => run.faults));
  };

  const begin = async () => {
    aborter = new AbortController();
    const {signal} = aborter;
    try {
      await picture.drawn; // of another story first what it is called
      found = await explored(engine, work.scenario, signal, (progress) => {
        tell(progress, false);
        status.textContent = progressOf(progress);
      });
    } catch (error) {
      if (signal.aborted) return;
      verdicts.clear();
      status.textContent = error instanceof Error ? error.message : String(error);
      clear();
      return;
    } finally {
      if (!signal.aborted) stop();
    }
    tell(found, true);
    status.textContent = resultOf(found);
    const [run, property] = views.counterexample;
    const known = found.runs[run ?? -1]?.judgements?.some((j) => j.property === property);
    if (known) look(/** @type {number} */ (run), /** @type {string} */ (property));
    else if (found.worst) look(found.worst.run, found.worst.property);
    else show('Nothing goes wrong here', undefined, 'None of the properties is violated in any order of these steps, with these bounds. Let more go wrong, or change the story.');
  };

  const later = () => {
    stop();
    found = null;
    verdicts.outdate();
    if (!picture.view) { // another story begins
      verdicts.clear();
      clear();
    }
    main.dataset.outdated = '';
    cancel.hidden = false;
    status.textContent = 'Going through all orders…';
    timer = window.setTimeout(begin, PAUSE_MS);
  };
  const enter = () => {
    if (views.name === 'explore') {
      later();
      return;
    }
    stop();
    clear();
  };

  views.addEventListener('change', enter);
  work.addEventListener('change', () => {
    if (views.name === 'explore') later();
  });
  cancel.addEventListener('click', () => {
    stop();
    clear();
    status.textContent = `Stopped. ${status.textContent}`;
  });
  part('open').addEventListener('click', async () => {
    try {
      const url = here();
      url.hash = await writeLink(await linkedTo(engine, /** @type {object} */ (picture.instead)));
      for (const name of ['preset', 'view', 'given']) url.searchParams.delete(name);
      await stories.follow(url);
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : String(error);
    }
  });
  enter();
}

/**
 * Explores; a new engine is asked again where the one before has died.
 * @param {import('../engine/engine.js').Engine} engine @param {object} scenario @param {AbortSignal} signal
 * @param {(progress: Exploration) => void} onProgress
 */
function explored(engine, scenario, signal, onProgress) {
  return engine.explore(scenario, {signal, onProgress}).catch((error) => {
    if (error instanceof EngineError && error.code === 'died') return engine.explore(scenario, {signal, onProgress});
    throw error;
  });
}

/** @param {import('../engine/types.js').ExploredRun} run @param {import('../engine/types.js').Judgement} judgement @param {boolean} compared */
function titleOf(run, {verdict, title, violation}, compared) {
  const words = verdict === 'violated' ? violation : title;
  return compared ? `${run.name}: ${words[0].toLowerCase()}${words.slice(1)}` : words;
}

/** How much is needed to show it. @param {Why} why */
function sizeOf({steps, operations, faults}) {
  const needs = [plural(operations, 'request'), faults > 0 ? plural(faults, 'fault') : ''].filter(Boolean).join(' and ');
  return `You only need ${needs}: ${plural(steps, 'step')}, and no shorter way shows it.`;
}

/** @param {import('../engine/types.js').ExploredRun} run @param {string} verdict */
function saysOf(run, verdict) {
  const states = count(run.states ?? 0);
  if (verdict === 'holds') return `No violation in any of the ${states} states of this story, with these bounds: ${boundsOf(run)} may go wrong besides, at any moment.`;
  return `Not decided: the search was stopped after ${states} states, and not all have been seen.`;
}

/** What can go wrong, as it stands in a sentence. @param {import('../engine/types.js').ExploredRun} [run] */
function boundsOf(run) {
  const wrong = (run?.faults ?? []).filter(({times}) => times > 0).map(({name, times}) => (times > 1 ? `${name}, ${times} times` : name));
  if (wrong.length === 0) return 'nothing';
  return wrong.join(', ').replace(/, (?!.*, )/, ' and ');
}

/** @param {Exploration} progress */
function progressOf({runs}) {
  const states = runs.reduce((sum, run) => sum + (run.states ?? 0), 0);
  const at = runs.findLast((run) => (run.states ?? 0) > 1);
  return `${count(states)} states seen; ${count(at?.frontier ?? 0)} to follow, ${plural(at?.depth ?? 0, 'step')} from the start.`;
}

/** @param {Exploration} found */
function resultOf({runs}) {
  const problems = runs.filter((run) => run.problem).map((run) => `${run.name}: ${run.problem}.`);
  const cut = runs.filter((run) => run.states !== undefined && !run.complete && run.judgements?.some((j) => j.verdict === 'unknown'))
    .map((run) => `${run.name}: the search was stopped after ${count(run.states ?? 0)} states.`);
  const states = runs.reduce((sum, run) => sum + (run.states ?? 0), 0);
  const stale = runs.filter((run) => run.staleness).map((run) => `${run.name}: an answer is at most ${run.staleness?.ticks}${run.staleness?.bounded ? '' : ' or more'} ticks old.`);
  const stuck = runs.filter((run) => run.deadlock).map((run) => `${run.name}: in some order nobody can go on (a deadlock).`);
  const seen = cut.length + problems.length > 0 ? '' : ', all there are';
  return [`${count(states)} states seen${seen}.`, ...problems, ...cut, ...stuck, ...stale].join(' ');
}

/**
 * What may go wrong at any moment, to be switched on and off.
 * @param {HTMLElement} place @param {Exploration} found @param {import('../state/work.js').Work} work
 */
function offerFaults(place, found, work) {
  const faults = found.runs.find((run) => run.faults)?.faults ?? [];
  const shown = JSON.stringify(faults);
  if (place.dataset.shown === shown) return;
  const focused = /** @type {HTMLInputElement | null} */ (place.contains(document.activeElement) ? document.activeElement : null)?.value;
  place.dataset.shown = shown;
  place.replaceChildren(...faults.map(({id, name, times}) => {
    const label = document.createElement('label');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.value = id;
    box.checked = times > 0;
    box.autocomplete = 'off';
    box.addEventListener('change', () => work.change('', (scenario) => {
      const budget = Object.fromEntries(faults.map((fault) => [fault.id, fault.times]));
      budget[id] = box.checked ? 1 : 0;
      scenario.explore = {...scenario.explore, faults: Object.fromEntries(Object.entries(budget).filter(([, n]) => n > 0))};
    }));
    label.append(box, times > 1 ? `${name}, ${times} times` : name);
    if (id === focused) queueMicrotask(() => box.focus());
    return label;
  }));
}

/** @param {number} n */
const count = (n) => n.toLocaleString('en');

/** @param {number} n @param {string} thing */
const plural = (n, thing) => `${count(n)} ${thing}${n === 1 ? '' : 's'}`;
