"""Verbs of the outbox: put an effect in, decide about one in quarantine, run what is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph import texts
from paraph.effects import engine, presence
from paraph.effects.handlers import Run
from paraph.effects.models import Effect
from paraph.effects.ports import current_runner
from paraph.errors import DomainError

State = Effect.State


def enqueue(
    kind: str,
    payload: Mapping[str, Any],
    *,
    key: str = "",
    idempotency_id: str | None = None,
    workspace_id: int | None = None,
    due_at: datetime | None = None,
    priority: int = 0,
    docflow_id: int | None = None,
    package_id: int | None = None,
) -> Effect:
    """Put an effect into the outbox, in the caller's transaction; the runner hears of it on commit.

    An `idempotency_id` already used gives the effect that is there and no second one; it must be of the
    same kind and workspace, otherwise ValueError. Raises RuntimeError outside a transaction: an effect
    apart from its event could get lost or come alone.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("enqueue() belongs to the transaction of the event that causes the effect")
    if due_at is not None and timezone.is_naive(due_at):
        raise ValueError("due_at needs a time zone")
    facts = {
        "kind": kind,
        "payload": texts.storable(dict(payload)),
        "key": key,
        "workspace_id": workspace_id,
        "docflow_id": docflow_id,
        "package_id": package_id,
        "priority": priority,
        "due_at": due_at or timezone.now(),
    }
    if idempotency_id:
        effect, created = Effect.objects.get_or_create(idempotency_id=idempotency_id, defaults=facts)
    else:
        effect, created = Effect.objects.create(**facts), True
    if created:
        current_runner().wake(effect)
    elif (effect.kind, effect.workspace_id) != (kind, workspace_id):
        raise ValueError(f"{idempotency_id!r} belongs to an effect of another kind or workspace")
    return effect


def gather(
    kind: str,
    payload: Mapping[str, Any],
    *,
    quiet: timedelta,
    longest: timedelta,
    docflow_id: int | None = None,
    workspace_id: int,
    package_id: int | None = None,
    key: str = "",
) -> Effect:
    """Put in an effect that does for several events at once, in the caller's transaction.

    Events of one docflow are gathered, or those of one key. The effect is due when nothing has been added
    for `quiet`, at most `longest` after the first. While it waits a further event gives it its payload and
    puts it off; one that is running already is followed by another.
    """
    if docflow_id is None and not key:
        raise ValueError("gather() needs a docflow or a key")
    waiting = Effect.objects.filter(kind=kind, docflow_id=docflow_id, key=key, state=State.WAITING)
    now = timezone.now()
    for effect in waiting.order_by("-id"):
        due_at = min(now + quiet, max(now, effect.created_at + longest))
        changes = {"payload": texts.storable(dict(payload)), "due_at": due_at}
        if waiting.filter(pk=effect.pk).update(**changes):  # unless a worker has just taken it
            effect.refresh_from_db()
            current_runner().wake(effect)
            return effect
    return enqueue(
        kind,
        payload,
        key=key,
        workspace_id=workspace_id,
        docflow_id=docflow_id,
        package_id=package_id,
        due_at=now + quiet,
    )


def quarantined(workspace_id: int | None) -> QuerySet[Effect]:
    """Effects a person must look at, newest first; None = those of the installation itself."""
    return Effect.objects.filter(workspace_id=workspace_id, state=State.QUARANTINED).order_by("-id")


def counts(workspace_id: int | None) -> dict[str, int]:
    """How many effects of the workspace are in each state (all states, zeros too)."""
    rows = Effect.objects.filter(workspace_id=workspace_id).values_list("state").annotate(Count("id"))
    return {**dict.fromkeys(State.values, 0), **dict(rows.order_by())}


def retry(effect_id: int, workspace_id: int | None, actor_name: str) -> None:
    """Let an effect out of quarantine for a fresh row of tries. DomainError if it is not there any more."""
    with transaction.atomic():
        changes = {"failures": 0, "due_at": timezone.now(), "decision": f"Повторить — {actor_name}"}
        _decide(effect_id, workspace_id, state=State.WAITING, **changes)
        current_runner().wake(Effect.objects.get(pk=effect_id))


def drop(effect_id: int, workspace_id: int | None, reason: str, actor_name: str) -> None:
    """Give up an effect in quarantine; its handler says what then becomes of what waited for it.

    DomainError without a reason or if it is not there any more.
    """
    reason = texts.reason(reason, "reason", _("Укажите, почему задание снимается."))
    decision = f"Снять — {actor_name}: {reason}"
    with transaction.atomic():
        changes = {"finished_at": timezone.now(), "decision": decision}
        _decide(effect_id, workspace_id, state=State.DROPPED, **changes)
        effect = Effect.objects.get(pk=effect_id)
        engine.find_handler(effect.kind).dropped(Run.of(effect), reason)


def _decide(effect_id: int, workspace_id: int | None, **changes: Any) -> None:
    if not quarantined(workspace_id).filter(pk=effect_id).update(**changes):
        raise DomainError(
            "effect_not_quarantined",
            "Этого задания уже нет в карантине: его повторили или сняли раньше. Обновите страницу.",
        )


def run_due(limit: int | None = None) -> int:
    """Run what is due now, in this thread, until nothing is due (or `limit` effects were run); how many.

    Effects whose key has no token left stay for later. For tests, demonstrations and commands.
    """
    with presence.hold() as worker:
        engine.release_abandoned(worker.owner)
        done = 0
        while done != limit and (effect := engine.claim(worker.owner, lease=None)):
            engine.execute(effect)
            done += 1
        return done
