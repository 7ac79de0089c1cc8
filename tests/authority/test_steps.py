"""The steps of the check of authority, each by what it must answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from authority_kit import (
    ACT,
    AT,
    BUREAU,
    DAY,
    EMPLOYEE,
    FIRM,
    HEAD,
    NUMBER,
    OTHER,
    PARTY,
    SAMPLES,
    SCHEMA,
    SECOND,
    SELLER,
    SIGNED_AT,
    TRADER,
    Registry,
    answer,
    authority,
    changed,
    check,
    check_sample,
    draft,
    handed_on,
    head_of,
    open_at,
    person_of,
    refused,
    sample,
    sample_store,
    signed,
    step,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paraph.authority.facts import DocumentFacts, PartyFacts, PoaFile
from paraph.authority.steps import check_authority
from paraph.formats import mchd
from paraph.sandbox.mchd.write import Ability, Human, Limit
from paraph.trust.names import head_subject, person_subject
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, FactName, SignerInfo
from paraph.trust.verify import verify_signature

STEPS = [
    "needed", "found", "format", "signature", "principal", "representative", "dates", "registry", "powers",
    "delegation", "joint",
]  # fmt: skip
ACTS = "BTBO_00000005"


class TestSample:
    """The synthetic exchange with its test PKI."""

    def test_every_step_is_yes(self) -> None:
        registry = Registry()
        fact = check_sample(sample(), registry=registry, schema=SCHEMA)
        assert fact.answer is Answer.YES
        assert [c.name for c in fact.checks] == [f"mchd.{name}" for name in STEPS]
        assert {c.answer for c in fact.checks} == {Answer.YES}
        assert registry.asked == [(NUMBER, SELLER.inn, "500100732259", AT)]

    def test_documents_signed_by_the_employee_verify_with_it(self) -> None:
        title = next(SAMPLES.glob("ON_NSCHFDOPPR*.xml"))
        verdict = verify_signature(
            title.with_name(f"{title.name}.sig").read_bytes(),
            content=title.read_bytes(),
            store=sample_store(),
            at=AT,
        )[0]
        fact = check_sample(sample(), signer=verdict.signer)
        full = verdict.with_fact(FactName.AUTHORITY, fact)
        assert (full.headline.value, fact.answer) == ("valid", Answer.YES)

    def test_without_registry_and_document_it_stays_open(self) -> None:
        fact = check_sample(sample(), registry=None, document=None)
        assert open_at(fact, "registry", f"check-status?guid={NUMBER}")
        assert step(fact, "powers").answer is Answer.UNDETERMINED

    def test_without_schema_the_step_says_so(self) -> None:
        found = step(check_sample(sample()), "format")
        assert (found.answer, found.warning) == (Answer.YES, True)
        assert "PARAPH_FNS_SCHEMAS" in found.reason
        assert not step(check_sample(sample(), schema=SCHEMA), "format").warning
        assert open_at(check_sample(sample(), schema=SCHEMA / "missing.xsd"), "format", "схема")

    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            (answer("REVOKED", AT - DAY / 24), Answer.NO),
            (answer("REVOKED", AT + DAY / 24), Answer.YES),
            (answer("REVOKED"), Answer.NO),
            (answer("REJECTED"), Answer.NO),
            (answer("UNKNOWN"), Answer.NO),
            (answer("EXPIRED"), Answer.YES),  # after the signature: its dates still cover it
            (answer("CREATED"), Answer.UNDETERMINED),
            (answer("PROCESSING"), Answer.UNDETERMINED),
            (answer("UNREACHABLE", reason="Реестр МЧД не отвечает."), Answer.UNDETERMINED),
        ],
    )
    def test_states_of_the_registry(self, state, expected) -> None:
        fact = check_sample(sample(), registry=Registry(state))
        assert fact.answer is expected
        assert step(fact, "registry").answer is expected
        if expected is Answer.NO:
            assert refused(fact, "registry")

    def test_term(self) -> None:
        last = datetime(2027, 10, 1, 20, 59, tzinfo=UTC)  # 23:59 in Moscow
        assert step(check_sample(sample(), at=last), "dates").answer is Answer.YES
        over = check_sample(sample(), at=datetime(2027, 10, 1, 21, 0, tzinfo=UTC))
        assert refused(over, "dates", "истёк")
        early = step(check_sample(sample(), at=datetime(2026, 9, 30, 20, 59, tzinfo=UTC)), "dates")
        assert (early.answer, "ещё не началась" in early.reason) == (Answer.NO, True)
        first = datetime(2026, 9, 30, 21, 0, tzinfo=UTC)  # midnight in Moscow
        assert step(check_sample(sample(), at=first), "dates").answer is Answer.YES

    @pytest.mark.parametrize(
        ("change", "name", "words"),
        [
            (("SOURCEDOCS5", "SOURCEDOCS36"), "powers", "нет подходящего"),
            ((">1000000<", ">1000<"), "powers", "больше лимита 1000"),
            (('СНИЛС="087-654-303 00"', 'СНИЛС="112-233-445 95"'), "representative", "СНИЛС"),
            (('ИННФЛ="500100732259" СНИЛС="087', 'ИННФЛ="770000010267" СНИЛС="087'), "representative", "ИНН"),
            (('СрокДейст="2027-10-01"', 'СрокДейст="2026-11-21"'), "dates", "истёк"),
        ],
    )
    def test_narrowing_refuses_for_its_own_reason(self, change, name, words) -> None:
        assert refused(check_sample(changed(change)), name, words)

    def test_principal_must_be_the_party(self) -> None:
        other = PartyFacts("7830002293", "ООО ТЕСТ ПОКУПАТЕЛЬ")
        assert refused(check_sample(sample(), party=other), "principal", "7830002293")

    def test_power_of_another_firm_signed_by_our_head_is_forged(self) -> None:
        forged = changed(('ИННЮЛ="7731376812"', 'ИННЮЛ="7830002293"'))
        fact = check_sample(forged, party=PartyFacts("7830002293"))
        assert refused(fact, "signature", "не доверителем")

    def test_signature_of_another_person_is_not_the_principals(self) -> None:
        assert refused(check_sample(changed(by="person")), "signature", "не доверителем")
        assert refused(check_sample(changed(by="ip")), "signature", "не доверителем")

    def test_no_signature_proves_nothing(self) -> None:
        assert refused(check_sample(PoaFile(sample().xml)), "signature", ".sig")
        garbage = PoaFile(sample().xml, (b"not a signature",))
        assert refused(check_sample(garbage), "signature", "не читается")

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(place=st.integers(0, len(sample().xml) - 1), bit=st.integers(0, 7))
    def test_any_changed_byte_of_the_file_is_refused(self, place, bit) -> None:
        xml = bytearray(sample().xml)
        xml[place] ^= 1 << bit
        fact = check_sample(replace(sample(), xml=bytes(xml), name=""))
        assert fact.answer is Answer.NO
        bad = [c.name for c in fact.checks if c.answer is Answer.NO]
        assert bad[0] in ("mchd.format", "mchd.signature")

    @settings(max_examples=60, deadline=None)
    @given(place=st.integers(0, len(sample().signatures[0]) - 1), bit=st.integers(0, 7))
    def test_any_changed_byte_of_the_signature_is_noticed(self, place, bit) -> None:
        signature = bytearray(sample().signatures[0])
        signature[place] ^= 1 << bit
        found = step(check_sample(replace(sample(), signatures=(bytes(signature),))), "signature")
        assert found.answer is not Answer.YES or _same_meaning(bytes(signature))


def _same_meaning(signature: bytes) -> bool:
    """A changed byte outside everything that is signed: flags DER leaves open, unsigned fields."""
    verdict = verify_signature(signature, content=sample().xml, store=sample_store(), at=AT)[0]
    return verdict.headline.value == "valid"


class TestNeeded:
    def test_head_needs_none(self) -> None:
        fact = check(signer=head_of(FIRM, HEAD))
        assert fact.answer is Answer.YES
        assert [c.name for c in fact.checks] == ["mchd.needed"]
        assert "МЧД не нужна" in fact.reason

    def test_sole_proprietor_and_person_need_none_for_themselves(self) -> None:
        for human in (TRADER, EMPLOYEE):
            fact = check(signer=person_of(human), party=PartyFacts(human.inn))
            assert (fact.answer, len(fact.checks)) == (Answer.YES, 1)

    def test_same_inn_with_another_ogrn_is_not_the_party(self) -> None:
        fact = check(signer=head_of(FIRM, HEAD), party=replace(PARTY, ogrn="1027700132195"))
        assert fact.answer is Answer.UNDETERMINED
        assert "ОГРН" in step(fact, "needed").reason

    def test_person_for_a_firm_needs_one_and_none_is_there(self) -> None:
        fact = check()
        assert open_at(fact, "found", "МЧД")
        assert len(fact.checks) == 2

    def test_number_named_in_the_document_is_told(self) -> None:
        number = "aaaaaaaa-1111-4222-8333-0123456789ab"
        document = replace(ACT, poa_number=number)
        assert number in check(document=document).reason
        found = step(check(signed(draft()), document=document), "found")
        assert found.warning
        assert number in found.reason

    def test_moment_and_its_source_are_recorded(self) -> None:
        reason = step(check(time_source="штамп времени"), "needed").reason
        assert "22.11.2026 12:00 МСК (штамп времени)" in reason

    def test_signer_without_a_certificate_stays_open(self) -> None:
        fact = check_authority(SignerInfo(), PARTY, store=authority().store, at=AT, poas=(signed(draft()),))
        assert (fact.answer, fact.checks) == (Answer.UNDETERMINED, ())

    def test_naive_moment_is_an_error(self) -> None:
        with pytest.raises(ValueError):
            check_authority(SignerInfo(), PARTY, store=authority().store, at=datetime(2026, 11, 22))  # noqa: DTZ001


class TestSignature:
    def test_head_and_only_head_signs(self) -> None:
        assert check(signed(draft())).answer is Answer.YES
        assert refused(check(signed(draft(), head_of(FIRM, SECOND))), "signature", "не доверителем")
        assert refused(check(signed(draft(), head_of(BUREAU, HEAD))), "signature", "не доверителем")
        assert refused(check(signed(draft(), person_of(HEAD))), "signature", "не доверителем")

    def test_joint_heads_all_sign(self) -> None:
        made = draft(heads=(HEAD, SECOND), joint_heads=True)
        both = (head_of(FIRM, HEAD), head_of(FIRM, SECOND))
        assert check(signed(made, *both)).answer is Answer.YES
        assert refused(check(signed(made, both[0])), "signature", SECOND.surname)

    def test_either_head_signs_when_each_acts_alone(self) -> None:
        made = draft(heads=(HEAD, SECOND))
        assert check(signed(made, head_of(FIRM, SECOND))).answer is Answer.YES

    def test_person_gives_a_power(self) -> None:
        party = PartyFacts(TRADER.inn)
        made = draft(principal=TRADER, heads=())
        assert check(signed(made, person_of(TRADER)), party=party).answer is Answer.YES
        wrong = check(signed(made, person_of(OTHER)), party=party)
        assert refused(wrong, "signature", TRADER.surname)

    def test_bad_signature_beside_the_right_one_spoils_nothing(self) -> None:
        file = signed(draft())
        alien = head_of(FIRM, HEAD).sign(b"another file", SIGNED_AT)
        assert check(replace(file, signatures=(alien, *file.signatures))).answer is Answer.YES
        assert refused(check(replace(file, signatures=(alien,))), "signature")

    def test_certificate_must_hold_when_the_power_was_signed(self) -> None:
        subject = head_of(FIRM, HEAD).certificate.subject
        late = authority().issue(subject, begins=SIGNED_AT + DAY)
        assert refused(check(signed(draft(), late)), "signature", "ещё не действовал")
        gone = authority().issue(subject, ends=SIGNED_AT + DAY)  # expired since: the power stays good
        assert check(signed(draft(), gone)).answer is Answer.YES

    @pytest.mark.parametrize("at", [AT + DAY, datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)])
    def test_power_signed_after_the_document_is_told(self, at) -> None:
        """The time in a signature is the signer's word: it warns, the dates of the power decide."""
        found = step(check(signed(draft(), at=at)), "signature")
        assert (found.answer, found.warning) == (Answer.YES, True)
        assert "позже документа" in found.reason

    def test_unknown_authority_stays_open(self) -> None:
        assert open_at(check(signed(draft()), store=TrustStore([])), "signature")

    def test_power_signed_on_another_day_than_dated_is_told(self) -> None:
        found = step(check(signed(draft(), at=SIGNED_AT + DAY)), "signature")
        assert (found.answer, found.warning) == (Answer.YES, True)


