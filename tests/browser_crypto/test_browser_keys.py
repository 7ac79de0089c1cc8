"""Keys opened and signatures made in Chromium, held to OpenSSL with gost-engine and to published vectors."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paraph.gost.ciphers import BlockCipher, Kuznyechik, Magma, ctr_acpkm
from paraph.trust.certificate import load_certificates
from paraph.trust.pkcs8 import load_private_key
from paraph.trust.pkcs12 import KeyBundle, dump_pkcs12

pytestmark = [pytest.mark.browser, pytest.mark.openssl]

Call = Callable[..., Any]

#: Every parameter set gost-engine can make a key of.
PARAMETER_SETS = [
    *(("gost2012_256", name) for name in ("A", "B", "C", "XA", "XB", "TCA", "TCB", "TCC", "TCD")),
    *(("gost2012_512", name) for name in ("A", "B", "C")),
]
DOCUMENT = "Договор № 1\n".encode()

#: RFC 6986 section 10, with the bytes of the digests in the order of files.
M1 = b"012345678901234567890123456789012345678901234567890123456789012"
M2 = bytes.fromhex(
    "d1e520e2e5f2f0e82c20d1f2f0e8e1eee6e820e2edf3f6e82c20e2e5fef2fa20f120eceef0ff20f1f2f0e5ebe0ece8"
    "20ede020f5f0e0e1f0fbff20efebfaeafb20c8e3eef0e5e2fb"
)
RFC_6986 = [
    (
        M1,
        "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500",
        "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa"
        "00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48",
    ),
    (
        M2,
        "9dd2fe4e90409e5da87f53976d7405b0c0cac628fc669a741d50063c557e8f50",
        "1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376"
        "035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28",
    ),
]

#: R 50.1.112-2016 appendix A: a container by TC26 with a masked key and the password «Пароль для PFX».
TC26_PFX = base64.b64decode(
    """
