"""The official schemas an administrator put into a folder (`PARAPH_FNS_SCHEMAS`); they are not shipped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from paraph.formats.schemas import SchemaError


class Schemas(Mapping[str, bytes]):
    """XSD files by their names; a file is read when it is asked for, and again only when it has changed.

    `SchemaError` for a file that cannot be read.
    """

    def __init__(self, folder: str) -> None:
        found = sorted(Path(folder).rglob("*.xsd")) if folder else []
        self._paths = {path.name: path for path in found}

    def __getitem__(self, name: str) -> bytes:
        path = self._paths[name]
        try:
            return _content(path, path.stat().st_mtime_ns)
        except OSError as error:
            raise SchemaError(f"Файл схемы не читается: {error.strerror}.") from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def official() -> Schemas:
    """What the folder holds now; empty when none is named."""
    return Schemas(settings.FNS_SCHEMAS_DIR)


@lru_cache(maxsize=16)
def _content(path: Path, _changed: int) -> bytes:
    return path.read_bytes()
