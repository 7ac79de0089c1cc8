"""A formalised file goes as the type, function and version it is; the kind's choice only picks among them."""

import pytest
from diadoc_desk import documents
from diadoc_parts import kind

import factories
from paraph.channels.diadoc import kind_map
from paraph.channels.diadoc.checks import check
from paraph.channels.diadoc.kind_map import DEFAULTS, Target, Types
from paraph.channels.diadoc.models import KindMapping
from paraph.docflow import formalised
from paraph.registry.kinds import KINDS
from paraph.wire.diadoc import types_pb2
from tests.formats.title_kit import GUID, utd

REVISION = '<ИспрДок НомИспр="2" ДатаИспр="22.11.2026"/>'
KIND = {"СЧФ": "utd_schf", "СЧФДОП": "utd_schfdop", "ДОП": "utd_dop"}


@pytest.fixture
def title(exchange):
    """A document of ours whose file is a seller's title."""
    ready = exchange.diadoc.ready["organizations"]
    sender, recipient = (ready[name]["fns_participant_id"] for name in ("seller", "buyer"))
    name = f"ON_NSCHFDOPPR_{recipient}_{sender}_20261121_{GUID}_0_0_0_0_0_00"

    def made(version="5.03", function="СЧФДОП", **change):
        data = utd(version, function, name=name, sender=sender, recipient=recipient, **change)
        return factories.document(exchange.firm, KIND[function], f"{name}.xml", data)

    return made


def offer(account, *described):
    account.types = types_pb2.GetDocumentTypesResponseV3(DocumentTypes=described).SerializeToString()
    account.save()


def upd(function, version="utd970_05_03_01", name="UniversalTransferDocument"):
    return kind(name, name, function, version, formal=True)


def choose(account, code, name, function="default", version="utd970_05_03_01"):
    KindMapping.objects.create(
        account=account, kind=code, type_named_id=name, function=function, version=version
    )


def draft(exchange, document):
    wanted = {"channel": "diadoc", "recipient_box": exchange.box.box_id, "recipient_email": ""}
    return factories.package(exchange.firm, [document], **wanted)


def faults(exchange, document):
    return [(one.code, one.field) for one in check(draft(exchange, document))]


def sent(exchange, document):
    exchange.send_documents([document])
    exchange.run()
    exchange.read()
    assert exchange.quarantined() == []
    (entity,) = documents(exchange.their_messages()[-1])
    return entity.DocumentInfo


@pytest.mark.parametrize("function", ["СЧФ", "СЧФДОП", "ДОП"])
def test_a_file_goes_as_what_it_says(exchange, title, function):
    info = sent(exchange, title(function=function))
    found = (info.TypeNamedId, info.Function, info.Version)
    assert found == ("UniversalTransferDocument", function, "utd970_05_03_01")


def test_a_revision_goes_as_one(exchange, title):
    info = sent(exchange, title(function="СЧФ", revision=REVISION))
    assert (info.TypeNamedId, info.Function) == ("UniversalTransferDocumentRevision", "СЧФ")


@pytest.mark.parametrize(("change", "name"), [({}, "Invoice"), ({"revision": REVISION}, "InvoiceRevision")])
def test_the_kinds_choice_picks_among_the_types_of_the_file(exchange, title, change, name):
    choose(exchange.account, "utd_schf", "Invoice")
    assert sent(exchange, title(function="СЧФ", **change)).TypeNamedId == name


def test_a_choice_that_does_not_fit_the_file_is_passed_over(exchange, title):
    choose(exchange.account, "utd_schfdop", "XmlTorg12")
    assert sent(exchange, title()).TypeNamedId == "UniversalTransferDocument"


def test_the_version_is_the_files_while_the_box_sends_it(exchange, title):
    offer(exchange.account, upd("СЧФДОП"), upd("СЧФДОП", "utd970_05_02_01"))
    document = title("5.02")
    assert check(draft(exchange, document)) == []
    version = document.current
    target = kind_map.target_of(exchange.account, document, formalised.title_of(version))
    assert target == Target("UniversalTransferDocument", "СЧФДОП", "utd970_05_02_01")


def test_a_format_that_is_over_is_told_before_anybody_signs(exchange, title):
    (fault,) = check(draft(exchange, title("5.02")))
    assert (fault.code, fault.field) == ("diadoc-format", "file")
    assert "5.02" in fault.message
    assert "5.03" in fault.message


def test_a_format_diadoc_never_had_or_has_dropped_is_told(exchange, title):
    assert faults(exchange, title("5.01")) == [("diadoc-format", "file")]
    assert faults(exchange, title("5.04")) == [("diadoc-format", "file")]


def test_a_type_the_box_does_not_send_at_all_is_a_matter_of_the_kind(exchange, title):
    offer(exchange.account, upd("СЧФ"))
    assert faults(exchange, title()) == [("diadoc-kind", "kind")]


def test_a_kind_is_offered_only_what_its_files_may_go_as(exchange):
    types = Types.of(exchange.account)

    def names(code):
        return sorted(one.target.type_named_id for one in types.choices(KINDS[code]))

    assert names("utd_schf") == ["Invoice", "UniversalTransferDocument"]
    assert names("utd_schfdop") == ["UniversalTransferDocument"]
    assert names("utd_dop") == ["UniversalTransferDocument", "XmlAcceptanceCertificate", "XmlTorg12"]
    assert names("ucd_kschf") == ["InvoiceCorrection", "UniversalCorrectionDocument"]
    assert DEFAULTS["utd_dop"] == Target("UniversalTransferDocument", "ДОП", "utd970_05_03_01")
