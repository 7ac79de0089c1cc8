"""GOST cryptography: hash, signature, key derivation, ciphers. Knows no Django and does no I/O."""

from paraph.gost.curves import CURVES, Curve
from paraph.gost.signature import generate_private_key, public_key, sign, verify
from paraph.gost.streebog import (
    Streebog,
    hmac_streebog,
    kernel_in_use,
    pbkdf2_streebog512,
    streebog256,
    streebog512,
)

__all__ = [
    "CURVES",
    "Curve",
    "Streebog",
    "generate_private_key",
    "hmac_streebog",
    "kernel_in_use",
    "pbkdf2_streebog512",
    "public_key",
    "sign",
    "streebog256",
    "streebog512",
    "verify",
]
