"""pyHanko taught GOST: hash and signatures by the system's OpenSSL with gost-engine, for bench-trust alone.

pyHanko has a hook for signatures and none for digests; there the module `hashes` its modules see is replaced.
"""

from __future__ import annotations

import ctypes
import importlib
import sys
import types
from typing import Any

from asn1crypto import algos, core, keys
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from pyhanko_certvalidator.sig_validate import DefaultSignatureValidator, SignatureValidator

_crypto = ctypes.CDLL("libcrypto.so.3")
_POINTER, _BYTES, _SIZE = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t


def _declare(name: str, result: Any, *arguments: Any) -> Any:
    function = getattr(_crypto, name)
    function.restype, function.argtypes = result, arguments
    return function


_engine_by_id = _declare("ENGINE_by_id", _POINTER, _BYTES)
_engine_init = _declare("ENGINE_init", ctypes.c_int, _POINTER)
_engine_default = _declare("ENGINE_set_default", ctypes.c_int, _POINTER, ctypes.c_uint)
_digest_by_name = _declare("EVP_get_digestbyname", _POINTER, _BYTES)
_digest_new = _declare("EVP_MD_CTX_new", _POINTER)
_digest_init = _declare("EVP_DigestInit_ex", ctypes.c_int, _POINTER, _POINTER, _POINTER)
_digest_update = _declare("EVP_DigestUpdate", ctypes.c_int, _POINTER, _BYTES, _SIZE)
_digest_final = _declare("EVP_DigestFinal_ex", ctypes.c_int, _POINTER, _BYTES, _POINTER)
_digest_free = _declare("EVP_MD_CTX_free", None, _POINTER)
_read_key = _declare("d2i_PUBKEY", _POINTER, _POINTER, ctypes.POINTER(_BYTES), ctypes.c_long)
_key_free = _declare("EVP_PKEY_free", None, _POINTER)
_check_new = _declare("EVP_PKEY_CTX_new", _POINTER, _POINTER, _POINTER)
_check_init = _declare("EVP_PKEY_verify_init", ctypes.c_int, _POINTER)
_check = _declare("EVP_PKEY_verify", ctypes.c_int, _POINTER, _BYTES, _SIZE, _BYTES, _SIZE)
_check_free = _declare("EVP_PKEY_CTX_free", None, _POINTER)

_EVP_NAMES = {"streebog256": b"md_gost12_256", "streebog512": b"md_gost12_512"}


class _Hash:
    """In the manner of `cryptography.hazmat.primitives.hashes.Hash`."""

    def __init__(self, name: str) -> None:
        self._context = _digest_new()
        self._size = int(name[-3:]) // 8
        if _digest_init(self._context, _digest_by_name(_EVP_NAMES[name]), None) != 1:
            raise RuntimeError("gost-engine gives no Streebog")

    def update(self, data: bytes) -> None:
        _digest_update(self._context, bytes(data), len(data))

    def finalize(self) -> bytes:
        out = ctypes.create_string_buffer(64)
        _digest_final(self._context, out, None)
        _digest_free(self._context)
        return out.raw[: self._size]


def _verify(key: bytes, signature: bytes, digest: bytes) -> bool:
    at = _BYTES(key)
    found = _read_key(None, ctypes.byref(at), len(key))
    if not found:
        raise InvalidSignature
    context = _check_new(found, None)
    _check_init(context)
    valid = _check(context, signature, len(signature), digest, len(digest)) == 1
    _check_free(context)
    _key_free(found)
    return valid


class GostSignatureValidator(SignatureValidator):
    """GOST by gost-engine, everything else as pyHanko does it."""

    def __init__(self) -> None:
        self._others = DefaultSignatureValidator()

    def validate_signature(
        self,
        signature: bytes,
        signed_data: bytes,
        public_key_info: keys.PublicKeyInfo,
        signature_algorithm: algos.SignedDigestAlgorithm,
        context: Any = None,
    ) -> None:
        name = public_key_info.algorithm
        if not name.startswith("gost3410"):
            self._others.validate_signature(
                signature, signed_data, public_key_info, signature_algorithm, context
            )
            return
        digest = signed_data
        if context is None or not context.prehashed:
            running = _Hash(f"streebog{name[-3:]}")
            running.update(signed_data)
            digest = running.finalize()
        if not _verify(public_key_info.dump(), signature, digest):
            raise InvalidSignature


