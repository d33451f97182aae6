const MIB = 1 << 20;

/**
 * Reads a JSON or text file. It throws an Error that says why it cannot.
 * @param {File} file
 * @param {number} limit  of its size, in bytes
 */
export async function textOf(file, limit) {
  if (file.size > limit) throw new Error(`It has ${(file.size / MIB).toFixed(1)} MiB; at most ${limit / MIB} MiB can be read.`);
  if (!/\.(json|txt)$/i.test(file.name) && !/^text\/plain|json/.test(file.type)) throw new Error('It is not a JSON or text file.');
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(await file.arrayBuffer());
  } catch {
    throw new Error('It is not text in UTF-8.');
  }
}
