/**
 * DER (X.690): a strict reader over slices of the original bytes and a small writer.
 *
 * The reader never copies: certificates and names are taken over exactly as their issuer wrote them. Whatever
 * is not DER (indefinite or padded lengths, trailing bytes) is refused.
 */

import { compare, concat, toBigInt } from "./bytes.js";

export class DerError extends Error {}

export const TAG = {
  BOOLEAN: 0x01,
  INTEGER: 0x02,
  BIT_STRING: 0x03,
  OCTET_STRING: 0x04,
  NULL: 0x05,
  OID: 0x06,
  UTF8: 0x0c,
  BMP: 0x1e,
  UTC_TIME: 0x17,
  GENERALIZED_TIME: 0x18,
  SEQUENCE: 0x30,
  SET: 0x31,
};

/** Bit of the tag byte that says «made of elements». */
const CONSTRUCTED = 0x20;

/** Tag byte of a constructed context-specific value [n]. */
export const context = (n) => 0xa0 | n;

/** One element: `raw` is all of it, `content` what follows tag and length. */
class Element {
  constructor(tag, raw, content) {
    this.tag = tag;
    this.raw = raw;
    this.content = content;
  }

  /** The same element, if it has this tag. */
  expect(tag) {
    if (this.tag !== tag) throw new DerError(`tag ${this.tag} where ${tag} is due`);
    return this;
  }

  /** Elements inside a constructed one, or inside an OCTET STRING known to wrap DER. */
  get children() {
    const list = [];
    for (let rest = this.content; rest.length; ) {
      const element = readOne(rest);
      list.push(element);
      rest = rest.subarray(element.raw.length);
    }
    return list;
  }

  /** A cursor over the children of a SEQUENCE, SET or [n]. */
  open(tag = TAG.SEQUENCE) {
    return new Cursor(this.expect(tag).children);
  }

  get oid() {
    return decodeOid(this.expect(TAG.OID).content);
  }

  /** Value of a non-negative INTEGER. */
  get integer() {
    const { content } = this.expect(TAG.INTEGER);
    const padded = content.length > 1 && content[0] === 0 && content[1] < 0x80;
    if (!content.length || content[0] >= 0x80 || padded) throw new DerError("integer is negative or padded");
    return toBigInt(content);
  }

  /** Value of an INTEGER small enough to count with. */
  get number() {
    const value = this.integer;
    if (value > 0x7fffffffn) throw new DerError("integer is too large");
    return Number(value);
  }

  get octets() {
    return this.expect(TAG.OCTET_STRING).content;
  }

  /** Bytes of a BIT STRING of whole bytes. */
  get bits() {
    const { content } = this.expect(TAG.BIT_STRING);
    if (content[0] !== 0) throw new DerError("bit string is not whole bytes");
    return content.subarray(1);
  }
}

/** Walks the children of one constructed element in order. */
class Cursor {
  constructor(elements) {
    this.elements = elements;
    this.at = 0;
  }

  next(tag) {
    const element = this.elements[this.at++];
    if (!element) throw new DerError("element is missing");
    return tag === undefined ? element : element.expect(tag);
  }

  /** The next element if it has this tag, otherwise nothing is taken. */
  optional(tag) {
    return this.elements[this.at]?.tag === tag ? this.elements[this.at++] : undefined;
  }

  rest() {
    return this.elements.slice(this.at);
  }
}

function readOne(bytes) {
  if (bytes.length < 2 || (bytes[0] & 0x1f) === 0x1f) throw new DerError("not a DER element");
  let header = 2;
  let length = bytes[1];
  if (length >= 0x80) {
    const size = length & 0x7f;
    if (size === 0 || size > 4 || bytes.length < 2 + size) throw new DerError("length is not DER");
    length = bytes.subarray(2, 2 + size).reduce((total, byte) => total * 256 + byte, 0);
    if (length < 0x80 || (size > 1 && bytes[2] === 0)) throw new DerError("length is padded");
    header += size;
  }
  if (header + length > bytes.length) throw new DerError("element is cut off");
  return new Element(bytes[0], bytes.subarray(0, header + length), bytes.subarray(header, header + length));
}

/** The one element that fills `bytes` entirely. */
export function parse(bytes) {
  const element = readOne(bytes);
  if (element.raw.length !== bytes.length) throw new DerError("bytes after the element");
  return element;
}

/** Whether bytes are DER all through, looking also into an OCTET STRING that holds a SEQUENCE. */
export function isDer(bytes) {
  try {
    walk(parse(bytes));
    return true;
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}

function walk(element) {
  const holdsDer = element.tag === TAG.OCTET_STRING && element.content[0] === TAG.SEQUENCE;
  if (element.tag & CONSTRUCTED || holdsDer) element.children.forEach(walk);
}

function decodeOid(content) {
  if (!content.length || content.at(-1) >= 0x80) throw new DerError("object identifier is cut off");
  const arcs = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const top = Math.min(2, Math.floor(arcs[0] / 40));
  return [top, arcs[0] - 40 * top, ...arcs.slice(1)].join(".");
}

/** An element with this tag and the concatenated parts inside. */
export function element(tag, ...parts) {
  const content = concat(...parts);
  const size = [];
  for (let rest = content.length; rest; rest = Math.floor(rest / 256)) size.unshift(rest % 256);
  const length = content.length < 0x80 ? [content.length] : [0x80 | size.length, ...size];
  return concat(Uint8Array.of(tag, ...length), content);
}

export const sequence = (...parts) => element(TAG.SEQUENCE, ...parts);
/** SET OF in DER order (X.690 § 11.6). */
export const setOf = (...parts) => element(TAG.SET, ...parts.sort(compare));
export const octetString = (bytes) => element(TAG.OCTET_STRING, bytes);

/** A small non-negative INTEGER, below 128. */
export const smallInteger = (value) => element(TAG.INTEGER, Uint8Array.of(value));

export function oid(text) {
  const [first, second, ...arcs] = text.split(".").map(Number);
  const bytes = [40 * first + second, ...arcs].flatMap((arc) => {
    const digits = [arc % 128];
    for (let rest = Math.floor(arc / 128); rest; rest = Math.floor(rest / 128)) digits.unshift(0x80 | rest % 128);
    return digits;
  });
  return element(TAG.OID, Uint8Array.from(bytes));
}

/** Time as CMS wants it: UTCTime until 2049, GeneralizedTime after (RFC 5652 § 11.3). */
export function time(date) {
  const digits = date.toISOString().replace(/\.\d+/, "").replace(/[-:T]/g, "");
  const utc = date.getUTCFullYear() < 2050;
  return element(utc ? TAG.UTC_TIME : TAG.GENERALIZED_TIME, new TextEncoder().encode(utc ? digits.slice(2) : digits));
}
