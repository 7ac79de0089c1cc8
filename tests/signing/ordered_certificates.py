"""Certificates to order from the sandbox's authority, and a web server that publishes lists as it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from paraph.gost import generate_private_key, public_key
from paraph.trust import der
from paraph.trust.cades_signing import build_signed_data, sign_detached
from paraph.trust.certificate import QUALIFIED, Certificate, issue_certificate, load_certificates
from paraph.trust.crl import Revocation, issue_crl
from paraph.trust.keys import digest, scheme_of
from paraph.trust.names import Name
from paraph.trust.pkcs8 import PrivateKey, load_private_key

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Holder:
    """A key and the certificate of it."""

    key: PrivateKey
    certificate: Certificate

    def sign(self, content: bytes) -> bytes:
        return sign_detached(content, key=self.key, certificate=self.certificate, at=datetime.now(UTC))

    def sign_with(
        self, content: bytes, *, enclosed: Iterable[Certificate] = (), attached: bool = False
    ) -> bytes:
        """A signature with other certificates in it, or with the content itself."""
        return build_signed_data(
            digest(scheme_of(self.key.curve).digest_oid, content),
            key=self.key,
            certificate=self.certificate,
            enclosed=(self.certificate, *enclosed),
            at=datetime.now(UTC),
            content=content if attached else None,
        )


@dataclass(frozen=True)
class Authority:
    """The sandbox's intermediate authority at work."""

    folder: Path

    @cache  # noqa: B019 - a few per session
    def _own(self, name: str) -> Holder:
        key = load_private_key((self.folder / "private" / f"{name}.key").read_bytes())
        return Holder(key, load_certificates((self.folder / f"{name}.pem").read_bytes())[0])

    def issue(
        self, subject: Name, *, by: Holder | None = None, issuer: str = "intermediate", **options: Any
    ) -> Holder:
        by = by or self._own(issuer)
        curve = self._own("intermediate").key.curve
        key = PrivateKey(curve, generate_private_key(curve))
        now = datetime.now(UTC).replace(microsecond=0)
        raw = issue_certificate(
            subject=subject,
            public_key=public_key(curve, key.value),
            curve=curve,
            issuer_key=by.key,
            issuer_cert=by.certificate,
            serial=generate_private_key(curve) >> 100,
            not_before=now - DAY,
            not_after=now + 100 * DAY,
            **{"profile": QUALIFIED, **options},
        )
        return Holder(key, Certificate.parse(raw))

    def crl(
        self,
        *,
        begins: timedelta = -DAY,
        ends: timedelta = DAY,
        revoked: Iterable[Holder] = (),
        by: str = "intermediate",
        **options: Any,
    ) -> bytes:
        own, now = self._own(by), datetime.now(UTC).replace(microsecond=0)
        return issue_crl(
            issuer_cert=own.certificate,
            issuer_key=own.key,
            revoked=[Revocation(holder.certificate.serial, now - DAY / 2) for holder in revoked],
            this_update=now + begins,
            next_update=now + ends,
            **options,
        )


def self_signed(subject: Name, curve, **options) -> Holder:
    """Somebody whom nobody knows."""
    key = PrivateKey(curve, generate_private_key(curve))
    now = datetime.now(UTC).replace(microsecond=0)
    raw = issue_certificate(
        subject=subject,
        public_key=public_key(curve, key.value),
        curve=curve,
        issuer_key=key,
        issuer_cert=None,
        serial=generate_private_key(curve) >> 100,
        not_before=now - DAY,
        not_after=now + 100 * DAY,
        profile=QUALIFIED,
        **options,
    )
    return Holder(key, Certificate.parse(raw))


def one_file(first: bytes, second: bytes) -> bytes:
    """One signature file with the signers and certificates of both."""

    def parts(cms: bytes) -> list[der.Element]:
        info = der.read(cms).fields()
        info.take()
        return list(info.take(0xA0).only())

    one, two = parts(first), parts(second)
    body = der.sequence(
        *(element.raw for element in one[:3]),
        der.set_of([item.raw for part in (one[3], two[3]) for item in part], tag=0xA0),
        der.set_of([item.raw for part in (one[4], two[4]) for item in part]),
    )
    return der.sequence(der.oid("1.2.840.113549.1.7.2"), der.explicit(0, body))


Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Publisher:
    """A web server; `answers` says what each path does, `asked` which were asked for."""

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def gives(self, path: str, data: bytes) -> str:
        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.send_header("Content-Length", str(len(data)))
            request.end_headers()
            request.wfile.write(data)

        return self.does(path, answer)

    def redirects(self, path: str, to: str) -> str:
        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(302)
            request.send_header("Location", to)
            request.end_headers()

        return self.does(path, answer)

    def dribbles(self, path: str, chunk: bytes, pause: float) -> str:
        """An answer without end, as long as anybody listens."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.end_headers()
            give_up = time.monotonic() + 20
            while time.monotonic() < give_up:
                request.wfile.write(chunk)
                request.wfile.flush()
                time.sleep(pause)

        return self.does(path, answer)

    def does(self, path: str, answer: Answer) -> str:
        self.answers[path] = answer
        return f"{self.url}{path}"


@contextmanager
def publisher() -> Iterator[Publisher]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            try:
                found.answers[self.path](self)
            except OSError:
                self.close_connection = True  # the other side hung up

        do_POST = do_GET  # noqa: N815 - the server's own name

        def log_message(self, *_args: object) -> None:
            """Nothing on the console."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Publisher(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
