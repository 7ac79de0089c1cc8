"""The outbox, empty, for each test: on each database, or on each database with each runner."""

from __future__ import annotations

from collections.abc import Iterator

import effects_handlers
import pytest
from django.db import connections
from effects_store import Store

from paraph.effects import schedules
from paraph.effects.models import Effect, LimitedKey
from paraph.hub import config
from postgres_server import postgres

__all__ = ["postgres"]


@pytest.fixture(scope="session")
def _sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    home = tmp_path_factory.mktemp("sqlite")
    url = f"sqlite:///{home}/effects.sqlite3"
    Store(url, home).run("-m", "django", "migrate", "--verbosity=0")
    return url


@pytest.fixture(scope="session")
def _postgres_url(request, tmp_path_factory: pytest.TempPathFactory) -> str:
    url = request.getfixturevalue("postgres").create_database("effects")
    Store(url, tmp_path_factory.mktemp("postgres")).run("-m", "django", "migrate", "--verbosity=0")
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request, tmp_path, settings, django_db_blocker, monkeypatch) -> Iterator[Store]:
    """The outbox, empty, on each database."""
    yield from _open(request, tmp_path, settings, django_db_blocker, monkeypatch, request.param, "embedded")


@pytest.fixture(
    params=[
        "sqlite-embedded",
        pytest.param("postgres-embedded", marks=pytest.mark.postgres),
        pytest.param("postgres-procrastinate", marks=pytest.mark.postgres),
    ]
)
def fleet(request, tmp_path, settings, django_db_blocker, monkeypatch) -> Iterator[Store]:
    """The outbox, empty, on each database with each runner it can carry."""
    database, runner = request.param.split("-")
    yield from _open(request, tmp_path, settings, django_db_blocker, monkeypatch, database, runner)


def _open(request, tmp_path, settings, blocker, monkeypatch, database: str, runner: str) -> Iterator[Store]:
    store = Store(request.getfixturevalue(f"_{database}_url"), tmp_path, runner)
    monkeypatch.setenv("PARAPH_DATABASE_URL", store.url)
    settings.HOME, settings.EFFECTS_RUNNER, settings.USE_TZ = tmp_path, runner, True
    effects_handlers.install()
    monkeypatch.setattr(schedules, "_schedules", {})  # those of other rooms need their tables
    schedules._seen.clear()
    usual, usual_settings = connections["default"], connections.settings["default"]
    connections.settings["default"] = connections.configure_settings({"default": config.database()})[
        "default"
    ]
    connections["default"] = own = connections.create_connection("default")
    try:
        with blocker.unblock():
            _empty(own)
            yield store
            store.stop_workers()
            own.close()
    finally:
        for worker in store.workers:
            worker.kill()
            worker.wait()
        connections["default"], connections.settings["default"] = usual, usual_settings


def _empty(connection) -> None:
    Effect.objects.all().delete()
    LimitedKey.objects.all().delete()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_periodic_defers; DELETE FROM procrastinate_jobs")
