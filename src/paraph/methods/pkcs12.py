"""Keys in files: PKCS#12 (.p12, .pfx) and PKCS#8 beside a certificate. Never qualified: no certified means.

Protections read are those of RFC 9548, of gost-engine and of КриптоПро CSP (`trust.pkcs12`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from paraph.methods.port import KeyEntry, MethodError, Secret
from paraph.trust.certificate import Certificate, load_certificates
from paraph.trust.der import DerError
from paraph.trust.keys import SigningKey
from paraph.trust.pkcs8 import MAX_SIZE, KeyFileError, PrivateKey, load_private_key
from paraph.trust.pkcs12 import load_pkcs12


class FileProvider:
    """The one key of a file. A PKCS#8 key takes its certificate from the same PEM or from `certificate`."""

    title = "Файл ключа (неквалифицированная подпись)"

    def __init__(self, path: Path, secret: Secret, certificate: Path | None = None) -> None:
        self._path, self._secret, self._certificate = path, secret, certificate

    @classmethod
    def connect(cls, address: str, secret: Secret) -> FileProvider:
        """The provider for the path of a file."""
        return cls(Path(address), secret)

    def certificates(self) -> Sequence[KeyEntry]:
        key, own, chain = self._load()
        return [KeyEntry(own, qualified=False, chain=chain, reference=key)]

    def open(self, entry: KeyEntry) -> SigningKey:
        key: PrivateKey = entry.reference
        return key

    def close(self) -> None:
        """Nothing is held."""

    def _load(self) -> tuple[PrivateKey, Certificate, tuple[Certificate, ...]]:
        data = _read(self._path)
        try:
            if b"PRIVATE KEY-----" in data:
                return self._from_pem(data)
            bundle = load_pkcs12(data, self._secret(f"Пароль от файла ключа {self._path.name}"))
            return (
                bundle.key,
                Certificate.parse(bundle.certificate),
                tuple(Certificate.parse(raw) for raw in bundle.chain),
            )
        except (KeyFileError, DerError) as error:
            raise MethodError(f"Файл ключа {self._path}: {error}") from error

    def _from_pem(self, data: bytes) -> tuple[PrivateKey, Certificate, tuple[Certificate, ...]]:
        sealed = b"ENCRYPTED PRIVATE KEY-----" in data
        password = self._secret(f"Пароль от файла ключа {self._path.name}") if sealed else None
        key = load_private_key(data, password)
        source = _read(self._certificate) if self._certificate else data
        if self._certificate is None and b"-----BEGIN CERTIFICATE-----" not in data:
            raise MethodError("В файле только закрытый ключ. Укажите его сертификат: --certificate ФАЙЛ.")
        found = load_certificates(source)
        own = next((item for item in found if item.public_key.point == key.point), None)
        if own is None:
            raise MethodError("Сертификат не от этого ключа: открытые ключи не совпадают.")
        return key, own, tuple(item for item in found if item != own)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except OSError as error:
        raise MethodError(f"Файл ключа {path} не читается: {error.strerror}.") from error
    if len(data) > MAX_SIZE:
        raise MethodError(f"Файл {path} слишком велик для ключа: больше {MAX_SIZE // 1024} КиБ.")
    return data
