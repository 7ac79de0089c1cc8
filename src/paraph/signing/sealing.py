"""A document enciphered to chosen people (CMS EnvelopedData with GOST ciphers, R 1323565.1.025-2019).

Recipients are named by certificates: those seen in signatures of the counterparty and of ours, and those a
person brings. Each is judged as a signer's would be: what is enciphered to a wrong key cannot be called back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.notifications.handlers import Attachment, Envelope, MailHandler
from paraph.notifications.letters import render
from paraph.notifications.services import mail_key
from paraph.parties.models import Employee
from paraph.registry import services as registry
from paraph.registry.models import Version
from paraph.registry.storage import store
from paraph.signing import trust_store
from paraph.signing.models import SealedCopy, Side, Signature
from paraph.trust import der
from paraph.trust.certificate import Certificate, load_certificates
from paraph.trust.chain import build_chain
from paraph.trust.clock import Clock
from paraph.trust.cms import CmsError, parse_signed_data
from paraph.trust.enveloped import ContentCipher, EnvelopedError, Mode, encrypt
from paraph.trust.revocation import find_revocation
from paraph.trust.store import Enclosed
from paraph.trust.verdict import Answer, Fact

#: Newest signatures looked through for certificates.
_MOST_SEEN = 200
MIME = "application/pkcs7-mime"
#: A letter with a longer file is turned away by most mail servers, bytes.
LONGEST_BY_MAIL = 10 * 1024 * 1024


@dataclass(frozen=True)
class Recipient:
    """The holder of a certificate, as people are shown them."""

    fingerprint: str
    name: str
    organization: str
    inn: str
    issuer: str
    #: ISO 8601, UTC.
    until: str
    #: «S» ours, «R» the counterparty's, empty for a certificate that was brought.
    side: str = ""


def seen(version: Version) -> list[tuple[Recipient, Certificate]]:
    """Certificates of ours and of the document's counterparty met in signatures, those still in force."""
    document = version.document
    rows = Signature.objects.filter(
        workspace=document.workspace_id,
        side__in=(Side.OURS, Side.THEIRS),
        version__document__counterparty=document.counterparty_id,
    )
    found: dict[str, tuple[Recipient, Certificate]] = {}
    for signature in rows.select_related("blob").order_by("-id")[:_MOST_SEEN]:
        if signature.fingerprint in found:
            continue
        certificate = _signer_of(signature)
        if certificate is not None and certificate.valid_at(timezone.now()):
            found[signature.fingerprint] = (described(certificate, signature.side), certificate)
    return sorted(found.values(), key=lambda one: (one[0].side != Side.THEIRS, one[0].name))


def _signer_of(signature: Signature) -> Certificate | None:
    try:
        enclosed = parse_signed_data(store().read(signature.blob_id)).certificates
    except CmsError:
        return None
    return next((one for one in enclosed if one.fingerprint == signature.fingerprint), None)


def described(certificate: Certificate, side: str = "") -> Recipient:
    """Who holds a certificate."""
    signer = certificate.signer_info()
    return Recipient(
        fingerprint=signer.fingerprint,
        name=signer.full_name or signer.common_name,
        organization=signer.organization,
        inn=signer.inn_le or signer.inn,
        issuer=signer.issuer,
        until=signer.not_after,
        side=side,
    )


def read_certificate(data: bytes) -> Certificate:
    """The certificate of a file a person brings, PEM or DER. Raises DomainError."""
    try:
        found = load_certificates(data)
    except der.DerError as error:
        message = _("Это не сертификат: выберите файл .cer, .crt или .pem.")
        raise DomainError("certificate", message, field="certificates") from error
    if len(found) != 1:
        message = _("В файле должен быть один сертификат, а найдено: {count}.")
        raise DomainError("certificate", message.format(count=len(found)), field="certificates")
    return found[0]