class TestRepresentative:
    def holder(self, **changes):
        requisites = {
            "surname": EMPLOYEE.surname, "given_name": EMPLOYEE.given_name, "inn": EMPLOYEE.inn,
            "snils": EMPLOYEE.snils, **changes,
        }  # fmt: skip
        return authority().issue(person_subject(**requisites))

    @pytest.mark.parametrize("absent", ["inn", "snils"])
    def test_one_requisite_absent_is_a_warning(self, absent) -> None:
        fact = check(signed(draft()), signer=self.holder(**{absent: ""}))
        found = step(fact, "representative")
        assert (fact.answer, found.warning) == (Answer.YES, True)

    def test_neither_requisite_decides_nothing(self) -> None:
        fact = check(signed(draft()), signer=self.holder(inn="", snils=""))
        assert open_at(fact, "representative", "не доказано")

    @pytest.mark.parametrize("change", [{"inn": OTHER.inn}, {"snils": OTHER.snils}])
    def test_other_requisite_is_another_person(self, change) -> None:
        assert refused(check(signed(draft()), signer=self.holder(**change)), "representative")

    def test_sole_proprietor_by_ogrnip_and_inn(self) -> None:
        file = signed(draft(representatives=(TRADER,)))
        assert check(file, signer=person_of(TRADER)).answer is Answer.YES
        plain = self.holder(surname=TRADER.surname, inn=TRADER.inn, snils=TRADER.snils)
        assert refused(check(file, signer=plain), "representative", "ОГРНИП")

    def test_organisation_by_its_own_certificate(self) -> None:
        file = signed(draft(representatives=(BUREAU,)))
        assert check(file, signer=head_of(BUREAU, SECOND)).answer is Answer.YES
        assert refused(check(file, signer=person_of(SECOND)), "representative", "передоверия")

    def test_old_certificate_of_an_organisation_with_two_zeros(self) -> None:
        name = head_subject(
            organization=BUREAU.name, inn_le="", ogrn=BUREAU.ogrn, surname=SECOND.surname,
            given_name=SECOND.given_name, inn=f"00{BUREAU.inn}", snils=SECOND.snils, title="",
        )  # fmt: skip
        file = signed(draft(representatives=(BUREAU,)))
        assert check(file, signer=authority().issue(name)).answer is Answer.YES

    def test_one_of_several(self) -> None:
        file = signed(draft(representatives=(OTHER, EMPLOYEE)))
        assert check(file).answer is Answer.YES


