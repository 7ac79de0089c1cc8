"""The register of powers: what comes in, who finds it, and what it does to signatures."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from functools import partial

import httpx
import pytest
from authority_kit import Registry
from django.utils import timezone

import factories
from paraph.archive.models import ArchiveRecord
from paraph.authority import ports
from paraph.authority import services as authority
from paraph.authority.facts import PartyFacts, RegistryState
from paraph.authority.handlers import Daily, Tick
from paraph.authority.models import PowerOfAttorney, State
from paraph.authority.register import employees_of
from paraph.authority.registry_client import LIMIT_KEY, RegistryError, _unpacked
from paraph.channels.link import services as links
from paraph.docflow import packages
from paraph.docflow.models import Package
from paraph.effects import limits
from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.hub.config import MchdRegistryConfig
from paraph.journal import actors
from paraph.journal.models import JournalEvent
from paraph.registry.storage import store
from paraph.sandbox.pki import people
from paraph.signing import rechecks
from paraph.signing import services as signing
from paraph.signing.models import Side, Signature, SigningTask, TaskState
from paraph.trust.certificate import Certificate

DAY = timedelta(days=1)


def info(pki, name: str):
    return Certificate.parse(pki.key(name).certificate).signer_info()


def events(workspace, action: str):
    return list(JournalEvent.objects.filter(workspace=workspace, action=action))


def asked(firm, employee, pki, **document):
    """A document that waits for the employee's signature, and the signature of their certificate."""
    made = factories.package(firm, [factories.document(firm, **document)], signer=employee)
    packages.submit(made, firm.sender)
    factories.approve_all(made)
    task = SigningTask.objects.get(package_id=made.pk, side=Side.OURS, state=TaskState.WAITING)
    task = signing.get_task(task.pk, firm.workspace.pk)
    flow = factories.flows(made)[0]
    return task, pki.sign("person", factories.content(flow))


def bring(task, cms, employee):
    who = actors.employee(employee.pk, employee.full_name)
    return signing.accept_signature(task, cms, method="file", actor=who)


def answer_of(signature: Signature) -> str:
    signature.refresh_from_db()
    return signature.verdict["facts"]["authority"]["answer"]


