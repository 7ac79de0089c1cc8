"""Substitutions: that of Streebog and Kuznyechik, and those of GOST 28147-89 with which its users differ."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: RFC 6986 section 6.2 and RFC 7801 section 4.1.1.
SUBSTITUTION = bytes.fromhex(
    """
    fceedd11cf6e3116fbc4fada23c5044de977f0db932e99ba1736f1bb14cd5fc1
    f918655ae25cef21811c3c428b018e4f058402aee36a8fa0060bed987fd4d31f
    eb342c51eac848abf22a68a2fd3aceccb5700e56080c7612bf7213479cb75d87
    15a19629107b9ac7f391786f9d9eb2b13275193dff358a7e6d54c680c3bd0d57
    dff524a93ea843c9d779d6f67c22b903e00fecde7a94b0bcdce828504e330a4a
    a79760731e0062441ab83882649f2641ad454692275e552f8ca3a57d69d5953b
    0758b34086ac1df730376be488d9e789e11b83494c3ff8fe8d53aa90cad88561
    207167a42d2b095bcb9b25d0bee56c5259a674d2e6f4b4c0d166afc2394b63b6
    """
)

PARAM_Z = "1.2.643.7.1.2.5.1.1"
CRYPTOPRO_A = "1.2.643.2.2.31.1"
CRYPTOPRO_B = "1.2.643.2.2.31.2"
CRYPTOPRO_C = "1.2.643.2.2.31.3"
CRYPTOPRO_D = "1.2.643.2.2.31.4"
HASH94_TEST = "1.2.643.2.2.30.0"
HASH94_CRYPTOPRO = "1.2.643.2.2.30.1"

#: Of GOST 28147-89 and of GOST R 34.11-94 by object identifier, the row for the lowest four bits first:
#: RFC 7836 appendix C (id-tc26-gost-28147-param-Z, also Magma's own), RFC 4357 sections 11.1 and 11.2.
SUBSTITUTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        PARAM_Z: (
            "c462a5b9e8d703f1",
            "68239a5c1e47bd0f",
            "b3582fade174c960",
            "c821d4f670a53e9b",
            "7f5a816d093eb42c",
            "5df692cab78143e0",
            "8e25691cf4b0da37",
            "17ed05834fa69cb2",
        ),
        CRYPTOPRO_A: (
            "96328b17a4efc0d5",
            "37e98af0526cb4d1",
            "e462b3d8cf5a0719",
            "e7acd13902b4f856",
            "b5198df0e423c7a6",
            "3adc120b75948fe6",
            "1d297a608c45f3be",
            "baf50ce8623917d4",
        ),
        CRYPTOPRO_B: (
            "84b135092eacd67f",
            "012a4d5c973fb86e",
            "ec0a92db758f3614",
            "750db6123acf4e98",
            "27cf95ab140d68e3",
            "83264debc17fa095",
            "52ab91c374d06f8e",
            "04be8371a296fd5c",
        ),
        CRYPTOPRO_C: (
            "1bc29d0f458ea763",
            "017db4528efc9a63",
            "825049fa37cd6e1b",
            "36015da8b297efc4",
            "8db0451293ce6fa7",
            "c9b18e247365a0fd",
            "a968de20f35b41c7",
            "7405a2fec61bd938",
        ),
        CRYPTOPRO_D: (
            "fc2a645079ed1b83",
            "b634cfe27d805a91",
            "1cb0fe65ad489372",
            "15eca70d62b493f8",
            "0c89d2ab73654ef1",
            "80f325eb1a47c9d6",
            "306f1e92d8c4ba57",
            "1a68fb04c3597d2e",
        ),
        HASH94_TEST: (
            "4a92d80e6b1c7f53",
            "eb4c6dfa23810759",
            "581da342efc7609b",
            "7da1089fe46cb253",
            "6c715fd84a9e03b2",
            "4ba0721d36859cfe",
            "db413f590ae7682c",
            "1fd057a4923e6b8c",
        ),
        HASH94_CRYPTOPRO: (
            "a4568137dce092bf",
            "5f402db91763cea8",
            "7fce94103b526a8d",
            "4a7c0f28e165db93",
            "764b9c2a180efd35",
            "7624d9f0a15b8ec3",
            "de41705a3c8f629b",
            "13a95b4f867ed02c",
        ),
    }
)


def rows(identifier: str) -> bytes:
    """A substitution as the kernel and its twin take it: 128 values of 4 bits, the lowest row first.

    Raises ``KeyError`` for an identifier not in ``SUBSTITUTIONS``.
    """
    return bytes(int(digit, 16) for row in SUBSTITUTIONS[identifier] for digit in row)
