"""Killing the process at any commit of the journey loses nothing and repeats nothing outside."""

import json
import subprocess

import pytest

from tests.journey.hub import ROOT, environment, program


@pytest.mark.timeout(900)
@pytest.mark.parametrize("vendor", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_process_killed_at_every_commit_of_the_journey(vendor, tmp_path):
    with environment(tmp_path, vendor) as (variables, arguments):
        walked = subprocess.run(
            program("tests.crash.walker", *arguments),
            env=variables,
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
    letters = [tuple(map(str, letter)) for letter in summary["letters"]]
    assert len(letters) == len(set(letters)) == 7
    # … and every killed one came to the same.
    assert report["commits"] > 30
    assert report["killed"] == report["walked"] == 2 * report["commits"]
    assert report["failures"] == [], report["failures"][:3]
