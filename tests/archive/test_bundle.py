"""The bundle is judged by a stranger: unpacked, its README's commands are run by bash and OpenSSL."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from archive_samples import make_evidence, make_signature, make_verdict
from hypothesis import given
from hypothesis import strategies as st

from paraph.archive.bundle import build_bundle
from paraph.archive.evidence import Evidence, SignatureFacts
from paraph.archive.names import MANIFEST, README, safe_name

ORIGINAL = b"%PDF-1.7 not for reading, only for signing\n\x00\xff\r\n"
HOSTILE = "Договор '№ 15' $(touch hacked) `id` \"а\" \\ ..\\..\\; rm -rf *.pdf"

ENGINE = """\
openssl_conf = main
[main]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
[req]
distinguished_name = dn
[dn]
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[person]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
authorityKeyIdentifier = keyid
"""


@dataclass(frozen=True)
class Pki:
    """Root, intermediate and two people made by OpenSSL with gost-engine."""

    folder: Path
    run: Callable[..., bytes]

    def certificate(self, name: str) -> bytes:
        return self.run("x509", "-in", f"{name}.pem", "-outform", "DER")

    def sign(self, name: str, content: bytes, form: str = "DER") -> bytes:
        (self.folder / "content").write_bytes(content)
        who = ("-signer", f"{name}.pem", "-inkey", f"{name}.key", "-md", "md_gost12_256")
        return self.run("cms", "-sign", "-binary", "-cades", "-in", "content", *who, "-outform", form)

    def issue(self, name: str, subject: str, issuer: str, extensions: str) -> None:
        new_key = ("-newkey", "gost2012_256", "-pkeyopt", "paramset:A", "-nodes", "-keyout", f"{name}.key")
        common = ("-subj", subject, "-config", "gost.cnf", "-md_gost12_256", "-utf8")
        if issuer == name:
            self.run(
                "req", "-x509", *new_key, *common, "-days", "30", "-extensions", "root", "-out", f"{name}.pem"
            )
            return
        self.run("req", "-new", *new_key, *common, "-out", f"{name}.csr")
        by = ("-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key", "-CAcreateserial", "-md_gost12_256")
        how = ("-extfile", "gost.cnf", "-extensions", extensions, "-days", "20")
        self.run("x509", "-req", "-in", f"{name}.csr", *by, *how, "-out", f"{name}.pem")


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    folder = tmp_path_factory.mktemp("pki")
    (folder / "gost.cnf").write_text(ENGINE)

    def run(*arguments: str) -> bytes:
        done = subprocess.run(
            ["openssl", *arguments],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "OPENSSL_CONF": str(folder / "gost.cnf")},
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    made = Pki(folder, run)
    made.issue("root", "/C=RU/CN=Корневой тестовый УЦ", "root", "root")
    made.issue("middle", "/C=RU/CN=Тестовый УЦ", "root", "root")
    made.issue("first", "/C=RU/CN=Иванов Иван Иванович", "middle", "person")
    made.issue("second", "/C=RU/CN=Петров 'Пётр' $(id)", "middle", "person")
    return made


def signed(
    pki: Pki, original: bytes = ORIGINAL, forms: tuple[str, str] = ("DER", "DER")
) -> tuple[SignatureFacts, ...]:
    now = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    made = []
    for number, (name, form) in enumerate(zip(("first", "second"), forms, strict=True)):
        cms = pki.sign(name, original, "PEM" if form == "BASE64" else form)
        if form == "BASE64":
            cms = b"".join(line + b"\r\n" for line in cms.splitlines() if not line.startswith(b"-----"))
        chain = tuple(pki.certificate(one) for one in (name, "middle", "root"))
        verdict = make_verdict("Петров 'Пётр' $(id)" if number else "Иванов Иван Иванович").as_dict()
        made.append(make_signature(number, cms=cms, certificates=chain, received_at=now, verdict=verdict))
    return tuple(made)


def unpack(bundle: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def follow_readme(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run what a reader would copy: every indented line but the installation, which needs root."""
    lines = re.findall(r"^    (\S.*)$", (folder / README).read_text("utf-8"), re.M)
    assert lines[0] == "sudo apt-get install -y openssl libengine-gost-openssl"
    return subprocess.run(
        ["bash", "-c", "\n".join(lines[1:])],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
    )


