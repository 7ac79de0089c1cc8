from typing import final

@final
class State:
    """A running GOST R 34.11-2012 hash; ``digest_size`` is 32 or 64 bytes."""

    def __new__(cls, digest_size: int) -> State: ...
    @property
    def digest_size(self) -> int: ...
    def update(self, data: bytes | bytearray | memoryview, /) -> None: ...
    def digest(self) -> bytes: ...
    def copy(self) -> State: ...

def streebog256(data: bytes | bytearray | memoryview, /) -> bytes: ...
def streebog512(data: bytes | bytearray | memoryview, /) -> bytes: ...
def streebog_paths() -> tuple[str, ...]:
    """Names of the code paths this processor runs, the fastest first: ``avx512``, ``portable``."""

def streebog_choose_path(name: str, /) -> None:
    """Make every hash of the process take one of ``streebog_paths()``: for tests and measurements.

    Raises ``ValueError`` for another name.
    """

@final
class Group:
    """One parameter set of GOST R 34.10, ready for use.

    Numbers are big-endian bytes of the curve's size, a point is ``x || y``, a signature ``s || r``. What is
    secret is used in constant time. Other Python threads run meanwhile. ``portable`` leaves out what only
    some processors have, so that tests reach the rest.
    """

    def __new__(
        cls, p: bytes, a: bytes, b: bytes, q: bytes, x: bytes, y: bytes, *, portable: bool = False
    ) -> Group: ...
    def public_key(self, private: bytes, /) -> bytes: ...
    def sign(self, private: bytes, nonce: bytes, digest: bytes | bytearray | memoryview, /) -> bytes | None:
        """With k = nonce mod q, the nonce having twice the size; none if another nonce is needed."""

    def verify(
        self,
        public: bytes | bytearray | memoryview,
        digest: bytes | bytearray | memoryview,
        signature: bytes | bytearray | memoryview,
        /,
    ) -> bool:
        """False for anything malformed."""

    def multiply(self, scalar: bytes, point: bytes | bytearray | memoryview, /) -> bytes:
        """Raises ``ValueError`` unless 0 < scalar < q and the point is of order q."""

    def keep(self, public: bytes | bytearray | memoryview, /) -> KeyTable: ...

@final
class KeyTable:
    """Multiples of a public key, which make verification faster; made by ``Group.keep``."""

    def verify(
        self, digest: bytes | bytearray | memoryview, signature: bytes | bytearray | memoryview, /
    ) -> bool: ...

@final
class State94:
    """A running GOST R 34.11-94 hash; ``substitution`` has 128 values of 4 bits."""

    def __new__(cls, substitution: bytes) -> State94: ...
    @property
    def digest_size(self) -> int: ...
    def update(self, data: bytes | bytearray | memoryview, /) -> None: ...
    def digest(self) -> bytes: ...
    def copy(self) -> State94: ...

@final
class Cipher:
    """A block cipher with its key."""

    def encrypt(self, data: bytes, /) -> bytes: ...
    def decrypt(self, data: bytes, /) -> bytes: ...
    def ctr(self, iv: bytes, data: bytes, section: int, /) -> bytes: ...
    def cfb_encrypt(self, iv: bytes, data: bytes, /) -> bytes: ...
    def cfb_decrypt(self, iv: bytes, data: bytes, /) -> bytes: ...
    def omac(self, data: bytes, /) -> bytes: ...
    def mac(self, iv: bytes, data: bytes, /) -> bytes: ...
    def mgm_seal(self, nonce: bytes, plaintext: bytes, associated: bytes, /) -> bytes: ...
    def mgm_open(self, nonce: bytes, sealed: bytes, associated: bytes, /) -> bytes | None:
        """None for a wrong tag. Other Python threads run meanwhile."""

def gost28147(key: bytes, substitution: bytes, /) -> Cipher: ...
def magma(key: bytes, substitution: bytes, /) -> Cipher: ...
def kuznyechik(key: bytes, /) -> Cipher: ...

@final
class Batch:
    """Verification of up to eight signatures at once over one curve of the field 2^256 - 617.

    Only where the processor has AVX-512 IFMA. Numbers are big-endian bytes, 32 each.
    """

    def __new__(cls, a: bytes, b: bytes, q: bytes, x: bytes, y: bytes) -> Batch: ...
    def verify(self, keys: bytes, digests: bytes, signatures: bytes, /) -> bytes:
        """A byte for each: 0 for no, 1 for yes, 2 for a signature that is to be verified alone.

        Keys are ``x || y``, signatures ``s || r``, all joined. Other Python threads run meanwhile. Raises
        ``ValueError`` for more than eight and for sizes that do not fit.
        """
