"""The registry of powers of attorney over its machine interface (OAuth 2.0 client, JSON over HTTPS).

Off until an administrator names the address and the credentials; access is given by agreement with the ФНС.
A call is short and tried at most twice: somebody may be waiting with a signature.
"""

from __future__ import annotations

import base64
import io
import logging
import threading
import zipfile
import zlib
from datetime import datetime
from functools import cache
from pathlib import PurePosixPath
from time import monotonic
from typing import Any
from urllib.parse import quote

import httpx
from django.conf import settings

from paraph.authority.facts import RegistryAnswer, RegistryState
from paraph.authority.grant import MOSCOW
from paraph.effects import limits
from paraph.effects.limits import Limit

log = logging.getLogger(__name__)

#: All calls of the installation share this key and rate: the registry's own limits are not published.
LIMIT_KEY = "mchd-registry"
LIMIT = Limit(rate=5, burst=10)

_TIMEOUT = httpx.Timeout(6.0, connect=3.0)
_TRIES = 2
_MAX_ANSWER = 4 * 1024 * 1024
#: Files of an archive looked at, and the largest of them, bytes.
_MAX_FILES, _MAX_FILE = 10, 1024 * 1024
_BASE = "/poar-webapp/integration/poa"
#: A token is renewed this long before it ends, seconds.
_SPARE = 30.0


class RegistryError(Exception):
    """The registry gave no usable answer; the message is Russian."""


class RegistryClient:
    """One registry under one account; safe to share between threads."""

    def __init__(self, url: str, client_id: str, secret: str) -> None:
        self._url, self._account = url.rstrip("/"), (client_id, secret)
        self._lock = threading.Lock()
        self._token, self._token_until = "", 0.0

    # -- the port ------------------------------------------------------------------------------------------

    def status(self, number: str, issuer_inn: str, representative_inn: str, at: datetime) -> RegistryAnswer:
        """The last state by the chronology, with the moment of revocation; failures are answers."""
        try:
            response = self._call(
                "GET",
                f"{_BASE}/chronology",
                params={
                    "poaNumber": number, "issuerInn": issuer_inn, "representativeInn": representative_inn,
                },
            )  # fmt: skip
            if response.status_code == 404:
                return RegistryAnswer(RegistryState.UNKNOWN)
            return _answer(_json(response))
        except RegistryError as error:
            log.warning("registry of powers of attorney, %s: %s", number, error)
            return RegistryAnswer(RegistryState.UNREACHABLE, reason=str(error))

    # -- other verbs of the interface ----------------------------------------------------------------------

    def download(self, number: str, issuer_inn: str) -> tuple[str, bytes, bytes]:
        """Name and bytes of a power's file, and of its signature. Raises RegistryError."""
        path = f"{_BASE}/{quote(number)}/{quote(issuer_inn)}//zip"
        response = self._call("GET", path)
        if response.status_code == 404:
            raise RegistryError("В реестре нет доверенности с таким номером и доверителем.")
        return _unpacked(self._ok(response).content)

    def upload(self, xml: bytes, signature: bytes, file_name: str) -> str:
        """Register a power; returns the id of the transaction. Raises RegistryError."""
        encoded = base64.b64encode(signature)
        parts = {
            "poa": (file_name, xml, "application/xml"),
            "signature": (f"{file_name}.sig", encoded, "text/plain"),
        }
        found = _json(self._ok(self._call("POST", _BASE, files=parts)))
        return str(found.get("txId", ""))

    # -- transport -----------------------------------------------------------------------------------------

    def _call(self, method: str, path: str, **request: Any) -> httpx.Response:
        """One request with a token; a broken connection, 5xx and an old token are tried once more."""
        if limits.take(LIMIT_KEY, LIMIT) is not None:
            raise RegistryError("Реестр МЧД сейчас спрашивают слишком часто, повторите позже.")
        failure = ""
        for _ in range(_TRIES):
            try:
                headers = {"Authorization": f"Bearer {self._bearer()}"}
                response = self._send(method, path, headers=headers, **request)
            except httpx.HTTPError as error:
                failure = f"Реестр МЧД не отвечает ({type(error).__name__})."
                continue
            if response.status_code == 401:
                self._token_until = 0.0
                failure = "Реестр МЧД не принимает учётную запись хаба."
            elif response.status_code == 429:
                raise RegistryError("Реестр МЧД просит спрашивать реже, повторите позже.")
            elif response.status_code >= 500:
                failure = f"Реестр МЧД ответил ошибкой {response.status_code}."
            else:
                return response
        raise RegistryError(failure)

    def _bearer(self) -> str:
        with self._lock:
            if monotonic() < self._token_until:
                return self._token
            form = {"grant_type": "client_credentials"}
            response = self._send("POST", "/vst-oauth2/oauth/token", data=form, auth=self._account)
            if response.status_code != 200:
                raise RegistryError(
                    f"Реестр МЧД не выдал токен (ответ {response.status_code}): проверьте учётную запись."
                )
            found = _json(response)
            token, lasts = found.get("access_token"), found.get("expires_in", 0)
            if not isinstance(token, str) or not isinstance(lasts, (int, float)):
                raise RegistryError("Реестр МЧД выдал токен в непонятном виде.")
            self._token, self._token_until = token, monotonic() + max(0.0, lasts - _SPARE)
            return token

    def _send(self, method: str, path: str, **request: Any) -> httpx.Response:
        with (
            httpx.Client(timeout=_TIMEOUT, follow_redirects=False) as client,
            client.stream(method, self._url + path, **request) as response,
        ):
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > _MAX_ANSWER:
                    raise RegistryError("Ответ реестра МЧД слишком велик.")
            return httpx.Response(response.status_code, content=bytes(body), request=response.request)

    def _ok(self, response: httpx.Response) -> httpx.Response:
        if response.status_code >= 400:
            raise RegistryError(f"Реестр МЧД отказал (ответ {response.status_code}).")
        return response


