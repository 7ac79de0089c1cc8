"""Reading powers of attorney: the official sample structure, both formats, and files made to deceive."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paraph.formats import mchd
from paraph.formats.mchd_types import Delegation, Format, MchdError, PartyKind
from paraph.sandbox.mchd.write import Ability, Draft, Firm, First, Human, Limit, write

SHARED = Path(__file__).parents[3] / "shared" / "data" / "edo"
SCHEMA = SHARED / "xsd"
SAMPLE = next((SHARED / "samples" / "synthetic").glob("ON_EMCHD_*.xml"))
FIRM = Firm("ООО «Ромашка»", "7731376812", "773101001", "1207799000012")
HEAD = Human("Лугова", "Анна Сергеевна", "770000010193", "99900010118", "Директор")
EMPLOYEE = Human("Работников", "Пётр Ильич", "770000010267", "99900010219")
TRADER = Human("Мастеров", "Олег Юрьевич", "770000010588", "99900010522", ogrnip="320779900000051")

V002 = """<?xml version="1.0" encoding="windows-1251"?>
<Доверенность ИдФайл="ON_DOVBB_20230901_0b5ad65f-1111-4222-8333-0123456789ab" ВерсФорм="002">
<Документ><Довер>
<СвДов НомДовер="0B5AD65F-1111-4222-8333-0123456789AB" ВнНомДовер="5" ПрПередов="1"
 ДатаВыдДовер="2023-09-01" ДатаКонДовер="2024-09-01" СведСистОтм="https://m4d.nalog.gov.ru">
<Безотзыв ПрБезотзыв="1"/></СвДов>
<СвДоверит><РосОргДовер><СвРосОрг НаимОрг="ООО «Ромашка»" ИННЮЛ="7731376812" КПП="773101001"
 ОГРН="1207799000012"/><ЛицоБезДов><СвФЛ ИННФЛ="770000010193" СНИЛС="999-000-101 18">
