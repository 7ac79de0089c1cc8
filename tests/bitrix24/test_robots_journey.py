"""A designer's sequence: a generated document is signed by both sides, and the process goes the right way."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import pytest
from robots_kit import CONTACT, DEAL, MANAGER, Robots, robot, robots, sending  # noqa: F401

import factories
from paraph.docflow.models import Docflow
from paraph.journal import services as journal
from paraph.journal.models import JournalEvent
from paraph.portals.bitrix24.robots import runs
from paraph.portals.bitrix24.robots.models import RobotRun, RunState
from paraph.registry.models import Document
from scenario import catcher, mail, pki  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)

#: Robot 1; when it was signed, another stage and robot 2; else a third stage.
WAY = (
    {
        "id": "C1",
        "type": "if",
        "when": [{"value": "{=A1:status_code}", "is": "=", "to": "signed"}],
        "then": [
            {"id": "S1", "type": "stage", "stage": "PREPARATION"},
            robot("paraph_status", "A2", document_id="{=D1:DocumentId}"),
        ],
        "else": [{"id": "S2", "type": "stage", "stage": "LOSE"}],
    },
)


def stage_of(robots: Robots) -> str:
    return str(robots.linked.rest("crm.item.get", {"entityTypeId": 2, "id": DEAL})["item"]["stageId"])


def file_on_disk(robots: Robots, file_id: str) -> bytes:
    url = robots.linked.client.call("disk.file.get", {"id": file_id})["DOWNLOAD_URL"]
    return robots.linked.client.download(url, 10**7)


def test_signed_by_both_sides(robots: Robots):
    contract = {"id": "D1", "type": "document", "template_id": robots.template, "wait_pdf": True}
    sequence = robots.sequence(contract, sending("{=D1:DocumentId}", sign_coords="-1,12,60; -1,108,60"), *WAY)
    process = robots.start(sequence)
    document = robots.results(process, "D1")["DocumentId"]
    assert robots.process(process)["waits_at"] == ["A1"]
    assert robots.run.state == RunState.FOLLOWED
    registered = Document.objects.get()
    assert (registered.crm_object, registered.kind) == ("DEAL_1", "contract")
    assert registered.crm_url.endswith("/crm/deal/details/1/")
    assert registered.counterparty == robots.firm.counterparty
    robots.sign_ours()
    robots.sign_theirs()
    told = robots.process(process)
    assert (told["status"], stage_of(robots)) == ("completed", "PREPARATION"), told["log"]
    first, second = robots.results(process), robots.results(process, "A2")
    assert (first["status_code"], first["status_text"], first["error"]) == ("signed", "Завершён", "N")
    assert (first["response_code"], first["source_document_id"]) == ("ok", str(document))
    assert second["signed_document_id"] == first["signed_document_id"] != ""
    assert second["report_id"] == first["report_id"] != ""
    assert file_on_disk(robots, first["signed_document_id"]).startswith(b"%PDF")
    assert file_on_disk(robots, first["report_id"]).startswith(b"%PDF")
    assert file_on_disk(robots, first["signed_document_id"]) != factories.content(Docflow.objects.get())
    assert all(run.delivered_at and run.state == RunState.DONE for run in RobotRun.objects.all())
    assert not robots.linked.stuck()
    assert not list(journal.verify())
    told = JournalEvent.objects.filter(action=runs.STEP).order_by("seq").values_list("data__name", flat=True)
    assert [text.partition(":")[0] for text in told][:2] == [
        "Процесс обратился к роботу.",
        "Отправлено на подпись",
    ]
    proof = JournalEvent.objects.exclude(package_id=None).values_list("action", flat=True)
    assert runs.STEP not in proof, "steps of robots do not belong into the proof of a document"