class TestPowers:
    def judged(self, *limits: Limit, document: DocumentFacts = ACT, code: str = ACTS, **changes):
        file = signed(draft(powers=(Ability(code, "Подписывать акты", limits),)))
        return check(file, document=document, **changes)

    @pytest.mark.parametrize(
        ("limit", "document", "expected"),
        [
            (("LIM_03", "500000"), ACT, Answer.YES),
            (("LIM_03", "500 000,00"), ACT, Answer.YES),
            (("LIM_03", "499999.99"), ACT, Answer.NO),
            (("LIM_03", "много"), ACT, Answer.UNDETERMINED),
            (("LIM_03", "500000"), replace(ACT, amount=None), Answer.UNDETERMINED),
            (("LIM_05", "LIM_05_643"), ACT, Answer.YES),
            (("LIM_05", "LIM_05_840"), ACT, Answer.NO),
            (("LIM_05", "LIM_05_643"), replace(ACT, currency="XXX"), Answer.UNDETERMINED),
            (("LIM_08", BUREAU.inn), ACT, Answer.YES),
            (("LIM_08", "7707083893"), ACT, Answer.NO),
            (("LIM_08", BUREAU.inn), replace(ACT, counterparty_inn=""), Answer.UNDETERMINED),
            (("LIM_09", BUREAU.kpp), replace(ACT, counterparty_kpp=BUREAU.kpp), Answer.YES),
            (("LIM_07", FIRM.kpp), ACT, Answer.YES),
            (("LIM_07", "773145001"), ACT, Answer.NO),
            (("LIM_01", "LIM_01_03"), ACT, Answer.YES),
            (("LIM_01", "LIM_01_15"), ACT, Answer.NO),
            (("LIM_01", "LIM_01_03"), DocumentFacts("other"), Answer.UNDETERMINED),
            (("LIM_10", "LIM_10_77"), ACT, Answer.UNDETERMINED),
            (("LIM_99", "что-то новое"), ACT, Answer.UNDETERMINED),
        ],
    )
    def test_restrictions(self, limit, document, expected) -> None:
        code, value = limit
        fact = self.judged(Limit(code, "Ограничение", value), document=document)
        assert step(fact, "powers").answer is expected
        assert fact.answer is expected

    def test_every_restriction_must_hold(self) -> None:
        both = (Limit("LIM_08", "Контрагент", BUREAU.inn), Limit("LIM_03", "Лимит", "1"))
        assert refused(self.judged(*both), "powers", "лимита 1")

    def test_limit_without_vat(self) -> None:
        limits = (Limit("LIM_03", "Лимит", "450000"), Limit("LIM_04", "Тип", "LIM_04_02"))
        assert open_at(self.judged(*limits), "powers", "без НДС")

    def test_serial_of_the_certificate(self) -> None:
        serial = person_of(EMPLOYEE).certificate.serial_hex
        spaced = " ".join(serial[i : i + 2] for i in range(0, len(serial), 2)).lower()
        assert (
            self.judged(Limit("LIM_16", "Сертификат", spaced[:40])).answer is Answer.YES or len(spaced) > 40
        )
        assert refused(self.judged(Limit("LIM_16", "Сертификат", "01AB")), "powers")

    def test_several_counterparties_are_for_a_person(self) -> None:
        two = (Limit("LIM_08", "Контрагент", BUREAU.inn), Limit("LIM_08", "Контрагент", "7707083893"))
        assert open_at(self.judged(*two), "powers", "решает человек")

    def test_code_of_another_document(self) -> None:
        assert refused(self.judged(code="BTBO_00000001"), "powers", "нет подходящего")

    def test_code_that_may_fit_asks_a_person(self) -> None:
        fact = self.judged(document=DocumentFacts("contract"), code="BBDOCS_CNTRCT_AGENCY_AGNC_CNTRCTAGNC2")
        assert open_at(fact, "powers", "подтвердите")

    def test_text_is_for_a_person(self) -> None:
        fact = check(signed(draft(text="Подписывать все документы")))
        assert open_at(fact, "powers", "Подписывать все документы")

    def test_one_suitable_power_of_many_is_enough(self) -> None:
        powers = (Ability("BTBO_00000001", "Счета"), Ability(ACTS, "Акты"), Ability("BTBO_00000008", "Дары"))
        assert check(signed(draft(powers=powers))).answer is Answer.YES


