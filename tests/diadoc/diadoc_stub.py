"""A server that answers what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import gzip
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message as Headers
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from google.protobuf.message import Message

from paraph.channels.diadoc import transport

#: A reply that breaks the connection instead of answering.
CUT = "cut"
#: A reply that comes after the caller has gone.
SLOW = "slow"


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: Headers
    body: bytes

    def read(self, kind: type[Message]) -> Message:
        return kind.FromString(self.body)


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


Answer = Reply | Message | bytes | str | Callable[[Asked], "Answer"]


class Stub:
    """Answers by path, in order; the last answer of a path stays for ever."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._answers: dict[str, list[Answer]] = defaultdict(list)
        self._lock = threading.Lock()
        self.busiest = self._now = 0
        self.pause = 0.0

    def on(self, path: str, *answers: Answer) -> None:
        """What the path answers from now on."""
        self._answers[path.lower()] = list(answers)

    def of(self, path: str) -> list[Asked]:
        """Requests of a path so far."""
        return [each for each in self.asked if each.path.lower() == path.lower()]

    def reply(self, asked: Asked) -> Reply | str:
        with self._lock:
            self.asked.append(asked)
            self._now += 1
            self.busiest = max(self.busiest, self._now)
            waiting = self._answers[asked.path.lower()]
            answer = (waiting.pop(0) if len(waiting) > 1 else waiting[0]) if waiting else Reply(404, b"?")
        time.sleep(self.pause)
        while callable(answer):
            answer = answer(asked)
        with self._lock:
            self._now -= 1
        if answer in (CUT, SLOW):
            return answer
        if isinstance(answer, Message):
            return Reply(200, answer.SerializeToString())
        if isinstance(answer, bytes | str):
            return Reply(200, answer.encode() if isinstance(answer, str) else answer)
        return answer


@contextmanager
def serve() -> Iterator[tuple[Stub, str]]:
    """The stub and its address; our kept connections to it are closed at the end."""
    stub = Stub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size)
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            reply = stub.reply(Asked(self.command, parts.path, query, self.headers, body))
            if not isinstance(reply, Reply):
                if reply == SLOW:
                    time.sleep(1)
                self.close_connection = True
                return
            content = reply.body
            self.send_response(reply.status)
            if "gzip" in self.headers.get("Accept-Encoding", "") and len(content) > 100:
                content = gzip.compress(content)
                self.send_header("Content-Encoding", "gzip")
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if reply.status != 204:
                self.wfile.write(content)

        do_GET = do_POST = _answer

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stub, f"http://127.0.0.1:{server.server_port}"
    finally:
        transport.hang_up()
        server.shutdown()
        server.server_close()
        thread.join()
