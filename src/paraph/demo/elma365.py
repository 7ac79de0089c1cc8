"""The journey through ELMA365: processes send a contract and answer an act, items tell what came of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from paraph.demo import diadoc, seed
from paraph.demo.diadoc_partner import Partner
from paraph.demo.elma365_people import (
    ACTS,
    AUTHOR,
    CONTRACTS,
    DIRECTOR,
    LAWYER,
    LETTERS,
    Colleague,
    call,
    connect,
    control,
    item,
    items,
    status,
    user,
)
from paraph.demo.journeys import Outcome, collect, is_asked, samples_of, sign_ours
from paraph.demo.people import Browser, signed_in, wait_for
from paraph.demo.world import DemoError, World

REASON = "Работы приняты не полностью: нет акта скрытых работ."
#: What a contract is copied with; the rest belongs to the exchange.
_STATED = ("__file", "date", "amount", "counterparty", "my_company", "contract_type", "answer_wanted")


def exchange(world: World, files: Sequence[Path]) -> Outcome:
    """A contract agreed in a process is signed by both; an act that came is refused with a reason."""
    diadoc.connect(world)
    ours = diadoc.box(world, "seller", "head")
    connect(world, ours.login, ours.password)
    partner = Partner(world, diadoc.box(world, "buyer", "partner_head"), "partner_head")
    manager = signed_in(world, seed.MANAGER, seed.PASSWORD)
    sent = _contract(world, manager, partner)
    received = _act(world, manager, partner)
    _letter(world)
    outcomes = [collect(world, package, 1) for package in (sent, received)]
    return Outcome(
        documents=2,
        **{
            name: sum(getattr(one, name) for one in outcomes)
            for name in ("signatures", "verdicts", "openssl_accepted")
        },
        bundles=[bundle for one in outcomes for bundle in one.bundles],
    )


def _contract(world: World, manager: Browser, partner: Partner) -> str:
    """Agreed, sent by a block, signed by both sides; the item has its status and files. Its package."""
    author, number = Colleague(world, AUTHOR), f"Э-{int(time.time())}"
    source = item(world, CONTRACTS, world.elma365["items"]["contract/17"])
    context = {"__name": f"Договор поставки № {number}", "number": number}
    context |= {name: source[name] for name in _STATED}
    made = str(call(world, f"app/{CONTRACTS}/create", {"context": context})["item"]["__id"])
    author.start(CONTRACTS, made, "agree_and_send")
    Colleague(world, LAWYER).do_task("Согласуйте договор", "agree")
    wait_for("задание на подпись от блока процесса", lambda: is_asked(world))
    sign_ours(world)
    partner.sign(partner.wait_for(number))
    wait_for("состояние «Подписан» договора в ELMA365", _looking(world, manager, CONTRACTS, made, "signed"))
    wait_for("подписанный файл и печатная форма", lambda: _has_files(item(world, CONTRACTS, made)))
    wait_for("конец процесса", lambda: "завершён" in author.get(_card(CONTRACTS, made)))
    return _package_of(manager, author, CONTRACTS, made)


def _act(world: World, manager: Browser, partner: Partner) -> str:
    """The partner's act becomes an item, its process begins; in a block it is refused. Its package."""
    known = {one["__id"] for one in items(world, ACTS)}
    _join(world, "Бухгалтерия", DIRECTOR)
    act = replace(samples_of((), world)[2], number=f"А-{int(time.time())}")
    partner.send(diadoc.box(world, "seller", "head").id, [act])

    def arrived() -> dict[str, Any] | None:
        diadoc.run_tasks(manager)
        return next((one for one in items(world, ACTS) if one["__id"] not in known), None)

    made = str(wait_for("акт партнёра в ELMA365", arrived)["__id"])
    director = Colleague(world, DIRECTOR)
    director.do_task("Подписать акт или отказать", "refuse", reason=REASON)
    wait_for("задание на подпись отказа", lambda: is_asked(world))
    sign_ours(world)
    wait_for("состояние «Отказ» акта в ELMA365", _looking(world, manager, ACTS, made, "refused"))
    wait_for("конец процесса", lambda: "завершён" in director.get(_card(ACTS, made)))
    return _package_of(manager, director, ACTS, made)


def _letter(world: World) -> None:
    """An application whose row is not complete: the button is not there, and the card says why."""
    said = Colleague(world, AUTHOR).widget(LETTERS, world.elma365["items"]["letter/1"])
    if "Отправить в ЭДО" in said or "Контрагент" not in said:
        raise DemoError(f"Карточка письма не говорит, чего не хватает: {said}")


def _looking(world: World, manager: Browser, application: str, made: str, wanted: str) -> Callable[[], bool]:
    """Looks whether an item has come to a status; the operator is asked meanwhile."""

    def look() -> bool:
        if status(world, application, item(world, application, made)) == wanted:
            return True
        diadoc.run_tasks(manager)
        time.sleep(0.5)
        return False

    return look


def _has_files(found: dict[str, Any]) -> bool:
    return bool(found.get("signed_file") and found.get("print_form"))


def _join(world: World, group: str, login: str) -> None:
    """A person is put into a group of ELMA365."""
    found = call(world, "scheme/groups/list", {})["result"]["result"]
    group_id = next(one["__id"] for one in found if one["__name"] == group)
    control(world, f"users/{user(world, login)['id']}", {"join": group_id})


def _card(application: str, made: str) -> str:
    return f"/{application}(p:item/{application}/{made})"


def _package_of(manager: Browser, colleague: Colleague, application: str, made: str) -> str:
    """The package of the document the card leads to."""
    found = re.search(r'href="https?://[^/]+(/documents/\d+/)"', colleague.widget(application, made))
    package = re.search(r"/packages/\d+/", manager.get(found.group(1))) if found else None
    if package is None:
        raise DemoError("Карточка в ELMA365 не ведёт к документу.")
    return package.group(0)