class TestAdding:
    def test_kept_with_bytes_representative_and_event(self, firm, keep, employee, power) -> None:
        row = keep()
        assert (row.principal_inn, row.representative_name) == (firm.organization.inn, employee.full_name)
        assert list(employees_of(row)) == [employee]
        file = authority.file_of(row)
        assert (file.xml, file.signatures) == (power("person").xml, power("person").signatures)
        assert len(events(firm.workspace, "authority:added")) == 1

    def test_again_adds_nothing_but_new_signatures(self, firm, keep, pki, power) -> None:
        row = keep()
        again = replace(power("person"), signatures=(pki.sign("head", power("person").xml),))
        assert authority.add(firm.workspace, again, actor=actors.SYSTEM) == row
        assert row.signatures.count() == 2
        assert len(events(firm.workspace, "authority:added")) == 1

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            (lambda up, pki: replace(up, xml=b"<x/>"), "poa-unreadable"),
            (lambda up, pki: replace(up, xml=b"x" * 2_000_000), "poa-too-large"),
            (lambda up, pki: replace(up, file_name="other.xml"), "poa-unreadable"),
            (lambda up, pki: replace(up, signatures=()), "poa-signature-missing"),
            (lambda up, pki: replace(up, signatures=(b"",)), "poa-signature-missing"),
            (lambda up, pki: replace(up, signatures=(b"x" * 2_000_000,)), "poa-signature-size"),
            (lambda up, pki: replace(up, signatures=(b"x",)), "poa-signature"),
            (lambda up, pki: replace(up, signatures=(pki.sign("person", up.xml),)), "poa-signature"),
            (lambda up, pki: replace(up, signatures=(pki.sign("partner_head", up.xml),)), "poa-signature"),
            (lambda up, pki: replace(up, xml=up.xml + b" "), "poa-signature"),
        ],
    )
    def test_refused_with_a_reason_and_nothing_kept(self, firm, power, pki, change, code) -> None:
        with pytest.raises(DomainError) as refused:
            authority.add(firm.workspace, change(power("person"), pki), actor=actors.SYSTEM)
        assert refused.value.code == code
        assert not PowerOfAttorney.objects.exists()
        assert not events(firm.workspace, "authority:added")

    def test_the_same_again_wakes_nobody(self, firm, keep, power, monkeypatch) -> None:
        """A guest may bring it again and again; every signature of the firm is not checked for that."""
        woken = []
        monkeypatch.setattr("paraph.authority.ports._listener", lambda *args: woken.append(args))
        keep()
        assert len(woken) == 1
        keep()
        assert len(woken) == 1

    def test_signatures_of_one_power_have_an_end(self, firm, keep, power, pki, monkeypatch) -> None:
        monkeypatch.setattr("paraph.authority.register.MAX_SIGNATURES", 2)
        row = keep()
        authority.add(firm.workspace, _signed_anew(power, pki), actor=actors.SYSTEM)
        with pytest.raises(DomainError) as refused:
            authority.add(firm.workspace, _signed_anew(power, pki), actor=actors.SYSTEM)
        assert refused.value.code == "poa-signature-size"
        assert row.signatures.count() == 2

    def test_another_file_of_the_same_number_is_refused(self, firm, keep, power, pki) -> None:
        keep()
        xml = power("person").xml.replace("акты".encode(), "Акты".encode())
        forged = replace(power("person"), xml=xml, signatures=(pki.sign("head", xml),))
        with pytest.raises(DomainError) as refused:
            authority.add(firm.workspace, forged, actor=actors.SYSTEM)
        assert refused.value.code == "poa-differs"

    def test_found_for_certificate_and_party_in_its_own_workspace(self, firm, keep, pki, other_firm) -> None:
        row, seller = keep(), PartyFacts(firm.organization.inn)
        assert authority.find(firm.workspace.pk, info(pki, "person"), seller) == [row]
        assert authority.find(firm.workspace.pk, info(pki, "partner_person"), seller) == []
        assert authority.find(firm.workspace.pk, info(pki, "person"), PartyFacts("7830002293")) == []
        assert authority.find(other_firm.workspace.pk, info(pki, "person"), seller) == []
        assert list(authority.of_workspace(other_firm.workspace)) == []

    def test_search(self, firm, keep) -> None:
        row = keep()
        for text in ("работников", "ромашка", row.number[:8], row.principal_inn, people.EMPLOYEE.inn):
            assert list(authority.of_workspace(firm.workspace, text)) == [row], text
        assert list(authority.of_workspace(firm.workspace, "василёк")) == []


