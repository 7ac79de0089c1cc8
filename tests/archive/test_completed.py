"""What comes after a proof is kept is gathered into one more proof, and nothing of it is lost."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

import factories
import operator_channel as post
from operator_channel import operator  # noqa: F401
from paraph.archive import handlers
from paraph.archive import services as archive
from paraph.archive.models import ArchiveRecord
from paraph.docflow import answers, incoming
from paraph.effects import engine
from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.effects.models import Effect
from paraph.journal import services as journal
from paraph.journal.models import JournalEvent
from paraph.registry import services as registry
from paraph.registry.models import VersionRole
from paraph.registry.storage import store
from paraph.web import document_page
from scenario import catcher, firm, mail, pki  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("operator")]


@pytest.fixture
def flow(firm, pki):
    """A received document we signed, its first proof kept."""
    flow = post.receive(firm, post.document(pki))
    flow = post.finish(pki, answers.sign(flow, firm.signer))
    assert effects.run_due() >= 1
    assert lines(flow) == ["archive:kept"]
    return flow


def lines(flow) -> list[str]:
    kept = JournalEvent.objects.filter(docflow_id=flow.pk, action__in=("archive:kept", "archive:completed"))
    return list(kept.order_by("seq").values_list("action", flat=True))


def waiting():
    return Effect.objects.filter(kind="archive.build", state="waiting")


def build_now() -> None:
    waiting().update(due_at=timezone.now())
    effects.run_due()
    assert not Effect.objects.filter(state="quarantined").exists()


def extra(flow, name: str) -> None:
    stored = registry.store_bytes(name.encode())
    with journal.writing(flow.workspace_id):
        archive.attach_extra(flow, name, name, stored)


def confirm(flow, pki, number: int) -> None:
    data = f"<confirmation number='{number}'/>".encode()
    cms = pki.sign(factories.OUR_HEAD, data)
    name = f"DP_PDOTPR_{number}.xml"
    role = VersionRole.CONFIRMATION
    file = incoming.IncomingFile(role, "HUB", f"c-{number}", name, data, [cms], None, post.OPERATOR)
    assert incoming.receive_file(flow, file)


def names(flow) -> str:
    record = ArchiveRecord.objects.get(docflow=flow)
    return " ".join(zipfile.ZipFile(io.BytesIO(store().read(record.bundle_id))).namelist())


def test_all_that_comes_soon_after_is_one_more_proof_and_one_line(flow, pki):
    first = ArchiveRecord.objects.get(docflow=flow).bundle_id
    for name in ("Печатная форма.pdf", "Протокол.pdf", "Протокол.pdf.sig"):
        extra(flow, name)
    for number in (1, 2, 3):
        confirm(flow, pki, number)
    assert waiting().count() == 1
    assert effects.run_due() == 0
    assert ArchiveRecord.objects.get(docflow=flow).bundle_id == first
    build_now()
    assert lines(flow) == ["archive:kept", "archive:completed"]
    assert all(name in names(flow) for name in ("форма.pdf", "Протокол.pdf.sig", "PR_1.xml", "PR_3.xml"))
    build_now()
    assert len(lines(flow)) == 2
    assert list(journal.verify()) == []


def test_it_waits_for_the_last_but_not_for_ever(flow):
    extra(flow, "Первый.pdf")
    effect = waiting().get()
    soon = effect.due_at
    assert timedelta(seconds=5) < soon - timezone.now() <= timedelta(minutes=1)
    extra(flow, "Второй.pdf")
    assert waiting().get().due_at > soon
    Effect.objects.filter(pk=effect.pk).update(created_at=timezone.now() - timedelta(hours=1))
    extra(flow, "Третий.pdf")
    assert waiting().get().due_at <= timezone.now()


def test_what_comes_before_the_first_proof_is_built_does_not_put_it_off(firm, pki):
    flow = post.receive(firm, post.document(pki))
    flow = post.finish(pki, answers.sign(flow, firm.signer))
    extra(flow, "Печатная форма.pdf")
    effects.run_due()
    assert lines(flow) == ["archive:kept"]
    assert "Печатная форма.pdf" in names(flow)


def test_the_page_says_that_the_proof_is_being_completed(flow):
    assert document_page.work(flow) is None
    extra(flow, "Печатная форма.pdf")
    assert "Архив дополняется" in document_page.work(flow).text
    waiting().update(state="quarantined")
    assert document_page.work(flow).is_stuck
    assert "не дополнен" in document_page.work(flow).text


def test_what_comes_while_a_proof_is_built_is_in_the_next(flow):
    extra(flow, "Первый.pdf")
    waiting().update(due_at=timezone.now())
    running = engine.claim("a worker that dies", lease=None)
    handlers.BuildArchive().perform(Run.of(running))
    extra(flow, "Второй.pdf")
    Effect.objects.filter(pk=running.pk).update(state="waiting", owner="")
    build_now()
    assert "Первый.pdf" in names(flow)
    assert "Второй.pdf" in names(flow)
    assert not waiting().exists()


def test_an_older_proof_that_is_ready_late_does_not_replace_a_newer_one(flow):
    extra(flow, "Первый.pdf")
    waiting().update(due_at=timezone.now())
    slow = engine.claim("a slow worker", lease=None)
    answer = handlers.BuildArchive().perform(Run.of(slow))
    extra(flow, "Второй.pdf")
    build_now()
    newer = ArchiveRecord.objects.get(docflow=flow).bundle_id
    handlers.BuildArchive().settle(Run.of(slow), answer)
    assert ArchiveRecord.objects.get(docflow=flow).bundle_id == newer
    assert lines(flow) == ["archive:kept", "archive:completed"]
    assert handlers.BuildArchive().perform(Run.of(slow)) == {}
