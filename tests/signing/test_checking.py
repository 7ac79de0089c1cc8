"""For whom a check asks the outside: signers, those who stamped and those who countersigned."""

import io
from datetime import UTC, datetime
from functools import reduce

import pytest
from ordered_certificates import one_file

from paraph.errors import DomainError
from paraph.gost import streebog256
from paraph.sandbox.pki import people
from paraph.signing import checking, dropped, trust_fetch, trust_store
from paraph.trust import oids, tsp
from paraph.trust.cades_signing import append_unsigned, countersign
from paraph.trust.certificate import load_certificates
from paraph.trust.cms import parse_signed_data
from paraph.trust.names import person_subject
from paraph.trust.pkcs8 import load_private_key
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, Fact, Headline

CONTENT = b"document"
OPEN = Fact(Answer.UNDETERMINED, "не проверялось")


@pytest.fixture
def holders(authority):
    """A signer, a counter-signer and the sandbox's time-stamping service."""
    folder = authority.folder
    person = {"given_name": "Пётр Ильич", "inn": "500100732259", "snils": "08765430300"}
    names = [person_subject(surname=surname, **person) for surname in ("Один", "Два")]
    stamps = load_certificates((folder / "tsa.pem").read_bytes())[0]
    return (*map(authority.issue, names), stamps, load_private_key((folder / "private/tsa.key").read_bytes()))


@pytest.fixture
def signature(holders):
    signer, counter, stamps, key = holders
    now = datetime.now(UTC).replace(microsecond=0)
    cms = signer.sign(CONTENT)
    request = tsp.Request(oids.STREEBOG_256, streebog256(parse_signed_data(cms).signers[0].signature))
    answer = tsp.issue_response(request, key=key, certificate=stamps, at=now, serial=1)
    cms = append_unsigned(cms, 0, oids.SIGNATURE_TIME_STAMP, tsp.parse_response(answer, request).raw)
    return countersign(cms, key=counter.key, certificate=counter.certificate, at=now)


@pytest.fixture
def known(authority, monkeypatch):
    """What the hub knows: the authority's certificates, no lists."""
    pem = [(authority.folder / f"{name}.pem").read_bytes() for name in ("root", "intermediate")]
    root, issuer = (load_certificates(data)[0] for data in pem)
    monkeypatch.setattr(trust_store, "load", lambda: TrustStore([root], [issuer]))


def test_lists_are_fetched_for_everybody_who_decides(signature, holders, known, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(trust_fetch, "fetch_status", lambda path: asked.append(path[0]))
    (verdict,) = checking.check(signature, {oids.STREEBOG_256: streebog256(CONTENT)}, at=datetime.now(UTC))
    signer, counter, stamps, _ = holders
    assert asked == [signer.certificate, counter.certificate, stamps]
    assert verdict.headline is Headline.UNDETERMINED


def test_a_crafted_file_makes_the_hub_call_few(signature, known, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(trust_fetch, "fetch_status", lambda path: asked.append(path[0]))
    monkeypatch.setattr(checking, "_MAX_PARTIES", 2)
    checking.check(signature, {oids.STREEBOG_256: streebog256(CONTENT)}, at=datetime.now(UTC))
    assert len(asked) == 2


def test_somebody_who_waits_is_answered_even_if_the_outside_is_slow(signature, known, monkeypatch) -> None:
    asked, clock = [], iter(range(0, 1000, 25))
    monkeypatch.setattr(trust_fetch, "fetch_status", lambda path: asked.append(path[0]))
    monkeypatch.setattr(checking, "monotonic", lambda: next(clock))
    (verdict,) = checking.check(signature, {oids.STREEBOG_256: streebog256(CONTENT)}, at=datetime.now(UTC))
    assert len(asked) == 2
    assert verdict.headline is Headline.UNDETERMINED


def test_authority_of_very_many_signers_is_not_judged_at_once(authority, known, monkeypatch) -> None:
    """Each signer is compared with each power, and each power's signatures are checked anew."""
    judged = []
    monkeypatch.setattr(trust_fetch, "fetch_status", lambda path: False)
    monkeypatch.setattr(dropped, "check_authority", lambda *args, **options: judged.append(args) or OPEN)
    monkeypatch.setattr(dropped, "_MAX_JUDGED", 3)
    signed = [authority.issue(people.as_head(people.HEAD)).sign(CONTENT) for _ in range(4)]
    few, many = reduce(one_file, signed[:3]), reduce(one_file, signed)

    def check(cms: bytes, inn: str) -> list[dropped.Checked]:
        files = [
            dropped.Dropped(name, io.BytesIO(data), len(data))
            for name, data in (("a.txt", CONTENT), ("a.sig", cms))
        ]
        return dropped.check_dropped(files, party_inn=inn, at=datetime.now(UTC))

    assert len(check(few, "7731376812")[0].verdicts) == len(judged) == 3
    with pytest.raises(DomainError, match="по частям"):
        check(many, "7731376812")
    assert len(check(many, "")[0].verdicts) == 4  # without the question of authority there is no such limit
    assert len(judged) == 3
