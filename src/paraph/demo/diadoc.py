"""The journey over Диадок: a package goes to the partner's box; what they say comes back by itself."""

from __future__ import annotations

import re
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import httpx

from paraph.demo import seed
from paraph.demo.diadoc_partner import Box, Partner
from paraph.demo.journeys import (
    Outcome,
    approve,
    collect,
    flows_of,
    is_asked,
    samples_of,
    send_package,
    sign_ours,
)
from paraph.demo.people import Browser, signed_in, wait_for
from paraph.demo.portal_journeys import send_from_deal
from paraph.demo.samples import Sample
from paraph.demo.utd import utd as make_utd
from paraph.demo.world import DemoError, World, beside_hub

#: Open documents that lie beside the second package.
CROWD = 10_000
#: Files made by the operator are asked for until they are there, once or twice more or less.
_MAY_VARY = 1.3
_FEED = "GET /V8/GetNewEvents"
REFUSAL = "Объём работ в акте не совпадает с договором."
ANNULMENT = "Счёт выставлен повторно."
#: Words on the document's page for each end.
_DONE, _SIGNED_BY_US, _REFUSED_BY_US, _REFUSED, _ASKED, _ANNULLED = (
    "Завершён", "Подписан", "Отказано", "Отказано в подписи", "Контрагент просит аннулировать", "Аннулирован",
)  # fmt: skip


@dataclass
class DiadocOutcome(Outcome):
    """The counts of a journey and what it cost."""

    #: Calls of the operator's API, in words.
    cost: str = ""


def package(world: World, files: Sequence[Path]) -> DiadocOutcome:
    """Contract, invoice and act go as one package: two are signed, one is refused, one is annulled.

    Played twice, the second time beside very many open documents: that must not make it dearer.
    """
    connect(world)
    partner = Partner(world, box(world, "buyer", "partner_head"), "partner_head")
    first, calm = _deal(world, partner)
    beside_hub("paraph.demo.crowd", str(CROWD), env=world.env)
    partner = Partner(world, box(world, "buyer", "partner_head"), "partner_head")
    _second, busy = _deal(world, partner)
    if busy > calm * _MAY_VARY:
        raise DemoError(f"Вызовов API на документ: {calm}, а при {CROWD} открытых — {busy}.")
    cost = f"вызовов API на документ: {calm}, при {CROWD} открытых документах рядом: {busy}"
    return DiadocOutcome(**vars(first), cost=cost)


def received(world: World, files: Sequence[Path]) -> DiadocOutcome:
    """The partner sends an act and a contract: one is signed by us, one is refused."""
    connect(world)
    partner = Partner(world, box(world, "buyer", "partner_head"), "partner_head")
    contract, _invoice, act = samples_of((), world)
    before = _calls(world, partner)
    manager = signed_in(world, seed.MANAGER, seed.PASSWORD)
    known = _incoming(manager)
    partner.send(box(world, "seller", "head").id, [contract, act])
    flows = wait_for("документы партнёра в реестре", lambda: _arrived(world, manager, known, 2))
    _answer(world, flows[0], "sign", {})
    _answer(world, flows[1], "refuse", {"reason": REFUSAL})
    for flow, words in zip(flows, (_SIGNED_BY_US, _REFUSED_BY_US), strict=True):
        _wait_for_status(world, manager, flow, words)
    package = str(re.search(r"/packages/\d+/", manager.get(flows[0])).group(0))  # type: ignore[union-attr]
    collected = collect(world, package, 2)
    cost = f"вызовов API на документ: {_per_document(world, partner, before, 2)}"
    return DiadocOutcome(**vars(collected), cost=cost)


def _answer(world: World, flow: str, verb: str, form: dict[str, str]) -> None:
    """Our signer answers a received document and signs the answer."""
    signer = signed_in(world, seed.SIGNER, seed.PASSWORD)
    signer.get(f"{flow}answer/{verb}/")
    signer.post(f"{flow}answer/{verb}/", form)
    wait_for(f"задание на подпись по {flow}", lambda: is_asked(world))
    sign_ours(world)


def _incoming(manager: Browser) -> list[str]:
    manager.get("/documents/?direction=in")
    return manager.addresses(r"/documents/\d+/")


def _arrived(world: World, manager: Browser, known: list[str], count: int) -> list[str] | None:
    run_tasks(manager)
    time.sleep(0.5)
    fresh = sorted(set(_incoming(manager)) - set(known), key=lambda flow: int(flow.split("/")[2]))
    return fresh if len(fresh) == count else None


def deal(world: World, files: Sequence[Path]) -> DiadocOutcome:
    """The package once, for somebody who wants to look at it."""
    connect(world)
    partner = Partner(world, box(world, "buyer", "partner_head"), "partner_head")
    outcome, calls = _deal(world, partner)
    return DiadocOutcome(**vars(outcome), cost=f"вызовов API на документ: {calls}")


def _deal(world: World, partner: Partner) -> tuple[Outcome, float]:
    """One package from sending to the last proof, and the calls each of its documents cost."""
    samples = [replace(sample, answer_wanted="1") for sample in samples_of((), world)]
    before = _calls(world, partner)
    address = _send_from_deal(world, samples, partner)
    contract, invoice, act = (partner.wait_for(sample.number) for sample in samples)
    partner.sign(contract)
    partner.sign(invoice)
    partner.refuse(act, REFUSAL)
    manager = signed_in(world, seed.MANAGER, seed.PASSWORD)
    flows = flows_of(manager, address)
    for flow, words in zip(flows, (_DONE, _DONE, _REFUSED), strict=True):
        _wait_for_status(world, manager, flow, words)
    if REFUSAL not in manager.get(flows[2]):
        raise DemoError("Отправитель не видит причину отказа.")
    partner.ask_annulment(invoice, ANNULMENT)
    _agree_to_annul(world, manager, flows[1])
    wait_for("аннулирование в ящике партнёра", lambda: partner.is_annulled(invoice))
    wait_for("доказательства аннулирования", lambda: _is_annulment_proved(manager, flows[1]))
    outcome = collect(world, address, len(samples))
    return outcome, _per_document(world, partner, before, len(samples))


