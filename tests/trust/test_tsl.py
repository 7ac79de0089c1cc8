"""The list of accredited CAs: what it says, when it is believed, and whether a CA was accredited on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trust_kit import DAY, NOW, TC26_512_A, Holder, Pki, crl, issue, person
from tsl_kit import ACTIVE, ca_xml, list_xml, pinned_list, signed_list

from paraph.trust import certificate as certificates
from paraph.trust.accreditation import MOSCOW, Accreditation, Status, StatusEntry, status_of
from paraph.trust.crl import Revocation
from paraph.trust.names import Name, organization_subject
from paraph.trust.store import TrustStore
from paraph.trust.tsl import MINISTRY_OGRN, AccreditedList, TslError
from paraph.trust.verdict import Answer

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNDETERMINED


def entry(status: Status, since: str) -> StatusEntry:
    return StatusEntry(status, datetime.fromisoformat(since), status.value)


def accreditation(*pairs: tuple[Status, str]) -> Accreditation:
    entries = [entry(*pair) for pair in pairs]
    return Accreditation.of(entries[-1], entries[:-1])


# -- periods ------------------------------------------------------------------------------------------------

LIFE = accreditation(
    (Status.ACTIVE, "2015-07-10T00:00:00+03:00"),
    (Status.SUSPENDED, "2018-02-01T14:30:00+03:00"),
    (Status.ACTIVE, "2018-03-05T09:00:00+03:00"),
    (Status.TERMINATED, "2020-07-10T00:00:00+03:00"),
)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2015-07-09T23:59:59+03:00", NO),
        ("2015-07-09T21:00:00+00:00", YES),  # the tenth has begun in Moscow
        ("2015-07-10T00:00:00+03:00", YES),
        ("2018-02-01T14:29:59+03:00", YES),
        ("2018-02-01T14:30:00+03:00", NO),
        ("2018-03-04T23:59:59+03:00", NO),
        ("2018-03-05T00:00:00+03:00", YES),  # the day it begins counts as a whole
        ("2018-03-05T08:59:59+03:00", YES),
        ("2020-07-09T23:59:59+03:00", YES),
        ("2020-07-10T00:00:00+03:00", NO),
        ("2026-01-01T00:00:00+03:00", NO),
    ],
)
def test_the_day_of_issue_decides(moment: str, expected: Answer) -> None:
    assert LIFE.on_issue(datetime.fromisoformat(moment)) is expected


def test_periods_are_told() -> None:
    ends = [(begin.isoformat()[:10], end and end.isoformat()[:10]) for begin, end in LIFE.periods()]
    assert ends == [("2015-07-10", "2018-02-01"), ("2018-03-05", "2020-07-10")]
    lasting = accreditation(
        (Status.ACTIVE, "2015-07-10T00:00:00+03:00"), (Status.ACTIVE, "2018-07-10T00:00:00+03:00")
    )
    assert [end for _, end in lasting.periods()] == [None]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Действует", Status.ACTIVE),
        (" действующая ", Status.ACTIVE),
        ("Приостановлена", Status.SUSPENDED),
        ("Приостановлено", Status.SUSPENDED),
        ("Прекращена", Status.TERMINATED),
        ("Досрочно  прекращена", Status.TERMINATED),
        ("Аннулирована", Status.ANNULLED),
        ("Не действует", Status.UNKNOWN),
        ("Действие прекращено", Status.UNKNOWN),
        ("Действие приостановлено", Status.UNKNOWN),
        ("Действовала", Status.UNKNOWN),
        ("", Status.UNKNOWN),
        ("Active", Status.UNKNOWN),
    ],
)
def test_words_of_the_list(text: str, status: Status) -> None:
    assert status_of(text) is status


def test_contradictions_are_not_decided_for_the_ca() -> None:
    day = "2018-01-01T00:00:00+03:00"
    later = datetime(2019, 1, 1, tzinfo=UTC)
    active, ended = entry(Status.ACTIVE, day), entry(Status.TERMINATED, day)
    two = Accreditation.of(entry(Status.ACTIVE, "2020-01-01T00:00:00+03:00"), [active, ended])
    assert two.on_issue(later) is UNKNOWN
    assert two.on_issue(later + 500 * DAY) is YES
    assert Accreditation.of(active, [ended]).on_issue(later) is YES, "the present status decides its moment"
    stale = Accreditation.of(active, [entry(Status.TERMINATED, "2019-06-01T00:00:00+03:00")])
    assert stale.on_issue(later) is YES
    assert stale.on_issue(later + 365 * DAY) is UNKNOWN
    assert Accreditation.unreadable("").on_issue(later) is UNKNOWN


HOUR = timedelta(hours=1)
START = datetime(2012, 1, 1, tzinfo=MOSCOW)
_statuses = st.sampled_from(Status)
_moments = st.integers(0, 15 * 365 * 24).map(lambda hours: START + hours * HOUR)


@given(st.lists(st.tuples(_moments, _statuses), min_size=1, max_size=6), _moments, st.randoms())
def test_periods_by_brute_force(
    given_entries: list[tuple[datetime, Status]], moment: datetime, shuffle: object
) -> None:
    """Against the definition: the latest status not later than the moment, or one beginning that day."""
    unique = sorted(dict(given_entries).items())
    entries = [StatusEntry(status, since, "") for since, status in unique]
    history = entries[:-1]
    shuffle.shuffle(history)  # type: ignore[attr-defined]
    made = Accreditation.of(entries[-1], history)
    assert Accreditation.of(entries[-1], entries) == made, "the history may repeat the present status"
    passed = [status for since, status in unique if since <= moment]
    coming = [(since, status) for since, status in unique if since > moment]
    now = passed[-1] if passed else Status.TERMINATED
    expected = YES if now is Status.ACTIVE else UNKNOWN if now is Status.UNKNOWN else NO
    if expected is NO and coming and coming[0][1] is Status.ACTIVE and coming[0][0].date() == moment.date():
        expected = YES
    assert made.on_issue(moment) is expected
    inside = any(begin <= moment and (end is None or moment < end) for begin, end in made.periods())
    assert inside == (now is Status.ACTIVE)


# -- reading ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def signer(pki: Pki) -> Holder:
    return issue(organization_subject(common_name="Издатель", organization="Издатель"), pki.sub, PROFILE)


PROFILE = certificates.QUALIFIED


def test_everything_is_read(pki: Pki) -> None:
    history: Sequence[tuple[str, str]] = [
        ("Действует", "2012-07-10T00:00:00+04:00"),
        ("Прекращена", "2014-07-10T00:00:00.0000000+04:00"),
    ]
    listed = AccreditedList.parse(
        list_xml(ca_xml([pki.sub.certificate], history=history), ca_xml([], name="Другой", ogrn="1"))
    )
    assert (listed.version, listed.issued_at, listed.unreadable) == ("16326", NOW, 0)
    first, second = listed.authorities
    assert (first.name, first.ogrn, first.inn, first.registry_number, first.short_name) == (
        "ООО Тестовый УЦ",
        "1027700132195",
        "7707083893",
        "7",
        "ТУЦ",
    )
    assert [item.status for item in first.accreditation.entries] == [
        Status.ACTIVE,
        Status.TERMINATED,
        Status.ACTIVE,
    ]
    assert first.accreditation.current.since == datetime(2015, 7, 10, tzinfo=MOSCOW)
    (complex_,) = first.complexes
    assert (complex_.alias, complex_.sign_class, complex_.tools) == ("Основной", "КС2", "УЦ 1.0")
    (key,) = complex_.keys
    assert key.identifier == pki.sub.certificate.extensions.subject_key_id
    assert key.certificates[0].certificate == pki.sub.certificate
    assert second.complexes[0].keys == ()
    assert listed.crl_urls(pki.sub.certificate) == (
        "http://one.test.invalid/a.crl",
        "http://two.test.invalid/a.crl",
    )
    assert list(listed.certificates()) == [pki.sub.certificate]
    assert listed.issuers(pki.person.certificate) == (pki.sub.certificate,)


def test_looking_up(pki: Pki) -> None:
    sub = pki.sub.certificate
    listed = AccreditedList.parse(list_xml(ca_xml([sub])))
    assert listed.find(sub)[0].authority.ogrn == "1027700132195"
    assert listed.by_raw(sub.raw) == listed.find(sub)
    assert listed.by_key_identifier(sub.extensions.subject_key_id or b"") == listed.find(sub)
    assert not listed.find(pki.root.certificate)
    assert not listed.by_key_identifier(b"")
    assert not listed.crl_urls(pki.root.certificate)


def test_another_certificate_of_the_same_key_is_found_and_a_borrowed_identifier_is_not(pki: Pki) -> None:
    twin = issue(pki.sub.certificate.subject, pki.root, certificates.INTERMEDIATE)
    listed = AccreditedList.parse(list_xml(ca_xml([pki.sub.certificate])))
    key = pki.sub.key
    raw = certificates.issue_certificate(
        subject=pki.sub.certificate.subject,
        public_key=key.point,
        curve=key.curve,
        issuer_key=pki.root.key,
        issuer_cert=pki.root.certificate,
        serial=99,
        not_before=NOW - DAY,
        not_after=NOW + DAY,
        profile=certificates.INTERMEDIATE,
    )
    other = certificates.Certificate.parse(raw)
    assert len(listed.find(other)) == 1
    both = AccreditedList.parse(list_xml(ca_xml([pki.sub.certificate]), ca_xml([other], name="Преемник")))
    assert [place.authority.name for place in both.find(other)] == ["Преемник", "ООО Тестовый УЦ"]
    identifier = (twin.certificate.extensions.subject_key_id or b"").hex()
    borrowed = AccreditedList.parse(list_xml(ca_xml([pki.sub.certificate], key_id=identifier)))
    assert borrowed.by_key_identifier(bytes.fromhex(identifier))
    assert not borrowed.find(twin.certificate), "an identifier alone makes nobody accredited"


def test_a_certificate_unlike_its_thumbprint_is_left_out(pki: Pki) -> None:
    listed = AccreditedList.parse(list_xml(ca_xml([pki.sub.certificate], thumbprint="00" * 20)))
    assert listed.unreadable == 1
    assert not listed.find(pki.sub.certificate)


@pytest.mark.parametrize(
    "current",
    [
        None,
        ("Действует", ""),
        ("Действует", "вчера"),
        ("Что-то", "2015-01-01"),
        ("Действует", "0001-01-01T00:00:00+14:00"),
        ("Действует", "9999-12-31"),
    ],
)
def test_unreadable_statuses_prove_nothing(pki: Pki, current: tuple[str, str] | None) -> None:
    (authority,) = AccreditedList.parse(list_xml(ca_xml([], current=current))).authorities
    assert authority.accreditation.on_issue(NOW) is UNKNOWN


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"<r/>", "это не перечень"),
        (b"<!DOCTYPE r><r/>", "DTD"),
        (b"r", "не читается как XML"),
        (list_xml().replace(str(NOW.year).encode(), b"x"), "не читается"),
        (list_xml().replace(str(NOW.year).encode(), b"9999"), "невозможна"),
        (list_xml().replace(str(NOW.year).encode(), b"0001"), "невозможна"),
    ],
)
def test_what_is_no_list(xml: bytes, reason: str) -> None:
    with pytest.raises(TslError, match=reason):
        AccreditedList.parse(xml)


# -- believing ----------------------------------------------------------------------------------------------


def ministry(name: str, **options: str) -> Name:
    return organization_subject(
        common_name=name, organization="Министерство", **{"ogrn": MINISTRY_OGRN, **options}
    )


@pytest.fixture(scope="module")
def head() -> Holder:
    """The head CA, with the ministry's own number in its name."""
    return issue(ministry("Головной УЦ"), None, certificates.ROOT, curve=TC26_512_A)


