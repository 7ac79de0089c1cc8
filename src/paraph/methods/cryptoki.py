"""A small binding to PKCS#11 modules (OASIS Cryptoki v2.40): sessions, PIN, objects, raw GOST signatures.

Only what signing needs. Mechanisms are those of PKCS#11 v2.30 cl. 6.27 (CKM_GOSTR3410, 256 bits) and of ТК 26
as Рутокен and others number them (CKM_GOSTR3410_512). Both take the digest as the hash returns it and give
`s || r` in big-endian order, the order of CMS.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import POINTER, byref, c_ubyte, c_ulong, c_void_p
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paraph.methods.port import MethodError

CKO_CERTIFICATE = 1
CKO_PRIVATE_KEY = 3
CKA_CLASS = 0x0
CKA_VALUE = 0x11
CKA_ID = 0x102
CKM_GOSTR3410 = 0x1201
CKM_GOSTR3410_512 = 0xD4321006

_CKF_SERIAL_SESSION = 0x4
_CKF_HARDWARE_SLOT = 0x4
_CKU_USER = 1
_CRYPTOKI_ALREADY_INITIALIZED = 0x191
_USER_ALREADY_LOGGED_IN = 0x100
_UNAVAILABLE = c_ulong(-1).value
_MAX_SLOTS = 64
_MAX_OBJECTS = 256
_MAX_VALUE = 64 * 1024

#: Places in CK_FUNCTION_LIST, in the order of the standard.
_FUNCTIONS = {
    "C_Initialize": 0,
    "C_Finalize": 1,
    "C_GetSlotList": 4,
    "C_GetSlotInfo": 5,
    "C_GetTokenInfo": 6,
    "C_OpenSession": 12,
    "C_CloseSession": 13,
    "C_Login": 18,
    "C_GetAttributeValue": 24,
    "C_FindObjectsInit": 26,
    "C_FindObjects": 27,
    "C_FindObjectsFinal": 28,
    "C_SignInit": 42,
    "C_Sign": 43,
}

#: What return values mean to the person at the token.
_REASONS = {
    0x30: "ошибка устройства; отключите токен и подключите снова",
    0x32: "токен отключён; подключите его и повторите",
    0x50: "действие отменено на токене",
    0x70: "токен не умеет подписывать этим алгоритмом ГОСТ Р 34.10-2012",
    0xA0: "неверный ПИН-код; после нескольких ошибок токен заблокируется",
    0xA2: "ПИН-код такой длины не бывает",
    0xA4: "ПИН-код заблокирован; разблокируйте его кодом администратора",
    0xE0: "токен не подключён",
    0x101: "ПИН-код не введён",
}


class _Packed(ctypes.Structure):
    """Structures are packed on Windows and naturally aligned elsewhere, as the standard's headers say."""

    if os.name == "nt":
        _pack_ = 1


class _FunctionList(_Packed):
    _fields_ = (("version", c_ubyte * 2), ("functions", c_void_p * 68))


class _Attribute(_Packed):
    _fields_ = (("type", c_ulong), ("value", c_void_p), ("length", c_ulong))


class _Mechanism(_Packed):
    _fields_ = (("mechanism", c_ulong), ("parameter", c_void_p), ("length", c_ulong))


class _Version(_Packed):
    _fields_ = (("major", c_ubyte), ("minor", c_ubyte))


class _SlotInfo(_Packed):
    _fields_ = (
        ("description", c_ubyte * 64),
        ("manufacturer", c_ubyte * 32),
        ("flags", c_ulong),
        ("hardware", _Version),
        ("firmware", _Version),
    )


class _TokenInfo(_Packed):
    _fields_ = (
        ("label", c_ubyte * 32),
        ("manufacturer", c_ubyte * 32),
        ("model", c_ubyte * 16),
        ("serial", c_ubyte * 16),
        ("flags", c_ulong),
        ("counts", c_ulong * 10),
        ("hardware", _Version),
        ("firmware", _Version),
        ("time", c_ubyte * 16),
    )


@dataclass(frozen=True)
class Token:
    """A token in a slot."""

    slot: int
    label: str
    model: str
    serial: str
    #: Whether the module says that the slot is a device and not a program.
    hardware: bool


