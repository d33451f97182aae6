// Waiting, always with a limit: a browser that hangs fails its test with a
// sentence instead of stopping the run.

const INTERVAL_MS = 20;
/** How long a page that is settled may take to show what is looked for. */
export const SOON_MS = 10_000;
/** How long anything else that is waited for may take on a busy machine. */
export const LATE_MS = 30_000;
/** How long a page may take to settle on a busy machine. */
export const SETTLED_MS = 30_000;
/** How long one exchange with a browser may take, which may wait for the page to be settled. */
export const ANSWER_MS = SETTLED_MS + 30_000;

/**
 * The promise, or undefined when the time has passed.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} ms
 * @returns {Promise<T | undefined>}
 */
async function firstOf(promise, ms) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<undefined>} */
  const limit = new Promise((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Settles like the promise, or fails when the limit has passed.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} limit_ms
 * @param {string} what what was being done, for the error
 * @returns {Promise<T>}
 */
export async function withLimit(promise, limit_ms, what) {
  const answered = await firstOf(promise.then((value) => ({value})), limit_ms);
  if (!answered) throw new Error(`${what}: no answer within ${limit_ms} ms`);
  return answered.value;
}

/**
 * Asks again and again until the answer is truthy, and returns it. An error
 * counts as "not yet" (a page that is navigating has nowhere to run code), and
 * the last one is told when the limit passes.
 * @template T
 * @param {string} what what is waited for, for the error
 * @param {() => T | Promise<T>} ask
 * @param {number} [limit_ms]
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(what, ask, limit_ms = LATE_MS) {
  const end = performance.now() + limit_ms;
  let last = 'there was no answer';
  for (;;) {
    const left = end - performance.now();
    if (left <= 0) throw new Error(`waited ${limit_ms} ms for ${what}; ${last}`);
    const asked = Promise.resolve().then(ask).then((answer) => {
      if (!answer) last = `the last answer was ${JSON.stringify(answer)}`;
      return answer;
    }, (error) => {
      last = `the last error was: ${error instanceof Error ? error.message : error}`;
      return null;
    });
    const answer = await firstOf(asked, left);
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}
