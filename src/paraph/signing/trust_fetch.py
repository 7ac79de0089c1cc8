"""Asking the outside about certificates: lists, their deltas, OCSP responses, missing issuers.

What comes is kept in the `cache` of the trust folder only when it is what was asked for. Addresses are taken
from certificates whose path is already proved: otherwise a forged one could make the hub call anywhere. The
one exception is a missing issuer (`fetch_issuers`), for which only public addresses are called.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import time
from typing import TypeVar
from urllib.parse import quote, unquote

import httpx

from paraph.signing.trust_http import download
from paraph.signing.trust_store import folder, keep, load
from paraph.trust import ocsp
from paraph.trust.certificate import MAX_CERTIFICATE, Certificate, load_certificates
from paraph.trust.chain import build_chain
from paraph.trust.crl import Crl
from paraph.trust.keys import UnsupportedAlgorithm

log = logging.getLogger(__name__)

_T = TypeVar("_T")

_MAX_LIST_BYTES = 64 * 1024 * 1024
_MAX_RESPONSE_BYTES = 256 * 1024
#: Issuers followed upwards from one certificate, and addresses tried for each.
_MAX_STEPS, _MAX_ADDRESSES = 3, 2
_LONGEST_NAME = 200
#: A list fetched so lately is as good as one fetched now, seconds.
_JUST_NOW = 60
_OCSP_HEADERS = {"Content-Type": "application/ocsp-request", "Accept": "application/ocsp-response"}


def fetch_status(path: Sequence[Certificate]) -> bool:
    """Fetch what tells of revocation along a proved path (its root last); True if anything came.

    A list serves every certificate of its issuer, so lists are asked for first; OCSP where there is none.
    """
    fetched = False
    for certificate, issuer in zip(path, path[1:], strict=False):
        if fetch_lists(certificate) or fetch_response(certificate, issuer):
            fetched = True
    return fetched


def fetch_lists(certificate: Certificate) -> bool:
    """Fetch the list a certificate of a proved path names and the delta to it; True if any came."""
    listed = _first(certificate.extensions.crl_urls, fetch_list)
    if listed is not None:
        named = listed.freshest_urls if _genuine(listed) else ()  # anybody could have sent it
        _first(certificate.extensions.freshest_urls or named, fetch_list)
    return listed is not None


def fetch_list(url: str) -> Crl | None:
    """Fetch one list and keep it; None (and a line in the log) if it could not be had.

    One that came a moment ago is not asked for again: lists are large, and who is impatient asks often.
    """
    try:
        kept = folder() / "cache" / list_name(url)
        known = _known(kept, Crl.parse)
        if known and time() - kept.stat().st_mtime < _JUST_NOW:
            return known
        data = download(url, _MAX_LIST_BYTES)
        listed = Crl.parse(data)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        log.warning("CRL %s could not be fetched: %s", url, error)
        return None
    if known and _tells_less(listed, known):
        log.warning("CRL %s: what came is older than the kept one or of somebody else", url)
        return known
    keep(list_name(url), data)
    return listed


def _known(kept: Path, parse: Callable[[bytes], _T]) -> _T | None:
    """What the cache holds; None if nothing or nothing readable."""
    try:
        return parse(kept.read_bytes()) if kept.exists() else None
    except ValueError:
        return None


def _tells_less(listed: Crl, known: Crl) -> bool:
    """Whether a genuine list in force would be replaced by one that is older, not genuine or of another kind.

    Lists come over open connections, and whoever sits there may send one from before a revocation.
    """
    in_force = known.next_update is None or datetime.now(UTC) <= known.next_update
    if not in_force or not _genuine(known):
        return False
    same = listed.issuer.raw == known.issuer.raw and listed.is_delta == known.is_delta
    return not same or listed.this_update < known.this_update or not _genuine(listed)


def _genuine(listed: Crl) -> bool:
    """Whether a certificate known here signed the list."""
    store = load()
    for issuer in store.named(listed.issuer.raw):
        try:
            if store.signatures.hold(listed, issuer):
                return True
        except UnsupportedAlgorithm:
            continue
    return False


def list_name(url: str) -> str:
    """Name of the file that keeps the list published at the address: it says the address, unless too long."""
    name = quote(url, safe="")
    return f"{name if len(name) <= _LONGEST_NAME else hashlib.sha256(url.encode()).hexdigest()}.crl"


def list_url(path: Path) -> str | None:
    """The address a kept list came from; None if its name does not say."""
    url = unquote(path.stem)
    return url if url.startswith(("http://", "https://")) else None


def fetch_response(certificate: Certificate, issuer: Certificate) -> bool:
    """Ask the OCSP services the certificate names; True if one answered and the answer is kept."""
    return _first(certificate.extensions.ocsp_urls, partial(_respond, certificate, issuer)) is not None


def _respond(certificate: Certificate, issuer: Certificate, url: str) -> ocsp.Response | None:
    asked = ocsp.Request((ocsp.CertId.of(certificate.serial, issuer),), nonce=secrets.token_bytes(16))
    name = f"{certificate.fingerprint}.ocsp"
    try:
        data = download(url, _MAX_RESPONSE_BYTES, content=asked.encode(), headers=_OCSP_HEADERS)
        response = ocsp.Response.parse(data)
        if response.nonce not in (None, asked.nonce):  # many services leave it out: times then speak
            raise ValueError("the nonce is not the one sent")
        if asked.ids[0] not in [entry.id for entry in response.entries]:
            raise ValueError("the answer is about another certificate")
        if not response.verify(issuer):
            raise ValueError("the answer is not signed by the authority or its responder")
        known = _known(folder() / "cache" / name, ocsp.Response.parse)
        if known and known.produced_at > response.produced_at:
            raise ValueError("the answer is older than the kept one")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        log.warning("OCSP %s did not answer: %s", url, error)
        return None
    keep(name, data)
    return response


def fetch_issuers(certificate: Certificate, enclosed: Iterable[Certificate], at: datetime) -> bool:
    """Fetch the missing issuers of a certificate, step by step; True if the path to a trusted root is built.

    Nothing is kept unless it is: so nobody can fill the folder with certificates of their own.
    """
    known, found = tuple(enclosed), list[Certificate]()
    while True:
        chain = build_chain(certificate, store=load(), enclosed=(*known, *found), at=at)
        if chain.complete or len(found) == _MAX_STEPS:
            break
        last = chain.path[-1]
        issuer = _first(last.extensions.ca_issuer_urls[:_MAX_ADDRESSES], partial(_issuer, last))
        if issuer is None or issuer in found:
            break
        found.append(issuer)
    if not chain.complete or not found:
        return False
    for issuer in found:
        keep(f"{issuer.fingerprint}.cer", issuer.raw)
    return True


def _issuer(certificate: Certificate, url: str) -> Certificate | None:
    """The certificate at the address, if it issued this one."""
    try:
        candidates = load_certificates(download(url, MAX_CERTIFICATE, public=True))
        return next(item for item in candidates if _issued(certificate, item))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, StopIteration) as error:
        log.warning("issuer %s could not be fetched: %s", url, error or "it is another one's")
        return None


def _issued(certificate: Certificate, issuer: Certificate) -> bool:
    try:
        return certificate.issuer.raw == issuer.subject.raw and certificate.verify_signed_by(issuer)
    except UnsupportedAlgorithm:
        return False


def _first(urls: Iterable[str], fetch: Callable[[str], _T | None]) -> _T | None:
    """What the first address that answers gives."""
    for url in urls:
        if url.startswith(("http://", "https://")) and (found := fetch(url)) is not None:
            return found
    return None