def streebog(pki: Pki, data: bytes) -> str:
    (pki.folder / "content").write_bytes(data)
    return pki.run("dgst", "-md_gost12_256", "-r", "content").split()[0].decode()


@pytest.mark.openssl
@pytest.mark.parametrize("forms", [("DER", "DER"), ("PEM", "BASE64")])
def test_the_commands_of_the_readme_verify_every_signature(
    pki: Pki, tmp_path: Path, forms: tuple[str, str]
) -> None:
    evidence = make_evidence(
        ORIGINAL, signed(pki, forms=forms), document={"streebog256": streebog(pki, ORIGINAL)}
    )
    folder = unpack(build_bundle(evidence, ORIGINAL, b"%PDF protocol", b"%PDF stamped"), tmp_path)
    done = follow_readme(folder)
    told = done.stdout + done.stderr
    assert told.count("CMS Verification successful") == 2, told
    assert "Договор № 15.pdf: OK" in told
    assert f"= {evidence.document.streebog256}" in told
    assert f"\n{evidence.document.streebog256}\n" in (folder / README).read_text("utf-8")
    assert "Корневой тестовый УЦ" in told
    assert done.returncode == 0
    assert "rror" not in told
    fingerprint = hashlib.sha256(pki.certificate("root")).hexdigest().upper()
    assert fingerprint in told.replace(":", "")


@pytest.mark.openssl
def test_the_commands_find_a_changed_document_and_a_foreign_root(pki: Pki, tmp_path: Path) -> None:
    evidence = make_evidence(ORIGINAL, signed(pki))
    bundle = build_bundle(evidence, ORIGINAL, b"%PDF protocol")
    folder = unpack(bundle, tmp_path / "changed")
    (folder / "Договор № 15.pdf").write_bytes(ORIGINAL + b" ")
    told = follow_readme(folder)
    assert "Договор № 15.pdf: FAILED" in told.stdout
    assert "successful" not in told.stdout + told.stderr
    assert told.returncode != 0

    folder = unpack(bundle, tmp_path / "foreign")
    pki.issue("stranger", "/CN=Чужой УЦ", "stranger", "root")
    (root,) = (folder / "сертификаты").glob("Корневой*")
    root.write_bytes(pki.certificate("stranger"))
    assert "successful" not in follow_readme(folder).stderr


@pytest.mark.openssl
def test_names_meant_to_break_a_shell_do_not(pki: Pki, tmp_path: Path) -> None:
    evidence = make_evidence(ORIGINAL, signed(pki), document={"file_name": HOSTILE})
    folder = unpack(build_bundle(evidence, ORIGINAL, b"%PDF protocol"), tmp_path)
    told = follow_readme(folder)
    assert (told.stdout + told.stderr).count("successful") == 2
    assert not list(tmp_path.rglob("hacked"))


@pytest.mark.openssl
def test_without_the_root_the_reader_brings_it(pki: Pki, tmp_path: Path) -> None:
    signatures = tuple(replace(facts, certificates=facts.certificates[:2]) for facts in signed(pki))
    folder = unpack(build_bundle(make_evidence(ORIGINAL, signatures), ORIGINAL, b"%PDF"), tmp_path)
    assert "Корневого сертификата в этом архиве нет" in (folder / README).read_text("utf-8")
    assert "successful" not in follow_readme(folder).stderr
    (folder / "корневой.cer").write_bytes(pki.certificate("root"))
    assert follow_readme(folder).stderr.count("successful") == 2


