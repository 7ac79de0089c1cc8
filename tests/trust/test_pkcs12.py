from __future__ import annotations

import base64
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from key_containers import PASSWORD, R_50_1_112, RFC_9548_A2, RFC_9548_A3, RFC_9548_KEY

from openssl_engine import ENGINE_CONFIG
from paraph.gost import CURVES, generate_private_key, public_key
from paraph.trust import der, oids
from paraph.trust.certificate import Certificate
from paraph.trust.pkcs8 import KeyFileError, PrivateKey, WrongPassword, dump_private_key, load_private_key
from paraph.trust.pkcs12 import KeyBundle, dump_pkcs12, load_pkcs12

GOST_PROTECTION = ("-keypbe", "gost89", "-certpbe", "gost89", "-macalg", "md_gost12_512")


@pytest.fixture(scope="module")
def openssl_gost(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """Output of the tool as bytes; keywords go into its environment."""
    config = tmp_path_factory.mktemp("openssl") / "gost.cnf"
    config.write_text(ENGINE_CONFIG)

    def run(*arguments: str | Path, **variables: str) -> bytes:
        done = subprocess.run(
            ["openssl", *map(str, arguments)],
            capture_output=True,
            env={"OPENSSL_CONF": str(config), "PATH": "/usr/bin:/bin"} | variables,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout

    return run


@pytest.fixture(
    scope="module", params=["gost2012_256:A", "gost2012_256:XA", "gost2012_256:TCA", "gost2012_512:C"]
)
def openssl_key(request, openssl_gost, tmp_path_factory) -> tuple[Path, Path]:
    """Paths of a key and of its certificate, both made by OpenSSL."""
    algorithm, name = request.param.split(":")
    folder = tmp_path_factory.mktemp("key")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    openssl_gost("genpkey", "-algorithm", algorithm, "-pkeyopt", f"paramset:{name}", "-out", key)
    digest = f"-md_gost12_{algorithm[-3:]}"
    openssl_gost("req", "-new", "-x509", "-key", key, digest, "-subj", "/CN=key", "-out", certificate)
    return key, certificate


@pytest.fixture(scope="module")
def published() -> KeyBundle:
    return load_pkcs12(base64.b64decode(RFC_9548_A2), PASSWORD)


def der_of(pem: Path) -> bytes:
    return base64.b64decode("".join(line for line in pem.read_text().splitlines() if "-----" not in line))


# -- PKCS#8 ---------------------------------------------------------------------------------------------


@pytest.mark.openssl
def test_openssl_reads_our_key_and_we_read_theirs(openssl_gost, openssl_key, tmp_path: Path) -> None:
    path, _ = openssl_key
    key = load_private_key(path.read_bytes())
    assert load_private_key(der_of(path)) == key
    assert dump_private_key(key) == path.read_bytes()

    ours = tmp_path / "ours.pem"
    ours.write_bytes(dump_private_key(key))
    show = ("-text", "-noout")
    assert openssl_gost("pkey", "-in", ours, *show) == openssl_gost("pkey", "-in", path, *show)


@pytest.mark.openssl
@pytest.mark.parametrize(
    ("cipher", "variables"),
    [
        ("gost89", {}),
        ("gost89", {"CRYPT_PARAMS": "id-Gost28147-89-CryptoPro-A-ParamSet"}),
        ("kuznyechik-ctr-acpkm", {}),
        ("magma-ctr-acpkm", {}),
    ],
)
def test_encrypted_key_of_openssl(openssl_gost, openssl_key, cipher: str, variables: dict[str, str]) -> None:
    path, _ = openssl_key
    sealed = openssl_gost(
        "pkcs8", "-topk8", "-in", path, "-v2", cipher, "-passout", "pass:пароль", **variables
    )
    assert load_private_key(sealed, "пароль") == load_private_key(path.read_bytes())
    with pytest.raises(WrongPassword, match="Неверный пароль"):
        load_private_key(sealed, "другой")
    with pytest.raises(KeyFileError, match="Введите пароль"):
        load_private_key(sealed)


@pytest.mark.openssl
def test_key_beside_its_certificate_in_one_pem(openssl_key) -> None:
    path, certificate = openssl_key
    both = certificate.read_bytes() + b"comment\n" + path.read_bytes()
    assert load_private_key(both) == load_private_key(path.read_bytes())


@pytest.mark.openssl
def test_keys_of_other_kinds_are_refused(openssl_gost, openssl_key, tmp_path: Path) -> None:
    path, certificate = openssl_key
    for arguments in (("RSA",), ("gost2001", "-pkeyopt", "paramset:A")):
        other = openssl_gost("genpkey", "-quiet", "-algorithm", *arguments)
        with pytest.raises(KeyFileError, match="другого алгоритма"):
            load_private_key(other)
    sealed = openssl_gost("pkcs8", "-topk8", "-in", path, "-v2", "aes-256-cbc", "-passout", "pass:1")
    with pytest.raises(KeyFileError, match="Алгоритм шифрования файла ключа не поддерживается"):
        load_private_key(sealed, "1")
    for data in (certificate.read_bytes(), der_of(certificate)):
        with pytest.raises(KeyFileError, match="не файл закрытого ключа"):
            load_private_key(data)


def test_published_key_with_its_public_key(published: KeyBundle) -> None:
    assert load_private_key(base64.b64decode(RFC_9548_KEY)) == published.key


def wrapped(curve_oid: str, octets: bytes) -> bytes:
    """A PrivateKeyInfo of 256 bits around the given octets."""
    identifier = der.sequence(der.oid(oids.GOST_2012_256), der.sequence(der.oid(curve_oid)))
    return der.sequence(der.integer(0), identifier, der.octet_string(octets))


A = CURVES["1.2.643.2.2.35.1"]


@pytest.mark.parametrize(
    "octets",
    [
        (77).to_bytes(32, "little"),
        (7).to_bytes(32, "little") + (11).to_bytes(32, "little"),
        (7 * pow(2, -1, A.q) % A.q).to_bytes(32, "little")
        + b"\2".ljust(32, b"\0")
        + b"\x0b".ljust(32, b"\0"),
        der.octet_string((77).to_bytes(32, "little")),
        der.integer(77),
    ],
    ids=["bare", "one mask", "two masks", "octet string", "integer"],
)
def test_ways_to_write_a_key(octets: bytes) -> None:
    assert load_private_key(wrapped(A.oid, octets)) == PrivateKey(A, 77)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "не файл закрытого ключа"),
        (b"\x30\x80", "не файл закрытого ключа"),
        (b"hello", "не файл закрытого ключа"),
        (b"\x04\x00", "не файл закрытого ключа"),
        (b"-----BEGIN PRIVATE KEY-----\nAAA\n-----END PRIVATE KEY-----\n", "повреждён"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n", "не файл закрытого ключа"),
        (wrapped(A.oid, bytes(32)), "повреждён"),
        (wrapped(A.oid, A.q.to_bytes(32, "little") + b"\1"), "не файл закрытого ключа"),
        (wrapped(A.oid, b""), "не файл закрытого ключа"),
        (wrapped(A.oid, der.integer(-5)), "повреждён"),
        (wrapped("1.2.643.7.1.2.1.2.1", bytes(64)), "не файл закрытого ключа"),
        (wrapped("1.2.3", bytes(32)), "Набор параметров"),
    ],
)
def test_what_is_no_key(data: bytes, message: str) -> None:
    with pytest.raises(KeyFileError, match=message):
        load_private_key(data)


