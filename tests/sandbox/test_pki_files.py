"""The files of the test authority, judged by OpenSSL and by the rules for Russian requisites."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from paraph.sandbox.cli import sandbox
from paraph.sandbox.errors import SandboxError
from paraph.sandbox.pki.issue import make_pki
from paraph.trust.certificate import load_certificates

OpenSSL = Callable[..., tuple[bool, str]]

MEMBERS = ["head", "person", "partner_head", "partner_person", "ip", "expired", "revoked"]
VALID = MEMBERS[:-2]


@pytest.fixture
def index(pki_dir: Path) -> dict[str, Any]:
    return dict(json.loads((pki_dir / "index.json").read_bytes()))


def verify(openssl: OpenSSL, folder: Path, certificate: str) -> tuple[bool, str]:
    return openssl(
        "verify", "-CAfile", folder / "root.pem", "-untrusted", folder / "intermediate.pem",
        "-crl_check_all", "-CRLfile", folder / "root.crl", "-CRLfile", folder / "intermediate.crl",
        "-x509_strict", folder / certificate,
    )  # fmt: skip


@pytest.mark.openssl
class TestOpenSsl:
    @pytest.mark.parametrize("name", [*VALID, "tsa", "ocsp", "intermediate"])
    def test_chain_and_lists_are_accepted(self, openssl: OpenSSL, pki_dir: Path, name: str) -> None:
        accepted, said = verify(openssl, pki_dir, f"{name}.pem")
        assert accepted, said

    def test_expired_is_only_expired(self, openssl: OpenSSL, pki_dir: Path) -> None:
        accepted, said = verify(openssl, pki_dir, "expired.pem")
        assert not accepted
        assert "certificate has expired" in said
        month_ago = str(int((datetime.now(UTC) - timedelta(days=100)).timestamp()))
        accepted, said = openssl(
            "verify", "-attime", month_ago, "-CAfile", pki_dir / "root.pem",
            "-untrusted", pki_dir / "intermediate.pem", pki_dir / "expired.pem",
        )  # fmt: skip
        assert accepted, said

    def test_revoked_is_only_revoked(self, openssl: OpenSSL, pki_dir: Path) -> None:
        accepted, said = verify(openssl, pki_dir, "revoked.pem")
        assert not accepted
        assert "certificate revoked" in said
        accepted, said = openssl(
            "verify", "-CAfile", pki_dir / "root.pem",
            "-untrusted", pki_dir / "intermediate.pem", pki_dir / "revoked.pem",
        )  # fmt: skip
        assert accepted, said

    @pytest.mark.parametrize("name", MEMBERS)
    def test_key_file_opens_with_the_password(self, openssl: OpenSSL, pki_dir: Path, name: str) -> None:
        opened, said = openssl(
            "pkcs12", "-in", pki_dir / f"{name}.p12", "-passin", f"file:{pki_dir / 'password'}", "-nodes"
        )
        assert opened, said
        assert said.count("BEGIN PRIVATE KEY") == 1
        assert said.count("BEGIN CERTIFICATE") == 2, "own certificate and the one of its issuer"
        opened, _ = openssl("pkcs12", "-in", pki_dir / f"{name}.p12", "-passin", "pass:wrong", "-nodes")
        assert not opened

    @pytest.mark.parametrize("name", MEMBERS)
    def test_pem_twin_signs(self, openssl: OpenSSL, pki_dir: Path, tmp_path: Path, name: str) -> None:
        document, signature, pem = tmp_path / "a", tmp_path / "a.sig", pki_dir / f"{name}.pem"
        document.write_bytes(b"document")
        made, said = openssl(
            "cms", "-sign", "-binary", "-cades", "-md", "md_gost12_256", "-in", document, "-signer", pem,
            "-certfile", pki_dir / "intermediate.pem", "-outform", "DER", "-out", signature,
        )  # fmt: skip
        assert made, said
        accepted, said = openssl(
            "cms", "-verify", "-binary", "-inform", "DER", "-in", signature, "-content", document,
            "-CAfile", pki_dir / "root.pem", "-out", tmp_path / "out",
        )  # fmt: skip
        assert accepted == (name != "expired"), said


def test_profile_of_people(pki_dir: Path, index: dict[str, Any]) -> None:
    assert list(index["people"]) == MEMBERS
    for name, entry in index["people"].items():
        certificate = load_certificates((pki_dir / entry["pem"]).read_bytes())[0]
        signer = certificate.signer_info()
        assert (signer.serial, signer.fingerprint) == (entry["serial"], entry["fingerprint"])
        assert signer.full_name == entry["full_name"]
        assert (signer.inn, signer.snils, signer.ogrnip) == (entry["inn"], entry["snils"], entry["ogrnip"])
        organization = index["organizations"].get(
            entry["side"], {"name": "", "inn": "", "kpp": "", "ogrn": ""}
        )
        assert [entry[field] for field in ("organization", "inn_le", "kpp", "ogrn")] == [
            organization[field] for field in ("name", "inn", "kpp", "ogrn")
        ]
        if entry["kind"] == "head":
            assert (signer.inn_le, signer.ogrn) == (organization["inn"], organization["ogrn"])
            assert (signer.organization, signer.title) == (organization["name"], entry["title"])
        else:
            assert (signer.inn_le, signer.ogrn, signer.organization) == ("", "", "")
        extensions = certificate.extensions
        assert "1.2.643.100.113.1" in extensions.policies
        assert extensions.subject_sign_tool
        assert extensions.issuer_sign_tool is not None
        assert extensions.crl_urls == (f"{index['base_url']}/intermediate.crl",)
        assert extensions.ca_issuer_urls == (f"{index['base_url']}/intermediate.cer",)
        assert extensions.ocsp_urls == (f"{index['base_url']}/ocsp",)
        expected = "TC26-256-A" if name == "partner_person" else "CryptoPro-A"
        assert certificate.public_key.title.endswith(expected)


def test_root_is_512_bits(pki_dir: Path) -> None:
    root = load_certificates((pki_dir / "root.pem").read_bytes())[0]
    assert root.public_key.title == "ГОСТ Р 34.10-2012 (512 бит), TC26-512-A"
    assert root.self_issued


def weighted(digits: str, *weights: int) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11 % 10


def test_requisites_have_right_check_digits(index: dict[str, Any]) -> None:
    for organization in index["organizations"].values():
        inn, ogrn = organization["inn"], organization["ogrn"]
        assert len(inn) == 10
        assert weighted(inn, 2, 4, 10, 3, 5, 9, 4, 6, 8) == int(inn[9])
        assert len(ogrn) == 13
        assert int(ogrn[:12]) % 11 % 10 == int(ogrn[12])
        assert organization["kpp"][:4] == inn[:4]
    for person in index["people"].values():
        inn, snils = person["inn"], person["snils"]
        assert len(inn) == 12
        assert weighted(inn, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) == int(inn[10])
        assert weighted(inn, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8) == int(inn[11])
        assert len(snils) == 11
        assert sum(int(d) * (9 - i) for i, d in enumerate(snils[:9])) % 101 % 100 == int(snils[9:])
        if ogrnip := person["ogrnip"]:
            assert len(ogrnip) == 15
            assert int(ogrnip[:14]) % 13 % 10 == int(ogrnip[14])


def test_secrets_are_for_the_owner_only(pki_dir: Path) -> None:
    secret = [*pki_dir.glob("*.p12"), *pki_dir.glob("private/*"), pki_dir / "password", pki_dir / "head.pem"]
    assert len(secret) == 15
    assert {path.stat().st_mode & 0o777 for path in secret} == {0o600}
    assert (pki_dir / "private").stat().st_mode & 0o777 == 0o700


def test_folder_in_use_is_refused_unless_forced(tmp_path: Path) -> None:
    out = tmp_path / "pki"
    out.mkdir()
    note = out / "note.txt"
    note.write_text("mine")
    with pytest.raises(SandboxError, match="--force"):
        make_pki(out)
    assert [path.name for path in out.iterdir()] == ["note.txt"]
    first = make_pki(out, force=True)
    second = make_pki(out, force=True, crl_base_url="http://127.0.0.1:8701/")
    assert note.read_text() == "mine"
    assert first["people"]["head"]["serial"] != second["people"]["head"]["serial"]
    assert json.loads((out / "index.json").read_bytes()) == second
    assert second["base_url"] == "http://127.0.0.1:8701"


def test_command_makes_the_folder_once(tmp_path: Path) -> None:
    out = tmp_path / "new" / "pki"
    made = CliRunner().invoke(sandbox, ["pki", "--out", str(out)])
    assert made.exit_code == 0, made.output
    assert "head.p12" in made.output
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    again = CliRunner().invoke(sandbox, ["pki", "--out", str(out)])
    assert again.exit_code == 1
    assert "не пуста" in again.stderr
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
