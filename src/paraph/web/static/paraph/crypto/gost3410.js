/**
 * GOST R 34.10-2012 (RFC 7091): public key and signature.
 *
 * Points are projective [X, Y, Z] and every step is one complete addition, so the operations do not depend on
 * the bits of the scalar. BigInt arithmetic itself is not constant in time: good for a key file opened by its
 * owner, no substitute for a token or a certified provider.
 */

import { concat, fromBigInt, toBigInt, toBigIntLE, wipe } from "./bytes.js";
import { streebog } from "./streebog.js";

/**
 * P + Q by the complete formulas of Renes, Costello and Batina (EUROCRYPT 2016, algorithm 1). They have no
 * exceptions in a subgroup of odd order, hence also serve for doubling and for the zero point.
 */
function add(curve, [x1, y1, z1], [x2, y2, z2]) {
  const { p, a, b } = curve;
  const b3 = 3n * b;
  const xx = x1 * x2;
  const yy = y1 * y2;
  const zz = (z1 * z2) % p;
  const xy = ((x1 + y1) * (x2 + y2) - xx - yy) % p;
  const xz = ((x1 + z1) * (x2 + z2) - xx - zz) % p;
  const yz = ((y1 + z1) * (y2 + z2) - yy - zz) % p;
  const tail = (a * xz + b3 * zz) % p;
  const minus = (yy - tail) % p;
  const plus = (yy + tail) % p;
  const azz = (a * zz) % p;
  const slope = (3n * xx + azz) % p;
  const cross = (a * (xx - azz) + b3 * xz) % p;
  return [(xy * minus - yz * cross) % p, (plus * minus + slope * cross) % p, (yz * plus + xy * slope) % p];
}

const WINDOW = 4n;

/** scalar · G as affine {x, y}; the scalar is in 1 … q − 1. */
function multiplyBase(curve, scalar) {
  const multiples = [[0n, 1n, 0n]];
  for (let i = 1; i < 1 << Number(WINDOW); i++) {
    multiples.push(add(curve, multiples[i - 1], [curve.x, curve.y, 1n]));
  }
  let sum = multiples[0];
  for (let shift = BigInt(8 * curve.size); shift > 0n; ) {
    shift -= WINDOW;
    for (let i = 0n; i < WINDOW; i++) sum = add(curve, sum, sum);
    sum = add(curve, sum, multiples[Number((scalar >> shift) & ((1n << WINDOW) - 1n))]);
  }
  const inverse = invert(sum[2], curve.p);
  return { x: modulo(sum[0] * inverse, curve.p), y: modulo(sum[1] * inverse, curve.p) };
}

const modulo = (value, modulus) => ((value % modulus) + modulus) % modulus;

/** Inverse by Fermat's theorem: the exponent, not the value, decides the steps. */
function invert(value, prime) {
  let result = 1n;
  for (let power = modulo(value, prime), exponent = prime - 2n; exponent; exponent >>= 1n) {
    if (exponent & 1n) result = (result * power) % prime;
    power = (power * power) % prime;
  }
  return result;
}

/** Public key {x, y} of the private key d. */
export function publicKey(curve, d) {
  return multiplyBase(curve, d);
}

/**
 * One-time number in 1 … q − 1: the browser's randomness mixed with the key and the digest, so that a weak
 * generator alone cannot reveal the key. Twice the length of q keeps the bias of the reduction negligible.
 */
function nonce(curve, d, digest) {
  const seed = concat(crypto.getRandomValues(new Uint8Array(64)), fromBigInt(d, curve.size), digest);
  const halves = [0, 1].map((half) => streebog(512, concat(Uint8Array.of(half), seed)));
  const wide = concat(...halves);
  const k = (toBigInt(wide) % (curve.q - 1n)) + 1n;
  wipe(seed, wide, ...halves);
  return k;
}

/**
 * Signature s ‖ r of a digest, both big-endian (RFC 9215 § 2.2, RFC 4491 § 2.2.2).
 *
 * The digest is read as a little-endian number (RFC 7091 § 5.3 over the byte order of RFC 6986).
 */
export function sign(curve, d, digest) {
  const { q, size } = curve;
  const e = toBigIntLE(digest) % q || 1n;
  for (;;) {
    const k = nonce(curve, d, digest);
    const r = multiplyBase(curve, k).x % q;
    const s = (r * d + k * e) % q;
    if (r && s) return concat(fromBigInt(s, size), fromBigInt(r, size));
  }
}