def test_the_number_is_not_shown(published: KeyBundle) -> None:
    assert str(published.key.value) not in repr(published) + str(published.key)
    assert f"{published.key.value:x}" not in repr(published)


def test_a_number_out_of_range_is_not_written() -> None:
    for value in (0, A.q):
        with pytest.raises(ValueError):
            dump_private_key(PrivateKey(A, value))


# -- PKCS#12 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("container", [R_50_1_112, RFC_9548_A2, RFC_9548_A3])
def test_published_containers(container: str) -> None:
    bundle = load_pkcs12(base64.b64decode(container), PASSWORD)
    point = Certificate.parse(bundle.certificate).public_key.point
    assert public_key(bundle.key.curve, bundle.key.value) == point
    assert bundle.chain == ()
    for password in ("", PASSWORD + " ", PASSWORD.lower()):
        with pytest.raises(WrongPassword):
            load_pkcs12(base64.b64decode(container), password)


@pytest.mark.openssl
def test_container_of_openssl(openssl_gost, openssl_key, published, tmp_path: Path) -> None:
    path, certificate = openssl_key
    chain, out = tmp_path / "chain.pem", tmp_path / "theirs.p12"
    chain.write_bytes(openssl_gost("x509", "-in", certificate, "-outform", "PEM"))
    more = tmp_path / "more.pem"
    more.write_bytes(pem(published.certificate))
    openssl_gost(
        *("pkcs12", "-export", "-engine", "gost", "-inkey", path, "-in", certificate, "-certfile", more),
        *("-name", "Имя", "-passout", "pass:пароль", "-out", out, *GOST_PROTECTION),
    )
    bundle = load_pkcs12(out.read_bytes(), "пароль")
    assert bundle.key == load_private_key(path.read_bytes())
    assert bundle.certificate == der_of(certificate)
    assert bundle.chain == (published.certificate,)


