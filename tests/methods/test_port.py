"""Choosing among keys, the order of octets, and keys in files."""

from __future__ import annotations

from pathlib import Path

import pytest
from methods_kit import Person, person

from paraph.gost import streebog256
from paraph.methods.pkcs12 import FileProvider
from paraph.methods.port import KeyEntry, KeyProvider, MethodError, choose, cms_order, connect

DIGEST = streebog256(b"content")


@pytest.fixture
def entries(pki: Path) -> list[KeyEntry]:
    return [KeyEntry(person(pki, name).certificate, qualified=False) for name in ("head", "person")]


def test_a_key_is_chosen_by_fingerprint_number_or_name(entries: list[KeyEntry]) -> None:
    head, employee = entries
    for wanted in (
        head.certificate.fingerprint[:10].upper(),
        head.certificate.serial_hex,
        "лугова",
        ":".join(head.certificate.serial_hex[i : i + 2] for i in range(0, 8, 2)),
    ):
        assert choose(entries, wanted) is head
    assert choose([employee]) is employee


def test_a_choice_in_doubt_lists_the_keys(entries: list[KeyEntry]) -> None:
    with pytest.raises(MethodError, match="Лугова Анна Сергеевна, ООО «Ромашка», до .*отпечаток"):
        choose(entries)
    with pytest.raises(MethodError, match="Подходящего ключа нет"):
        choose(entries, "Пушкин")
    with pytest.raises(MethodError, match="не найдено"):
        choose([])


def test_only_what_the_key_made_is_put_in_order(head: Person) -> None:
    signature = head.key.sign_digest(DIGEST)
    assert cms_order(signature, DIGEST, head.certificate) == signature
    assert cms_order(signature[::-1], DIGEST, head.certificate) == signature
    swapped = signature[32:] + signature[:32]
    for wrong in (swapped, b"", signature[:-1], bytes(64)):
        with pytest.raises(MethodError, match="не сходится"):
            cms_order(wrong, DIGEST, head.certificate)


def test_installed_methods_are_found_by_name(pki: Path) -> None:
    password = (pki / "password").read_text()
    provider: KeyProvider = connect(f"p12:{pki / 'head.p12'}", lambda question: password)
    entry = choose(provider.certificates())
    assert not entry.qualified
    assert entry.chain
    key = entry.certificate.public_key
    assert key.verifies_digest(DIGEST, provider.open(entry).sign_digest(DIGEST), key.algorithm)
    provider.close()
    with pytest.raises(MethodError, match="не установлен. Установлены: .*cryptopro, dss, p12, pkcs11"):
        connect("telepathy:x", lambda question: "")


def test_a_file_asks_for_its_password_only_when_it_has_one(pki: Path) -> None:
    asked: list[str] = []

    def secret(question: str) -> str:
        asked.append(question)
        return (pki / "password").read_text()

    FileProvider(pki / "head.pem", secret).certificates()
    assert asked == []
    FileProvider(pki / "head.p12", secret).certificates()
    assert asked == ["Пароль от файла ключа head.p12"]


def test_a_file_too_large_for_a_key_is_refused_unread(tmp_path: Path) -> None:
    huge = tmp_path / "huge.p12"
    with huge.open("wb") as file:
        file.truncate(10**10)
    with pytest.raises(MethodError, match="слишком велик"):
        FileProvider(huge, lambda question: "").certificates()
