"""The parameter sets of GOST R 34.10: curves y^2 = x^3 + ax + b over GF(p), base points of prime order q.

Values: RFC 4357 section 11.4 (CryptoPro), RFC 7836 appendix A (TC26), RFC 5832 and RFC 7091 section 7 (test).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType


@dataclass(frozen=True)
class Curve:
    """One parameter set. ``size`` is the length in bytes of a coordinate and of each half of a signature."""

    name: str  #: the identifier's name in the standards, e.g. ``id-GostR3410-2001-CryptoPro-A-ParamSet``
    oid: str  #: dotted object identifier
    title: str  #: what people call it, e.g. ``CryptoPro-A``
    size: int
    p: int
    a: int
    b: int
    q: int  #: the prime order of the base point
    x: int
    y: int

    def __hash__(self) -> int:
        return hash(self.oid)  # quick, for the caches keyed by curves

    @property
    def cofactor(self) -> int:
        """m / q of RFC 7836 section 4.3: how many times q points the curve has, 1 or 4."""
        return (self.p + self.q // 2) // self.q  # by Hasse m differs from p by less than 2 * sqrt(p) + 1

    def contains(self, x: int, y: int) -> bool:
        """Whether (x, y) is a point of the curve in its only representation, coordinates in [0, p)."""
        return 0 <= x < self.p and 0 <= y < self.p and (y * y - (x * x + self.a) * x - self.b) % self.p == 0


def _number(text: str) -> int:
    return int("".join(text.split()), 16)


_TEST_256 = Curve(
    name="id-GostR3410-2001-TestParamSet",
    oid="1.2.643.2.2.35.0",
    title="test-256",
    size=32,
    p=_number("8000000000000000 0000000000000000 0000000000000000 0000000000000431"),
    a=0x7,
    b=_number("5fbff498aa938ce7 39b8e022fbafef40 563f6e6a3472fc2a 514c0ce9dae23b7e"),
    q=_number("8000000000000000 0000000000000001 50fe8a1892976154 c59cfc193accf5b3"),
    x=0x2,
    y=_number("08e2a8a0e65147d4 bd6316030e16d19c 85c97f0a9ca26712 2b96abbcea7e8fc8"),
)
_CRYPTOPRO_A = Curve(
    name="id-GostR3410-2001-CryptoPro-A-ParamSet",
    oid="1.2.643.2.2.35.1",
    title="CryptoPro-A",
    size=32,
    p=_number("ffffffffffffffff ffffffffffffffff ffffffffffffffff fffffffffffffd97"),
    a=_number("ffffffffffffffff ffffffffffffffff ffffffffffffffff fffffffffffffd94"),
    b=0xA6,
    q=_number("ffffffffffffffff ffffffffffffffff 6c611070995ad100 45841b09b761b893"),
    x=0x1,
    y=_number("8d91e471e0989cda 27df505a453f2b76 35294f2ddf23e3b1 22acc99c9e9f1e14"),
)
_CRYPTOPRO_B = Curve(
    name="id-GostR3410-2001-CryptoPro-B-ParamSet",
    oid="1.2.643.2.2.35.2",
    title="CryptoPro-B",
    size=32,
    p=_number("8000000000000000 0000000000000000 0000000000000000 0000000000000c99"),
    a=_number("8000000000000000 0000000000000000 0000000000000000 0000000000000c96"),
    b=_number("3e1af419a269a5f8 66a7d3c25c3df80a e979259373ff2b18 2f49d4ce7e1bbc8b"),
    q=_number("8000000000000000 0000000000000001 5f700cfff1a624e5 e497161bcc8a198f"),
    x=0x1,
    y=_number("3fa8124359f96680 b83d1c3eb2c070e5 c545c9858d03ecfb 744bf8d717717efc"),
)
_CRYPTOPRO_C = Curve(
    name="id-GostR3410-2001-CryptoPro-C-ParamSet",
    oid="1.2.643.2.2.35.3",
    title="CryptoPro-C",
    size=32,
    p=_number("9b9f605f5a858107 ab1ec85e6b41c8aa cf846e86789051d3 7998f7b9022d759b"),
    a=_number("9b9f605f5a858107 ab1ec85e6b41c8aa cf846e86789051d3 7998f7b9022d7598"),
    b=0x805A,
    q=_number("9b9f605f5a858107 ab1ec85e6b41c8aa 582ca3511eddfb74 f02f3a6598980bb9"),
    x=0x0,
    y=_number("41ece55743711a8c 3cbf3783cd08c0ee 4d4dc440d4641a8f 366e550dfdb3bb67"),
)
_TC26_256_A = Curve(
    name="id-tc26-gost-3410-2012-256-paramSetA",
    oid="1.2.643.7.1.2.1.1.1",
    title="TC26-256-A",
    size=32,
    p=_number("ffffffffffffffff ffffffffffffffff ffffffffffffffff fffffffffffffd97"),
    a=_number("c2173f1513981673 af4892c23035a27c e25e2013bf95aa33 b22c656f277e7335"),
    b=_number("295f9bae7428ed9c cc20e7c359a9d41a 22fccd9108e17bf7 ba9337a6f8ae9513"),
    q=_number("4000000000000000 0000000000000000 0fd8cddfc87b6635 c115af556c360c67"),
    x=_number("91e38443a5e82c0d 880923425712b2bb 658b9196932e02c7 8b2582fe742daa28"),
    y=_number("32879423ab1a0375 895786c4bb46e956 5fde0b5344766740 af268adb32322e5c"),
)
_TEST_512 = Curve(
    name="id-tc26-gost-3410-2012-512-paramSetTest",
    oid="1.2.643.7.1.2.1.2.0",
    title="test-512",
    size=64,
    p=_number(
        """
        4531acd1fe0023c7 550d267b6b2fee80 922b14b2ffb90f04 d4eb7c09b5d2d15d
        f1d852741af4704a 0458047e80e4546d 35b8336fac224dd8 1664bbf528be6373
        """
    ),
    a=0x7,
    b=_number(
        """
        1cff0806a31116da 29d8cfa54e57eb74 8bc5f377e49400fd d788b649eca1ac43
        61834013b2ad7322 480a89ca58e0cf74 bc9e540c2add6897 fad0a3084f302adc
        """
    ),
    q=_number(
        """
        4531acd1fe0023c7 550d267b6b2fee80 922b14b2ffb90f04 d4eb7c09b5d2d15d
        a82f2d7ecb1dbac7 19905c5eecc423f1 d86e25edbe23c595 d644aaf187e6e6df
        """
    ),
    x=_number(
        """
        24d19cc64572ee30 f396bf6ebbfd7a6c 5213b3b3d7057cc8 25f91093a68cd762
        fd60611262cd838d c6b60aa7eee804e2 8bc849977fac33b4 b530f1b120248a9a
        """
    ),
    y=_number(
        """
        2bb312a43bd2ce6e 0d020613c857acdd cfbf061e91e5f2c3 f32447c259f39b2c
        83ab156d77f1496b f7eb3351e1ee4e43 dc1a18b91b24640b 6dbb92cb1add371e
        """
    ),
)
_TC26_512_A = Curve(
    name="id-tc26-gost-3410-2012-512-paramSetA",
    oid="1.2.643.7.1.2.1.2.1",
    title="TC26-512-A",
    size=64,
    p=_number(
        """
        ffffffffffffffff ffffffffffffffff ffffffffffffffff ffffffffffffffff
        ffffffffffffffff ffffffffffffffff ffffffffffffffff fffffffffffffdc7
        """
    ),
    a=_number(
        """
        ffffffffffffffff ffffffffffffffff ffffffffffffffff ffffffffffffffff
        ffffffffffffffff ffffffffffffffff ffffffffffffffff fffffffffffffdc4
        """
    ),
    b=_number(
        """
        e8c2505dedfc86dd c1bd0b2b6667f1da 34b82574761cb0e8 79bd081cfd0b6265
        ee3cb090f30d2761 4cb4574010da90dd 862ef9d4ebee4761 503190785a71c760
        """
    ),
    q=_number(
        """
        ffffffffffffffff ffffffffffffffff ffffffffffffffff ffffffffffffffff
        27e69532f48d8911 6ff22b8d4e056060 9b4b38abfad2b85d cacdb1411f10b275
        """
    ),
    x=0x3,
    y=_number(
        """
        7503cfe87a836ae3 a61b8816e25450e6 ce5e1c93acf1abc1 778064fdcbefa921
        df1626be4fd036e9 3d75e6a50e3a41e9 8028fe5fc235f5b8 89a589cb5215f2a4
        """
    ),
)
_TC26_512_B = Curve(
    name="id-tc26-gost-3410-2012-512-paramSetB",
    oid="1.2.643.7.1.2.1.2.2",
    title="TC26-512-B",
    size=64,
    p=_number(
        """
        8000000000000000 0000000000000000 0000000000000000 0000000000000000
        0000000000000000 0000000000000000 0000000000000000 000000000000006f
        """
    ),
    a=_number(
        """
        8000000000000000 0000000000000000 0000000000000000 0000000000000000
        0000000000000000 0000000000000000 0000000000000000 000000000000006c
        """
    ),
    b=_number(
        """
        687d1b459dc84145 7e3e06cf6f5e2517 b97c7d614af138bc bf85dc806c4b289f
        3e965d2db1416d21 7f8b276fad1ab69c 50f78bee1fa3106e fb8ccbc7c5140116
        """
    ),
    q=_number(
        """
        8000000000000000 0000000000000000 0000000000000000 0000000000000001
        49a1ec142565a545 acfdb77bd9d40cfa 8b996712101bea0e c6346c54374f25bd
        """
    ),
    x=0x2,
    y=_number(
        """
        1a8f7eda389b094c 2c071e3647a8940f 3c123b697578c213 be6dd9e6c8ec7335
        dcb228fd1edf4a39 152cbcaaf8c03988 28041055f94ceeec 7e21340780fe41bd
        """
    ),
)
_TC26_512_C = Curve(
    name="id-tc26-gost-3410-2012-512-paramSetC",
    oid="1.2.643.7.1.2.1.2.3",
    title="TC26-512-C",
    size=64,
    p=_number(
        """
        ffffffffffffffff ffffffffffffffff ffffffffffffffff ffffffffffffffff
        ffffffffffffffff ffffffffffffffff ffffffffffffffff fffffffffffffdc7
        """
    ),
    a=_number(
        """
        dc9203e514a72187 5485a529d2c722fb 187bc8980eb86664 4de41c68e1430645
        46e861c0e2c9edd9 2ade71f46fcf50ff 2ad97f951fda9f2a 2eb6546f39689bd3
        """
    ),
    b=_number(
        """
        b4c4ee28cebc6c2c 8ac12952cf37f16a c7efb6a9f69f4b57 ffda2e4f0de5ade0
        38cbc2fff719d2c1 8de0284b8bfef3b5 2b8cc7a5f5bf0a3c 8d2319a5312557e1
        """
    ),
    q=_number(
        """
        3fffffffffffffff ffffffffffffffff ffffffffffffffff ffffffffffffffff
        c98cdba46506ab00 4c33a9ff5147502c c8eda9e7a769a126 94623cef47f023ed
        """
    ),
    x=_number(
        """
        e2e31edfc23de7bd ebe241ce593ef5de 2295b7a9cbaef021 d385f7074cea043a
        a27272a7ae602bf2 a7b9033db9ed3610 c6fb85487eae97aa c5bc7928c1950148
        """
    ),
    y=_number(
        """
        f5ce40d95b5eb899 abbccff5911cb857 7939804d6527378b 8c108c3d2090ff9b
        e18e2d33e3021ed2 ef32d85822423b63 04f726aa854bae07 d0396e9a9addc40f
        """
    ),
)

#: Sets with the same curve under another identifier (RFC 4357 section 11.4, RFC 7836 appendix A.2, RFC 9215).
_ALIASES = (
    replace(
        _CRYPTOPRO_A,
        name="id-GostR3410-2001-CryptoPro-XchA-ParamSet",
        oid="1.2.643.2.2.36.0",
        title="CryptoPro-XchA",
    ),
    replace(
        _CRYPTOPRO_C,
        name="id-GostR3410-2001-CryptoPro-XchB-ParamSet",
        oid="1.2.643.2.2.36.1",
        title="CryptoPro-XchB",
    ),
    replace(
        _CRYPTOPRO_A,
        name="id-tc26-gost-3410-2012-256-paramSetB",
        oid="1.2.643.7.1.2.1.1.2",
        title="TC26-256-B",
    ),
    replace(
        _CRYPTOPRO_B,
        name="id-tc26-gost-3410-2012-256-paramSetC",
        oid="1.2.643.7.1.2.1.1.3",
        title="TC26-256-C",
    ),
    replace(
        _CRYPTOPRO_C,
        name="id-tc26-gost-3410-2012-256-paramSetD",
        oid="1.2.643.7.1.2.1.1.4",
        title="TC26-256-D",
    ),
)

#: Every parameter set by its dotted object identifier.
CURVES: Mapping[str, Curve] = MappingProxyType(
    {
        curve.oid: curve
        for curve in (
            _TEST_256,
            _CRYPTOPRO_A,
            _CRYPTOPRO_B,
            _CRYPTOPRO_C,
            _TC26_256_A,
            _TEST_512,
            _TC26_512_A,
            _TC26_512_B,
            _TC26_512_C,
            *_ALIASES,
        )
    }
)