@pytest.fixture(scope="module")
def treasury(head: Holder) -> Holder:
    return issue(
        organization_subject(common_name="Казначейство", organization="К", ogrn="1047797019830"),
        head,
        certificates.INTERMEDIATE,
    )


@pytest.fixture(scope="module")
def publisher(treasury: Holder) -> Holder:
    return issue(ministry("Издатель перечня"), treasury, PROFILE)


def test_the_ministry_is_believed_by_its_own_root(head: Holder, treasury: Holder, publisher: Holder) -> None:
    """The issuer of the signer's certificate is taken from the list itself."""
    xml = signed_list(publisher, ca_xml([treasury.certificate]))
    fact = AccreditedList.parse(xml).verify(store=TrustStore([head.certificate]), at=NOW)
    assert fact.answer is YES
    assert "«Издатель перечня»" in fact.reason
    assert "версия 16326" in fact.source


def test_a_revoked_signer_is_not_believed(head: Holder, treasury: Holder, publisher: Holder) -> None:
    revoked = crl(treasury, [Revocation(publisher.certificate.serial, NOW - DAY)])
    store = TrustStore([head.certificate], [treasury.certificate], [crl(head), revoked])
    fact = AccreditedList.parse(signed_list(publisher)).verify(store=store, at=NOW)
    assert (fact.answer, "отозван" in fact.reason) == (UNKNOWN, True)


