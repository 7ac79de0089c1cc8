"""Verbs of the register of powers: add, list, refresh from the registry, note a revocation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph import texts
from paraph.authority import ports, registry_client
from paraph.authority.facts import PoaFile, RegistryAnswer, RegistryState
from paraph.authority.grant import Grant, check_signatures, moscow_day, read_grant
from paraph.authority.models import Binding, PoaSignature, PowerOfAttorney, State
from paraph.errors import DomainError
from paraph.formats import mchd_types
from paraph.formats.mchd import MAX_SIZE
from paraph.formats.requisites import check_inn, digits
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.journal.actors import SYSTEM, Actor
from paraph.parties.models import Employee, Workspace
from paraph.registry import services as registry
from paraph.registry.models import Blob
from paraph.registry.storage import store
from paraph.trust.cms import CmsError
from paraph.trust.verdict import Answer, Check

#: A registration number, a GUID in lower case.
NUMBER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: Signature files brought with one power, and kept with it.
MAX_SIGNATURES = 8


@dataclass(frozen=True)
class Upload:
    """What a person or a channel brings."""

    xml: bytes
    signatures: tuple[bytes, ...]
    file_name: str
    #: When given, powers of anybody else are refused.
    principal_inn: str = ""


def schema() -> Path | None:
    """The folder of official schemas, when the administrator named one."""
    return Path(settings.FNS_SCHEMAS_DIR) if settings.FNS_SCHEMAS_DIR else None


def add(workspace: Workspace, upload: Upload, *, actor: Actor, by: Employee | None = None) -> PowerOfAttorney:
    """Check a power and keep it. The same file again adds the signatures that are new and nothing else.

    Raises DomainError when the file is no power of attorney, has no valid signature of its principals, or
    another file of this number is kept already. One whose signature cannot be judged yet is kept: every
    check by it starts from its signature again.
    """
    grant = _read(upload)
    refuse_unless_signed(grant)
    stored = registry.store_bytes(upload.xml)
    signatures = [registry.store_bytes(signature) for signature in upload.signatures]
    with journal.writing(workspace.pk):
        row = PowerOfAttorney.objects.filter(workspace=workspace, number=grant.poa.number).first()
        if row is not None and row.blob_id != stored.sha256:
            message = _("Доверенность № {number} уже есть, и файл у неё другой: проверьте, какой верен.")
            raise DomainError("poa-differs", message.format(number=row.number), field="xml")
        known = set(row.signatures.values_list("blob_id", flat=True)) if row else set()
        new = [signature for signature in signatures if signature.sha256 not in known]
        if len(known) + len(new) > MAX_SIGNATURES:
            message = _("У доверенности № {number} уже слишком много подписей: больше добавить нельзя.")
            raise DomainError(
                "poa-signature-size", message.format(number=grant.poa.number), field="signature"
            )
        if row is None:
            row = _create(workspace, grant.poa, upload.file_name, registry.save_blob(stored), by)
            journal.record(workspace.pk, "authority:added", actor, journal.Subject(), _facts(row))
        for signature in new:
            PoaSignature.objects.get_or_create(poa=row, blob=registry.save_blob(signature))
        if new:
            ports.changed(workspace.pk)
    return row


def _read(upload: Upload) -> Grant:
    if len(upload.xml) > MAX_SIZE:
        raise DomainError("poa-too-large", _("Файл доверенности больше 1 МБ: это не МЧД."), field="xml")
    if not upload.signatures or not all(upload.signatures):
        message = _("Выберите файл подписи доверенности (.sig): без него она ничего не доказывает.")
        raise DomainError("poa-signature-missing", message, field="signature")
    if len(upload.signatures) > MAX_SIGNATURES or any(
        len(signature) > settings.MAX_SIGNATURE_BYTES for signature in upload.signatures
    ):
        raise DomainError("poa-signature-size", _("Файлы подписи слишком велики."), field="signature")
    file = PoaFile(upload.xml, upload.signatures, upload.file_name)
    grant = read_grant(file, schema())
    if isinstance(grant, Check):
        raise DomainError("poa-unreadable", grant.reason, field="xml")
    principals = {party.inn for party in grant.poa.principals}
    if upload.principal_inn and principals and upload.principal_inn not in principals:
        message = _("Доверенность выдана другой стороной, а нужна от ИНН {inn}.")
        raise DomainError("poa-foreign", message.format(inn=upload.principal_inn), field="xml")
    return grant


def refuse_unless_signed(grant: Grant) -> Check:
    """The check of the principals' signatures; DomainError when it says no."""
    check = signature_check(grant, timezone.now())
    if check.answer is Answer.NO:
        raise DomainError("poa-signature", check.reason, field="signature")
    return check


