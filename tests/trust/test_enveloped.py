"""Encryption of files to people and back, with OpenSSL and gost-engine as oracle both ways."""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openssl_engine import ENGINE_CONFIG
from paraph.gost.ciphers import Kuznyechik, Magma
from paraph.trust import der, enveloped
from paraph.trust.certificate import Certificate, load_certificates
from paraph.trust.enveloped import ContentCipher, EnvelopedError, Mode, decrypt, encrypt
from paraph.trust.pkcs8 import PrivateKey, load_private_key
from paraph.trust.recipients import seal_by_transport

CONTENT = "Договор № 1\r\n".encode() * 900  # past every section of Magma and the period of key meshing

#: gost-engine's name of each key, and what makes it.
KEYS = {
    "CryptoPro-A": ("gost2012_256", "A"),
    "TC26-256-A": ("gost2012_256", "TCA"),
    "TC26-512-A": ("gost2012_512", "A"),
    "TC26-512-C": ("gost2012_512", "C"),
}
ENGINE_NAMES = {
    ContentCipher.GOST_28147: "gost89",
    ContentCipher.MAGMA: "magma-ctr-acpkm",
    ContentCipher.MAGMA_OMAC: "magma-ctr-acpkm-omac",
    ContentCipher.KUZNYECHIK: "kuznyechik-ctr-acpkm",
    ContentCipher.KUZNYECHIK_OMAC: "kuznyechik-ctr-acpkm-omac",
}

KEY_ID = ("-addext", "subjectKeyIdentifier=hash")

OpenSSL = Callable[..., bytes]


@dataclass(frozen=True)
class Person:
    key: PrivateKey
    certificate: Certificate
    key_file: Path
    certificate_file: Path


