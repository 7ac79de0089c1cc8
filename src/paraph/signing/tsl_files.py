"""Lists of accredited CAs in the trust folder: the newest that can be believed is used.

An administrator puts `tsl*.xml` there, or the hub fetches it (`tsl_updates`). Certificates in files named
`tsl-signer*` are those of its signer, vouched for by the administrator.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.utils import timezone

from paraph.trust.certificate import Certificate, load_certificates
from paraph.trust.store import TrustStore
from paraph.trust.tsl import AccreditedList, TslError
from paraph.trust.verdict import Answer

log = logging.getLogger(__name__)

_SIGNER = "tsl-signer"

#: File, time, size, and whose signature was vouched for when it was read.
_Key = tuple[str, int, int, tuple[str, ...]]
#: Lists as they were read: reading one takes a second, and the folder changes with every fetched CRL.
_read: dict[_Key, AccreditedList] = {}


def is_list(path: Path) -> bool:
    """Whether a file of the trust folder is a list of accredited CAs."""
    return path.suffix.lower() == ".xml" and path.name.lower().startswith("tsl")


def is_signer(path: Path) -> bool:
    """Whether a file of the trust folder holds a pinned certificate, which is no root by that."""
    return path.name.lower().startswith(_SIGNER) and path.suffix.lower() != ".xml"


def signers(paths: Iterable[Path]) -> list[Certificate]:
    """The pinned certificates among the files of the trust folder."""
    found: list[Certificate] = []
    for path in filter(is_signer, paths):
        try:
            found += load_certificates(path.read_bytes())
        except ValueError as error:
            log.error("trust folder: %s is not readable: %s", path.name, error)
    return found


def newest(paths: Sequence[Path], store: TrustStore) -> AccreditedList | None:
    """The newest list of those that may be relied on, else the newest of all; None if there is none.

    `paths` are all files of the trust folder, `store` is what is trusted there.
    """
    pinned = signers(paths)
    found: dict[_Key, AccreditedList] = {}
    for path in filter(is_list, paths):
        stat = path.stat()
        key = (str(path), stat.st_mtime_ns, stat.st_size, tuple(item.fingerprint for item in pinned))
        try:
            found[key] = _read.get(key) or AccreditedList.parse(path.read_bytes(), pinned=pinned)
        except TslError as error:
            log.error("trust folder: %s is not readable: %s", path.name, error)
            continue
        if key not in _read and not believed(found[key], store):
            reason = found[key].verify(store=store, at=timezone.now()).reason
            log.error("trust folder: %s is not believed: %s", path.name, reason)
    _read.clear()
    _read.update(found)
    lists = found.values()
    return max(lists, key=lambda listed: (believed(listed, store), listed.issued_at), default=None)


def believed(listed: AccreditedList, store: TrustStore) -> bool:
    """Whether the list may be relied on by what is trusted here."""
    return listed.verify(store=store, at=timezone.now()).answer is Answer.YES
