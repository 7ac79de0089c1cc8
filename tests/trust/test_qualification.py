"""The fact «qualification»: form by order 795, accreditation on the day of issue, who may use it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from trust_kit import DAY, NOW, TC26_512_A, Holder, Pki, head, issue, person
from tsl_kit import ca_xml, list_xml, pinned_list

from paraph.trust import certificate as certificates
from paraph.trust import der, oids
from paraph.trust.certificate import Certificate, Profile
from paraph.trust.chain import build_chain
from paraph.trust.keys import PublicKey
from paraph.trust.names import Name, head_subject, organization_subject, person_subject
from paraph.trust.profile795 import Holder as Owner
from paraph.trust.qualification import check_qualification
from paraph.trust.store import TrustStore
from paraph.trust.tsl import AccreditedList
from paraph.trust.verdict import Answer, Check, Fact

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNDETERMINED
FNS = "1047707030513"
COMMERCIAL = "1027700132195"
MINISTRY = "1197799000035"
LONG_AGO = datetime(2012, 1, 1, tzinfo=UTC)
PERIOD = {"not_before": LONG_AGO, "not_after": NOW + 4000 * DAY}


@pytest.fixture(scope="module")
def root() -> Holder:
    subject = organization_subject(
        common_name="Головной УЦ", organization="Министерство", ogrn="1197799000035"
    )
    return issue(subject, None, certificates.ROOT, curve=TC26_512_A, **PERIOD)


def authority(root: Holder, ogrn: str) -> Holder:
    subject = organization_subject(common_name="Тестовый УЦ", organization="УЦ", ogrn=ogrn)
    return issue(subject, root, certificates.INTERMEDIATE, **PERIOD)


@pytest.fixture(scope="module")
def publisher(root: Holder) -> Holder:
    subject = organization_subject(common_name="Издатель", organization="Министерство", ogrn=MINISTRY)
    return issue(subject, root, certificates.QUALIFIED, **PERIOD)


@pytest.fixture(scope="module")
def commercial(root: Holder) -> Holder:
    return authority(root, COMMERCIAL)


@pytest.fixture(scope="module")
def fns(root: Holder) -> Holder:
    return authority(root, FNS)


@pytest.fixture(scope="module")
def store(root: Holder, publisher: Holder, commercial: Holder, fns: Holder) -> TrustStore:
    listed = pinned_list(
        publisher,
        ca_xml([commercial.certificate], name="ООО УЦ", ogrn=COMMERCIAL),
        ca_xml([fns.certificate], name="ФНС", ogrn=FNS),
    )
    return with_list(root, listed, commercial, fns)


def with_list(root: Holder, listed: AccreditedList | None, *others: Holder) -> TrustStore:
    return TrustStore([root.certificate], [item.certificate for item in others], accredited=listed)


def ask(certificate: Certificate, store: TrustStore, at: datetime = NOW) -> Fact:
    chain = build_chain(certificate, store=store, at=at)
    return check_qualification(certificate, chain, store=store, at=at)


def of(fact: Fact, name: str) -> Check:
    (found,) = (check for check in fact.checks if check.name == name)
    return found


def full_head(**changes: str) -> Name:
    fields: dict[str, Any] = {
        "organization": "ООО Пример",
        "inn_le": "7731376812",
        "ogrn": "1207799000012",
        "surname": "Лугова",
        "given_name": "Анна Сергеевна",
        "inn": "770000010193",
        "snils": "99900010118",
        "street": "ул. Луговая, д. 1",
    }
    return head_subject(**{**fields, **changes})


# -- the whole answer ---------------------------------------------------------------------------------------


def test_a_person_of_an_accredited_ca_is_qualified(commercial: Holder, store: TrustStore) -> None:
    fact = ask(issue(person(), commercial, certificates.QUALIFIED).certificate, store)
    assert fact.answer is YES, fact.reason
    assert "КС1, КС2" in fact.reason
    assert "версия 16326" in fact.source
    assert [check.name for check in fact.checks] == [
        "795.subject-sign-tool",
        "795.issuer-sign-tool",
        "795.policies",
        "795.key-usage",
        "795.identification-kind",
        "795.validity",
        "795.subject-names",
        "795.inn",
        "795.snils",
        "63.accredited-list",
        "63.accredited-on-issue",
        "63.root-mintsifry",
        "63.key-algorithm",
        "63.restrictions",
    ]
    assert all(check.answer is YES and check.clause for check in fact.checks)


def test_a_head_by_the_tax_service_is_qualified(fns: Holder, store: TrustStore) -> None:
    fact = ask(issue(full_head(), fns, certificates.QUALIFIED).certificate, store)
    assert fact.answer is YES, fact.reason
    assert not [check for check in fact.checks if check.warning]
    assert of(fact, "63.commercial-ca-legal-entity").answer is YES
    assert of(fact, "63.employee-person-certificate").answer is YES


def test_an_unqualified_certificate_is_called_so(root: Holder, store: TrustStore) -> None:
    """As Госключ's unqualified ones: a CA that is in no list, no means, no classes."""
    goskey = authority(root, "1047702026701")
    plain = issue(person(), goskey, certificates.NON_QUALIFIED).certificate
    fact = ask(plain, TrustStore([root.certificate], [goskey.certificate], accredited=store.accredited))
    assert fact.answer is NO
    assert fact.reason.startswith("Сертификат не квалифицированный. ")
    assert of(fact, "63.accredited-on-issue").answer is NO


