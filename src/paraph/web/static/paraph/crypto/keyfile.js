/**
 * Opening a key file: PKCS#12 (RFC 7292, with GOST RFC 9548), or PEM/DER with PKCS#8 and certificates, in one
 * file or in several. The result is a key proved to belong to its certificate.
 */

import { equal, toBigIntLE, wipe } from "./bytes.js";
import { encodePoint, keyAlgorithm, parseCertificate } from "./certificate.js";
import { context, DerError, parse, TAG } from "./der.js";
import { SignError, unsupported } from "./errors.js";
import { publicKey } from "./gost3410.js";
import { Hmac, pbkdf2, pkcs12MacKey } from "./hmac.js";
import { decrypt, hashByOid, iterationCount } from "./pbes2.js";

const DATA = "1.2.840.113549.1.7.1";
const ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
const KEY_BAG = "1.2.840.113549.1.12.10.1.1";
const SHROUDED_KEY_BAG = "1.2.840.113549.1.12.10.1.2";
const CERTIFICATE_BAG = "1.2.840.113549.1.12.10.1.3";
const X509_CERTIFICATE = "1.2.840.113549.1.9.22.1";

/**
 * Open the key in the chosen files.
 *
 * @param {{name: string, bytes: Uint8Array}[]} files
 * @param {Uint8Array} password in UTF-8; ignored by files that are not encrypted
 * @returns {{algorithm: object, d: BigInt, certificate: object, chain: object[]}}
 * @throws {SignError} notKeyFile, wrongPassword, noKey, noCertificate, keyMismatch, unsupported
 */
export function openKey(files, password) {
  const found = new KeyRing(password);
  for (const { name, bytes } of files) {
    try {
      found.read(bytes);
    } catch (error) {
      if (error instanceof DerError) throw new SignError("notKeyFile", { file: name });
      throw error;
    }
  }
  if (!found.keys.length) throw new SignError("noKey");
  if (!found.certificates.length) throw new SignError("noCertificate");
  return pair(found);
}

/** Keys and certificates gathered from the files. */
class KeyRing {
  constructor(password) {
    this.password = password;
    this.keys = [];
    this.certificates = [];
  }

  read(bytes) {
    const blocks = pemBlocks(bytes);
    if (!blocks) return this.readDer(bytes);
    for (const { label, body } of blocks) {
      if (label === "CERTIFICATE") this.addCertificate(body);
      else if (label === "PRIVATE KEY") this.addPrivateKey(body);
      else if (label === "ENCRYPTED PRIVATE KEY") this.addEncryptedKey(parse(body));
      wipe(body);
    }
  }

  /** A DER file tells what it is by its first element. */
  readDer(bytes) {
    const top = parse(bytes);
    const first = top.open().next();
    if (first.tag !== TAG.INTEGER) {
      const encrypted = first.open().next().tag === TAG.OID;
      return encrypted ? this.addEncryptedKey(top) : this.addCertificate(bytes);
    }
    return first.number === 3 ? this.readPfx(top) : this.addPrivateKey(bytes);
  }

  addCertificate(raw) {
    this.certificates.push(parseCertificate(raw.slice()));
  }

  /** PrivateKeyInfo (RFC 5208 § 5). */
  addPrivateKey(raw) {
    const fields = parse(raw).open();
    fields.next(TAG.INTEGER);
    const algorithm = keyAlgorithm(fields.next());
    this.keys.push({ curve: algorithm.curve, d: privateNumber(algorithm.curve, fields.next().octets) });
  }

  /** EncryptedPrivateKeyInfo (RFC 5208 § 6): without a MAC, noise instead of a key means a wrong password. */
  addEncryptedKey(element) {
    const [algorithm, data] = element.open().rest();
    if (!data) throw new DerError("encrypted key is cut off");
    const plain = decrypt(algorithm, data.octets, this.password);
    try {
      this.addPrivateKey(plain);
    } catch (error) {
      if (error instanceof DerError) throw new SignError("wrongPassword");
      throw error;
    } finally {
      wipe(plain);
    }
  }

  /** PFX (RFC 7292 § 4). Nothing inside is believed before its MAC is checked. */
  readPfx(top) {
    const [, authSafe, macData] = top.open().rest();
    if (!authSafe || !macData) throw new DerError("container has no MAC");
    const safe = contentOf(authSafe, DATA).octets;
    checkMac(safe, macData, this.password);
    for (const contentInfo of parse(safe).open().rest()) {
      for (const bag of this.safeContents(contentInfo).open().rest()) this.readBag(bag);
    }
  }

