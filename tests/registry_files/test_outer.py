"""Documents whose bytes live outside: nothing is lost, nothing altered passes for the document."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

import factories
from paraph.archive.services import verify_files
from paraph.effects import services as effects
from paraph.journal import actors
from paraph.journal.models import JournalEvent
from paraph.registry import outer, pictures, ports
from paraph.registry.handlers import RELEASE
from paraph.registry.models import OuterCopy
from paraph.registry.ports import Kept, OuterUnreachable
from paraph.registry.storage import store
from scenario import catcher, firm, mail, pki, sent  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


class Shelf:
    """A store of the tests: contents by number, the newest last."""

    name, title = "shelf", "Полка"

    def __init__(self) -> None:
        self.files: dict[int, list[bytes]] = {}
        self.reachable = True
        self.spoils = False
        self.fetched = 0

    def _ask(self) -> None:
        if not self.reachable:
            raise OuterUnreachable(self.title, "нет связи.")

    def keep(self, document, file_name, path, sha256):
        self._ask()
        data = Path(path).read_bytes()
        self.files[len(self.files) + 1] = [data[:-1] if self.spoils else data]
        return Kept({"number": len(self.files)}, "1")

    def fetch(self, workspace_id, address):
        self._ask()
        self.fetched += 1
        contents = self.files.get(address["number"])
        return iter([contents[-1]]) if contents else None

    def earlier(self, workspace_id, address):
        self._ask()
        for data in reversed(self.files.get(address["number"], [])[:-1]):
            yield iter([data])

    def revisions(self, workspace_id, addresses):
        self._ask()
        kept = [self.files.get(one["number"]) for one in addresses]
        return [str(len(contents)) if contents else None for contents in kept]


@pytest.fixture
def shelf(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(ports, "_stores", {})
    settings.HOME = tmp_path
    found = Shelf()
    ports.add_store(found)
    return found


@pytest.fixture
def document(firm):
    return factories.document(firm)


@pytest.fixture
def original(document) -> bytes:
    return store().read(document.current.blob_id)


@pytest.fixture
def copy(document, shelf) -> OuterCopy:
    version = document.current
    return outer.keep(document, version.blob, version.file_name, "shelf")


def age(sha256: str) -> None:
    """As if the file had been put here yesterday."""
    yesterday = time.time() - 86400
    os.utime(store().path(sha256), (yesterday, yesterday))


@pytest.fixture
def released(copy, original) -> OuterCopy:
    """The bytes are outside only."""
    age(copy.blob_id)
    assert outer.release(copy)
    copy.refresh_from_db()
    return copy


def actions() -> list[str]:
    return list(JournalEvent.objects.order_by("seq").values_list("action", flat=True))


def test_a_copy_is_read_back_before_it_counts(document, shelf):
    shelf.spoils = True
    with pytest.raises(outer.OuterChanged):
        outer.keep(document, document.current.blob, "Договор.pdf", "shelf")
    assert not OuterCopy.objects.exists()


def test_keeping_twice_puts_one_copy(document, shelf, copy):
    assert outer.keep(document, document.current.blob, "Договор.pdf", "shelf") == copy
    assert len(shelf.files) == 1
    assert actions().count("document:kept-outside") == 1


def test_released_bytes_are_read_from_outside_and_cached(released, shelf, original, settings):
    assert not store().is_here(released.blob_id)
    shelf.fetched = 0
    assert store().read(released.blob_id) == original
    assert b"".join(store().chunks(released.blob_id)) == original
    assert shelf.fetched == 1
    settings.OUTER_CACHE_BYTES = 0
    outer.tidy_cache()
    assert store().read(released.blob_id) == original
    assert shelf.fetched == 2
    assert "document:released" in actions()


def test_the_cache_stays_within_its_limit(firm, shelf, settings):
    settings.OUTER_CACHE_BYTES = 1
    for number in (1, 2, 3):
        made = factories.document(firm, number=str(number))
        kept = outer.keep(made, made.current.blob, "Договор.pdf", "shelf")
        age(kept.blob_id)
        outer.release(kept)
        store().read(kept.blob_id)
    assert len(list((Path(settings.HOME) / "cache" / "outer").iterdir())) == 1  # the one just read


def test_bytes_just_stored_are_not_removed(copy, original):
    """Somebody may be registering the same file at this moment."""
    with pytest.raises(outer.TooFresh):
        outer.release(copy)
    assert store().is_here(copy.blob_id)
    assert store().read(copy.blob_id) == original


def test_bytes_another_workspace_has_stay(copy, firm, original):
    other = factories.company()
    twin = factories.document(other, data=original)
    assert twin.current.blob_id == copy.blob_id
    age(copy.blob_id)
    assert outer.release(copy) is False
    assert store().is_here(copy.blob_id)


def test_bytes_of_another_document_without_a_copy_stay(copy, firm, original):
    twin = factories.document(firm, data=original, number="18")
    age(copy.blob_id)
    assert outer.release(copy) is False
    outer.keep(twin, twin.current.blob, "Второй.pdf", "shelf")
    assert outer.release(copy) is True


def test_nothing_is_removed_when_the_copy_is_not_the_document(copy, shelf, original):
    age(copy.blob_id)
    shelf.files[1] = [b"something else"]
    with pytest.raises(outer.OuterChanged):
        outer.release(copy)
    assert store().read(copy.blob_id) == original
    copy.refresh_from_db()
    assert copy.changed_at is not None


def test_a_change_outside_is_told_and_the_former_content_is_the_document(released, shelf, original):
    shelf.files[1].append(b"altered")
    assert outer.watch([released]) == 1
    assert outer.watch([OuterCopy.objects.get()]) == 1
    assert actions().count("document:changed-outside") == 1
    assert store().read(released.blob_id) == original
    shelf.files[1].append(original)  # put back
    assert outer.watch([OuterCopy.objects.get()]) == 0
    assert OuterCopy.objects.get().changed_at is None


def test_a_replaced_document_is_refused_in_words(released, shelf):
    for content in (b"altered", b"altered" * 1000):
        shelf.files[1] = [content]
        with pytest.raises(outer.OuterChanged, match="Верните прежнюю версию"):
            store().read(released.blob_id)
    assert list(verify_files()) == [released.blob_id]
    del shelf.files[1]
    with pytest.raises(outer.OuterChanged):
        store().read(released.blob_id)
    assert not list(store().root.rglob(".*"))


def test_the_scan_of_the_archive_reads_outside_and_tells_what_it_could_not_ask(released, shelf, original):
    assert list(verify_files()) == []
    shelf.reachable = False
    unreachable: dict[str, str] = {}
    assert list(verify_files(unreachable)) == []
    assert "Полка" in unreachable[released.blob_id]
    assert list(verify_files()) == [released.blob_id]


def test_pages_tell_that_the_place_cannot_be_reached(released, shelf, firm, client, document):
    package = factories.package(firm, [document])
    flow = factories.flows(package)[0]
    client.force_login(firm.sender.user)
    page = client.get(f"/documents/{flow.pk}/preview/1/")
    assert page.status_code == 200
    assert not list(pictures._folder().rglob(f"{released.blob_id}*"))  # no picture of it stays here
    shelf.reachable = False
    for path in outer._cache().iterdir():
        path.unlink()
    answer = client.get(f"/documents/{flow.pk}/file/")
    assert answer.status_code == 422
    assert "сейчас его не получить" in answer.content.decode()
    assert client.get(f"/documents/{flow.pk}/").status_code == 200
    outer.mark_changed(released)
    shown = client.get(f"/documents/{flow.pk}/").content.decode()
    assert "изменён или удалён" in shown
    assert "Полка" in shown
    shelf.reachable = True
    assert b"".join(client.get(f"/documents/{flow.pk}/file/").streaming_content) == store().read(
        released.blob_id
    )


def test_releasing_is_an_effect_that_waits_for_the_place(copy, shelf):
    from django.db import transaction

    age(copy.blob_id)
    shelf.reachable = False
    with transaction.atomic():
        effect = effects.enqueue(RELEASE, {"copy": copy.pk}, workspace_id=copy.workspace_id)
    effects.run_due()
    effect.refresh_from_db()
    assert effect.state == "waiting"
    assert store().is_here(copy.blob_id)
    shelf.reachable = True
    type(effect).objects.update(due_at="2020-01-01T00:00:00Z")
    effects.run_due()
    assert not store().is_here(copy.blob_id)


def test_the_place_of_a_workspace_is_chosen_and_remembered(firm, shelf):
    who = actors.employee(firm.sender.pk, firm.sender.full_name)
    assert outer.place_of(firm.workspace.pk) == ""
    outer.choose_place(firm.workspace, "shelf", who)
    outer.choose_place(firm.workspace, "shelf", who)
    assert outer.place_of(firm.workspace.pk) == "shelf"
    assert actions().count("storage:place-changed") == 1
    with pytest.raises(OuterUnreachable):
        outer.choose_place(firm.workspace, "cellar", who)
    outer.choose_place(firm.workspace, "", who)
    assert outer.place_of(firm.workspace.pk) == ""


def test_the_daily_look_finds_changes_and_names_places_it_could_not_ask(released, shelf):
    from django.db import transaction

    def look() -> dict:
        with transaction.atomic():
            effect = effects.enqueue("registry.watch", {})
        effects.run_due()
        effect.refresh_from_db()
        return effect.answer

    assert look() == {"changed": 0, "unreachable": []}
    shelf.files[1].append(b"altered")
    assert look()["changed"] == 1
    shelf.reachable = False
    told = look()["unreachable"]
    assert [(one["workspace"], one["store"]) for one in told] == [(released.workspace_id, "shelf")]


def test_of_two_copies_the_sound_one_is_read(released, firm, shelf, original):
    """Two documents of the same bytes, each with its copy: one is altered there, the other still serves."""
    twin = factories.document(firm, data=original, number="18")
    second = outer.keep(twin, twin.current.blob, "Второй.pdf", "shelf")
    age(second.blob_id)
    assert outer.release(second)
    shelf.files[2] = [b"altered"]
    assert store().read(released.blob_id) == original
    second.refresh_from_db()
    assert second.changed_at is not None
