/**
 * SHA-256 (FIPS 180-4) with the interface of Streebog.
 *
 * Needed beside crypto.subtle, which browsers hide on plain http pages of a local network, and as the PBKDF2
 * function of containers made with OpenSSL's defaults.
 */

const PRIMES = [2];
for (let n = 3; PRIMES.length < 64; n += 2) if (PRIMES.every((prime) => n % prime)) PRIMES.push(n);

/** The first 32 bits of the fractional part (FIPS 180-4 § 4.2.2, 5.3.3). */
const fraction = (value) => ((value % 1) * 2 ** 32) | 0;
const ROUND_KEYS = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const INITIAL = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

const rotate = (word, by) => (word >>> by) | (word << (32 - by));
const schedule = new Int32Array(64);

function compress(state, view) {
  for (let i = 0; i < 16; i++) schedule[i] = view.getInt32(4 * i);
  for (let i = 16; i < 64; i++) {
    const early = schedule[i - 15];
    const late = schedule[i - 2];
    const s0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const s1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[i] = schedule[i - 16] + s0 + schedule[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const t1 = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + ROUND_KEYS[i] + schedule[i]) | 0;
    const t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] += word));
}

export class Sha256 {
  constructor() {
    this.blockSize = 64;
    this.outputSize = 32;
    this.state = INITIAL.slice();
    this.block = new Uint8Array(64);
    this.length = 0;
  }

  clone() {
    const copy = new Sha256();
    copy.state.set(this.state);
    copy.block.set(this.block);
    copy.length = this.length;
    return copy;
  }

  update(bytes) {
    const view = new DataView(this.block.buffer);
    for (const byte of bytes) {
      this.block[this.length++ % 64] = byte;
      if (this.length % 64 === 0) compress(this.state, view);
    }
    return this;
  }

  digest() {
    const bits = 8 * this.length;
    const padding = new Uint8Array(((119 - (this.length % 64)) % 64) + 9);
    padding[0] = 0x80;
    new DataView(padding.buffer).setUint32(padding.length - 8, Math.floor(bits / 2 ** 32));
    new DataView(padding.buffer).setUint32(padding.length - 4, bits >>> 0);
    this.update(padding);
    const out = new DataView(new ArrayBuffer(32));
    this.state.forEach((word, i) => out.setInt32(4 * i, word));
    return new Uint8Array(out.buffer);
  }
}

/** SHA-256 of a whole message, by the browser's own code where the page is allowed to use it. */
export async function sha256(bytes) {
  if (globalThis.crypto?.subtle) return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return new Sha256().update(bytes).digest();
}
