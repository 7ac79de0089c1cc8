"""Journeys that begin in the portal: a robot's, a document made in a deal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from paraph.demo import seed
from paraph.demo.journeys import (
    Outcome,
    collect,
    is_asked,
    known_letters,
    option,
    partner_links,
    partner_signs,
    sign_ours,
)
from paraph.demo.people import said, signed_in, wait_for
from paraph.demo.portal import DIRECTOR, SELLER, Colleague, Frame, connect, control, rest, value_of
from paraph.demo.samples import Sample
from paraph.demo.world import DemoError, World

#: A deal of the emulated portal with the partner who has a box and an e-mail.
DEAL = "/crm/deal/details/1/"
_OBJECT = r"/bitrix24/objects/\d+/\d+/\d+/"
_DEAL_ID, _DEAL_TYPE = 1, 2
_SIGNED_STAGE = "PREPARATION"
#: Notices of a person, and how one that asks for a signature begins.
_BELL, _REQUEST = "/company/personal/notices/", "Подпишите:"


def signx(world: World, files: Sequence[Path]) -> Outcome:
    """A designer's process sends a generated contract with one robot and asks for its state with another."""
    portal, email = connect(world), _contact_email(world)
    _switch_robots_on(world, portal)
    known = known_letters(world, email)
    process = _start(world, _designed(world), _generated(world))
    wait_for("задание на подпись от робота", lambda: is_asked(world))
    sign_ours(world)
    for link in partner_links(world, 1, known, email):
        partner_signs(world, link)
    results = wait_for("ответ роботов процессу", lambda: _results(world, process))
    _check_answers(world, results)
    tab = Colleague(world, SELLER).chosen(DEAL, "Документы ЭДО")
    return collect(world, newest_package(tab.page), 1, known, email)


def _contact_email(world: World) -> str:
    """Where the deal's contact reads letters."""
    contact = world.bitrix24["crm"]["contacts"]["polevoy"]
    return str(rest(world, "crm.contact.get", {"ID": contact})["EMAIL"][0]["VALUE"])


def _switch_robots_on(world: World, portal: str) -> None:
    admin = signed_in(world, seed.MANAGER, seed.PASSWORD)
    admin.get(f"{portal}robots/")
    admin.post(
        f"{portal}robots/",
        {
            "on": ["is_on", "has_activities"],
            "channel": "link",
            "kind": "contract",
            "answer_days": "30",
            "news": ["sent", "end"],
        },
    )
    wait_for("роботы на портале", lambda: len(control(world, "GET", "robots")) >= 2)


def _designed(world: World) -> int:
    """What a designer draws on the portal: robot, condition by its answer, another robot."""
    send = {
        "document_id": "{=Template:document}",
        "signer1": f"user_{DIRECTOR}",
        "signer2": "{{Контакт > int}}",
        "responsible": f"user_{SELLER}",
    }
    check = {"document_id": "{=Template:document}"}
    steps: list[Mapping[str, Any]] = [
        {"id": "A1", "type": "robot", "code": "paraph_send", "properties": send},
        {
            "id": "C1",
            "type": "if",
            "when": [{"value": "{=A1:status_code}", "is": "=", "to": "signed"}],
            "then": [
                {"id": "S1", "type": "stage", "stage": _SIGNED_STAGE},
                {"id": "A2", "type": "robot", "code": "paraph_status", "properties": check},
            ],
            "else": [{"id": "S2", "type": "stage", "stage": "LOSE"}],
        },
    ]
    order = {"name": "Договор на подпись", "document_type": "DEAL", "steps": steps}
    return int(control(world, "POST", "sequences", order)["id"])


def _generated(world: World) -> int:
    """A contract made by the portal's generator."""
    found = rest(world, "crm.documentgenerator.template.list", {"filter": {"name": "Договор"}})
    template = next(iter(found["templates"].values()))["id"]
    order = {"templateId": template, "entityTypeId": _DEAL_TYPE, "entityId": _DEAL_ID}
    return int(rest(world, "crm.documentgenerator.document.add", order)["document"]["id"])


def _start(world: World, sequence: int, document: int) -> str:
    order = {"entity_id": _DEAL_ID, "user_id": SELLER, "parameters": {"document": document}}
    return str(control(world, "POST", f"sequences/{sequence}/start", order)["workflow_id"])


def _results(world: World, process: str) -> dict[str, Any] | None:
    """What both robots returned, once the process is over."""
    told = control(world, "GET", f"workflows/{process}")
    return dict(told["results"]) if told["status"] == "completed" else None


def _check_answers(world: World, results: Mapping[str, Mapping[str, Any]]) -> None:
    if not {"A1", "A2"} <= results.keys():
        raise DemoError(f"Процесс прошёл мимо роботов: {results}.")
    first, second = results["A1"], results["A2"]
    stage = rest(world, "crm.item.get", {"entityTypeId": _DEAL_TYPE, "id": _DEAL_ID})["item"]["stageId"]
    if (first["status_code"], first["error"], stage) != ("signed", "N", _SIGNED_STAGE):
        raise DemoError(f"Робот ответил: {first}, стадия сделки: {stage}.")
    for name in ("signed_document_id", "report_id"):
        if not first[name] or first[name] != second[name]:
            raise DemoError(f"Роботы назвали разные файлы ({name}): {first.get(name)}, {second.get(name)}.")
        rest(world, "disk.file.get", {"id": first[name]})


