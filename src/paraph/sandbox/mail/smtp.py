"""The SMTP side of the catcher: a letter is on disk before «250» leaves."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from paraph.sandbox.faults import Faults
from paraph.sandbox.mail.letters import LetterStore

log = logging.getLogger(__name__)

#: Refused with «451»; nothing is kept.
REJECT = "reject"
#: Kept at once, answered late: a client with a short timeout never learns.
SLOW = "slow"
#: Kept, then the connection is closed without an answer.
DROP_AFTER_ACCEPT = "drop_after_accept"
FAULT_KINDS = frozenset({REJECT, SLOW, DROP_AFTER_ACCEPT})


class _Catcher:
    """What aiosmtpd calls for each letter."""

    def __init__(self, store: LetterStore, faults: Faults) -> None:
        self._store = store
        self._faults = faults

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        fault = self._faults.take()
        kind = fault.kind if fault else None
        if kind == REJECT:
            return "451 4.3.0 Temporary failure ordered in the sandbox, try again later"
        assert isinstance(envelope.original_content, bytes)
        number = await asyncio.to_thread(
            self._store.add, envelope.mail_from or "", envelope.rcpt_tos, envelope.original_content
        )
        if kind == DROP_AFTER_ACCEPT:
            assert server.transport is not None
            server.transport.close()
            await asyncio.get_running_loop().create_future()  # ends when aiosmtpd cancels the lost connection
        if fault and kind == SLOW:
            await asyncio.sleep(fault.seconds)
        return f"250 2.0.0 Kept as {number}"

    async def handle_exception(self, error: Exception) -> str:
        """A failure of ours must make the client try again, not give the letter up."""
        log.error("letter not kept", exc_info=error)
        return "451 4.3.0 Letter not kept, see the log of the sandbox"


class SmtpServer:
    """Listens on `sock` in a thread with its own event loop until stopped."""

    def __init__(self, sock: socket.socket, store: LetterStore, faults: Faults, *, size_limit: int) -> None:
        self.address = "{}:{}".format(*sock.getsockname()[:2])
        self._sock = sock
        self._options: dict[str, Any] = {
            "handler": _Catcher(store, faults),
            "data_size_limit": size_limit,
            "enable_SMTPUTF8": True,
            "hostname": "paraph-sandbox",
            "ident": "mail catcher",
        }
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def start(self) -> None:
        self._sock.listen()
        self._thread.start()

    def stop(self) -> None:
        """Ends open connections; a letter being kept at this moment is kept."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
        self._loop.close()
        self._sock.close()

    def _serve(self) -> None:
        # On leaving, the runner cancels open connections and waits for letters being written.
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._listen())

    async def _listen(self) -> None:
        server = await self._loop.create_server(
            lambda: SMTP(loop=self._loop, **self._options), sock=self._sock
        )
        async with server:
            await self._stopping.wait()
