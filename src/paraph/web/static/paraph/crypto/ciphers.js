/**
 * Ciphers that protect GOST key files. Only decryption is needed, and in CFB and CTR that means running the
 * block cipher forwards. Key files are kilobytes, so clarity comes before speed.
 *
 * - GOST 28147-89 in CFB with CryptoPro key meshing (RFC 5830, RFC 4357 § 2.3.2), as gost-engine writes;
 * - Magma and Kuznyechik in CTR-ACPKM (RFC 8891, RFC 7801, RFC 8645 § 6.2.2), as RFC 9548 asks.
 */

import { concat, fromHex, wipe } from "./bytes.js";
import { PI } from "./streebog-constants.js";

/** Substitutions of GOST 28147-89, sixteen nibbles each, the one of the lowest nibble first. */
const PARAM_Z = [
  "c462a5b9e8d703f1",
  "68239a5c1e47bd0f",
  "b3582fade174c960",
  "c821d4f670a53e9b",
  "7f5a816d093eb42c",
  "5df692cab78143e0",
  "8e25691cf4b0da37",
  "17ed05834fa69cb2",
];
const CRYPTOPRO_A = [
  "96328b17a4efc0d5",
  "37e98af0526cb4d1",
  "e462b3d8cf5a0719",
  "e7acd13902b4f856",
  "b5198df0e423c7a6",
  "3adc120b75948fe6",
  "1d297a608c45f3be",
  "baf50ce8623917d4",
];
/** Object identifiers of the substitutions: id-tc26-gost-28147-param-Z and id-Gost28147-89-CryptoPro-A. */
export const SUBSTITUTIONS = { "1.2.643.7.1.2.5.1.1": PARAM_Z, "1.2.643.2.2.31.1": CRYPTOPRO_A };

const UP = [0, 1, 2, 3, 4, 5, 6, 7];
const DOWN = [7, 6, 5, 4, 3, 2, 1, 0];
const ENCRYPT = [...UP, ...UP, ...UP, ...DOWN];
const DECRYPT = [...UP, ...DOWN, ...DOWN, ...DOWN];

/**
 * GOST 28147-89. The same rounds make Magma (GOST R 34.12-2015), which only writes numbers the other way round:
 * `littleEndian` is true for the former, false for the latter.
 */
class Gost28147 {
  constructor(key, substitution, littleEndian) {
    this.substitution = substitution.map((nibbles) => Array.from(nibbles, (nibble) => parseInt(nibble, 16)));
    this.littleEndian = littleEndian;
    const view = new DataView(key.buffer, key.byteOffset, 32);
    this.key = UP.map((i) => view.getUint32(4 * i, littleEndian));
  }

  encrypt(block) {
    return this.rounds(block, ENCRYPT);
  }

  decrypt(block) {
    return this.rounds(block, DECRYPT);
  }

  rounds(block, order) {
    const [lowAt, highAt] = this.littleEndian ? [0, 4] : [4, 0];
    const input = new DataView(block.buffer, block.byteOffset, 8);
    let low = input.getUint32(lowAt, this.littleEndian);
    let high = input.getUint32(highAt, this.littleEndian);
    for (const i of order) [low, high] = [high ^ this.mix(low + this.key[i]), low];
    const output = new DataView(new ArrayBuffer(8));
    output.setUint32(lowAt, high, this.littleEndian);
    output.setUint32(highAt, low, this.littleEndian);
    return new Uint8Array(output.buffer);
  }

  /** Substitution of each nibble, then rotation by 11 bits. */
  mix(sum) {
    let word = 0;
    this.substitution.forEach((nibbles, i) => (word |= nibbles[(sum >>> (4 * i)) & 15] << (4 * i)));
    return (word << 11) | (word >>> 21);
  }
}

/** The constant CryptoPro key meshing decrypts to make the next key (RFC 4357 § 2.3.2). */
const MESHING = fromHex("6900722264c904238d3adb9646e92ac418feac9400ed0712c086dcc2ef4ca92b");
const MESHING_SECTION = 1024;