MIIFqgIBAzCCBSsGCSqGSIb3DQEHAaCCBRwEggUYMIIFFDCCASIGCSqGSIb3DQEHAaCCARMEggEPMIIBCzCCAQcGCyqGSIb3DQEM
CgECoIHgMIHdMHEGCSqGSIb3DQEFDTBkMEEGCSqGSIb3DQEFDDA0BCD5qZr0TTIsBvdgUoq/zFwOzdyJohj6/4Wiyccgj9AK/QIC
B9AwDAYIKoUDBwEBBAIFADAfBgYqhQMCAhUwFQQI3Ip/Vp0IsyIGCSqFAwcBAgUBAQRoSfLhgx9s/zn+BjnhT0ror07vS55Ys5hg
vVpWDx4mXGWWyez/2sMcaFgSr4H4UTGGwoMynGLpF1IOVo+bGJ0ePqHB+gS5OL9oV+PUmZ/ELrRENKlCDqfYWvpSystX29CvCFrn
TnDsbBYxFTATBgkqhkiG9w0BCRUxBgQEAQAAADCCA+oGCSqGSIb3DQEHBqCCA9swggPXAgEAMIID0AYJKoZIhvcNAQcBMHEGCSqG
SIb3DQEFDTBkMEEGCSqGSIb3DQEFDDA0BCCJTJLZQRi1WIpQHzyjXbq7+Vw2+1280C45x8ff6kMSVAICB9AwDAYIKoUDBwEBBAIF
ADAfBgYqhQMCAhUwFQQIxepowwvS11MGCSqFAwcBAgUBAYCCA06n09P/o+eDEKoSWpvlpOLKs7dKmVquKzJ81nCngvLQ5fEWL1Wk
xwiIrEhm53JKLD0wy4hekalEk011Bvc51XP9gkDkmaoBpnV/TyKIY35wl6ATfeGXno1MKoA+Ktdhv4gLnz0k2SXdkUj11JwYskXu
e+REA0p4m2ZsoaTmvoODamh9JeY/5QjyXe58CGnyXFzX3eU86qs4WfdWdS3NzYYOk9zzVl46le9u79O/LnW2j4n2of/Jpk/LYjrR
mz5oYeQOqKOKhEyhpO6e+ejr6laduEv7TwJQKRNiygogbVvkNn3VjHTSOUG4W+3NRPhjb0jD9obdyx6MWa6O3B9bUzFMNav8/gYn
0vTDxqXMLy/92oTngNrVx6GccNl128ISrDS6+RxtAMiEBRK6xNkemqX5yNXG5GrLQQFGP6mbs2nNpjKlgj3pljmXEky2/G78XiJr
v02OgGs6CKnI9nMpa6N7PBHV34MJ6EZzWOWDRQ420xk63mnicrs0WDVJ0xjdu4FW3iEk02EaiRTvGBpa6GL7LBp6QlaXSSwONx72
5cyRsL9cTlukqXERWHDlMpjYLbkGZRrCc1myWgEfsputfSIPNF/oLv9kJNWacP3uuDOfecg3us7eg2OAxo5zrYfn39GcBMF1WHAY
RO/+PnJb9jrDuLAE8+ONNqjNulWNK9CStEhb6Te+yE6qoeP6hJjFLi+nFLE9ymIo0A7gLQD5vzFvl+7v1ZNVnQkwRUsWoRiEVVGn
v3Z1iZU6xStxgoHMl62V/P5cz4dr9vJM2adEWNZcVXl6mk1H8DRc1sRGnvs2l237oKWRVntJhoWnZ8qtD+3ZUqsX79QhVzUQBzKu
Bt6jwNhaHLGl5B+Or/zA9FezsOh6+Uc+fZaVW7fFfeUyWwGy90XD3ybTrjzep9f3nt55Z2c+fu2iEwhoyImWLuC3+CVhf9Af59j9
8/BophMJuATDJEtgi8rt4vLnfxKu250Mv2ZpbfF69EGTgFYbwc55zRfaUG9zlyCu1YwMJ6HC9FUVtJp9gObSrirbzTH7mVaMjQkB
LotazWbegzI+be8V3yT06C+ehD+2GdLWAVs9hp8gPHEUShb/XrgPpDSJmFlOiyeOFBO/j4edDACKqVcwdjBOMAoGCCqFAwcBAQID
BEAIFX0fyZe20QKKhWm6WYX+S92Gt6zaXroXOvAmayzLfZ5Sd9C2t9zZJSg6M8RBUYpw/8ym5ou1o2nDa09M5zF3BCCpzyCQBI+r
zfISeKvPV1ROfcXiYU93mwcl1xQV2G5/fgICB9A=
"""
)


@pytest.mark.parametrize(("message", "short", "long"), RFC_6986)
def test_streebog_gives_the_digests_of_rfc_6986(call: Call, message: bytes, short: str, long: str) -> None:
    assert call("streebogHex", 256, message) == short
    assert call("streebogHex", 512, message) == long


@pytest.mark.parametrize("pieces", [[1, 62, 1], [63, 2], [64, 64], [100, 29], [0, 129]])
def test_streebog_in_pieces_is_streebog_at_once(call: Call, pieces: list[int]) -> None:
    data = bytes(range(200))
    assert call("streebogHex", 256, data, pieces) == call("streebogHex", 256, data)


def test_streebog_agrees_with_openssl_around_block_edges(
    call: Call, openssl: Callable[..., bytes], tmp_path: Path
) -> None:
    for size in (0, 1, 63, 64, 65, 127, 128, 1000):
        # Bytes of ones make the sums of the checksum carry.
        (tmp_path / "data").write_bytes(b"\xff" * size)
        for bits in (256, 512):
            expected = openssl("dgst", f"-md_gost12_{bits}", "-r", tmp_path / "data").split()[0].decode()
            assert call("streebogHex", bits, b"\xff" * size) == expected, (size, bits)


def test_sha256_is_sha256_with_and_without_the_browser(call: Call) -> None:
    for size in (0, 55, 56, 63, 64, 119, 1000):
        data = bytes(i % 251 for i in range(size))
        assert call("sha256Hex", data) == [hashlib.sha256(data).hexdigest()] * 2, size


def test_ciphers_give_the_vectors_of_their_rfcs(call: Call) -> None:
    key = "8899aabbccddeeff0011223344556677fedcba98765432100123456789abcdef"  # RFC 7801 section 5.5
    block = call("blockHex", "Kuznyechik", key, "1122334455667700ffeeddccbbaa9988")
    assert block == "7f679d90bebc24305a468d42b9d4edcd"
    key = "ffeeddccbbaa99887766554433221100f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"  # RFC 8891 appendix A.4
    assert call("blockHex", "Magma", key, "fedcba9876543210") == "4ee901e5c2d8ca3d"


@pytest.mark.parametrize("cipher", [Magma, Kuznyechik])
def test_ctr_acpkm_agrees_with_the_server_over_several_sections(
    call: Call, cipher: type[BlockCipher]
) -> None:
    key, iv = bytes(range(32)), bytes(range(cipher.block_size // 2))
    data = bytes(i % 253 for i in range(1000))
    expected = ctr_acpkm(cipher, key, iv, data, 256).hex()
    assert call("ctrAcpkmHex", cipher.__name__, key.hex(), iv.hex(), data, 256) == expected


@pytest.mark.parametrize("damage", ["length is padded", "indefinite length", "tail", "cut off", "long tag"])
def test_what_is_not_der_is_refused(call: Call, damage: str) -> None:
    good = bytes.fromhex("3003020101")
    assert call("derIsGood", good)
    bad = {
        "length is padded": bytes.fromhex("308103020101"),
        "indefinite length": bytes.fromhex("30800201010000"),
        "tail": good + b"\0",
        "cut off": good[:-1],
        "long tag": bytes.fromhex("3f81010100"),
    }
    assert not call("derIsGood", bad[damage])


@pytest.mark.parametrize(("algorithm", "parameters"), PARAMETER_SETS)
def test_openssl_accepts_signatures_of_every_parameter_set(
    call: Call, keys: Any, algorithm: str, parameters: str
) -> None:
    person = keys.person(algorithm, parameters)
    pem = call("sign", [person.key, person.certificate, keys.chain], "", DOCUMENT)
    container = call("sign", [person.container], keys.password, DOCUMENT)
    for made in (pem, container):
        signature = base64.b64decode(made["signature"])
        assert keys.verify(signature, DOCUMENT)
        assert not keys.verify(signature, DOCUMENT + b" ")


def test_an_altered_signature_is_refused(call: Call, keys: Any) -> None:
    """The oracle of the test above can say no to the signature itself, too."""
    made = call("sign", [keys.person().container], keys.password, DOCUMENT)
    signature = bytearray(base64.b64decode(made["signature"]))
    signature[-1] ^= 1
    assert not keys.verify(bytes(signature), DOCUMENT)


def test_two_signatures_never_share_the_one_time_number(call: Call, keys: Any) -> None:
    """r is the last 32 bytes; equal r in two signatures would give the key away."""
    person = keys.person()
    made = [call("sign", [person.key, person.certificate], "", DOCUMENT)["signature"] for _ in range(4)]
    assert len({base64.b64decode(signature)[-32:] for signature in made}) == 4


@pytest.mark.parametrize("cipher", ["gost89", "magma-ctr-acpkm", "kuznyechik-ctr-acpkm"])
def test_containers_longer_than_a_key_section_open(
    call: Call, keys: Any, tmp_path: Path, cipher: str
) -> None:
    """Over 10 KB: gost-engine changes the key of Kuznyechik after 4 KB, of the others after 1 KB."""
    many = tmp_path / "many.pem"
    many.write_bytes(keys.chain.read_bytes() * 20)
    container = keys.pkcs12(keys.person(), tmp_path / "long.p12", cipher, "-certfile", many)
    assert container.stat().st_size > 10_000
    made = call("sign", [container], keys.password, DOCUMENT)
    assert keys.verify(base64.b64decode(made["signature"]), DOCUMENT)


def test_a_container_of_an_older_program_opens(call: Call, keys: Any, tmp_path: Path) -> None:
    """The MAC key by RFC 7292 appendix B.2 instead of RFC 9548."""
    container = keys.pkcs12(keys.person(), tmp_path / "old.p12", LEGACY_GOST_PKCS12="1")
    assert call("owner", [container], keys.password)["owner"] == "Иванова Анна Петровна"
    assert call("refusal", [container], "other")["code"] == "wrongPassword"


def test_the_published_container_of_tc26_opens(call: Call, tmp_path: Path) -> None:
    container = tmp_path / "tc26.pfx"
    container.write_bytes(TC26_PFX)
    owner = call("owner", [container], "Пароль для PFX")
    assert owner["owner"] == "Test certificate 1 (PKCS#12 example)"
    assert owner["serial"] == "01D0685F311F96C00000000B27090001"


@pytest.mark.parametrize(("algorithm", "parameters"), [("gost2012_256", "TCA"), ("gost2012_512", "C")])
def test_our_own_containers_open(
    call: Call, keys: Any, tmp_path: Path, algorithm: str, parameters: str
) -> None:
    """RFC 9548 as the server writes it: Kuznyechik, HMAC-Streebog-512 in PBKDF2; over 4 KB with its chain."""
    person = keys.person(algorithm, parameters)
    (own,), (issuer,) = (load_certificates(path.read_bytes()) for path in (person.certificate, keys.chain))
    bundle = KeyBundle(load_private_key(person.key.read_bytes()), own.raw, (issuer.raw,) * 8)
    container = tmp_path / "own.p12"
    container.write_bytes(dump_pkcs12(bundle, keys.password))
    made = call("sign", [container], keys.password, DOCUMENT)
    assert keys.verify(base64.b64decode(made["signature"]), DOCUMENT)
    assert call("refusal", [container], keys.password + " ")["code"] == "wrongPassword"


@pytest.mark.parametrize("cipher", ["gost89", "magma-ctr-acpkm", "kuznyechik-ctr-acpkm"])
def test_an_encrypted_pem_key_opens_with_its_password_only(
    call: Call, keys: Any, openssl: Callable[..., bytes], tmp_path: Path, cipher: str
) -> None:
    person, encrypted = keys.person(), tmp_path / "encrypted.pem"
    protection = ("-v2", cipher, "-v2prf", "id-tc26-hmac-gost-3411-2012-512")
    password = ("-passout", f"pass:{keys.password}")
    openssl("pkcs8", "-topk8", "-in", person.key, *protection, *password, "-out", encrypted)
    files = [encrypted, person.certificate]
    assert call("owner", files, keys.password)["inn"] == "500100732259"
    assert call("refusal", files, "other")["code"] == "wrongPassword"
    assert call("refusal", files, "")["code"] == "wrongPassword"


def test_key_and_certificates_in_one_pem_or_in_der_open_too(
    call: Call, keys: Any, openssl: Callable[..., bytes], tmp_path: Path
) -> None:
    person = keys.person()
    together = tmp_path / "together.pem"
    together.write_bytes(person.certificate.read_bytes() + person.key.read_bytes())
    assert call("curveName", [together], "") == "CryptoPro-A"
    key, certificate = tmp_path / "key.der", tmp_path / "certificate.cer"
    openssl("pkcs8", "-topk8", "-nocrypt", "-in", person.key, "-outform", "DER", "-out", key)
    openssl("x509", "-in", person.certificate, "-outform", "DER", "-out", certificate)
    assert call("owner", [key, certificate], "")["organization"] == "ООО Ромашка"


def test_the_owner_is_read_from_the_certificate(call: Call, keys: Any, openssl: Callable[..., bytes]) -> None:
    person = keys.person()
    owner = call("owner", [person.container], keys.password)
    known = openssl("x509", "-in", person.certificate, "-noout", "-serial").decode()
    assert owner["serial"] == known.strip().removeprefix("serial=")
    assert owner | {"serial": "", "notBefore": "", "notAfter": ""} == {
        "owner": "Иванова Анна Петровна",
        "organization": "ООО Ромашка",
        "title": "Директор",
        "inn": "500100732259",
        "innLegal": "7707083893",
        "ogrn": "",
        "snils": "11223344595",
        "issuer": "Подчинённый УЦ",
        "serial": "",
        "notBefore": "",
        "notAfter": "",
    }
    assert (owner["notAfter"] - owner["notBefore"]).days == 365


def test_every_refusal_to_open_has_its_own_reason(
    call: Call, keys: Any, openssl: Callable[..., bytes], tmp_path: Path
) -> None:
    person, other = keys.person(), keys.person("gost2012_256", "B")
    rsa, aes, text = tmp_path / "rsa.key", tmp_path / "aes.p12", tmp_path / "note.txt"
    openssl("genpkey", "-algorithm", "rsa", "-out", rsa)
    keys.pkcs12(person, aes, "aes-256-cbc")
    text.write_text("не ключ", "utf-8")
    cut = tmp_path / "cut.p12"
    cut.write_bytes(person.container.read_bytes()[:-100])

    def code(*files: Path, password: str = keys.password) -> tuple[str, dict[str, str]]:
        refusal = call("refusal", list(files), password)
        assert refusal["name"] == "SignError"
        return refusal["code"], refusal["details"]

    assert code(person.container, password="другой") == ("wrongPassword", {})
    assert code(text) == ("notKeyFile", {"file": "note.txt"})
    assert code(cut) == ("notKeyFile", {"file": "cut.p12"})
    assert code(person.certificate) == ("noKey", {})
    assert code(person.key) == ("noCertificate", {})
    assert code(person.key, other.certificate) == ("keyMismatch", {})
    assert code(rsa, person.certificate) == ("unsupported", {"algorithm": "1.2.840.113549.1.1.1"})
    assert code(aes) == ("unsupported", {"algorithm": "2.16.840.1.101.3.4.1.42"})


def test_a_container_altered_in_any_part_is_not_opened(call: Call, keys: Any, tmp_path: Path) -> None:
    whole = keys.person().container.read_bytes()
    for at in range(30, len(whole), 401):
        bad = tmp_path / "bad.p12"
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert call("refusal", [bad], keys.password) is not None, at


def test_speed(call: Call, keys: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Prints what it measured; asserts only what a busy machine cannot break."""
    document = bytes(1 << 20)
    container = keys.pkcs12(keys.person(), tmp_path / "usual.p12", "gost89", "-iter", "2048")
    made = [call("sign", [container], keys.password, document) for _ in range(2)]
    speed = max(call("streebogSpeed", 2) for _ in range(3))
    opening, signing = (min(one[name] for one in made) for name in ("opening", "signing"))
    with capsys.disabled():
        print(
            f"\nStreebog {speed:.1f} MB/s; .p12 opened in {opening:.0f} ms; 1 MiB signed in {signing:.0f} ms"
        )
    assert keys.verify(base64.b64decode(made[0]["signature"]), document)
