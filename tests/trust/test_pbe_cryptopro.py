"""Containers of CryptoPro CSP: the key in a synthetic one, certificates and MAC in those of OpenSSL."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trust_kit import CRYPTOPRO_A, TC26_512_A

from openssl_engine import ENGINE_CONFIG
from paraph.gost import Curve, generate_private_key
from paraph.gost.ciphers import CRYPTOPRO_A as SUBSTITUTION_A
from paraph.gost.ciphers import Gost28147
from paraph.gost.hash94 import hash94
from paraph.gost.streebog import kdf_tree_streebog256
from paraph.trust import der, oids, pbe_cryptopro
from paraph.trust.key_errors import KeyFileError, WrongPassword
from paraph.trust.keys import scheme_of
from paraph.trust.pkcs8 import PrivateKey, load_private_key, parse_encrypted
from paraph.trust.pkcs12 import load_pkcs12

SALT = bytes(range(16))
ROUNDS = 20


def sealed_key(
    key: PrivateKey, password: str, *, algorithm: str = "", rounds: int = ROUNDS, salt: bytes = SALT
) -> bytes:
    """EncryptedPrivateKeyInfo as CSP lays it out, made from the description of the format."""
    transport = password.encode("utf-16-le")
    for number in range(1, min(rounds, ROUNDS) + 1):
        transport = hash94(transport + salt + number.to_bytes(2, "big"))
    ukm = bytes(range(50, 58))
    export = Gost28147(kdf_tree_streebog256(transport, b"\x26\xbd\xb8\x78", ukm, 32), SUBSTITUTION_A)
    octets = key.value.to_bytes(key.curve.size, "little")
    scheme = scheme_of(key.curve)
    agreement = "1.2.643.7.1.1.6.1" if key.curve.size == 32 else "1.2.643.7.1.1.6.2"
    value = der.sequence(
        der.octet_string(ukm),
        der.sequence(der.octet_string(export.encrypt(octets)), der.octet_string(export.mac(ukm, octets))),
        der.explicit(
            0,
            der.encode(der.BIT_STRING, b"\x05\xa0"),
            der.explicit(
                0, der.oid(agreement), der.sequence(der.oid(key.curve.oid), der.oid(scheme.digest_oid))
            ),
        ),
    )
    mac = export.mac(bytes(8), value + bytes(-len(value) % 8))
    blob = bytes(16) + der.sequence(value, der.octet_string(mac))
    info = der.sequence(
        der.integer(0),
        der.sequence(der.oid(algorithm or scheme.key_oid), der.null()),
        der.octet_string(blob),
    )
    data = Gost28147(transport, SUBSTITUTION_A).cfb_encrypt(salt[:8].ljust(8), info)
    parameters = der.sequence(der.octet_string(salt), der.integer(rounds))
    return der.sequence(der.sequence(der.oid(pbe_cryptopro.KEY_SCHEME), parameters), der.octet_string(data))


def some_key(curve: Curve) -> PrivateKey:
    return PrivateKey(curve, generate_private_key(curve))


@pytest.mark.parametrize("curve", [CRYPTOPRO_A, TC26_512_A], ids=lambda curve: curve.title)
@pytest.mark.parametrize("password", ["", "пароль", "1"])
def test_key_of_csp(curve: Curve, password: str) -> None:
    key = some_key(curve)
    assert parse_encrypted(der.read(sealed_key(key, password)), password) == key
    with pytest.raises(WrongPassword):
        parse_encrypted(der.read(sealed_key(key, password)), password + "!")


def test_keys_that_cannot_serve() -> None:
    key = some_key(CRYPTOPRO_A)
    for sealed, message in (
        (sealed_key(key, "1", algorithm=oids.GOST_2001), "другого алгоритма"),
        (sealed_key(key, "1", algorithm=oids.GOST_2012_512), "Неверный пароль"),
        (sealed_key(key, "1", rounds=70_000), "число итераций"),
        (sealed_key(key, "1", rounds=2_000_000), "2000000 итераций"),
    ):
        with pytest.raises(KeyFileError, match=message):
            load_private_key(sealed, "1")
    for salt in (bytes(7), bytes(65)):
        with pytest.raises(KeyFileError, match="не файл закрытого ключа"):
            load_private_key(sealed_key(key, "1", salt=salt), "1")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_altered_byte_passes(data: st.DataObject) -> None:
    """Everything but the header of the BLOB and the flags decides, and the MACs hold it together."""
    key = PrivateKey(CRYPTOPRO_A, 77)
    altered = bytearray(sealed_key(key, "1"))
    altered[data.draw(st.integers(0, len(altered) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        assert load_private_key(bytes(altered), "1") == key
    except KeyFileError:
        return


@pytest.mark.openssl
@pytest.mark.parametrize("password", ["", "пароль", "1"])
def test_triple_des_and_sha1_of_openssl(tmp_path: Path, password: str) -> None:
    """The means CSP protects certificates and the container with; the key is under a GOST cipher."""
    config, key, certificate, out = (tmp_path / name for name in ("cnf", "key", "crt", "p12"))
    config.write_text(ENGINE_CONFIG)

    def openssl(*arguments: str | Path) -> None:
        environment = {"OPENSSL_CONF": str(config), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            ["openssl", *map(str, arguments)], capture_output=True, env=environment, check=False
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")

    openssl(
        *("req", "-x509", "-newkey", "gost2012_256", "-pkeyopt", "paramset:A", "-nodes", "-keyout", key),
        *("-out", certificate, "-subj", "/CN=key", "-md_gost12_256"),
    )
    openssl(
        *("pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", f"pass:{password}"),
        *("-keypbe", "gost89", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1", "-out", out),
    )
    bundle = load_pkcs12(out.read_bytes(), password)
    assert bundle.key == load_private_key(key.read_bytes())
    with pytest.raises(WrongPassword):
        load_pkcs12(out.read_bytes(), password + "!")


def test_certificates_need_whole_blocks_and_padding() -> None:
    parameters = der.read(der.sequence(der.octet_string(bytes(8)), der.integer(1)))
    for data in (b"", bytes(7)):
        with pytest.raises(der.DerError):
            pbe_cryptopro.decrypt_certificates(parameters, data, "1")
    with pytest.raises(WrongPassword):
        pbe_cryptopro.decrypt_certificates(parameters, bytes(8), "1")
