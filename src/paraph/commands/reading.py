"""What commands take from files and the command line; every refusal is a `Trouble`."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from paraph.commands.group import Trouble
from paraph.trust import der, oids
from paraph.trust.certificate import Certificate, load_certificates, pem_blocks
from paraph.trust.crl import MAX_CRL, Crl
from paraph.trust.keys import stream_digest
from paraph.trust.store import TrustStore

if TYPE_CHECKING:
    from paraph.trust.tsl import AccreditedList

#: The published list is of some tens of megabytes; larger ones are refused unread, bytes.
_MAX_TSL = 256 * 1024 * 1024
_MOSCOW = timezone(timedelta(hours=3), "МСК")
#: Moments a check may be asked about: certificates know no other years.
_YEARS = (1970, 2999)
_CERTIFICATES = frozenset({".pem", ".crt", ".cer", ".der", ".p7b", ".p7c"})

_Read = TypeVar("_Read")

#: A file that may be missing: the command itself says so in Russian and ends with 3.
FILE = click.Path(path_type=Path)


def read(path: Path, limit: int, what: str) -> bytes:
    """A whole file of at most `limit` bytes."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(data) > limit:
        raise Trouble(f"Файл {path} слишком велик: {what} бывает не больше {limit // 1024 // 1024} МиБ.")
    return data


_REASONS = {
    errno.ENOENT: "такого файла или папки нет",
    errno.EACCES: "нет прав",
    errno.EPERM: "нет прав",
    errno.EISDIR: "это папка",
    errno.ENOTDIR: "это не папка",
    errno.ENOSPC: "на диске нет места",
    errno.EROFS: "диск только для чтения",
    errno.ENAMETOOLONG: "слишком длинное имя",
}


def reason(error: OSError) -> str:
    """Why the system refused, in Russian where it is usual."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def unreadable(path: Path, error: OSError) -> Trouble:
    return Trouble(f"Файл {path} не читается: {reason(error)}. Проверьте имя и права доступа.")


class FileDigests:
    """Digests of one file by algorithm OID, each computed once and by pieces (`trust.verify.Digests`)."""

    def __init__(self, path: Path) -> None:
        """Raises `Trouble` at once when the file cannot be opened."""
        self.path = path
        self._known: dict[str, bytes] = {}
        try:
            path.open("rb").close()
        except OSError as error:
            raise unreadable(path, error) from error

    def __call__(self, oid: str) -> bytes:
        """Raises `UnsupportedAlgorithm`, and `Trouble` when the file cannot be read."""
        if oid not in self._known:
            try:
                with self.path.open("rb", buffering=0) as file:
                    self._known[oid] = stream_digest(oid, file)
            except OSError as error:
                raise unreadable(self.path, error) from error
        return self._known[oid]


def certificates(path: Path) -> list[Certificate]:
    """Certificates of a PEM, DER or PKCS#7 file, at least one."""
    data = read(path, MAX_CRL, "файл сертификатов")
    return _parsed(path, "сертификат", lambda: _certificates(data))


def is_container(path: Path) -> bool:
    """Whether the file is PKCS#12, which starts as no certificate does: SEQUENCE {INTEGER 3, … (RFC 7292)."""
    data = read(path, MAX_CRL, "файл сертификатов")
    try:
        fields = der.read(data, ber=True, max_size=MAX_CRL).fields()
        return fields.peek() == der.INTEGER and fields.take().integer() == 3
    except der.DerError:
        return False


def _certificates(data: bytes) -> list[Certificate]:
    for label, body in pem_blocks(data):
        if label in ("PKCS7", "CMS"):
            return _enclosed(body)
    if (
        data[:1] == b"\x30"
        and der.read(data, ber=True, max_size=MAX_CRL).fields().peek() == der.OBJECT_IDENTIFIER
    ):
        return _enclosed(data)
    return load_certificates(data)


