/**
 * The worker that holds the opened key. PBKDF2 and hashing run here, so the page stays responsive, and the key
 * never leaves this thread: the page gets the owner's name and finished signatures.
 *
 * In: {id, call: "open", files: [{name, bytes}], password} or {id, call: "sign", document, sha256}.
 * Out: {id, result} or {id, error: {code, details}}.
 */

import { toHex, wipe } from "./bytes.js";
import { signDetached } from "./cades.js";
import { describe } from "./certificate.js";
import { SignError } from "./errors.js";
import { openKey } from "./keyfile.js";
import { sha256 } from "./sha256.js";
import { streebog } from "./streebog.js";

let key;

const CALLS = {
  /** Open the key and tell whose it is. The copies of file and password are wiped whatever happens. */
  open({ files, password }) {
    try {
      key = openKey(files, password);
      return describe(key.certificate);
    } finally {
      wipe(password, ...files.map(({ bytes }) => bytes));
    }
  },

  /** Sign a document, but only if its bytes are those the page promised. */
  async sign({ document, sha256: promised }) {
    if (toHex(await sha256(document)) !== promised.toLowerCase()) throw new SignError("documentChanged");
    return signDetached(key, streebog(key.algorithm.bits, document), new Date());
  },
};

self.addEventListener("message", async ({ data }) => {
  const { id, call, ...message } = data;
  try {
    self.postMessage({ id, result: await CALLS[call](message) });
  } catch (error) {
    const known = error instanceof SignError;
    const { code, details } = known ? error : { code: "internal", details: { reason: String(error) } };
    self.postMessage({ id, error: { code, details } });
  }
});