def install() -> None:
    """Make GOST known to asn1crypto and pyHanko in this process."""
    engine = _engine_by_id(b"gost")
    if not engine or not _engine_init(engine) or not _engine_default(engine, 0xFFFF):
        raise RuntimeError("gost-engine is not installed")
    _name_algorithms()
    _read_keys()
    _hash_in_pyhanko()


class _KeyParameters(core.Sequence):  # type: ignore[misc]
    _fields = [
        ("public_key_param_set", core.ObjectIdentifier),
        ("digest_param_set", core.ObjectIdentifier, {"optional": True}),
        ("encryption_param_set", core.ObjectIdentifier, {"optional": True}),
    ]


#: Signature algorithm (by its own and by the key's OID) -> key, hash.
_SIGNATURES = {
    "streebog256_gost3410_256": ("1.2.643.7.1.1.3.2", "gost3410_256", "streebog256"),
    "streebog512_gost3410_512": ("1.2.643.7.1.1.3.3", "gost3410_512", "streebog512"),
    "gost3410_256": ("1.2.643.7.1.1.1.1", "gost3410_256", "streebog256"),
    "gost3410_512": ("1.2.643.7.1.1.1.2", "gost3410_512", "streebog512"),
}


def _register(kind: Any, oid: str, name: str) -> None:
    kind._map[oid] = name
    if kind._reverse_map is not None:
        kind._reverse_map[name] = oid


def _name_algorithms() -> None:
    _register(algos.DigestAlgorithmId, "1.2.643.7.1.1.2.2", "streebog256")
    _register(algos.DigestAlgorithmId, "1.2.643.7.1.1.2.3", "streebog512")
    for name, (oid, _, _) in _SIGNATURES.items():
        _register(algos.SignedDigestAlgorithmId, oid, name)
    kind = algos.SignedDigestAlgorithm
    for place, attribute in ((1, "signature_algo"), (2, "hash_algo")):
        setattr(kind, attribute, property(_known(place, getattr(kind, attribute).fget)))


def _known(place: int, otherwise: Any) -> Any:
    def get(algorithm: algos.SignedDigestAlgorithm) -> Any:
        found = _SIGNATURES.get(algorithm["algorithm"].native)
        return found[place] if found else otherwise(algorithm)

    return get


def _read_keys() -> None:
    for name in ("gost3410_256", "gost3410_512"):
        _register(keys.PublicKeyAlgorithmId, _SIGNATURES[name][0], name)
        keys.PublicKeyAlgorithm._oid_specs[name] = _KeyParameters
    others = keys.PublicKeyInfo._public_key_spec

    def spec(info: keys.PublicKeyInfo) -> Any:
        if info["algorithm"]["algorithm"].native.startswith("gost3410"):
            return core.OctetBitString, None
        return others(info)

    keys.PublicKeyInfo._spec_callbacks = {"public_key": spec}


def _hash_in_pyhanko() -> None:
    shim = types.ModuleType("hashes_with_gost")
    shim.__dict__.update({key: value for key, value in vars(hashes).items() if not key.startswith("__")})

    def algorithm(title: str) -> type[hashes.HashAlgorithm]:
        size = int(title[-3:]) // 8
        return type(title, (hashes.HashAlgorithm,), {"name": title, "digest_size": size, "block_size": 64})

    for title in _EVP_NAMES:
        setattr(shim, title.upper(), algorithm(title))
    shim.Hash = lambda kind, backend=None: (  # type: ignore[attr-defined]
        _Hash(kind.name) if kind.name in _EVP_NAMES else hashes.Hash(kind, backend)
    )
    for name in ("pyhanko.sign.validation.generic_cms", "pyhanko.sign.general", "pyhanko_certvalidator.util"):
        importlib.import_module(name)
    for name, module in list(sys.modules.items()):
        if name.startswith("pyhanko") and getattr(module, "hashes", None) is hashes:
            module.hashes = shim  # type: ignore[attr-defined]
