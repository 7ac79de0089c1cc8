"""The test authority publishes the list of accredited CAs, and its certificates are qualified by it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from paraph.sandbox.emulator import Place
from paraph.sandbox.errors import SandboxError
from paraph.sandbox.pki.authority import Authority
from paraph.sandbox.pki.issue import make_pki
from paraph.sandbox.pki.server import PkiServer
from paraph.trust.certificate import Certificate, load_certificates
from paraph.trust.chain import build_chain
from paraph.trust.qualification import check_qualification
from paraph.trust.store import TrustStore
from paraph.trust.tsl import AccreditedList
from paraph.trust.verdict import Answer, Fact

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def read(folder: Path, name: str) -> Certificate:
    return load_certificates((folder / f"{name}.pem").read_bytes())[0]


def qualification(folder: Path, name: str, xml: bytes, at: datetime = NOW) -> Fact:
    store = TrustStore(
        [read(folder, "root")],
        [read(folder, "intermediate")],
        accredited=AccreditedList.parse(xml, pinned=[read(folder, "tsl-signer")]),
    )
    certificate = read(folder, name)
    chain = build_chain(certificate, store=store, at=at)
    return check_qualification(certificate, chain, store=store, at=at)


@pytest.mark.parametrize("name", ["head", "person", "partner_head", "partner_person", "ip"])
def test_everybody_has_a_qualified_certificate(pki: PkiServer, http: httpx.Client, name: str) -> None:
    xml = http.get(pki.ready["tsl"])
    assert xml.headers["Content-Type"] == "application/xml"
    fact = qualification(Path(pki.ready["dir"]), name, xml.content)
    assert fact.answer is Answer.YES, fact.reason
    assert not [check.reason for check in fact.checks if check.answer is not Answer.YES or check.warning]


def test_its_list_is_believed_only_with_the_signer_pinned(pki: PkiServer, pki_dir: Path) -> None:
    """The invented ministry is not the ministry: nobody can take its list for the real one."""
    listed = AccreditedList.parse((pki_dir / "tsl.xml").read_bytes())
    store = TrustStore([read(pki_dir, "root")], [read(pki_dir, "intermediate")])
    fact = listed.verify(store=store, at=NOW)
    assert (fact.answer, "не Минцифры" in fact.reason) == (Answer.UNDETERMINED, True)


@pytest.fixture
def own(tmp_path: Path) -> PkiServer:
    return PkiServer(Place(tmp_path, "127.0.0.1"))


def test_suspending_and_ending_the_accreditation(own: PkiServer, tmp_path: Path, http: httpx.Client) -> None:
    own.start()
    try:
        url, person = own.ready["accreditation_url"], read(tmp_path, "person")

        def order(status: str, since: datetime | None = None) -> Fact:
            body = {"status": status} | ({"since": since.isoformat()} if since else {})
            assert http.post(url, json=body).status_code == 200
            return qualification(tmp_path, "person", http.get(own.ready["tsl"]).content)

        assert order("terminated").answer is Answer.YES, "issued before the accreditation ended"
        ended = order("suspended", person.not_before - timedelta(seconds=1))
        assert (ended.answer, "«Приостановлена»" in ended.reason) == (Answer.NO, True)
        assert order("active", person.not_before).answer is Answer.YES
        assert order("annulled", person.not_before).answer is Answer.NO
        assert "Аннулирована" in http.get(own.ready["url"]).text
        for wrong in (
            {"status": "gone"},
            {"status": "active", "since": "soon"},
            {"status": "active", "since": "2026-01-01"},
        ):
            assert http.post(url, json=wrong).status_code == 400
    finally:
        own.stop()
    history = json.loads((tmp_path / "index.json").read_bytes())["accreditation"]
    assert [line["status"] for line in history] == ["active", "suspended", "annulled"]


def test_a_new_list_comes_out_every_day(tmp_path: Path) -> None:
    make_pki(tmp_path)
    clock: Callable[[], datetime] = lambda: NOW + shift  # noqa: E731
    authority, shift = Authority(tmp_path, clock), timedelta(hours=23)
    first = authority.accredited_list()
    assert first == (tmp_path / "tsl.xml").read_bytes()
    shift = timedelta(hours=25)
    second = AccreditedList.parse(authority.accredited_list())
    assert int(second.version) > int(AccreditedList.parse(first).version)
    assert second.issued_at - AccreditedList.parse(first).issued_at > DAY


def test_a_folder_of_an_earlier_version_is_refused_in_words(tmp_path: Path) -> None:
    index = make_pki(tmp_path)
    del index["authority"]["tsl-signer"]
    (tmp_path / "index.json").write_text(json.dumps(index))
    with pytest.raises(SandboxError, match="Удалите эту папку"):
        Authority(tmp_path)
