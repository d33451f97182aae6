// The engine's API for the page, for those who embed it and for the console.
// The engine runs in a worker; this module sends it calls, turns its envelopes
// into values and errors, and starts a new one when it has died.

import {filesOf} from './start.js';
import {startWorker} from './workers.js';

/**
 * @typedef {object} FieldError
 * @property {string} path     where in the scenario, "" for the whole of it
 * @property {string} message  what was found and what is allowed
 * @property {string} code
 */

/**
 * @typedef {object} Holding  something that cache, queue, dead letters or source hold, or the state of the circuit breaker
 * @property {string} html  the list item that shows it
 */

/**
 * @typedef {object} Held  what is held at one place
 * @property {number[]} items    indexes of the run's holdings
 * @property {number[]} changed  places in items that the moment has changed
 */

/**
 * @typedef {object} Moment  one row of a diagram; a place that it does not tell of holds what it held before
 * @property {number} event     its index in the trace
 * @property {number} y         of the row, in the diagram's own pixels
 * @property {number} time      nanoseconds since the start
 * @property {string} when
 * @property {string} what
 * @property {boolean} differs  it is not so in the first shown run
 * @property {string} list      whose list of steps it belongs to: "read", "write" or "worker"
 * @property {number} index     of its step in that list, -1 for none
 * @property {Held} [cache]
 * @property {Held} [queue]
 * @property {Held} [dead]      the dead letters
 * @property {Held} [source]
 * @property {Held} [breaker]   the circuit breaker
 */

/**
 * @typedef {object} RunView
 * @property {string} name
 * @property {boolean} shown
 * @property {Moment[]} moments
 * @property {Holding[]} holdings   all that is held at any moment
 * @property {string} nothing       the list item that stands in an empty place
 * @property {number} headerHeight  of the diagram, in its own pixels
 * @property {{[kind: string]: {by: string, steps: string[]}}} lists  the lists of steps
 * @property {{text: string, event: number}[]} console  the console text, by parts
 * @property {string} stopped       why the run ends before all is done, "" where all is
 */

/**
 * @typedef {object} Ask  the scenario's question, judged by the first run
 * @property {string} question
 * @property {string[]} choices
 * @property {number} right       which of them is right, -1 for none
 * @property {string[]} verdicts  what is said to each choice
 * @property {string} fact        what is so
 */

/**
 * @typedef {object} View  what the page shows of a scenario; its markup is the engine's, escaped
 * @property {string} name
 * @property {string} text
 * @property {string} legend
 * @property {string} strip
 * @property {string} faults  what they meant, or what a crash would show
 * @property {string} who     who is who
 * @property {string} panels
 * @property {{manager: string, source: string}} names  as they are said inside a sentence
 * @property {(Field & {zero: string})[]} controls  the settings that the scenario offers first, each by its own path; and what "0s" means where it is no time
 * @property {Ask | null} ask
 * @property {number} extent  how far the strip's time reaches, in nanoseconds
 * @property {number} timePart  the part of the strip's width that its time takes
 * @property {boolean} ordered  a given order replaces the clock in all runs
 * @property {number} than    the run that those shown are compared with, -1 for none
 * @property {RunView[]} runs
 */

/**
 * @typedef {object} Fork  something that can happen otherwise at an event of a run
 * @property {string} group  what it happens to
 * @property {string} text   what the reader chooses
 * @property {string} says   what that means
 * @property {string} name   what it is called where runs are told apart
 * @property {string} path   the member of the run that then is
 * @property {any} value     this
 */

/**
 * @typedef {object} ViewOptions
 * @property {number} [width]     of each diagram, in pixels
 * @property {boolean} [narrow]   four lifelines
 * @property {boolean} [inOrder]  one row an event, instead of scaled time
 * @property {number[]} [show]    which runs get a diagram; all, if left out
 * @property {number} [than]      which run they are compared with; the first of them, if left out
 * @property {number} [extent]    how far the strip reaches at least, in nanoseconds
 */