def _enclosed(data: bytes) -> list[Certificate]:
    """Certificates of a SignedData, which in a .p7b file nobody has signed (RFC 5652 cl. 5.1)."""
    info = der.read(data, ber=True, max_size=MAX_CRL).fields()
    if info.take().oid() != oids.SIGNED_DATA:
        raise der.DerError("внутри не сертификаты")
    fields = info.take(0xA0).only().fields()
    fields.take(), fields.take(), fields.take()
    found = [Certificate.parse(child.raw) for child in fields.maybe(0xA0) or ()]
    if not found:
        raise der.DerError("в файле нет ни одного сертификата")
    return found


def revocation_list(path: Path) -> Crl:
    """A list of revoked certificates, PEM or DER."""
    data = read(path, MAX_CRL, "список отозванных")
    return _parsed(path, "список отозванных сертификатов (CRL)", lambda: Crl.parse(data))


def _parsed(path: Path, what: str, parse: Callable[[], _Read]) -> _Read:
    try:
        return parse()
    except der.DerError as error:
        raise Trouble(f"Файл {path} не читается как {what}: {error}.") from error


def trust_store(
    folder: Path | None,
    lists: Iterable[Path] = (),
    accredited: Path | None = None,
    accredited_signer: Path | None = None,
) -> TrustStore:
    """Whom to trust by a folder: self-issued certificates are roots, others help; its *.crl are used too.

    `accredited` is the published list of accredited CAs (TSL), `accredited_signer` the certificate of its
    signer when that is not Минцифры.
    """
    roots: list[Certificate] = []
    others: list[Certificate] = []
    crls = [revocation_list(path) for path in lists]
    for path in _files(folder) if folder else []:
        if path.suffix.lower() == ".crl":
            crls.append(revocation_list(path))
        elif path.suffix.lower() in _CERTIFICATES and not _only_a_key(path):
            for certificate in certificates(path):
                (roots if certificate.self_issued else others).append(certificate)
    if folder and not roots:
        raise Trouble(f"В папке {folder} нет корневого сертификата: положите туда корень УЦ в PEM или DER.")
    listed = _accredited(accredited, accredited_signer) if accredited else None
    return TrustStore(roots, others, crls, accredited=listed)


def _accredited(path: Path, signer: Path | None) -> AccreditedList:
    from paraph.trust.tsl import AccreditedList, TslError  # XML is read only when it is asked for

    pinned = certificates(signer) if signer else []
    try:
        return AccreditedList.parse(read(path, _MAX_TSL, "перечень аккредитованных УЦ"), pinned=pinned)
    except TslError as error:
        raise Trouble(f"Файл {path}: {error}.") from error


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise Trouble(f"Папка доверенных сертификатов {folder} не читается: {reason(error)}.") from error


def _only_a_key(path: Path) -> bool:
    """Whether the file holds a private key and no certificate: no use here, but no fault."""
    data = read(path, MAX_CRL, "файл сертификатов")
    return b"PRIVATE KEY-----" in data and b"BEGIN CERTIFICATE-" not in data


def moment(text: str | None) -> tuple[datetime, str]:
    """The moment to check at and where it is from; a time without a zone is Moscow time."""
    if text is None:
        return datetime.now(UTC), "часы этого компьютера"
    try:
        at = datetime.fromisoformat(text.strip())
        zoned = at if at.tzinfo else at.replace(tzinfo=_MOSCOW)
        found = zoned.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Trouble(
            f"Время «{text}» не понято. Пишите по ISO 8601, например 2026-11-21T12:00:00+03:00 "
            "или 2026-11-21 12:00 (московское)."
        ) from error
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        raise Trouble(f"Время «{text}» вне границ: годы с {_YEARS[0]} по {_YEARS[1]}.")
    if at.tzinfo is None:
        return found, f"указан при проверке: {at:%d.%m.%Y %H:%M:%S} по Москве"
    return found, "указан при проверке"


def write(path: Path, data: bytes) -> None:
    """The whole file or nothing: written beside and then put in place."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Trouble(f"Файл {path} не записать: {reason(error)}. Укажите другое место.") from error
