// A КриптоПро plug-in of the tests, as strict as the true one: every property is a promise, every object is made
// by name, and the signature is a true one, made by `window.signWithCsp` (a function of the test).
const csp = window.cspOfTheTest;
const later = (value) => Promise.resolve(value);
const fail = (text) => { throw new Error(text); };

function certificate(one) {
  return {
    thumbprint: one.thumbprint,
    get Thumbprint() { return later(one.thumbprint); },
    get SubjectName() { return later(one.subject); },
    get IssuerName() { return later('CN="Тестовый УЦ", O=УЦ'); },
    get ValidToDate() { return later(one.until); },
    HasPrivateKey: () => later(one.hasKey),
    PublicKey: () => later({ get Algorithm() { return later({ get Value() { return later(one.oid); } }); } }),
  };
}

const list = (found) => ({
  get Count() { return later(found.length); },
  Item: (number) => later(certificate(found[number - 1] ?? fail("no such item"))),
  Find: (kind, value) =>
    kind === 0 ? later(list(found.filter((one) => one.thumbprint === value))) : fail("FindType"),
});

const MAKERS = {
  "CAdESCOM.Store": () => {
    let isOpen = false;
    return {
      Open: (place, name, mode) =>
        csp.refuses ? fail(csp.refuses) : later((isOpen = place === 2 && name === "My" && mode === 2)),
      get Certificates() { return isOpen ? later(list(csp.certificates)) : fail("the store is closed"); },
      Close: () => later((isOpen = false)),
    };
  },
  "CAdESCOM.CPSigner": () => ({
    propset_Certificate(one) { this.certificate = one; return later(); },
    propset_CheckCertificate(value) { this.checked = value; return later(); },
    propset_Options(value) { this.options = value; return later(); },
  }),
  "CAdESCOM.HashedData": () => {
    const pieces = [];
    return {
      pieces,
      propset_Algorithm(value) { this.algorithm = value; return later(); },
      propset_DataEncoding(value) { this.encoding = value; return later(); },
      Hash(text) {
        if (this.encoding !== 1 || !this.algorithm) fail("encoding and algorithm come first");
        pieces.push(text);
        return later();
      },
    };
  },
  "CAdESCOM.CadesSignedData": () => ({
    async SignHash(hashed, signer, type) {
      if (type !== 1 || !signer.checked || signer.options !== 1) fail("not a CAdES-BES with the chain");
      const made = await window.signWithCsp(signer.certificate.thumbprint, hashed.algorithm, hashed.pieces);
      return made.replace(/(.{64})/g, "$1\r\n");
    },
  }),
};

const CreateObjectAsync = async (name) => (MAKERS[name] ?? fail(name))();

if (csp.asExtension) {
  window.addEventListener("message", ({ data }) => {
    if (data === "cadesplugin_echo_request") window.postMessage("cadesplugin_loaded", location.origin);
  });
  window.cpcsp_chrome_nmcades = {
    check_chrome_plugin: (found) => found(),
    CreatePluginObject: () => later({ CreateObjectAsync }),
  };
} else if (!csp.isMissing) {
  window.cadesplugin = Object.assign(later(), { CreateObjectAsync });
}
