// The clock that tests give the page, which they can hold and move. Sent into the
// page as source text before its own scripts run; web/shell/clock.js takes it.

/** Puts a clock into the page that keeps real time until it is held. */
export function installClock() {
  const page = /** @type {any} */ (globalThis);
  if (page.cachePlaygroundClock) return;
  const {setTimeout, clearTimeout} = globalThis;
  /** @typedef {{act: () => void, at: number, real: ReturnType<typeof setTimeout> | undefined}} Timer */
  /** @type {Map<number, Timer>} */
  const timers = new Map();
  let ids = 0;
  /** The time at which the clock is held; undefined while it keeps real time. @type {number | undefined} */
  let held;
  const now = () => held ?? performance.now();

  /** @param {number} id */
  const fire = (id) => {
    const timer = timers.get(id);
    timers.delete(id);
    timer?.act();
  };
  page.cachePlaygroundClock = {
    /** @param {() => void} act @param {number} ms */
    setTimeout(act, ms) {
      const id = ++ids;
      timers.set(id, {act, at: now() + ms, real: held === undefined ? setTimeout(() => fire(id), ms) : undefined});
      return id;
    },
    /** @param {number} [id] */
    clearTimeout(id = 0) {
      clearTimeout(timers.get(id)?.real);
      timers.delete(id);
    },
    /** Stops the time: no timer fires until it is moved. */
    hold() {
      held = now();
      for (const timer of timers.values()) clearTimeout(timer.real);
    },
    /** Moves the held time, and fires in their order the timers that are due. @param {number} ms */
    advance(ms) {
      if (held === undefined) throw new Error('the clock is not held');
      const end = held + ms;
      for (;;) {
        const [next] = [...timers].filter(([, {at}]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
        if (!next) break;
        held = next[1].at;
        fire(next[0]);
      }
      held = end;
    },
    /** Lets the time go on again from where it is held. */
    release() {
      if (held === undefined) throw new Error('the clock is not held');
      const passed = performance.now() - held;
      held = undefined;
      for (const [id, timer] of timers) {
        timer.at += passed;
        timer.real = setTimeout(() => fire(id), timer.at - now());
      }
    },
  };
}
