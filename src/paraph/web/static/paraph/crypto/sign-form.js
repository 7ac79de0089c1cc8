/**
 * Signing in the page with a key file: progressive enhancement of a form. The key, its file and its password
 * stay in the browser; only the finished signature is sent.
 *
 * What the page provides (load this file with <script type="module" src="…/paraph/crypto/sign-form.js">):
 *
 *   <form data-gost-sign method="post" enctype="multipart/form-data" action="URL"
 *         data-document-url="URL of the bytes to sign, by GET"
 *         data-document-sha256="their SHA-256, hex; other bytes are refused">
 *     <input type="hidden" name="csrfmiddlewaretoken" …>     any hidden inputs are sent along
 *     <input type="file" data-key-file multiple accept=".p12,.pfx,.pem,.key,.crt,.cer">
 *     <input type="password" data-key-password autocomplete="off">
 *     <output data-key-owner></output>                       whose certificate it is, with warnings
 *     <button data-sign-button>Подписать</button>
 *     <progress data-sign-progress hidden></progress>
 *     <p data-sign-status role="status"></p>                 optional: «Подписано 2 из 5»
 *     <p data-sign-error role="alert"></p>
 *   </form>
 *
 * The file and password inputs must have no `name`, so that the browser itself can never submit them.
 *
 * Several documents, signed one after another with the key opened once: instead of the three URLs put
 * data-documents='[{"url": "…", "sha256": "…", "action": "…", "title": "…"}, …]' on the form.
 *
 * Each signature goes by fetch as multipart/form-data with the field `signature` (file document.sig) and the
 * hidden inputs, headers `HX-Request: true` and `Accept: text/html`. The server answers JSON: 200
 * {"redirect": url} (of the same origin; followed after the last document) or 4xx {"error": "text for people"}.
 *
 * The form fires `gost-signed` (bubbling, detail {action, title}) after each accepted signature.
 * Texts are in messages.js and can be overridden by the page.
 */

import { utf8 } from "./bytes.js";
import { SignError } from "./errors.js";
import { explain, fetchDocument, leaveFor, postSignature } from "./exchange.js";
import { KeyWorker } from "./key-worker.js";
import { message } from "./messages.js";

/** A key with a long chain is some tens of kilobytes; anything this big is another file chosen by mistake. */
const MAX_KEY_FILE = 1024 * 1024;

class SignForm {
  constructor(form) {
    this.form = form;
    const find = (name) => form.querySelector(`[data-${name}]`);
    this.keyFile = find("key-file");
    this.password = find("key-password");
    this.owner = find("key-owner");
    this.button = find("sign-button");
    this.progress = find("sign-progress");
    this.error = find("sign-error");
    this.status = find("sign-status") ?? this.addStatus();
    this.documents = this.readDocuments();
    this.done = 0;
    this.warned = false;
    this.listen();
  }

  addStatus() {
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    this.progress.after(status);
    return status;
  }

  readDocuments() {
    const { documents, documentUrl, documentSha256 } = this.form.dataset;
    if (documents) return JSON.parse(documents);
    return [{ url: documentUrl, sha256: documentSha256, action: this.form.getAttribute("action") ?? "" }];
  }

  listen() {
    for (const secret of [this.keyFile, this.password]) secret.removeAttribute("name");
    for (const [target, event] of [[this.form, "submit"], [this.button, "click"]]) {
      target.addEventListener(event, (occurred) => {
        occurred.preventDefault();
        this.sign();
      });
    }
    this.keyFile.addEventListener("change", () => this.forgetKey());
    this.password.addEventListener("input", () => this.forgetKey());
    // Shows the owner before anything is signed, as soon as file and password are there.
    this.password.addEventListener("change", () => {
      if (this.password.value && this.keyFile.files.length) this.show(this.openKey());
    });
    window.addEventListener("pagehide", () => this.forgetKey());
  }

  /** The button: open the key if it is not open yet, then sign all that is left. */
  async sign() {
    if (this.button.disabled) return;
    this.error.textContent = "";
    this.lock(true);
    await this.show(this.openAndSign());
    this.lock(false);
  }

  async openAndSign() {
    const warnedBefore = this.warned;
    await this.openKey();
    // A certificate that is not valid today is signed with only by a second, informed click.
    if (!this.warned || warnedBefore) await this.signAll();
  }

