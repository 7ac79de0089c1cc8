"""Titles: every format is recognised, what it says is read, what is wrong with it is told."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from formats_kit import BOMB, EDO, patient
from hypothesis import given, settings
from hypothesis import strategies as st
from title_kit import BUYER_ID, OTHERS, ROWS, SELLER_ID, Row, other, utd

from paraph.formats.title_checks import check_title, schema_name
from paraph.formats.title_forms import DiadocType
from paraph.formats.titles import Revision, TitleError, TitleParty, read_title

pytestmark = pytest.mark.skipif(not EDO.exists(), reason="needs the official schemas")
SCHEMAS = {path.name: path.read_bytes() for path in (EDO / "xsd").glob("O*.xsd")} | {
    path.name: path.read_bytes() for path in (EDO / "xsd").glob("DP_[RT]*.xsd")
}
SAMPLES = sorted((EDO / "samples" / "synthetic").glob("ON_N*.xml"))

rows = st.lists(
    st.builds(
        Row,
        st.decimals("0.001", "1000", places=3),
        st.decimals("0.01", "10000", places=2),
        st.sampled_from([None, 0, 10, 20]),
    ),
    min_size=1,
    max_size=5,
).map(tuple)


def change(data: bytes, old: str, new: str) -> bytes:
    text = data.decode("cp1251")
    assert old in text
    return text.replace(old, new).encode("cp1251")


class TestTransfer:
    @pytest.mark.parametrize("version", ["5.01", "5.02", "5.03"])
    @pytest.mark.parametrize("function", ["СЧФ", "ДОП", "СЧФДОП"])
    def test_says_what_it_says(self, version, function) -> None:
        data = utd(version, function)
        assert check_title(data, SCHEMAS, function=function) == []
        title = read_title(data)
        assert (title.form.prefix, title.index, title.version) == ("ON_NSCHFDOPPR", 0, version)
        assert (title.function, title.number, title.date) == (function, "101", date(2026, 11, 21))
        assert (title.total, title.vat, title.currency) == (Decimal("1233.30"), Decimal("200.00"), "643")
        assert (title.sender_id, title.recipient_id) == (SELLER_ID, BUYER_ID)
        assert title.sellers == (TitleParty("ООО «Ромашка»", "7731376812", "773101001"),)
        assert title.buyers == (TitleParty("АО «Лютик»", "7830002293", "783001001"),)
        assert title.made_at.isoformat() == "2026-11-21T12:00:00+03:00"
        assert title.revision is None

    @settings(patient, max_examples=40)
    @given(st.sampled_from(["5.01", "5.02", "5.03"]), st.sampled_from(["СЧФ", "ДОП", "СЧФДОП"]), rows)
    def test_any_lines_add_up(self, version, function, rows) -> None:
        data = utd(version, function, rows)
        assert check_title(data, SCHEMAS) == []
        title = read_title(data)
        assert title.total == sum(row.net + row.tax for row in rows)
        assert title.vat == sum(row.tax for row in rows)

    def test_a_revision(self) -> None:
        new = utd(revision='<ИспрДок НомИспр="2" ДатаИспр="22.11.2026"/>')
        assert read_title(new).revision == Revision("2", date(2026, 11, 22))
        old = utd("5.01", revision='<ИспрСчФ ДефНомИспрСчФ="-" ДефДатаИспрСчФ="-"/>')
        assert read_title(old).revision is None

    @pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name[:14])
    def test_samples(self, path) -> None:
        title = read_title(path.read_bytes())
        assert check_title(path.read_bytes(), SCHEMAS, function="СЧФДОП", file_name=path.name) == []
        assert (title.file_id, title.function) == (path.stem, "СЧФДОП")
        answer = path.name.startswith("ON_NSCHFDOPPOK")
        assert (title.index, title.result) == ((1, "1") if answer else (0, ""))
        assert title.answers == (SAMPLES[1].stem if answer else "")


class TestOtherFormats:
    @pytest.mark.parametrize("prefix", OTHERS)
    def test_valid_and_without_faults(self, prefix) -> None:
        data, schema = other(prefix)
        title = read_title(data)
        assert (title.form.prefix, title.sender_id, title.recipient_id) == (prefix, SELLER_ID, BUYER_ID)
        assert schema_name(title, SCHEMAS) == schema
        assert check_title(data, SCHEMAS) == []

    @pytest.mark.parametrize(
        ("prefix", "number", "day", "total", "vat", "function"),
        [
            ("DP_TOVTORGPR", "5", 20, "120.00", "20.00", ""),
            ("DP_REZRUISP", "7", 20, "150.00", "20.00", ""),
            ("ON_SFAKT", "9", 20, "110.00", "10.00", "СЧФ"),
            ("ON_KORSCHFDOPPR", "К-1", 20, "-60.00", "-10.00", "КСЧФДИС"),
        ],
    )
    def test_what_they_say(self, prefix, number, day, total, vat, function) -> None:
        title = read_title(other(prefix)[0])
        assert (title.number, title.date, title.function) == (number, date(2026, 11, day), function)
        assert (title.total, title.vat) == (Decimal(total), Decimal(vat))

    def test_a_statement_of_accounts_has_no_sum(self) -> None:
        title = read_title(other("ON_AKTSVEROTP")[0])
        assert (title.number, title.date) == ("А-3", date(2026, 9, 30))
        assert (title.total, title.vat, title.currency) == (None, None, "643")
        assert title.buyers == (TitleParty("Мастеров Олег", "500100732259"),)

    def test_revisions(self) -> None:
        assert read_title(other("DP_TOVTORGPR")[0]).revision == Revision("2", date(2026, 11, 21))
        assert read_title(other("ON_KORSCHFDOPPR")[0]).revision == Revision("3", date(2026, 11, 21))

    def test_the_new_correction_is_read_as_the_old(self) -> None:
        data = change(other("ON_KORSCHFDOPPR")[0], 'КНД="1115127"', 'КНД="1115133"')
        title = read_title(change(data, "ON_KORSCHFDOPPR_", "ON_NKORSCHFDOPPR_"))
        assert title.diadoc_types == (
            DiadocType("UniversalCorrectionDocumentRevision", "КСЧФДИС", "ucd736_05_01_02"),
        )


class TestDiadocTypes:
    @pytest.mark.parametrize(
        ("function", "names"),
        [
            ("СЧФ", ["UniversalTransferDocument", "Invoice"]),
            ("ДОП", ["UniversalTransferDocument", "XmlTorg12", "XmlAcceptanceCertificate"]),
            ("СЧФДОП", ["UniversalTransferDocument"]),
        ],
    )
    def test_a_transfer_document_is_a_container(self, function, names) -> None:
        types = read_title(utd(function=function)).diadoc_types
        assert [one.type_named_id for one in types] == names
        assert {one.version for one in types} == {"utd970_05_03_01"}
        assert [one.function for one in types] == [function] + ["default"] * (len(names) - 1)

    def test_versions(self) -> None:
        assert read_title(utd("5.01")).diadoc_types[0].version == "utd820_05_01_02_hyphen"
        revised = utd("5.02", "СЧФ", revision='<ИспрДок НомИспр="2" ДатаИспр="22.11.2026"/>')
        assert read_title(revised).diadoc_types == (
            DiadocType("UniversalTransferDocumentRevision", "СЧФ", "utd970_05_02_01"),
            DiadocType("InvoiceRevision", "default", "utd970_05_02_01"),
        )
        assert read_title(other("DP_REZRUISP")[0]).diadoc_types == (
            DiadocType("XmlAcceptanceCertificate", "default", "rezru_05_01_02"),
        )
        assert read_title(other("ON_AKTSVEROTP")[0]).diadoc_types == (
            DiadocType("ReconciliationAct", "default", "reconciliationact405_05_01_01"),
        )
        assert read_title(other("ON_SFAKT")[0]).diadoc_types == ()


class TestFaults:
    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ('СтТовБезНДСВсего="1033.30"', 'СтТовБезНДСВсего="1033.31"', "без НДС: в строках 1033.30"),
            ("200.00</СумНал>\n</СумНалВсего>", "200.01</СумНал></СумНалВсего>", "НДС: в строках 200.00"),
            ('СтТовУчНалВсего="1233.30"', 'СтТовУчНалВсего="1233.31"', "с НДС: в строках 1233.30"),
            ('ЦенаТов="500.00"', 'ЦенаТов="501.00"', "Строка 1: количество на цену — 1002.00"),
            ('НалСт="20%"', 'НалСт="10%"', "Строка 1: НДС по ставке 10% — 100.00"),
            ('НалСт="20%"', 'НалСт="без НДС"', "Строка 1: НДС по ставке без НДС"),
            ('СтТовУчНал="33.30"', 'СтТовУчНал="33.31"', "Строка 2: без НДС 33.30 и НДС 0 не дают"),
            ('ИННЮЛ="7731376812"', 'ИННЮЛ="7731376813"', "Продавец.*Контрольная цифра ИНН"),
            ('ИННЮЛ="7830002293"', 'ИННЮЛ="7830002294"', "Покупатель.*Контрольная цифра ИНН"),
            ('КПП="773101001"', 'КПП="007731376"', "КПП состоит"),
            ('Функция="СЧФДОП"', 'Функция="КСЧФ"', "Функция 'КСЧФ', а в этом формате"),
            ('ИдФайл="ON_NSCHFDOPPR_', 'ИдФайл="ON_OTHER_', "начинается не с ON_NSCHFDOPPR"),
            (f'ИдФайл="ON_NSCHFDOPPR_{BUYER_ID}', 'ИдФайл="ON_NSCHFDOPPR_', "составлено не по правилам"),
            ("<СвПродПер>", "<СвПродПер2>", "нет сведений о передаче"),
            ('НомСтр="1"', 'НомСтр="один"', "Строка .*НомСтр"),
            ('СтТовУчНал="33.30"', 'СтТовУчНал="1e3"', "не число"),
        ],
    )  # fmt: skip
    def test_each_is_told(self, old, new, words) -> None:
        data = change(utd(), old, new)
        if "СвПродПер2" in new:
            data = change(data, "</СвПродПер>", "</СвПродПер2>")
        assert any(re.search(words, fault) for fault in check_title(data, SCHEMAS)), check_title(
            data, SCHEMAS
        )

    @pytest.mark.parametrize(
        ("prefix", "old", "new", "words"),
        [
            ("DP_TOVTORGPR", 'СумНДС="20.00"', 'СумНДС="19.00"', "НДС: в строках 19.00, а всего"),
            ("DP_REZRUISP", 'СтоимУчНДС="48.00"', 'СтоимУчНДС="49.00"', "с НДС: в строках 121.00"),
            ("ON_KORSCHFDOPPR", "<СумУм>30.00", "<СумУм>31.00", "НДС, уменьшение: в строках 31.00"),
            ("ON_KORSCHFDOPPR", 'СтоимУвел="100.00"', 'СтоимУвел="90.00"', "без НДС, увеличение: в"),
            ("ON_SFAKT", 'НалСт="10%"', 'НалСт="18/118"', "НДС по ставке 18/118 — 16.78"),
        ],
    )  # fmt: skip
    def test_in_other_formats(self, prefix, old, new, words) -> None:
        data = change(other(prefix)[0], old, new)
        assert any(words in fault for fault in check_title(data)), check_title(data)

    def test_all_at_once(self) -> None:
        data = change(utd(), 'СтТовБезНДСВсего="1033.30"', 'СтТовБезНДСВсего="1"')
        data = change(data, 'ИННЮЛ="7731376812"', 'ИННЮЛ="7731376813"')
        faults = check_title(data, SCHEMAS, function="ДОП", file_name="another.xml")
        assert len(faults) == 4
        assert any("нужна ДОП" in fault for fault in faults)
        assert any("Имя файла" in fault for fault in faults)

    def test_rounded_prices_are_no_fault(self) -> None:
        """1000.00 for 3: a price of 333.33 gives 999.99, and nobody is wrong."""
        price = Row(Decimal("3"), Decimal("333.33"), None)
        data = change(utd(rows=(price,)), "999.99", "1000.00")
        assert check_title(data, SCHEMAS) == []

    def test_the_longest_numbers_are_no_trouble(self) -> None:
        data = change(utd(), 'КолТов="2"', f'КолТов="{"9" * 26}"')
        data = change(data, 'ЦенаТов="500.00"', f'ЦенаТов="{"9" * 15}.{"9" * 11}"')
        assert "количество на цену — 9999999999" in check_title(data)[0]

    def test_calculated_rates(self) -> None:
        row = (Row(Decimal("1"), Decimal("100.00"), 20),)
        for rate in ("20/120", "16,67%"):
            assert check_title(change(utd(rows=row), 'НалСт="20%"', f'НалСт="{rate}"'), SCHEMAS) == []

    def test_the_schema_has_the_last_word(self) -> None:
        data = change(utd(), 'ТипПодпис="1"', 'ТипПодпис="9"')
        assert check_title(data) == []
        assert any("ТипПодпис" in fault for fault in check_title(data, SCHEMAS))

    def test_a_schema_that_cannot_be_used_is_no_silence(self) -> None:
        name = "ON_NSCHFDOPPR_1_997_01_05_03_05.xsd"
        for broken in (b"", b"<a/>", SCHEMAS[name][:2000]):
            assert name in check_title(utd(), {name: broken})[0]
        include = b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="a"/>'
        assert "другие файлы" in check_title(utd(), {name: include + b"</xs:schema>"})[0]

    def test_the_newest_edition_of_a_schema_is_taken(self) -> None:
        assert schema_name(read_title(utd()), SCHEMAS) == "ON_NSCHFDOPPR_1_997_01_05_03_05.xsd"
        assert schema_name(read_title(utd("5.01")), SCHEMAS) == "ON_NSCHFDOPPR_1_997_01_05_01_03.xsd"
        assert schema_name(read_title(utd()), ["ON_NSCHFDOPPOK_1_997_02_05_03_01.xsd"]) == ""


class TestHostile:
    @pytest.mark.parametrize(
        "data",
        [b"", b"%PDF-1.7", b"<a/>", "<Файл/>".encode(), '<Файл><Документ КНД="1"/></Файл>'.encode(),
         utd().decode("cp1251").encode("utf-16")],
    )  # fmt: skip
    def test_other_files_are_none(self, data) -> None:
        assert read_title(data) is None
        assert check_title(data) == ["Это не титул формализованного документа."]

    def test_service_documents_are_none(self) -> None:
        for path in (EDO / "samples" / "synthetic").glob("DP_*.xml"):
            assert read_title(path.read_bytes()) is None

    def test_no_bombs(self) -> None:
        with pytest.raises(TitleError, match="DOCTYPE"):
            read_title(BOMB)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('ДатаДок="21.11.2026"', 'ДатаДок="32.11.2026"'),
            ("</СвПрод>", "</СвПрод><СвПродПер/><СвПродПер/>"),
            ("<ИдСв>", "<ИдСв><СвИП/>"),
            (' ВерсФорм="5.03"', ""),
            ("<СвСчФакт", "<СвСчФакт2"),
            ('СтТовУчНалВсего="1233.30"', 'СтТовУчНалВсего="NaN"'),
            ("</Файл>", ""),
        ],
    )
    def test_broken_ones_say_so(self, old, new) -> None:
        data = change(utd(), old, new)
        if "Пер/>" in new:
            data = data.replace("<СвПродПер/>".encode("cp1251"), "<ИдСв/>".encode("cp1251"))
            data = data.replace(
                "</СвПрод><ИдСв/><ИдСв/>".encode("cp1251"), "<ИдСв/></СвПрод>".encode("cp1251")
            )
        with pytest.raises(TitleError):
            read_title(data)
        assert len(check_title(data, SCHEMAS)) == 1

    @settings(patient, max_examples=200)
    @given(st.data())
    def test_bytes_changed_at_random(self, data) -> None:
        content = bytearray(
            data.draw(st.sampled_from([utd(rows=ROWS), utd("5.01"), other("ON_KORSCHFDOPPR")[0]]))
        )
        for _ in range(data.draw(st.integers(1, 5))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        with suppress(TitleError):
            read_title(bytes(content))
        assert all(isinstance(fault, str) for fault in check_title(bytes(content), SCHEMAS))