def seal(
    version: Version, recipients: Sequence[Certificate], employee: Employee, *, mode: str = Mode.TRANSPORT
) -> SealedCopy:
    """A copy only these people can open. Raises DomainError when one of them is not to be trusted with it.

    Reads and enciphers the whole document, so not for a transaction.
    """
    known = {certificate.fingerprint: certificate for certificate in recipients}
    if not known:
        raise DomainError("recipients", _("Выберите хотя бы одного получателя."), field="recipients")
    if mode not in list(Mode):
        raise DomainError("mode", _("Такого способа нет. Обновите страницу."), field="mode")
    for certificate in known.values():
        _refuse_unfit(certificate, timezone.now())
    stored = registry.store_bytes(_enciphered(version, list(known.values()), mode))
    people = [asdict(described(certificate)) for certificate in known.values()]
    with journal.writing(version.document.workspace_id):
        copy = SealedCopy.objects.create(
            workspace_id=version.document.workspace_id,
            version=version,
            blob=registry.save_blob(stored),
            file_name=f"{version.file_name}.p7m"[:255],
            recipients=people,
            created_by=employee,
        )
        journal.record(
            copy.workspace_id,
            "document:sealed",
            actors.employee(employee.pk, employee.full_name),
            journal.Subject(document_id=version.document_id),
            {"file": copy.file_name, "recipients": [one["name"] for one in people]},
        )
    return copy


def _enciphered(version: Version, recipients: Sequence[Certificate], mode: str) -> bytes:
    content = store().read(version.blob_id)
    try:
        return encrypt(content, recipients, cipher=ContentCipher.KUZNYECHIK_OMAC, mode=mode)
    except EnvelopedError as error:
        raise DomainError("sealing", str(error)) from error


def _refuse_unfit(certificate: Certificate, at: datetime) -> None:
    """The path to a trusted root and revocation, both for certain."""
    trusted = trust_store.load()
    chain = build_chain(certificate, store=trusted, at=at)
    revocation = find_revocation(chain, store=trusted, enclosed=Enclosed(), clock=Clock(at))
    facts: Iterable[Fact] = (chain.fact, revocation)
    for fact in facts:
        if fact.answer is not Answer.YES:
            who = described(certificate).name
            message = _("Сертификат получателя {name} не подходит. {reason}").format(
                name=who, reason=fact.reason
            )
            raise DomainError("recipient-unfit", message, field="recipients")


def of_version(version: Version) -> list[SealedCopy]:
    """Enciphered copies of a file, the newest first."""
    return list(SealedCopy.objects.filter(version=version).select_related("blob", "created_by"))


def send(copy: SealedCopy, email: str, employee: Employee) -> None:
    """Send the enciphered copy by letter; the document itself is not in it. Raises DomainError."""
    if copy.blob.size > LONGEST_BY_MAIL:
        message = _("Зашифрованный файл больше 10 МБ: почта его не примет. Передайте его другим способом.")
        raise DomainError("too-long", message, field="email")
    with journal.writing(copy.workspace_id):
        facts = {"file": copy.file_name, "recipient": email}
        event = journal.record(
            copy.workspace_id,
            "document:sealed-sent",
            actors.employee(employee.pk, employee.full_name),
            journal.Subject(document_id=copy.version.document_id),
            facts,
        )
        effects.enqueue(
            SealedLetter.kind,
            {"copy": copy.pk, "to": email, "sender": employee.full_name, "reply_to": employee.email},
            key=mail_key(),
            idempotency_id=f"{SealedLetter.kind}:{event.pk}",
            workspace_id=copy.workspace_id,
        )


class SealedLetter(MailHandler):
    """The letter with the enciphered file."""

    kind = "signing.sealed-letter"

    def compose(self, run: Run) -> Envelope:
        rows = SealedCopy.objects.select_related("version__document__organization")
        copy = rows.get(pk=run.payload["copy"])
        facts = {
            "document": copy.version.document.title,
            "organization": copy.version.document.organization.name,
            "sender": run.payload["sender"],
            "file": copy.file_name,
            "recipients": ", ".join(one["name"] for one in copy.recipients),
        }
        return Envelope(
            run.payload["to"],
            render("notifications/sealed", facts),
            reply_to=run.payload["reply_to"],
            attachment=Attachment(copy.file_name, MIME, store().read(copy.blob_id)),
        )
