"""pycades as its `pycades.pyi` and samples describe it, over a store made by the test.

Octets follow CryptoAPI: hashes are hexadecimal in the order of the hash, signatures in the reverse of CMS;
refusals are bare `Exception`s with a text and « (0x%08X)».
"""

from __future__ import annotations

import base64
import types
from collections.abc import Sequence
from dataclasses import dataclass

from methods_kit import Person

from paraph.trust.cms import parse_signed_data


@dataclass
class _Certificate:
    person: Person
    has_key: bool = True

    def HasPrivateKey(self) -> bool:  # noqa: N802
        return self.has_key

    def Export(self, encoding: int) -> str:  # noqa: N802
        assert encoding == 0
        return base64.encodebytes(self.person.certificate.raw).decode().replace("\n", "\r\n")


class _Certificates:
    def __init__(self, found: Sequence[_Certificate]) -> None:
        self._found = found
        self.Count = len(found)

    def Item(self, number: int) -> _Certificate:  # noqa: N802
        assert 1 <= number <= self.Count
        return self._found[number - 1]


class _HashedData:
    Algorithm = 0
    Value = ""

    def SetHashValue(self, value: str) -> None:  # noqa: N802
        assert self.Algorithm in (101, 102)
        assert len(value) == {101: 64, 102: 128}[self.Algorithm]
        self.Value = value


def make(
    store: Sequence[tuple[Person, bool]], *, failure: str = "", spoiled: bool = False
) -> types.ModuleType:
    """The module; `failure` is what every operation with keys and signatures raises."""
    module = types.ModuleType("pycades")
    module.CADESCOM_CONTAINER_STORE = 100  # type: ignore[attr-defined]
    module.CAPICOM_MY_STORE = "My"  # type: ignore[attr-defined]
    module.CAPICOM_STORE_OPEN_MAXIMUM_ALLOWED = 2  # type: ignore[attr-defined]
    module.CADESCOM_ENCODE_BASE64 = 0  # type: ignore[attr-defined]
    module.CADESCOM_CADES_BES = 1  # type: ignore[attr-defined]
    module.CADESCOM_HASH_ALGORITHM_CP_GOST_3411_2012_256 = 101  # type: ignore[attr-defined]
    module.CADESCOM_HASH_ALGORITHM_CP_GOST_3411_2012_512 = 102  # type: ignore[attr-defined]

    class Store:
        opened = False

        def Open(self, location: int, name: str, mode: int) -> None:  # noqa: N802
            assert (location, name, mode) == (100, "My", 2)
            self.opened = True

        @property
        def Certificates(self) -> _Certificates:  # noqa: N802
            assert self.opened
            return _Certificates([_Certificate(person, has_key) for person, has_key in store])

        def Close(self) -> None:  # noqa: N802
            self.opened = False

    class RawSignature:
        def SignHash(self, data: _HashedData, certificate: _Certificate) -> str:  # noqa: N802
            if failure:
                raise Exception(failure)
            signature = certificate.person.key.sign_digest(bytes.fromhex(data.Value))
            if spoiled:
                signature = signature[1:] + signature[:1]
            return signature[::-1].hex().upper()

    class SignedData:
        def VerifyHash(self, data: _HashedData, message: str, kind: int) -> None:  # noqa: N802
            assert kind == 1
            self._judge(message, bytes.fromhex(data.Value))

        def VerifyCades(self, message: str, kind: int, detached: bool) -> None:  # noqa: N802
            assert (kind, detached) == (1, False)
            self._judge(message, None)

        def _judge(self, message: str, digest: bytes | None) -> None:
            if failure:
                raise Exception(failure)
            signed = parse_signed_data(base64.b64decode(message, validate=True))
            assert (signed.content is None) == (digest is not None)
            if digest is not None and any(signer.message_digest != digest for signer in signed.signers):
                raise Exception("The hash value is not correct. (0x80091007)")

    class About:
        def CSPVersion(self, name: str = "", kind: int = 75) -> types.SimpleNamespace:  # noqa: N802
            assert (name, kind) == ("", 80)
            return types.SimpleNamespace(MajorVersion=5, MinorVersion=0, BuildVersion=13000)

    for found in (Store, RawSignature, SignedData, About):
        setattr(module, found.__name__, found)
    module.HashedData = _HashedData  # type: ignore[attr-defined]
    return module