  safeContents(contentInfo) {
    if (contentInfo.open().next().oid === DATA) return parse(contentOf(contentInfo, DATA).octets);
    const fields = contentOf(contentInfo, ENCRYPTED_DATA).open();
    fields.next(TAG.INTEGER);
    const encrypted = fields.next().open();
    encrypted.next(TAG.OID);
    const algorithm = encrypted.next();
    // encryptedContent is [0] IMPLICIT OCTET STRING, primitive in DER.
    return parse(decrypt(algorithm, encrypted.next(0x80).content, this.password));
  }

  readBag(bag) {
    const fields = bag.open();
    const type = fields.next().oid;
    const value = fields.next().open(context(0)).next();
    if (type === KEY_BAG) this.addPrivateKey(value.raw);
    if (type === SHROUDED_KEY_BAG) this.addEncryptedKey(value);
    if (type === CERTIFICATE_BAG) {
      const certificate = value.open();
      if (certificate.next().oid !== X509_CERTIFICATE) return;
      this.addCertificate(certificate.next().open(context(0)).next().octets);
    }
  }
}

/** The content of a ContentInfo of the given type (RFC 5652 § 3). */
function contentOf(contentInfo, type) {
  const fields = contentInfo.open();
  const found = fields.next().oid;
  if (found !== type) throw unsupported(found);
  return fields.next().open(context(0)).next();
}

/**
 * Check MacData (RFC 7292 § 4). The key of the HMAC is the last 32 of 96 bytes of PBKDF2 (RFC 9548 § 3), or,
 * in files of older programs, comes from RFC 7292 § B.2.
 */
function checkMac(content, macData, password) {
  const fields = macData.open();
  const digestInfo = fields.next().open();
  const hash = hashByOid(digestInfo.next().open().next().oid);
  const expected = digestInfo.next().octets;
  const salt = fields.next().octets;
  const count = fields.optional(TAG.INTEGER);
  const iterations = count ? iterationCount(count) : 1;
  const derivations = [
    () => pbkdf2(hash, password, salt, iterations, 96).subarray(64),
    () => pkcs12MacKey(hash, password, salt, iterations),
  ];
  const matches = derivations.some((derive) => equal(new Hmac(hash, derive()).digest(content), expected));
  if (!matches) throw new SignError("wrongPassword");
}

/**
 * The private number from the privateKey of PKCS#8, bare or in an OCTET STRING: little-endian, alone or followed
 * by masks to multiply by (RFC 9548 § 5).
 */
function privateNumber({ size, q }, octets) {
  const bytes = octets.length % size ? parse(octets).octets : octets;
  if (!bytes.length || bytes.length % size) throw new DerError("private key has a wrong length");
  let d = 1n;
  for (let at = 0; at < bytes.length; at += size) d = (d * toBigIntLE(bytes.subarray(at, at + size))) % q;
  if (d === 0n) throw new DerError("private key is zero");
  return d;
}

/** PEM blocks of a text file, or nothing if it is not one. */
function pemBlocks(bytes) {
  const text = new TextDecoder("latin1").decode(bytes);
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \1-----/g)];
  if (!blocks.length) return undefined;
  return blocks.map(([, label, body]) => ({ label, body: fromBase64(body) }));
}

function fromBase64(text) {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw new DerError("PEM is not base64");
  }
}

/** Join a key with the certificate that carries its public point d · G, and with the certificates above it. */
function pair({ keys, certificates }) {
  for (const { curve, d } of keys) {
    const point = encodePoint(curve, publicKey(curve, d));
    const own = certificates.filter(({ pointRaw }) => equal(pointRaw, point));
    // After a renewal two certificates may carry one key: the one that lasts longer is meant.
    const [certificate] = own.sort((a, b) => b.notAfter - a.notAfter);
    if (!certificate) continue;
    const algorithm = keyAlgorithm(certificate.keyIdentifier);
    return { algorithm, d, certificate, chain: chainOf(certificate, certificates) };
  }
  throw new SignError("keyMismatch");
}

/** Issuers of a certificate found among the others, without the self-signed root, which proves nothing. */
function chainOf(certificate, certificates) {
  const chain = [];
  for (let current = certificate; ; ) {
    const issuer = certificates.find(
      (other) => equal(other.subjectRaw, current.issuerRaw) && !equal(other.subjectRaw, other.issuerRaw),
    );
    if (!issuer || issuer === certificate || chain.includes(issuer)) return chain;
    chain.push(issuer);
    current = issuer;
  }
}
