// A recorded workload is read from its file as a stream, in the worker, and fed to the
// program in small chunks. The file is never in memory as a whole.

/** How many bytes the program is fed at a time: it reads them within some milliseconds. */
const FED_BYTES = 64 << 10;

/**
 * Returns what is to be told to a program that reads a recording: whenever it has read what
 * it was fed it gets more, and at last that there is no more.
 * @param {any} engine
 * @param {Blob} file
 */
export async function feeder(engine, file) {
  let taken = 0; // bytes of the file
  const counted = new TransformStream({
    transform(/** @type {Uint8Array} */ chunk, controller) {
      taken += chunk.length;
      controller.enqueue(chunk);
    },
  });
  const content = (await decompressed(file))(file.stream().pipeThrough(counted)).getReader();
  let chunk = /** @type {Uint8Array} */ (new Uint8Array(0));
  let ended = false;
  return {
    /** Which part of the file was taken. */
    share: () => (file.size === 0 ? 1 : taken / file.size),
    /**
     * Feeds a task.
     * @param {number} task
     * @returns {Promise<any>} an envelope, whose value says whether the task has more to do; undefined from a program that has ended
     */
    async feed(task) {
      if (ended) return {ok: true, value: false};
      while (!ended && chunk.length === 0) {
        const {done, value} = await content.read();
        if (done) ended = true;
        else chunk = value;
      }
      const fed = engine.feed(task, ...(ended ? [] : [chunk.subarray(0, FED_BYTES)]));
      chunk = chunk.subarray(FED_BYTES);
      return fed;
    },
    /** Lets go of the file. */
    end: () => content.cancel().catch(() => {}), // it has failed before, or was read to its end
  };
}

/** How files begin that are compressed, and by what. */
const COMPRESSED = [
  {by: 'gzip', begins: [0x1f, 0x8b], command: 'gunzip'},
  {by: 'zstd', begins: [0x28, 0xb5, 0x2f, 0xfd], command: 'zstd -d'},
];

/**
 * Returns what makes the content of a file out of its stream.
 * @param {Blob} file
 * @returns {Promise<(stream: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>>}
 */
async function decompressed(file) {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const compressed = COMPRESSED.find(({begins}) => begins.every((byte, i) => head[i] === byte));
  if (!compressed) return (stream) => stream;
  const {by, command} = compressed;
  let inflating;
  try {
    inflating = new DecompressionStream(/** @type {CompressionFormat} */ (by));
  } catch {
    throw new Error(`it is compressed by ${by}, which this browser cannot decompress: decompress it before (${command}), or give it to the command cacheplay`);
  }
  const content = /** @type {ReadableWritablePair<Uint8Array, Uint8Array>} */ (/** @type {unknown} */ (inflating));
  return (stream) => stream.pipeThrough(content);
}

/**
 * Returns the envelope of what went wrong with a file.
 * @param {unknown} error
 */
export function unreadable(error) {
  const why = error instanceof Error ? error.message : String(error);
  return {ok: false, error: {code: 'input', message: `the recording cannot be read: ${why}`, fields: []}};
}
