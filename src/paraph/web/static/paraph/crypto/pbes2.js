/** Password-based decryption (PBES2, RFC 8018 § 6.2) with the GOST algorithms of RFC 9337 and of gost-engine. */

import { wipe } from "./bytes.js";
import { ctrAcpkm, gost28147Cfb, Kuznyechik, Magma, SUBSTITUTIONS } from "./ciphers.js";
import { DerError, isDer, TAG } from "./der.js";
import { unsupported } from "./errors.js";
import { pbkdf2 } from "./hmac.js";
import { Sha256 } from "./sha256.js";
import { Streebog } from "./streebog.js";

const PBES2 = "1.2.840.113549.1.5.13";
const PBKDF2 = "1.2.840.113549.1.5.12";

/** Hashes by the identifier of the digest and of the HMAC made with it. */
const HASHES = {
  "1.2.643.7.1.1.2.2": () => new Streebog(256),
  "1.2.643.7.1.1.4.1": () => new Streebog(256),
  "1.2.643.7.1.1.2.3": () => new Streebog(512),
  "1.2.643.7.1.1.4.2": () => new Streebog(512),
  "2.16.840.1.101.3.4.2.1": () => new Sha256(),
  "1.2.840.113549.2.9": () => new Sha256(),
};

/** Ciphers by identifier: each takes key, parameters and data. */
const CIPHERS = {
  "1.2.643.2.2.21": decryptGost28147,
  "1.2.643.7.1.1.5.1.1": (...args) => decryptCtrAcpkm(Magma, ...args),
  "1.2.643.7.1.1.5.2.1": (...args) => decryptCtrAcpkm(Kuznyechik, ...args),
};

/** More would be minutes of work: a damaged or hostile file, not somebody's key. */
const MAX_ITERATIONS = 10_000_000;

/** A fresh hash by the identifier of a digest or an HMAC. */
export function hashByOid(oid) {
  const make = HASHES[oid];
  if (!make) throw unsupported(oid);
  return make();
}

/** An iteration count, refused when absurd. */
export function iterationCount(element) {
  const count = element.number;
  if (count < 1 || count > MAX_ITERATIONS) throw new DerError("iteration count is absurd");
  return count;
}

/**
 * Decrypt data protected by PBES2.
 *
 * @param algorithm DER element of the AlgorithmIdentifier
 * @param {Uint8Array} data ciphertext
 * @param {Uint8Array} password in UTF-8
 * @throws {SignError} `unsupported`; a wrong password is not noticed here and gives noise
 */
export function decrypt(algorithm, data, password) {
  const outer = algorithm.open();
  const scheme = outer.next().oid;
  if (scheme !== PBES2) throw unsupported(scheme);
  const parameters = outer.next().open();
  const derivation = parameters.next();
  const encryption = parameters.next().open();
  const cipherOid = encryption.next().oid;
  const cipher = CIPHERS[cipherOid];
  if (!cipher) throw unsupported(cipherOid);
  const key = deriveKey(derivation, password);
  const plain = cipher(key, encryption.next().open(), data);
  wipe(key);
  return plain;
}

function deriveKey(algorithm, password) {
  const outer = algorithm.open();
  const method = outer.next().oid;
  if (method !== PBKDF2) throw unsupported(method);
  const fields = outer.next().open();
  const salt = fields.next().octets;
  const iterations = iterationCount(fields.next());
  fields.optional(TAG.INTEGER); // keyLength: every cipher here takes 32 bytes
  const prf = fields.optional(TAG.SEQUENCE);
  if (!prf) throw unsupported("1.2.840.113549.2.7"); // the default, HMAC with SHA-1
  return pbkdf2(hashByOid(prf.open().next().oid), password, salt, iterations, 32);
}

/** Gost28147-89-Parameters: iv, encryptionParamSet (RFC 4357 § 8.1). */
function decryptGost28147(key, parameters, data) {
  const iv = parameters.next().octets;
  const substitution = parameters.next().oid;
  if (!SUBSTITUTIONS[substitution]) throw unsupported(substitution);
  if (iv.length !== 8) throw new DerError("IV has a wrong length");
  return gost28147Cfb(key, iv, SUBSTITUTIONS[substitution], data);
}

/** Gost3412-15-Encryption-Parameters (RFC 9337 § 7.3): ukm is the IV and 8 bytes that only OMAC needs. */
function decryptCtrAcpkm(Cipher, key, parameters, data) {
  const ukm = parameters.next().octets;
  const ivLength = Cipher.blockSize / 2;
  if (ukm.length !== ivLength + 8) throw new DerError("UKM has a wrong length");
  const texts = Cipher.sections.map((section) => ctrAcpkm(Cipher, key, ukm.subarray(0, ivLength), data, section));
  // Nothing in the file tells whose sections it has, but what key files encrypt is always DER.
  return texts.find(isDer) ?? texts[0];
}