/**
 * @typedef {object} RunResult
 * @property {string} canonical  the scenario in its canonical form
 * @property {{name: string, trace: Uint8Array, console: string, mermaid: string, plantuml: string}[]} runs
 */

/**
 * @typedef {object} Strategy
 * @property {string} id
 * @property {string} also      another name that the field uses, or ""
 * @property {string} by        who takes the steps: "client" or "manager"
 * @property {string[]} steps
 * @property {string} does      what a read does; "" for writes
 * @property {string} choose    completes "Choose it"; "" for reads
 * @property {string} cost      completes "It costs"; "" for reads
 */

/**
 * @typedef {object} Step  what a list of steps can hold
 * @property {string} id
 * @property {string} doc         what it does
 * @property {string[]} client    the kinds of lists that can take it ("read", "write"), where the client takes the steps,
 * @property {string[]} manager   and where the Resource Manager does ("worker" too)
 */

/**
 * @typedef {object} Strategies
 * @property {Strategy[]} read   those that have a name
 * @property {Strategy[]} write
 * @property {{by: string, steps: string[]}} worker  what a worker does unless a scenario says otherwise
 * @property {Step[]} steps
 */

/**
 * @typedef {object} Field  something that a scenario can say
 * @property {string} path      such as "cache.ttl"
 * @property {string} name      what people call it, "" for what is no setting
 * @property {string} type      "duration", "latency", "number", "flag", "choice", "strategy", ...
 * @property {string} allowed   what it may hold
 * @property {any} [default]
 * @property {string} doc       what it means
 * @property {string[]} ids     of a choice
 * @property {number} min       of a number
 * @property {number} max
 */

/** @typedef {Field & {matters: boolean[], items?: Field[]}} Knob  for each run, whether another value can change what happens in it; and what the items of a list consist of */

/**
 * @typedef {object} FaultKind
 * @property {string} id
 * @property {string} doc      what it means
 * @property {string} member   what it has besides its place, "" for nothing
 * @property {boolean} needed  it must have that
 * @property {string[]} steps  it can happen as the call of one of these leaves
 */

/**
 * @typedef {object} Settings
 * @property {{id: string, name: string, doc: string}[]} sections  the first part of their paths says to which knobs belong
 * @property {Knob[]} knobs
 * @property {Field[]} faults  what a fault consists of
 * @property {FaultKind[]} faultKinds
 * @property {{id: string, client: string, what: string, calls: string[]}[]} operations  and the calls at which a fault can strike
 */

/**
 * @typedef {object} Why  a counterexample
 * @property {string} words       what happens, as markup of the engine's
 * @property {number} steps
 * @property {number} operations  that it needs
 * @property {number} faults
 * @property {import('../scenario/story.js').Json} scenario  which shows it
 */

/**
 * @typedef {object} Judgement  what is true of a property
 * @property {string} property
 * @property {string} title       what holds, in plain words
 * @property {string} violation   what happens where it is violated
 * @property {'holds' | 'violated' | 'unknown'} verdict
 * @property {number} steps       of the shortest counterexample, 0 for none
 * @property {string} [expected]  by the scenario
 * @property {Why} [why]          of a violated one, once all is done
 */

/**
 * @typedef {object} ExploredRun
 * @property {string} name
 * @property {string} problem    why it cannot be explored, "" where it can
 * @property {number} [states]   seen by now
 * @property {number} [most]     at which the search is cut short
 * @property {number} [frontier] states that are still to be followed
 * @property {number} [depth]    steps from the start
 * @property {number} [bytes]    of memory
 * @property {boolean} [complete]  all states have been seen
 * @property {boolean} [deadlock]
 * @property {{id: string, name: string, times: number}[]} [faults]  what can go wrong, and how often it may
 * @property {{ticks: number, bounded: boolean}} [staleness]  the greatest of an answer, where time is counted
 * @property {Judgement[]} [judgements]  of the properties that concern it
 */

/**
 * @typedef {object} Exploration
 * @property {ExploredRun[]} runs
 * @property {{run: number, property: string}} [worst]  the counterexample that costs most
 */

