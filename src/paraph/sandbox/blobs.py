"""Bytes the emulators keep in files named by their SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path


def keep(folder: Path, data: bytes) -> str:
    """Stores the bytes whole or not at all, once; returns the name of their file."""
    digest = hashlib.sha256(data).hexdigest()
    path = folder / digest
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{digest}.{secrets.token_hex(4)}")
        draft.write_bytes(data)
        draft.replace(path)
    return digest
