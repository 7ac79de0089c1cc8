"""What registry needs of a place outside where documents may live: a portal's Disk, a store of files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.registry.models import Document

#: An address as the store gave it: JSON that only the store can read.
Address = Mapping[str, Any]


class OuterUnreachable(DomainError):
    """The store cannot be asked now; nothing is known about the file."""

    def __init__(self, title: str, reason: str) -> None:
        message = _(
            "Файл хранится не здесь ({place}), и сейчас его не получить: {reason} Повторите позже или "
            "скажите администратору."
        )
        super().__init__("outer-unreachable", message.format(place=title, reason=reason))


@dataclass(frozen=True)
class Kept:
    """Where a file was put, and the store's mark of its content."""

    address: Address
    revision: str


class OuterStore(Protocol):
    """A place for the bytes of documents. Every method may raise OuterUnreachable."""

    name: str
    #: «Диск Битрикс24»: where people look for the files.
    title: str

    def keep(self, document: Document, file_name: str, path: Path, sha256: str) -> Kept:
        """Put a file beside the others of its document. What lies there already is never overwritten.

        Called again after a crash: bytes that are there under the name already are taken for the copy.
        """
        ...

    def fetch(self, workspace_id: int, address: Address) -> Iterator[bytes] | None:
        """The bytes that lie under the address now; None when nothing does."""
        ...

    def earlier(self, workspace_id: int, address: Address) -> Iterator[Iterator[bytes]]:
        """Former contents under the address that the store still has, the newest first."""
        ...

    def revisions(self, workspace_id: int, addresses: Sequence[Address]) -> list[str | None]:
        """The store's marks of what lies under the addresses now; None where nothing does."""
        ...


_stores: dict[str, OuterStore] = {}


def add_store(store: OuterStore) -> None:
    """Offer a place (called once at start; the same name again replaces it)."""
    _stores[store.name] = store


def stores() -> Mapping[str, OuterStore]:
    """The places this installation knows, by name."""
    return _stores


def outer_store(name: str) -> OuterStore:
    """The place of that name. Raises OuterUnreachable when its adapter is not installed."""
    try:
        return _stores[name]
    except KeyError:
        raise OuterUnreachable(name, _("подключение к нему не установлено.")) from None
