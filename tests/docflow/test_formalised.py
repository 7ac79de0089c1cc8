"""Documents in the formats of ФНС: the file says what they are, and wrong files are not sent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

import factories
import operator_channel as post
from operator_channel import operator  # noqa: F401
from paraph.docflow import checks, packages
from paraph.docflow.drafts import Draft
from paraph.docflow.intake import Upload, create_from_files
from paraph.errors import DomainError
from paraph.registry.kinds import KINDS
from paraph.registry.services import Attributes
from tests.formats.formats_kit import EDO
from tests.formats.title_kit import utd

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("operator")]


def upload(firm, data, name="ON_NSCHFDOPPR.xml", channel="operator", **draft):
    """A package of one file a sender adds."""
    wanted = Draft(firm.organization, firm.counterparty, channel=channel, signer=firm.signer, **draft)
    return create_from_files(wanted, [Upload(name, BytesIO(data))], firm.sender)


def faults(package, firm):
    with pytest.raises(DomainError) as refused:
        packages.submit(package, firm.sender)
    return {fault.code: fault.message for fault in refused.value.details["faults"]}


@pytest.mark.parametrize(
    ("function", "kind", "machine"),
    [
        ("СЧФ", "utd_schf", "SCHF"),
        ("СЧФДОП", "utd_schfdop", "SCHFDOP"),
        ("ДОП", "utd_dop", "DOP"),
    ],
)
def test_an_added_upd_says_what_it_is(firm, pki, function, kind, machine):
    package = upload(firm, utd(function=function))
    (flow,) = factories.flows(package)
    document = flow.document
    assert (document.kind, flow.machine) == (kind, machine)
    assert (document.number, document.date, document.currency) == ("101", date(2026, 11, 21), "RUB")
    assert document.amount == Decimal("1233.30")
    packages.submit(package, firm.sender)
    factories.sign_ours(pki, package)
    assert factories.flows(package)[0].status == "SENDING"


def test_what_the_file_says_is_not_changed_by_hand(firm):
    (flow,) = factories.flows(upload(firm, utd()))
    packages.change_document(flow, Attributes("act", number="5", title="Поставка чая"), firm.sender)
    document = post.again(flow).document
    assert (document.kind, document.number, document.title) == ("utd_schfdop", "101", "Поставка чая")


def test_an_email_carries_no_formalised_document(firm):
    package = upload(firm, utd(), channel="link", recipient_email=factories.PARTNER_EMAIL)
    assert "через оператора ЭДО" in faults(package, firm)["formalised"]


def test_a_wrong_sum_and_foreign_parties_are_found_before_signing(firm):
    assert "file-format" in faults(upload(firm, utd(gross="9.99")), firm)
    message = faults(upload(firm, utd(buyer_inn="7707083893")), firm)["file-format"]
    assert "7707083893" in message
    assert firm.counterparty.inn in message


def test_a_pdf_called_an_upd_is_not_sent(firm):
    document = factories.document(firm, "utd_dop")
    package = factories.package(firm, [document], channel="operator")
    assert "не титул" in faults(package, firm)["file-format"]


def test_a_broken_or_answering_title_is_just_a_file(firm):
    for data in (utd()[:400] + b"</x>", b'<?xml version="1.0"?><a/>'):
        (flow,) = factories.flows(upload(firm, data, "УПД.xml"))
        assert not KINDS[flow.document.kind].formalised


@pytest.mark.parametrize(("wanted", "machine"), [(True, "NONFORM"), (False, "NONFORM_ONE_SIDED")])
def test_a_sender_says_whether_the_partner_signs(firm, wanted, machine):
    (flow,) = factories.flows(factories.package(firm, [factories.document(firm, "contract")]))
    stated = Attributes("contract", number="1", date=date(2026, 11, 20))
    packages.change_document(flow, replace(stated, answer_wanted=wanted), firm.sender)
    assert post.again(flow).machine == machine
    packages.change_document(flow, stated, firm.sender)
    assert post.again(flow).machine == "NONFORM"


class TestOfficialSchemas:
    """The folder of schemas is the administrator's; the schemas themselves lie beside the repository."""

    def flow(self, firm, data):
        package = upload(firm, data)
        return package, factories.flows(package)[0]

    @pytest.mark.skipif(not EDO.exists(), reason="needs the official schemas")
    def test_what_only_a_schema_sees_is_found_before_signing(self, firm, settings):
        settings.FNS_SCHEMAS_DIR = str(EDO)  # they lie in a folder of it
        package, _flow = self.flow(firm, utd())
        assert checks.check_package(package) == []
        assert checks.notes(package) == []
        wrong = utd().replace("ВремИнфПр=".encode("cp1251"), 'Лишнее="1" ВремИнфПр='.encode("cp1251"))
        assert wrong != utd()
        package, flow = self.flow(firm, wrong)
        (fault,) = checks.check_package(package)
        assert fault.code == "file-format"
        assert "Лишнее" in fault.message
        assert fault.document_id == flow.document_id
        settings.FNS_SCHEMAS_DIR = ""
        assert checks.check_package(package) == []

    def test_a_format_without_a_schema_is_noted_and_goes(self, firm, settings, tmp_path):
        for folder in ("", str(tmp_path), str(tmp_path / "absent")):
            settings.FNS_SCHEMAS_DIR = folder
            package, _flow = self.flow(firm, utd())
            (note,) = checks.notes(package)
            assert "ON_NSCHFDOPPR 5.03" in note
            assert "PARAPH_FNS_SCHEMAS" in note
            assert checks.check_package(package) == []
        packages.submit(package, firm.sender)

    def test_other_documents_need_no_schema(self, firm):
        assert checks.notes(factories.package(firm, [factories.document(firm, "contract")])) == []

    def test_a_schema_that_cannot_be_read_is_named(self, firm, settings, tmp_path):
        name = "ON_NSCHFDOPPR_1_997_01_05_03_05.xsd"
        (tmp_path / name).write_bytes(b"<broken")
        settings.FNS_SCHEMAS_DIR = str(tmp_path)
        package, _flow = self.flow(firm, utd())
        assert name in faults(package, firm)["file-format"]
        (tmp_path / name).unlink()  # mended: the folder is looked into anew
        packages.submit(package, firm.sender)
        (tmp_path / name).mkdir()
        package, _flow = self.flow(firm, utd())
        assert name in faults(package, firm)["file-format"]