class TestSigning:
    def test_employee_with_a_power_is_authorised(self, firm, employee, keep, pki, registry, client) -> None:
        row = keep()
        register(client, row)
        signature = bring(*asked(firm, employee, pki), employee)
        assert answer_of(signature) == "yes"
        names = [check["name"] for check in signature.verdict["facts"]["authority"]["checks"]]
        assert len(names) == 11
        assert signature.headline == "valid"

    def test_without_registry_it_is_accepted_and_stays_open(self, firm, employee, keep, pki) -> None:
        keep()
        signature = bring(*asked(firm, employee, pki), employee)
        assert (answer_of(signature), signature.headline) == ("undetermined", "valid")
        assert "m4d.nalog.gov.ru" in signature.verdict["facts"]["authority"]["reason"]
        assert signature.recheck_at is not None

    def test_power_that_comes_later_closes_the_question(
        self, firm, employee, keep, pki, registry, client, power
    ) -> None:
        signature = bring(*asked(firm, employee, pki), employee)
        assert answer_of(signature) == "undetermined"
        client.upload(power("person").xml, power("person").signatures[0], power("person").file_name)
        wait_active(client, keep())
        rechecks.recheck_due(timezone.now())
        assert answer_of(signature) == "yes"
        assert events(firm.workspace, "signature:rechecked")

    def test_revoked_power_refuses(self, firm, employee, keep, pki, registry, client) -> None:
        row = keep()
        register(client, row)
        registry.put(row.number, "REVOKED", reason="уволен")
        PowerOfAttorney.objects.update(checked_at=timezone.now() - timedelta(minutes=2))
        task, cms = asked(firm, employee, pki)
        with pytest.raises(DomainError) as refused:
            bring(task, cms, employee)
        assert refused.value.code == "signature-authority"
        assert "отозвана" in refused.value.message
        task.refresh_from_db()
        assert task.state == TaskState.WAITING

    def test_revocation_learnt_later_puts_a_signature_in_doubt(
        self, firm, employee, keep, pki, registry, client
    ) -> None:
        row = keep()
        register(client, row)
        signature = bring(*asked(firm, employee, pki), employee)
        before = (signature.received_at - timedelta(minutes=1)).isoformat()
        registry.put(row.number, "REVOKED", date=before)
        authority.refresh(row)
        rechecks.recheck_due(timezone.now())
        assert events(firm.workspace, "signature:doubted")
        assert (answer_of(signature), signature.headline) == ("no", "invalid")

    def test_revocation_noted_while_a_signature_is_received_is_not_missed(
        self, firm, employee, keep, pki, registry, client, monkeypatch
    ) -> None:
        row = keep()
        register(client, row)
        task, cms = asked(firm, employee, pki)
        genuine = signing.registry.store_bytes

        def meanwhile(data: bytes):
            authority.note_revocation(row, timezone.now() - timedelta(minutes=1), "уволен", employee)
            return genuine(data)

        monkeypatch.setattr(signing.registry, "store_bytes", meanwhile)
        signature = bring(task, cms, employee)
        rechecks.recheck_due(timezone.now() + timedelta(minutes=6))
        assert events(firm.workspace, "signature:doubted")
        assert answer_of(signature) == "no"

    def test_revocation_after_the_signature_changes_nothing(
        self, firm, employee, keep, pki, registry, client
    ) -> None:
        row = keep()
        register(client, row)
        signature = bring(*asked(firm, employee, pki), employee)
        registry.put(row.number, "REVOKED")
        authority.refresh(row)
        rechecks.recheck_due(timezone.now())
        assert answer_of(signature) == "yes"
        assert not events(firm.workspace, "signature:doubted")

    def test_power_of_another_kind_of_document_refuses(self, firm, employee, pki, keep) -> None:
        keep()
        with pytest.raises(DomainError) as refused:
            bring(*asked(firm, employee, pki, kind="letter", file_name="Письмо 1.pdf"), employee)
        assert refused.value.code == "signature-authority"
        assert "нет подходящего" in refused.value.message

    def test_partner_signs_by_a_power_too(self, firm, keep, pki, registry, client, sent) -> None:
        register(client, keep("partner_person"))
        package = sent()
        links.open_document(package.link)
        task = SigningTask.objects.get(package_id=package.package.pk, side=Side.THEIRS)
        task = signing.get_task(task.pk, firm.workspace.pk)
        cms = pki.sign("partner_person", factories.content(package.flow))
        who = actors.counterparty(factories.PARTNER_EMAIL, "Партнёр")
        assert answer_of(signing.accept_signature(task, cms, method="file", actor=who)) == "yes"


def _signed_anew(power, pki):
    """The same power with one more signature of its principal."""
    upload = power("person")
    return replace(upload, signatures=(pki.sign("head", upload.xml),))


def register(client, row: PowerOfAttorney) -> None:
    """Give the registry a power the hub keeps, and wait until it is in force."""
    file = authority.file_of(row)
    client.upload(file.xml, file.signatures[0], file.name)
    wait_active(client, row)


def wait_active(client, row: PowerOfAttorney) -> None:
    deadline = timezone.now() + timedelta(seconds=10)
    while authority.refresh(row).state is not RegistryState.ACTIVE:
        assert timezone.now() < deadline


