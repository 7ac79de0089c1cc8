from __future__ import annotations

import hmac
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paraph.gost import (
    Streebog,
    hmac_streebog,
    kernel_in_use,
    pbkdf2_streebog512,
    streebog256,
    streebog512,
)
from paraph.gost._twin import State as TwinState

M1 = b"012345678901234567890123456789012345678901234567890123456789012"
M2 = "Се ветри, Стрибожи внуци, веютъ с моря стрелами на храбрыя плъкы Игоревы".encode("cp1251")

RFC_6986 = [
    (256, M1, "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500"),
    (
        512,
        M1,
        "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa"
        "00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48",
    ),
    (256, M2, "9dd2fe4e90409e5da87f53976d7405b0c0cac628fc669a741d50063c557e8f50"),
    (
        512,
        M2,
        "1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376"
        "035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28",
    ),
]

#: 64 bytes of 0xff make every carry of the checksum run through.
CARRY = b"\xff" * 64 + b"\x01" + b"\x00" * 62 + b"\xff" + b"\xee" * 130


@pytest.mark.parametrize(("bits", "message", "expected"), RFC_6986)
def test_rfc_6986(bits: int, message: bytes, expected: str) -> None:
    assert Streebog(bits, message).hexdigest() == expected


@pytest.mark.parametrize(("bits", "message", "expected"), RFC_6986)
def test_rfc_6986_twin(bits: int, message: bytes, expected: str) -> None:
    state = TwinState(bits // 8)
    state.update(message)
    assert state.digest().hex() == expected


@pytest.mark.openssl
@pytest.mark.parametrize("bits", [256, 512])
@pytest.mark.parametrize(
    "message", [b"", b"a", bytes(63), bytes(64), bytes(65), CARRY, bytes(range(256)) * 300]
)
def test_openssl_agrees(openssl, bits: int, message: bytes) -> None:
    theirs = openssl("dgst", f"-md_gost12_{bits}", "-binary", data=message)
    assert Streebog(bits, message).digest() == theirs


@pytest.fixture(params=["avx512", "portable"])
def path(request) -> Iterator[str]:
    """Makes the hash of the kernel take one code path for a test."""
    kernel = pytest.importorskip("paraph.gost._kernel", reason="the kernel was not built")
    if request.param not in kernel.streebog_paths():
        pytest.skip(f"this processor has no {request.param}")
    kernel.streebog_choose_path(request.param)
    yield request.param
    kernel.streebog_choose_path(kernel.streebog_paths()[0])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([32, 64]), st.lists(st.binary(max_size=200), max_size=4))
def test_every_path_equals_the_twin(path: str, digest_size: int, pieces: list[bytes]) -> None:
    kernel = pytest.importorskip("paraph.gost._kernel")
    ours, twin = kernel.State(digest_size), TwinState(digest_size)
    for piece in pieces:
        ours.update(piece)
        twin.update(piece)
        assert ours.digest() == twin.digest()
    whole = b"".join(pieces)
    assert (kernel.streebog256 if digest_size == 32 else kernel.streebog512)(whole) == ours.digest()


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize(("bits", "message", "expected"), RFC_6986)
def test_rfc_6986_by_every_path(bits: int, message: bytes, expected: str) -> None:
    assert {256: streebog256, 512: streebog512}[bits](message).hex() == expected


@pytest.mark.usefixtures("path")
def test_carries_run_through_on_every_path() -> None:
    twin = TwinState(64)
    twin.update(CARRY)
    assert streebog512(CARRY) == twin.digest()


def test_unknown_path_is_refused() -> None:
    kernel = pytest.importorskip("paraph.gost._kernel", reason="the kernel was not built")
    assert kernel.streebog_paths()[-1] == "portable"
    with pytest.raises(ValueError):
        kernel.streebog_choose_path("quantum")


@given(st.binary(max_size=400), st.integers(0, 400))
def test_pieces_and_copies_do_not_matter(message: bytes, cut: int) -> None:
    running = Streebog(512, message[:cut])
    branch = running.copy()
    branch.update(b"elsewhere")
    running.update(memoryview(message)[cut:])
    assert running.digest() == streebog512(bytearray(message))
    assert branch.digest() == streebog512(message[:cut] + b"elsewhere")


def test_like_hashlib() -> None:
    assert (Streebog(256).digest_size, Streebog(512).digest_size) == (32, 64)
    assert (Streebog(256).name, Streebog.block_size) == ("streebog256", 64)
    assert Streebog(256).digest() == streebog256(b"")
    with pytest.raises(ValueError):
        Streebog(384)
    with pytest.raises(TypeError):
        streebog256("text")  # type: ignore[arg-type]