/**
 * @typedef {object} Mitigation  a change with which a property holds
 * @property {object} patch   a merge patch for the run
 * @property {string} words
 * @property {number} states  that were seen
 */

/**
 * @typedef {object} TruthRow  what is true of two strategies in a set of small scenarios
 * @property {string} read
 * @property {string} write
 * @property {string} fault   that may happen once, "" for none
 * @property {number} states
 * @property {{property: string, verdict: string, why?: Why}[]} cells
 */

/** @typedef {{signal?: AbortSignal}} CallOptions */

/**
 * @template T
 * @typedef {CallOptions & {onProgress?: (progress: T) => void}} LongOptions
 */

/**
 * What goes wrong in a call. `code` is "input" (the arguments are wrong, and
 * `fields` says where), "internal" (a bug in the engine), "died" (the engine
 * ended; the next call starts a new one) or "unavailable" (it cannot start).
 */
export class EngineError extends Error {
  /** @param {string} code @param {string} message @param {FieldError[]} [fields] */
  constructor(code, message, fields = []) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
    this.fields = fields;
  }
}

/** @typedef {{resolve: (value: any) => void, reject: (reason: any) => void, progress?: (value: any) => void}} Waiting */

export class Engine {
  /** @type {import('./workers.js').EngineWorker | null} */
  #worker = null;
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #calls = 0;
  #deaths = 0;
  #base;
  #version;
  #shared;

  /**
   * @param {string | URL} base  where worker.js and cacheplay.wasm are
   * @param {{version?: string, shared?: boolean}} [options]  the build of those two, which no cache shall mix with
   *   others; frames of one page may share one engine
   */
  constructor(base, {version = '', shared = false} = {}) {
    this.#base = new URL(base, document.baseURI);
    this.#version = version;
    this.#shared = shared;
  }

  /**
   * Runs a scenario: an object, or a JSON text.
   * @param {object | string} scenario @param {CallOptions} [options]
   * @returns {Promise<RunResult>}
   */
  run(scenario, options) {
    return this.#call('run', [scenario], options);
  }

  /**
   * Runs a scenario only to find out whether that can be done.
   * @param {object | string} scenario
   * @returns {Promise<null>}
   */
  check(scenario) {
    return this.#call('check', [scenario]);
  }

  /**
   * What can be set in a scenario.
   * @param {object | string} scenario
   * @returns {Promise<Settings>}
   */
  settings(scenario) {
    return this.#call('settings', [scenario]).then((text) => JSON.parse(text));
  }

  /**
   * Explores every order in which a scenario can go. Other calls come through in
   * the meantime.
   * @param {object | string} scenario @param {LongOptions<Exploration>} [options]
   * @returns {Promise<Exploration>}
   */
  explore(scenario, options) {
    return this.#long('beginExploration', [scenario], options);
  }

  /**
   * Looks for changes with which a property holds that a run violates, the
   * smallest first.
   * @param {object | string} scenario @param {number} run @param {string} property
   * @param {LongOptions<Mitigation[]>} [options] @returns {Promise<Mitigation[]>}
   */
  mitigations(scenario, run, property, options) {
    return this.#long('beginMitigation', [scenario, run, property], options);
  }

  /**
   * Computes the table of truth. Its rows come as progress, each once.
   * @param {LongOptions<TruthRow[]>} options @returns {Promise<null>}
   */
  table(options) {
    return this.#long('beginTable', [], options);
  }

  /**
   * Runs a scenario and draws it.
   * @param {object | string} scenario @param {ViewOptions} view @param {CallOptions} [options]
   * @returns {Promise<View>}
   */
  view(scenario, view, options) {
    return this.#call('view', [scenario, view], options).then(({panels, rest}) => ({...JSON.parse(rest), panels}));
  }

  /**
   * What can happen otherwise at an event of a run; where there is nothing, why.
   * @param {object | string} scenario @param {{run: number, event: number}} at
   * @returns {Promise<{forks: Fork[], why: string}>}
   */
  forks(scenario, at) {
    return this.#call('forks', [scenario, at]).then((text) => JSON.parse(text));
  }

