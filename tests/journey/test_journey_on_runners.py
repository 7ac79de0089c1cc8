"""One package goes from the deal to the proof, whoever runs the effects."""

import json
import subprocess

import pytest

from tests.journey.hub import ROOT, environment, program

RUNNERS = [
    pytest.param("sqlite", "embedded", False, id="embedded-sqlite"),
    pytest.param("postgresql", "embedded", False, id="embedded-postgresql", marks=pytest.mark.postgres),
    pytest.param("postgresql", "procrastinate", False, id="procrastinate", marks=pytest.mark.postgres),
    pytest.param("postgresql", "procrastinate", True, id="procrastinate-killed", marks=pytest.mark.postgres),
]


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("vendor", "runner", "kill"), RUNNERS)
def test_package_is_sent_signed_and_proved(vendor, runner, kill, tmp_path):
    with environment(tmp_path, vendor) as (variables, arguments):
        variables["PARAPH_RUNNER"] = runner
        played = subprocess.run(
            program("tests.journey.player", *arguments, *(["--kill"] if kill else [])),
            env=variables,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=220,
            check=False,
        )
    assert played.returncode == 0, played.stderr[-3000:]
    summary = json.loads(played.stdout)
    assert [flow[1:] for flow in summary["flows"]] == [["COMPLETED", True]]
    assert summary["signatures"] == [["R", "valid"], ["S", "valid"]]
    assert summary["archives"] == 1
    assert {tuple(effect)[1] for effect, _count in summary["effects"]} == {"done"}
    letters = [tuple(map(str, letter)) for letter in summary["letters"]]
    assert len(letters) == len(set(letters)) == 7
    assert summary["journal_faults"] == summary["broken_files"] == []
