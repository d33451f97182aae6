// Unpacks the .lzma format while its bytes arrive, as far as the build writes
// it: literals with four bits of context, no context of positions, the size in
// the header.

const HEADER = 13;
/** The most bytes that one step can take, and the five with which it begins. */
const MOST = 32;
/** How much of the result is handed on at once. */
const PORTION = 1 << 16;

// Where the decisions of each kind have their probabilities.
const MATCH = 0, REP = 12, REP0 = 24, REP1 = 36, REP2 = 48, LONG = 60;
const NEAR = 72, ALIGN = NEAR + 128, SLOT = ALIGN + 16;
const LENGTH = SLOT + 4 * 64, AGAIN = LENGTH + 274, LITERAL = AGAIN + 274;
const ALL = LITERAL + 16 * 0x300;

/**
 * @param {ReadableStream<Uint8Array>} packed
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>}
 */
export function unpack(packed) {
  const reader = packed.getReader();
  const decoder = newDecoder();
  return new ReadableStream({
    async pull(controller) {
      // Until there is something to hand on: nobody asks again before.
      for (;;) {
        const portion = decoder.next();
        if (portion) {
          controller.enqueue(portion);
          if (decoder.finished()) controller.close();
          return;
        }
        const {done, value} = await reader.read();
        decoder.take(done ? null : value);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** Made once, its variables in one scope: so it is quick from the first bytes on. */
function newDecoder() {
  const probs = new Uint16Array(ALL).fill(1 << 10);
  const rc = new Uint32Array(2); // the range and the code: unsigned, which plain variables are not
  let input = new Uint8Array(0), at = 0, ended = false;
  let out = new Uint8Array(0), length = 0, handed = 0; // what is unpacked, and handed on of it
  let state = 0, rep0 = 0, rep1 = 0, rep2 = 0, rep3 = 0;

  /** @param {number} i  which probability the decision has */
  function bit(i) {
    const prob = probs[i];
    const bound = Math.imul(rc[0] >>> 11, prob) >>> 0;
    let is = 0;
    if (rc[1] < bound) {
      rc[0] = bound;
      probs[i] = prob + ((2048 - prob) >> 5);
    } else {
      rc[1] = (rc[1] - bound) >>> 0;
      rc[0] = (rc[0] - bound) >>> 0;
      probs[i] = prob - (prob >> 5);
      is = 1;
    }
    if (rc[0] < 0x1000000) {
      rc[0] = (rc[0] << 8) >>> 0;
      rc[1] = (rc[1] << 8 | input[at++]) >>> 0;
    }
    return is;
  }
  /** @param {number} base @param {number} bits */
  function tree(base, bits) {
    let node = 1;
    for (let n = bits; n > 0; n--) node = node << 1 | bit(base + node);
    return node - (1 << bits);
  }
  /** @param {number} base @param {number} bits */
  function reverse(base, bits) {
    let node = 1, symbol = 0;
    for (let n = 0; n < bits; n++) {
      const is = bit(base + node);
      node = node << 1 | is;
      symbol |= is << n;
    }
    return symbol;
  }
  /** @param {number} bits */
  function direct(bits) {
    let value = 0;
    for (; bits > 0; bits--) {
      rc[0] = rc[0] >>> 1;
      const is = rc[1] >= rc[0] ? 1 : 0;
      if (is) rc[1] -= rc[0];
      value = value << 1 | is;
      if (rc[0] < 0x1000000) {
        rc[0] = (rc[0] << 8) >>> 0;
        rc[1] = (rc[1] << 8 | input[at++]) >>> 0;
      }
    }
    return value;
  }
  /** @param {number} base */
  function count(base) {
    if (!bit(base)) return 2 + tree(base + 2, 3);
    if (!bit(base + 1)) return 10 + tree(base + 10, 3);
    return 18 + tree(base + 18, 8);
  }
  /** @param {number} copied its length */
  function distance(copied) {
    const slot = tree(SLOT + 64 * Math.min(copied - 2, 3), 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | slot & 1) << bits;
    if (slot < 14) return base + reverse(NEAR + base - slot, bits);
    return base + (direct(bits - 4) << 4) + reverse(ALIGN, 4);
  }


  function begin() {
    if (input.length < HEADER + 5) return false;
    const header = new DataView(input.buffer);
    if (header.getUint8(0) !== 4 || header.getUint32(9, true) !== 0 || header.getUint8(HEADER) !== 0) {
      throw new Error('the program is not packed as expected');
    }
    out = new Uint8Array(header.getUint32(5, true));
    rc[0] = 0xffffffff;
    rc[1] = header.getUint32(HEADER + 1);
    at = HEADER + 5;
    return true;
  }

  /** Unpacks up to a length or a little more, as far as the input suffices. @param {number} end */
  function decode(end) {
    const last = input.length - MOST;
    while (length < end && at <= last) {
      if (!bit(MATCH + state)) {
        const base = LITERAL + 0x300 * ((length ? out[length - 1] : 0) >> 4);
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
        continue;
      }
      let copied = 0;
      if (!bit(REP + state)) {
        copied = count(LENGTH);
        rep3 = rep2;
        rep2 = rep1;
        rep1 = rep0;
        rep0 = distance(copied);
        state = state < 7 ? 7 : 10;
      } else {
        if (!bit(REP0 + state)) {
          if (!bit(LONG + state)) copied = 1;
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
        if (copied) {
          state = state < 7 ? 9 : 11;
        } else {
          copied = count(AGAIN);
          state = state < 7 ? 8 : 11;
        }
      }
      if (rep0 >>> 0 >= length || copied > out.length - length) throw new Error('the program is damaged');
      for (let from = length - rep0 - 1; copied > 0; copied--) out[length++] = out[from++];
    }
  }

  return {
    finished: () => length === out.length,
    /** @param {Uint8Array | null} more  null: that was all */
    take(more) {
      if (more === null) {
        if (ended) throw new Error('the program ends too early');
        ended = true;
        // The last step may look at what is behind it.
        more = new Uint8Array(MOST);
      }
      const rest = input.subarray(at);
      input = new Uint8Array(rest.length + more.length);
      input.set(rest);
      input.set(more, rest.length);
      at = 0;
    },
    /** The next part of the result, or null where that needs more input. */
    next() {
      if (!rc[0] && !begin()) return null;
      const end = Math.min(out.length, handed + PORTION);
      decode(end);
      if (length < end) return null;
      if (length === out.length && rc[1]) throw new Error('the program is damaged');
      const portion = out.subarray(handed, length);
      handed = length;
      return portion;
    },
  };
}
