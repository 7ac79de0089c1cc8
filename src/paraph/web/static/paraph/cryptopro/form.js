/**
 * Signing with the КриптоПро ЭЦП Browser plug-in: a form that asks for a certificate and sends the signature.
 *
 *   <form data-plugin-sign method="post" action="URL" data-document-url="…" data-document-sha256="…">
 *     <input type="hidden" name="csrfmiddlewaretoken" …> <input type="hidden" name="method" value="cryptopro-plugin">
 *     <button type="button" data-plugin-find>Найти сертификаты</button>
 *     <div data-plugin-choice hidden><select data-plugin-certificate></select> <button data-plugin-button>Подписать</button></div>
 *     <p data-plugin-status role="status"></p> <p data-plugin-error role="alert"></p>
 *   </form>
 *
 * The signature goes to the server as that of a key file does (see ../crypto/sign-form.js).
 */

import { toHex } from "../crypto/bytes.js";
import { SignError } from "../crypto/errors.js";
import { explain, fetchDocument, leaveFor, postSignature } from "../crypto/exchange.js";
import { message } from "../crypto/messages.js";
import { sha256 } from "../crypto/sha256.js";
import { certificates, sign } from "./plugin.js";

class PluginForm {
  constructor(form) {
    this.form = form;
    const part = (name) => form.querySelector(`[data-plugin-${name}]`);
    Object.assign(this, {
      find: part("find"), choice: part("choice"), select: part("certificate"),
      button: part("button"), status: part("status"), error: part("error"),
    });
    this.find.addEventListener("click", () => this.show(this.list()));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.show(this.signAndSend());
    });
  }

  /** Wait for work with the buttons locked, and say why it failed. */
  async show(work) {
    this.error.textContent = "";
    this.lock(true);
    try {
      await work;
    } catch (error) {
      this.error.textContent = explain(error);
    }
    this.status.textContent = "";
    this.lock(false);
  }

  async list() {
    this.status.textContent = message("pluginAsking");
    const found = await certificates();
    if (!found.length) throw new SignError("pluginNoCertificate");
    this.select.replaceChildren(...found.map(option));
    this.choice.hidden = false;
    this.find.hidden = true;
    this.select.focus();
  }

  async signAndSend() {
    const { documentUrl, documentSha256 } = this.form.dataset;
    this.status.textContent = message("loading");
    const document = await fetchDocument(documentUrl);
    if (toHex(await sha256(document)) !== documentSha256.toLowerCase()) throw new SignError("documentChanged");
    this.status.textContent = message("pluginSigning");
    const signature = await sign(this.select.value, document);
    this.status.textContent = message("sending");
    leaveFor(await postSignature(this.form, this.form.getAttribute("action"), signature));
  }

  lock(locked) {
    this.form.setAttribute("aria-busy", String(locked));
    for (const control of [this.find, this.select, this.button]) control.disabled = locked;
  }
}

function option({ thumbprint, owner, issuer, until }) {
  const day = new Intl.DateTimeFormat(document.documentElement.lang || "ru", { dateStyle: "medium" }).format(until);
  return new Option(`${owner} — ${message("pluginUntil", { day })}, ${message("issuer", { value: issuer })}`, thumbprint);
}

/** Enhance every form below an element, each once. */
function enhance(root) {
  for (const form of root.querySelectorAll("form[data-plugin-sign]:not([data-plugin-ready])")) {
    form.setAttribute("data-plugin-ready", "");
    new PluginForm(form);
  }
}

enhance(document);
document.addEventListener("htmx:load", () => enhance(document));