def test_a_holder_of_a_qualified_certificate_publishes_no_lists(head: Holder, treasury: Holder) -> None:
    anybody = issue(person(), treasury, PROFILE)
    store = TrustStore([head.certificate], [treasury.certificate])
    fact = AccreditedList.parse(signed_list(anybody)).verify(store=store, at=NOW)
    assert (fact.answer, "не Минцифры" in fact.reason) == (UNKNOWN, True)


def test_the_ministrys_number_under_another_root_is_worth_nothing(pki: Pki) -> None:
    pretender = issue(ministry("Самозванец"), pki.sub, PROFILE)
    fact = AccreditedList.parse(signed_list(pretender)).verify(store=pki.store, at=NOW)
    assert (fact.answer, "не к корню Минцифры" in fact.reason) == (UNKNOWN, True)


def test_an_unknown_root_is_not_enough(head: Holder, treasury: Holder, publisher: Holder) -> None:
    xml = signed_list(publisher, ca_xml([treasury.certificate, head.certificate]))
    fact = AccreditedList.parse(xml).verify(store=TrustStore([]), at=NOW)
    assert (fact.answer, "не проверен" in fact.reason) == (UNKNOWN, True)


def test_a_pinned_signer_is_believed(signer: Holder, pki: Pki) -> None:
    fact = pinned_list(signer).verify(store=TrustStore([]), at=NOW)
    assert (fact.answer, "назначил администратор" in fact.reason) == (YES, True)
    other = AccreditedList.parse(signed_list(pki.person), pinned=[signer.certificate])
    assert other.verify(store=TrustStore([]), at=NOW).answer is UNKNOWN


