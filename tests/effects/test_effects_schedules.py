"""Schedules, forgetting, configuration and the warning about SQLite."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from effects_store import wait_until

from paraph.effects import ports, schedules, services, sqlite, tidy
from paraph.effects.models import Effect
from paraph.effects.worker import Worker

NOON = datetime(2026, 3, 1, 12, 0, 7, tzinfo=UTC)


@pytest.fixture
def reminders(monkeypatch):
    """The only schedule there is; asked for after `store`."""
    monkeypatch.setattr(schedules, "_schedules", {})
    schedules.every("reminders", timedelta(minutes=10), "test.send", {"what": "remind"})


def test_a_slot_puts_one_effect_and_the_next_slot_another(store, reminders):
    for now in (NOON, NOON + timedelta(minutes=9), NOON + timedelta(minutes=10)):
        schedules.tick(now)
        schedules._seen.clear()  # as if each time another worker looked
    ids = Effect.objects.order_by("id").values_list("idempotency_id", flat=True)
    assert list(ids) == ["reminders:2026-03-01T12:00:00Z", "reminders:2026-03-01T12:10:00Z"]
    assert Effect.objects.first().payload == {"what": "remind"}


def test_two_workers_put_a_slot_once(store, reminders):
    workers = [Worker(), Worker()]
    try:
        wait_until(lambda: Effect.objects.exists())
        schedules._seen.clear()
        wait_until(lambda: "reminders" in schedules._seen)
    finally:
        for worker in workers:
            worker.stop()
    assert Effect.objects.count() == 1


def test_a_schedule_is_registered_once_and_in_bounds(reminders):
    schedules.every("reminders", timedelta(minutes=10), "test.send", {"what": "remind"})
    with pytest.raises(ValueError):
        schedules.every("reminders", timedelta(minutes=20), "test.send")
    for interval in (timedelta(0), schedules.KEPT):
        with pytest.raises(ValueError):
            schedules.every("other", interval, "test.send")


def test_tidying_forgets_old_traces_of_schedules_only(store):
    old = timezone.now() - schedules.KEPT - timedelta(days=1)
    for owner in ({}, {"workspace_id": 7}, {"docflow_id": 1}, {"package_id": 1}):
        Effect.objects.create(kind="test.send", state=Effect.State.DONE, finished_at=old, **owner)
    Effect.objects.create(kind="test.send", state=Effect.State.DONE, finished_at=timezone.now())
    Effect.objects.create(kind="test.send", state=Effect.State.QUARANTINED)
    with transaction.atomic():
        services.enqueue(tidy.KIND, {})
    services.run_due()
    left = Effect.objects.filter(kind="test.send").values_list(
        "workspace_id", "docflow_id", "package_id", "state"
    )
    assert sorted(left, key=str) == sorted(
        [
            (7, None, None, "done"),
            (None, 1, None, "done"),
            (None, None, 1, "done"),
            (None, None, None, "done"),
            (None, None, None, "quarantined"),
        ],
        key=str,
    )


def test_procrastinate_on_sqlite_is_refused_with_advice(settings, monkeypatch):
    settings.EFFECTS_RUNNER = "procrastinate"
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    with pytest.raises(ImproperlyConfigured, match="PARAPH_DATABASE_URL"):
        ports.check_configuration()
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    ports.check_configuration()


def test_an_unknown_runner_is_refused(settings):
    settings.EFFECTS_RUNNER = "celery"
    with pytest.raises(ImproperlyConfigured, match="embedded"):
        ports.check_configuration()


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
    ],
)
def test_versions_of_sqlite_that_can_damage_a_database_are_known(version, affected):
    assert sqlite.has_wal_reset_bug(version) is affected


def test_the_warning_about_sqlite_is_for_sqlite_only(store, caplog):
    caplog.set_level(logging.WARNING)
    sqlite.warn_about_sqlite((3, 53, 0))
    assert caplog.text == ""
    sqlite.warn_about_sqlite((3, 40, 1))
    assert ("SQLite 3.40.1" in caplog.text) is store.url.startswith("sqlite")
