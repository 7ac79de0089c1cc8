"""Killing the process at any commit of a journey loses nothing and repeats nothing outside."""

import json
import os
import subprocess

import pytest

from tests.journey.hub import ROOT, environment, program

pytestmark = pytest.mark.timeout(900)
#: `make crash` dies at every commit of both journeys on both databases; a usual run at every fifth commit of
#: one journey on each.
WHOLE = bool(os.environ.get("PARAPH_CRASH_WHOLE"))
PART = "0/1" if WHOLE else "0/5"
SQLITE, POSTGRESQL = "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)
BOTH = [SQLITE, POSTGRESQL]


def walk(vendor, folder, channel):
    """The untouched journey's summary, after every killed one came to the same."""
    with environment(folder, vendor) as (variables, arguments):
        walked = subprocess.run(
            program("tests.crash.walker", *arguments, "--over", channel, "--part", PART),
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
    assert summary["journal_faults"] == summary["broken_files"] == []
    shares = int(PART.partition("/")[2])
    assert report["killed"] == report["walked"] >= 2 * report["commits"] // shares
    assert report["failures"] == [], report["failures"][:3]
    return report["commits"], summary


@pytest.mark.parametrize("vendor", BOTH if WHOLE else [POSTGRESQL])
def test_process_killed_at_every_commit_of_the_journey(vendor, tmp_path):
    commits, summary = walk(vendor, tmp_path, "link")
    assert commits > 30
    assert [flow[1:] for flow in summary["flows"]] == [["COMPLETED", True]]
    assert summary["signatures"] == [["R", "valid"], ["S", "valid"]]
    assert summary["archives"] == 1
    letters = [tuple(map(str, letter)) for letter in summary["letters"]]
    assert len(letters) == len(set(letters)) == 7


@pytest.mark.parametrize("vendor", BOTH if WHOLE else [SQLITE])
def test_process_killed_at_every_commit_of_answers_over_an_operator(vendor, tmp_path):
    commits, summary = walk(vendor, tmp_path, "operator")
    assert commits > 15
    assert [flow[1:] for flow in summary["flows"]] == [["SIGNED_BY_US", True], ["REFUSED_BY_US", True]]
    assert summary["answers"] == [["refuse", "done", ""], ["sign", "done", ""]]
    assert summary["signatures"] == [["R", "valid"]] * 2 + [["S", "valid"]] * 2
    assert summary["archives"] == 2
    letters = [tuple(map(str, letter)) for letter in summary["letters"]]
    assert len(letters) == len(set(letters)) == 4
