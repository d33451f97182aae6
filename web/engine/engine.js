// The engine's API for the page, for pages that embed it and for the console.

import {Calls, EngineError} from './calls.js';
import {load} from './load.js';
import {Recording} from './recording.js';
import {during} from './settled.js';

/**
 * @typedef {import('./types.js').CallOptions} CallOptions
 * @typedef {import('./types.js').Exploration} Exploration
 * @typedef {import('./types.js').Fork} Fork
 * @typedef {import('./types.js').Limits} Limits
 * @typedef {import('./types.js').Loaded} Loaded
 * @typedef {import('./types.js').Remedy} Remedy
 * @typedef {import('./types.js').RunResult} RunResult
 * @typedef {import('./types.js').Settings} Settings
 * @typedef {import('./types.js').Strategies} Strategies
 * @typedef {import('./types.js').View} View
 * @typedef {import('./types.js').ViewOptions} ViewOptions
 */

/**
 * @template T
 * @typedef {import('./types.js').LongOptions<T>} LongOptions
 */

export {EngineError};

/** Calls the engine. A scenario is an object or a JSON text in all its methods. */
export class Engine {
  #calls;
  #another;
  /** The engines that have a variant under load. @type {Set<Calls>} */
  #working = new Set();

  /**
   * @param {string | URL} base  where worker.js and cacheplay.wasm are
   * @param {{version?: string, shared?: boolean}} [options]  `version` is the build of those two, so that no HTTP
   *   cache mixes builds; with `shared` all frames of one page use one engine
   */
  constructor(base, {version = '', shared = false} = {}) {
    const files = new URL(base, document.baseURI);
    this.#calls = new Calls(files, version, shared);
    this.#another = (/** @type {WebAssembly.Module | undefined} */ module) => new Calls(files, version, false, module);
  }

  /**
   * Runs every variant of a scenario.
   * @param {object | string} scenario
   * @param {CallOptions} [options]
   * @returns {Promise<RunResult>}
   */
  run(scenario, options) {
    return this.#calls.call('run', [scenario], options);
  }

  /**
   * Rejects where a scenario cannot be run.
   * @param {object | string} scenario
   * @returns {Promise<null>}
   */
  check(scenario) {
    return this.#calls.call('check', [scenario]);
  }

  /**
   * Returns what can be set in a scenario.
   * @param {object | string} scenario
   * @returns {Promise<Settings>}
   */
  settings(scenario) {
    return this.#calls.call('settings', [scenario]).then((text) => JSON.parse(text));
  }

  /**
   * Returns how much a scenario can hold.
   * @returns {Promise<Limits>}
   */
  limits() {
    return this.#calls.call('limits', []);
  }

  /**
   * Explores every order of a scenario. Other calls are answered meanwhile.
   * @param {object | string} scenario
   * @param {LongOptions<Exploration>} [options]
   * @returns {Promise<Exploration>}
   */
  explore(scenario, options) {
    return this.#long('beginExploration', [scenario], options);
  }

  /**
   * Finds remedies for a property that a variant violates, the smallest first.
   * @param {object | string} scenario
   * @param {number} run  index of the variant
   * @param {string} property
   * @param {LongOptions<Remedy[]>} [options]
   * @returns {Promise<Remedy[]>}
   */
  remedies(scenario, run, property, options) {
    return this.#long('beginRemedies', [scenario, run, property], options);
  }

  /**
   * Reads a recorded workload, compressed by gzip or not, in a worker of its own. Nothing of it leaves the browser.
   * @param {Blob} file
   * @param {import('./types.js').Reading} [reading]  how it is read
   * @param {LongOptions<import('./types.js').ReadingProgress>} [options]
   * @returns {Promise<Recording>}
   */
  async read(file, reading = {}, options) {
    const module = await during(this.#calls.compiled());
    return during(Recording.read(this.#another(module), this.#working, file, reading, options));
  }

  /**
   * Puts every variant of a scenario under its workload, or under a recording, each in a worker of its own. Other calls
   * are answered meanwhile.
   * @param {object | string} scenario
   * @param {LongOptions<Loaded> & {recording?: Recording}} [options]
   * @returns {Promise<Loaded>}
   */
  load(scenario, options) {
    return during(load(this.#calls, this.#another, this.#working, scenario, options));
  }

  /**
   * Runs a scenario and draws it.
   * @param {object | string} scenario
   * @param {ViewOptions} view
   * @param {CallOptions} [options]
   * @returns {Promise<View>}
   */
  view(scenario, view, options) {
    return this.#calls.call('view', [scenario, view], options).then(({panels, rest}) => ({...JSON.parse(rest), panels}));
  }

  /**
   * Returns what can happen differently at an event of a run, and where that is nothing, why.
   * @param {object | string} scenario
   * @param {{run: number, event: number}} at
   * @returns {Promise<{forks: Fork[], why: string}>}
   */
  forks(scenario, at) {
    return this.#calls.call('forks', [scenario, at]).then((text) => JSON.parse(text));
  }

  /**
   * Draws the run of one variant as an SVG document that stands alone.
   * @param {object | string} scenario
   * @param {{run?: number, dark?: boolean, narrow?: boolean, inOrder?: boolean}} [options]
   * @returns {Promise<string>}
   */
  picture(scenario, options) {
    return this.#calls.call('picture', [scenario, options]);
  }

  /**
   * Returns the markup that stands for a story in other pages: for a preset with its pictures, for anything else a link.
   * @param {string} preset  its id, "" for anything else
   * @param {{site: string, address?: string, name?: string, theme?: string, asks?: boolean}} options  `site` is the address of the
   *   playground; `theme` is "#light", "#dark" or ""; with `asks` the pictures ask the preset's question; `address`, after that of
   *   the site, and `name` are those of anything else
   * @returns {Promise<string>}
   */
  placeholder(preset, options) {
    return this.#calls.call('placeholder', [preset, options]);
  }

  /**
   * Lists the presets: with each its heading in the gallery, and in a line what one sees in it.
   * @returns {Promise<{id: string, title: string, group: string, sees: string}[]>}
   */
  presets() {
    return this.#calls.call('presets', []);
  }

  /**
   * Returns the JSON text of a preset.
   * @param {string} id
   * @returns {Promise<string>}
   */
  preset(id) {
    return this.#calls.call('preset', [id]);
  }

  /**
   * Lists the strategies that have a name, and all steps.
   * @returns {Promise<Strategies>}
   */
  strategies() {
    return this.#calls.call('strategies', []);
  }

  /**
   * Returns a scenario as its difference from the preset most like it: a merge
   * patch (RFC 7386), as JSON text. Where `preset` is "" the patch is the whole
   * scenario.
   * @param {object | string} scenario
   * @returns {Promise<{preset: string, patch: string}>}
   */
  pack(scenario) {
    return this.#calls.call('pack', [scenario]);
  }

  /**
   * Returns the versions of the formats.
   * @returns {Promise<{scenario: number, trace: number}>}
   */
  version() {
    return this.#calls.call('version', []);
  }

  /** Ends the workers. The next call starts a new one. */
  stop() {
    for (const calls of [this.#calls, ...this.#working]) calls.stop();
  }

  /**
   * @param {string} method
   * @param {any[]} args
   * @param {LongOptions<any>} [options]
   * @returns {Promise<any>}
   */
  #long(method, args, {onProgress = () => {}, ...options} = {}) {
    return this.#calls.call(method, args, {...options, onProgress}).then((text) => JSON.parse(text));
  }
}