def test_qualified_by_form_only(root: Holder, store: TrustStore) -> None:
    """Anybody can write marks into a certificate: the list decides."""
    pretender = authority(root, COMMERCIAL)
    leaf = issue(person(), pretender, certificates.QUALIFIED).certificate
    fact = ask(leaf, TrustStore([root.certificate], [pretender.certificate], accredited=store.accredited))
    assert (fact.answer, "нет в перечне" in fact.reason) == (NO, True)


def test_without_the_issuer_nothing_is_said_of_accreditation(
    commercial: Holder, fns: Holder, publisher: Holder, store: TrustStore
) -> None:
    leaf = issue(person(), commercial, certificates.QUALIFIED).certificate
    fact = ask(leaf, TrustStore(store.roots, accredited=pinned_list(publisher, ca_xml([fns.certificate]))))
    assert of(fact, "63.accredited-on-issue").answer is UNKNOWN
    assert fact.answer is UNKNOWN
    fact = ask(leaf, TrustStore(store.roots, accredited=store.accredited))
    assert fact.answer is YES, "the list itself supplies the issuer's certificate"


# -- the list -----------------------------------------------------------------------------------------------


def test_without_a_list_it_is_undetermined(root: Holder, commercial: Holder) -> None:
    leaf = issue(person(), commercial, certificates.QUALIFIED).certificate
    fact = ask(leaf, with_list(root, None, commercial))
    assert (fact.answer, "не подключён" in fact.reason) == (UNKNOWN, True)


def test_an_unsigned_list_proves_nothing(root: Holder, commercial: Holder) -> None:
    leaf = issue(person(), commercial, certificates.QUALIFIED).certificate
    listed = AccreditedList.parse(list_xml(ca_xml([commercial.certificate])))
    fact = ask(leaf, with_list(root, listed, commercial))
    assert (fact.answer, "не подписан" in fact.reason) == (UNKNOWN, True)


def test_an_altered_list_refuses_nobody_and_proves_nothing(
    root: Holder, publisher: Holder, commercial: Holder
) -> None:
    leaf = issue(person(), commercial, certificates.QUALIFIED).certificate
    listed = pinned_list(publisher, ca_xml([commercial.certificate]))
    assert listed.signature is not None
    listed.signature = replace(listed.signature, intact=False)
    fact = ask(leaf, with_list(root, listed, commercial))
    assert (fact.answer, "изменён" in fact.reason) == (UNKNOWN, True)


@pytest.mark.parametrize(("lag", "answer"), [(9, YES), (11, UNKNOWN), (-300, YES)])
def test_the_list_must_know_the_day_of_issue(
    lag: int, answer: Answer, root: Holder, publisher: Holder, commercial: Holder
) -> None:
    leaf = issue(person(), commercial, certificates.QUALIFIED).certificate
    listed = pinned_list(
        publisher, ca_xml([commercial.certificate]), issued_at=leaf.not_before - timedelta(days=lag)
    )
    fact = ask(leaf, with_list(root, listed, commercial))
    assert of(fact, "63.accredited-list").answer is answer
    assert fact.answer is answer


