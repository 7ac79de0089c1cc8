"""Signatures as people and programs bring them: which are taken, which are not, and why."""

import gzip
import time
from datetime import timedelta
from pathlib import Path

import pytest
from ordered_certificates import DAY, one_file, self_signed

import factories
from paraph.channels.link import services as links
from paraph.docflow import packages
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.parties.models import Counterparty, Role
from paraph.sandbox.pki import people
from paraph.signing import services as signing
from paraph.signing import trust_fetch, trust_http, trust_store
from paraph.signing.models import PendingSignature, Signature, SigningTask
from paraph.trust.names import Name, head_subject, organization_subject, person_subject
from paraph.trust.store import TrustStore
from together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ours(firm):
    """Asks our signer (or another) for one document; what they bring is taken or refused."""

    def ask(signer=None):
        package = factories.package(firm, [factories.document(firm)], signer=signer or firm.signer)
        packages.submit(package, firm.sender)
        task = SigningTask.objects.get(package_id=package.pk)
        return Asked(signing.get_task(task.pk, firm.workspace.pk))

    return ask


@pytest.fixture
def theirs(sent):
    """The partner has opened the document."""

    def ask():
        package = sent()
        links.open_document(package.link)
        return Asked(signing.get_task(SigningTask.objects.get(side="R").pk, package.package.workspace_id))

    return ask


class Asked:
    def __init__(self, task):
        self.task, self.content = task, factories.store().read(task.version.blob_id)

    def bring(self, cms) -> Signature:
        employee = self.task.employee
        who = actors.counterparty("partner", "Партнёр")
        if employee is not None:
            who = actors.employee(employee.pk, employee.full_name)
        return signing.accept_signature(self.task, cms, method="file", actor=who)

    def refused(self, cms) -> DomainError:
        before = Signature.objects.count()
        with pytest.raises(DomainError) as error:
            self.bring(cms)
        assert any("а" <= letter <= "я" for letter in error.value.message.lower())
        assert Signature.objects.count() == before
        assert SigningTask.objects.get(pk=self.task.pk).state == "waiting"
        return error.value

    def kept(self, cms) -> str:
        """The signature waits to be checked again, and so does the task; why."""
        before = Signature.objects.count()
        assert self.bring(cms) is None
        assert Signature.objects.count() == before
        assert SigningTask.objects.get(pk=self.task.pk).state == "waiting"
        return PendingSignature.objects.get(task=self.task).reason


def head_of(inn_le, person=people.HEAD, **more):
    named = {"inn": person.inn, "snils": person.snils, **more}
    return head_subject(
        organization="ООО «Иное»", inn_le=inn_le, ogrn="1207799000012",
        surname=person.surname, given_name=person.given_name, **named,
    )  # fmt: skip


def person_of(person=people.HEAD, **more):
    named = {"inn": person.inn, "snils": person.snils, **more}
    return person_subject(surname=person.surname, given_name=person.given_name, **named)


# What is in the file


def test_file_with_two_signatures_is_refused(ours, pki):
    asked = ours()
    both = one_file(pki.sign("head", asked.content), pki.sign("partner_head", asked.content))
    assert asked.refused(both).code == "signature-count"


def test_signature_with_the_document_inside_must_hold_that_very_document(ours, authority):
    asked = ours()
    holder = authority.issue(people.as_head(people.HEAD))
    assert asked.refused(holder.sign_with(b"another file", attached=True)).code == "signature-intact"
    assert asked.bring(holder.sign_with(asked.content, attached=True)).headline == "valid"


def test_certificates_of_strangers_in_the_file_do_no_harm(ours, authority):
    asked = ours()
    holder = authority.issue(people.as_head(people.HEAD))
    strangers = [self_signed(person_of(people.PARTNER_HEAD), holder.key.curve) for _number in range(20)]
    cms = holder.sign_with(asked.content, enclosed=[stranger.certificate for stranger in strangers])
    assert asked.bring(cms).headline == "valid"


def test_stranger_with_the_signers_names_is_refused(ours, authority, web):
    asked = ours()
    curve = authority.issue(person_of()).key.curve
    forged = self_signed(people.as_head(people.HEAD), curve, crl_urls=[web.gives("/forged.crl", b"x")])
    assert asked.refused(forged.sign(asked.content)).code == "signature-chain"
    assert web.asked == []  # nobody unknown makes the hub call anywhere


# Whose certificate


def test_right_person_with_the_certificate_of_another_organisation_is_refused(ours, authority):
    asked = ours()
    error = asked.refused(authority.issue(head_of("7830002293")).sign(asked.content))
    assert error.code == "certificate-of-another"
    assert "7830002293" in error.message


