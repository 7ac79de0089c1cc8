"""The sample exchange, made by other means, verifies with its own authority, power of attorney included."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from commands_kit import answers, run

from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import load_certificates
from paraph.trust.crl import Revocation, issue_crl
from paraph.trust.pkcs8 import load_private_key

EDO = Path(__file__).resolve().parents[3] / "shared/data/edo"
SAMPLES = sorted((EDO / "samples/synthetic").glob("*.xml"))
POWER = next(path for path in SAMPLES if path.name.startswith("ON_EMCHD"))
#: The principal of the power; its head and its employee signed all of these files.
PARTY = "7731376812"
#: When the files were signed, by their own word.
AT = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trust")
    shutil.copy(EDO / "test_pki/ca.crt", folder)
    _put_list(folder, [])
    return folder


def _put_list(folder: Path, revoked: list[Revocation]) -> None:
    (ca,) = load_certificates((EDO / "test_pki/ca.crt").read_bytes())
    raw = issue_crl(
        issuer_cert=ca,
        issuer_key=load_private_key((EDO / "test_pki/ca.key").read_bytes()),
        revoked=revoked,
        this_update=AT - timedelta(hours=1),
        next_update=AT + timedelta(days=1),
        number=1,
    )
    (folder / "ca.crl").write_bytes(raw)


def _check(file: Path, trust: Path, *options: str | Path) -> tuple[int, dict[str, Any]]:
    signature = file.with_name(f"{file.name}.sig")
    done = run(
        *("verify", file, "--signature", signature, "--trust", trust),
        *("--at", AT.isoformat(), *options, "--json"),
    )
    (answer,) = answers(done)
    return done.exit_code, answer


def test_there_is_an_exchange_to_check() -> None:
    assert len(SAMPLES) == 10


@pytest.mark.parametrize("file", SAMPLES, ids=lambda path: re.sub(r"_2.*", "", path.name))
def test_every_file_verifies(file: Path, trust: Path) -> None:
    code, answer = _check(file, trust)
    assert code == 0, answer
    facts = {name: fact["answer"] for name, fact in answer["facts"].items()}
    assert facts | {"qualification": "", "authority": ""} == {
        **dict.fromkeys(("intact", "signature", "chain", "revocation", "time"), "yes"),
        **dict.fromkeys(("qualification", "authority"), ""),
    }


@pytest.mark.parametrize("file", SAMPLES, ids=lambda path: re.sub(r"_2.*", "", path.name))
def test_the_head_needs_no_power_and_the_employee_has_one(file: Path, trust: Path) -> None:
    code, answer = _check(file, trust, "--party-inn", PARTY, "--poa", POWER)
    assert code == 0, answer
    authority = answer["facts"]["authority"]
    if answer["signer"]["inn_le"] == PARTY:
        assert authority["answer"] == "yes"
        return
    # The power fits; what only a registry and the document can tell stays open.
    assert authority["answer"] == "undetermined"
    assert {"no"} & {check["answer"] for check in authority["checks"]} == set()
    assert len([check for check in authority["checks"] if check["answer"] == "yes"]) >= 5
    without = _check(file, trust, "--party-inn", PARTY)[1]["facts"]["authority"]
    assert without["answer"] != "yes"


def _by_employee(trust: Path) -> Path:
    return next(file for file in SAMPLES if not _check(file, trust)[1]["signer"]["inn_le"])


def test_a_power_of_another_party_binds_nobody(trust: Path) -> None:
    code, answer = _check(_by_employee(trust), trust, "--party-inn", "7830002293", "--poa", POWER)
    assert code == 1
    assert answer["facts"]["authority"]["answer"] == "no"


def test_an_altered_power_binds_nobody(trust: Path, tmp_path: Path) -> None:
    altered = tmp_path / POWER.name
    altered.write_bytes(POWER.read_bytes() + b"\n")
    signature = POWER.with_name(f"{POWER.name}.sig")
    options = ("--party-inn", PARTY, "--poa", altered, "--poa-signature", signature)
    code, answer = _check(_by_employee(trust), trust, *options)
    assert code == 1
    assert answer["facts"]["authority"]["answer"] == "no"


def test_an_unsigned_power_proves_nothing(trust: Path, tmp_path: Path) -> None:
    shutil.copy(POWER, tmp_path)
    options = ("--party-inn", PARTY, "--poa", tmp_path / POWER.name)
    assert _check(_by_employee(trust), trust, *options)[1]["facts"]["authority"]["answer"] != "yes"


def test_revoking_the_certificate_changes_the_verdict(trust: Path, tmp_path: Path) -> None:
    file = _by_employee(trust)
    serial = int(_check(file, trust)[1]["signer"]["serial"], 16)
    shutil.copy(EDO / "test_pki/ca.crt", tmp_path)
    _put_list(tmp_path, [Revocation(serial, AT - timedelta(hours=2))])
    code, answer = _check(file, tmp_path)
    assert code == 1
    assert answer["facts"]["revocation"]["answer"] == "no"


def _changed_power(folder: Path, was: str, now: str) -> Path:
    """The power with other words, signed anew by the same head."""
    text = POWER.read_text(encoding="utf-8")
    assert text.count(was) == 1
    changed = folder / POWER.name
    changed.write_text(text.replace(was, now), encoding="utf-8")
    (certificate,) = load_certificates((EDO / "test_pki/head.crt").read_bytes())
    signature = sign_detached(
        changed.read_bytes(),
        key=load_private_key((EDO / "test_pki/head.key").read_bytes()),
        certificate=certificate,
        at=AT,
    )
    (folder / f"{POWER.name}.sig").write_bytes(signature)
    return changed


@pytest.mark.parametrize(
    ("was", "now", "failed"),
    [
        ("2026-10-01", "2026-10-01", ""),
        ('СрокДейст="2027-10-01"', 'СрокДейст="2026-11-20"', "dates"),
        ("SOURCEDOCS5", "SOURCEDOCS14", "powers"),
        (">1000000<", ">1000<", "powers"),
        ('СНИЛС="087-654-303 00"', 'СНИЛС="112-233-445 95"', "representative"),
    ],
    ids=["as it was", "expired", "other powers", "lower limit", "other representative"],
)
def test_expiring_and_narrowing_the_power_changes_the_verdict(
    was: str, now: str, failed: str, trust: Path, tmp_path: Path
) -> None:
    poa = _changed_power(tmp_path, was, now) if failed else POWER
    document = ["--document-kind", "upd", "--amount", "120000,50", "--counterparty-inn", "7830002293"]
    code, answer = _check(_by_employee(trust), trust, "--party-inn", PARTY, "--poa", poa, *document)
    authority = answer["facts"]["authority"]
    refused = [check["name"] for check in authority["checks"] if check["answer"] == "no"]
    if not failed:
        assert (code, refused) == (0, [])
        assert [c["name"] for c in authority["checks"] if c["answer"] == "undetermined"] == ["mchd.registry"]
        return
    assert code == 1
    assert authority["answer"] == "no"
    assert refused == [f"mchd.{failed}"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--poa", str(POWER)], "--party-inn"),
        (["--party-inn", "7731376813"], "--party-inn"),
        (["--party-inn", PARTY, "--poa", "none.xml"], "не читается"),
        (["--party-inn", PARTY, "--amount", "5"], "--document-kind"),
        (["--party-inn", PARTY, "--document-kind", "ода"], "Известны: act, "),
        (["--party-inn", PARTY, "--document-kind", "upd", "--amount", "много"], "не понята"),
        (["--party-inn", PARTY, "--document-kind", "upd", "--amount", "-5"], "не понята"),
        (["--party-inn", PARTY, "--document-kind", "upd", "--counterparty-inn", "1"], "--counterparty-inn"),
        (["--party-inn", PARTY, "--poa", "a", "--poa", "b", "--poa-signature", "c"], "в том же порядке"),
    ],
)
def test_what_powers_cannot_be_asked_of_ends_with_3(options: list[str], words: str, trust: Path) -> None:
    code, answer = _check(SAMPLES[0], trust, *options)
    assert code == 3
    assert words in answer["error"]
