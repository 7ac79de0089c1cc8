"""Whom this installation trusts: certificates, lists and responses in a folder.

An administrator puts *.pem, *.cer, *.crt there (self-signed ones are roots, the rest intermediates) and
*.crl. What the hub fetches itself (`trust_fetch`) is kept in the `cache` folder: lists, responses (*.ocsp),
issuers. Nothing in `cache` is ever trusted as a root. Lists of accredited CAs (`tsl*.xml`) and their pinned
signers are read by `tsl_files`.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from time import time_ns

from django.conf import settings

from paraph.signing.tsl_files import is_list, is_signer, newest
from paraph.trust import ocsp
from paraph.trust.caches import Signatures
from paraph.trust.certificate import Certificate, load_certificates
from paraph.trust.crl import Crl
from paraph.trust.store import TrustStore

log = logging.getLogger(__name__)

_CERTIFICATE_SUFFIXES = (".pem", ".cer", ".crt")
_SUFFIXES = (*_CERTIFICATE_SUFFIXES, ".crl", ".ocsp")
#: A folder changed so lately may change again within the same tick of the file system's clock, ns.
_UNSETTLED = 100_000_000

#: Path, time, size.
_Stat = tuple[str, int, int]
_Found = Certificate | Crl | ocsp.Response

_lock = Lock()
_signatures = Signatures()
_loaded: tuple[tuple[_Stat, ...], TrustStore] | None = None
_parsed: dict[_Stat, tuple[_Found, ...]] = {}
#: Files of `cache`, and the folder and time they were seen at if that can be relied on.
_cached: tuple[tuple[str, int] | None, tuple[_Stat, ...]] | None = None


def folder() -> Path:
    """The installation's trust folder, made when missing."""
    path = Path(settings.TRUST_DIR)
    (path / "cache").mkdir(parents=True, exist_ok=True)
    return path


def keep(name: str, data: bytes) -> None:
    """Put a file into the cache whole; two may bring the same one at once."""
    target = folder() / "cache" / name
    draft = target.with_name(f"{secrets.token_hex(8)}.part")
    draft.write_bytes(data)
    draft.replace(target)


def load() -> TrustStore:
    """The store as the folder is now; only files that changed are read again."""
    global _loaded
    with _lock:
        found = _stats()
        if _loaded is None or _loaded[0] != found:
            _loaded = (found, _read(found))
        return _loaded[1]


def kept_lists() -> list[tuple[Path, Crl]]:
    """Lists in the cache with their files."""
    load()
    cache = folder() / "cache"
    found = [(Path(path), item) for (path, *_), items in _parsed.items() for item in items]
    return [(path, item) for path, item in found if isinstance(item, Crl) and path.parent == cache]


def files() -> list[Path]:
    """Files of the trust folder that mean something; what is under way has another suffix."""
    return [Path(path) for path, _, _ in _stats()]


def _stats() -> tuple[_Stat, ...]:
    """All files that mean something, as they are now.

    Only the hub writes into `cache`, and files come and go there whole. So while the folder's own time stays
    the same its thousands of files need not be looked at.
    """
    global _cached
    cache = folder() / "cache"
    key = (str(cache), cache.stat().st_mtime_ns)
    if _cached is None or _cached[0] != key:
        found = tuple(_scan(cache, None))
        settled = time_ns() - key[1] > _UNSETTLED
        _cached = (key if settled else None, found)
    return tuple(sorted((*_scan(folder(), cache), *_cached[1])))


def _scan(path: Path, without: Path | None) -> Iterator[_Stat]:
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.is_dir():
                if Path(entry.path) != without:
                    yield from _scan(Path(entry.path), without)
            elif entry.name.lower().endswith(_SUFFIXES) or is_list(Path(entry.name)):
                stat = entry.stat()
                yield entry.path, stat.st_mtime_ns, stat.st_size


def _read(stats: tuple[_Stat, ...]) -> TrustStore:
    """The store of these files; what was read before is not read again."""
    global _parsed
    _parsed = {stat: _parsed[stat] if stat in _parsed else _parse(Path(stat[0])) for stat in stats}
    cache = str(folder() / "cache") + os.sep
    roots: list[Certificate] = []
    others: list[Certificate] = []
    for (path, *_), items in _parsed.items():
        for item in items:
            if isinstance(item, Certificate):
                (roots if item.self_issued and not path.startswith(cache) else others).append(item)
    known = [item for items in _parsed.values() for item in items]
    crls = [item for item in known if isinstance(item, Crl)]
    responses = [item for item in known if isinstance(item, ocsp.Response)]
    plain = TrustStore(roots, others, crls, responses, signatures=_signatures)
    accredited = newest([Path(stat[0]) for stat in stats], plain)
    if accredited is None:
        return plain
    return TrustStore(roots, others, crls, responses, accredited=accredited, signatures=_signatures)


def _parse(path: Path) -> tuple[_Found, ...]:
    """What a file holds; nothing, and a line in the log, if it cannot be read."""
    if is_signer(path) or is_list(path):
        return ()
    try:
        data = path.read_bytes()
        if path.suffix.lower() in _CERTIFICATE_SUFFIXES:
            return tuple(load_certificates(data))
        return (ocsp.Response.parse(data) if path.suffix.lower() == ".ocsp" else Crl.parse(data),)
    except (OSError, ValueError) as error:
        log.error("trust folder: %s is not readable: %s", path.name, error)
        return ()
