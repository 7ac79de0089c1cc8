"""MGM by the kernel and by its twin, on the examples of RFC 9058 appendix A and on each other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paraph.gost import _modes, ciphers
from paraph.gost._substitution import rows
from paraph.gost.ciphers import PARAM_Z, BlockCipher, Kuznyechik, Magma, WrongMac

#: Cipher, key, nonce, associated data, text, ciphertext, tag.
EXAMPLES = [
    pytest.param(
        Kuznyechik,
        "8899aabbccddeeff0011223344556677fedcba98765432100123456789abcdef",
        "1122334455667700ffeeddccbbaa9988",
        "0202020202020202010101010101010104040404040404040303030303030303ea0505050505050505",
        "1122334455667700ffeeddccbbaa998800112233445566778899aabbcceeff0a"
        "112233445566778899aabbcceeff0a002233445566778899aabbcceeff0a0011aabbcc",
        "a9757b8147956e9055b8a33de89f42fc8075d2212bf9fd5bd3f7069aadc16b39"
        "497ab15915a6ba85936b5d0ea9f6851cc60c14d4d3f883d0ab94420695c76deb2c7552",
        "cf5d656f40c34f5c46e8bb0e29fcdb4c",
        id="A.1 example 1",
    ),
    pytest.param(
        Kuznyechik,
        "99aabbccddeeff0011223344556677fedcba98765432100123456789abcdef88",
        "1122334455667700ffeeddccbbaa9988",
        "01010101010101010101010101010101",
        "",
        "",
        "7901e9ea2085cd247ed249695f9f8a85",
        id="A.1 example 2: no text",
    ),
    pytest.param(
        Magma,
        "ffeeddccbbaa99887766554433221100f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
        "12def06b3c130a59",
        "01010101010101010202020202020202030303030303030304040404040404040505050505050505ea",
        "ffeeddccbbaa998811223344556677008899aabbcceeff0a0011223344556677"
        "99aabbcceeff0a001122334455667788aabbcceeff0a00112233445566778899aabbcc",
        "c795066c5f9ea03b85113342459185ae1f2e00d6bf2b785d940470b8bb9c8e7d"
        "9a5dd3731f7ddc70ec27cb0ace6fa57670f65c646abb75d547aa37c3bcb5c34e03bb9c",
        "a7928069aa10fd10",
        id="A.2 example 1",
    ),
    pytest.param(
        Magma,
        "99aabbccddeeff0011223344556677fedcba98765432100123456789abcdef88",
        "0077665544332211",
        "",
        "22334455667700ff",
        "6a95e1426b259d4e",
        "334ee270450bec9e",
        id="A.2 example 2: no associated data",
    ),
]


def every(cipher: type[BlockCipher], key: bytes) -> list[Any]:
    """The same cipher by the kernel and by its twin."""
    kernel = pytest.importorskip("paraph.gost._kernel", reason="the kernel was not built")
    if cipher is Kuznyechik:
        return [module.kuznyechik(key) for module in (kernel, _modes)]
    return [module.magma(key, rows(PARAM_Z)) for module in (kernel, _modes)]


@pytest.mark.parametrize(("cipher", "key", "nonce", "associated", "text", "sealed", "tag"), EXAMPLES)
def test_rfc_9058(
    cipher: type[BlockCipher], key: str, nonce: str, associated: str, text: str, sealed: str, tag: str
) -> None:
    secret, *parts = map(bytes.fromhex, (key, nonce, text, associated))
    whole = bytes.fromhex(sealed + tag)
    for implementation in (*every(cipher, secret), cipher(secret)):
        assert implementation.mgm_seal(*parts) == whole
        assert implementation.mgm_open(parts[0], whole, parts[2]) == parts[1]


keys = st.binary(min_size=32, max_size=32)
nonces = st.binary(min_size=16, max_size=16).map(lambda nonce: bytes([nonce[0] & 0x7F]) + nonce[1:])
kinds = st.sampled_from([Kuznyechik, Magma])
#: Past 16 blocks of either cipher the kernel takes up its next batch.
texts = st.binary(max_size=600)


@given(kinds, keys, nonces, texts, texts)
@settings(max_examples=80, deadline=None)
def test_twin_equals_kernel(
    cipher: type[BlockCipher], key: bytes, nonce: bytes, text: bytes, associated: bytes
) -> None:
    nonce, associated = nonce[: cipher.block_size], associated or b"a"
    kernel, twin = every(cipher, key)
    sealed = kernel.mgm_seal(nonce, text, associated)
    assert sealed == twin.mgm_seal(nonce, text, associated)
    assert len(sealed) == len(text) + cipher.block_size
    assert kernel.mgm_open(nonce, sealed, associated) == text == twin.mgm_open(nonce, sealed, associated)


class Counting:
    """A cipher that leaves blocks as they are: its counters start where the nonce says."""

    size = 8
    order = "big"

    def __init__(self) -> None:
        self.seen: list[int] = []

    def encrypt(self, block: int) -> int:
        self.seen.append(block)
        return block


def test_counters_turn_over_within_their_half() -> None:
    """RFC 9058 section 3, incr_r and incr_l: neither half carries into the other."""
    block = Counting()
    _modes.Cipher(block).mgm_seal(bytes.fromhex("7fffffffffffffff"), bytes(16), b"")
    nonce, *gamma = (f"{number:016x}" for number in block.seen[:3])
    assert [nonce, *gamma] == ["7fffffffffffffff", "7fffffffffffffff", "7fffffff00000000"]
    factors = [f"{number:016x}" for number in block.seen[3:7]]
    assert factors == ["ffffffffffffffff", "ffffffffffffffff", "00000000ffffffff", "00000001ffffffff"]


@pytest.mark.parametrize("first", ["01234567ffffffff", "89abcdeffffffffe"])
def test_kernel_turns_its_text_counter_over(first: str) -> None:
    kernel, twin = every(Magma, bytes(32))
    counter = next(
        start
        for prefix in range(256)
        if kernel.decrypt(start := bytes([prefix]) + bytes.fromhex(first)[1:])[0] < 0x80
    )
    nonce = kernel.decrypt(counter)
    number, half = int.from_bytes(counter[4:], "big"), 1 << 32
    counters = b"".join(counter[:4] + ((number + i) % half).to_bytes(4, "big") for i in range(3))
    assert kernel.mgm_seal(nonce, bytes(24), b"")[:24] == kernel.encrypt(counters)
    assert kernel.mgm_seal(nonce, bytes(24), b"") == twin.mgm_seal(nonce, bytes(24), b"")


def test_kernel_turns_its_tag_counter_over() -> None:
    """From a first counter of the tag, ffffffff........, whose nonce has the bit that MGM sets for it."""
    kernel, twin = every(Magma, bytes(32))
    starts = (b"\xff" * 7 + bytes([last]) for last in range(256))
    nonces = (kernel.decrypt(start) for start in starts)
    marked = next(nonce for nonce in nonces if nonce[0] & 0x80)
    nonce = bytes([marked[0] & 0x7F]) + marked[1:]
    assert kernel.mgm_seal(nonce, bytes(8), b"\1" * 40) == twin.mgm_seal(nonce, bytes(8), b"\1" * 40)


@pytest.mark.parametrize("cipher", [Kuznyechik, Magma])
def test_every_altered_bit_is_refused(cipher: type[BlockCipher]) -> None:
    nonce, text, associated = bytes(cipher.block_size), b"seventeen letters", b"beside"
    sealed = cipher(bytes(32)).mgm_seal(nonce, text, associated)

    def altered(data: bytes) -> list[bytes]:
        number = int.from_bytes(data, "big")
        return [(number ^ 1 << bit).to_bytes(len(data), "big") for bit in range(8 * len(data))]

    attempts = [(nonce, other, associated) for other in altered(sealed)]
    attempts += [(nonce, sealed, other) for other in altered(associated)]
    attempts += [(other, sealed, associated) for other in altered(nonce)[:-1]]  # all but the highest bit
    attempts += [(nonce, sealed[:end], associated) for end in range(len(sealed))]
    attempts += [(nonce, sealed + b"\0", associated), (nonce, sealed, associated + b"\0")]
    attempts += [(nonce, sealed, b""), (nonce, sealed[-cipher.block_size :], b"")]
    for attempt in attempts:
        with pytest.raises(WrongMac):
            cipher(bytes(32)).mgm_open(*attempt)
        for implementation in every(cipher, bytes(32)):
            assert implementation.mgm_open(*attempt) is None
    with pytest.raises(WrongMac):
        cipher(b"\1" * 32).mgm_open(nonce, sealed, associated)


@pytest.mark.parametrize("cipher", [Kuznyechik, Magma])
def test_both_refuse_the_same(cipher: type[BlockCipher]) -> None:
    size = cipher.block_size
    for implementation in (*every(cipher, bytes(32)), cipher(bytes(32))):
        for nonce in (b"", bytes(size - 1), bytes(size + 1), b"\x80" + bytes(size - 1)):
            with pytest.raises(ValueError, match="nonce"):
                implementation.mgm_seal(nonce, b"text", b"")
            with pytest.raises(ValueError, match="nonce"):
                implementation.mgm_open(nonce, bytes(size + 4), b"")
        with pytest.raises(ValueError, match="some data"):
            implementation.mgm_seal(bytes(size), b"", b"")


def test_lengths_must_fit_their_half_of_a_block() -> None:
    """With Magma both texts together stay under 2^32 bits; the zeros here are never touched."""
    half = bytes(1 << 28)
    for implementation in (*every(Magma, bytes(32)), Magma(bytes(32))):
        with pytest.raises(ValueError, match="not that much"):
            implementation.mgm_seal(bytes(8), half, half)
    with pytest.raises(WrongMac):
        ciphers.Magma(bytes(32)).mgm_open(bytes(8), half + bytes(8), half)