class TestRegistry:
    def test_state_is_kept_with_its_time(self, firm, keep, registry, client) -> None:
        row = keep()
        assert (row.state, row.checked_at) == (State.UNREACHABLE, None)
        assert authority.refresh(row).state is RegistryState.UNKNOWN
        register(client, row)
        row.refresh_from_db()
        assert row.state == State.ACTIVE
        assert timezone.now() - row.checked_at < timedelta(minutes=1)
        states = [event.data["state"] for event in events(firm.workspace, "authority:state")]
        assert (states[0], states[-1]) == ("UNKNOWN", "ACTIVE")

    @pytest.mark.parametrize("kind", ["unavailable", "busy"])
    def test_silence_changes_nothing(self, keep, registry, client, kind) -> None:
        row = keep()
        register(client, row)
        registry.fail(kind, 5)
        found = authority.refresh(row)
        assert (found.state, bool(found.reason)) == (RegistryState.UNREACHABLE, True)
        row.refresh_from_db()
        assert row.state == State.ACTIVE

    def test_old_state_is_not_taken_for_an_answer(self, firm, employee, keep, pki, registry, client) -> None:
        row = keep()
        register(client, row)
        PowerOfAttorney.objects.update(checked_at=timezone.now() - timedelta(hours=1))
        registry.fail("unavailable", 5)
        signature = bring(*asked(firm, employee, pki), employee)
        assert answer_of(signature) == "undetermined"

    def test_one_broken_answer_and_a_lost_token_are_survived(self, keep, registry, client) -> None:
        row = keep()
        register(client, row)
        for kind in ("unavailable", "forget-token"):
            registry.fail(kind)
            assert authority.refresh(row).state is RegistryState.ACTIVE

    def test_wrong_account_is_said_in_words(self, registry, settings, keep) -> None:
        row = keep()
        settings.MCHD_REGISTRY = replace(settings.MCHD_REGISTRY, secret="wrong")
        assert "учётную запись" in authority.refresh(row).reason

    def test_nobody_answers(self, keep, settings) -> None:
        settings.MCHD_REGISTRY = MchdRegistryConfig("http://127.0.0.1:1", "x", "x")
        found = authority.refresh(keep())
        assert found.state is RegistryState.UNREACHABLE
        assert "не отвечает" in found.reason

    def test_too_many_questions_are_held_back(self, keep, registry) -> None:
        row = keep()
        limits.block(LIMIT_KEY, timezone.now() + timedelta(minutes=1))
        found = authority.refresh(row)
        assert (found.state, "слишком часто" in found.reason) == (RegistryState.UNREACHABLE, True)

    def test_archive_of_a_power(self, keep, registry, client) -> None:
        row = keep()
        register(client, row)
        file = authority.file_of(row)
        assert client.download(row.number, row.principal_inn) == (file.name, file.xml, file.signatures[0])
        with pytest.raises(RegistryError, match="нет доверенности"):
            client.download(row.number, "7707083893")

    def test_taken_from_the_registry_by_number(self, firm, registry, client, power) -> None:
        upload = power("partner_person")
        client.upload(upload.xml, upload.signatures[0], upload.file_name)
        number, inn = upload.file_name.removesuffix(".xml")[-36:], firm.counterparty.inn
        take = partial(authority.take_from_registry, firm.workspace, actor=actors.SYSTEM, by=firm.sender)
        row = take(number.upper(), inn)
        assert (row.principal_inn, row.state) == (inn, State.ACTIVE)
        assert authority.file_of(row).xml == upload.xml
        for wrong, owner, field in (
            ("17", inn, "number"), (number, "77", "principal_inn"), (number, firm.organization.inn, "number"),
        ):  # fmt: skip
            with pytest.raises(DomainError) as refused:
                take(wrong, owner)
            assert refused.value.field == field

    @pytest.mark.parametrize(
        "files",
        [
            {},
            {"a.xml": b"<a/>"},
            {"a.xml": b"", "b.xml": b"", "s.sig": b""},
            {"a.xml": b"x" * 2_000_000, "s.sig": b""},
        ],
    )
    def test_odd_archive_is_refused(self, files) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        for data in (out.getvalue(), out.getvalue()[:-5], b"PK"):
            with pytest.raises(RegistryError):
                _unpacked(data)

    def test_schedule_asks_about_aged_states_only(self, firm, keep, registry, client) -> None:
        row = keep()
        tick = Effect.objects.create(kind=Tick.kind, payload={})
        assert Tick().perform(run_of(tick)) == {"due": 1}
        assert Tick().perform(run_of(tick)) == {"due": 1}  # not asked yet: the same effect stands
        assert Effect.objects.filter(kind="authority.refresh").count() == 1
        register(client, row)
        effects.run_due()
        assert Tick().perform(run_of(tick)) == {"due": 0}

    def test_not_connected_asks_nobody(self, keep) -> None:
        row = keep()
        tick = Effect.objects.create(kind=Tick.kind, payload={})
        assert Tick().perform(run_of(tick)) == {"due": 0}
        assert "не подключён" in authority.refresh(row).reason

    def test_noted_revocation_stands_whatever_the_registry_says(
        self, firm, employee, keep, pki, registry, client
    ) -> None:
        row = keep()
        register(client, row)
        authority.note_revocation(row, midnight(), "Письмо руководителя", firm.sender)
        authority.refresh(row)
        row.refresh_from_db()
        assert row.state == State.REVOKED
        with pytest.raises(DomainError, match="отозвана"):
            bring(*asked(firm, employee, pki), employee)
        assert events(firm.workspace, "authority:revocation-noted")
        with pytest.raises(DomainError):
            authority.note_revocation(row, timezone.now(), "ещё раз", firm.sender)

    @pytest.mark.parametrize(
        ("at", "reason"), [(DAY, "из будущего"), (0 * DAY, "  "), (-3 * DAY, "до выдачи")]
    )
    def test_note_needs_a_reason_and_a_past_moment(self, firm, keep, at, reason) -> None:
        row = keep()
        with pytest.raises(DomainError):
            authority.note_revocation(row, timezone.now() + at, reason, firm.sender)
        row.refresh_from_db()
        assert row.state == State.UNREACHABLE


