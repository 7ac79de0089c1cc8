/** What every way of signing in the page shares: the document from the server, the signature to it, words. */

import { SignError } from "./errors.js";
import { message } from "./messages.js";

/** The sentence for any error; what is not ours is a fault of the program and is called so. */
export function explain(error) {
  if (error instanceof SignError) return message(error.code, error.details);
  return message("internal", { reason: String(error) });
}

/** fetch, whose only own failure is that the server was not reached. */
async function request(url, options) {
  try {
    return await fetch(url, { credentials: "same-origin", cache: "no-store", ...options });
  } catch {
    throw new SignError("network");
  }
}

export async function fetchDocument(url) {
  const response = await request(url);
  if (!response.ok) throw new SignError("documentUnavailable", { status: response.status });
  return new Uint8Array(await response.arrayBuffer());
}

/** Send one signature with the form's hidden inputs; resolves to the address to go to next. */
export async function postSignature(form, action, signature) {
  const body = new FormData();
  for (const { name, value } of form.querySelectorAll("input[type=hidden][name]")) body.append(name, value);
  body.append("signature", new Blob([signature], { type: "application/pkcs7-signature" }), "document.sig");
  const headers = { "HX-Request": "true", Accept: "text/html" };
  const response = await request(action, { method: "POST", body, headers });
  const answer = await readJson(response);
  if (answer.error) throw new SignError("refused", { reason: answer.error });
  if (response.headers.has("HX-Redirect")) throw new SignError("signedOut");
  const next = answer.redirect && new URL(answer.redirect, window.location.href);
  if (!response.ok || next?.origin !== window.location.origin) {
    throw new SignError("serverFailed", { status: response.status });
  }
  return next.href;
}

/** Go to another page; a script that minds where we are (inside a portal's page) goes there in its own way. */
export function leaveFor(address) {
  const said = new CustomEvent("paraph:go", { detail: address, cancelable: true });
  if (document.dispatchEvent(said)) window.location.assign(address);
}

/** The JSON answer; a page of a proxy or a sign-in form is no answer and counts as an empty one. */
async function readJson(response) {
  try {
    return await response.json();
  } catch {
    return {};
  }
}
