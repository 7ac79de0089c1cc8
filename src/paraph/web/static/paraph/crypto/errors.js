/**
 * The one error type people see. `code` names a sentence in messages.js; `details` fill its placeholders.
 *
 * It crosses the worker boundary as `{code, details}`, because structured cloning drops the class.
 */
export class SignError extends Error {
  constructor(code, details = {}) {
    super(code);
    this.name = "SignError";
    this.code = code;
    this.details = details;
  }
}

/** An algorithm we do not have, named by its object identifier so that the reader can look it up. */
export function unsupported(algorithm) {
  return new SignError("unsupported", { algorithm });
}
