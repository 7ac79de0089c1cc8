/**
 * Reading an X.509 certificate with a GOST key: enough to show whose it is and to sign with it. The check of
 * the chain, revocation and authority is the server's work.
 */

import { concat, fromBigInt, toHex } from "./bytes.js";
import { CURVES } from "./curves.js";
import { context, DerError, element, octetString, parse, TAG } from "./der.js";
import { unsupported } from "./errors.js";

/** Key algorithms by identifier (RFC 9215 § 4.2): the digest used with them, in bits and by identifier. */
export const KEY_ALGORITHMS = {
  "1.2.643.7.1.1.1.1": { bits: 256, digest: "1.2.643.7.1.1.2.2" },
  "1.2.643.7.1.1.1.2": { bits: 512, digest: "1.2.643.7.1.1.2.3" },
};

/** Attributes of a subject (X.520; ИНН and the rest by the FSB order No 795 of 27.12.2011). */
const ATTRIBUTES = {
  "2.5.4.3": "commonName",
  "2.5.4.4": "surname",
  "2.5.4.42": "givenName",
  "2.5.4.10": "organization",
  "2.5.4.12": "title",
  "1.2.643.3.131.1.1": "inn",
  "1.2.643.100.4": "innLegal",
  "1.2.643.100.1": "ogrn",
  "1.2.643.100.5": "ogrnip",
  "1.2.643.100.3": "snils",
};

/**
 * Read the algorithm of a GOST key from its AlgorithmIdentifier (certificate or PKCS#8).
 *
 * @returns {{oid: string, bits: number, digest: string, curve: object}}
 * @throws {SignError} `unsupported` for RSA, GOST 2001 and unknown parameter sets
 */
export function keyAlgorithm(identifier) {
  const fields = identifier.open();
  const oid = fields.next().oid;
  const algorithm = KEY_ALGORITHMS[oid];
  if (!algorithm) throw unsupported(oid);
  const parameterSet = fields.next().open().next().oid;
  const curve = CURVES[parameterSet];
  if (!curve || 8 * curve.size !== algorithm.bits) throw unsupported(parameterSet);
  return { oid, ...algorithm, curve };
}

/**
 * Parse a certificate. `raw` and the other `…Raw` fields are its own bytes, to be compared and copied as they
 * are; `keyIdentifier` is the AlgorithmIdentifier of its key, read by keyAlgorithm when the key is used.
 *
 * @throws {DerError} if the bytes are no certificate
 */
export function parseCertificate(raw) {
  const tbs = parse(raw).open().next().open();
  tbs.optional(context(0)); // version
  const serial = tbs.next(TAG.INTEGER);
  tbs.next(TAG.SEQUENCE); // signature algorithm
  const issuer = tbs.next(TAG.SEQUENCE);
  const validity = tbs.next().open();
  const notBefore = readTime(validity.next());
  const notAfter = readTime(validity.next());
  const subject = tbs.next(TAG.SEQUENCE);
  const keyInfo = tbs.next().open();
  return {
    raw,
    serialRaw: serial.raw,
    issuerRaw: issuer.raw,
    subjectRaw: subject.raw,
    serial: toHex(serial.content).replace(/^00(?=.)/, "").toUpperCase(),
    notBefore,
    notAfter,
    subject: readName(subject),
    issuer: readName(issuer),
    keyIdentifier: keyInfo.next(TAG.SEQUENCE),
    pointRaw: keyInfo.next(TAG.BIT_STRING).raw,
  };
}

/** Public point as certificates carry it: x, y little-endian, OCTET STRING in BIT STRING (RFC 9215 § 4.3). */
export function encodePoint({ size }, { x, y }) {
  const coordinates = [x, y].map((value) => fromBigInt(value, size).reverse());
  return element(TAG.BIT_STRING, Uint8Array.of(0), octetString(concat(...coordinates)));
}

/** Plain data for people: what the page shows about the owner. */
export function describe({ subject, issuer, serial, notBefore, notAfter }) {
  const person = [subject.surname, subject.givenName].filter(Boolean).join(" ");
  return {
    owner: person || subject.commonName || "",
    organization: subject.organization || (person ? subject.commonName : "") || "",
    title: subject.title ?? "",
    // Certificates of organisations before 2021 carry their ten digits here, padded with «00».
    inn: (subject.inn ?? "").replace(/^00(?=\d{10}$)/, ""),
    innLegal: subject.innLegal ?? "",
    ogrn: subject.ogrn ?? subject.ogrnip ?? "",
    snils: subject.snils ?? "",
    issuer: issuer.commonName || issuer.organization || "",
    serial,
    notBefore,
    notAfter,
  };
}

function readName(name) {
  const out = {};
  for (const set of name.children) {
    for (const pair of set.expect(TAG.SET).children) {
      const fields = pair.open();
      const label = ATTRIBUTES[fields.next().oid];
      if (label) out[label] ??= readString(fields.next());
    }
  }
  return out;
}

function readString({ tag, content }) {
  const encoding = tag === TAG.BMP ? "utf-16be" : tag === TAG.UTF8 ? "utf-8" : "windows-1252";
  return new TextDecoder(encoding).decode(content).trim();
}

/** UTCTime (two-digit years up to 2049) or GeneralizedTime, both in UTC (RFC 5280 § 4.1.2.5). */
function readTime({ tag, content }) {
  let digits = new TextDecoder().decode(content);
  if (tag === TAG.UTC_TIME) digits = (digits < "50" ? "20" : "19") + digits;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits);
  if (!match) throw new DerError("time is malformed");
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}