/** Decrypt GOST 28147-89 CFB; the key and the IV are changed after every 1024 bytes. */
export function gost28147Cfb(key, iv, substitution, data) {
  let cipher = new Gost28147(key, substitution, true);
  let register = iv;
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 8) {
    if (at && at % MESHING_SECTION === 0) {
      const blocks = [0, 8, 16, 24].map((start) => cipher.decrypt(MESHING.subarray(start)));
      cipher = new Gost28147(concat(...blocks), substitution, true);
      register = cipher.encrypt(register);
    }
    const gamma = cipher.encrypt(register);
    register = data.subarray(at, at + 8);
    register.forEach((byte, i) => (out[at + i] = byte ^ gamma[i]));
  }
  return out;
}

/**
 * Magma with the interface of CTR-ACPKM below. `sections` are the bytes encrypted under one key: first as
 * RFC 9337 says, then as gost-engine does in key files.
 */
export class Magma extends Gost28147 {
  static blockSize = 8;
  static sections = [8 * 1024, 1024];

  constructor(key) {
    super(key, PARAM_Z, false);
  }
}

/** Coefficients of the linear function l for bytes a15 … a0 (RFC 7801 § 4.2). */
const LINEAR = [148, 32, 133, 16, 194, 192, 1, 251, 1, 192, 194, 16, 133, 32, 148, 1];

/** Multiplication in GF(2)[x] / (x^8 + x^7 + x^6 + x + 1). */
function multiply(a, b) {
  let product = 0;
  for (; b; b >>= 1, a = (a << 1) ^ (a & 0x80 ? 0x1c3 : 0)) if (b & 1) product ^= a;
  return product;
}

/** All products of each coefficient. */
const MULTIPLES = new Map(
  LINEAR.map((factor) => [factor, Uint8Array.from({ length: 256 }, (_, byte) => multiply(factor, byte))]),
);

/** The linear transformation L, in place. */
function linear(block) {
  for (let round = 0; round < 16; round++) {
    let sum = 0;
    for (let i = 0; i < 16; i++) sum ^= MULTIPLES.get(LINEAR[i])[block[i]];
    block.copyWithin(1, 0, 15);
    block[0] = sum;
  }
  return block;
}

const xor = (a, b) => a.map((byte, i) => byte ^ b[i]);
/** L∘S∘X, one round. */
const round = (key, block) => linear(xor(key, block).map((byte) => PI[byte]));

/** Kuznyechik, GOST R 34.12-2015 (RFC 7801). */
export class Kuznyechik {
  static blockSize = 16;
  static sections = [256 * 1024, 4 * 1024];

  constructor(key) {
    let [left, right] = [key.slice(0, 16), key.slice(16, 32)];
    this.keys = [left, right];
    for (let i = 1; i <= 32; i++) {
      const constant = linear(Uint8Array.of(...new Array(15).fill(0), i));
      [left, right] = [xor(round(constant, left), right), left];
      if (i % 8 === 0) this.keys.push(left, right);
    }
  }

  encrypt(block) {
    const whitened = this.keys.slice(0, 9).reduce((state, key) => round(key, state), block);
    return xor(whitened, this.keys[9]);
  }
}

function increment(counter) {
  for (let i = counter.length - 1; i >= 0; i--) {
    counter[i] += 1;
    if (counter[i]) return;
  }
}

/** The constant D of ACPKM: bytes 80 … 9f (RFC 8645 § 6.2.1). */
const ACPKM = Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i);

/** Encrypt or, the same, decrypt in CTR-ACPKM; `iv` is half a block, `section` whole blocks in bytes. */
export function ctrAcpkm(Cipher, key, iv, data, section) {
  const { blockSize } = Cipher;
  let cipher = new Cipher(key);
  const counter = concat(iv, new Uint8Array(blockSize - iv.length));
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += blockSize) {
    if (at && at % section === 0) {
      const blocks = [];
      for (let i = 0; i < 32; i += blockSize) blocks.push(cipher.encrypt(ACPKM.slice(i, i + blockSize)));
      const next = concat(...blocks);
      cipher = new Cipher(next);
      wipe(next, ...blocks);
    }
    const gamma = cipher.encrypt(counter);
    data.subarray(at, at + blockSize).forEach((byte, i) => (out[at + i] = byte ^ gamma[i]));
    increment(counter);
  }
  return out;
}
