"""The list of accredited CAs in the trust folder: which is used, how it is fetched, what a failure leaves."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from paraph.effects import schedules
from paraph.effects.handlers import Quarantine, Retry, handler_for
from paraph.hub import config
from paraph.sandbox.pki.accredited import make_list
from paraph.signing import trust_store, tsl_updates
from paraph.trust.verdict import Answer

DAY = timedelta(days=1)
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def folder(settings, tmp_path, authority):
    """A trust folder with the test authority's root and the pinned signer of its list."""
    settings.TRUST_DIR = str(tmp_path / "trust")
    found = trust_store.folder()
    for name in ("root.pem", "intermediate.pem", "tsl-signer.pem"):
        (found / name).write_bytes((authority.folder / name).read_bytes())
    return found


@pytest.fixture
def listed(authority):
    """Makes lists of a date, signed by the test authority's publisher or by somebody else."""

    def make(at=NOW, signer="tsl-signer", since=NOW - 3000 * DAY):
        own = authority._own(signer)
        history = [{"status": "active", "since": since.isoformat()}]
        certificates = [authority._own("intermediate").certificate]
        return make_list(history, certificates, crl_urls=[], at=at, key=own.key, signer=own.certificate)

    return make


@pytest.fixture
def fetch(settings, web, folder):
    """Runs the scheduled update against a server that gives these bytes."""

    def run(data=None, attempt=1):
        settings.TSL_URL = f"{web.url}/tsl.xml" if data is None else web.gives("/tsl.xml", data)
        return handler_for(tsl_updates.KIND).perform(SimpleNamespace(attempt=attempt))

    return run


def used():
    accredited = trust_store.load().accredited
    return accredited and accredited.issued_at


def believed():
    store = trust_store.load()
    return store.accredited.verify(store=store, at=NOW).answer


class TestFolder:
    def test_no_list(self, folder):
        assert trust_store.load().accredited is None

    def test_the_newest_believed_list_is_used(self, folder, listed):
        (folder / "tsl.xml").write_bytes(listed(NOW - 3 * DAY))
        assert used() == NOW - 3 * DAY
        (folder / "cache" / "tsl.xml").write_bytes(listed(NOW - DAY))
        (folder / "TSL-other.xml").write_bytes(listed(NOW, signer="tsa"))
        (folder / "other.xml").write_bytes(listed(NOW))
        assert used() == NOW - DAY
        assert believed() is Answer.YES

    def test_a_list_nobody_vouches_for_is_kept_for_its_reason(self, folder, listed, caplog):
        (folder / "tsl-signer.pem").unlink()
        (folder / "tsl.xml").write_bytes(listed())
        with caplog.at_level(logging.ERROR):
            assert believed() is Answer.UNDETERMINED
        assert "не Минцифры" in caplog.text

    def test_the_pinned_signer_is_no_root_and_pinning_counts_at_once(self, folder, listed, authority):
        (folder / "tsl.xml").write_bytes(listed())
        assert believed() is Answer.YES
        store = trust_store.load()
        assert authority._own("tsl-signer").certificate not in (*store.roots, *store.intermediates)
        os.rename(folder / "tsl-signer.pem", folder / "plain.pem")
        assert believed() is Answer.UNDETERMINED

    def test_it_is_told_once_that_a_list_is_not_believed(self, folder, listed, caplog):
        (folder / "tsl.xml").write_bytes(listed(signer="tsa"))
        trust_store.load()
        caplog.clear()
        (folder / "cache" / "x.crl").write_bytes(b"")
        trust_store.load()
        assert "not believed" not in caplog.text

    def test_rubbish_is_told_of(self, folder, caplog):
        (folder / "tsl.xml").write_bytes(b"<html/>")
        with caplog.at_level(logging.ERROR):
            assert trust_store.load().accredited is None
        assert "tsl.xml is not readable" in caplog.text

    def test_a_fetched_crl_does_not_read_the_list_again(self, folder, listed, monkeypatch):
        (folder / "tsl.xml").write_bytes(listed())
        before = trust_store.load()
        (folder / "cache" / "x.crl").write_bytes(b"")
        after = trust_store.load()
        assert after is not before
        assert after.accredited is before.accredited

    def test_issuers_missing_in_the_folder_are_taken_from_the_list(self, folder, listed, authority):
        from paraph.trust.chain import build_chain

        (folder / "intermediate.pem").unlink()
        leaf = authority._own("tsl-signer").certificate
        assert build_chain(leaf, store=trust_store.load(), at=NOW).fact.answer is Answer.UNDETERMINED
        (folder / "tsl.xml").write_bytes(listed())
        assert build_chain(leaf, store=trust_store.load(), at=NOW).fact.answer is Answer.YES