def test_organisation_of_ours_written_with_two_zeros_is_the_same(ours, authority):
    """Before ИННЮЛ a legal entity's ИНН stood in the person's attribute as «00» and ten digits."""
    asked = ours()
    subject = head_of("", inn="007731376812")
    verdict = asked.bring(authority.issue(subject).sign(asked.content)).verdict
    assert verdict["facts"]["authority"]["answer"] == "yes"


def test_namesake_with_another_inn_is_refused(ours, authority):
    asked = ours()
    namesake = authority.issue(person_of(inn="770000010267"))
    assert asked.refused(namesake.sign(asked.content)).code == "certificate-of-another"


def test_certificate_without_inn_is_known_by_snils(ours, authority):
    asked = ours()
    foreign = authority.issue(person_of(inn="", snils="99900010219"))
    assert asked.refused(foreign.sign(asked.content)).code == "certificate-of-another"
    verdict = asked.bring(authority.issue(person_of(inn="")).sign(asked.content)).verdict
    assert verdict["facts"]["authority"]["answer"] == "undetermined"


def test_certificate_of_an_organisation_without_a_person_does_not_sign_for_our_signer(ours, authority):
    asked = ours()
    subject = organization_subject(
        common_name="ООО «Ромашка»", organization="ООО «Ромашка»", inn_le="7731376812", ogrn="1207799000012"
    )
    assert asked.refused(authority.issue(subject).sign(asked.content)).code == "certificate-of-another"


@pytest.mark.parametrize(
    ("who", "authority_answer"),
    [("ip", "yes"), ("partner_head", ""), ("head", ""), ("partner_person", "")],
)
def test_sole_proprietor_answers_with_their_own_certificate_only(theirs, pki, who, authority_answer):
    asked = theirs()
    Counterparty.objects.update(inn=people.SOLE_PROPRIETOR.inn, kpp="", ogrn=people.SOLE_PROPRIETOR.ogrnip)
    asked.task = signing.get_task(asked.task.pk, asked.task.workspace_id)
    cms = pki.sign(who, asked.content)
    if authority_answer:
        assert asked.bring(cms).verdict["facts"]["authority"]["answer"] == authority_answer
    else:
        assert asked.refused(cms).code == "certificate-of-another"


def test_partner_of_unknown_inn_in_the_certificate(theirs, authority):
    asked = theirs()
    answer = asked.bring(authority.issue(person_of(people.PARTNER_EMPLOYEE, inn="")).sign(asked.content))
    fact = answer.verdict["facts"]["authority"]
    assert fact["answer"] == "undetermined"
    assert "МЧД" in fact["reason"]


def test_certificate_with_odd_names_is_taken_and_recorded(ours, authority, firm):
    signer = firm.hire("Лугова Анна Сергеевна", Role.SIGNER, inn=people.HEAD.inn)
    asked = ours(signer)
    subject = person_of(snils="")
    odd = Name.build([*subject.attributes, ("2.5.4.12", "Дире\x00ктор\u202e")])
    asked.bring(authority.issue(odd).sign(asked.content))
    assert list(journal.verify()) == []


# Lists of revoked certificates


@pytest.fixture
def without_lists(settings, firm):
    """The hub has the root's list only: that of the issuing authority must be had somewhere."""
    (Path(settings.TRUST_DIR) / "intermediate.crl").unlink()


def keep(settings, name, data):
    (Path(settings.TRUST_DIR) / name).write_bytes(data)


def test_list_of_another_issuer_proves_nothing(ours, authority, settings, without_lists):
    keep(settings, "intermediate.crl", authority.crl(by="root"))
    asked = ours()
    holder = authority.issue(people.as_head(people.HEAD))
    assert "Отзыв сертификата" in asked.kept(holder.sign(asked.content))


def test_stale_list_is_replaced_by_the_published_one(ours, authority, settings, web):
    keep(settings, "intermediate.crl", authority.crl(begins=-30 * DAY, ends=-20 * DAY))
    url = web.gives("/ca.crl", authority.crl())
    holder = authority.issue(people.as_head(people.HEAD), crl_urls=[url])
    first, second = ours(), ours()
    assert first.bring(holder.sign(first.content)).headline == "valid"
    assert second.bring(holder.sign(second.content)).headline == "valid"
    assert web.asked == ["/ca.crl"]  # kept for the next time


def test_stale_list_that_knows_of_the_revocation_is_enough_to_refuse(ours, authority, settings):
    holder = authority.issue(people.as_head(people.HEAD))
    keep(settings, "intermediate.crl", authority.crl(begins=-30 * DAY, ends=-20 * DAY, revoked=[holder]))
    asked = ours()
    assert asked.refused(holder.sign(asked.content)).code == "signature-revocation"


