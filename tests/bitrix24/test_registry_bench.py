"""The measurement of `make bench-bitrix24`, scaled down: few calls per document, a plain integration many."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenario import catcher, mail, pki  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail")]
#: A small run pays for the same set-up of folders and look-ups as a large one; where in its minute it begins
#: decides about a batch or two.
CEILING = 0.8


@pytest.fixture
def bench(monkeypatch):
    """The modules of the bench."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "bench" / "bitrix24"))
    import many_deals
    import plain

    return many_deals, plain


def test_calls_per_document(bench, linked, pki, settings, tmp_path):  # noqa: F811
    measurement, plain = bench
    settings.TRUST_DIR = str(pki.trust(tmp_path / "trust"))
    settings.FILES_DIR = tmp_path / "files"
    ours = measurement.run(linked, pki, documents=20, deals=6)
    theirs = plain.run(linked, documents=6, deals=2)
    assert ours.per_document <= CEILING, ours.hits
    assert theirs.per_document > 10
