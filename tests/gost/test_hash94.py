from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paraph.gost._substitution import HASH94_CRYPTOPRO, HASH94_TEST, rows
from paraph.gost._twin94 import State94 as TwinState
from paraph.gost.hash94 import Hash94, hash94


# RFC 5831 section 7.3, in the order of bytes; its numbers are printed the other way round.
@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            b"This is message, length=32 bytes",
            "b1c466d37519b82e8319819ff32595e047a28cb6f83eff1c6916a815a637fffa",
        ),
        (
            b"Suppose the original message has length = 50 bytes",
            "471aba57a60a770d3a76130635c1fbea4ef14de51f78b4ae57dd893b62f55208",
        ),
    ],
)
def test_rfc_5831(message: bytes, expected: str) -> None:
    assert Hash94(message, parameters=HASH94_TEST).hexdigest() == expected
    twin = TwinState(rows(HASH94_TEST))
    twin.update(message)
    assert twin.digest().hex() == expected


def test_nothing_hashes_to_the_known_value() -> None:
    """Not asked of the oracle: ``openssl dgst`` with gost-engine 3.0.1 prints another value for no input."""
    assert hash94(b"").hex() == "981e5f3ca30c841487830f84fb433e13ac1101569b9c13584ac483234cd656c0"


@pytest.mark.openssl
@pytest.mark.parametrize(
    "message", [b"a", bytes(31), bytes(32), bytes(33), b"\xff" * 96, bytes(range(256)) * 20]
)
def test_openssl_agrees(openssl, message: bytes) -> None:
    assert hash94(message) == openssl("dgst", "-md_gost94", "-binary", data=message)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.binary(max_size=100), max_size=4), st.sampled_from([HASH94_CRYPTOPRO, HASH94_TEST]))
def test_twin_equals_kernel(pieces: list[bytes], parameters: str) -> None:
    kernel = pytest.importorskip("paraph.gost._kernel", reason="the kernel was not built")
    ours, twin = kernel.State94(rows(parameters)), TwinState(rows(parameters))
    for piece in pieces:
        ours.update(piece)
        twin.update(piece)
        assert ours.digest() == twin.digest()
    assert ours.copy().digest() == twin.copy().digest()


@given(st.binary(max_size=200), st.integers(0, 200))
def test_pieces_and_copies_do_not_matter(message: bytes, cut: int) -> None:
    running = Hash94(message[:cut])
    branch = running.copy()
    branch.update(b"elsewhere")
    running.update(memoryview(message)[cut:])
    assert running.digest() == hash94(bytearray(message))
    assert branch.digest() == hash94(message[:cut] + b"elsewhere")


def test_what_is_no_substitution_is_refused() -> None:
    kernel = pytest.importorskip("paraph.gost._kernel", reason="the kernel was not built")
    for make in (kernel.State94, TwinState):
        for substitution in (bytes(127), b"\x10" * 128):
            with pytest.raises(ValueError):
                make(substitution)
    with pytest.raises(KeyError):
        Hash94(parameters="1.2.3")


def test_without_the_kernel_the_twins_serve() -> None:
    program = """
import sys
sys.modules["paraph.gost._kernel"] = None
from paraph.gost.ciphers import Kuznyechik
from paraph.gost.hash94 import hash94
print(Kuznyechik.__init__.__globals__["_impl"].__name__, hash94(b"message").hex())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["paraph.gost._modes", hash94(b"message").hex()]
