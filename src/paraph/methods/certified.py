"""The port for a certified check: 63-ФЗ ст. 11 п. 3 wants the integrity confirmed by a confirmed means.

What this program finds is technical. A certified tool, where one is installed, is asked the same question,
and its answer stands beside under its own name.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

from paraph.methods.cryptopro import hashed_data, pycades, refusals
from paraph.methods.port import MethodError
from paraph.trust.cms import SignedData, parse_signed_data
from paraph.trust.verdict import Answer, Fact

_CLAUSE = "63-ФЗ ст. 11 п. 3"


@dataclass(frozen=True)
class CertifiedAnswer:
    """What a certified tool said, and which tool it was."""

    tool: str
    fact: Fact

    def as_dict(self) -> dict[str, Any]:
        return {"tool": self.tool, **self.fact.as_dict()}


class CertifiedVerifier(Protocol):
    """A means of signature with a confirmation of conformity."""

    def check(self, signature: bytes, digest: Callable[[str], bytes] | None) -> CertifiedAnswer:
        """Whether the tool confirms every signature of the file.

        `digest` gives the content's digest by algorithm OID; None when the content is enclosed. Raises
        `MethodError` when the tool is not there, and `cms.CmsError` for what is no signature.
        """
        ...


#: Codes of Windows and КриптоПро that refute a signature; any other leaves the question open.
_REFUTATIONS = {
    0x80090006: "значение подписи неверно",
    0x80091007: "хеш содержимого не совпадает с подписанным",
    0x8009100E: "подписанта в файле нет",
    0x80092010: "сертификат отозван",
    0x800B0101: "срок действия сертификата истёк или не начался",
    0x800B010C: "сертификат отозван",
}
_CODE = re.compile(r"0x([0-9A-Fa-f]{8})")


class CryptoProVerifier:
    """КриптоПро CSP with ЭЦП SDK, through pycades: SignedData.VerifyHash and VerifyCades."""

    title = "КриптоПро CSP"

    def check(self, signature: bytes, digest: Callable[[str], bytes] | None) -> CertifiedAnswer:
        data = parse_signed_data(signature)
        module = pycades()
        with refusals("проверка не начата"):
            tool = f"{self.title} {_version(module)} (КриптоПро ЭЦП SDK)"
            signed = module.SignedData()
            hashes = None if digest is None else hashed_data(module, digest(_algorithm(data)))
        text = base64.b64encode(data.raw).decode()
        try:
            if hashes is None:
                signed.VerifyCades(text, module.CADESCOM_CADES_BES, False)
            else:
                signed.VerifyHash(hashes, text, module.CADESCOM_CADES_BES)
        except Exception as error:  # the extension tells a refusal by an exception, and nothing else
            return CertifiedAnswer(tool, _refused(str(error), tool))
        reason = "Сертифицированное средство подтвердило подпись."
        return CertifiedAnswer(tool, Fact(Answer.YES, reason, tool, _CLAUSE))


def _algorithm(data: SignedData) -> str:
    """The one digest algorithm of the file; the extension takes one hash for all signatures."""
    found = {signer.digest_algorithm for signer in data.signers}
    if len(found) != 1:
        raise MethodError("В файле подписи с разными алгоритмами хеширования: КриптоПро так не проверяет.")
    return found.pop()


def _version(module: Any) -> str:
    version = module.About().CSPVersion("", 80)  # PROV_GOST_2012_256
    return f"{version.MajorVersion}.{version.MinorVersion}.{version.BuildVersion}"


def _refused(text: str, tool: str) -> Fact:
    code = _CODE.search(text)
    refutation = _REFUTATIONS.get(int(code[1], 16)) if code else None
    if refutation:
        return Fact(Answer.NO, f"Сертифицированное средство отвергло подпись: {refutation}.", tool, _CLAUSE)
    reason = f"Сертифицированное средство проверку не закончило: {text.strip()}."
    return Fact(Answer.UNDETERMINED, reason, tool, _CLAUSE)


#: Certified tools by the name they are asked for.
VERIFIERS: Mapping[str, Callable[[], CertifiedVerifier]] = MappingProxyType({"cryptopro": CryptoProVerifier})