<СведФЛ><ФИО Фамилия="Лугова" Имя="Анна" Отчество="Сергеевна"/></СведФЛ></СвФЛ></ЛицоБезДов></РосОргДовер>
<Подписант Фамилия="Лугова" Имя="Анна" Отчество="Сергеевна"/></СвДоверит>
<СвУпПред><Пред><СведФизЛ ИННФЛ="770000010267" СНИЛС="999-000-102 19">
<ФИО Фамилия="Работников" Имя="Пётр" Отчество="Ильич"/></СведФизЛ></Пред></СвУпПред>
<СвПолн><ТекстПолн>Подписывать договоры</ТекстПолн></СвПолн>
</Довер></Документ></Доверенность>"""


def draft(**changes) -> Draft:
    options = {
        "principal": FIRM, "heads": (HEAD,), "representatives": (EMPLOYEE,),
        "issued": date(2026, 11, 1), "expires": date(2027, 11, 1), **changes,
    }  # fmt: skip
    return Draft(**options)


def refusal(data: bytes | str, **options) -> str:
    with pytest.raises(MchdError) as caught:
        mchd.parse(data.encode() if isinstance(data, str) else data, **options)
    return str(caught.value)


class TestSample:
    def test_says_what_it_says(self) -> None:
        poa = mchd.parse(SAMPLE.read_bytes(), file_name=SAMPLE.name, schema=SCHEMA)
        assert (poa.format, poa.number) == (Format.V003, SAMPLE.stem[-36:])
        assert (poa.issued, poa.expires) == (date(2026, 10, 1), date(2027, 10, 1))
        assert (poa.revocable, poa.delegation, poa.joint) == (True, Delegation.NONE, False)
        principal = poa.principals[0]
        assert (principal.kind, principal.inn, principal.entity.ogrn) == (
            PartyKind.ORGANIZATION, "7731376812", "1026605606620",
        )  # fmt: skip
        assert principal.heads[0].people[0].snils == "11223344595"
        assert poa.representatives[0].person.full_name == "Работников Пётр Ильич"
        power = poa.powers[0]
        assert power.code == "BBDOCS_DOCS_DCSALL_SRCDOC_SOURCEDOCS5"
        assert (power.restrictions[0].code, power.restrictions[0].value) == ("LIM_03", "1000000")

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ('ВерсФорм="EMCHD_1"', 'ВерсФорм="EMCHD_2"', "ВерсФорм"),
            ('ПрЭлФорм="00000000"', 'ПрЭлФорм="0000000"', "ПрЭлФорм"),
            ("urn://x-artefacts/EMCHD_1", "urn://x-artefacts/EMCHD_2", "не МЧД"),
            ('НомДовер="c3f1a0de', 'НомДовер="c3f1a0df', "не согласован"),
            ('НомДовер="c3f1a0de-', 'НомДовер="c3f1a0de', "НомДовер"),
            ('СрокДейст="2027-10-01"', 'СрокДейст="2026-09-30"', "раньше"),
            ('СрокДейст="2027-10-01"', 'СрокДейст="01.10.2027"', "ГГГГ-ММ-ДД"),
            ('ПрПередов="1"', 'ПрПередов="4"', "ПрПередов"),
            ('ТипДоверит="1"', 'ТипДоверит="3"', "объявляет ИПДовер"),
            ('ТипПред="3"', 'ТипПред="9"', "ТипПред"),
            ('ИННЮЛ="7731376812"', 'ИННЮЛ="773137681"', "ИННЮЛ"),
            ('СНИЛС="087-654-303 00"', 'СНИЛС="08765430300"', "СНИЛС"),
            ('ТипПолн="1"', 'ТипПолн="0"', "текстом"),
            ("<ТексЗначОгр>1000000</ТексЗначОгр>", "<ТексЗначОгр/>", "значения"),
            ("</СвПолн>", "</СвПолн><СвПолн/>", "несколько раз"),
            ("<СвУпПред", "<СвУпДруг", ""),
            ('encoding="utf-8"', 'encoding="windows-1251"', ""),
        ],
    )
    def test_faults_are_named(self, old, new, words) -> None:
        text = SAMPLE.read_text("utf-8").replace("encoding='utf-8'", 'encoding="utf-8"')
        assert old in text
        assert words in refusal(text.replace(old, new, 1))

    def test_file_name_must_agree(self) -> None:
        data = SAMPLE.read_bytes()
        assert mchd.parse(data, file_name=SAMPLE.name.upper().replace(".XML", ".xml"))
        assert "Имя файла" in refusal(data, file_name="doverennost.xml")

    def test_schema_finds_what_structure_does_not(self) -> None:
        text = SAMPLE.read_text("utf-8").replace('Регион="77"', 'Регион="Москва"')
        assert mchd.parse(text.encode())
        assert "схеме" in refusal(text, schema=SCHEMA)
        assert "не читается" in refusal(text, schema=SCHEMA / "missing.xsd")


class TestDeceit:
    def test_no_entities_no_doctype(self) -> None:
        text = SAMPLE.read_text("utf-8")
        head, _, body = text.partition("?>")
        for doctype in (
            '<!DOCTYPE Доверенность [<!ENTITY a "1000000">]>',
            '<!DOCTYPE Доверенность SYSTEM "file:///etc/passwd">',
            '<!DOCTYPE Доверенность [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        ):
            assert "DOCTYPE" in refusal(f"{head}?>{doctype}{body}")
        assert refusal(text.replace(">1000000<", ">&a;<"))

    def test_billion_laughs(self) -> None:
        levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
        text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{levels}]><x>&e11;</x>'
        assert refusal(text)

    def test_comment_does_not_split_a_value(self) -> None:
        text = SAMPLE.read_text("utf-8").replace(">1000000<", ">10<!-- -->000<?x y?>000<")
        assert mchd.parse(text.encode()).powers[0].restrictions[0].value == "10000000"

    def test_size_depth_and_number_of_elements(self) -> None:
        assert "пуст" in refusal(b"")
        assert "больше 1 МБ" in refusal(b" " * (mchd.MAX_SIZE + 1))
        assert "сложен" in refusal("<a>" * 60 + "</a>" * 60)
        assert "сложен" in refusal("<a>" + "<b/>" * 20_001 + "</a>")

    @settings(max_examples=150, deadline=None)
    @given(
        place=st.integers(0, SAMPLE.stat().st_size - 1), piece=st.binary(max_size=8), cut=st.integers(0, 30)
    )
    def test_anything_else_is_read_or_refused(self, place, piece, cut) -> None:
        data = SAMPLE.read_bytes()
        with suppress(MchdError):  # and nothing else is raised
            mchd.parse(data[:place] + piece + data[place + cut :])

    @settings(max_examples=100, deadline=None)
    @given(st.binary(max_size=300))
    def test_noise_is_refused(self, data) -> None:
        with pytest.raises(MchdError):
            mchd.parse(data)


class TestKinds:
    """Files written by the sandbox: valid by the schema, and read back as meant."""

    def read(self, made: Draft):
        return mchd.parse(write(made), file_name=f"{made.file_id}.xml", schema=SCHEMA)

    def test_principals(self) -> None:
        human = Human("Иванов", "Иван", "770000010193", "99900010118")
        for principal, kind in (
            (FIRM, PartyKind.ORGANIZATION),
            (TRADER, PartyKind.SOLE_PROPRIETOR),
            (human, PartyKind.PERSON),
        ):
            heads = (HEAD,) if isinstance(principal, Firm) else ()
            poa = self.read(draft(principal=principal, heads=heads))
            assert (poa.principals[0].kind, poa.principals[0].inn) == (kind, principal.inn)
            assert poa.grantors == poa.principals

    def test_representatives(self) -> None:
        poa = self.read(draft(representatives=(FIRM, TRADER, EMPLOYEE), joint=True))
        kinds = [party.kind for party in poa.representatives]
        assert kinds == [PartyKind.ORGANIZATION, PartyKind.SOLE_PROPRIETOR, PartyKind.PERSON]
        assert poa.joint
        assert poa.representatives[1].person.ogrnip == TRADER.ogrnip

    def test_powers_in_text_and_in_codes(self) -> None:
        assert self.read(draft(text="Всё")).text_powers == "Всё"
        limits = (Limit("LIM_03", "Лимит", "5"), Limit("LIM_05", "Валюта", "LIM_05_643"))
        power = self.read(draft(powers=(Ability("BTBO_00000004", "Договоры", limits),))).powers[0]
        assert [(item.code, item.value) for item in power.restrictions] == [
            ("LIM_03", "5"), ("LIM_05", "LIM_05_643"),
        ]  # fmt: skip

    def test_joint_heads(self) -> None:
        poa = self.read(draft(heads=(HEAD, EMPLOYEE), joint_heads=True))
        assert [head.joint for head in poa.principals[0].heads] == [True, True]

    def test_sub_delegation(self) -> None:
        parent = draft(delegation="3")
        first = First(parent.number, parent.issued, parent.expires, FIRM)
        child = draft(principal=EMPLOYEE, heads=(), representatives=(TRADER,), first=first)
        poa = self.read(child)
        assert poa.sub_delegated
        assert (poa.parent_number, poa.first_number) == (parent.number, parent.number)
        assert [party.inn for party in poa.principals] == [FIRM.inn]
        assert [party.inn for party in poa.grantors] == [EMPLOYEE.inn]
        further = self.read(replace(child, first=replace(first, parent_number=child.number)))
        assert (further.parent_number, further.first_number) == (child.number, parent.number)

    def test_frozen(self) -> None:
        poa = self.read(draft())
        for field in fields(poa):
            with pytest.raises(AttributeError):
                setattr(poa, field.name, None)


class TestOldFormat:
    def test_read_as_far_as_needed(self) -> None:
        poa = mchd.parse(V002.encode("cp1251"))
        assert (poa.format, poa.number) == (Format.V002, "0b5ad65f-1111-4222-8333-0123456789ab")
        assert (poa.issued, poa.expires, poa.revocable) == (date(2023, 9, 1), date(2024, 9, 1), True)
        assert poa.principals[0].inn == FIRM.inn
        assert poa.principals[0].heads[0].people[0].inn == HEAD.inn
        assert poa.representatives[0].person.snils == EMPLOYEE.snils
        assert (poa.powers, poa.text_powers) == ((), "Подписывать договоры")

    def test_the_only_head_may_be_named_as_the_signer(self) -> None:
        name = '<ФИО Фамилия="Лугова" Имя="Анна" Отчество="Сергеевна"/>'
        text = V002.replace(name, "")
        (head,) = mchd.parse(text.encode("cp1251")).principals[0].heads[0].people
        assert (head.surname, head.inn) == ("Лугова", HEAD.inn)
        start, end = text.index("<ЛицоБезДов>"), text.index("</РосОргДовер>")
        two = text[:end] + text[start:end] + text[end:]
        assert "ровно одно ФИО" in refusal(two.encode("cp1251"))

    @pytest.mark.parametrize(("value", "joint"), [("1", False), ("2", True)])
    @pytest.mark.parametrize("element", ["СвДов ", "СвПолн>"])
    def test_joint_powers_are_seen_wherever_they_are_said(self, element, value, joint) -> None:
        said = f'{element[:-1]} ПрСовмПолн="{value}"{element[-1]}'
        text = V002.replace("<" + element, "<" + said)
        assert text != V002
        assert mchd.parse(text.encode("cp1251")).joint is joint

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("<ТекстПолн>Подписывать договоры</ТекстПолн>", "", "полномочия"),
            ("Довер>", "Передов>", "Передоверие"),
            ("СвРосОрг", "СвДругОрг", "организация"),
            ('ДатаКонДовер="2024-09-01"', 'ДатаКонДовер="2022-09-01"', "раньше"),
            ('ВерсФорм="002"', 'ВерсФорм="001"', "не МЧД"),
            ('encoding="windows-1251"', 'encoding="koi8-r"', ""),
        ],
    )
    def test_faults_are_named(self, old, new, words) -> None:
        text = V002.replace(old, new)
        assert text != V002
        assert words in refusal(text.encode("cp1251"))
