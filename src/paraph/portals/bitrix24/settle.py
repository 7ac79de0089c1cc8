"""Makes the portal hold what is declared: what it lists is compared, the difference added or taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from paraph.effects.handlers import Run
from paraph.portals.bitrix24 import addresses, oauth, registration, tokens, visits
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error, NotNow, PortalError, Unknown
from paraph.portals.bitrix24.install import SETTLE
from paraph.portals.bitrix24.jobs import Job
from paraph.portals.bitrix24.models import Portal, PortalState, Registration
from paraph.portals.bitrix24.registration import (
    CONNECTOR,
    Activity,
    Badge,
    EventBinding,
    Placement,
    Robot,
    Thing,
    Trigger,
)

#: Our codes begin so; what else the portal lists is left alone.
OURS = "paraph"
Command = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """One change: what it is about and the commands that make it, in order. `thing` is None to delete."""

    kind: str
    code: str
    thing: Thing | None
    commands: tuple[Command, ...]


class Settle(Job):
    """At install, at update, by «Починить» and every night. Safe to repeat: it begins with the lists."""

    kind = SETTLE

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        look(client)
        if client.portal.state != PortalState.ACTIVE:
            return {"skipped": client.portal.state}
        return settle(client)


def look(client: Client) -> None:
    """Whether the installation is finished, with which scopes (`app.info`), and what the plan allows.

    An administrator who is none any more gives way to the next one.
    """
    portal = client.portal
    token = tokens.choose(portal, None)
    holder = oauth.holder(portal.application, tokens.access(token))
    portal.is_installed, portal.scope = holder.is_installed, holder.scope
    portal.checked_at = timezone.now()
    portal.save(update_fields=("is_installed", "scope", "checked_at"))
    wanted = {"who": ("profile", {}), "feature": ("feature.get", {"CODE": "rest_auth_connector"})}
    answers = client.batch(wanted)
    who, feature = answers["who"], answers["feature"]
    if isinstance(who, Bitrix24Error):
        raise who
    if not visits.is_true(who.get("ADMIN")):
        user_id = int(who["ID"])
        portal.tokens.filter(user_id=user_id).update(is_admin=False)
        portal.users.filter(user_id=user_id).update(is_admin=False)
        look(client)
        return
    may = isinstance(feature, dict) and feature.get("value") == "Y"
    if may != bool(portal.options.get(CONNECTOR)):
        portal.set_options(**{CONNECTOR: may})


def settle(client: Client) -> dict[str, int]:
    """Make up the difference; what the portal refused is noted at its row. Raises NotNow and Unknown."""
    portal = client.portal
    there, refused = listed(client)
    steps = list(_steps(client, there, refused))
    commands = {f"s{n}c{m}": each for n, step in enumerate(steps) for m, each in enumerate(step.commands)}
    answers = client.batch(commands) if commands else {}
    late: Bitrix24Error | None = None
    counts = {"changed": 0, "refused": 0, "deleted": 0}
    for number, step in enumerate(steps):
        last = answers[f"s{number}c{len(step.commands) - 1}"]
        if isinstance(last, (NotNow, Unknown)):
            late = late or last
            continue
        counts[_noted(portal, step, last)] += 1
    if late is not None:
        raise late
    for kind, error in refused.items():
        for thing in registration.wanted(portal):
            if thing.kind == kind:
                _note(portal, kind, thing.code, "", error.message)
    Portal.objects.filter(pk=portal.pk).update(registered_at=timezone.now())
    return counts


def listed(client: Client) -> tuple[dict[str, dict[str, Any]], dict[str, PortalError]]:
    """What the portal holds by kind and code; kinds it would not list (no such feature in its plan)."""
    kinds = {thing.kind for thing in registration.wanted(client.portal)}
    kinds |= set(client.portal.registrations.values_list("kind", flat=True)) & set(_LISTS)
    answers = client.batch({kind: (_LISTS[kind], {}) for kind in sorted(kinds)}) if kinds else {}
    there: dict[str, dict[str, Any]] = {}
    refused: dict[str, PortalError] = {}
    for kind, answer in answers.items():
        if isinstance(answer, PortalError):
            refused[kind] = answer
        elif isinstance(answer, Bitrix24Error):
            raise answer
        else:
            there[kind] = dict(_codes(client.portal, kind, answer))
    return there, refused


_LISTS = {
    Robot.kind: "bizproc.robot.list",
    Activity.kind: "bizproc.activity.list",
    Placement.kind: "placement.get",
    EventBinding.kind: "event.get",
    Trigger.kind: "crm.automation.trigger.list",
    Badge.kind: "crm.activity.badge.list",
}


def _codes(portal: Portal, kind: str, answer: Any) -> Iterator[tuple[str, Any]]:
    """Code and row of each thing of ours in a list."""
    if isinstance(answer, dict):
        answer = answer["badges"] if "badges" in answer else list(answer.values())
    for row in answer or ():
        code = _code(portal, kind, row)
        if code:
            yield code, row


def _code(portal: Portal, kind: str, row: Any) -> str:
    match kind:
        case Robot.kind | Activity.kind:
            return str(row) if str(row).startswith(OURS) else ""
        case Placement.kind:
            base = addresses.placement(portal.application, "-").removesuffix("-/")
            handler = str(row.get("handler") or "")
            view = handler.removeprefix(base).strip("/") if handler.startswith(base) else ""
            return f"{row['placement']}:{view}" if view else ""
        case EventBinding.kind:
            if str(row.get("offline")) == "1":
                return f"{str(row['event']).upper()}:offline"
            ours = str(row.get("handler") or "") == addresses.event(portal.application)
            return str(row["event"]).upper() if ours else ""
        case _:
            code = str(row.get("CODE") or row.get("code") or "")
            return code if code.startswith(OURS) else ""


def _steps(
    client: Client, there: Mapping[str, Mapping[str, Any]], refused: Mapping[str, Any]
) -> Iterator[Step]:
    portal = client.portal
    user_id = tokens.choose(portal, None).user_id
    known = {(row.kind, row.code): row for row in portal.registrations.all()}
    wanted = {(thing.kind, thing.code): thing for thing in registration.wanted(portal)}
    for (kind, code), thing in wanted.items():
        if kind in refused:
            continue
        is_there, row = code in there.get(kind, {}), known.get((kind, code))
        if is_there and row is not None and row.digest == registration.digest(thing, portal):
            continue
        yield Step(kind, code, thing, tuple(_telling(thing, portal, user_id, is_there=is_there)))
    for kind, rows in there.items():
        for code, row in rows.items():
            if (kind, code) not in wanted:
                yield Step(kind, code, None, (_removal(portal, kind, code, row),))


def _telling(thing: Thing, portal: Portal, user_id: int, *, is_there: bool) -> Iterator[Command]:
    """Commands that add the thing, or change it where it stands."""
    given = thing.given(portal)
    match thing:
        case Robot():
            method, fields = f"bizproc.{thing.kind}", {**given, "AUTH_USER_ID": user_id}
            if is_there:
                yield f"{method}.update", {"CODE": thing.code, "FIELDS": fields}
            else:
                yield f"{method}.add", {"CODE": thing.code, **fields}
        case Placement():
            if is_there:
                yield "placement.unbind", {"PLACEMENT": thing.place, "HANDLER": given["HANDLER"]}
            yield "placement.bind", given
        case EventBinding():
            if not is_there:
                yield "event.bind", given
            else:
                yield "event.unbind", {key: value for key, value in given.items() if key != "options"}
                yield "event.bind", given
        case Trigger():
            yield "crm.automation.trigger.add", given
        case Badge():
            if is_there:
                yield "crm.activity.badge.delete", {"code": thing.code}
            yield "crm.activity.badge.add", given


def _removal(portal: Portal, kind: str, code: str, row: Any) -> Command:
    match kind:
        case Robot.kind | Activity.kind:
            return f"bizproc.{kind}.delete", {"CODE": code}
        case Placement.kind:
            return "placement.unbind", {"PLACEMENT": row["placement"], "HANDLER": row["handler"]}
        case EventBinding.kind:
            event, _colon, offline = code.partition(":")
            if offline:
                return "event.unbind", {"event": event, "event_type": "offline"}
            return "event.unbind", {"event": event, "handler": addresses.event(portal.application)}
        case Trigger.kind:
            return "crm.automation.trigger.delete", {"CODE": code}
        case _:
            return "crm.activity.badge.delete", {"code": code}


def _noted(portal: Portal, step: Step, answer: Any) -> str:
    """Keep how a step ended; the counter it belongs to."""
    if isinstance(answer, PortalError):
        _note(portal, step.kind, step.code, "", answer.message)
        return "refused"
    if step.thing is None:
        portal.registrations.filter(kind=step.kind, code=step.code).delete()
        return "deleted"
    _note(portal, step.kind, step.code, registration.digest(step.thing, portal), "")
    return "changed"


def _note(portal: Portal, kind: str, code: str, digest: str, fault: str) -> None:
    values = {"digest": digest, "fault": fault, "changed_at": timezone.now()}
    Registration.objects.update_or_create(portal=portal, kind=kind, code=code, defaults=values)
