"""Keys of invented people out of the test authority, when it runs beside the emulator."""

from __future__ import annotations

from datetime import UTC, datetime

from paraph.sandbox.diadoc.directory import User
from paraph.sandbox.diadoc.world import World
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import Certificate
from paraph.trust.pkcs12 import KeyBundle, load_pkcs12


def key_of(world: World, user: User) -> KeyBundle | None:
    """The key of a user; None when the person has none or the authority does not run beside."""
    folder = world.folder.parent / "pki"
    path = folder / f"{user.person}.p12"
    if not user.person or not path.exists():
        return None
    return load_pkcs12(path.read_bytes(), (folder / "password").read_text("ascii"))


def sign(key: KeyBundle, content: bytes) -> bytes:
    """A detached signature (CAdES-BES) made now."""
    certificate = Certificate.parse(key.certificate)
    return sign_detached(content, key=key.key, certificate=certificate, at=datetime.now(UTC))
