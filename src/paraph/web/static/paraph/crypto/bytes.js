/** Small helpers over Uint8Array and BigInt used by every module here. */

/** Join byte arrays into one new array. */
export function concat(...parts) {
  const out = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** Equality without an early exit, so that a MAC comparison does not tell where it failed. */
export function equal(a, b) {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
  return difference === 0;
}

/** Lexicographic order of byte arrays, as DER asks for SET OF (X.690 § 11.6). */
export function compare(a, b) {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

/** Overwrite secrets with zeros; strings and BigInts cannot be overwritten, so secrets live in arrays. */
export function wipe(...arrays) {
  for (const array of arrays) array?.fill(0);
}

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromHex(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function utf8(text) {
  return new TextEncoder().encode(text);
}

/** Big-endian bytes to a non-negative BigInt. */
export function toBigInt(bytes) {
  return BigInt("0x" + (toHex(bytes) || "0"));
}

/** Little-endian bytes to a non-negative BigInt: the order of keys and digests in GOST R 34.10. */
export function toBigIntLE(bytes) {
  return toBigInt(bytes.slice().reverse());
}

/** A non-negative BigInt as exactly `length` big-endian bytes. */
export function fromBigInt(value, length) {
  return fromHex(value.toString(16).padStart(2 * length, "0"));
}
