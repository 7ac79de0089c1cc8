"""How a package may travel to a counterparty: the ways of the form, and the one that was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from paraph.docflow import ports
from paraph.docflow.models import Package
from paraph.docflow.ports import Recipient
from paraph.parties.models import Counterparty, Employee, Organization
from paraph.web.forms import Form

#: The way that asks for an e-mail address instead of a box.
BY_MAIL = "link"
#: Fields of the form that say where a package goes.
FIELDS = ("channel", "recipient_box", "recipient_email", "recipient_name")


@dataclass(frozen=True)
class Way:
    """One channel as the form offers it for a pair of parties."""

    name: str
    title: Any
    #: Boxes of the counterparty to choose from.
    recipients: Sequence[Recipient] = ()
    #: Why it cannot be used now, in the channel's own words.
    note: str = ""
    by_mail: bool = False

    @property
    def values(self) -> list[str]:
        return [recipient.value for recipient in self.recipients]


@dataclass(frozen=True)
class Parties:
    """Who sends to whom, as far as it is chosen."""

    organization: Organization | None = None
    counterparty: Counterparty | None = None
    employee: Employee | None = None
    #: Where the last package between the two went: channel and box.
    last: tuple[str, str] = field(default=("", ""))


def parties(
    organization: Organization | None, counterparty: Counterparty | None, employee: Employee
) -> Parties:
    """The pair with what is remembered of it, for an employee who sends."""
    if organization is None or counterparty is None:
        return Parties(organization, counterparty, employee)
    sent = Package.objects.filter(
        organization=organization, counterparty=counterparty, direction="out", docflows__isnull=False
    ).exclude(docflows__status="DRAFT")
    last = sent.order_by("-id").values_list("channel", "recipient_box").first()
    return Parties(organization, counterparty, employee, last or ("", ""))


def ways(pair: Parties) -> list[Way]:
    """Every installed channel; one that cannot serve the pair says why."""
    return [_way(channel, pair) for _name, channel in sorted(ports.channels().items())]


def _way(channel: ports.Channel, pair: Parties) -> Way:
    if channel.name == BY_MAIL:
        return Way(channel.name, channel.title, by_mail=True)
    if pair.organization is None or pair.employee is None:
        return Way(channel.name, channel.title)
    note = channel.hindrance(pair.organization, pair.employee)
    known = pair.counterparty is not None and not note
    boxes = channel.recipients(pair.organization, pair.counterparty) if known else ()
    return Way(channel.name, channel.title, boxes, note)


def choose(form: Form, pair: Parties, offered: Sequence[Way]) -> Way:
    """The way of the form: what was chosen, else what was last used, else what can be used."""
    by_name = {way.name: way for way in offered}
    usable = [way.name for way in offered if way.recipients] + [BY_MAIL]
    names = [form.value("channel"), pair.last[0], *usable, *by_name]
    way = next(by_name[name] for name in names if name in by_name)
    form.data["channel"] = way.name
    return way


def suggest_box(form: Form, pair: Parties, way: Way) -> None:
    """Choose the box that was last used, else the usual one, else the only one, unless one is chosen."""
    if form.value("recipient_box") in way.values:
        return
    remembered = pair.last[1] if pair.last[0] == way.name else ""
    usual = [recipient.value for recipient in way.recipients if recipient.is_usual] or way.values
    only = usual[0] if len(usual) == 1 else ""
    form.data["recipient_box"] = remembered if remembered in way.values else only


def context(form: Form, pair: Parties, *, suggest: bool = True) -> dict[str, Any]:
    """What `packages/delivery.html` shows. Without `suggest` only what is kept is shown as chosen."""
    offered = ways(pair)
    way = choose(form, pair, offered)
    if suggest:
        suggest_box(form, pair, way)
    return {"ways": offered, "way": way, "pair": pair}


def read(form: Form, pair: Parties) -> None:
    """Note the faults of what was chosen: a channel or a box that is not offered."""
    form.data["channel"] = form.value("channel") or BY_MAIL
    offered = {way.name: way for way in ways(pair)}
    way = offered.get(form.value("channel"))
    if way is None:
        form.faults["channel"] = _("Выберите, как отправить пакет.")
    elif way.note:
        form.faults["channel"] = way.note
    elif form.value("recipient_box") and form.value("recipient_box") not in way.values:
        form.faults["recipient_box"] = _(
            "Такого ящика у контрагента нет. Обновите страницу и выберите снова."
        )


def box_title(package: Package) -> str:
    """The box a package goes to in words; its own name when the channel does not offer it any more."""
    if not package.recipient_box:
        return ""
    channel = ports.channels().get(package.channel)
    found = channel.recipients(package.organization, package.counterparty) if channel else ()
    titles = {recipient.value: str(recipient.title) for recipient in found}
    return titles.get(package.recipient_box, package.recipient_box)
