// The job of Load, written by hand in plain JavaScript, for the engine to be compared
// with: cache-aside with write-invalidate under operations that come at random, a source
// that serves some calls at a time, and histograms of how long clients wait. It knows one
// strategy, keeps no judge of what is old, and checks nothing.
//
// Each phase of an operation is an event; or phases are merged: an event is then only
// what touches what all operations share, the cache and the source.

/** Times in nanoseconds; exponential ones by their mean. */
const MEAN_GAP = 10_000;
const HALF_NETWORK = 100_000;
const CACHE = 100_000;
const MEAN_READ = 1_000_000;
const MEAN_WRITE = 2_000_000;
/** How many calls the source serves at a time. */
const PLACES = 100;
/** One operation in so many is a write. */
const WRITES = 10;
/** The most operations that can be under way, a power of 2. */
const MOST = 1 << 17;

// What an operation does with its next event. A read looks into the cache. A hit has been
// served, and is back; or a miss has, is back, and the source is called. The source has
// read, the answer is back, the cache is called, stores, and its answer is back. A write
// does the same from the call of the source on; the cache removes.
const [LOOK, HIT, MISSED, MISSED_BACK, READ, READ_DONE, WRITE, WRITE_DONE, DONE_BACK, CHANGE, CHANGED, BACK] = Array(12).keys();

/** Random 32-bit numbers (sfc32). */
class Stream {
  /** @param {number} seed */
  constructor(seed) {
    this.a = seed | 0;
    this.b = 0x9e3779b9 | 0;
    this.c = 0x243f6a88 | 0;
    this.d = 1;
    for (let i = 0; i < 12; i++) this.next();
  }

  next() {
    const t = (this.a + this.b | 0) + this.d | 0;
    this.d = this.d + 1 | 0;
    this.a = this.b ^ this.b >>> 9;
    this.b = this.c + (this.c << 3) | 0;
    this.c = (this.c << 21 | this.c >>> 11) + t | 0;
    return t >>> 0;
  }

  /** @param {number} mean */
  exponential(mean) {
    return Math.round(-Math.log((this.next() + 0.5) / 2 ** 32) * mean);
  }
}

/** Draws keys by Zipf's law with the exponent 1, from an alias table (Vose's method). */
class Zipf {
  /** @param {number} keys */
  constructor(keys) {
    this.keys = keys;
    this.keep = new Uint32Array(keys).fill(2 ** 32 - 1);
    this.other = Uint32Array.from({length: keys}, (_, i) => i);
    const weights = new Float64Array(keys);
    for (let i = 0; i < keys; i++) weights[i] = 1 / (i + 1);
    const mean = weights.reduce((sum, weight) => sum + weight) / keys;
    /** @type {number[]} */
    const small = [];
    /** @type {number[]} */
    const large = [];
    for (let i = 0; i < keys; i++) {
      weights[i] /= mean;
      (weights[i] < 1 ? small : large).push(i);
    }
    while (small.length > 0 && large.length > 0) {
      const few = /** @type {number} */ (small.pop());
      const many = large[large.length - 1];
      this.keep[few] = Math.min(weights[few] * 2 ** 32, 2 ** 32 - 1);
      this.other[few] = many;
      weights[many] -= 1 - weights[few];
      if (weights[many] < 1) small.push(/** @type {number} */ (large.pop()));
    }
  }

  /** @param {Stream} stream */
  draw(stream) {
    const place = Math.floor(stream.next() / 2 ** 32 * this.keys);
    return stream.next() < this.keep[place] ? place : this.other[place];
  }
}

/** What is due, in a heap with four children to a node; of one time, what came first. */
class Agenda {
  constructor() {
    this.times = new Float64Array(2 * MOST);
    this.numbers = new Float64Array(2 * MOST);
    this.operations = new Int32Array(2 * MOST);
    this.size = 0;
    this.count = 0;
  }

  /** @param {number} time @param {number} operation */
  push(time, operation) {
    let i = this.size++;
    while (i > 0) {
      const above = (i - 1) >> 2;
      if (this.times[above] <= time) break;
      this.move(above, i);
      i = above;
    }
    this.put(i, time, this.count++, operation);
  }

  /** Removes the first. */
  pop() {
    const last = --this.size;
    const time = this.times[last];
    const number = this.numbers[last];
    let i = 0;
    for (let below = 1; below < last; below = (i << 2) + 1) {
      let first = below;
      const end = below + 4 < last ? below + 4 : last;
      for (let j = below + 1; j < end; j++) {
        if (this.comesBefore(j, this.times[first], this.numbers[first])) first = j;
      }
      if (!this.comesBefore(first, time, number)) break;
      this.move(first, i);
      i = first;
    }
    this.put(i, time, number, this.operations[last]);
  }

  /** @param {number} i @param {number} time @param {number} number */
  comesBefore(i, time, number) {
    return this.times[i] < time || this.times[i] === time && this.numbers[i] < number;
  }

  /** @param {number} from @param {number} to */
  move(from, to) {
    this.put(to, this.times[from], this.numbers[from], this.operations[from]);
  }

  /** @param {number} i @param {number} time @param {number} number @param {number} operation */
  put(i, time, number, operation) {
    this.times[i] = time;
    this.numbers[i] = number;
    this.operations[i] = operation;
  }
}

/** Counts waits in buckets that are 1 % wide at the most. */
class Histogram {
  constructor() {
    this.counts = new Uint32Array(8192);
  }

  /** @param {number} wait */
  add(wait) {
    this.counts[bucketOf(wait)]++;
  }
}

