/** The page's side of worker.js: calls as promises. */

import { SignError } from "./errors.js";

export class KeyWorker {
  constructor() {
    this.pending = new Map();
    this.calls = 0;
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this.settle(data));
    this.worker.addEventListener("error", () => this.close(new SignError("workerFailed")));
  }

  /** Open the key; the arrays are moved into the worker and become empty here. Resolves to the owner's data. */
  open(files, password) {
    return this.call({ call: "open", files, password }, [password.buffer, ...files.map(({ bytes }) => bytes.buffer)]);
  }

  /** Sign document bytes whose SHA-256 (hex) was promised. Resolves to the bytes of the .sig file. */
  sign(document, sha256) {
    return this.call({ call: "sign", document, sha256 }, [document.buffer]);
  }

  call(message, transfer) {
    if (this.closed) return Promise.reject(this.closed);
    const id = ++this.calls;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.worker.postMessage({ id, ...message }, transfer);
    });
  }

  settle({ id, result, error }) {
    const { resolve, reject } = this.pending.get(id);
    this.pending.delete(id);
    if (error) reject(new SignError(error.code, error.details));
    else resolve(result);
  }

  /** Drop the key: the worker's memory goes with it. Calls under way and later ones fail with `reason`. */
  close(reason) {
    this.closed = reason;
    this.worker.terminate();
    for (const { reject } of this.pending.values()) reject(reason);
    this.pending.clear();
  }
}
