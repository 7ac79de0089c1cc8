"""The registry of powers of attorney over HTTP, as an emulator.

Paths are those the registry publishes to information systems (token, upload, state, chronology, archive,
revocation, number); what only the sandbox needs is under `/sandbox/`.
"""

from __future__ import annotations

import base64
import binascii
import io
import secrets
import time
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

from paraph.sandbox.emulator import Place, write_atomically
from paraph.sandbox.faults import Faults
from paraph.sandbox.http import (
    Handler,
    HttpError,
    HttpServer,
    Request,
    Response,
    Routes,
    check_answers,
    json_response,
    page,
)
from paraph.sandbox.mchd.register import STEP, Register, RegisterError

_API = "/poar-webapp/integration/poa"
_NUMBER = "(?P<number>[0-9a-fA-F-]{36})"
CLIENT_ID = "paraph-sandbox"
_TOKEN_LASTS = 300
#: «unavailable» 503, «slow» answers late, «busy» 429, «forget-token» 401 once.
FAULT_KINDS = frozenset({"unavailable", "slow", "busy", "forget-token"})
_SLOW_SECONDS = 10.0


class MchdRegistry:
    """Keeps what was uploaded in the emulator's folder."""

    def __init__(self, place: Place, *, step: timedelta = STEP) -> None:
        self.register = Register(place.folder, step=step)
        self._secret = _kept_secret(place)
        self._tokens: set[str] = set()
        self._faults = Faults(FAULT_KINDS, seconds=_SLOW_SECONDS)
        routes = Routes()
        routes.add("GET", "/", self._page)
        routes.add("GET", "/emchd/check-status", self._public_page)
        routes.add("POST", "/vst-oauth2/oauth/token", self._token)
        self._api(routes, "POST", _API, self._upload)
        self._api(routes, "GET", f"{_API}/generate-number", self._generate)
        self._api(routes, "GET", f"{_API}/chronology", self._chronology)
        self._api(routes, "POST", f"{_API}/revoke", self._revoke)
        self._api(routes, "GET", f"{_API}/(?P<transaction>[0-9a-f-]{{36}})/status", self._upload_state)
        self._api(routes, "GET", f"{_API}/{_NUMBER}/public", self._public)
        self._api(routes, "GET", rf"{_API}/{_NUMBER}/(?P<issuer>[0-9]{{10,12}})//zip", self._zip)
        routes.add("POST", "/sandbox/states", self._order_state)
        self._faults.add_routes(routes)
        self._http = HttpServer(place.bind("http"), routes)

    def start(self) -> None:
        self._http.start()

    def stop(self) -> None:
        self._http.stop()

    def check(self) -> None:
        check_answers(f"{self._http.url}/faults")

    @property
    def ready(self) -> dict[str, Any]:
        url = self._http.url
        return {
            "url": url,
            "client_id": CLIENT_ID,
            "secret": self._secret,
            "states_url": f"{url}/sandbox/states",
            "faults_url": f"{url}/faults",
        }

    # -- access --------------------------------------------------------------------------------------------

    def _token(self, request: Request) -> Response:
        """OAuth 2.0 client credentials (RFC 6749 cl. 4.4)."""
        expected = base64.b64encode(f"{CLIENT_ID}:{self._secret}".encode()).decode()
        given = request.headers.get("Authorization", "").removeprefix("Basic ")
        form = parse_qs(request.body.decode("ascii", errors="replace"))
        if form.get("grant_type") != ["client_credentials"]:
            return json_response({"error": "unsupported_grant_type"}, 400)
        if not secrets.compare_digest(given, expected):
            return json_response({"error": "invalid_client"}, 401)
        token = secrets.token_urlsafe(24)
        self._tokens.add(token)
        return json_response({"access_token": token, "token_type": "bearer", "expires_in": _TOKEN_LASTS})

    def _api(self, routes: Routes, method: str, pattern: str, handler: Handler) -> None:
        """A route of the registry proper: with a token, and open to ordered faults."""

        def guarded(request: Request, **found: str) -> Response:
            fault = self._faults.take()
            if fault is not None and (answer := self._spoiled(fault.kind, fault.seconds)):
                return answer
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if token not in self._tokens:
                return json_response({"error": "invalid_token"}, 401)
            return handler(request, **found)

        routes.add(method, pattern, guarded)

    def _spoiled(self, kind: str, seconds: float) -> Response | None:
        if kind == "slow":
            time.sleep(seconds)
        if kind == "forget-token":
            self._tokens.clear()
        statuses = {"unavailable": 503, "busy": 429}
        return json_response({"error": kind}, statuses[kind]) if kind in statuses else None

    # -- the registry --------------------------------------------------------------------------------------

    def _upload(self, request: Request) -> Response:
        parts = _parts(request)
        xml, name = _part(parts, "poa")
        signature = _decoded(_part(parts, "signature")[0])
        return json_response({"txId": self.register.upload(xml, signature, name), "status": "CREATED"})

    def _upload_state(self, request: Request, transaction: str) -> Response:
        event = self.register.upload_state(transaction)
        if event is None:
            raise HttpError(404, "Такой загрузки не было.")
        return json_response(event)

    def _public(self, request: Request, number: str) -> Response:
        found, events = self.register.find(number), self.register.events(number)
        if found is None or not events:
            raise HttpError(404, "Доверенности с таким номером нет.")
        entry = found[1]
        dates = {"issued": entry["issued"], "expires": entry["expires"]}
        return json_response({"poaNumber": entry["number"], "status": events[-1]["status"], **dates})

    def _chronology(self, request: Request) -> Response:
        number = request.one("poaNumber") or ""
        found, events = self.register.find(number), self.register.events(number)
        if found is None or not events or request.one("issuerInn") != found[1]["issuer_inn"]:
            raise HttpError(404, "Доверенности с таким номером и доверителем нет.")
        if request.one("representativeInn") not in ("", None, *found[1]["representatives"]):
            raise HttpError(404, "У доверенности нет такого представителя.")
        return json_response({"poaNumber": number.lower(), "chronology": events})

    def _zip(self, request: Request, number: str, issuer: str) -> Response:
        found = self.register.find(number)
        if found is None or found[1]["issuer_inn"] != issuer:
            raise HttpError(404, "Доверенности с таким номером и доверителем нет.")
        xml, signature = self.register.files(found[0])
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(found[1]["file"], xml)
            archive.writestr(found[1]["file"].removesuffix(".xml") + ".sig", signature)
        return Response(out.getvalue(), "application/zip")

    def _revoke(self, request: Request) -> Response:
        parts = _parts(request)
        statement = _part(parts, "revocation")[0]
        signature = _decoded(_part(parts, "signature")[0])
        return json_response(_told(lambda: self.register.revoke(statement, signature)))

    def _generate(self, request: Request) -> Response:
        return json_response({"poaNumber": str(uuid4())})

    # -- for people and tests ------------------------------------------------------------------------------

    def _order_state(self, request: Request) -> Response:
        """`{"number": "…", "status": "REVOKED", "date": "ISO", "reason": "…"}`: since then."""
        order = request.json_object()
        try:
            at = datetime.fromisoformat(str(order["date"])) if order.get("date") else None
        except ValueError as error:
            raise HttpError(400, "Поле date: нужна дата ISO 8601.") from error
        if at is not None and at.tzinfo is None:
            raise HttpError(400, "Поле date: нужен часовой пояс.")
        number, status = str(order.get("number", "")), str(order.get("status", ""))
        return json_response(
            _told(lambda: self.register.put(number, status, str(order.get("reason", "")), at))
        )

    def _page(self, request: Request) -> Response:
        return page("mchd.html", entries=self.register.all(), url=self._http.url)

    def _public_page(self, request: Request) -> Response:
        number = request.one("guid") or ""
        entries = [entry for entry in self.register.all() if entry["number"] == number.lower()]
        if not entries:
            raise HttpError(404, "Доверенности с таким номером нет.")
        return page("mchd.html", entries=entries, url=self._http.url)


def _told(action: Callable[[], Any]) -> Any:
    try:
        return action()
    except RegisterError as error:
        raise HttpError(400, str(error)) from error


def _kept_secret(place: Place) -> str:
    """The client's secret, made once: settings of a hub outlive a restart of the sandbox."""
    path = place.folder / "secret"
    if not path.exists():
        write_atomically(path, secrets.token_urlsafe(18).encode(), 0o600)
    return path.read_text(encoding="ascii")


def _parts(request: Request) -> dict[str, tuple[bytes, str]]:
    """Fields of a multipart form: bytes and file name."""
    kind = request.headers.get("Content-Type", "")
    if not kind.startswith("multipart/form-data"):
        raise HttpError(400, "Нужна форма multipart/form-data.")
    message = BytesParser(policy=HTTP).parsebytes(
        b"Content-Type: " + kind.encode("ascii", errors="replace") + b"\r\n\r\n" + request.body
    )
    found = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            found[name] = (content, part.get_filename() or "")
    return found


def _part(parts: dict[str, tuple[bytes, str]], name: str) -> tuple[bytes, str]:
    if name not in parts:
        raise HttpError(400, f"В форме нет части {name}.")
    return parts[name]


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise HttpError(400, "Подпись нужна в base64.") from error