  /**
   * Runs a scenario and draws one of its runs as an SVG document that stands
   * alone.
   * @param {object | string} scenario
   * @param {{run?: number, dark?: boolean, inOrder?: boolean}} [options]
   * @returns {Promise<string>}
   */
  picture(scenario, options) {
    return this.#call('picture', [scenario, options]);
  }

  /** @returns {Promise<{id: string, title: string, group: string}[]>} */
  presets() {
    return this.#call('presets', []);
  }

  /**
   * Returns the JSON text of a built-in scenario.
   * @param {string} id @returns {Promise<string>}
   */
  preset(id) {
    return this.#call('preset', [id]);
  }

  /** @returns {Promise<Strategies>} */
  strategies() {
    return this.#call('strategies', []);
  }

  /**
   * Returns a scenario as its differences from the built-in one that is most
   * like it: a merge patch (RFC 7386), as JSON text. The preset is "" where the
   * text is the whole scenario.
   * @param {object | string} scenario
   * @returns {Promise<{preset: string, patch: string}>}
   */
  pack(scenario) {
    return this.#call('pack', [scenario]);
  }

  /** @returns {Promise<{scenario: number, trace: number}>} the versions of the formats */
  version() {
    return this.#call('version', []);
  }

  /** Ends the worker. The next call starts a new one. */
  stop() {
    this.#end(new EngineError('died', 'The engine was stopped.'));
  }

  /**
   * @param {string} method @param {any[]} args @param {LongOptions<any>} [options]
   * @returns {Promise<any>}
   */
  #long(method, args, {signal, onProgress = () => {}} = {}) {
    return this.#call(method, args, {signal, onProgress}).then((text) => JSON.parse(text));
  }

  /**
   * @param {string} method @param {any[]} args @param {LongOptions<any>} [options]  a call with onProgress is a long one
   * @returns {Promise<any>}
   */
  #call(method, args, {signal, onProgress} = {}) {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const id = ++this.#calls;
      const settle = () => {
        this.#waiting.delete(id);
        signal?.removeEventListener('abort', aborted);
      };
      const aborted = () => {
        settle();
        if (onProgress) this.#worker?.post({cancel: id});
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', aborted);
      this.#waiting.set(id, {
        resolve: (value) => { settle(); resolve(value); },
        reject: (reason) => { settle(); reject(reason); },
        progress: onProgress,
      });
      this.#running().post({id, method, args, long: onProgress !== undefined}).catch((error) => {
        settle();
        reject(new EngineError('input', `The arguments are not plain data: ${error instanceof Error ? error.message : error}`));
      });
    });
  }

  #running() {
    if (this.#worker) return this.#worker;
    // Frames that share a worker share its successor too, and never one that is about to end.
    const worker = startWorker(filesOf(this.#version, this.#base), this.#shared ? `${this.#version} ${this.#deaths}` : '', {
      // What a worker that was given up still says is not about its successor.
      message: (data) => worker === this.#worker && this.#receive(data),
      failed: (why) => worker === this.#worker && this.#end(new EngineError('unavailable', `The engine cannot start: ${why}.`)),
    });
    this.#worker = worker;
    return worker;
  }

  /** @param {any} message */
  #receive(message) {
    if (message.ended) {
      this.#end(new EngineError(message.ended, message.text));
      return;
    }
    const call = this.#waiting.get(message.id);
    if (!call) return; // it was aborted
    if (message.progress !== undefined) {
      call.progress?.(JSON.parse(message.progress));
      return;
    }
    const {ok, value, error} = message.envelope;
    if (ok) call.resolve(value);
    else call.reject(new EngineError(error.code, error.message, error.fields));
  }

  /** @param {EngineError} reason */
  #end(reason) {
    this.#worker?.end();
    this.#worker = null;
    this.#deaths++;
    for (const call of [...this.#waiting.values()]) call.reject(reason);
  }
}