def send_from_deal(world: World, samples: Sequence[Sample], delivery: Mapping[str, str]) -> str:
    """In the deal's tab files are added and described, «Сформировать пакет» sends them; its address.

    `delivery` says how the package travels, as the form of a package names it.
    """
    connect(world)
    frame = Colleague(world, SELLER).chosen(DEAL, "Документы ЭДО")
    here = frame.address(_OBJECT)
    known = frame.addresses(rf"{here}items/\d+/")
    files = [("files", (sample.file_name, sample.data)) for sample in samples]
    frame.post(f"{here}add/", files=files)
    frame.get(here)
    fresh = [row for row in frame.addresses(rf"{here}items/\d+/") if row not in known]
    rows = sorted(fresh, key=lambda row: int(row.rstrip("/").rpartition("/")[2]))
    for row, sample in zip(rows, samples, strict=True):
        frame.post(row, _stated(sample))
    numbers = [row.rstrip("/").rpartition("/")[2] for row in rows]
    form = frame.get(f"{here}package/?{urlencode({'item': numbers}, doseq=True)}")
    given = {
        **{name: value_of(frame, name) for name in ("organization", "counterparty")},
        **{name: option(form, name) for name in ("route", "signer")},
        "message": "Просим подписать документы по сделке.",
        **delivery,
    }
    frame.post(f"{here}package/", {"item": numbers, **given})
    return newest_package(frame.page)


def _stated(sample: Sample) -> dict[str, str]:
    """The form of one document in the tab."""
    return {
        "title": Path(sample.file_name).stem,
        "kind": sample.kind,
        "number": sample.number,
        "date": sample.date,
        "amount": sample.amount,
        "answer_wanted": {"1": "yes", "0": "no"}.get(sample.answer_wanted, ""),
    }


def newest_package(page: str) -> str:
    """The package with the greatest number among those a page names, as the hub's own pages address it."""
    numbers = re.findall(r"/packages/(\d+)/", page)
    if not numbers:
        raise DemoError("На странице нет пакета.")
    return f"/packages/{max(map(int, numbers))}/"


def clickdoc(world: World, files: Sequence[Path]) -> Outcome:
    """From the deal a document is made and sent to the director; the partner signs by the letter's link.

    The files live on the portal's Disk alone: folders of the partner and of the deal.
    """
    portal, email = connect(world), _contact_email(world)
    _keep_on_disk(world, portal)
    known = known_letters(world, email)
    package = _create(world)
    director = Colleague(world, DIRECTOR)
    wait_for("уведомление директору на портале", lambda: _REQUEST in director.get(_BELL))
    sign_ours(world)
    for link in partner_links(world, 1, known, email):
        partner_signs(world, link)
    outcome = collect(world, package, 1, known, email)
    wait_for("подписанные файлы на Диске портала", lambda: _is_on_disk(world))
    wait_for("уведомление снято", lambda: _REQUEST not in director.get(_BELL))
    return outcome


def _keep_on_disk(world: World, portal: str) -> None:
    admin = signed_in(world, seed.MANAGER, seed.PASSWORD)
    admin.get(f"{portal}storage/")
    admin.post(f"{portal}storage/", {"place": "disk", "storage": "common", "notices": "1"})


def _create(world: World) -> str:
    """«Документ на подпись» in the deal's card: a template of the portal, the director signs."""
    frame = Colleague(world, SELLER).chosen(DEAL, "Документ на подпись")
    form = {
        "template": option(frame.page, "template", "Договор"),
        "signer": option(frame.page, "signer", seed.person(Path(world.pki["dir"]), "head").full_name),
        "kind": "contract",
        **{name: value_of(frame, name) for name in ("recipient_email", "recipient_name")},
    }
    frame.post(frame.address(r"/bitrix24/portals/\d+/crm/\d+/\d+/create/"), form)
    wait_for("документ из шаблона", lambda: _is_created(frame))
    return newest_package(frame.page)


def _is_created(frame: Frame) -> bool:
    """The page of the generator's progress asks again until it goes over to the document."""
    if "form-fault" in frame.page:
        raise DemoError(f"Форма документа не принята: {said(frame.page)}")
    for progress in frame.addresses(r"/bitrix24/portals/\d+/creations/\d+/"):
        frame.get(progress)
    return "/packages/" in frame.page


def _is_on_disk(world: World) -> bool:
    """Whether the deal's folder in the partner's holds the document, its signatures and the proof."""
    storage = rest(world, "disk.storage.getList", {"filter": {"ENTITY_TYPE": "common"}})[0]
    names = _names_below(world, storage["ROOT_OBJECT_ID"])
    return any(name.endswith(".pdf") for name in names) and any(name.endswith(".sig") for name in names)


def _names_below(world: World, folder: str) -> list[str]:
    """Files of a folder and of those in it."""
    names: list[str] = []
    for entry in rest(world, "disk.folder.getChildren", {"id": folder}):
        names += _names_below(world, entry["ID"]) if entry["TYPE"] == "folder" else [entry["NAME"]]
    return names
