/**
 * GOST R 34.11-2012 («Стрибог»), RFC 6986: streaming, 256 or 512 bits.
 *
 * The state is sixteen 32-bit words, least significant first, so message bytes need no reversal. S, P and L
 * together are eight tables of 256 64-bit entries, kept as pairs of 32-bit halves because BigInt would be
 * some fifty times slower.
 */

import { CONSTANTS, PI, ROWS } from "./streebog-constants.js";

const WORDS = 16;

/** Tables of L∘S for byte `position` of a 64-bit row: the low and the high half of each entry. */
function table(position) {
  const low = new Int32Array(256);
  const high = new Int32Array(256);
  const rows = new DataView(ROWS.buffer);
  for (let byte = 0; byte < 256; byte++) {
    for (let bit = 0; bit < 8; bit++) {
      if (!((PI[byte] >> bit) & 1)) continue;
      const row = 8 * (63 - 8 * position - bit);
      high[byte] ^= rows.getInt32(row);
      low[byte] ^= rows.getInt32(row + 4);
    }
  }
  return [low, high];
}

const [[L0, H0], [L1, H1], [L2, H2], [L3, H3], [L4, H4], [L5, H5], [L6, H6], [L7, H7]] = Array.from(
  { length: 8 },
  (_, position) => table(position),
);

const KEYS = CONSTANTS.map((bytes) => {
  const view = new DataView(bytes.buffer);
  return Int32Array.from({ length: WORDS }, (_, i) => view.getInt32(60 - 4 * i));
});

/** out = LPS(x ⊕ y). `out` must be neither x nor y. */
function xlps(x, y, out) {
  for (let half = 0; half < 2; half++) {
    let a = x[half] ^ y[half];
    let b = x[half + 2] ^ y[half + 2];
    let c = x[half + 4] ^ y[half + 4];
    let d = x[half + 6] ^ y[half + 6];
    let e = x[half + 8] ^ y[half + 8];
    let f = x[half + 10] ^ y[half + 10];
    let g = x[half + 12] ^ y[half + 12];
    let h = x[half + 14] ^ y[half + 14];
    for (let at = 8 * half; at < 8 * half + 8; at += 2) {
      const i = a & 255;
      const j = b & 255;
      const k = c & 255;
      const l = d & 255;
      const m = e & 255;
      const n = f & 255;
      const o = g & 255;
      const p = h & 255;
      out[at] = L0[i] ^ L1[j] ^ L2[k] ^ L3[l] ^ L4[m] ^ L5[n] ^ L6[o] ^ L7[p];
      out[at + 1] = H0[i] ^ H1[j] ^ H2[k] ^ H3[l] ^ H4[m] ^ H5[n] ^ H6[o] ^ H7[p];
      a >>>= 8;
      b >>>= 8;
      c >>>= 8;
      d >>>= 8;
      e >>>= 8;
      f >>>= 8;
      g >>>= 8;
      h >>>= 8;
    }
  }
}

/** sum += value, as little-endian 512-bit numbers modulo 2^512. */
function add(sum, value) {
  let carry = 0;
  for (let i = 0; i < WORDS; i++) {
    const total = (sum[i] >>> 0) + (value[i] >>> 0) + carry;
    sum[i] = total;
    carry = total > 0xffffffff ? 1 : 0;
  }
}

// Scratch of the compression function; JavaScript in one thread cannot enter it twice.
let key = new Int32Array(WORDS);
let nextKey = new Int32Array(WORDS);
let text = new Int32Array(WORDS);
let nextText = new Int32Array(WORDS);

/** h = g_n(h, m), RFC 6986 § 8. */
function compress(h, n, m) {
  xlps(h, n, key);
  text.set(m);
  for (const constant of KEYS) {
    xlps(text, key, nextText);
    xlps(key, constant, nextKey);
    [text, nextText] = [nextText, text];
    [key, nextKey] = [nextKey, key];
  }
  for (let i = 0; i < WORDS; i++) h[i] ^= text[i] ^ key[i] ^ m[i];
}

const ZERO = new Int32Array(WORDS);
const BLOCK_BITS = Int32Array.of(512, ...new Array(WORDS - 1).fill(0));

/** A hash being computed: `update` any number of times, then `digest` once. */
export class Streebog {
  /** @param {256|512} bits length of the digest */
  constructor(bits) {
    this.bits = bits;
    this.blockSize = 64;
    this.outputSize = bits / 8;
    this.h = new Int32Array(WORDS).fill(bits === 256 ? 0x01010101 : 0);
    this.n = new Int32Array(WORDS);
    this.sigma = new Int32Array(WORDS);
    this.m = new Int32Array(WORDS);
    // A byte view of the block; every browser runs on little-endian machines.
    this.block = new Uint8Array(this.m.buffer);
    this.filled = 0;
  }

  /** An independent copy, for hashing several messages with one beginning (HMAC). */
  clone() {
    const copy = new Streebog(this.bits);
    for (const part of ["h", "n", "sigma", "m"]) copy[part].set(this[part]);
    copy.filled = this.filled;
    return copy;
  }

  update(bytes) {
    let offset = 0;
    while (offset < bytes.length) {
      const end = Math.min(bytes.length, offset + 64 - this.filled);
      while (offset < end) this.block[this.filled++] = bytes[offset++];
      if (this.filled < 64) break;
      compress(this.h, this.n, this.m);
      add(this.n, BLOCK_BITS);
      add(this.sigma, this.m);
      this.filled = 0;
    }
    return this;
  }

  digest() {
    const length = new Int32Array(WORDS);
    length[0] = 8 * this.filled;
    this.block.fill(0, this.filled);
    this.block[this.filled] = 1;
    compress(this.h, this.n, this.m);
    add(this.n, length);
    add(this.sigma, this.m);
    compress(this.h, ZERO, this.n);
    compress(this.h, ZERO, this.sigma);
    return new Uint8Array(this.h.buffer.slice(64 - this.outputSize));
  }
}

/** Digest of one message. */
export function streebog(bits, bytes) {
  return new Streebog(bits).update(bytes).digest();
}