@pytest.mark.skipif(not kernel_in_use(), reason="the kernel was not built")
def test_kernel_refuses_two_threads_in_one_hash() -> None:
    """Either the second thread is refused or it came too late: the digest is never of a torn state."""
    big = bytes(8 << 20)
    shared = Streebog(512)
    worker = threading.Thread(target=shared.update, args=(big,))
    worker.start()
    refused = False
    try:
        shared.update(b"x")
    except RuntimeError:
        refused = True
    worker.join()
    if refused:
        assert shared.digest() == streebog512(big)
    else:
        assert shared.digest() in (streebog512(big + b"x"), streebog512(b"x" + big))


def test_without_the_kernel_the_twin_serves() -> None:
    program = """
import sys
sys.modules["paraph.gost._kernel"] = None
from paraph import gost
curve = gost.CURVES["1.2.643.2.2.35.1"]
digest = gost.streebog256(b"message")
assert gost.verify(curve, gost.public_key(curve, 5), digest, gost.sign(curve, 5, digest))
print(gost.kernel_in_use(), digest.hex())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", streebog256(b"message").hex()]


# R 50.1.113-2016 appendix B.1, the vectors of RFC 7836 appendix B.
HMAC_KEY = bytes(range(32))
HMAC_DATA = bytes.fromhex("0126bdb87800af214341456563780100")


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        (256, "a1aa5f7de402d7b3d323f2991c8d4534013137010a83754fd0af6d7cd4922ed9"),
        (
            512,
            "a59bab22ecae19c65fbde6e5f4e9f5d8549d31f037f9df9b905500e171923a77"
            "3d5f1530f2ed7e964cb2eedc29e9ad2f3afe93b2814f79f5000ffc0366c251e6",
        ),
    ],
)
def test_hmac_rfc_7836(bits: int, expected: str) -> None:
    assert hmac_streebog(bits, HMAC_KEY, HMAC_DATA).hex() == expected


@given(key=st.binary(min_size=1, max_size=150), data=st.binary(max_size=100))
def test_hmac_is_hmac(key: bytes, data: bytes) -> None:
    """Against Python's own construction over our hash."""
    expected = hmac.new(key, data, lambda start=b"": Streebog(512, start)).digest()  # type: ignore[arg-type]
    assert hmac_streebog(512, key, data) == expected


# RFC 9337 appendix A.
@pytest.mark.parametrize(
    ("password", "salt", "iterations", "expected"),
    [
        (
            b"password",
            b"salt",
            1,
            "64770af7f748c3b1c9ac831dbcfd85c26111b30a8a657ddc3056b80ca73e040d"
            "2854fd36811f6d825cc4ab66ec0a68a490a9e5cf5156b3a2b7eecddbf9a16b47",
        ),
        (
            b"password",
            b"salt",
            4096,
            "e52deb9a2d2aaff4e2ac9d47a41f34c20376591c67807f0477e32549dc341bc7"
            "867c09841b6d58e29d0347c996301d55df0d34e47cf68f4e3c2cdaf1d9ab86c3",
        ),
        (
            b"passwordPASSWORDpassword",
            b"saltSALTsaltSALTsaltSALTsaltSALTsalt",
            4096,
            "b2d8f1245fc4d29274802057e4b54e0a0753aa22fc53760b301cf008679e58fe"
            "4bee9addcae99ba2b0b20f431a9c5e50f395c89387d0945aedeca6eb4015dfc2"
            "bd2421ee9bb71183ba882ceebfef259f33f9e27dc6178cb89dc37428cf9cc52a"
            "2baa2d3a",
        ),
        (b"pass\0word", b"sa\0lt", 4096, "50df062885b69801a3c10248eb0a27ab6e522ffeb20c991c660f001475d73a4e"
            "167f782c18e97e92976d9c1d970831ea78ccb879f67068cdac1910740844e830"),
    ],
)  # fmt: skip
def test_pbkdf2_rfc_9337(password: bytes, salt: bytes, iterations: int, expected: str) -> None:
    assert pbkdf2_streebog512(password, salt, iterations, len(expected) // 2).hex() == expected


def test_pbkdf2_refuses_nonsense() -> None:
    for iterations, length in [(0, 32), (1, 0)]:
        with pytest.raises(ValueError):
            pbkdf2_streebog512(b"p", b"s", iterations, length)
