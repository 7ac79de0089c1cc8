"""Receipts (извещения о получении) where Диадок waits for ours: by the account's key, or by a person."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.channels.diadoc import receipt_keys
from paraph.channels.diadoc.errors import Refused
from paraph.channels.diadoc.models import Account
from paraph.docflow import answers
from paraph.docflow.models import Answer, Docflow
from paraph.docflow.services import can
from paraph.errors import DomainError
from paraph.parties.models import Employee, Role
from paraph.parties.rules import can_sign
from paraph.registry.storage import store
from paraph.trust.cades_signing import sign_detached

METHOD = "receipts-key"


def make(account: Account, flow: Docflow) -> Answer | None:
    """Begin the receipt of a received document; None when it is made already or nobody can sign it."""
    if not can(flow, answers.VERBS["make_receipt"].event):
        return None
    if account.receipts_key:
        return answers.make_receipt(flow)
    signer = _person(flow)
    return answers.make_receipt(flow, signer) if signer else None


def _person(flow: Docflow) -> Employee | None:
    """Who is asked: who signs for the package, else the organisation's first signer."""
    signer: Employee | None = flow.package.signer
    if signer is not None and can_sign(signer):
        return signer
    people = Employee.objects.filter(
        organization=flow.package.organization_id, is_active=True, roles__role=Role.SIGNER
    )
    return next((person for person in people.distinct().order_by("id") if can_sign(person)), None)


def sign(account: Account, answer: Answer) -> None:
    """Sign a prepared receipt with the account's key; without a usable key a person reads why."""
    answer.refresh_from_db()
    assert answer.version is not None, "the receipt was prepared"
    try:
        key = receipt_keys.opened(account)
    except Refused as error:
        answers.failed(answer, error.full)
        return
    if key is None:
        answers.failed(answer, _("Срок сертификата для извещений истёк: загрузите новый ключ в настройках."))
        return
    cms = sign_detached(
        store().read(answer.version.blob_id),
        key=key.key,
        certificate=key.certificate,
        chain=key.chain,
        at=timezone.now(),
    )
    try:
        answers.signed_by_key(answer, cms, METHOD)
    except DomainError as error:
        answers.failed(answer, error.message)