def _unpacked(data: bytes) -> tuple[str, bytes, bytes]:
    """The only XML and the only signature of an archive; sizes are checked before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            small = [item for item in archive.infolist()[:_MAX_FILES] if item.file_size <= _MAX_FILE]
            files = {item.filename: archive.read(item) for item in small}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        raise RegistryError("Архив из реестра МЧД не читается.") from error
    xml = [name for name in files if name.lower().endswith(".xml")]
    signatures = [name for name in files if name.lower().endswith((".sig", ".sgn", ".p7s"))]
    if len(xml) != 1 or len(signatures) != 1:
        raise RegistryError("В архиве из реестра МЧД нет доверенности с подписью.")
    return PurePosixPath(xml[0]).name, files[xml[0]], files[signatures[0]]


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        found = response.json()
    except ValueError as error:
        raise RegistryError("Ответ реестра МЧД не читается.") from error
    if response.status_code >= 400 or not isinstance(found, dict):
        raise RegistryError(f"Реестр МЧД отказал (ответ {response.status_code}).")
    return found


def _answer(found: dict[str, Any]) -> RegistryAnswer:
    """The state by the chronology, with the moment of revocation."""
    events = found.get("chronology")
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise RegistryError("Реестр МЧД ответил без хронологии.")
    if not events:
        return RegistryAnswer(RegistryState.UNKNOWN)
    dated = sorted(events, key=_moment)
    # A revocation is for ever, whatever was recorded after it; several count from the first.
    last = next((event for event in dated if _state(event) is RegistryState.REVOKED), dated[-1])
    revoked = _moment(last) if _state(last) is RegistryState.REVOKED else None
    return RegistryAnswer(_state(last), revoked, str(last.get("reason") or ""))


def _state(found: dict[str, Any]) -> RegistryState:
    value = found.get("status")
    if value not in {state.value for state in RegistryState}:
        raise RegistryError(f"Реестр МЧД сообщил неизвестное состояние {str(value)[:40]!r}.")
    return RegistryState(value)


def _moment(event: dict[str, Any]) -> datetime:
    try:
        found = datetime.fromisoformat(str(event.get("date")))
    except ValueError as error:
        raise RegistryError("В хронологии реестра МЧД нет даты события.") from error
    return found if found.tzinfo else found.replace(tzinfo=MOSCOW)


@cache
def _client(url: str, client_id: str, secret: str) -> RegistryClient:
    return RegistryClient(url, client_id, secret)


def configured() -> RegistryClient | None:
    """The client of the configured registry, or None while it is off."""
    config = settings.MCHD_REGISTRY
    if not config.url:
        return None
    return _client(config.url, config.client_id, config.secret)
