"""Service documents: valid by the official schemas, the same when read back, and never a crash."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from formats_kit import (
    BOMB,
    EDO,
    faults,
    guids,
    moments,
    operators,
    participants,
    patient,
    signed_files,
    signers,
    two_sided,
    words,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from paraph.formats import file_names
from paraph.formats.participants import (
    ElectronicPower,
    FullName,
    Operator,
    Organization,
    Participant,
    Person,
    Signer,
)
from paraph.formats.service_documents import (
    About,
    Confirmation,
    SignedFile,
    build_amendment_request,
    build_receipt,
    build_receipt_date_confirmation,
    build_refusal,
    build_revocation_request,
    build_sending_date_confirmation,
)
from paraph.formats.service_reading import ServiceKind, read_service_document
from paraph.formats.xml_files import FormatError

pytestmark = pytest.mark.skipif(not EDO.exists(), reason="needs the official schemas")

AT = datetime(2026, 11, 21, 21, 30, 5, tzinfo=UTC)
SELLER = Participant(
    "2BM-7731376812-773101001-0001", Organization("ООО «Ромашка»", "7731376812", "773101001")
)
BUYER = Participant("2BM-7830002293-783001001-0007", Organization("АО «Лютик»", "7830002293", "783001001"))
OPERATOR = Operator("АО «Оператор»", "7707083893", "2ZZ")
SIGNER = Signer(FullName("Лугова", "Анна", "Сергеевна"), "Директор", "1")
SUBJECT = SignedFile("ON_NSCHFDOPPR_x.xml", (b"one", b"two"))
GUID = "11111111-1111-4111-8111-111111111111"
ABOUT = About(SUBJECT, BUYER, SELLER, GUID, SIGNER)
CONFIRMATION = Confirmation(SUBJECT, OPERATOR, SELLER, BUYER, AT, GUID)
abouts = st.builds(
    About, signed_files, participants, participants | st.builds(Participant, participants.map(lambda p: p.id),
    operators), guids, signers,
)  # fmt: skip
between_people = st.builds(About, signed_files, participants, participants, guids, signers)
two_sided_abouts = st.builds(
    About, signed_files, two_sided, two_sided, guids, signers.map(lambda s: Signer(s.full_name, s.position))
)


class TestSchemas:
    @patient
    @given(about=abouts, received=moments, made=moments)
    def test_receipt(self, about, received, made) -> None:
        name, data = build_receipt(about, received_at=received, made_at=made)
        assert faults(data, "DP_IZVPOL_1_982_00_01_03_01.xsd", name) == []
        document = read_service_document(data)
        assert (document.kind, document.version) == (ServiceKind.RECEIPT, "1.03")
        assert (document.author, document.addressee) == (about.author, about.addressee)
        assert (document.subject, document.signer, document.at) == (about.subject, about.signer, received)
        assert f"{document.file_id}.xml" == name

    @patient
    @given(about=between_people, received=moments, text=words(300))
    def test_amendment_request(self, about, received, text) -> None:
        name, data = build_amendment_request(about, text=text, received_at=received, made_at=received)
        assert faults(data, "DP_UVUTOCH_1_985_00_01_03_01.xsd", name) == []
        document = read_service_document(data)
        assert (document.kind, document.text) == (ServiceKind.AMENDMENT_REQUEST, text)
        assert document.subject.signatures == about.subject.signatures[:1]
        assert (document.author, document.addressee) == (about.author, about.addressee)
        assert (document.signer, document.at) == (about.signer, received)

    @pytest.mark.parametrize(
        ("version", "encoding", "schema"),
        [
            ("1.01", b"utf-8", "DP_PRANNUL_1_985_00_01_01_01.xsd"),
            ("1.02", b"windows-1251", "DP_PRANNUL_1_985_00_01_01_02.xsd"),
        ],
    )
    @patient
    @given(about=two_sided_abouts, made=moments, text=words(300))
    def test_revocation_request(self, version, encoding, schema, about, made, text) -> None:
        name, data = build_revocation_request(about, text=text, made_at=made, version=version)
        assert faults(data, schema, name) == []
        assert encoding in data[:60]
        document = read_service_document(data)
        assert (document.kind, document.text, document.at) == (ServiceKind.REVOCATION_REQUEST, text, None)
        assert (document.author, document.addressee) == (about.author, about.addressee)
        assert (document.subject, document.version) == (about.subject, version)
        assert document.signer == replace(about.signer, signature_type="")

    @patient
    @given(
        confirmation=st.builds(
            Confirmation, signed_files, operators, participants, participants, moments, guids,
            st.none() | signers.map(lambda s: Signer(s.full_name, s.position, signature_type="")),
        )
    )  # fmt: skip
    def test_confirmations(self, confirmation) -> None:
        for build, schema, kind, addressee in (
            (build_receipt_date_confirmation, "DP_PDPOL_1_984_00_01_03_01.xsd", ServiceKind.RECEIPT_DATE,
             confirmation.sender),
            (build_sending_date_confirmation, "DP_PDOTPR_1_983_00_01_03_01.xsd", ServiceKind.SENDING_DATE,
             confirmation.recipient),
        ):  # fmt: skip
            name, data = build(confirmation)
            assert faults(data, schema, name) == []
            parts = file_names.parse(name)
            assert (parts.addressee, parts.author) == (addressee.id, confirmation.operator.code)
            document = read_service_document(data)
            assert (document.kind, document.at) == (kind, confirmation.at)
            assert (document.author, document.signer) == (confirmation.operator, confirmation.signer)
            assert (document.sender, document.recipient) == (confirmation.sender, confirmation.recipient)
            assert document.subject == confirmation.subject

    def test_the_schema_would_notice(self) -> None:
        name, data = build_receipt(ABOUT, received_at=AT, made_at=AT)
        schema = "DP_IZVPOL_1_982_00_01_03_01.xsd"
        assert faults(data, schema, "another.xml")
        assert faults(data.replace(b"1115110", b"111511"), schema, name)
        assert faults(
            data.replace('СтатПодп="1"'.encode("cp1251"), 'СтатПодп="2"'.encode("cp1251")), schema, name
        )


class TestValues:
    def test_hours_are_those_of_moscow(self) -> None:
        name, data = build_receipt(ABOUT, received_at=AT, made_at=AT)
        assert 'ДатаПол="22.11.2026" ВремяПол="00.30.05"' in data.decode("cp1251")
        assert name == (
            "DP_IZVPOL_2BM-7731376812-773101001-0001_2BM-7830002293-783001001-0007_20261122_"
            "11111111-1111-4111-8111-111111111111.xml"
        )
        assert file_names.parse(name).day == date(2026, 11, 22)

    def test_the_same_makes_the_same(self) -> None:
        assert build_receipt(ABOUT, received_at=AT, made_at=AT) == build_receipt(
            replace(ABOUT, guid=GUID.upper()), received_at=AT, made_at=AT
        )

    def test_a_refusal_is_a_request_with_a_reason(self) -> None:
        _, data = build_refusal(ABOUT, text="Цена не та ☹", received_at=AT, made_at=AT)
        assert read_service_document(data).text == "Цена не та ☹"
        with pytest.raises(FormatError, match="причину"):
            build_refusal(ABOUT, text=" ", received_at=AT, made_at=AT)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"author": replace(BUYER, id="2BM_1")}, "ИдУчастЭДО|Имя файла"),
            ({"author": replace(BUYER, party=Organization("АО", "0030002293", "783001001"))}, "ИННЮЛ"),
            ({"author": replace(BUYER, party=Organization("АО", "7830002293"))}, "КПП"),
            (
                {"author": replace(BUYER, party=Organization("А" * 1001, "7830002293", "783001001"))},
                "НаимОрг",
            ),
            ({"author": replace(BUYER, party=Organization("А\x01", "7830002293", "783001001"))}, "знаки"),
            ({"author": replace(BUYER, party=OPERATOR)}, "не оператор"),
            ({"signer": replace(SIGNER, status="2")}, "МЧД"),
            ({"signer": replace(SIGNER, status="3")}, "бумажной"),
            ({"signer": replace(SIGNER, power=ElectronicPower(GUID, date(2026, 1, 1)))}, "хранится"),
            ({"signer": replace(SIGNER, position="я" * 256)}, "Должн"),
            ({"guid": "no"}, "GUID"),
        ],
    )
    def test_what_the_format_cannot_hold(self, change, words) -> None:
        with pytest.raises(FormatError, match=words):
            build_receipt(replace(ABOUT, **change), received_at=AT, made_at=AT)

    def test_nothing_signed_nothing_said(self) -> None:
        with pytest.raises(FormatError, match="нет подписи"):
            SignedFile("x", ())
        with pytest.raises(FormatError, match="нет подписи"):
            SignedFile("x", (b"",))

    def test_a_time_without_a_zone_is_refused(self) -> None:
        with pytest.raises(FormatError, match="часовой пояс"):
            build_receipt(ABOUT, received_at=AT.replace(tzinfo=None), made_at=AT)

    def test_annulment_is_for_organisations_and_traders(self) -> None:
        person = Participant("2BM-1", Person(SIGNER.full_name, "500100732259", sole_proprietor=False))
        with pytest.raises(FormatError, match="между организациями и ИП"):
            build_revocation_request(replace(ABOUT, author=person), text="Ошибка", made_at=AT)
        branch = Participant("2BM-1", Organization("АО", "7830002293", "7830GZ001"))
        with pytest.raises(FormatError, match="буквы КПП"):
            build_revocation_request(replace(ABOUT, author=branch), text="Ошибка", made_at=AT)


OLD_RECEIPT = """<?xml version="1.0" encoding="windows-1251"?>
<Файл ИдФайл="DP_IZVPOL_2BM-1_2BM-2_20140520_1" ВерсПрог="x" ВерсФорм="1.02"><Документ КНД="1115110">
<УчастЭДО ИдУчастЭДО="2BM-2222"><ЮЛ НаимОрг="Покупатель" ИННЮЛ="7830002293" КПП="783001001"/></УчастЭДО>
<СвИзвПолуч ДатаПол="20.05.2014" ВремяПол="10.11.12"><СведПолФайл ИмяПостФайла="ON_SFAKT_1">
<ЭЦППолФайл>b25l</ЭЦППолФайл></СведПолФайл></СвИзвПолуч>
<ОтпрДок><ОперЭДО НаимОрг="Оператор" ИННЮЛ="7707083893" ИдОперЭДО="2BM"/></ОтпрДок>
<Подписант Должность="Директор"><ФИО Фамилия="Лугова" Имя="Анна"/></Подписант></Документ></Файл>"""
OLD_CONFIRMATION = """<?xml version="1.0" encoding="windows-1251"?>
<Файл ИдФайл="DP_{tag}_2BM-1_2BM_20140520_1" ВерсПрог="x" ВерсФорм="1.02"><Документ КНД="{form}">
<ОперЭДО НаимОрг="Оператор" ИННЮЛ="7707083893" ИдОперЭДО="2BM"/>
<СведПодтв ДатаОтпр="20.05.2014" ВремяОтпр="10.11.12"><СведОтпрФайл ИмяПостФайла="ON_SFAKT_1">
<ЭЦППолФайл>b25l</ЭЦППолФайл></СведОтпрФайл></СведПодтв>
<{sender} ИдУчастЭДО="2BM-1111"><{who} НаимОрг="Продавец" ИННЮЛ="7731376812" КПП="773101001"/></{sender}>
<{recipient} ИдУчастЭДО="2BM-2222"><{who} НаимОрг="Покупатель" ИННЮЛ="7830002293" КПП="783001001"/>
</{recipient}>
<Подписант Должность="Директор"><ФИО Фамилия="Лугова" Имя="Анна"/></Подписант></Документ></Файл>"""


class TestOldVersions:
    def test_receipt(self) -> None:
        data = OLD_RECEIPT.encode("cp1251")
        assert faults(data, "DP_IZVPOL_1_982_00_01_01_02.xsd", "") == []
        document = read_service_document(data)
        assert document.subject == SignedFile("ON_SFAKT_1", (b"one",))
        assert document.addressee == Participant("2BM", Operator("Оператор", "7707083893", "2BM"))
        assert document.signer == Signer(FullName("Лугова", "Анна"), "Директор", signature_type="")

    @pytest.mark.parametrize(
        ("tag", "form", "sender", "recipient", "who", "kind"),
        [
            ("PDPOL", "1115112", "ОтпрДок", "ПолДок", "ЮЛ", ServiceKind.RECEIPT_DATE),
            ("PDOTPR", "1115111", "СвОтпрДок", "СвПолДок", "ОтпрЮЛ", ServiceKind.SENDING_DATE),
        ],
    )
    def test_confirmations(self, tag, form, sender, recipient, who, kind) -> None:
        text = OLD_CONFIRMATION.format(tag=tag, form=form, sender=sender, recipient=recipient, who=who)
        schema = next((EDO / "xsd").glob(f"DP_{tag}_*_01_01_02.xsd")).name
        assert faults(text.encode("cp1251"), schema, "") == []
        document = read_service_document(text.encode("cp1251"))
        assert (document.kind, document.recipient.party.name) == (kind, "Покупатель")
        assert document.at.isoformat() == "2014-05-20T10:11:12+03:00"

    @pytest.mark.parametrize(
        "path", sorted((EDO / "samples" / "synthetic").glob("DP_*.xml")), ids=lambda p: p.name[:9]
    )
    def test_samples(self, path) -> None:
        document = read_service_document(path.read_bytes())
        assert (document.file_id, document.kind) == (path.stem, re.match(r"DP_[A-Z]+", path.stem)[0])
        assert all(signature[0] == 0x30 for signature in document.subject.signatures)


class TestHostile:
    def test_no_bombs(self) -> None:
        with pytest.raises(FormatError, match="DOCTYPE"):
            read_service_document(BOMB)
        with pytest.raises(FormatError):
            read_service_document(BOMB.decode().encode("utf-16"))

    @pytest.mark.parametrize("data", [b"", b"<", b"<a/>", "<Файл/>".encode(), b"%PDF-1.7"])
    def test_other_files(self, data) -> None:
        with pytest.raises(FormatError):
            read_service_document(data)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("22.11.2026", "31.02.2026"),
            ("22.11.2026", "2026-11-22"),
            ("00.30.05", "24.30.05"),
            ("<ЭППолФайл>b25l", "<ЭППолФайл>*"),
            ("<ЭППолФайл>b25l</ЭППолФайл><ЭППолФайл>dHdv</ЭППолФайл>", ""),
            ("<УчастЭДО", "<УчастЭДО2"),
            (' ИдФайл="', ' Ид="'),
        ],
    )
    def test_broken_ones(self, old, new) -> None:
        text = build_receipt(ABOUT, received_at=AT, made_at=AT)[1].decode("cp1251")
        assert old in text
        broken = text.replace(old, new).replace(
            "</УчастЭДО>", "</УчастЭДО2>" if "ЭДО2" in new else "</УчастЭДО>"
        )
        with pytest.raises(FormatError):
            read_service_document(broken.encode("cp1251"))

    @settings(patient, max_examples=200)
    @given(st.data())
    def test_bytes_changed_at_random(self, data) -> None:
        content = bytearray(build_receipt(ABOUT, received_at=AT, made_at=AT)[1])
        for _ in range(data.draw(st.integers(1, 5))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        with suppress(FormatError):
            read_service_document(bytes(content))
