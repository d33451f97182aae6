// A recorded workload that was read, in a worker of its own, which keeps its operations.

/**
 * @typedef {import('./calls.js').Calls} Calls
 * @typedef {import('./types.js').CallOptions} CallOptions
 * @typedef {import('./types.js').Described} Described
 */

/**
 * @template T
 * @typedef {import('./types.js').LongOptions<T>} LongOptions
 */

/** A recorded workload. */
export class Recording {
  #calls;
  #working;
  #file;
  #reading;
  /** Its number in the program of its worker. */
  #handle = 0;
  /** Whether it was read to its end. */
  complete = false;
  /** What is said of it. @type {Described} */
  described;

  /**
   * @param {Calls} calls  those of the worker that keeps it
   * @param {Set<Calls>} working  has those that keep something
   * @param {Blob} file
   * @param {import('./types.js').Reading} reading  how it is read
   * @param {{recording: number, complete: boolean, described: Described}} read
   */
  constructor(calls, working, file, reading, {recording, complete, described}) {
    this.#calls = calls;
    this.#working = working;
    this.#file = file;
    this.#reading = reading;
    this.#handle = recording;
    this.complete = complete;
    this.described = described;
  }

  /**
   * Reads a recording. Once the signal `enough` is aborted, it is what was read by then.
   * @param {Calls} calls  those of a worker that is its own
   * @param {Set<Calls>} working  gets them as long as it is there
   * @param {Blob} file
   * @param {import('./types.js').Reading} reading
   * @param {LongOptions<import('./types.js').ReadingProgress>} [options]
   */
  static async read(calls, working, file, reading, {onProgress = () => {}, ...options} = {}) {
    calls.keeps = true;
    working.add(calls);
    try {
      const read = JSON.parse(await calls.call('beginReading', [file, reading], {...options, onProgress}));
      return new Recording(calls, working, file, reading, read);
    } catch (error) {
      working.delete(calls);
      calls.stop();
      throw error;
    }
  }

  /**
   * Has it read by another worker too, as far as it was read here, and returns its number there.
   * @param {Calls} calls
   * @param {{signal?: AbortSignal, enough?: AbortSignal}} options
   * @returns {Promise<number>}
   */
  async readBy(calls, options) {
    const reading = this.complete ? this.#reading : {...this.#reading, operations: this.described.operations};
    return JSON.parse(await calls.call('beginReading', [this.#file, reading], {...options, onProgress: () => {}})).recording;
  }

  /**
   * Replays eviction policies over it.
   * @param {import('./types.js').Plan} plan
   * @param {LongOptions<import('./types.js').Replayed>} [options]
   * @returns {Promise<import('./types.js').Replayed>}
   */
  replay(plan, {onProgress = () => {}, ...options} = {}) {
    return this.#calls.call('beginReplay', [this.#handle, plan], {...options, onProgress}).then((text) => JSON.parse(text));
  }

  /** Ends its worker, and with it what it keeps. */
  close() {
    this.#working.delete(this.#calls);
    this.#calls.stop();
  }
}
