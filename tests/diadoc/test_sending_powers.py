"""A person's signature goes with the number of their МЧД; roaming tells where a document is."""

import json
from datetime import timedelta

import httpx
import pytest
from diadoc_desk import documents

import factories
from paraph.authority import services as authority
from paraph.authority.register import Upload
from paraph.channels.diadoc import sending, signer
from paraph.docflow import answers
from paraph.docflow.models import Package
from paraph.errors import DomainError
from paraph.hub.config import MchdRegistryConfig
from paraph.journal import actors
from paraph.journal.models import JournalEvent
from paraph.parties.models import Role
from paraph.sandbox.emulator import Place
from paraph.sandbox.mchd.server import MchdRegistry
from paraph.sandbox.pki import people
from paraph.signing.models import Signature


@pytest.fixture
def power(exchange, tmp_path, settings):
    """The МЧД of «Ромашка» to its employee: in the registry, in our workspace, and so known to Диадок."""
    (tmp_path / "mchd").mkdir()
    registry = MchdRegistry(Place(tmp_path / "mchd", "127.0.0.1"), step=timedelta(0))
    registry.start()
    ready = registry.ready
    settings.MCHD_REGISTRY = MchdRegistryConfig(ready["url"], ready["client_id"], ready["secret"])
    folder, firm = exchange.pki.folder, exchange.firm
    entry = json.loads((folder / "index.json").read_text("utf-8"))["people"]["person"]["mchd"]
    xml, cms = (folder / entry["file"]).read_bytes(), (folder / entry["signature"]).read_bytes()
    order = {"number": entry["number"], "status": "ACTIVE"} if "number" in entry else None
    from paraph.authority import registry_client

    registry_client.configured().upload(xml, cms, entry["file"])
    if order:
        httpx.post(ready["states_url"], json=order, trust_env=False)
    who = actors.employee(firm.sender.pk, firm.sender.full_name)
    yield authority.add(firm.workspace, Upload(xml, (cms,), entry["file"]), actor=who, by=firm.sender)
    registry.stop()


@pytest.fixture
def employee(exchange):
    person = people.EMPLOYEE
    return exchange.firm.hire(
        person.full_name, Role.SIGNER, inn=person.inn, snils=person.snils, position=person.title
    )


def test_the_power_of_the_signer_goes_along(exchange, power, employee):
    made = factories.package(
        exchange.firm,
        [factories.document(exchange.firm)],
        channel="diadoc",
        recipient_box=exchange.box.box_id,
        signer=employee,
    )
    factories.packages.submit(made, exchange.firm.sender)
    factories.sign_ours(exchange.pki, made, "person")
    found = sending.power_of(Signature.objects.get(side="S"))
    assert (found.number, found.principal_inn) == (power.number, exchange.firm.organization.inn)
    exchange.to_the_end()
    assert exchange.quarantined() == []
    assert exchange.statuses(made) == ["WAITING_RESPONSE"]
    (root,) = documents(exchange.their_messages()[0])
    status = exchange.them.document(root.DocumentInfo.MessageId, root.EntityId).DocflowStatus
    assert status.PowerOfAttorneyGeneralStatus.StatusNamedId
    assert JournalEvent.objects.filter(action="docflow:power-status").exists()


def test_a_refusal_is_signed_by_power(exchange, power, employee):
    message = exchange.them.send(exchange.us, exchange.them.attachment("Contract"))
    exchange.read()
    package = Package.objects.get(direction="in")
    content = signer.of_employee(employee).decode()
    assert 'SignerStatus="2"' in content
    assert power.number in content
    answers.refuse(factories.flows(package)[0], "Не наш", exchange.firm.sender, signer=employee)
    exchange.run()
    factories.sign_ours(exchange.pki, package, "person")
    exchange.to_the_end()
    assert exchange.quarantined() == []
    found = exchange.them.document(message.MessageId, documents(message)[0].EntityId)
    assert found.RecipientResponseStatus == 4  # RecipientSignatureRequestRejected


def test_a_head_needs_no_power(exchange):
    package = exchange.send("contract")
    assert sending.power_of(Signature.objects.get(side="S")) is None
    content = signer.of_employee(exchange.firm.signer).decode()
    assert 'SignerStatus="1"' in content
    assert package


def test_a_name_no_format_holds_is_told(exchange):
    employee = exchange.firm.signer
    employee.full_name = "Ф" * 61 + " Иван"
    with pytest.raises(DomainError, match="LastName: не больше 60 знаков"):
        signer.of_employee(employee)


def test_roaming_is_followed(exchange):
    box = exchange.diadoc.ready["organizations"]["buyer_roaming"]["boxes"][0]["box_id"]
    document = factories.document(exchange.firm, "letter", "Письмо.pdf")
    package = exchange.send_documents([document], recipient_box=box)
    exchange.to_the_end()
    assert exchange.quarantined() == []
    actions = set(JournalEvent.objects.values_list("action", flat=True))
    assert {"docflow:hand_to_roaming", "docflow:roaming_ack"} <= actions
    assert "outgoing:" in factories.flows(package)[0].state
