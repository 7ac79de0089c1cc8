"""How generated files go out."""

from __future__ import annotations

from urllib.parse import quote

from paraph.sandbox.diadoc.api import Reply


def file_reply(name: str, data: bytes, content_type: str = "application/octet-stream") -> Reply:
    """A file with its name in Content-Disposition (RFC 6266: Russian names go encoded)."""
    plain = name if name.isascii() else "file" + name[name.rfind(".") :]
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Reply(data, content_type, headers=(("Content-Disposition", disposition),))
