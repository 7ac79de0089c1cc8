"""The test authority over HTTP, as an emulator."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from paraph.sandbox.emulator import Place
from paraph.sandbox.http import (
    HttpError,
    HttpServer,
    Request,
    Response,
    Routes,
    check_answers,
    json_response,
    page,
)
from paraph.sandbox.pki.accredited import STATUSES
from paraph.sandbox.pki.authority import INDEX, ISSUERS, LIST, LIST_SIGNER, Authority, UnknownSerial, now
from paraph.sandbox.pki.issue import make_pki
from paraph.trust.crl import REASON_TITLES, Reason
from paraph.trust.tsp import TspError

_ISSUER = f"(?P<issuer>{'|'.join(ISSUERS)})"


class PkiServer:
    """Serves the authority in the emulator's folder, making it at the first start.

    Its certificates carry the address of lists and services, so the port is chosen once and then kept.
    """

    def __init__(self, place: Place) -> None:
        self._folder = place.folder
        if (place.folder / INDEX).exists():
            self._authority = Authority(place.folder)
            port = urlsplit(self._authority.index["base_url"]).port or 80
            sock = place.bind_exactly(port, remedy=_remedy(place))
        else:
            sock = place.bind("http")
            host, port = sock.getsockname()
            # Without a register the folder holds at most a half-made authority: nobody uses its keys yet.
            make_pki(place.folder, crl_base_url=f"http://{host}:{port}", force=True)
            self._authority = Authority(place.folder)
        routes = Routes()
        routes.add("GET", "/", self._page)
        routes.add("GET", rf"/{_ISSUER}\.crl", self._crl)
        routes.add("GET", rf"/{_ISSUER}\.cer", self._certificate)
        routes.add("POST", "/ocsp", self._status)
        routes.add("GET", "/ocsp/(?P<encoded>.+)", self._status_by_get)
        routes.add("POST", "/tsa", self._stamp)
        routes.add("POST", "/revoke", self._revoke)
        routes.add("GET", r"/tsl\.xml", self._accredited)
        routes.add("POST", "/accreditation", self._set_accreditation)
        self._http = HttpServer(sock, routes)

    def start(self) -> None:
        self._http.start()

    def stop(self) -> None:
        self._http.stop()

    def check(self) -> None:
        for issuer in ISSUERS:
            check_answers(f"{self._http.url}/{issuer}.crl")
        check_answers(f"{self._http.url}/{LIST}")

    @property
    def ready(self) -> dict[str, Any]:
        url = self._http.url
        return {
            "url": url,
            "dir": str(self._folder),
            "index": str(self._folder / INDEX),
            "root": str(self._folder / "root.pem"),
            "intermediate": str(self._folder / "intermediate.pem"),
            "password_file": str(self._folder / "password"),
            "ocsp": f"{url}/ocsp",
            "tsa": f"{url}/tsa",
            "revoke_url": f"{url}/revoke",
            "tsl": f"{url}/{LIST}",
            "tsl_signer": str(self._folder / f"{LIST_SIGNER}.pem"),
            "accreditation_url": f"{url}/accreditation",
        }

    def _page(self, request: Request) -> Response:
        reasons = {reason.name: title for reason, title in REASON_TITLES.items()}
        return page("pki.html", index=self._authority.index, reasons=reasons, statuses=STATUSES)

    def _crl(self, request: Request, issuer: str) -> Response:
        return Response(self._authority.crl(issuer), "application/pkix-crl")

    def _certificate(self, request: Request, issuer: str) -> Response:
        return Response(self._authority.certificate(issuer), "application/pkix-cert")

    def _status(self, request: Request) -> Response:
        return Response(self._authority.answer_status(request.body), "application/ocsp-response")

    def _status_by_get(self, request: Request, encoded: str) -> Response:
        """RFC 6960 annex A.1: base64 of the request in the path."""
        try:
            asked = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise HttpError(400, "После /ocsp/ нужен запрос OCSP в base64.") from error
        return Response(self._authority.answer_status(asked), "application/ocsp-response")

    def _stamp(self, request: Request) -> Response:
        try:
            return Response(self._authority.stamp(request.body), "application/timestamp-reply")
        except TspError as error:
            raise HttpError(400, str(error)) from error

    def _revoke(self, request: Request) -> Response:
        """`{"serial": "…", "reason": "KEY_COMPROMISE"}` → the register's line; the reason may be left out."""
        order = request.json_object()
        reason = Reason.__members__.get(str(order.get("reason", Reason.UNSPECIFIED.name)).upper())
        if reason in (None, Reason.REMOVE_FROM_CRL):
            raise HttpError(400, "Поле reason: укажите причину по RFC 5280, например KEY_COMPROMISE.")
        try:
            return json_response(self._authority.revoke(str(order.get("serial", "")), reason))
        except UnknownSerial as error:
            raise HttpError(
                404, "Поле serial: сертификата с таким серийным номером этот УЦ не выпускал."
            ) from error

    def _accredited(self, request: Request) -> Response:
        return Response(self._authority.accredited_list(), "application/xml")

    def _set_accreditation(self, request: Request) -> Response:
        """`{"status": "suspended", "since": ISO 8601}` → the history; without `since`, from now on."""
        order = request.json_object()
        status = str(order.get("status", ""))
        if status not in STATUSES:
            raise HttpError(400, f"Поле status: укажите одно из {', '.join(STATUSES)}.")
        try:
            since = datetime.fromisoformat(str(order["since"])) if "since" in order else now()
        except ValueError as error:
            raise HttpError(400, "Поле since: укажите момент по ISO 8601.") from error
        if since.tzinfo is None:
            raise HttpError(400, "Поле since: укажите и часовой пояс, например +03:00.")
        return json_response({"history": self._authority.set_accreditation(status, since)})


def _remedy(place: Place) -> str:
    return (
        "Этот адрес записан в сертификатах тестового УЦ, поэтому другой порт не подойдёт. Остановите "
        f"программу, занявшую порт (её покажет ss -ltnp), или удалите папку {place.folder}: УЦ будет "
        "создан заново с новыми ключами на свободном порту."
    )