class TestFetching:
    def test_a_new_list_is_kept_and_used(self, fetch, listed, folder):
        assert fetch(listed(NOW - DAY))["outcome"] == "new"
        assert used() == NOW - DAY
        assert fetch(listed(NOW - DAY))["outcome"] == "same"
        assert fetch(listed(NOW))["outcome"] == "new"
        assert fetch(listed(NOW - 2 * DAY))["outcome"] == "older"
        assert used() == NOW
        assert sorted(path.name for path in (folder / "cache").iterdir()) == ["tsl.json", "tsl.xml"]
        state = tsl_updates.state()
        assert (state["ok"], state["outcome"]) == (True, "older")

    def test_a_list_that_must_not_be_used_waits_for_a_person(self, fetch, listed, caplog):
        fetch(listed(NOW - DAY))
        good = listed(NOW)
        for bad, words in (
            (listed(NOW, signer="tsa"), "не Минцифры"),
            (good.replace("Действует".encode(), "Прекращена".encode()), "изменён"),
            (b"<html/>", "это не перечень"),
            (b"", "не читается"),
            (b"<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>", "DTD"),
        ):
            with pytest.raises(Quarantine) as refused:
                fetch(bad)
            assert words in refused.value.reason
            assert words in tsl_updates.state()["reason"]
            assert used() == NOW - DAY, "the last good one stays"
        assert fetch(bad)["outcome"] == "refused", "one card for one trouble"
        assert caplog.text.count("не принят, прежний остаётся") == 6

    def test_a_list_that_cannot_be_had_is_tried_again(self, fetch, listed, web, folder, caplog):
        fetch(listed(NOW - DAY))

        def missing(request):
            request.send_error(503)

        web.does("/tsl.xml", missing)
        with pytest.raises(Retry, match="не получен"):
            fetch()
        assert not tsl_updates.state()["ok"]
        assert "503" in tsl_updates.state()["reason"]
        assert "503" in caplog.text
        assert fetch(attempt=3)["outcome"] == "failed", "the next turn comes anyway"
        assert used() == NOW - DAY
        assert sorted(path.name for path in (folder / "cache").iterdir()) == ["tsl.json", "tsl.xml"]

    def test_an_endless_list_is_cut_off(self, fetch, web, folder, monkeypatch):
        monkeypatch.setattr(tsl_updates, "_MAX_BYTES", 100_000)
        web.dribbles("/tsl.xml", b" " * 10_000, 0)
        with pytest.raises(Quarantine, match="больше"):
            fetch()
        assert [path.name for path in (folder / "cache").iterdir()] == ["tsl.json"]

    def test_a_list_that_comes_too_slowly_is_given_up(self, fetch, web, monkeypatch):
        monkeypatch.setattr(tsl_updates, "_PATIENCE", timedelta(seconds=0.3))
        web.dribbles("/tsl.xml", b" ", 0.05)
        with pytest.raises(Retry, match="не получен"):
            fetch()

    def test_off_by_default(self, settings, monkeypatch):
        monkeypatch.delenv("PARAPH_TSL_URL", raising=False)
        assert config.tsl_url() == ""
        settings.TSL_URL = ""
        assert handler_for(tsl_updates.KIND).perform(None) == {"outcome": "off"}
        assert tsl_updates.KIND not in schedules._schedules

    def test_address_of_the_ministry_by_its_name(self, monkeypatch):
        monkeypatch.setenv("PARAPH_TSL_URL", "official")
        assert config.tsl_url().startswith("http://e-trust.gosuslugi.ru/")
        monkeypatch.setenv("PARAPH_TSL_URL", "https://tsl.example.ru/tsl.xml")
        assert config.tsl_url() == "https://tsl.example.ru/tsl.xml"


def test_nothing_was_ever_tried(settings, tmp_path):
    settings.TRUST_DIR = str(tmp_path / "trust")
    assert tsl_updates.state() == {}
    assert Path(settings.TRUST_DIR).exists()