/** @param {number} wait */
function bucketOf(wait) {
  if (wait < 256) return wait;
  const shift = wait < 2 ** 32 ? 24 - Math.clz32(wait) : 56 - Math.clz32(wait / 2 ** 32);
  return shift * 128 + Math.floor(wait / 2 ** shift);
}

/** A run. */
export class Plain {
  /** @param {number} keys @param {boolean} merges  whether phases are merged */
  constructor(keys, merges) {
    this.merges = merges;
    this.zipf = new Zipf(keys);
    this.gaps = new Stream(1);
    this.picks = new Stream(2);
    this.mix = new Stream(3);
    this.reading = new Stream(4);
    this.writing = new Stream(5);
    this.agenda = new Agenda();
    this.isCached = new Uint8Array(keys);
    this.cached = new Uint32Array(keys);
    this.saved = new Uint32Array(keys);
    this.key = new Int32Array(MOST);
    this.phase = new Uint8Array(MOST);
    this.isRead = new Uint8Array(MOST);
    this.sent = new Float64Array(MOST);
    this.hand = new Uint32Array(MOST);
    this.free = new Int32Array(MOST);
    this.line = new Int32Array(MOST);
    this.frees = this.used = this.first = this.end = this.busy = 0;
    this.readWaits = new Histogram();
    this.writeWaits = new Histogram();
    this.hits = this.misses = this.writes = this.events = 0;
  }

  /** Lets operations come, and all of them end. @param {number} operations */
  run(operations) {
    const {agenda} = this;
    let next = this.gaps.exponential(MEAN_GAP);
    for (let sent = 0; sent < operations || agenda.size > 0;) {
      if (sent < operations && (agenda.size === 0 || next < agenda.times[0])) {
        this.send(next, ++sent);
        next += this.gaps.exponential(MEAN_GAP);
      } else {
        const now = agenda.times[0];
        const operation = agenda.operations[0];
        agenda.pop();
        this.events++;
        this.step(now, operation);
      }
    }
  }

  /** @param {number} now @param {number} number */
  send(now, number) {
    const operation = this.frees > 0 ? this.free[--this.frees] : this.used++;
    this.key[operation] = this.zipf.draw(this.picks);
    this.sent[operation] = now;
    this.isRead[operation] = this.mix.next() % WRITES > 0 ? 1 : 0;
    this.hand[operation] = number;
    this.after(now + HALF_NETWORK, operation, this.isRead[operation] ? LOOK : WRITE);
  }

  /** @param {number} time @param {number} operation @param {number} phase */
  after(time, operation, phase) {
    this.phase[operation] = phase;
    this.agenda.push(time, operation);
  }

  /** @param {number} now @param {number} operation */
  step(now, operation) {
    switch (this.phase[operation]) {
      case LOOK: this.look(now, operation); break;
      case HIT: this.after(now + HALF_NETWORK, operation, BACK); break;
      case MISSED: this.after(now + HALF_NETWORK, operation, MISSED_BACK); break;
      case MISSED_BACK: this.after(now + HALF_NETWORK, operation, READ); break;
      case READ: case WRITE: this.call(now, operation); break;
      case READ_DONE: case WRITE_DONE: this.done(now, operation); break;
      case DONE_BACK: this.after(now + HALF_NETWORK, operation, CHANGE); break;
      case CHANGE: this.after(now + CACHE, operation, CHANGED); break;
      case CHANGED: this.change(now, operation); break;
      case BACK: this.answer(now, operation); break;
    }
  }

  /** What the cache has. @param {number} now @param {number} operation */
  look(now, operation) {
    const key = this.key[operation];
    if (this.isCached[key]) {
      this.hits++;
      this.hand[operation] = this.cached[key];
      if (this.merges) this.answer(now + CACHE + HALF_NETWORK, operation);
      else this.after(now + CACHE, operation, HIT);
    } else {
      this.misses++;
      if (this.merges) this.after(now + CACHE + 2 * HALF_NETWORK, operation, READ);
      else this.after(now + CACHE, operation, MISSED);
    }
  }

  /** A call at the source, which may have to wait. @param {number} now @param {number} operation */
  call(now, operation) {
    if (this.busy < PLACES) {
      this.busy++;
      this.serve(now, operation);
    } else {
      this.line[this.end++ & MOST - 1] = operation;
    }
  }

  /** @param {number} now @param {number} operation */
  serve(now, operation) {
    if (this.isRead[operation]) {
      this.hand[operation] = this.saved[this.key[operation]];
      this.after(now + this.reading.exponential(MEAN_READ), operation, READ_DONE);
    } else {
      this.after(now + this.writing.exponential(MEAN_WRITE), operation, WRITE_DONE);
    }
  }

  /** The source has served a call. @param {number} now @param {number} operation */
  done(now, operation) {
    if (!this.isRead[operation]) {
      this.writes++;
      this.saved[this.key[operation]] = this.hand[operation];
    }
    if (this.first === this.end) this.busy--;
    else this.serve(now, this.line[this.first++ & MOST - 1]);
    if (this.merges) this.after(now + 2 * HALF_NETWORK + CACHE, operation, CHANGED);
    else this.after(now + HALF_NETWORK, operation, DONE_BACK);
  }

  /** The cache stores what was read, or removes what was written. @param {number} now @param {number} operation */
  change(now, operation) {
    const key = this.key[operation];
    this.isCached[key] = this.isRead[operation];
    this.cached[key] = this.hand[operation];
    if (this.merges) this.answer(now + HALF_NETWORK, operation);
    else this.after(now + HALF_NETWORK, operation, BACK);
  }

  /** The client has its answer. @param {number} now @param {number} operation */
  answer(now, operation) {
    (this.isRead[operation] ? this.readWaits : this.writeWaits).add(now - this.sent[operation]);
    this.free[this.frees++] = operation;
  }
}