def test_an_unsigned_list_is_not_believed(signer: Holder, pki: Pki) -> None:
    listed = AccreditedList.parse(list_xml(ca_xml([pki.sub.certificate])), pinned=[signer.certificate])
    fact = listed.verify(store=pki.store, at=NOW)
    assert (fact.answer, "не подписан" in fact.reason) == (UNKNOWN, True)
    assert "tsl-signer.pem" in fact.reason, "what can be done is said"


@given(data=st.data())
def test_an_altered_list_is_refused(signer: Holder, pki: Pki, data: st.DataObject) -> None:
    xml = bytearray(signed_list(signer, ca_xml([pki.sub.certificate])))
    place = data.draw(st.integers(xml.index("<Версия".encode()), xml.index(b"<Signature") - 1))
    xml[place] ^= data.draw(st.integers(1, 255))
    try:
        listed = AccreditedList.parse(bytes(xml), pinned=[signer.certificate])
    except TslError:
        return
    fact = listed.verify(store=pki.store, at=NOW)
    if fact.answer is YES:  # the byte said nothing: a space inside a tag
        original = pinned_list(signer, ca_xml([pki.sub.certificate]))
        assert (listed.version, listed.issued_at) == (original.version, original.issued_at)
        assert listed.authorities == original.authorities


def test_a_changed_status_and_a_foreign_signature_are_told_apart(signer: Holder, pki: Pki) -> None:
    xml = signed_list(signer, ca_xml([], current=("Прекращена", "2020-01-01")))
    changed = xml.replace("Прекращена".encode(), "Действует".encode())
    fact = AccreditedList.parse(changed, pinned=[signer.certificate]).verify(store=pki.store, at=NOW)
    assert (fact.answer, "изменён" in fact.reason) == (NO, True)
    mine = signed_list(pki.person).split(b"<SignatureValue>")[1].split(b"</SignatureValue>")[0]
    theirs = xml.split(b"<SignatureValue>")[1].split(b"</SignatureValue>")[0]
    fact = AccreditedList.parse(xml.replace(theirs, mine)).verify(store=pki.store, at=NOW)
    assert (fact.answer, "неверна" in fact.reason) == (NO, True)


def test_an_old_list_is_told_of(signer: Holder, pki: Pki) -> None:
    listed = pinned_list(signer, issued_at=NOW - timedelta(days=40))
    assert [check.name for check in listed.verify(store=pki.store, at=NOW).checks if check.warning] == [
        "tsl.date"
    ]
    assert not any(check.warning for check in listed.verify(store=pki.store, at=NOW - 20 * DAY).checks)


def test_a_suspended_ca_is_listed_with_its_status(pki: Pki) -> None:
    xml = ca_xml([pki.sub.certificate], history=[ACTIVE], current=("Приостановлена", NOW.isoformat()))
    (place,) = AccreditedList.parse(list_xml(xml)).find(pki.sub.certificate)
    assert place.authority.accreditation.on_issue(NOW - DAY) is YES
    assert place.authority.accreditation.on_issue(NOW) is NO
