"""The one effect of a portal that brings its registries and ours together: it reads, then writes in batches.

Rows say what the portal does not know yet (`is_dirty`); an effect gathers the changes of a few seconds. Only
one runs per portal, so what was read cannot be older than what was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.portals.bitrix24 import budget, limits
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error, NotNow, Unknown
from paraph.portals.bitrix24.jobs import Job
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.registry import disk, incoming, parties, steps, timeline, values
from paraph.portals.bitrix24.registry.models import Item, PackageItem, Registry, Sync
from paraph.portals.bitrix24.registry.orders import QUIET, SYNC
from paraph.portals.bitrix24.registry.reactions import fires_triggers
from paraph.portals.bitrix24.registry.steps import Places, Step

#: When what could not be done is tried again by itself.
AGAIN = timedelta(seconds=60)
#: Rows looked at in one go, and goes of one effect.
_ROWS, _GOES = 200, 20
#: Part of a batch's bytes that files may take in Base64: signs of an address make them longer.
_SHARE = 0.85
#: Calls of up to 13 seconds in one request of 60.
_SLOW = 4


class SyncRegistries(Job):
    """See the module. Everything it does may be repeated: what was lost is looked up by GUID first."""

    kind = SYNC
    timeout = timedelta(minutes=10)

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        if not _enter(client.portal, self.timeout):
            return {"again": QUIET.total_seconds()}
        try:
            return {"again": _work(client)}
        finally:
            Sync.objects.filter(portal=client.portal).update(busy_until=None)

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        if answer["again"] is not None:
            wait = timedelta(seconds=answer["again"])
            portal = Portal.objects.get(pk=run.payload["portal"])
            effects.gather(
                SYNC,
                run.payload,
                quiet=wait,
                longest=wait,
                key=run.key,
                workspace_id=portal.workspace_id,
            )


def _enter(portal: Portal, lease: timedelta) -> bool:
    """Whether nobody else works on the portal's registries; who does is trusted for `lease`."""
    now = timezone.now()
    Sync.objects.get_or_create(portal=portal)
    free = Q(busy_until=None) | Q(busy_until__lt=now)
    return bool(Sync.objects.filter(free, portal=portal).update(busy_until=now + lease, ran_at=now))


def _work(client: Client) -> float | None:
    """Seconds after which there is more to do; None when nothing is left."""
    portal = client.portal
    parties.refresh_stale(client)
    if Sync.objects.filter(portal=portal, is_read_wanted=True).update(is_read_wanted=False):
        try:
            incoming.read(client)
        except Bitrix24Error:
            Sync.objects.filter(portal=portal).update(is_read_wanted=True)
            raise
    seen: dict[Any, list[int]] = {Item: [], PackageItem: []}
    is_waiting = False
    for _go in range(_GOES):
        rows = _dirty(portal, seen)
        if not rows:
            return AGAIN.total_seconds() if is_waiting else None
        for row in rows:
            seen[type(row)].append(row.pk)
        is_waiting |= not _write(client, rows)
    return 0.0


def _dirty(portal: Portal, seen: Mapping[Any, Sequence[int]]) -> list[Any]:
    """The next rows to be told of; those that have to wait hold back nobody."""
    items = Item.objects.filter(portal=portal, is_dirty=True, is_removed=False).order_by("id")
    items = items.exclude(pk__in=seen[Item])
    packages = PackageItem.objects.filter(portal=portal, is_dirty=True).order_by("id")
    packages = packages.exclude(pk__in=seen[PackageItem])
    found = items.select_related("document__docflow", "document__counterparty", "blob")[:_ROWS]
    in_full = packages.select_related("package__counterparty").prefetch_related("package__docflows__document")
    return [*found, *in_full[:_ROWS]]


def places(portal: Portal, rows: Iterable[Any], folders: Mapping[str, int]) -> Places:
    """What there is to be written to."""
    working = {one.kind: one for one in Registry.objects.filter(portal=portal) if one.works}
    return Places(
        documents=working.get(Registry.Kind.DOCUMENTS),
        packages=working.get(Registry.Kind.PACKAGES),
        folders=folders,
        shows_timeline=portal.options.get("registry_timeline", True),
        fires_triggers=fires_triggers(portal),
    )


def _write(client: Client, rows: Sequence[Any]) -> bool:
    """Bring the portal up to date with these rows; False when some of it has to wait."""
    portal = client.portal
    _look_up(client, [row for row in rows if row.may_exist and _is_new(row)])
    where = places(portal, rows, disk.folders(client, [row for row in rows if isinstance(row, Item)]))
    _announce(rows)
    planned = {f"{type(row).__name__}{row.pk}": list(_steps(row, where)) for row in rows}
    left = [(name, step) for name, found in planned.items() for step in found]
    waiting: set[str] = set()
    while left:
        spent = _spent(portal, {step.method for _name, step in left})
        waiting |= {name for name, step in left if step.method in spent}
        left = [(name, step) for name, step in left if step.method not in spent]
        batch = _first_batch(left)
        waiting |= _send(client, batch)
        keys = {step.key for _name, step in batch}
        left = [(name, step) for name, step in left if step.key not in keys]
    _finish(row for row in rows if f"{type(row).__name__}{row.pk}" not in waiting)
    disk.put_large(client, [row for row in rows if isinstance(row, Item)], where)
    return not waiting