@pytest.mark.openssl
@pytest.mark.parametrize("cipher", ["kuznyechik-ctr-acpkm", "magma-ctr-acpkm", "NONE"])
def test_other_ciphers_of_openssl(openssl_gost, openssl_key, tmp_path: Path, cipher: str) -> None:
    path, certificate = openssl_key
    out = tmp_path / "theirs.p12"
    openssl_gost(
        *("pkcs12", "-export", "-inkey", path, "-in", certificate, "-passout", "pass:1", "-out", out),
        *("-keypbe", cipher, "-certpbe", cipher, "-macalg", "md_gost12_512"),
    )
    assert load_pkcs12(out.read_bytes(), "1").key == load_private_key(path.read_bytes())


@pytest.mark.openssl
@pytest.mark.parametrize("cipher", ["kuznyechik-ctr-acpkm", "magma-ctr-acpkm"])
@pytest.mark.parametrize("more", [2, 12])
def test_long_containers_of_openssl(
    openssl_gost, openssl_key, published, tmp_path: Path, cipher: str, more: int
) -> None:
    """gost-engine replaces the key every 1 or 4 kilobytes, RFC 9337 every 8 or 256."""
    path, certificate = openssl_key
    chain, out = tmp_path / "chain.pem", tmp_path / "theirs.p12"
    chain.write_bytes(pem(published.certificate) * more)
    openssl_gost(
        *("pkcs12", "-export", "-inkey", path, "-in", certificate, "-passout", "pass:1", "-out", out),
        *("-keypbe", cipher, "-certpbe", cipher, "-macalg", "md_gost12_512", "-certfile", chain),
    )
    bundle = load_pkcs12(out.read_bytes(), "1")
    assert bundle.key == load_private_key(path.read_bytes())
    assert bundle.certificate == der_of(certificate)
    assert bundle.chain == (published.certificate,) * more


@pytest.mark.openssl
def test_openssl_opens_our_container(openssl_gost, openssl_key, published, tmp_path: Path) -> None:
    """The chain is longer than the period of key meshing, 1024 bytes, and than 4 and 8 kilobytes."""
    path, certificate = openssl_key
    bundle = KeyBundle(
        load_private_key(path.read_bytes()), der_of(certificate), (published.certificate,) * 20
    )
    ours = tmp_path / "ours.p12"
    ours.write_bytes(dump_pkcs12(bundle, "Пароль 1"))
    options = ("pkcs12", "-in", ours, "-passin", "pass:Пароль 1", "-nodes")
    key = openssl_gost(*options, "-nocerts")
    assert load_private_key(key) == bundle.key
    assert openssl_gost(*options, "-nokeys").count(b"BEGIN CERTIFICATE") == 21
    assert pem(bundle.certificate) in openssl_gost(*options, "-nokeys", "-clcerts")
    assert load_pkcs12(ours.read_bytes(), "Пароль 1") == bundle


