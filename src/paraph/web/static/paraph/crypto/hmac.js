/** HMAC (RFC 2104) and the two ways to make a key from a password: PBKDF2 and the old one of PKCS#12. */

import { concat, wipe } from "./bytes.js";

/** HMAC with one key for many messages: the hash of the padded key is computed once. */
export class Hmac {
  /** @param hash a fresh hash object (Streebog or Sha256), used as the mould of all others */
  constructor(hash, key) {
    const padded = new Uint8Array(hash.blockSize);
    padded.set(key.length > hash.blockSize ? hash.clone().update(key).digest() : key);
    this.inner = hash.clone().update(padded.map((byte) => byte ^ 0x36));
    this.outer = hash.clone().update(padded.map((byte) => byte ^ 0x5c));
    wipe(padded);
  }

  /** HMAC of the concatenated parts. */
  digest(...parts) {
    const inner = this.inner.clone();
    for (const part of parts) inner.update(part);
    return this.outer.clone().update(inner.digest()).digest();
  }
}

/** PBKDF2 (RFC 8018 § 5.2; with Streebog RFC 9337 § 4). `password` is bytes, UTF-8 by RFC 9337. */
export function pbkdf2(hash, password, salt, iterations, length) {
  const hmac = new Hmac(hash, password);
  const out = new Uint8Array(Math.ceil(length / hash.outputSize) * hash.outputSize);
  for (let offset = 0, block = 1; offset < length; offset += hash.outputSize, block++) {
    let u = hmac.digest(salt, Uint8Array.of(block >>> 24, block >>> 16, block >>> 8, block));
    const sum = u.slice();
    for (let i = 1; i < iterations; i++) {
      u = hmac.digest(u);
      for (let j = 0; j < sum.length; j++) sum[j] ^= u[j];
    }
    out.set(sum, offset);
  }
  return out.slice(0, length);
}

/** The purpose byte «key of the MAC» (RFC 7292 § B.3). */
const MAC_KEY = 3;

/**
 * MAC key by RFC 7292 § B.2, one hash output long: what OpenSSL made before it learnt RFC 9548 and still makes
 * under LEGACY_GOST_PKCS12. The password is a BMPString with a terminating zero.
 */
export function pkcs12MacKey(hash, password, salt, iterations) {
  const text = new TextDecoder().decode(password);
  const bmp = new Uint8Array(2 * text.length + 2);
  for (let i = 0; i < text.length; i++) bmp.set([text.charCodeAt(i) >> 8, text.charCodeAt(i)], 2 * i);
  let digest = concat(
    new Uint8Array(hash.blockSize).fill(MAC_KEY),
    repeat(salt, hash.blockSize),
    repeat(bmp, hash.blockSize),
  );
  for (let i = 0; i < iterations; i++) digest = hash.clone().update(digest).digest();
  wipe(bmp);
  return digest;
}

/** The bytes repeated until they fill a whole number of blocks. */
function repeat(bytes, blockSize) {
  const length = Math.ceil(bytes.length / blockSize) * blockSize;
  return Uint8Array.from({ length }, (_, i) => bytes[i % bytes.length]);
}