class Module:
    """A loaded PKCS#11 library. Raises `MethodError` from every method; PIN codes appear nowhere in it."""

    def __init__(self, path: Path) -> None:
        try:
            self._library = ctypes.CDLL(str(path))
            get_list = self._library.C_GetFunctionList
        except (OSError, AttributeError) as error:
            raise MethodError(
                f"Библиотека PKCS#11 {path} не загружается. Установите драйвер токена и укажите путь к его "
                "библиотеке, например /usr/lib/librtpkcs11ecp.so."
            ) from error
        table = POINTER(_FunctionList)()
        _check("C_GetFunctionList", get_list(byref(table)))
        prototype = ctypes.CFUNCTYPE(c_ulong)  # arguments are passed as the ctypes objects they are
        addresses = table.contents.functions
        self._functions = {
            name: prototype(addresses[place]) for name, place in _FUNCTIONS.items() if addresses[place]
        }
        self._ours = self._call("C_Initialize", None, accept=_CRYPTOKI_ALREADY_INITIALIZED) == 0

    def close(self) -> None:
        """Ends the library's work, and every session with it, if this object began it."""
        if self._ours:
            self._ours = False
            self._call("C_Finalize", None)

    def tokens(self) -> list[Token]:
        """Tokens now in their slots."""
        slots, count = (c_ulong * _MAX_SLOTS)(), c_ulong(_MAX_SLOTS)
        self._call("C_GetSlotList", c_ubyte(1), slots, byref(count))
        return [self._token(slot) for slot in slots[: count.value]]

    def _token(self, slot: int) -> Token:
        info, place = _TokenInfo(), _SlotInfo()
        self._call("C_GetTokenInfo", c_ulong(slot), byref(info))
        self._call("C_GetSlotInfo", c_ulong(slot), byref(place))
        return Token(
            slot,
            _text(info.label),
            _text(info.model),
            _text(info.serial),
            bool(place.flags & _CKF_HARDWARE_SLOT),
        )

    @contextmanager
    def session(self, slot: int) -> Iterator[int]:
        """A read-only session, closed at the end of the block."""
        session = self.open_session(slot)
        try:
            yield session
        finally:
            self._call("C_CloseSession", c_ulong(session))

    def open_session(self, slot: int) -> int:
        """A read-only session that lasts until `close`."""
        session = c_ulong()
        self._call("C_OpenSession", c_ulong(slot), c_ulong(_CKF_SERIAL_SESSION), None, None, byref(session))
        return session.value

    def login(self, session: int, pin: str) -> None:
        """Opens the owner's private objects; the buffer with the PIN is wiped."""
        octets = pin.encode()
        buffer = ctypes.create_string_buffer(octets, len(octets) + 1)
        try:
            self._call(
                "C_Login",
                c_ulong(session),
                c_ulong(_CKU_USER),
                buffer,
                c_ulong(len(octets)),
                accept=_USER_ALREADY_LOGGED_IN,
            )
        finally:
            ctypes.memset(buffer, 0, len(buffer))

    def find(self, session: int, kind: int, identifier: bytes | None = None) -> list[int]:
        """Handles of objects of the class `kind`, all or those with the identifier."""
        values = [(CKA_CLASS, bytes(c_ulong(kind)))]
        if identifier is not None:
            values.append((CKA_ID, identifier))
        buffers = [ctypes.create_string_buffer(value, len(value)) for _, value in values]
        template = (_Attribute * len(values))()
        for place, (buffer, (name, value)) in enumerate(zip(buffers, values, strict=True)):
            template[place] = _Attribute(name, ctypes.addressof(buffer), len(value))
        self._call("C_FindObjectsInit", c_ulong(session), template, c_ulong(len(values)))
        try:
            handles, count = (c_ulong * _MAX_OBJECTS)(), c_ulong()
            self._call("C_FindObjects", c_ulong(session), handles, c_ulong(_MAX_OBJECTS), byref(count))
        finally:
            self._call("C_FindObjectsFinal", c_ulong(session))
        return list(handles[: count.value])

    def attribute(self, session: int, handle: int, kind: int) -> bytes:
        """The value of an attribute; empty when the object has none."""
        asked = (_Attribute * 1)(_Attribute(kind, None, 0))
        self._call("C_GetAttributeValue", c_ulong(session), c_ulong(handle), asked, c_ulong(1))
        length = asked[0].length
        if length in (0, _UNAVAILABLE) or length > _MAX_VALUE:
            return b""
        buffer = ctypes.create_string_buffer(length)
        asked[0].value = ctypes.addressof(buffer)
        self._call("C_GetAttributeValue", c_ulong(session), c_ulong(handle), asked, c_ulong(1))
        return buffer.raw[: asked[0].length]

    def sign(self, session: int, handle: int, mechanism: int, digest: bytes) -> bytes:
        """The signature of a digest by the private key `handle`."""
        how = _Mechanism(mechanism, None, 0)
        self._call("C_SignInit", c_ulong(session), byref(how), c_ulong(handle))
        signature = ctypes.create_string_buffer(2 * len(digest))
        length = c_ulong(len(signature))
        self._call("C_Sign", c_ulong(session), digest, c_ulong(len(digest)), signature, byref(length))
        return signature.raw[: length.value]

    def _call(self, name: str, *arguments: Any, accept: int = 0) -> int:
        function = self._functions.get(name)
        if function is None:
            raise MethodError(f"Библиотека PKCS#11 не умеет {name}: обновите драйвер токена.")
        return _check(name, function(*arguments), accept)


def _check(name: str, code: int, accept: int = 0) -> int:
    if code not in (0, accept):
        reason = _REASONS.get(code, f"{name} вернула код 0x{code:X}")
        raise MethodError(f"Токен не подписал: {reason}." if name == "C_Sign" else f"Токен: {reason}.")
    return code


def _text(field: Sequence[int]) -> str:
    return bytes(field).decode("utf-8", "replace").rstrip(" \0")
