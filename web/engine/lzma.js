// Unpacks the .lzma format while its bytes arrive, as far as the build writes it:
// `xz --format=lzma` with lc=3, lp=0 and pb=0, which leaves the size open and ends
// the data with a marker. The format is specified in lzma-specification.txt of the
// LZMA SDK; the state machine and the names rep0 to rep3 are those of its decoder.

/** The properties, the size of the dictionary and the unpacked size. */
const HEADER = 13;
/** The value of the properties byte for lc=3, lp=0 and pb=0. */
const PROPERTIES = 3;
/** The most input bytes that one literal or match can take. */
const MOST_INPUT = 32;
/** The most output bytes that one match can produce. */
const LONGEST_MATCH = 273;
/** How many output bytes are handed on at once, at least. */
const PORTION = 1 << 16;
/** The distance that marks the end of the data. */
const END_MARKER = -1;

// The index of the first probability of each kind.
const MATCH = 0, REP = 12, REP0 = 24, REP1 = 36, REP2 = 48, REP0_LONG = 60;
const DISTANCE = 72, ALIGN = DISTANCE + 128, SLOT = ALIGN + 16;
const MATCH_LENGTH = SLOT + 4 * 64, REP_LENGTH = MATCH_LENGTH + 274, LITERAL = REP_LENGTH + 274;
const PROBABILITIES = LITERAL + 8 * 0x300;

/**
 * Unpacks a stream.
 * @param {ReadableStream<Uint8Array>} packed
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>} fails if the data is damaged or cut off
 */
