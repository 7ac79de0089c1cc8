"""Tokens: signing through a module of our own in C, and the binding against a real one (SoftHSM2).

Debian builds SoftHSM2 without GOST, so signatures come from the module in C beside this file.
"""

from __future__ import annotations

import ctypes
import logging
import shutil
import subprocess
from pathlib import Path

import pytest
from methods_kit import PIN, FakeToken, Person, person

from paraph.gost import CURVES, generate_private_key, streebog256, streebog512
from paraph.methods import cryptoki
from paraph.methods.pkcs11 import TokenProvider
from paraph.methods.port import KeyProvider, MethodError, choose
from paraph.trust.certificate import QUALIFIED, Certificate, issue_certificate
from paraph.trust.pkcs8 import PrivateKey

SOFTHSM = next(Path("/usr/lib").glob("**/libsofthsm2.so"), None)


def _pin(question: str) -> str:
    assert question == "ПИН-код токена «Fake token»"
    return PIN


def _with_512_bits(issuer: Person) -> Person:
    key = PrivateKey(
        curve := CURVES["1.2.643.7.1.2.1.2.1"],
        generate_private_key(curve),
    )
    raw = issue_certificate(
        subject=issuer.certificate.subject,
        public_key=key.point,
        curve=curve,
        issuer_key=issuer.key,
        issuer_cert=issuer.certificate,
        serial=77,
        not_before=issuer.certificate.not_before,
        not_after=issuer.certificate.not_after,
        profile=QUALIFIED,
    )
    return Person(key, Certificate.parse(raw))


@pytest.mark.parametrize("answer", ["cms", "reversed"])
def test_a_token_signs_in_whichever_order_it_answers(answer: str, token: FakeToken, head: Person) -> None:
    token.insert(head)
    token.answer = answer
    provider: KeyProvider = TokenProvider(token.library, _pin)
    entry = choose(provider.certificates())
    assert entry.certificate == head.certificate
    assert entry.qualified
    digest = streebog256(b"content")
    signature = provider.open(entry).sign_digest(digest)
    key = head.certificate.public_key
    assert key.verifies_digest(digest, signature, key.algorithm)
    assert token.mechanisms == [0x1201]
    provider.close()


def test_a_key_of_512_bits_signs_by_its_own_mechanism(token: FakeToken, head: Person) -> None:
    holder = _with_512_bits(head)
    token.insert(head, holder)
    provider = TokenProvider(token.library, _pin)
    entry = choose(provider.certificates(), holder.certificate.fingerprint)
    digest = streebog512(b"content")
    signature = provider.open(entry).sign_digest(digest)
    key = holder.certificate.public_key
    assert key.verifies_digest(digest, signature, key.algorithm)
    assert token.mechanisms == [0xD4321006]
    provider.close()


def test_a_signature_that_does_not_fit_is_refused(token: FakeToken, head: Person) -> None:
    token.insert(head)
    token.answer = "spoiled"
    provider = TokenProvider(token.library, _pin)
    key = provider.open(choose(provider.certificates()))
    with pytest.raises(MethodError, match="не сходится с сертификатом"):
        key.sign_digest(streebog256(b"content"))
    provider.close()


def test_refusals_of_the_token_are_told_and_the_pin_is_nowhere(
    token: FakeToken, head: Person, caplog: pytest.LogCaptureFixture
) -> None:
    token.insert(head)
    wrong = "87654321"
    provider = TokenProvider(token.library, lambda question: wrong)
    entry = choose(provider.certificates())
    with caplog.at_level(logging.DEBUG), pytest.raises(MethodError, match="неверный ПИН-код") as caught:
        provider.open(entry)
    assert wrong not in str(caught.value) + caplog.text
    token.remove()
    with pytest.raises(MethodError, match="токен отключён"):
        provider.open(entry)
    with pytest.raises(MethodError, match="Подключите его"):
        provider.certificates()
    provider.close()


def test_looking_for_certificates_leaves_no_session(token: FakeToken, head: Person, pki: Path) -> None:
    token.insert(head, person(pki, "person"))
    provider = TokenProvider(token.library, _pin)
    assert len(provider.certificates()) == 2
    assert token.sessions == 0
    with pytest.raises(MethodError, match="с меткой «Другой»"):
        TokenProvider.connect(f"{token.library}#Другой", _pin).certificates()
    named = TokenProvider.connect(f"{token.library}#Fake token", _pin)
    assert len(named.certificates()) == 2
    provider.close()


def test_a_library_that_is_none_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.so", Path("libc.so.6")):
        with pytest.raises(MethodError, match="не загружается"):
            TokenProvider(path, _pin)


class _Attribute(ctypes.Structure):
    _fields_ = (("type", ctypes.c_ulong), ("value", ctypes.c_char_p), ("length", ctypes.c_ulong))


def _put_certificate(library: Path, slot: int, raw: bytes, name: bytes) -> None:
    """What a personalisation tool does: the certificate as a public object of the token."""
    module = ctypes.CDLL(str(library))
    session = ctypes.c_ulong()
    assert (
        module.C_OpenSession(ctypes.c_ulong(slot), ctypes.c_ulong(6), None, None, ctypes.byref(session)) == 0
    )
    assert module.C_Login(session, ctypes.c_ulong(1), PIN.encode(), ctypes.c_ulong(len(PIN))) == 0
    number, yes, no = bytes(ctypes.c_ulong(1)), b"\1", b"\0"
    values = [
        (cryptoki.CKA_CLASS, number),
        (0x80, bytes(ctypes.c_ulong(0))),
        (0x1, yes),
        (0x2, no),
        (0x101, b"0\0"),
        (cryptoki.CKA_ID, name),
        (cryptoki.CKA_VALUE, raw),
    ]
    template = (_Attribute * len(values))(*(_Attribute(kind, value, len(value)) for kind, value in values))
    made = ctypes.c_ulong()
    assert module.C_CreateObject(session, template, ctypes.c_ulong(len(values)), ctypes.byref(made)) == 0
    assert module.C_CloseSession(session) == 0


@pytest.mark.skipif(SOFTHSM is None, reason="SoftHSM2 is not installed: scripts/system-packages dev")
def test_the_binding_works_with_a_real_module(
    tmp_path: Path, head: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SOFTHSM is not None
    (tmp_path / "tokens").mkdir()
    config = tmp_path / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {tmp_path}/tokens\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(config))
    tool = shutil.which("softhsm2-util")
    assert tool is not None
    subprocess.run(
        [tool, "--init-token", "--free", "--label", "Токен", "--pin", PIN, "--so-pin", "0" * 8],
        check=True,
        capture_output=True,
    )
    module = cryptoki.Module(SOFTHSM)
    slot = next(item.slot for item in module.tokens() if item.label == "Токен")
    _put_certificate(SOFTHSM, slot, head.certificate.raw, b"\x01\x02")
    module.close()

    provider = TokenProvider.connect(f"{SOFTHSM}#Токен", lambda question: "0000")
    entry = choose(provider.certificates())
    assert entry.certificate == head.certificate
    assert not entry.qualified  # a program is no certified means
    with pytest.raises(MethodError, match="неверный ПИН-код"):
        provider.open(entry)
    provider._secret = lambda question: PIN
    with pytest.raises(MethodError, match="нет закрытого ключа"):
        provider.open(entry)
    provider.close()
