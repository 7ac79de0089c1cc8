"""The content-addressed store: durable bytes under their SHA-256.

Law 2 of the design: bytes, then facts. `put` returns only after the file and its folder are on the disk, so
a row that names a hash always finds its bytes. A file is never changed; `verify` recomputes the hash.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.gost import Streebog

log = logging.getLogger(__name__)

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Stored:
    """Where the bytes are and what they hash to (both hexadecimal)."""

    sha256: str
    streebog256: str
    size: int


class NotStored(DomainError):
    """The bytes are not on the disk; the cause is in the log."""

    def __init__(self) -> None:
        message = _(
            "Файл не сохранён: в хранилище нет места или оно недоступно. Сообщите администратору сервера "
            "и повторите."
        )
        super().__init__("not-stored", message, field="file")


class LocalStore:
    """Files in a folder: `ab/cd/<sha256>`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """A file with the bytes of a hash: here, or fetched from where they live (see `look_elsewhere`).

        Raises what the place outside raises when it cannot give them.
        """
        here = self._here(sha256)
        return here if here.exists() else _elsewhere(sha256, fresh=False) or here

    def is_here(self, sha256: str) -> bool:
        """Whether the bytes are kept in this folder."""
        return self._here(sha256).exists()

    def _here(self, sha256: str) -> Path:
        """File of a hash in the folder. The hash comes from our own rows; anything else is refused."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("not a SHA-256")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def put(self, chunks: Iterable[bytes], accept: Callable[[Path], None] | None = None) -> Stored:
        """Store the bytes durably; storing the same bytes again changes nothing.

        `accept` looks at the whole file before it gets its name. Whatever is raised there or by `chunks`
        leaves nothing behind. Raises NotStored when the disk does not take the bytes.
        """
        try:
            return self._put(chunks, accept)
        except OSError as error:
            log.exception("a file could not be stored")
            raise NotStored from error

    def _put(self, chunks: Iterable[bytes], accept: Callable[[Path], None] | None) -> Stored:
        incoming = self.root / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        temporary = incoming / secrets.token_hex(16)
        sha, streebog, size = hashlib.sha256(), Streebog(256), 0
        try:
            with temporary.open("xb") as stream:
                for chunk in chunks:
                    sha.update(chunk)
                    streebog.update(chunk)
                    size += len(chunk)
                    stream.write(chunk)
                stream.flush()
                os.fsync(stream.fileno())
            if accept is not None:
                accept(temporary)
            final = self._here(sha.hexdigest())
            final.parent.mkdir(parents=True, exist_ok=True)
            temporary.chmod(0o440)
            temporary.replace(final)
            for folder in (final.parent, final.parent.parent, self.root):
                _sync_folder(folder)
        finally:
            temporary.unlink(missing_ok=True)
        return Stored(sha.hexdigest(), streebog.hexdigest(), size)

    def open(self, sha256: str) -> BinaryIO:
        """The bytes as a stream; FileNotFoundError if they are gone."""
        return self.path(sha256).open("rb")

    def read(self, sha256: str) -> bytes:
        """All bytes at once, for small things such as signatures."""
        return self.path(sha256).read_bytes()

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The bytes in pieces of a megabyte."""
        with self.open(sha256) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    def intact(self, sha256: str) -> bool:
        """Whether the file is there and still hashes to its name; what lives outside is read from there anew.

        Raises what the place outside raises when it cannot be asked.
        """
        here, digest = self._here(sha256), hashlib.sha256()
        try:
            path = here if here.exists() else _elsewhere(sha256, fresh=True) or here
            with path.open("rb") as stream:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
        except OSError:
            return False
        return digest.hexdigest() == sha256

    def remove(self, sha256: str, *, older_than: datetime) -> bool:
        """Remove bytes that live elsewhere now; False, having kept them, when they were put here later.

        Whoever stores the same bytes at this moment makes a new file, which stays: the old one is taken aside
        before its age is looked at.
        """
        here, aside = self._here(sha256), self.root / "incoming" / secrets.token_hex(16)
        try:
            here.rename(aside)
        except FileNotFoundError:
            return True
        if aside.stat().st_mtime >= older_than.timestamp():
            aside.replace(here)
            return False
        aside.unlink()
        return True


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Elsewhere(Protocol):
    """Finds bytes that are not in the folder: a file with them, or None; `fresh`: not from a cache."""

    def __call__(self, sha256: str, *, fresh: bool) -> Path | None: ...


def _nowhere(sha256: str, *, fresh: bool) -> Path | None:
    return None


_elsewhere: Elsewhere = _nowhere


def look_elsewhere(finder: Elsewhere) -> None:
    """Ask `finder` for bytes that are not here (set once at start)."""
    global _elsewhere
    _elsewhere = finder


def store() -> LocalStore:
    """The installation's store."""
    return LocalStore(Path(settings.FILES_DIR))
