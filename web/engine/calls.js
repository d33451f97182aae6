// Calls of the engine. It runs in a worker: this module posts calls to it, turns its
// envelopes into values and errors, starts a new worker after one has died, and another
// one after an exploration has filled it.

import {Silence} from './silence.js';
import {filesOf} from './start.js';
import {startWorker} from './workers.js';
import {during} from './settled.js';

/** @typedef {import('./types.js').FieldError} FieldError */
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

/** Posts calls to a worker, one worker after another. */
export class Calls {
  /** @type {import('./workers.js').EngineWorker | null} */
  #worker = null;
  /** Whether the program is not to be replaced by an empty one, since it keeps what was read. */
  keeps = false;
  /** The calls under way, by their ids. @type {Map<number, PendingCall>} */
  #pending = new Map();
  #posted = 0;
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
    gone: () => this.end(new EngineError('died', 'The engine has gone without a word.')),
  });
  #base;
  #version;
  #shared;
  #module;

  /**
   * @param {URL} base  where worker.js and cacheplay.wasm are
   * @param {string} version  the build of those two
   * @param {boolean} shared  whether all frames of one page use one worker
   * @param {WebAssembly.Module} [module]  the program, if another worker has compiled it
   */
  constructor(base, version, shared, module) {
    this.#base = base;
    this.#version = version;
    this.#shared = shared;
    this.#module = module;
  }

  /**
   * Makes a call.
   * @param {string} method
   * @param {any[]} args
   * @param {import('./types.js').LongOptions<any>} [options]  a call with onProgress is a long one
   * @returns {Promise<any>}
   */
  call(method, args, {signal, enough, onProgress} = {}) {
    return during(new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const id = ++this.#posted;
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
        const why = error instanceof RangeError ? 'they are nested too deep' : error instanceof Error ? error.message : error;
        reject(new EngineError('input', `The arguments are not plain data: ${why}`));
      });
      if (enough?.aborted) cancel();
    }));
  }

  /**
   * Returns the compiled program, which starts other workers sooner; a worker that frames share cannot hand it over.
   * @returns {Promise<WebAssembly.Module | undefined>}
   */
  async compiled() {
    return this.#shared ? undefined : this.call('module', []);
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
        if (worker === this.#worker) this.end(new EngineError('unavailable', `The engine cannot start: ${why}.`));
        else if (worker === this.#successor?.worker) this.#successor = null; // the one that runs goes on
      },
    }, this.#module);
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
      this.end(new EngineError(message.ended, message.text));
      return;
    }
    if (message.full) {
      if (!this.keeps) this.#prepare();
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

  /** Ends the worker. The next call starts a new one. */
  stop() {
    this.end(new EngineError('died', 'The engine was stopped.'));
  }

  /**
   * Ends the worker, and its successor, and rejects all calls under way.
   * @param {EngineError} reason
   */
  end(reason) {
    this.#worker?.end();
    this.#successor?.worker.end();
    this.#worker = this.#successor = null;
    this.#silence.end();
    for (const call of [...this.#pending.values()]) call.reject(reason);
  }
}