def midnight():
    """The beginning of the Moscow day the sandbox's powers were issued on, or a later moment of it."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def run_of(effect: Effect):
    return Run.of(effect)


class TestExpiring:
    @pytest.mark.parametrize(("days", "letters"), [(31, 0), (30, 1), (8, 1), (7, 1), (0, 1), (-1, 0)])
    def test_told_once_for_each_threshold(self, firm, employee, keep, mail, days, letters) -> None:
        row = keep()
        PowerOfAttorney.objects.update(expires=timezone.localdate() + days * DAY)
        for _ in range(2):
            Daily().perform(run_of(Effect.objects.create(kind=Daily.kind, payload={})))
        effects.run_due()
        for person in (employee, firm.sender):  # the representative and the administrator
            told = [letter for letter in mail.letters(person.email) if row.number in letter.text]
            assert len(told) == letters
        assert not mail.letters(firm.approver.email)

    def test_both_thresholds(self, employee, keep, mail) -> None:
        keep()
        for days in (30, 7):
            PowerOfAttorney.objects.update(expires=timezone.localdate() + days * DAY)
            Daily().perform(run_of(Effect.objects.create(kind=Daily.kind, payload={})))
        effects.run_due()
        assert len(mail.letters(employee.email)) == 2

    def test_power_of_a_counterparty_bothers_nobody(self, firm, keep, mail) -> None:
        keep("partner_person")
        PowerOfAttorney.objects.update(expires=timezone.localdate() + DAY)
        Daily().perform(run_of(Effect.objects.create(kind=Daily.kind, payload={})))
        effects.run_due()
        assert not mail.letters(firm.sender.email)


def test_registry_of_a_test_can_be_set_and_taken_back(keep) -> None:
    row = keep()
    ports.set_registry(Registry())
    try:
        assert authority.refresh(row).state is RegistryState.ACTIVE
    finally:
        ports.set_registry(None)
    assert authority.refresh(row).state is RegistryState.UNREACHABLE


def test_token_is_asked_for_as_oauth_says(registry) -> None:
    ready = registry.emulator.ready
    account = base64.b64encode(f"{ready['client_id']}:{ready['secret']}".encode()).decode()
    answer = httpx.post(
        f"{ready['url']}/vst-oauth2/oauth/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {account}"},
        trust_env=False,
    )
    assert answer.json()["token_type"] == "bearer"


def test_proof_carries_the_power_and_its_signature(
    firm, employee, keep, pki, registry, client, power
) -> None:
    """Law: what a verdict rests on is kept with the document."""
    register(client, keep())
    bring(*asked(firm, employee, pki, kind="invoice", file_name="Счёт 17.pdf"), employee)
    package = Package.objects.get()
    effects.run_due()
    links.open_document(links.live(factories.flows(package)[0]))
    effects.run_due()
    record = ArchiveRecord.objects.get()
    with zipfile.ZipFile(io.BytesIO(store().read(record.bundle_id))) as bundle:
        name = f"доверенности/{power('person').file_name}"
        assert bundle.read(name) == power("person").xml
        assert bundle.read(f"{name}.sig") == power("person").signatures[0]
        listed = {entry["path"] for entry in json.loads(bundle.read("evidence.json"))["files"]}
    assert {name, f"{name}.sig"} <= listed
