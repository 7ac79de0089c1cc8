"""GOST cryptography: hash, signature, key derivation, ciphers. Knows no Django and does no I/O."""

from paraph.gost.batch import verify_batch
from paraph.gost.curves import CURVES, Curve
from paraph.gost.signature import (
    KeyTable,
    generate_private_key,
    multiply_point,
    public_key,
    sign,
    verify,
)
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
    "KeyTable",
    "Streebog",
    "generate_private_key",
    "hmac_streebog",
    "kernel_in_use",
    "multiply_point",
    "pbkdf2_streebog512",
    "public_key",
    "sign",
    "streebog256",
    "streebog512",
    "verify",
    "verify_batch",
]
