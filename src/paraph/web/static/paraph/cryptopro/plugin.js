/**
 * The КриптоПро ЭЦП Browser plug-in: found, asked for certificates and for a signature.
 *
 * The plug-in is a browser extension with a program behind it. The page says «cadesplugin_echo_request», the
 * extension answers «cadesplugin_loaded», and its script, loaded from the extension itself, makes objects of
 * CAdESCOM. When the page has a `window.cadesplugin` of its own already, that one is used. No eval, and the
 * signature is asked for as CAdES-BES: see https://docs.cryptopro.ru/cades/plugin
 */

import { SignError } from "../crypto/errors.js";

/** The extension in the catalogues of Chrome (manifest 3, manifest 2) and of Opera and Яндекс. */
const EXTENSIONS = [
  "pfhgbfnnjiafkhfdkmpiflachepdcjod",
  "iifchhfnnmpdbibifmljnfjhpififfog",
  "epebfcehmdedogndhlcacafjaacknbcm",
];
const EXTENSION_ADDRESS = /^(chrome|moz|safari-web)-extension:\/\/[^/]+\/nmcades_plugin_api\.js$/;
/** How long the extension may take to answer, milliseconds. */
const PATIENCE = 5000;

const CURRENT_USER_STORE = 2;
const MAXIMUM_ALLOWED = 2;
const BASE64_TO_BINARY = 1;
const WHOLE_CHAIN = 1;
const CADES_BES = 1;
const FIND_BY_THUMBPRINT = 0;
/** CADESCOM_HASH_ALGORITHM by the algorithm of the certificate's public key. */
const HASHES = { "1.2.643.7.1.1.1.1": 101, "1.2.643.7.1.1.1.2": 102 };
/** The plug-in hashes by pieces: a whole document as one text would not pass between the processes. */
const PIECE = 3 * 1024 * 1024;

let loading;

/** The plug-in, loaded once: an object with `CreateObjectAsync`. Rejects with `pluginMissing`. */
export function plugin() {
  loading ??= load();
  loading.catch(() => (loading = undefined));
  return loading;
}

async function load() {
  const own = window.cadesplugin;
  if (own?.CreateObjectAsync || own?.then) {
    await own; // a promise with methods: it must not be returned from here, where it would be unwrapped
    return { CreateObjectAsync: (name) => own.CreateObjectAsync(name) };
  }
  // The extension's script writes to its log through these.
  window.cadesplugin = { LOG_LEVEL_ERROR: 1, LOG_LEVEL_INFO: 2, LOG_LEVEL_DEBUG: 4, current_log_level: 1 };
  try {
    const address = await greet();
    for (const each of address ? [address] : EXTENSIONS.map((id) => `chrome-extension://${id}/nmcades_plugin_api.js`)) {
      if (await loadScript(each)) break;
    }
    const extension = window.cpcsp_chrome_nmcades;
    if (!extension) throw new SignError("pluginMissing");
    await new Promise((resolve, reject) => extension.check_chrome_plugin(resolve, reject));
    const made = await extension.CreatePluginObject();
    return { CreateObjectAsync: (name) => made.CreateObjectAsync(name) };
  } catch {
    delete window.cadesplugin;
    throw new SignError("pluginMissing");
  }
}

/** Wait for the extension's answer; resolves to the address of its script, if it names one. */
function greet() {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => end(reject, new SignError("pluginMissing")), PATIENCE);
    const heard = ({ source, data }) => {
      if (source !== window || typeof data !== "string" || !data.startsWith("cadesplugin_loaded")) return;
      const address = data.split("url:")[1] ?? "";
      end(resolve, EXTENSION_ADDRESS.test(address) ? address : "");
    };
    const end = (settle, value) => {
      clearTimeout(late);
      window.removeEventListener("message", heard);
      settle(value);
    };
    window.addEventListener("message", heard);
    window.postMessage("cadesplugin_echo_request", window.location.origin);
  });
}

function loadScript(address) {
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => resolve(true));
    script.addEventListener("error", () => resolve(false));
    document.head.append(script);
  });
}

/** The signer's certificates that can sign here: with a private key, of GOST R 34.10-2012, in force. */
export async function certificates() {
  return withStore(async (found) => {
    const list = [];
    const count = await found.Count;
    for (let number = 1; number <= count; number++) {
      const facts = await describe(await found.Item(number));
      if (facts) list.push(facts);
    }
    return list;
  });
}

async function describe(certificate) {
  const until = new Date(await certificate.ValidToDate);
  if (until < new Date() || !(await certificate.HasPrivateKey()) || !(await hashFor(certificate))) return undefined;
  return {
    thumbprint: await certificate.Thumbprint,
    owner: subject(await certificate.SubjectName),
    issuer: field(await certificate.IssuerName, "CN"),
    until,
  };
}

/** «ООО Ромашка, Иванов Иван, ИНН …» of a name as CryptoAPI writes it. */
function subject(name) {
  const person = [field(name, "SN"), field(name, "G")].filter(Boolean).join(" ");
  return [...new Set([field(name, "O"), person, field(name, "CN")])].filter(Boolean).join(", ");
}

function field(name, key) {
  const found = new RegExp(`(?:^|,\\s*)${key}=(?:"((?:[^"]|"")*)"|([^,]*))`).exec(name);
  return (found?.[1]?.replaceAll('""', '"') ?? found?.[2] ?? "").trim();
}

async function hashFor(certificate) {
  const key = await certificate.PublicKey();
  const algorithm = await key.Algorithm;
  return HASHES[await algorithm.Value];
}

/** A detached CAdES-BES signature under the bytes, DER. */
export async function sign(thumbprint, bytes) {
  return withStore(async (found) => {
    const same = await found.Find(FIND_BY_THUMBPRINT, thumbprint);
    if (!(await same.Count)) throw new SignError("pluginNoCertificate");
    const certificate = await same.Item(1);
    const { CreateObjectAsync: create } = await plugin();
    const signer = await create("CAdESCOM.CPSigner");
    await signer.propset_Certificate(certificate);
    await signer.propset_CheckCertificate(true);
    await signer.propset_Options(WHOLE_CHAIN);
    const hashed = await create("CAdESCOM.HashedData");
    await hashed.propset_Algorithm(await hashFor(certificate));
    await hashed.propset_DataEncoding(BASE64_TO_BINARY);
    for (let begin = 0; begin === 0 || begin < bytes.length; begin += PIECE) {
      await hashed.Hash(toBase64(bytes.subarray(begin, begin + PIECE)));
    }
    const data = await create("CAdESCOM.CadesSignedData");
    return fromBase64(await data.SignHash(hashed, signer, CADES_BES));
  });
}

/** Work with the certificates of the current user; what the plug-in refuses is told in its own words. */
async function withStore(work) {
  const { CreateObjectAsync: create } = await plugin();
  let store;
  try {
    store = await create("CAdESCOM.Store");
    await store.Open(CURRENT_USER_STORE, "My", MAXIMUM_ALLOWED);
    return await work(await store.Certificates);
  } catch (error) {
    if (error instanceof SignError) throw error;
    throw new SignError("pluginRefused", { reason: error?.message ?? String(error) });
  } finally {
    await store?.Close()?.catch?.(() => {});
  }
}

function toBase64(bytes) {
  let text = "";
  for (let begin = 0; begin < bytes.length; begin += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(begin, begin + 0x8000));
  }
  return btoa(text);
}

function fromBase64(text) {
  return Uint8Array.from(atob(text.replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
}
