"""Killing the process at any commit of the journey loses nothing and repeats nothing outside."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from paraph.sandbox.pki.issue import make_pki
from paraph.sandbox.up import running
from tests.postgres_server import ServerMissing, postgres

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pki(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crash") / "pki"
    make_pki(folder)
    return folder


def database_of(vendor):
    if vendor == "sqlite":
        return {}
    try:
        return {"PARAPH_DATABASE_URL": postgres().create_database("crash")}
    except ServerMissing as missing:
        pytest.skip(str(missing))


@pytest.mark.timeout(900)
@pytest.mark.parametrize("vendor", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_process_killed_at_every_commit_of_the_journey(vendor, pki, tmp_path):
    home, trust = tmp_path / "home", tmp_path / "trust"
    trust.mkdir()
    home.mkdir()
    for name in ("root.pem", "intermediate.pem", "root.crl", "intermediate.crl"):
        (trust / name).write_bytes((pki / name).read_bytes())
    with running({"mail"}, tmp_path / "sandbox") as ready:
        environment = {
            **os.environ,
            "PARAPH_HOME": str(home),
            "PARAPH_TRUST_DIR": str(trust),
            "PARAPH_SMTP_URL": ready["mail"]["smtp"],
            "PARAPH_MAIL_LOOKUP_URL": ready["mail"]["lookup_url"],
            "PARAPH_LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "paraph.hub.settings",
            **database_of(vendor),
        }
        command = [sys.executable, "-m", "tests.crash.walker", "--pki", str(pki)]
        walked = subprocess.run(
            [*command, "--mail-url", ready["mail"]["url"]],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=880,
            check=False,
        )
    assert walked.returncode == 0, walked.stderr[-3000:]
    report = json.loads(walked.stdout)
    summary = report["summary"]
    # The untouched journey itself came to its end …
    assert [flow[1:] for flow in summary["flows"]] == [["COMPLETED", True]]
    assert summary["signatures"] == [["R", "valid"], ["S", "valid"]]
    assert summary["archives"] == 1
    assert summary["journal_faults"] == summary["broken_files"] == []
    assert len(summary["letters"]) == len({tuple(map(str, letter)) for letter in summary["letters"]})
    # … and every killed one came to the same.
    assert report["commits"] > 30
    assert report["killed"] == report["walked"] == 2 * report["commits"]
    assert report["failures"] == [], report["failures"][:3]
