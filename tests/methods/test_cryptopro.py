"""КриптоПро CSP: signing and the certified check, through a pycades made by its documented interface."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import fake_pycades
import pytest
from methods_kit import Person, person

from paraph.gost import streebog256
from paraph.methods.certified import CertifiedVerifier, CryptoProVerifier
from paraph.methods.cryptopro import CryptoProProvider
from paraph.methods.port import MethodError, choose
from paraph.trust import oids
from paraph.trust.cades_signing import sign_attached, sign_detached
from paraph.trust.verdict import Answer

CONTENT = b"content"
DIGEST = streebog256(CONTENT)

Install = Callable[..., None]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch, head: Person) -> Install:
    """Puts the extension where Python finds it."""

    def put(**options: object) -> None:
        store = options.pop("store", [(head, True)])
        monkeypatch.setitem(sys.modules, "pycades", fake_pycades.make(store, **options))  # type: ignore[arg-type]

    return put


def _no_secret(question: str) -> str:
    raise AssertionError("CSP asks for its PIN itself")


def test_keys_of_the_store_sign(install: Install, head: Person, pki: Path) -> None:
    install(store=[(person(pki, "ip"), False), (head, True), (person(pki, "person"), True)])
    provider = CryptoProProvider.connect("", _no_secret)
    entries = provider.certificates()
    assert [entry.certificate.subject.common_name for entry in entries] == [
        head.certificate.subject.common_name,
        person(pki, "person").certificate.subject.common_name,
    ]
    entry = choose(entries, "Лугова")
    assert entry.qualified
    signature = provider.open(entry).sign_digest(DIGEST)
    key = head.certificate.public_key
    assert key.verifies_digest(DIGEST, signature, key.algorithm)
    provider.close()


def test_what_csp_refuses_is_told(install: Install) -> None:
    install(failure="Keyset does not exist (0x80090016)")
    provider = CryptoProProvider.connect("", _no_secret)
    key = provider.open(choose(provider.certificates()))
    with pytest.raises(MethodError, match="Keyset does not exist"):
        key.sign_digest(DIGEST)
    install(spoiled=True)
    provider = CryptoProProvider.connect("", _no_secret)
    key = provider.open(choose(provider.certificates()))
    with pytest.raises(MethodError, match="не сходится"):
        key.sign_digest(DIGEST)


def test_without_the_extension_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycades", None)
    with pytest.raises(MethodError, match="не установлено расширение pycades. Установите КриптоПро CSP"):
        CryptoProProvider.connect("", _no_secret).certificates()
    with pytest.raises(MethodError, match="не установлено расширение pycades"):
        CryptoProVerifier().check(_signature(), lambda oid: DIGEST)


_signers: list[Person] = []


@pytest.fixture(autouse=True)
def _signer(head: Person) -> None:
    _signers[:] = [head]


def _signature() -> bytes:
    (holder,) = _signers
    return sign_detached(CONTENT, key=holder.key, certificate=holder.certificate, at=datetime.now(UTC))


def _hash(oid: str) -> bytes:
    assert oid == oids.STREEBOG_256
    return DIGEST


def test_the_certified_tool_says_yes_under_its_own_name(install: Install) -> None:
    install()
    verifier: CertifiedVerifier = CryptoProVerifier()
    answer = verifier.check(_signature(), _hash)
    assert answer.fact.answer is Answer.YES
    assert answer.tool == "КриптоПро CSP 5.0.13000 (КриптоПро ЭЦП SDK)"
    assert answer.as_dict()["tool"] == answer.tool


def test_enclosed_content_is_checked_too(install: Install, head: Person) -> None:
    install()
    attached = sign_attached(CONTENT, key=head.key, certificate=head.certificate, at=datetime.now(UTC))
    assert CryptoProVerifier().check(attached, None).fact.answer is Answer.YES


@pytest.mark.parametrize(
    ("text", "expected", "words"),
    [
        ("The hash value is not correct. (0x80091007)", Answer.NO, "хеш содержимого не совпадает"),
        ("Invalid Signature. (0x80090006)", Answer.NO, "значение подписи неверно"),
        ("The certificate is revoked. (0x80092010)", Answer.NO, "сертификат отозван"),
        (
            "A certificate chain could not be built to a trusted root. (0x800B010A)",
            Answer.UNDETERMINED,
            "chain",
        ),
        ("Licence expired (0x8007065B)", Answer.UNDETERMINED, "Licence"),
        ("something else", Answer.UNDETERMINED, "something else"),
    ],
)
def test_refusals_are_told_from_troubles(text: str, expected: Answer, words: str, install: Install) -> None:
    install(failure=text)
    fact = CryptoProVerifier().check(_signature(), _hash).fact
    assert fact.answer is expected
    assert words in fact.reason


def test_another_file_is_refused(install: Install) -> None:
    install()
    fact = CryptoProVerifier().check(_signature(), lambda oid: streebog256(b"other")).fact
    assert fact.answer is Answer.NO
