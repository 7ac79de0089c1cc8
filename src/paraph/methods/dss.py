"""Keys kept by КриптоПро DSS: the service signs, its owner agrees in a mobile application or by a code."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from paraph.gost import Curve
from paraph.methods.dss_client import DssClient, Service
from paraph.methods.port import KeyEntry, MethodError, Secret, cms_order, laid_out_as_qualified
from paraph.trust.certificate import Certificate, load_certificates
from paraph.trust.der import DerError
from paraph.trust.keys import SigningKey


@dataclass(frozen=True)
class _Reference:
    """The service's own name of a certificate."""

    id: int
    has_pin: bool


@dataclass(frozen=True)
class RemoteKey:
    """A key of the service (`trust.keys.SigningKey`); every signature may wait for its owner."""

    client: DssClient
    id: int
    pin: str
    certificate: Certificate
    curve: Curve
    point: tuple[int, int]

    def __repr__(self) -> str:
        return f"<RemoteKey {self.id}>"

    def sign_digest(self, digest: bytes) -> bytes:
        """`s || r` made by the service and proved by the certificate; raises `MethodError`."""
        return cms_order(self.client.sign_hash(self.id, digest, self.pin), digest, self.certificate)


class DssProvider:
    """The certificates of one user of a DSS; the address is `dss_client.Service.parse`'s."""

    title = "КриптоПро DSS"

    def __init__(self, service: Service, secret: Secret) -> None:
        self._service, self._secret = service, secret
        self._client: DssClient | None = None

    @classmethod
    def connect(cls, address: str, secret: Secret) -> DssProvider:
        """The client's secret, where there is one, is in the environment: PARAPH_DSS_CLIENT_SECRET."""
        return cls(Service.parse(address, os.environ.get("PARAPH_DSS_CLIENT_SECRET", "")), secret)

    def certificates(self) -> Sequence[KeyEntry]:
        entries = map(_entry, self._logged_in().certificates())
        return [entry for entry in entries if entry is not None]

    def open(self, entry: KeyEntry) -> SigningKey:
        key, reference = entry.certificate.public_key, entry.reference
        if key.curve is None or key.point is None:
            raise MethodError("Ключ этого сертификата не по ГОСТ Р 34.10-2012.")
        pin = self._secret(f"ПИН-код ключа № {reference.id} в DSS") if reference.has_pin else ""
        return RemoteKey(self._logged_in(), reference.id, pin, entry.certificate, key.curve, key.point)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _logged_in(self) -> DssClient:
        if self._client is None:
            password = self._secret(f"Пароль пользователя {self._service.user} в DSS")
            self._client = DssClient(self._service, password)
        return self._client


def _entry(item: dict[str, Any]) -> KeyEntry | None:
    """None for certificates that are not in force at the service, or of keys of other kinds."""
    status = item.get("Status")
    value = status.get("Value") if isinstance(status, dict) else status
    if value not in ("ACTIVE", None):
        return None
    try:
        certificate = _certificate(str(item["CertificateBase64"]))
        reference = _Reference(int(item["ID"]), bool(item.get("HasPin")))
    except (DerError, binascii.Error, KeyError, ValueError):
        return None
    if certificate.public_key.curve is None:
        return None
    return KeyEntry(certificate, laid_out_as_qualified(certificate), reference=reference)


def _certificate(text: str) -> Certificate:
    """Base64 of DER, with or without the lines of PEM."""
    if "-----BEGIN" in text:
        return load_certificates(text.encode())[0]
    return Certificate.parse(base64.b64decode("".join(text.split()), validate=True))
