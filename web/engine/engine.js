// The engine's API for the page, for pages that embed it and for the console.
// The engine runs in a worker. This module posts calls to it, turns its envelopes
// into values and errors, and starts a new worker after one has died.

import {Silence} from './silence.js';
import {filesOf} from './start.js';
import {startWorker} from './workers.js';
import {during} from './settled.js';

/**
 * @typedef {import('./types.js').CallOptions} CallOptions
 * @typedef {import('./types.js').Exploration} Exploration
 * @typedef {import('./types.js').FieldError} FieldError
 * @typedef {import('./types.js').Fork} Fork
 * @typedef {import('./types.js').Limits} Limits
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

/** @typedef {{resolve: (value: any) => void, reject: (reason: any) => void, progress?: (value: any) => void, begun?: boolean}} PendingCall */

/**
 * The failure of a call. `code` is "input" (the arguments are wrong, and
 * `fields` says where), "internal" (a bug in the engine), "died" (the engine
 * ended; the next call starts a new one) or "unavailable" (it cannot start).
 */
export class EngineError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {FieldError[]} [fields]
   */
  constructor(code, message, fields = []) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
    this.fields = fields;
  }
}

/** Calls the engine. A scenario is an object or a JSON text in all its methods. */
export class Engine {
  /** @type {import('./workers.js').EngineWorker | null} */
  #worker = null;
  /** The calls under way, by their ids. @type {Map<number, PendingCall>} */
  #pending = new Map();
  #calls = 0;
  #starts = 0;
  /**
   * What takes the worker's place once it is ready and no call is under way, since that
   * one keeps the memory that an exploration has taken.
   * @type {{worker: import('./workers.js').EngineWorker, isReady: boolean} | null}
   */
  #successor = null;
  #silence = new Silence({
    owes: () => this.#pending.size > 0,
    busy: () => [...this.#pending.values()].some(({begun}) => begun),
    ask: async () => this.#worker?.post({ping: true}),
    gone: () => this.#end(new EngineError('died', 'The engine has gone without a word.')),
  });
  #base;
  #version;
  #shared;

  /**
   * @param {string | URL} base  where worker.js and cacheplay.wasm are
   * @param {{version?: string, shared?: boolean}} [options]  `version` is the build of those two, so that no HTTP
   *   cache mixes builds; with `shared` all frames of one page use one engine
   */
  constructor(base, {version = '', shared = false} = {}) {
    this.#base = new URL(base, document.baseURI);
    this.#version = version;
    this.#shared = shared;
  }

  /**
   * Runs every variant of a scenario.
   * @param {object | string} scenario
   * @param {CallOptions} [options]
   * @returns {Promise<RunResult>}
   */
  run(scenario, options) {
    return this.#call('run', [scenario], options);
  }

  /**
   * Rejects where a scenario cannot be run.
   * @param {object | string} scenario
   * @returns {Promise<null>}
   */
  check(scenario) {
    return this.#call('check', [scenario]);
  }

  /**
   * Returns what can be set in a scenario.
   * @param {object | string} scenario
   * @returns {Promise<Settings>}
   */
  settings(scenario) {
    return this.#call('settings', [scenario]).then((text) => JSON.parse(text));
  }

  /**
   * Returns how much a scenario can hold.
   * @returns {Promise<Limits>}
   */
  limits() {
    return this.#call('limits', []);
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
   * Runs a scenario and draws it.
   * @param {object | string} scenario
   * @param {ViewOptions} view
   * @param {CallOptions} [options]
   * @returns {Promise<View>}
   */
  view(scenario, view, options) {
    return this.#call('view', [scenario, view], options).then(({panels, rest}) => ({...JSON.parse(rest), panels}));
  }

  /**
   * Returns what can happen differently at an event of a run, and where that is nothing, why.
   * @param {object | string} scenario
   * @param {{run: number, event: number}} at
   * @returns {Promise<{forks: Fork[], why: string}>}
   */
  forks(scenario, at) {
    return this.#call('forks', [scenario, at]).then((text) => JSON.parse(text));
  }

  /**
   * Draws the run of one variant as an SVG document that stands alone.
   * @param {object | string} scenario
   * @param {{run?: number, dark?: boolean, narrow?: boolean, inOrder?: boolean}} [options]
   * @returns {Promise<string>}
   */
  picture(scenario, options) {
    return this.#call('picture', [scenario, options]);
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
    return this.#call('placeholder', [preset, options]);
  }

  /**
   * Lists the presets.
   * @returns {Promise<{id: string, title: string, group: string}[]>}
   */
  presets() {
    return this.#call('presets', []);
  }

  /**
   * Returns the JSON text of a preset.
   * @param {string} id
   * @returns {Promise<string>}
   */
  preset(id) {
    return this.#call('preset', [id]);
  }

  /**
   * Lists the strategies that have a name, and all steps.
   * @returns {Promise<Strategies>}
   */
  strategies() {
    return this.#call('strategies', []);
  }

  /**
   * Returns a scenario as its difference from the preset most like it: a merge
   * patch (RFC 7386), as JSON text. Where `preset` is "" the patch is the whole
   * scenario.
   * @param {object | string} scenario
   * @returns {Promise<{preset: string, patch: string}>}
   */
  pack(scenario) {
    return this.#call('pack', [scenario]);
  }

  /**
   * Returns the versions of the formats.
   * @returns {Promise<{scenario: number, trace: number}>}
   */
  version() {
    return this.#call('version', []);
  }

  /** Ends the worker. The next call starts a new one. */
  stop() {
    this.#end(new EngineError('died', 'The engine was stopped.'));
  }

  /**
   * @param {string} method
   * @param {any[]} args
   * @param {LongOptions<any>} [options]
   * @returns {Promise<any>}
   */
  #long(method, args, {onProgress = () => {}, ...options} = {}) {
    return this.#call(method, args, {...options, onProgress}).then((text) => JSON.parse(text));
  }

  /**
   * @param {string} method
   * @param {any[]} args
   * @param {LongOptions<any>} [options]  a call with onProgress is a long one
   * @returns {Promise<any>}
   */
  #call(method, args, {signal, enough, onProgress} = {}) {
    return during(new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const id = ++this.#calls;
      const cancel = () => void this.#worker?.post({cancel: id});
      const settle = () => {
        this.#pending.delete(id);
        signal?.removeEventListener('abort', aborted);
        enough?.removeEventListener('abort', cancel);
        this.#takeOver();
      };
      const aborted = () => {
        if (onProgress) cancel();
        settle();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', aborted);
      enough?.addEventListener('abort', cancel);
      this.#pending.set(id, {
        resolve: (value) => { settle(); resolve(value); },
        reject: (reason) => { settle(); reject(reason); },
        progress: onProgress,
      });
      this.#silence.begin();
      this.#running().post({id, method, args, long: onProgress !== undefined}).catch((error) => {
        settle();
        reject(new EngineError('input', `The arguments are not plain data: ${error instanceof Error ? error.message : error}`));
      });
      if (enough?.aborted) cancel();
    }));
  }

  /** Returns the worker, and starts one where there is none. */
  #running() {
    return this.#worker ??= this.#start();
  }

  /** Starts a worker. */
  #start() {
    // Frames that share a worker also share its successor, and never one that is about to end.
    const worker = startWorker(filesOf(this.#version, this.#base), this.#shared ? `${this.#version} ${this.#starts++}` : '', {
      // Late messages of a worker that was replaced are dropped.
      message: (data) => {
        if (worker === this.#worker) this.#receive(data);
        else if (worker === this.#successor?.worker) this.#receiveOfSuccessor(data);
      },
      failed: (why) => {
        if (worker === this.#worker) this.#end(new EngineError('unavailable', `The engine cannot start: ${why}.`));
        else if (worker === this.#successor?.worker) this.#successor = null; // the one that runs goes on
      },
    });
    return worker;
  }

  /** Starts a successor of the worker. */
  #prepare() {
    if (this.#successor) return;
    this.#successor = {worker: this.#start(), isReady: false};
    this.#successor.worker.post({id: 0, method: 'version', args: []});
  }

  /** @param {any} message */
  #receiveOfSuccessor(message) {
    if (message.ended) this.#successor = null;
    else if (this.#successor && message.id === 0) this.#successor.isReady = true;
    this.#takeOver();
  }

  /** Puts the successor in the place of the worker, if that can be. */
  #takeOver() {
    if (!this.#successor?.isReady || this.#pending.size > 0) return;
    this.#worker?.end();
    this.#worker = this.#successor.worker;
    this.#successor = null;
  }

  /** @param {any} message */
  #receive(message) {
    this.#silence.heard();
    if (message.ended) {
      this.#end(new EngineError(message.ended, message.text));
      return;
    }
    if (message.full) {
      this.#prepare();
      return;
    }
    const call = this.#pending.get(message.begun ?? message.id);
    if (!call) return; // it was aborted, or the worker only says that it is there
    if (message.begun) {
      call.begun = true;
      return;
    }
    if (message.progress !== undefined) {
      call.progress?.(JSON.parse(message.progress));
      return;
    }
    const {ok, value, error} = message.envelope;
    if (ok) call.resolve(value);
    else call.reject(new EngineError(error.code, error.message, error.fields));
  }

  /**
   * Ends the worker and rejects all calls under way.
   * @param {EngineError} reason
   */
  #end(reason) {
    this.#worker?.end();
    this.#worker = null;
    this.#silence.end();
    for (const call of [...this.#pending.values()]) call.reject(reason);
  }
}