export function unpack(packed) {
  const reader = packed.getReader();
  const decoder = newDecoder();
  return new ReadableStream({
    async pull(controller) {
      // pull is called again only after something was enqueued.
      for (;;) {
        const portion = decoder.next();
        if (portion) {
          if (portion.length) controller.enqueue(portion);
          if (decoder.isFinished()) controller.close();
          return;
        }
        const {done, value} = await reader.read();
        decoder.take(done ? null : value);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/**
 * Returns a decoder. Its state is in the variables of one scope: engines optimize
 * that sooner than the fields of an object.
 */
function newDecoder() {
  const probabilities = new Uint16Array(PROBABILITIES).fill(1 << 10);
  const rc = new Uint32Array(2); // the range and the code, which need all 32 bits unsigned
  let input = new Uint8Array(0), at = 0, isInputOver = false;
  let out = new Uint8Array(1 << 20), length = 0, handedOn = 0;
  let state = 0, rep0 = 0, rep1 = 0, rep2 = 0, rep3 = 0;
  let hasBegun = false, isFinished = false;

  /**
   * Decodes one bit and adapts its probability.
   * @param {number} i  the index of the probability
   */
  function bit(i) {
    const probability = probabilities[i];
    const bound = Math.imul(rc[0] >>> 11, probability) >>> 0;
    let is = 0;
    if (rc[1] < bound) {
      rc[0] = bound;
      probabilities[i] = probability + ((2048 - probability) >> 5);
    } else {
      rc[1] = (rc[1] - bound) >>> 0;
      rc[0] = (rc[0] - bound) >>> 0;
      probabilities[i] = probability - (probability >> 5);
      is = 1;
    }
    if (rc[0] < 0x1000000) {
      rc[0] = (rc[0] << 8) >>> 0;
      rc[1] = (rc[1] << 8 | input[at++]) >>> 0;
    }
    return is;
  }

  /**
   * Decodes a number, highest bit first.
   * @param {number} base  the index of its first probability
   * @param {number} bits
   */
  function tree(base, bits) {
    let node = 1;
    for (let n = bits; n > 0; n--) node = node << 1 | bit(base + node);
    return node - (1 << bits);
  }

  /**
   * Decodes a number, lowest bit first.
   * @param {number} base  the index of its first probability
   * @param {number} bits
   */
  function reverseTree(base, bits) {
    let node = 1, number = 0;
    for (let n = 0; n < bits; n++) {
      const is = bit(base + node);
      node = node << 1 | is;
      number |= is << n;
    }
    return number;
  }

  /**
   * Decodes a number whose bits are all equally probable.
   * @param {number} bits
   */
  function direct(bits) {
    let number = 0;
    for (; bits > 0; bits--) {
      rc[0] = rc[0] >>> 1;
      const is = rc[1] >= rc[0] ? 1 : 0;
      if (is) rc[1] -= rc[0];
      number = number << 1 | is;
      if (rc[0] < 0x1000000) {
        rc[0] = (rc[0] << 8) >>> 0;
        rc[1] = (rc[1] << 8 | input[at++]) >>> 0;
      }
    }
    return number;
  }

  /**
   * Decodes the length of a match.
   * @param {number} base  the index of its first probability
   */
  function matchLength(base) {
    if (!bit(base)) return 2 + tree(base + 2, 3);
    if (!bit(base + 1)) return 10 + tree(base + 10, 3);
    return 18 + tree(base + 18, 8);
  }

  /**
   * Decodes the distance of a match, 0 for the byte before.
   * @param {number} copied  the length of the match
   */
  function distance(copied) {
    const slot = tree(SLOT + 64 * Math.min(copied - 2, 3), 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | slot & 1) << bits;
    if (slot < 14) return base + reverseTree(DISTANCE + base - slot, bits);
    return base + (direct(bits - 4) << 4) + reverseTree(ALIGN, 4);
  }

  /** Decodes a literal, which depends on the byte before and, after a match, on the byte that would have followed. */
  function literal() {
    const base = LITERAL + 0x300 * ((length ? out[length - 1] : 0) >> 5);
    let node = 1;
    if (state >= 7) {
      let expected = out[length - rep0 - 1] | 0;
      let same = 0;
      do {
        const wanted = expected >> 7 & 1;
        expected <<= 1;
        same = bit(base + (1 + wanted << 8) + node);
        node = node << 1 | same;
        if (same !== wanted) break;
      } while (node < 0x100);
    }
    while (node < 0x100) node = node << 1 | bit(base + node);
    out[length++] = node;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  }

  /**
   * Decodes a match at one of the last four distances, and makes it the last one.
   * @returns {number} its length
   */
  function repeatedMatch() {
    if (!bit(REP0 + state)) {
      if (!bit(REP0_LONG + state)) {
        state = state < 7 ? 9 : 11;
        return 1;
      }
    } else {
      let again = rep1;
      if (bit(REP1 + state)) {
        again = rep2;
        if (bit(REP2 + state)) {
          again = rep3;
          rep3 = rep2;
        }
        rep2 = rep1;
      }
      rep1 = rep0;
      rep0 = again;
    }
    const copied = matchLength(REP_LENGTH);
    state = state < 7 ? 8 : 11;
    return copied;
  }

  /**
   * Decodes a match at a new distance, or the end marker.
   * @returns {number} its length
   */
  function newMatch() {
    const copied = matchLength(MATCH_LENGTH);
    rep3 = rep2;
    rep2 = rep1;
    rep1 = rep0;
    rep0 = distance(copied);
    state = state < 7 ? 7 : 10;
    return copied;
  }

  /**
   * Decodes until the output has a length, the input is too short, or the data ends.
   * @param {number} end
   */
  function decode(end) {
    const last = input.length - MOST_INPUT;
    while (length < end && at <= last) {
      if (!bit(MATCH + state)) {
        literal();
        continue;
      }
      let copied = bit(REP + state) ? repeatedMatch() : newMatch();
      if (rep0 === END_MARKER) {
        if (rc[1] !== 0) throw new Error('the program is damaged');
        isFinished = true;
        return;
      }
      if (rep0 >>> 0 >= length) throw new Error('the program is damaged');
      for (let from = length - rep0 - 1; copied > 0; copied--) out[length++] = out[from++];
    }
  }

  /**
   * Reads the header, if all of it is there.
   * @returns {boolean} whether it is
   */
  function begin() {
    if (input.length < HEADER + 5) return false;
    const header = new DataView(input.buffer);
    const isSizeOpen = header.getUint32(5) === 0xffffffff && header.getUint32(9) === 0xffffffff;
    if (header.getUint8(0) !== PROPERTIES || !isSizeOpen || header.getUint8(HEADER) !== 0) {
      throw new Error('the program is not packed as expected');
    }
    rc[0] = 0xffffffff;
    rc[1] = header.getUint32(HEADER + 1);
    at = HEADER + 5;
    hasBegun = true;
    return true;
  }

  /** @param {number} size  that the output needs at least */
  function reserve(size) {
    if (size <= out.length) return;
    const larger = new Uint8Array(Math.max(size, 2 * out.length));
    larger.set(out);
    out = larger;
  }

  return {
    isFinished: () => isFinished,

    /**
     * Appends to the input.
     * @param {Uint8Array | null} more  null at the end of the input
     */
    take(more) {
      if (more === null) {
        if (isInputOver) throw new Error('the program ends too early');
        isInputOver = true;
        more = new Uint8Array(MOST_INPUT); // lets decode() reach the last byte
      }
      const rest = input.subarray(at);
      input = new Uint8Array(rest.length + more.length);
      input.set(rest);
      input.set(more, rest.length);
      at = 0;
    },

    /**
     * Returns the next part of the output.
     * @returns {Uint8Array<ArrayBuffer> | null} null if it needs more input
     */
    next() {
      if (!hasBegun && !begin()) return null;
      const end = handedOn + PORTION;
      reserve(end + LONGEST_MATCH);
      decode(end);
      if (length < end && !isFinished) return null;
      const portion = out.subarray(handedOn, length);
      handedOn = length;
      return portion;
    },
  };
}
