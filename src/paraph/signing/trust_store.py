"""Whom this installation trusts: certificates and CRLs in a folder, CRLs fetched when they are needed.

The folder holds *.pem, *.cer, *.crt (self-signed ones are roots, the rest intermediates) and *.crl. An
administrator puts root certificates there; fetched CRLs are kept in its `cache` folder. Lists of accredited
CAs (`tsl*.xml`) and their pinned signers are read by `tsl_files`.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from threading import Lock
from time import monotonic

import httpx
from django.conf import settings

from paraph.signing.tsl_files import is_list, is_signer, newest
from paraph.trust.certificate import Certificate, load_certificates
from paraph.trust.crl import Crl
from paraph.trust.store import TrustStore

log = logging.getLogger(__name__)

_TIMEOUT = httpx.Timeout(5.0, connect=3.0)
#: How long a whole list may take: somebody waits with their signature.
_PATIENCE = timedelta(seconds=20)
_MAX_CRL_BYTES = 20 * 1024 * 1024
_CERTIFICATE_SUFFIXES = (".pem", ".cer", ".crt")
_SUFFIXES = (*_CERTIFICATE_SUFFIXES, ".crl")

Snapshot = tuple[tuple[str, int, int], ...]
_loaded: tuple[Snapshot, TrustStore] | None = None
_lock = Lock()


def folder() -> Path:
    """The installation's trust folder, made when missing."""
    path = Path(settings.TRUST_DIR)
    (path / "cache").mkdir(parents=True, exist_ok=True)
    return path


def load() -> TrustStore:
    """The store as the folder is now; parsed again only when a file in it changed."""
    global _loaded
    with _lock:
        found = files()
        stats = [(path, path.stat()) for path in found]
        snapshot = tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)
        if _loaded is None or _loaded[0] != snapshot:
            _loaded = (snapshot, _read(found))
        return _loaded[1]


def files() -> list[Path]:
    """Files of the trust folder that mean something; what is under way has another suffix."""
    found = (path for path in folder().rglob("*") if path.suffix.lower() in _SUFFIXES or is_list(path))
    return sorted(path for path in found if path.is_file())


def _read(paths: list[Path]) -> TrustStore:
    certificates: list[Certificate] = []
    crls: list[Crl] = []
    for path in paths:
        if is_list(path) or is_signer(path):
            continue
        try:
            if path.suffix.lower() in _CERTIFICATE_SUFFIXES:
                certificates.extend(load_certificates(path.read_bytes()))
            else:
                crls.append(Crl.parse(path.read_bytes()))
        except ValueError as error:
            log.error("trust folder: %s is not readable: %s", path.name, error)
    roots = [item for item in certificates if item.self_issued]
    others = [item for item in certificates if not item.self_issued]
    accredited = newest(paths, TrustStore(roots, others, crls))
    return TrustStore(roots, others, crls, accredited=accredited)


def fetch_crls(certificates: Iterable[Certificate]) -> bool:
    """Fetch the CRLs named by certificates whose chain is already proved; True if any new one came.

    Only such certificates may name an address: otherwise a forged one could make the hub call anywhere.
    """
    fetched = False
    for certificate in certificates:
        for url in certificate.extensions.crl_urls:
            if url.startswith(("http://", "https://")) and _fetch(url):
                fetched = True
                break
    return fetched


def _fetch(url: str) -> bool:
    try:
        data = _download(url)
        Crl.parse(data)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        log.warning("CRL %s could not be fetched: %s", url, error)
        return False
    target = folder() / "cache" / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.crl"
    temporary = target.with_name(f"{secrets.token_hex(8)}.part")  # two may fetch the same list at once
    temporary.write_bytes(data)
    temporary.replace(target)
    return True


def _download(url: str) -> bytes:
    """The bytes as published: no redirect is followed, nothing unpacked, size and time are bounded."""
    give_up = monotonic() + _PATIENCE.total_seconds()
    headers = {"Accept-Encoding": "identity"}
    with httpx.stream("GET", url, timeout=_TIMEOUT, headers=headers, follow_redirects=False) as response:
        response.raise_for_status()
        data = bytearray()
        for chunk in response.iter_raw():
            data += chunk
            if len(data) > _MAX_CRL_BYTES:
                raise ValueError("CRL is larger than 20 MB")
            if monotonic() > give_up:
                raise ValueError(f"CRL did not come within {_PATIENCE}")
    return bytes(data)