def _steps(row: Any, where: Places) -> Iterator[Step]:
    if isinstance(row, Item):
        return steps.of_item(row, where)
    return steps.of_package(row, where, steps.responsible(row))


def _look_up(client: Client, rows: Sequence[Any]) -> None:
    """Rows whose answer was lost may be there: an item is found by its GUID, an activity by its origin."""
    commands: dict[str, tuple[str, Mapping[str, Any]]] = {}
    working = {one.kind: one for one in Registry.objects.filter(portal=client.portal) if one.works}
    for kind, model in (("documents", Item), ("packages", PackageItem)):
        guids = [str(row.guid) for row in rows if isinstance(row, model) and row.item_id is None]
        field = values.fields_of(working[kind]).get("guid") if kind in working else None
        for number, some in enumerate(_pages(guids) if field is not None else ()):
            asked = _by_guid(working[kind], field.code, some) if field is not None else {}
            commands[f"{kind}_{number}"] = ("crm.item.list", asked)
    unseen = [str(row.guid) for row in rows if isinstance(row, PackageItem) and row.activity_id is None]
    for number, some in enumerate(_pages(unseen)):
        commands[f"activities_{number}"] = ("crm.activity.list", _by_origin(some))
    answers = client.batch(commands) if commands else {}
    for key, answer in answers.items():
        kind = key.partition("_")[0]
        if isinstance(answer, Bitrix24Error):
            raise answer
        if kind == "activities":
            _found(rows, "activity_id", {str(one["ORIGIN_ID"]): int(one["ID"]) for one in answer})
        else:
            name = values.fields_of(working[kind])["guid"].code
            _found(rows, "item_id", {str(one[name]): int(one["id"]) for one in answer["items"]})


def _pages(guids: Sequence[str]) -> list[Sequence[str]]:
    """As many as one page of a list can bring."""
    return [guids[begin : begin + limits.PAGE] for begin in range(0, len(guids), limits.PAGE)]


def _by_guid(registry: Registry, name: str, guids: Sequence[str]) -> dict[str, Any]:
    return {
        "entityTypeId": registry.entity_type_id,
        "useOriginalUfNames": "Y",
        "select": ["id", name],
        "filter": {f"@{name}": list(guids)},
    }


def _by_origin(guids: Sequence[str]) -> dict[str, Any]:
    wanted = {"ORIGINATOR_ID": timeline.ORIGINATOR, "@ORIGIN_ID": list(guids)}
    return {"filter": wanted, "select": ["ID", "ORIGIN_ID"]}


def _found(rows: Sequence[Any], column: str, by_guid: Mapping[str, int]) -> None:
    with transaction.atomic():
        for row in rows:
            if str(row.guid) in by_guid and getattr(row, column, 0) is None:
                setattr(row, column, by_guid[str(row.guid)])
                row.save(update_fields=(column,))


def _announce(rows: Iterable[Any]) -> None:
    """Commit that these may come into being, before the first try."""
    for model in (Item, PackageItem):
        new = [row.pk for row in rows if isinstance(row, model) and _is_new(row)]
        model._default_manager.filter(pk__in=new).update(may_exist=True)


def _is_new(row: Any) -> bool:
    return row.item_id is None or (isinstance(row, PackageItem) and row.activity_id is None)


def _spent(portal: Portal, methods: Iterable[str]) -> set[str]:
    """Those of the methods whose run time is used up for now."""
    spent = set()
    for method in methods:
        try:
            budget.check(portal, method)
        except NotNow:
            spent.add(method)
    return spent


def _first_batch(found: Sequence[tuple[str, Step]]) -> list[tuple[str, Step]]:
    """At most 50 calls, so many bytes and few slow ones in one request, which must end within a minute."""
    batch: list[tuple[str, Step]] = []
    weight = slow = 0
    for name, step in found:
        slow += step.is_slow
        if len(batch) == limits.BATCH or (batch and weight + step.weight > limits.BATCH_BYTES * _SHARE):
            break
        if not step.is_slow or slow <= _SLOW:
            batch.append((name, step))
            weight += step.weight
    return batch


def _send(client: Client, batch: Sequence[tuple[str, Step]]) -> set[str]:
    """Names of the rows of which something was not done."""
    if not batch:
        return set()
    answers = client.batch({step.key: (step.method, step.params) for _name, step in batch})
    waiting = set()
    with transaction.atomic():
        for name, step in batch:
            answer = answers[step.key]
            if isinstance(answer, NotNow | Unknown):
                waiting.add(name)
            else:
                step.apply(answer)
    return waiting


def _finish(rows: Iterable[Any]) -> None:
    """These are told, unless they have changed since they were read."""
    for row in rows:
        mine = type(row).objects.filter(pk=row.pk)
        mine.update(may_exist=False)
        mine.filter(revision=row.revision).update(is_dirty=False)
