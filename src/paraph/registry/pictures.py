"""Pictures of pages kept on disk by the hash of the bytes they show, so that each is drawn once."""

from __future__ import annotations

import secrets
import threading
from pathlib import Path

from django.conf import settings

from paraph.registry.models import Version
from paraph.registry.preview import Preview, render_page
from paraph.registry.storage import store

#: Longest document shown page by page; the rest is read in the downloaded file.
MOST_PAGES = 200
_DRAWABLE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/tiff"})
_READABLE = frozenset({"text/plain", "application/xml"})
_SUFFIXES = {"image/jpeg": ".jpg", "text/plain; charset=utf-8": ".txt"}
#: Drawing takes a processor; a page full of pictures must not take them all.
_drawing = threading.BoundedSemaphore(2)


def is_drawable(version: Version) -> bool:
    """Whether pages of the version can be shown as pictures."""
    return version.mime in _DRAWABLE


def is_readable(version: Version) -> bool:
    """Whether the version is shown as text."""
    return version.mime in _READABLE


def page_picture(version: Version, page: int = 1) -> Preview:
    """One page (from 1), from disk when it was drawn before. Raises FileError as `render_page` does."""
    kept = _find(version, page)
    if kept is None:
        with _drawing:
            kept = _find(version, page) or _draw(version, page)
    return kept


def _folder() -> Path:
    return Path(settings.HOME) / "cache" / "previews"


def _path(version: Version, page: int, suffix: str) -> Path:
    return _folder() / version.blob_id[:2] / f"{version.blob_id}-{int(page)}{suffix}"


def _find(version: Version, page: int) -> Preview | None:
    for mime, suffix in _SUFFIXES.items():
        path = _path(version, page, suffix)
        if path.exists():
            return Preview(mime, path.read_bytes(), version.pages or 1)
    return None


def forget(sha256: str) -> None:
    """Drop the pictures of bytes that are removed here."""
    for path in (_folder() / sha256[:2]).glob(f"{sha256}-*"):
        path.unlink(missing_ok=True)


def _draw(version: Version, page: int) -> Preview:
    drawn = render_page(store().path(version.blob_id), page)
    if not store().is_here(version.blob_id):  # what lives outside leaves no pictures here
        return drawn
    final = _path(version, page, _SUFFIXES[drawn.mime])
    final.parent.mkdir(parents=True, exist_ok=True)
    incoming = final.with_name(f".{secrets.token_hex(8)}")
    incoming.write_bytes(drawn.data)
    incoming.replace(final)
    return drawn