  /** Wait for work that says how it goes, and show why if it fails. */
  async show(work) {
    try {
      await work;
    } catch (error) {
      if (error.code !== "cancelled") this.error.textContent = explain(error);
    }
    this.progress.hidden = true;
    this.status.textContent = this.done ? this.count() : "";
  }

  /** Open the key once; a click while it is being opened waits for the same work. */
  openKey() {
    this.opening ??= this.openChosen();
    return this.opening;
  }

  async openChosen() {
    try {
      const chosen = Array.from(this.keyFile.files);
      if (!chosen.length) throw new SignError("noFile");
      this.say("opening");
      const worker = new KeyWorker();
      this.worker = worker;
      const files = await Promise.all(chosen.map(readKeyFile));
      this.showOwner(await worker.open(files, utf8(this.password.value)));
      this.password.value = "";
    } catch (error) {
      if (error.code !== "cancelled") this.forgetKey();
      throw error;
    }
  }

  async signAll() {
    while (this.done < this.documents.length) {
      const item = this.documents[this.done];
      this.redirect = await this.signOne(item).catch((error) => {
        throw item.title ? new SignError("inDocument", { title: item.title, message: explain(error) }) : error;
      });
      this.done += 1;
      this.form.dispatchEvent(new CustomEvent("gost-signed", { bubbles: true, detail: { ...item } }));
    }
    this.forgetKey();
    this.keyFile.value = "";
    leaveFor(this.redirect);
  }

  async signOne({ url, sha256, action }) {
    this.say("loading");
    const document = await fetchDocument(url);
    this.say("signing");
    const signature = await this.worker.sign(document, sha256);
    this.say("sending");
    return postSignature(this.form, action, signature);
  }

  showOwner(certificate) {
    const dates = {
      notBefore: formatDate(certificate.notBefore),
      notAfter: formatDate(certificate.notAfter),
    };
    const labelled = (name) => certificate[name] && message(name, { value: certificate[name] });
    const facts = new Set([
      certificate.owner,
      certificate.title,
      certificate.organization,
      labelled("inn"),
      labelled("innLegal"),
      message("validity", dates),
      labelled("serial"),
      labelled("issuer"),
    ]);
    facts.delete("");
    const now = new Date();
    const warning = now > certificate.notAfter ? "expired" : now < certificate.notBefore ? "notYetValid" : "";
    this.warned = Boolean(warning);
    this.owner.textContent = [...facts].join(", ") + (warning && `. ${message(warning, dates)}`);
    this.owner.toggleAttribute("data-warning", this.warned);
  }

  /** Drop the opened key, or stop opening it. Does not touch what the person is typing. */
  forgetKey() {
    this.worker?.close(new SignError("cancelled"));
    this.worker = this.opening = undefined;
    this.warned = false;
    this.owner.textContent = "";
    this.owner.removeAttribute("data-warning");
  }

  /** Say what is going on; with several documents also how many are ready. */
  say(code) {
    const several = this.documents.length > 1;
    this.progress.hidden = false;
    this.status.textContent = several && this.worker ? `${this.count()}. ${message(code)}` : message(code);
    if (several) Object.assign(this.progress, { max: this.documents.length, value: this.done });
  }

  count() {
    return message("signed", { done: this.done, total: this.documents.length });
  }

  lock(locked) {
    this.form.setAttribute("aria-busy", String(locked));
    for (const control of [this.button, this.keyFile, this.password]) control.disabled = locked;
  }
}

function formatDate(date) {
  return new Intl.DateTimeFormat(document.documentElement.lang || "ru", { dateStyle: "medium" }).format(date);
}

async function readKeyFile(file) {
  if (file.size > MAX_KEY_FILE) throw new SignError("notKeyFile", { file: file.name });
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** Enhance every signing form below an element, each once. */
export function enhance(root) {
  for (const form of root.querySelectorAll("form[data-gost-sign]:not([data-gost-ready])")) {
    form.setAttribute("data-gost-ready", "");
    new SignForm(form);
  }
}

enhance(document);
// Forms that HTMX brings later.
document.addEventListener("htmx:load", () => enhance(document));