@pytest.mark.openssl
def test_what_is_inside_and_the_manifest(pki: Pki, tmp_path: Path) -> None:
    evidence = make_evidence(ORIGINAL, signed(pki))
    folder = unpack(build_bundle(evidence, ORIGINAL, b"%PDF protocol", b"%PDF stamped"), tmp_path)
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    certificates = {name for name in names if name.startswith("сертификаты/")}
    assert len(certificates) == 4  # root and intermediate once, two people
    assert names - certificates == {
        "Договор № 15.pdf",
        "подписи/Договор № 15.pdf - 1 отправитель Иванов Иван Иванович.sig",
        "подписи/Договор № 15.pdf - 2 получатель Петров _Пётр_ _(id).sig",
        "протокол.pdf",
        "штамп.pdf",
        "evidence.json",
        "КАК ПРОВЕРИТЬ.txt",
    }
    assert (folder / "Договор № 15.pdf").read_bytes() == ORIGINAL
    assert sorted((folder / name).read_bytes() for name in names if name.endswith(".sig")) == sorted(
        facts.cms for facts in evidence.signatures
    )
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    listed = {item["path"]: item["sha256"] for item in manifest["files"]}
    assert listed == {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names - {MANIFEST}
    }
    assert manifest["evidence"] == json.loads(evidence.to_json())


def members(evidence: Evidence) -> list[str]:
    bundle = build_bundle(evidence, b"%PDF-1.7", b"protocol")
    return zipfile.ZipFile(io.BytesIO(bundle)).namelist()


def test_same_evidence_same_bytes_sorted_and_without_time() -> None:
    evidence = make_evidence()
    first = build_bundle(evidence, b"%PDF-1.7", b"protocol", b"stamp")
    assert first == build_bundle(make_evidence(), b"%PDF-1.7", b"protocol", b"stamp")
    infos = zipfile.ZipFile(io.BytesIO(first)).infolist()
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}


def test_another_original_is_refused() -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        build_bundle(make_evidence(), b"%PDF-1.8", b"protocol")


@pytest.mark.parametrize("name", ["Протокол.PDF", "evidence.json", "подписи", "ШТАМП.pdf", "gost.cnf"])
def test_a_document_named_as_one_of_ours_keeps_both(name: str) -> None:
    names = members(make_evidence(document={"file_name": name}))
    assert f"документ {name}" in names
    assert len({one.casefold() for one in names}) == len(names)


def test_an_unreadable_certificate_is_kept_and_not_used_in_commands() -> None:
    evidence = make_evidence(signatures=(make_signature(certificates=(b"\x30\x01", b"\x30\x01")),))
    names = members(evidence)
    kept = [name for name in names if name.startswith("сертификаты/")]
    assert len(kept) == 1
    bundle = zipfile.ZipFile(io.BytesIO(build_bundle(evidence, b"%PDF-1.7", b"protocol")))
    assert kept[0] not in bundle.read(README).decode()


def test_the_same_signer_twice_has_two_files() -> None:
    names = members(make_evidence(signatures=tuple(make_signature(0) for _ in range(3))))
    assert len([name for name in names if name.endswith(".sig")]) == 3


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("Акт № 5 от 01.11.2026.docx", "Акт № 5 от 01.11.2026.docx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("CON.pdf", "_CON.pdf"),
        ("счёт\u202efdp.exe", "счётfdp.exe"),
        ("-rf.pdf", "rf.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("имя. ", "имя"),
        ("???", "документ"),
        ("", "документ"),
    ],
)
def test_safe_names(given_name: str, expected: str) -> None:
    assert safe_name(given_name, "документ") == expected


@given(st.text(max_size=200))
def test_any_name_becomes_safe_and_stays_so(text: str) -> None:
    name = safe_name(text, "документ")
    assert 0 < len(name) <= 121
    assert not set(name) & set("<>:\"/\\|?*'`$&;!\n\t\x00\u202e")
    assert name.strip(" .-") == name
    assert safe_name(name, "документ") == name
