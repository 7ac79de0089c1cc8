/** What the tests call in the page. Bytes travel between Python and the page as base64. */

import { fromHex, toHex, utf8 } from "/static/paraph/crypto/bytes.js";
import { signDetached } from "/static/paraph/crypto/cades.js";
import { describe } from "/static/paraph/crypto/certificate.js";
import { ctrAcpkm, Kuznyechik, Magma } from "/static/paraph/crypto/ciphers.js";
import { isDer } from "/static/paraph/crypto/der.js";
import { openKey } from "/static/paraph/crypto/keyfile.js";
import { sha256, Sha256 } from "/static/paraph/crypto/sha256.js";
import { Streebog, streebog } from "/static/paraph/crypto/streebog.js";

const decode = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const encode = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const open = (files, password) =>
  openKey(files.map(([name, data]) => ({ name, bytes: decode(data) })), utf8(password));

export function streebogHex(bits, data, pieces = []) {
  const hash = new Streebog(bits);
  let rest = decode(data);
  for (const size of pieces) {
    hash.update(rest.subarray(0, size));
    rest = rest.subarray(size);
  }
  return toHex(hash.update(rest).digest());
}

/** MB/s. */
export function streebogSpeed(mebibytes) {
  const data = new Uint8Array(mebibytes << 20);
  const started = performance.now();
  streebog(256, data);
  return data.length / 1000 / (performance.now() - started);
}

/** [by the browser, by our code] */
export async function sha256Hex(data) {
  return [toHex(await sha256(decode(data))), toHex(new Sha256().update(decode(data)).digest())];
}

export function ctrAcpkmHex(cipher, key, iv, data, section) {
  return toHex(ctrAcpkm({ Magma, Kuznyechik }[cipher], fromHex(key), fromHex(iv), decode(data), section));
}

export function blockHex(cipher, key, block) {
  return toHex(new { Magma, Kuznyechik }[cipher](fromHex(key)).encrypt(fromHex(block)));
}

export function derIsGood(data) {
  return isDer(decode(data));
}

export function owner(files, password) {
  return describe(open(files, password).certificate);
}

export function curveName(files, password) {
  return open(files, password).algorithm.curve.name;
}

/** Code and details of the refusal to open. */
export function refusal(files, password) {
  try {
    open(files, password);
    return null;
  } catch ({ name, code, details }) {
    return { name, code, details };
  }
}

/** The .sig file and the milliseconds for opening the key and for hashing with signing. */
export function sign(files, password, data) {
  const started = performance.now();
  const key = open(files, password);
  const opened = performance.now();
  const signature = signDetached(key, streebog(key.algorithm.bits, decode(data)), new Date());
  return { signature: encode(signature), opening: opened - started, signing: performance.now() - opened };
}
