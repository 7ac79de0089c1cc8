"""The mail catcher as an emulator: SMTP, API and pages over one store of letters."""

from __future__ import annotations

import smtplib
from typing import Any
from urllib.parse import quote

from paraph.sandbox.emulator import Place
from paraph.sandbox.faults import Faults
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
from paraph.sandbox.mail.letters import Letter, LetterStore
from paraph.sandbox.mail.smtp import FAULT_KINDS, SmtpServer

#: Largest letter accepted, bytes; announced as SIZE and refused with «552» beyond.
SIZE_LIMIT = 35 * 1024 * 1024
#: Delay of the «slow» fault unless the order says otherwise, seconds.
_SLOW_SECONDS = 5.0
#: Letters shown on the first page.
_SHOWN = 200
_CHECK_TIMEOUT = 5


class MailCatcher:
    """Keeps every accepted copy of every letter in the emulator's folder."""

    def __init__(self, place: Place, *, size_limit: int = SIZE_LIMIT) -> None:
        self._store = LetterStore(place.folder)
        faults = Faults(FAULT_KINDS, seconds=_SLOW_SECONDS)
        self._smtp = SmtpServer(place.bind("smtp"), self._store, faults, size_limit=size_limit)
        routes = Routes()
        routes.add("GET", "/", self._list_page)
        routes.add("GET", r"/letters/(?P<number>\d{1,18})", self._letter_page)
        routes.add("GET", r"/letters/(?P<number>\d{1,18})\.eml", self._source)
        routes.add("GET", r"/letters/(?P<number>\d{1,18})/attachments/(?P<index>\d{1,6})", self._attachment)
        routes.add("GET", "/messages", self._find)
        routes.add("DELETE", "/messages", self._clear)
        faults.add_routes(routes)
        self._http = HttpServer(place.bind("http"), routes)

    def start(self) -> None:
        self._smtp.start()
        self._http.start()

    def stop(self) -> None:
        self._smtp.stop()
        self._http.stop()
        self._store.close()

    def check(self) -> None:
        host, port = self._smtp.address.rsplit(":", 1)
        with smtplib.SMTP(host, int(port), timeout=_CHECK_TIMEOUT) as client:
            client.noop()
        check_answers(f"{self._http.url}/faults")

    @property
    def ready(self) -> dict[str, Any]:
        return {
            "smtp": f"smtp://{self._smtp.address}",
            "url": self._http.url,
            "lookup_url": f"{self._http.url}/messages",
            "faults_url": f"{self._http.url}/faults",
        }

    # -- API ----------------------------------------------------------------------------------------

    def _find(self, request: Request) -> Response:
        letters = self._store.find(message_id=request.one("message_id"), to=request.one("to"))
        return json_response([letter.as_json() for letter in letters])

    def _clear(self, request: Request) -> Response:
        return json_response({"deleted": self._store.clear()})

    # -- pages --------------------------------------------------------------------------------------

    def _list_page(self, request: Request) -> Response:
        letters = self._store.latest(_SHOWN)
        return page("mail_list.html", letters=letters, total=self._store.count())

    def _letter_page(self, request: Request, number: str) -> Response:
        return page("mail_letter.html", letter=self._letter(number))

    def _source(self, request: Request, number: str) -> Response:
        return _download(self._letter(number).raw, f"letter-{number}.eml")

    def _attachment(self, request: Request, number: str, index: str) -> Response:
        attachments = self._letter(number).attachments
        if int(index) >= len(attachments):
            raise HttpError(404, "Такого вложения в письме нет.")
        attachment = attachments[int(index)]
        return _download(attachment.content, attachment.filename)

    def _letter(self, number: str) -> Letter:
        letter = self._store.get(int(number))
        if letter is None:
            raise HttpError(404, f"Письма № {number} нет: возможно, ящик уже очистили.")
        return letter


def _download(content: bytes, filename: str) -> Response:
    """Always as a file to save: what came by mail must not run in the browser."""
    disposition = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
    return Response(content, headers=(("Content-Disposition", disposition),))