@pytest.mark.parametrize(
    ("current", "history", "answer", "words"),
    [
        (("Действует", "2015-07-10"), (), YES, ""),
        (("Прекращена", "2099-01-01"), (("Действует", "2015-07-10"),), YES, ""),
        (("Прекращена", "2020-01-01"), (("Действует", "2015-07-10"),), NO, "«Прекращена» с 01.01.2020"),
        (("Аннулирована", "2020-01-01"), (), NO, "«Аннулирована»"),
        (("Приостановлена", "2020-01-01"), (("Действует", "2015-07-10"),), NO, "«Приостановлена»"),
        (("Действует", "2099-01-01"), (), NO, "ещё не был аккредитован"),
        (("На рассмотрении", "2015-07-10"), (), UNKNOWN, "непонятен"),
        (None, (), UNKNOWN, "непонятен"),
    ],
)
def test_accreditation_on_the_day_of_issue(
    current: tuple[str, str] | None,
    history: tuple[tuple[str, str], ...],
    answer: Answer,
    words: str,
    root: Holder,
    publisher: Holder,
    commercial: Holder,
) -> None:
    leaf = issue(person(), commercial, certificates.QUALIFIED).certificate
    xml = ca_xml([commercial.certificate], current=current, history=history)
    fact = ask(leaf, with_list(root, pinned_list(publisher, xml), commercial))
    check = of(fact, "63.accredited-on-issue")
    assert (check.answer, fact.answer) == (answer, answer)
    assert words in check.reason
    assert words in fact.reason


def test_ended_accreditation_leaves_earlier_certificates_qualified(
    root: Holder, publisher: Holder, commercial: Holder
) -> None:
    day = NOW - 10 * DAY
    xml = ca_xml(
        [commercial.certificate],
        current=("Прекращена", day.isoformat()),
        history=[("Действует", "2015-07-10")],
    )
    known = with_list(root, pinned_list(publisher, xml), commercial)
    for issued, answer in ((day - timedelta(seconds=1), YES), (day, NO)):
        leaf = issue(person(), commercial, certificates.QUALIFIED, not_before=issued).certificate
        assert ask(leaf, known).answer is answer


def test_a_key_handed_over_is_judged_by_whoever_was_accredited(
    root: Holder, publisher: Holder, commercial: Holder
) -> None:
    leaf = issue(person(), commercial, certificates.QUALIFIED).certificate
    gone = ca_xml([commercial.certificate], current=("Прекращена", "2020-01-01"), name="Прежний")
    heir = ca_xml([commercial.certificate], name="Преемник")
    fact = ask(leaf, with_list(root, pinned_list(publisher, gone, heir), commercial))
    assert "«Преемник»" in of(fact, "63.accredited-on-issue").reason
    assert fact.answer is YES


# -- who may issue to whom ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("issued", "at", "commercial_rule", "employee_rule"),
    [
        ("2023-08-31T23:59:59+03:00", "2024-08-31T23:59:59+03:00", YES, None),
        ("2023-08-31T23:59:59+03:00", "2024-09-01T00:00:00+03:00", YES, NO),
        ("2023-09-01T00:00:00+03:00", "2023-09-02T00:00:00+03:00", NO, None),
        ("2023-08-31T21:00:00+00:00", "2023-09-02T00:00:00+03:00", NO, None),
    ],
)
def test_organisations_and_commercial_cas(
    issued: str,
    at: str,
    commercial_rule: Answer,
    employee_rule: Answer | None,
    commercial: Holder,
    store: TrustStore,
) -> None:
    leaf = issue(full_head(), commercial, certificates.QUALIFIED, not_before=datetime.fromisoformat(issued))
    fact = ask(leaf.certificate, store, datetime.fromisoformat(at))
    assert of(fact, "63.commercial-ca-legal-entity").answer is commercial_rule
    named = [check.answer for check in fact.checks if check.name == "63.employee-person-certificate"]
    assert named == ([employee_rule] if employee_rule else [])
    assert fact.answer is (NO if NO in (commercial_rule, employee_rule) else YES)