def test_revocation_is_found_in_the_fetched_list(ours, authority, without_lists, web):
    url = f"{web.url}/ca.crl"
    holder = authority.issue(people.as_head(people.HEAD), crl_urls=[url])
    web.gives("/ca.crl", authority.crl(revoked=[holder]))
    asked = ours()
    assert asked.refused(holder.sign(asked.content)).code == "signature-revocation"


def test_list_at_an_address_that_redirects_is_not_followed(ours, authority, without_lists, web):
    """Only the address the authority itself named is called, whatever stands behind it."""
    inside = web.gives("/inside", authority.crl())
    holder = authority.issue(people.as_head(people.HEAD), crl_urls=[web.redirects("/ca.crl", inside)])
    asked = ours()
    assert "Отзыв сертификата" in asked.kept(holder.sign(asked.content))
    assert web.asked == ["/ca.crl"]


@pytest.mark.parametrize(
    "url", ["http://[bad", "http://\x7f/", "ldap://ca/cn", "file:///etc/passwd", "http:///x"]
)
def test_address_that_cannot_be_called_is_no_fault_of_ours(ours, authority, without_lists, url):
    holder = authority.issue(people.as_head(people.HEAD), crl_urls=[url])
    asked = ours()
    assert "Отзыв сертификата" in asked.kept(holder.sign(asked.content))


@pytest.mark.parametrize("what", [b"", b"<html>", b"\x30\x82" + b"\x00" * 50])
def test_rubbish_instead_of_a_list_is_not_kept(ours, authority, without_lists, web, what):
    holder = authority.issue(people.as_head(people.HEAD), crl_urls=[web.gives("/ca.crl", what)])
    asked = ours()
    assert "Отзыв сертификата" in asked.kept(holder.sign(asked.content))
    assert list((trust_store.folder() / "cache").iterdir()) == []


def test_endless_list_is_cut_off(ours, authority, without_lists, web, monkeypatch):
    monkeypatch.setattr(trust_fetch, "_MAX_LIST_BYTES", 100_000)
    url = web.dribbles("/ca.crl", b"\x30" * 10_000, 0)
    holder = authority.issue(people.as_head(people.HEAD), crl_urls=[url])
    asked = ours()
    assert "Отзыв сертификата" in asked.kept(holder.sign(asked.content))
    assert list((trust_store.folder() / "cache").iterdir()) == []


def test_list_that_comes_byte_by_byte_does_not_keep_the_signer_waiting(
    ours, authority, without_lists, web, monkeypatch
):
    monkeypatch.setattr(trust_http, "PATIENCE", timedelta(seconds=1))
    url = web.dribbles("/ca.crl", b"\x30", 0.05)
    holder = authority.issue(people.as_head(people.HEAD), crl_urls=[url])
    asked = ours()
    cms = holder.sign(asked.content)
    started = time.monotonic()
    assert "Отзыв сертификата" in asked.kept(cms)
    assert time.monotonic() - started < 5


def test_compressed_list_is_not_unpacked(ours, authority, without_lists, web, monkeypatch):
    """A few kilobytes may unpack to gigabytes."""
    monkeypatch.setattr(trust_fetch, "_MAX_LIST_BYTES", 1_000_000)
    bomb = gzip.compress(b"\x30" * 50_000_000)

    def answer(request):
        assert "gzip" not in request.headers.get("Accept-Encoding", "")
        request.send_response(200)
        request.send_header("Content-Encoding", "gzip")
        request.send_header("Content-Length", str(len(bomb)))
        request.end_headers()
        request.wfile.write(bomb)

    holder = authority.issue(people.as_head(people.HEAD), crl_urls=[web.does("/ca.crl", answer)])
    asked = ours()
    assert "Отзыв сертификата" in asked.kept(holder.sign(asked.content))


def test_two_signers_need_the_same_list_at_once(authority, settings, without_lists, web):
    """Both fetch it into one file; neither may find it half written or gone."""
    url = web.gives("/ca.crl", authority.crl())
    holder = authority.issue(people.as_head(people.HEAD), crl_urls=[url])
    fetch, load = lambda: trust_fetch.fetch_lists(holder.certificate), trust_store.load
    for _round in range(5):
        *fetched, one, other = at_once(*[fetch] * 6, load, load)
        assert fetched == [True] * 6
        assert isinstance(one, TrustStore)
        assert isinstance(other, TrustStore)
    names = [path.name for path in (trust_store.folder() / "cache").iterdir()]
    assert len(names) == 1
    assert names[0].endswith(".crl")