class TestDelegation:
    def chain(self, parent_changes=None, child_changes=None, by=None):
        parent = draft(delegation="2", **(parent_changes or {}))
        child = handed_on(parent, **(child_changes or {}))
        return signed(child, by or person_of(EMPLOYEE)), signed(parent)

    def judged(self, *files, **changes):
        return check(*files, signer=person_of(OTHER), **changes)

    def test_traced_to_the_first(self) -> None:
        registry = Registry()
        fact = self.judged(*self.chain(), registry=registry)
        assert fact.answer is Answer.YES
        assert {issuer for _number, issuer, *_ in registry.asked} == {EMPLOYEE.inn, FIRM.inn}
        assert "передов" in step(fact, "delegation").reason.lower()
        assert step(fact, "delegation").warning  # handed on by a person: a notary may be needed

    def test_order_of_files_does_not_matter(self) -> None:
        child, parent = self.chain()
        assert self.judged(parent, child).answer is Answer.YES

    def test_parent_missing(self) -> None:
        child, _parent = self.chain()
        assert open_at(self.judged(child), "delegation", "приложите")

    def test_not_allowed(self) -> None:
        parent = draft(delegation="1")
        files = signed(handed_on(parent), person_of(EMPLOYEE)), signed(parent)
        assert refused(self.judged(*files), "delegation", "не разрешает")

    def test_once_means_once(self) -> None:
        first = draft(delegation="2")
        second = handed_on(first, delegation="3")
        third = replace(
            handed_on(first), principal=OTHER, representatives=(TRADER,),
            first=replace(handed_on(first).first, parent_number=second.number),
        )  # fmt: skip
        files = signed(third, person_of(OTHER)), signed(second, person_of(EMPLOYEE)), signed(first)
        assert refused(check(*files, signer=person_of(TRADER)), "delegation", "один раз")
        many = (signed(third, person_of(OTHER)), signed(second, person_of(EMPLOYEE)))
        allowed = check(*many, signed(replace(first, delegation="3")), signer=person_of(TRADER))
        assert allowed.answer is Answer.YES

    @pytest.mark.parametrize("dates", [{"issued": date(2026, 10, 31)}, {"expires": date(2027, 11, 1)}])
    def test_dates_within_the_parent(self, dates) -> None:
        at = SIGNED_AT - DAY
        parent = draft(delegation="2")
        child = handed_on(parent, **dates)
        files = signed(child, person_of(EMPLOYEE), at=at), signed(parent)
        assert refused(self.judged(*files), "delegation", "срок")

    def test_powers_within_the_parent(self) -> None:
        limited = (Ability(ACTS, "Акты", (Limit("LIM_03", "Лимит", "600000"),)),)
        wider = (Ability(ACTS, "Акты"),)
        tighter = (Ability(ACTS, "Акты", (Limit("LIM_03", "Лимит", "550000"),)),)
        looser = (Ability(ACTS, "Акты", (Limit("LIM_03", "Лимит", "600001"),)),)
        other = (Ability("BTBO_00000016", "Первичные документы"),)
        parent = {"powers": limited}
        assert self.judged(*self.chain(parent, {"powers": tighter})).answer is Answer.YES
        for powers in (wider, looser, other):
            assert refused(self.judged(*self.chain(parent, {"powers": powers})), "delegation", "олномочие")

    def test_forged_by_somebody_who_is_no_representative(self) -> None:
        parent = draft(delegation="2")
        forged = replace(handed_on(parent), principal=SECOND, representatives=(OTHER,))
        files = signed(forged, person_of(SECOND)), signed(parent)
        assert refused(self.judged(*files), "delegation", "не представитель")

    def test_claimed_first_principal_is_not_believed(self) -> None:
        """The child says the firm gave the first power; the first power says the bureau did."""
        parent = draft(delegation="2", principal=BUREAU, heads=(SECOND,))
        child = handed_on(parent)
        files = signed(child, person_of(EMPLOYEE)), signed(parent, head_of(BUREAU, SECOND))
        assert refused(self.judged(*files), "principal", BUREAU.inn)

    def test_parent_must_be_signed_and_in_force(self) -> None:
        child, parent = self.chain()
        assert refused(self.judged(child, replace(parent, signatures=())), "delegation", ".sig")
        child, parent = self.chain()
        number = parent.name.removesuffix(".xml")[-36:]
        revoked = Registry(**{number: answer("REVOKED", AT - DAY)})
        assert refused(self.judged(child, parent, registry=revoked), "delegation", "отозвана")

    def test_circle_ends(self) -> None:
        one = draft(delegation="3")
        two = handed_on(one)
        back = replace(handed_on(two), number=one.number, principal=OTHER, representatives=(EMPLOYEE,))
        files = signed(two, person_of(EMPLOYEE)), signed(back, person_of(OTHER))
        assert self.judged(*files).answer is not Answer.YES

    def test_written_by_the_schema(self) -> None:
        for file in self.chain():
            assert mchd.parse(file.xml, file_name=file.name, schema=SCHEMA)


class TestJoint:
    def test_all_representatives_must_sign(self) -> None:
        file = signed(draft(representatives=(EMPLOYEE, OTHER), joint=True))
        assert open_at(check(file), "joint", OTHER.surname)
        assert refused(check(file, other_signers=()), "joint", OTHER.surname)
        other = person_of(OTHER).certificate.signer_info()
        assert check(file, other_signers=(other,)).answer is Answer.YES
        stranger = person_of(Human("Чужой", "Иван", "770000010193", "99900010118")).certificate.signer_info()
        assert refused(check(file, other_signers=(stranger,)), "joint")


class TestChoice:
    def test_the_power_that_serves_best_decides(self) -> None:
        good, expired = signed(draft()), signed(draft(expires=date(2026, 11, 10)))
        unreadable = PoaFile(b"<x/>", (b"x",))
        for files in ((expired, good, unreadable), (unreadable, good, expired)):
            assert check(*files).answer is Answer.YES
        assert check(expired, unreadable).answer is Answer.NO