def test_a_sole_proprietor_needs_the_state_too(commercial: Holder, fns: Holder, store: TrustStore) -> None:
    subject = certificates_person(ogrnip="320779900000051")
    fact = ask(issue(subject, commercial, certificates.QUALIFIED).certificate, store)
    assert (fact.answer, "коммерческим УЦ" in fact.reason) == (NO, True)
    assert not [check for check in fact.checks if check.name == "63.employee-person-certificate"]
    assert ask(issue(subject, fns, certificates.QUALIFIED).certificate, store).answer is YES


def certificates_person(**changes: str) -> Name:
    fields = {"surname": "Мастеров", "given_name": "Олег", "inn": "770000010588", "snils": "99900010522"}
    return person_subject(**{**fields, **changes})


def test_the_publisher_of_the_list_is_a_state_body(
    root: Holder, publisher: Holder, store: TrustStore
) -> None:
    own = authority(root, MINISTRY)
    listed = pinned_list(publisher, ca_xml([own.certificate], ogrn=MINISTRY))
    leaf = issue(full_head(), own, certificates.QUALIFIED).certificate
    assert ask(leaf, with_list(root, listed, own)).answer is YES
    assert of(ask(leaf, with_list(root, None, own)), "63.commercial-ca-legal-entity").answer is UNKNOWN


# -- form ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "name", "answer"),
    [
        ({"subject_sign_tool": ""}, "795.subject-sign-tool", UNKNOWN),
        ({"issuer_sign_tool": None}, "795.issuer-sign-tool", UNKNOWN),
        ({"policies": ()}, "795.policies", UNKNOWN),
        ({"policies": ("1.2.3",)}, "795.policies", UNKNOWN),
        ({"identification_kind": None}, "795.identification-kind", YES),
        ({"identification_kind": 9}, "795.identification-kind", YES),
        ({"key_usage": certificates.OCSP_RESPONDER.key_usage}, "795.key-usage", NO),
        ({"extended_key_usage": (oids.EKU_OCSP_SIGNING,)}, "63.restrictions", NO),
    ],
)
def test_each_mark_of_the_form(
    change: dict[str, Any], name: str, answer: Answer, commercial: Holder, store: TrustStore
) -> None:
    profile: Profile = replace(certificates.QUALIFIED, **change)
    fact = ask(issue(person(), commercial, profile).certificate, store)
    assert of(fact, name).answer is not YES
    assert of(fact, name).warning is (answer is YES)
    assert fact.answer is answer


@pytest.mark.parametrize(
    ("subject", "name", "words"),
    [
        (full_head(street=""), "795.subject-names", "STREET"),
        (full_head(ogrn="1207799000013"), "795.ogrn", "не сходятся"),
        (full_head(inn_le="7731376813"), "795.inn", "не сходятся"),
        (full_head(inn_le=""), "795.inn", "нет поля"),
    ],
)
def test_faults_in_names_and_numbers_warn(
    subject: Name, name: str, words: str, fns: Holder, store: TrustStore
) -> None:
    fact = ask(issue(subject, fns, certificates.QUALIFIED).certificate, store)
    assert (fact.answer, of(fact, name).warning, of(fact, name).answer is not YES) == (YES, True, True)
    assert words in of(fact, name).reason
    assert words in fact.reason, "what people should know stands in the fact"


def without_country(name: Name, country: str = "") -> Name:
    kept = [(oid, value) for oid, value in name.attributes if oid != oids.COUNTRY]
    return Name.build([*([(oids.COUNTRY, country)] if country else []), *kept])


def test_a_person_may_have_no_country_but_not_another(
    fns: Holder, commercial: Holder, store: TrustStore
) -> None:
    def answer(subject: Name, issuer: Holder) -> Answer:
        fact = ask(issue(subject, issuer, certificates.QUALIFIED).certificate, store)
        return of(fact, "795.subject-names").answer

    assert answer(without_country(certificates_person()), commercial) is YES
    assert answer(without_country(certificates_person(), "BY"), commercial) is NO
    assert answer(without_country(full_head()), fns) is NO


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"snils": ""}, "795.snils"),
        ({"snils": "99900010119"}, "795.snils"),
        ({"inn": "770000010589"}, "795.inn"),
        ({"given_name": ""}, "795.subject-names"),
    ],
)
def test_faults_of_a_person_warn(
    change: dict[str, str], name: str, commercial: Holder, store: TrustStore
) -> None:
    fact = ask(issue(certificates_person(**change), commercial, certificates.QUALIFIED).certificate, store)
    assert [check.name for check in fact.checks if check.warning] == [name]
    assert fact.answer is YES


