"""Software keys an account holds in the database: one to log in with, one to sign receipts with."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from paraph.channels.diadoc.errors import Refused
from paraph.trust.certificate import Certificate
from paraph.trust.der import DerError
from paraph.trust.key_errors import KeyFileError
from paraph.trust.pkcs8 import PrivateKey
from paraph.trust.pkcs12 import load_pkcs12


@dataclass(frozen=True)
class OpenKey:
    """A key ready to sign, with its certificate and those that came along."""

    key: PrivateKey
    certificate: Certificate
    chain: tuple[Certificate, ...] = ()


def read(data: bytes, password: str) -> OpenKey:
    """The key of a .p12 or .pfx file. Raises KeyFileError, whose text is for people."""
    bundle = load_pkcs12(data, password)
    try:
        certificate = Certificate.parse(bundle.certificate)
        chain = tuple(Certificate.parse(raw) for raw in bundle.chain)
    except DerError as error:
        raise KeyFileError("Сертификат в контейнере не читается: выпустите контейнер заново.") from error
    return OpenKey(bundle.key, certificate, chain)


def opened(encoded: str, password: str) -> OpenKey:
    """The same of what an account keeps (Base64). Raises Refused."""
    try:
        return read(base64.b64decode(encoded), password)
    except KeyFileError as error:
        raise Refused(0, "", f"Ключ учётной записи не открывается. {error}") from error