def signature_check(grant: Grant, at: datetime) -> Check:
    """Step 4 with everything the installation can fetch for it."""
    trust = ports.trust()
    for signature in grant.file.signatures:
        try:
            trust.prepare(signature, grant.file.xml, at)
        except CmsError:
            break  # the check itself says so
    return check_signatures(grant, trust.load(), at)


def _create(
    workspace: Workspace, poa: mchd_types.PowerOfAttorney, file_name: str, blob: Blob, by: Employee | None
) -> PowerOfAttorney:
    principal = poa.principals[0] if poa.principals else None
    row = PowerOfAttorney.objects.create(
        workspace=workspace,
        number=poa.number,
        file_name=texts.storable(file_name or f"{poa.file_id}.xml")[:255],
        blob=blob,
        principal_name=texts.storable(_names(poa.principals or poa.grantors)),
        principal_inn=principal.inn if principal else "",
        representative_name=texts.storable(_names(poa.representatives)),
        issued=poa.issued,
        expires=poa.expires,
        parent_number=poa.parent_number,
        added_by=by,
    )
    for party in poa.representatives:
        snils = party.person.snils if party.person else ""
        Binding.objects.create(poa=row, name=texts.storable(party.name)[:1000], inn=party.inn, snils=snils)
    return row


def _names(parties: Sequence[mchd_types.Party]) -> str:
    return ", ".join(party.name for party in parties)[:1000]


def _facts(row: PowerOfAttorney) -> dict[str, object]:
    return {"poa": row.pk, "number": row.number, "expires": row.expires.isoformat(), "sha256": row.blob_id}


# -- reading -----------------------------------------------------------------------------------------------


def of_workspace(workspace: Workspace, text: str = "") -> QuerySet[PowerOfAttorney]:
    """The workspace's powers, soonest to end first; `text` is looked for in names, ИНН and numbers."""
    found = PowerOfAttorney.objects.filter(workspace=workspace)
    for word in texts.storable(text).split():
        matches = Q(number__icontains=word) | Q(principal_inn__startswith=word)
        for form in {word, word.lower(), word.capitalize(), word.upper()}:
            matches |= Q(principal_name__icontains=form) | Q(representative_name__icontains=form)
        found = found.filter(matches | Q(bindings__inn__startswith=word)).distinct()
    return found


def employees_of(row: PowerOfAttorney) -> QuerySet[Employee]:
    """Our people among the representatives, by ИНН or СНИЛС as they are recorded now."""
    same = Q(pk=None)
    for binding in row.bindings.all():
        if binding.inn:
            same |= Q(inn=binding.inn)
        if binding.snils:
            same |= Q(snils=binding.snils)
    return Employee.objects.filter(same, workspace_id=row.workspace_id)


def file_of(row: PowerOfAttorney, source: str = "") -> PoaFile:
    """The exact bytes of a power and its signatures."""
    blobs = row.signatures.values_list("blob_id", flat=True)
    return PoaFile(
        store().read(row.blob_id),
        tuple(store().read(blob) for blob in blobs),
        row.file_name,
        source or _("из реестра доверенностей хаба"),
    )