def _is_annulment_proved(manager: Browser, flow: str) -> bool:
    """Whether the proof holds both signatures under the request to annul."""
    answer = manager.http.get(f"{flow}bundle/")
    if answer.status_code != 200:
        return False
    with zipfile.ZipFile(BytesIO(answer.content)) as bundle:
        names = bundle.namelist()
    return sum("аннулировании" in name and name.endswith(".sig") for name in names) == 2


def utd(world: World, files: Sequence[Path]) -> DiadocOutcome:
    """УПД and an invoice for reading: receipts and the buyer's title come back, the operator confirms."""
    connect(world)
    partner = Partner(world, box(world, "buyer", "partner_head"), "partner_head")
    parties = world.diadoc["organizations"]
    number = f"У-{int(time.time())}"
    document, invoice = make_utd(parties["seller"], parties["buyer"], number), samples_of((), world)[1]
    before = _calls(world, partner)
    address = _send(world, [document, replace(invoice, number=f"{number}-с")], partner)
    received = partner.wait_for(number)
    partner.receipt(received)
    partner.accept(received)
    manager = signed_in(world, seed.MANAGER, seed.PASSWORD)
    for flow in flows_of(manager, address):
        _wait_for_status(world, manager, flow, _DONE)
    collected = collect(world, address, 2)
    cost = f"вызовов API на документ: {_per_document(world, partner, before, 2)}"
    return DiadocOutcome(**vars(collected), cost=cost)


def connect(world: World) -> None:
    """The administrator connects our organisation and finds the partner's boxes; once."""
    admin = signed_in(world, seed.MANAGER, seed.PASSWORD)
    if "/diadoc/accounts/1/" in admin.get("/diadoc/"):
        return
    ours = box(world, "seller", "head")
    admin.get("/diadoc/accounts/new/")
    form = {"organization": "1", "access": "password", "login": ours.login, "password": ours.password}
    admin.post("/diadoc/accounts/new/", form)
    admin.get("/diadoc/accounts/1/kinds/")
    inn = world.diadoc["organizations"]["buyer"]["inn"]
    admin.get("/diadoc/partners/find/")
    admin.post("/diadoc/partners/find/", {"account": "1", "inns": inn})


def box(world: World, alias: str, person: str) -> Box:
    """The box of an organisation and the log-in of one of its people."""
    organization = world.diadoc["organizations"][alias]
    user = next(one for one in organization["users"] if one["person"] == person)
    return Box(organization["boxes"][0]["box_id"], user["login"], user["password"])


def _send_from_deal(world: World, samples: list[Sample], partner: Partner) -> str:
    """The manager forms the package in the deal's tab on the portal."""
    address = send_from_deal(world, samples, {"channel": "diadoc", "recipient_box": partner.box.id})
    approve(world, address)
    sign_ours(world)
    return address


def _send(world: World, samples: list[Sample], partner: Partner) -> str:
    delivery = {"channel": "diadoc", "recipient_box": partner.box.id}
    address = send_package(world, samples, delivery=delivery)
    approve(world, address)
    sign_ours(world)
    return address


def run_tasks(manager: Browser) -> None:
    """«Запустить фоновые задачи», unless they are running already."""
    manager.get("/diadoc/tasks/")
    buttons = manager.addresses(r"/diadoc/accounts/\d+/run/")
    if buttons and 'name="job" value="feed" disabled' not in manager.page:
        headers = {"X-CSRFToken": manager.http.cookies.get("csrftoken", "")}
        answer = manager.http.post(buttons[0], data={"job": "feed"}, headers=headers)
        if answer.status_code not in (200, 422):  # 422: a scheduled run was faster
            raise DemoError(f"Фоновые задачи не запускаются: {answer.status_code}.")


def _wait_for_status(world: World, manager: Browser, flow: str, words: str) -> None:
    def look() -> bool:
        if words in _status(manager.get(flow)):
            return True
        run_tasks(manager)
        time.sleep(0.5)
        return False

    wait_for(f"состояние «{words}» документа {flow}", look)


def _status(page: str) -> str:
    """What the document's page says of its state."""
    return page.partition('class="standing-state"')[2].partition("</p>")[0]


def _agree_to_annul(world: World, manager: Browser, flow: str) -> None:
    """Our signer countersigns the partner's request."""
    _wait_for_status(world, manager, flow, _ASKED)
    manager.get(f"{flow}answer/accept_revocation/")
    manager.post(f"{flow}answer/accept_revocation/")
    sign_ours(world)
    _wait_for_status(world, manager, flow, _ANNULLED)


def _calls(world: World, partner: Partner) -> Counter[str]:
    """Calls of the hub so far: the operator's count without the partner's own."""
    answer = httpx.get(f"{world.diadoc['control_url']}/calls", timeout=10.0)
    answer.raise_for_status()
    return Counter(answer.json()) - partner.calls


def _per_document(world: World, partner: Partner, before: Counter[str], documents: int) -> float:
    """Calls since then for each document; reading the feed serves all documents at once and is left out."""
    calls = _calls(world, partner) - before
    return round(sum(count for method, count in calls.items() if method != _FEED) / documents, 1)
