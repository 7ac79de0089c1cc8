"""A software key that signs receipts by itself, so that they go out in time; not a qualified signature."""

from __future__ import annotations

import base64
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.authority import services as authority
from paraph.authority.facts import PartyFacts
from paraph.authority.match import same_party
from paraph.channels.diadoc import auth, keyfiles
from paraph.channels.diadoc.deeds import Event, authorise, record
from paraph.channels.diadoc.models import Account
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.parties.models import Employee, Role
from paraph.sealed import Secret
from paraph.trust.certificate import Certificate
from paraph.trust.key_errors import KeyFileError, WrongPassword
from paraph.trust.verdict import SignerInfo

_ENDS_SOON = timedelta(days=30)
_COLUMNS = ("receipts_key", "receipts_password", "receipts_certificate", "receipts_power")


def put(account: Account, data: bytes, password: str, actor: Employee) -> None:
    """Keep a software key that signs receipts by itself; its signatures are not qualified.

    The certificate must be the organisation's, or its owner's МЧД from the organisation must be among the
    workspace's powers.
    """
    authorise(account.workspace_id, actor, Role.ADMINISTRATOR)
    try:
        key = keyfiles.read(data, password)
    except WrongPassword as error:
        raise DomainError("invalid", str(error), field="receipts_password") from error
    except KeyFileError as error:
        raise DomainError("invalid", str(error), field="receipts_key") from error
    power = _authority(account, key.certificate)
    with journal.writing(account.workspace_id):
        account.receipts_key, account.receipts_password = Secret.of_bytes(data), Secret(password)
        account.receipts_certificate = base64.b64encode(key.certificate.raw).decode("ascii")
        account.receipts_power = power
        account.save(update_fields=_COLUMNS)
        record(account, Event.RECEIPTS_KEY_SET, actor, fingerprint=key.certificate.fingerprint, power=power)


def _authority(account: Account, certificate: Certificate) -> str:
    """Number of the МЧД the owner acts under; empty when the certificate is the organisation's own."""
    organization, owner = account.organization, certificate.signer_info()
    if not certificate.valid_at(timezone.now()):
        message = _("Срок сертификата истёк или ещё не начался: нужен действующий.")
        raise DomainError("invalid", message, field="receipts_key")
    party = PartyFacts(organization.inn, organization.name, organization.kpp, organization.ogrn)
    if same_party(owner, party):
        return ""
    number = _power(account.workspace_id, owner, party)
    if not number:
        message = _(
            "Сертификат ({owner}) выдан не организации {organization}, и действующей МЧД от неё на этого "
            "владельца нет. Добавьте доверенность в разделе «Доверенности» или приложите другой ключ."
        ).format(owner=owner.full_name or owner.common_name, organization=organization.name)
        raise DomainError("invalid", message, field="receipts_key")
    return number


def _power(workspace_id: int, owner: SignerInfo, party: PartyFacts) -> str:
    """A power of the owner's that is in force and leads back to the party, itself or by sub-delegation."""
    known = {row.number: row for row in authority.find(workspace_id, owner, party)}
    for row in known.values():
        names = Q(inn__in=[inn for inn in (owner.inn, owner.inn_le) if inn])
        if owner.snils:
            names |= Q(snils=owner.snils)
        chain = [row]
        while len(chain) <= len(known) and chain[-1].parent_number in known:
            chain.append(known[chain[-1].parent_number])
        is_whole = not chain[-1].parent_number and chain[-1].principal_inn == party.inn
        if is_whole and not any(link.is_over for link in chain) and row.bindings.filter(names).exists():
            return row.number
    return ""


def drop(account: Account, actor: Employee) -> None:
    """Receipts wait for people again."""
    authorise(account.workspace_id, actor, Role.ADMINISTRATOR)
    with journal.writing(account.workspace_id):
        account.receipts_key, account.receipts_password = Secret(""), Secret("")
        account.receipts_certificate = account.receipts_power = ""
        account.save(update_fields=_COLUMNS)
        record(account, Event.RECEIPTS_KEY_DROPPED, actor)


def certificate_of(account: Account) -> Certificate | None:
    """The certificate of the receipts key, to be shown; None without one."""
    raw = base64.b64decode(account.receipts_certificate)
    return Certificate.parse(raw) if raw else None


def opened(account: Account) -> keyfiles.OpenKey | None:
    """The key, opened to sign; None without one or when its certificate has ended. Raises Refused."""
    if not account.receipts_key:
        return None
    key = keyfiles.opened(auth.revealed(account.receipts_key), auth.revealed(account.receipts_password))
    return key if key.certificate.valid_at(timezone.now()) else None


def ends_soon(certificate: Certificate) -> bool:
    """Within a month, or already."""
    return certificate.not_after - timezone.now() < _ENDS_SOON