@pytest.fixture(scope="module")
def openssl(tmp_path_factory: pytest.TempPathFactory) -> OpenSSL:
    config = tmp_path_factory.mktemp("openssl") / "gost.cnf"
    config.write_text(ENGINE_CONFIG)

    def run(*arguments: str | Path, data: bytes = b"") -> bytes:
        done = subprocess.run(
            ["openssl", *map(str, arguments)],
            input=data,
            capture_output=True,
            env={"OPENSSL_CONF": str(config), "PATH": "/usr/bin:/bin"},
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout

    return run


@pytest.fixture(scope="module")
def people(openssl: OpenSSL, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Person]:
    folder = tmp_path_factory.mktemp("people")
    found = {}
    for name, (algorithm, paramset) in KEYS.items():
        key, certificate = folder / f"{name}.key", folder / f"{name}.crt"
        openssl(
            *("req", "-x509", "-newkey", algorithm, "-pkeyopt", f"paramset:{paramset}", "-nodes"),
            *("-keyout", key, "-out", certificate, "-subj", f"/CN={name}", f"-md_gost12_{algorithm[-3:]}"),
            *KEY_ID,
        )
        found[name] = Person(
            load_private_key(key.read_bytes()),
            load_certificates(certificate.read_bytes())[0],
            key,
            certificate,
        )
    return found


@pytest.fixture(scope="module")
def person(people: dict[str, Person]) -> Person:
    return people["CryptoPro-A"]


def open_by(person: Person, data: bytes, senders: Sequence[Certificate] = ()) -> bytes:
    return decrypt(data, person.key, person.certificate, senders=senders)


pytestmark = pytest.mark.openssl

every_key = pytest.mark.parametrize("name", KEYS)
every_cipher = pytest.mark.parametrize("cipher", ContentCipher)


# -- the oracle ---------------------------------------------------------------------------------------------


@every_key
@every_cipher
def test_openssl_opens_ours(openssl, people, tmp_path: Path, name: str, cipher: ContentCipher) -> None:
    """Key transport. gost-engine writes the sections of the standard but reads shorter ones, so it cannot
    read what is longer than those, whether by itself or by us.
    """
    who, sealed = people[name], tmp_path / "sealed.der"
    content = CONTENT if cipher is ContentCipher.GOST_28147 else CONTENT[:1000]
    sealed.write_bytes(encrypt(content, [who.certificate], cipher=cipher))
    options = ("-inkey", who.key_file, "-recip", who.certificate_file)
    assert openssl("cms", "-decrypt", "-inform", "DER", "-binary", "-in", sealed, *options) == content


@every_key
@pytest.mark.parametrize("cipher", [cipher for cipher in ContentCipher if cipher.block_cipher])
def test_openssl_opens_ours_agreed(openssl, people, tmp_path: Path, name: str, cipher: ContentCipher) -> None:
    who, sealed = people[name], tmp_path / "sealed.der"
    sealed.write_bytes(encrypt(CONTENT[:1000], [who.certificate], cipher=cipher, mode="agree"))
    options = ("-inkey", who.key_file, "-recip", who.certificate_file)
    assert openssl("cms", "-decrypt", "-inform", "DER", "-binary", "-in", sealed, *options) == CONTENT[:1000]


@every_key
@every_cipher
@pytest.mark.parametrize("form", ["DER", "PEM", "DER in pieces"])
def test_we_open_theirs(openssl, people, tmp_path: Path, name: str, cipher: ContentCipher, form: str) -> None:
    who, plain = people[name], tmp_path / "plain"
    plain.write_bytes(CONTENT)
    options = ("-stream",) if form == "DER in pieces" else ()
    sealed = openssl(
        *("cms", "-encrypt", "-binary", "-in", plain, f"-{ENGINE_NAMES[cipher]}"),
        *("-outform", form.split()[0], *options, who.certificate_file),
    )
    assert open_by(who, sealed) == plain.read_bytes()


def test_either_of_their_recipients_opens(openssl, people, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_bytes(CONTENT)
    files = [person.certificate_file for person in people.values()]
    sealed = openssl(
        "cms", "-encrypt", "-binary", "-in", plain, "-gost89", "-outform", "DER", "-keyid", *files
    )
    assert [open_by(person, sealed) for person in people.values()] == [CONTENT] * len(people)


# -- ourselves ----------------------------------------------------------------------------------------------


@every_cipher
@pytest.mark.parametrize("size", [0, 1, 8, 15, 16, 1024, 300_000])
def test_round_trip(people, cipher: ContentCipher, size: int) -> None:
    content = os.urandom(size)
    certificates = [person.certificate for person in people.values()]
    modes = [Mode.TRANSPORT] if cipher is ContentCipher.GOST_28147 else list(Mode)
    for mode in modes:
        sealed = encrypt(content, certificates, cipher=cipher, mode=mode)
        assert not size > 15 or content not in sealed
        for person in people.values():
            assert open_by(person, sealed) == content
        assert open_by(next(iter(people.values())), base64.encodebytes(sealed)) == content


def test_two_encryptions_share_nothing(person: Person) -> None:
    assert encrypt(CONTENT, [person.certificate])[-500:] != encrypt(CONTENT, [person.certificate])[-500:]


def test_short_sections_are_known_by_the_mac() -> None:
    """What gost-engine writes with an OMAC opens though its sections are another's."""
    from paraph.gost.ciphers import _pair, ctr_acpkm, ctr_acpkm_omac_open

    for cipher in (Magma, Kuznyechik):
        key, ukm = bytes(range(32)), bytes(range(cipher.block_size // 2 + 8))
        text_key, mac_key = _pair(cipher, key, ukm)
        mac = cipher(mac_key).omac(CONTENT)
        sealed = ctr_acpkm(cipher, text_key, ukm[:-8], CONTENT + mac, cipher.short_section)
        size = cipher.block_size
        assert ctr_acpkm_omac_open(cipher, key, ukm, sealed[:-size], sealed[-size:]) == CONTENT


def with_originator(person: Person, sender: Person, by_key_id: bytes | None) -> bytes:
    """A key agreed upon with a lasting key of the sender, who names himself by his certificate."""
    from paraph.gost.keywrap import kexp15
    from paraph.gost.vko import keg

    ukm, key = bytes(range(32)), bytes(range(32, 64))
    agreed = keg(sender.key.curve, sender.key.value, person.certificate.public_key.point, ukm)
    sealed = kexp15(Magma, *agreed, ukm[24:28], key)
    identity = der.sequence(sender.certificate.issuer.raw, der.integer(sender.certificate.serial))
    mine = der.sequence(person.certificate.issuer.raw, der.integer(person.certificate.serial))
    if by_key_id is not None:
        identity = der.implicit(0, der.octet_string(by_key_id))
        mine = der.explicit(0, der.octet_string(person.certificate.extensions.subject_key_id))
    agreement = "1.2.643.7.1.1.6.1" if person.key.curve.size == 32 else "1.2.643.7.1.1.6.2"
    info = der.explicit(
        1,
        der.integer(3),
        der.explicit(0, identity),
        der.explicit(1, der.octet_string(ukm)),
        der.sequence(der.oid("1.2.643.7.1.1.7.1.1"), der.sequence(der.oid(agreement))),
        der.sequence(der.sequence(mine, der.octet_string(sealed))),
    )
    vector = bytes(12)
    content = Magma(key).ctr(vector[:4], b"content", Magma.section)
    return message(
        info, der.sequence(der.oid(ContentCipher.MAGMA.oid), der.sequence(der.octet_string(vector))), content
    )


def message(
    info: bytes, algorithm: bytes, content: bytes, *, attributes: bytes = b"", version: int = 2
) -> bytes:
    sealed = der.implicit(0, der.octet_string(content))
    body = der.sequence(
        der.integer(version),
        der.set_of([info]),
        der.sequence(der.oid("1.2.840.113549.1.7.1"), algorithm, sealed),
        attributes,
    )
    return der.sequence(der.oid("1.2.840.113549.1.7.3"), der.explicit(0, body))


@pytest.mark.parametrize("by_key_id", [False, True])
def test_a_lasting_key_of_the_sender(openssl, people, tmp_path: Path, by_key_id: bool) -> None:
    sender = people["TC26-256-A"]
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    openssl(
        *("req", "-x509", "-newkey", "gost2012_256", "-pkeyopt", "paramset:TCA", "-nodes"),
        *("-keyout", key, "-out", certificate, "-subj", "/CN=recipient", "-md_gost12_256", *KEY_ID),
    )
    person = Person(
        load_private_key(key.read_bytes()), load_certificates(certificate.read_bytes())[0], key, certificate
    )
    sealed = with_originator(
        person, sender, sender.certificate.extensions.subject_key_id if by_key_id else None
    )
    assert open_by(person, sealed, [people["CryptoPro-A"].certificate, sender.certificate]) == b"content"
    with pytest.raises(EnvelopedError, match="Приложите сертификат отправителя"):
        open_by(person, sealed)
    with pytest.raises(EnvelopedError, match="повреждён"):  # of another curve under the same name
        open_by(person, with_originator(person, sender, b"\1" * 20), [wrong_sender(people, b"\1" * 20)])
    file = tmp_path / "sealed.der"
    file.write_bytes(sealed)
    theirs = openssl(
        *("cms", "-decrypt", "-inform", "DER", "-binary", "-in", file, "-inkey", key, "-recip", certificate),
        *("-originator", sender.certificate_file),
    )
    assert theirs == b"content"


def wrong_sender(people: dict[str, Person], key_id: bytes) -> Certificate:
    from dataclasses import replace

    other = people["CryptoPro-A"].certificate
    return replace(other, extensions=replace(other.extensions, subject_key_id=key_id))


# -- refusals -----------------------------------------------------------------------------------------------


def test_somebody_elses_file(people) -> None:
    one, other = people["CryptoPro-A"], people["TC26-512-A"]
    for mode in Mode:
        with pytest.raises(EnvelopedError, match="не для этого сертификата"):
            open_by(other, encrypt(CONTENT, [one.certificate], mode=mode))
    with pytest.raises(EnvelopedError, match="не от этого сертификата"):
        decrypt(encrypt(CONTENT, [one.certificate]), other.key, one.certificate)


def test_what_is_not_encrypted(person: Person, monkeypatch) -> None:
    for call, expected in (
        (lambda: encrypt(b"", []), "Укажите получателей"),
        (lambda: encrypt(b"", [person.certificate] * 101), "Укажите получателей"),
        (lambda: encrypt(b"", [person.certificate], cipher="gost28147", mode="agree"), "transport"),
    ):
        with pytest.raises(EnvelopedError, match=expected):
            call()
    for wrong in ({"cipher": "aes"}, {"mode": "post"}):
        with pytest.raises(ValueError):
            encrypt(b"", [person.certificate], **wrong)
    monkeypatch.setattr(enveloped, "MAX_CONTENT", 5)
    with pytest.raises(EnvelopedError, match="больше допустимого"):
        encrypt(b"123456", [person.certificate])


def test_keys_of_other_kinds_get_no_file(openssl, tmp_path: Path) -> None:
    certificate = tmp_path / "certificate"
    openssl(
        *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tmp_path / "key"),
        *("-out", certificate, "-subj", "/CN=Иностранец", "-utf8"),
    )
    with pytest.raises(EnvelopedError, match="«Иностранец» нельзя.*RSA"):
        encrypt(b"", load_certificates(certificate.read_bytes()))


def test_ciphers_of_others(openssl, person: Person, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_bytes(CONTENT)
    sealed = encrypt(CONTENT, [person.certificate], cipher="kuznyechik-ctr-acpkm")
    gost, aes = der.oid("1.2.643.7.1.1.5.2.1"), der.oid("2.16.840.1.101.3.4.1.2")
    assert len(gost) == len(aes)
    sealed = sealed.replace(gost, aes)
    with pytest.raises(EnvelopedError, match="Алгоритм шифрования файла не поддерживается"):
        open_by(person, sealed)
    signed = openssl(
        *("cms", "-sign", "-in", plain, "-signer", person.certificate_file, "-inkey", person.key_file),
        *("-outform", "DER", "-nodetach"),
    )
    with pytest.raises(EnvelopedError, match="не зашифрован по стандарту CMS"):
        open_by(person, signed)


def test_a_lost_or_second_mac_is_refused(person: Person) -> None:
    sealed = encrypt(CONTENT, [person.certificate], cipher="magma-ctr-acpkm-omac")
    body = der.read(sealed).children()[1].only().children()
    for attributes in (b"", der.explicit(1, *[item.raw for item in body[3]] * 2), der.explicit(1)):
        altered = message(
            next(iter(body[1])).raw,
            body[2].children()[1].raw,
            body[2].children()[2].content,
            attributes=attributes,
        )
        with pytest.raises(EnvelopedError, match="имитовставка"):
            open_by(person, altered)


@pytest.mark.parametrize("mode", Mode)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_altered_byte_passes(person: Person, mode: Mode, data: st.DataObject) -> None:
    """With an OMAC whatever is altered is noticed, or does not matter to who opens it."""
    altered = bytearray(encrypt(b"content" * 5, [person.certificate], mode=mode))
    altered[data.draw(st.integers(0, len(altered) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        assert open_by(person, bytes(altered)) == b"content" * 5
    except EnvelopedError:
        return


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_altered_gost_28147_is_refused_with_our_error(person: Person, data: st.DataObject) -> None:
    altered = bytearray(encrypt(b"content" * 5, [person.certificate], cipher="gost28147"))
    for _ in range(data.draw(st.integers(1, 3))):
        altered[data.draw(st.integers(0, len(altered) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        open_by(person, bytes(altered))
    except EnvelopedError:
        return


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_garbage_is_refused_with_our_error(person: Person, data: bytes) -> None:
    for garbage in (
        data,
        message(data, data, data),
        message(seal_by_transport(bytes(32), person.certificate, Magma), data, data),
    ):
        with pytest.raises(EnvelopedError):
            open_by(person, garbage)


def test_crowds_are_refused(person: Person) -> None:
    info = seal_by_transport(bytes(32), person.certificate, Magma)
    stranger = info.replace(person.certificate.issuer.raw, person.certificate.issuer.raw[:-1] + b"?")
    body = der.sequence(der.integer(0), der.set_of([stranger] * 101), der.sequence())
    sealed = der.sequence(der.oid("1.2.840.113549.1.7.3"), der.explicit(0, body))
    with pytest.raises(EnvelopedError, match="получателей в файле больше допустимого"):
        open_by(person, sealed)
