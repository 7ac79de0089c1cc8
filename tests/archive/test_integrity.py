"""Whatever byte is changed in what is kept, the check finds it."""

import os
import random
from pathlib import Path

import pytest

from paraph.archive.models import ArchiveRecord
from paraph.archive.services import verify_files
from paraph.effects import services as effects
from paraph.registry.models import Blob
from paraph.registry.storage import store
from scenario import catcher, firm, mail, pki, sent  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def archived(sent, pki):  # noqa: F811
    """A document signed by both sides with its proof kept."""
    import factories
    from paraph.channels.link import services as link

    package = sent()
    link.open_document(package.link)
    cms = pki.sign(factories.PARTNER_HEAD, factories.content(package.flow))
    link.sign(package.link, cms, "file")
    effects.run_due()
    assert ArchiveRecord.objects.get(docflow=package.flow).bundle_id
    return package


def test_untouched_files_are_whole(archived):
    assert list(verify_files()) == []
    assert Blob.objects.count() >= 5  # document, two signatures, protocol, bundle


def test_one_changed_byte_in_any_file_is_found(archived):
    chance = random.Random(17)
    for sha256 in Blob.objects.values_list("sha256", flat=True):
        path = store().path(sha256)
        original = path.read_bytes()
        position = chance.randrange(len(original))
        os.chmod(path, 0o600)
        path.write_bytes(original[:position] + bytes([original[position] ^ 0x20]) + original[position + 1 :])
        assert list(verify_files()) == [sha256]
        path.write_bytes(original)
    assert list(verify_files()) == []


@pytest.mark.parametrize("damage", ["missing", "shortened", "lengthened"])
def test_missing_shortened_and_lengthened_files_are_found(archived, damage):
    sha256 = Blob.objects.values_list("sha256", flat=True)[0]
    path: Path = store().path(sha256)
    os.chmod(path, 0o600)
    if damage == "missing":
        path.unlink()
    else:
        data = path.read_bytes()
        path.write_bytes(data[:-1] if damage == "shortened" else data + b"\0")
    assert list(verify_files()) == [sha256]


def test_the_same_evidence_is_rendered_to_the_same_bytes(archived):
    from paraph.archive.services import build_proof
    from paraph.journal.models import JournalEvent

    event = JournalEvent.objects.get(action="docflow:response_accepted")
    kept = ArchiveRecord.objects.get()
    again = build_proof(archived.flow, event)
    assert (again.bundle.sha256, again.protocol.sha256) == (kept.bundle_id, kept.protocol_id)
