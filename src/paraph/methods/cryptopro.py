"""Keys of КриптоПро CSP through its Python extension pycades (github.com/CryptoPro/pycades).

The extension is the vendor's: it is built against an installed КриптоПро CSP and ЭЦП SDK and is no dependency
of this program. Names and calls are those of its `pycades.pyi` and samples.
"""

from __future__ import annotations

import base64
import binascii
import importlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from paraph.gost import Curve
from paraph.methods.port import KeyEntry, MethodError, Secret, cms_order, laid_out_as_qualified
from paraph.trust.certificate import Certificate
from paraph.trust.der import DerError
from paraph.trust.keys import SigningKey

NOT_INSTALLED = (
    "КриптоПро CSP недоступен: не установлено расширение pycades. Установите КриптоПро CSP 5 и КриптоПро ЭЦП "
    "SDK, соберите pycades (github.com/CryptoPro/pycades) для этого Python и повторите."
)
#: Hash algorithm of HashedData by the length of the digest, bytes.
_ALGORITHMS = {
    32: "CADESCOM_HASH_ALGORITHM_CP_GOST_3411_2012_256",
    64: "CADESCOM_HASH_ALGORITHM_CP_GOST_3411_2012_512",
}


def pycades() -> Any:
    """The extension; raises `MethodError` when it is not installed or cannot load its libraries."""
    try:
        return importlib.import_module("pycades")
    except ImportError as error:
        raise MethodError(NOT_INSTALLED) from error


def hashed_data(module: Any, digest: bytes) -> Any:
    """A HashedData holding a ready Streebog digest."""
    data = module.HashedData()
    data.Algorithm = getattr(module, _ALGORITHMS[len(digest)])
    data.SetHashValue(digest.hex().upper())
    return data


@contextmanager
def refusals(what: str) -> Iterator[None]:
    """КриптоПро raises bare exceptions with a text and a code: they become `MethodError`."""
    try:
        yield
    except (MethodError, AssertionError):
        raise
    except Exception as error:  # what else the extension raises is nowhere declared
        raise MethodError(f"КриптоПро CSP: {what}: {error}.") from error


@dataclass(frozen=True)
class CryptoProKey:
    """A key in a container of КриптоПро CSP (`trust.keys.SigningKey`); CSP itself asks for its PIN."""

    certificate: Certificate
    curve: Curve
    point: tuple[int, int]
    #: The certificate as pycades gives it, tied to its container.
    handle: Any = field(repr=False)

    def sign_digest(self, digest: bytes) -> bytes:
        """`s || r` made by CSP and proved by the certificate; raises `MethodError`."""
        module = pycades()
        with refusals("подпись не создана"):
            text = module.RawSignature().SignHash(hashed_data(module, digest), self.handle)
        try:
            signature = bytes.fromhex(text)
        except ValueError as error:
            raise MethodError("КриптоПро CSP вернул подпись в неизвестном виде.") from error
        return cms_order(signature, digest, self.certificate)


class CryptoProProvider:
    """Certificates with keys of the current user's store «Личное»."""

    title = "КриптоПро CSP"

    @classmethod
    def connect(cls, address: str, secret: Secret) -> CryptoProProvider:
        """There is one store; neither address nor secret is needed, CSP asks for PIN codes by itself."""
        return cls()

    def certificates(self) -> Sequence[KeyEntry]:
        module = pycades()
        with refusals("хранилище сертификатов не открыто"):
            store = module.Store()
            store.Open(
                module.CADESCOM_CONTAINER_STORE,
                module.CAPICOM_MY_STORE,
                module.CAPICOM_STORE_OPEN_MAXIMUM_ALLOWED,
            )
            try:
                found = store.Certificates
                handles = [found.Item(number) for number in range(1, found.Count + 1)]
                entries = [_entry(module, handle) for handle in handles if handle.HasPrivateKey()]
            finally:
                store.Close()
        return [entry for entry in entries if entry is not None]

    def open(self, entry: KeyEntry) -> SigningKey:
        key = entry.certificate.public_key
        if key.curve is None or key.point is None:
            raise MethodError("Ключ этого сертификата не по ГОСТ Р 34.10-2012.")
        return CryptoProKey(entry.certificate, key.curve, key.point, entry.reference)

    def close(self) -> None:
        """Nothing is held: the store is closed as soon as it is read."""


def _entry(module: Any, handle: Any) -> KeyEntry | None:
    """None for certificates of keys this program has no use for."""
    text = handle.Export(module.CADESCOM_ENCODE_BASE64)
    try:
        certificate = Certificate.parse(base64.b64decode("".join(text.split()), validate=True))
    except (DerError, binascii.Error):
        return None
    if certificate.public_key.curve is None:
        return None
    return KeyEntry(certificate, laid_out_as_qualified(certificate), reference=handle)