def test_old_way_of_writing_the_inn_of_an_organisation() -> None:
    """Before ИННЮЛ: «00» and ten digits in ИНН."""
    subject = Name.build(((oids.ORGANIZATION, "ООО"), (oids.INN, "007731376812"), (oids.COMMON_NAME, "ООО")))
    leaf = issue(subject, None, certificates.QUALIFIED).certificate
    assert Owner.of(leaf) is Owner.LEGAL_ENTITY
    fact = ask(leaf, TrustStore([]))
    assert of(fact, "795.inn").answer is YES


@pytest.mark.parametrize(
    ("algorithm", "at", "answer", "warning"),
    [
        (oids.GOST_2001, "2018-12-31T23:59:59+03:00", YES, False),
        (oids.GOST_2001, "2019-01-01T00:00:00+03:00", YES, True),
        (oids.GOST_2001, "2019-12-31T23:59:59+03:00", YES, True),
        (oids.GOST_2001, "2020-01-01T00:00:00+03:00", NO, False),
        ("1.2.840.113549.1.1.1", "2015-01-01T00:00:00+03:00", NO, False),
        (oids.GOST_2012_512, "2026-01-01T00:00:00+03:00", YES, False),
    ],
)
def test_key_algorithms_by_date(pki: Pki, algorithm: str, at: str, answer: Answer, warning: bool) -> None:
    certificate = replace(pki.person.certificate, public_key=PublicKey(b"", algorithm, b""))
    chain = build_chain(pki.person.certificate, store=pki.store, at=NOW)
    # A store keeps what it found by the certificate's bytes, which are the same here.
    fact = check_qualification(certificate, chain, store=TrustStore([]), at=datetime.fromisoformat(at))
    check = of(fact, "63.key-algorithm")
    assert (check.answer, check.warning) == (answer, warning)


def test_private_key_usage_period(pki: Pki) -> None:
    certificate = pki.person.certificate
    period = der.sequence(
        der.implicit(0, der.generalized_time(NOW - DAY)), der.implicit(1, der.generalized_time(NOW))
    )
    chain = build_chain(certificate, store=pki.store, at=NOW)
    for value, at, answer in (
        (period, NOW, YES),
        (period, NOW + DAY, NO),
        (period, NOW - 2 * DAY, NO),
        (b"\x30\x01", NOW, NO),
    ):
        values = {**certificate.extensions.values, oids.PRIVATE_KEY_USAGE_PERIOD: value}
        limited = replace(certificate, extensions=replace(certificate.extensions, values=values))
        check = of(check_qualification(limited, chain, store=TrustStore([]), at=at), "63.restrictions")
        assert (check.answer, check.warning) == (answer, answer is NO)


def test_a_real_profile_of_the_kit_is_a_head(pki: Pki) -> None:
    assert Owner.of(issue(head(), pki.sub, certificates.QUALIFIED).certificate) is Owner.LEGAL_ENTITY
    assert Owner.of(pki.person.certificate) is Owner.PERSON


def test_an_answer_is_kept_between_the_dates_that_matter(commercial: Holder, store: TrustStore) -> None:
    leaf = issue(full_head(), commercial, certificates.QUALIFIED, not_before=datetime(2023, 1, 1, tzinfo=UTC))
    turn = datetime.fromisoformat("2024-09-01T00:00:00+03:00")
    before = ask(leaf.certificate, store, turn - timedelta(microseconds=1))
    assert ask(leaf.certificate, store, turn - 100 * DAY) is before
    after = ask(leaf.certificate, store, turn)
    assert (before.answer, after.answer) == (YES, NO)
    assert ask(leaf.certificate, store, turn + DAY) is after
    assert ask(leaf.certificate, store, turn - DAY) is before
