"""What tests of methods are made with: people with keys, and a token made of C."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from pathlib import Path

from paraph.trust.certificate import Certificate, load_certificates
from paraph.trust.pkcs8 import PrivateKey, load_private_key

PIN = "12345678"
_SIGNER = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_ulong, ctypes.POINTER(ctypes.c_ubyte), ctypes.c_ulong, ctypes.c_void_p
)


@dataclass(frozen=True)
class Person:
    """A key and its certificate."""

    key: PrivateKey
    certificate: Certificate


def person(pki: Path, name: str) -> Person:
    data = (pki / f"{name}.pem").read_bytes()
    return Person(load_private_key(data), load_certificates(data)[0])


@dataclass
class FakeToken:
    """The module in C; what it was asked to sign is kept, and may be answered otherwise."""

    library: Path
    handle: ctypes.CDLL
    mechanisms: list[int] = field(default_factory=list)
    #: Gives the device's answer for a genuine signature: some devices turn it round, a broken one spoils it.
    answer: str = "cms"
    _keys: list[PrivateKey] = field(default_factory=list)
    _callback: object = None

    def insert(self, *people: Person) -> None:
        """A token with these people's certificates and keys; all are signed for by the last one's key."""
        self._keys = [item.key for item in people]
        self._callback = _SIGNER(self._sign)
        self.handle.fake_reset(self._callback)
        for number, item in enumerate(people, 1):
            raw, name = item.certificate.raw, bytes([0xA0, number])
            self.handle.fake_add(raw, ctypes.c_ulong(len(raw)), name, ctypes.c_ulong(len(name)))

    def remove(self) -> None:
        self.handle.fake_remove()

    @property
    def sessions(self) -> int:
        found: int = self.handle.fake_sessions()
        return found

    def _sign(self, mechanism: int, digest: ctypes.Array[ctypes.c_ubyte], length: int, out: int) -> int:
        self.mechanisms.append(mechanism)
        signature = self._keys[-1].sign_digest(bytes(digest[:length]))
        if self.answer == "reversed":
            signature = signature[::-1]
        elif self.answer == "spoiled":
            signature = bytes([signature[0] ^ 1]) + signature[1:]
        ctypes.memmove(out, signature, len(signature))
        return 0