@pytest.mark.openssl
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "не поддерживается"),
        ((*GOST_PROTECTION, "-nomac"), "нет контроля целостности"),
        ((*GOST_PROTECTION, "-nokeys"), "нет закрытого ключа"),
        ((*GOST_PROTECTION, "-nocerts"), "нет сертификата"),
        (("-keypbe", "AES-256-CBC", "-certpbe", "gost89", "-macalg", "md_gost12_512"), "не поддерживается"),
        ((*GOST_PROTECTION[:-1], "md_gost12_256"), "не поддерживается"),
    ],
    ids=["aes", "no mac", "no key", "no certificate", "aes key", "256-bit mac"],
)
def test_containers_that_cannot_serve(
    openssl_gost, openssl_key, tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    path, certificate = openssl_key
    out = tmp_path / "theirs.p12"
    openssl_gost(
        *("pkcs12", "-export", "-inkey", path, "-in", certificate, "-passout", "pass:1", "-out", out),
        *options,
    )
    with pytest.raises(KeyFileError, match=message):
        load_pkcs12(out.read_bytes(), "1")


def pem(certificate: bytes) -> bytes:
    body = base64.b64encode(certificate)
    lines = [body[start : start + 64] for start in range(0, len(body), 64)]
    return b"\n".join([b"-----BEGIN CERTIFICATE-----", *lines, b"-----END CERTIFICATE-----", b""])


def test_two_writings_share_nothing_secret(published: KeyBundle) -> None:
    first, second = (dump_pkcs12(published, "пароль") for _ in range(2))
    assert first != second
    secret = published.key.value.to_bytes(64, "little")
    assert secret not in first
    assert published.certificate not in first


def test_what_is_not_written(published: KeyBundle) -> None:
    other = PrivateKey(published.key.curve, generate_private_key(published.key.curve))
    for call in (
        lambda: dump_pkcs12(published, ""),
        lambda: dump_pkcs12(published, "1", iterations=999),
        lambda: dump_pkcs12(published, "1", iterations=10**9),
        lambda: dump_pkcs12(replace(published, key=other), "1"),
        lambda: dump_pkcs12(replace(published, certificate=b"0"), "1"),
    ):
        with pytest.raises(ValueError):
            call()


def test_absurd_iterations_are_refused_before_work() -> None:
    container = base64.b64decode(R_50_1_112)
    assert container.endswith(b"\x02\x02\x07\xd0")  # macData ends with the iterations, 2000
    absurd = der.read(container).children()
    mac = absurd[2].children()
    altered = der.sequence(
        absurd[0].raw, absurd[1].raw, der.sequence(mac[0].raw, mac[1].raw, der.integer(10**9))
    )
    with pytest.raises(KeyFileError, match="1000000000 итераций"):
        load_pkcs12(altered, PASSWORD)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_altered_byte_passes(data: st.DataObject) -> None:
    """Every byte outside the password's reach is under the MAC or is the MAC's own frame."""
    container = bytearray(base64.b64decode(RFC_9548_A3))
    place = data.draw(st.integers(0, len(container) - 1))
    container[place] ^= data.draw(st.integers(1, 255))
    try:
        bundle = load_pkcs12(bytes(container), PASSWORD)
    except KeyFileError:
        return
    assert bundle == load_pkcs12(base64.b64decode(RFC_9548_A3), PASSWORD)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_garbage_is_refused_with_our_error(data: bytes) -> None:
    with pytest.raises(KeyFileError):
        load_pkcs12(data, "1")
    with pytest.raises(KeyFileError):
        load_private_key(data, "1")
