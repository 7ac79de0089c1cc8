"""`paraph cert show` and `paraph keys list`."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from commands_kit import Files, OpenSSL, answers, run


def test_everything_a_certificate_says_is_shown(files: Files) -> None:
    done = run("cert", "show", files.pki / "head.pem", "--json")
    assert done.exit_code == 0, done.output
    (found,) = answers(done)
    assert found["owner"] == {
        "full_name": "Лугова Анна Сергеевна",
        "title": "Генеральный директор",
        "organization": "ООО «Ромашка»",
        "inn": "770000010193",
        "inn_le": "7731376812",
        "ogrn": "1207799000012",
        "ogrnip": "",
        "snils": "99900010118",
    }
    assert found["key_algorithm"] == "ГОСТ Р 34.10-2012 (256 бит), CryptoPro-A"
    assert found["key_usage"][:2] == ["электронная подпись", "неотрекаемость"]
    assert found["sign_tool_classes"] == ["КС1", "КС2"]
    assert found["subject_sign_tool"] == "Тестовое СКЗИ 1.0"
    assert found["issuer_sign_tool"]["ca_tool"] == "Тестовый УЦ 1.0"
    assert found["crl_urls"]
    assert found["ocsp_urls"]
    assert found["ca_issuer_urls"]
    assert not found["is_ca"]
    assert {"oid": "2.5.4.10", "label": "O", "value": "ООО «Ромашка»"} in found["subject"]


@pytest.mark.openssl
def test_fingerprints_are_those_of_openssl(files: Files, openssl: OpenSSL, tmp_path: Path) -> None:
    der = tmp_path / "c.cer"
    openssl("x509", "-in", files.pki / "head.pem", "-outform", "DER", "-out", der)
    (found,) = answers(run("cert", "show", der, "--json"))
    assert found["fingerprints"]["sha1"] == hashlib.sha1(der.read_bytes()).hexdigest()
    assert found["fingerprints"]["sha256"] == hashlib.sha256(der.read_bytes()).hexdigest()
    digest = openssl("dgst", "-md_gost12_256", "-r", der).stdout.split()[0]
    assert found["fingerprints"]["streebog256"] == digest


@pytest.mark.openssl
@pytest.mark.parametrize("form", ["DER", "PEM"])
def test_a_bundle_of_pkcs7_shows_all(form: str, files: Files, openssl: OpenSSL, tmp_path: Path) -> None:
    bundle = tmp_path / "chain.p7b"
    openssl(
        *("crl2pkcs7", "-nocrl", "-certfile", files.pki / "root.pem"),
        *("-certfile", files.pki / "intermediate.pem", "-outform", form, "-out", bundle),
    )
    done = run("cert", "show", bundle, "--json")
    assert done.exit_code == 0, done.output
    assert sorted(found["is_ca"] for found in answers(done)) == [True, True]
    trust = tmp_path / "trust"
    trust.mkdir()
    bundle.rename(trust / "chain.p7b")
    signature = tmp_path / "x.sig"
    run("sign", files.content, *files.key("head"), "-o", signature)
    lists = ["--crl", files.pki / "root.crl", "--crl", files.pki / "intermediate.crl"]
    assert run("verify", files.content, "--signature", signature, "--trust", trust, *lists).exit_code == 0


def test_the_public_part_of_a_container_is_shown(files: Files) -> None:
    container, password = files.pki / "head.p12", files.pki / "password"
    done = run("cert", "show", container, "--password-file", password)
    assert done.exit_code == 0, done.output
    for words in ("ООО «Ромашка»", "CN: Тестовый УЦ", "Личность установлена: лично"):
        assert words in done.stdout
    wrong = run("cert", "show", container, "--password", "wrong", "--json")
    assert wrong.exit_code == 3
    assert "Неверный пароль" in answers(wrong)[0]["error"]


@pytest.mark.parametrize("name", ["password", "root.crl", "none", "private/root.key"])
def test_what_is_no_certificate_ends_with_3(name: str, files: Files) -> None:
    done = run("cert", "show", files.pki / name)
    assert done.exit_code == 3
    assert done.stderr.startswith("Ошибка: ")


def test_keys_are_listed(files: Files) -> None:
    done = run("keys", "list", *files.key("head"))
    assert done.exit_code == 0, done.output
    assert "Лугова Анна Сергеевна, ООО «Ромашка»" in done.stdout
    assert "неквалифицированная" in done.stdout
    by_method = run("keys", "list", "--provider", f"p12:{files.pki / 'head.p12'}", *files.key("head")[2:])
    assert by_method.stdout == done.stdout
    assert run("keys", "list", "--provider", "pkcs11:/none.so").exit_code == 3


def test_help_is_given_for_every_command() -> None:
    for words in ([], ["cert"], ["keys"], ["sign"], ["timestamp"], ["timestamp", "verify"], ["verify"]):
        done = run(*words, "--help")
        assert done.exit_code == 0
        assert "Usage" in done.stdout