def take_from_registry(
    workspace: Workspace, number: str, principal_inn: str, *, actor: Actor, by: Employee
) -> PowerOfAttorney:
    """Bring a power from the registry by its number and its principal's ИНН; then as `add`."""
    number, inn = number.strip().lower(), digits(principal_inn)
    if not NUMBER.fullmatch(number):
        message = _("Номер доверенности состоит из 36 знаков, например c3f1a0de-1111-4222-8333-0123456789ab.")
        raise DomainError("poa-number", message, field="number")
    if fault := check_inn(inn):
        raise DomainError("poa-inn", fault, field="principal_inn")
    client = registry_client.configured()
    if client is None:
        raise DomainError("poa-registry-off", _("Реестр не подключён: загрузите файлы сами."), field="number")
    try:
        name, xml, signature = client.download(number, inn)
    except registry_client.RegistryError as error:
        raise DomainError("poa-registry", str(error), field="number") from error
    row = add(workspace, Upload(xml, (signature,), name, inn), actor=actor, by=by)
    refresh(row, actor=actor)
    row.refresh_from_db()
    return row


def read_file(row: PowerOfAttorney) -> Grant:
    """What a kept power says."""
    grant = read_grant(file_of(row), None)
    assert isinstance(grant, Grant), "a kept power was readable when it came"
    return grant


# -- the registry ------------------------------------------------------------------------------------------


def refresh(row: PowerOfAttorney, *, actor: Actor = SYSTEM) -> RegistryAnswer:
    """Ask the registry now and keep its answer; a changed state is an event.

    No answer changes nothing: what was known stays with its own time. A revocation noted by a person stands
    whatever the registry says.
    """
    poa, now = read_file(row).poa, timezone.now()
    found = ports.registry().status(row.number, poa.grantors[0].inn, poa.representatives[0].inn, now)
    if found.state is RegistryState.UNREACHABLE:
        return found
    with journal.writing(row.workspace_id):
        row.refresh_from_db()
        before, row.checked_at = row.state, now
        if row.state != State.REVOKED or found.state is RegistryState.REVOKED:
            row.state, row.revoked_at = found.state.value, found.revoked_at
            row.state_source, row.state_reason = found.source, texts.storable(found.reason)
        row.save(update_fields=("state", "state_reason", "state_source", "revoked_at", "checked_at"))
        if row.state != before:
            data = {**_facts(row), "before": before, "state": row.state}
            journal.record(row.workspace_id, "authority:state", actor, journal.Subject(), data)
            ports.changed(row.workspace_id, row.revoked_at)
    return found


def note_revocation(row: PowerOfAttorney, at: datetime, reason: str, by: Employee) -> None:
    """A person knows that the power was revoked before the registry says so. DomainError without a reason."""
    reason = texts.reason(reason, "reason", _("Укажите, откуда известно об отзыве."))
    if moscow_day(at) < row.issued:
        raise DomainError("poa-revoked-at", _("Отзыв не может быть раньше выдачи."), field="revoked_on")
    if at > timezone.now() + timedelta(minutes=5):
        raise DomainError("poa-revoked-at", _("Момент отзыва не может быть в будущем."), field="revoked_on")
    with journal.writing(row.workspace_id):
        changed = PowerOfAttorney.objects.filter(pk=row.pk).exclude(state=State.REVOKED)
        source = _("отметка: {name}").format(name=by.full_name)[:300]
        if not changed.update(state=State.REVOKED, revoked_at=at, state_reason=reason, state_source=source):
            raise DomainError("poa-revoked", _("Доверенность уже отозвана."))
        row.refresh_from_db()
        who = actors.employee(by.pk, by.full_name)
        data = {**_facts(row), "revoked_at": at.isoformat(), "reason": reason}
        journal.record(row.workspace_id, "authority:revocation-noted", who, journal.Subject(), data)
        ports.changed(row.workspace_id, row.revoked_at)
