"""Checking a received signature against the bytes it should cover and the certificates trusted here."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.registry.models import Version
from paraph.registry.storage import store
from paraph.signing import checking, trust_store
from paraph.trust import oids
from paraph.trust.chain import build_chain
from paraph.trust.cms import CmsError, parse_signed_data
from paraph.trust.keys import digest as compute_digest
from paraph.trust.verdict import DECISIVE, Answer, FactName, Verdict

#: What waiting cannot help: the file and the signature are all there ever will be.
_NEVER_LATER = (FactName.INTACT, FactName.SIGNATURE)


def examine(version: Version, cms: bytes, *, at: datetime) -> Verdict:
    """The verdict on a signature under a version; DomainError for what is not exactly one signature."""
    verdicts = examine_all(version, cms, at=at)
    if len(verdicts) != 1:
        message = _("В файле подписи должна быть ровно одна подпись, а найдено: {count}.")
        raise DomainError("signature-count", message.format(count=len(verdicts)), field="signature")
    return verdicts[0]


def examine_all(version: Version, cms: bytes, *, at: datetime) -> list[Verdict]:
    """Verdicts on every signature of a file under a version; DomainError for what is no signature."""
    if not cms:
        raise DomainError("signature-empty", _("Файл подписи пуст: выберите файл .sig."), field="signature")
    if len(cms) > settings.MAX_SIGNATURE_BYTES:
        raise DomainError(
            "signature-too-large", _("Файл подписи больше 1 МБ: это не подпись."), field="signature"
        )

    def digest(oid: str) -> bytes:
        if oid == oids.STREEBOG_256:  # known since registration
            return bytes.fromhex(version.blob.streebog256)
        return compute_digest(oid, store().read(version.blob_id))

    try:
        verdicts = checking.check(cms, digest, at=at)
    except CmsError as error:
        raise DomainError("signature-unreadable", str(error), field="signature") from error
    if not verdicts:
        message = _("В файле подписи нет ни одной подписи.")
        raise DomainError("signature-count", message, field="signature")
    return verdicts


def refuse_if_wrong(verdict: Verdict) -> None:
    """DomainError with the reason of the first decisive fact that is «no», or that no later check could tell.

    What remains undetermined (an unknown issuer, no list in force) may be known later.
    """
    for name in DECISIVE:
        fact = verdict.facts[name]
        if fact.answer is Answer.NO:
            message = _("Подпись не принята. {reason}")
            raise DomainError(f"signature-{name}", message.format(reason=fact.reason), field="signature")
    for name in _NEVER_LATER:
        fact = verdict.facts[name]
        if fact.answer is Answer.UNDETERMINED:
            message = _("Подпись не принята: проверить её нельзя. {reason}")
            raise DomainError(
                f"signature-{name}-undetermined", message.format(reason=fact.reason), field="signature"
            )


def certificates_of(cms: bytes) -> tuple[bytes, ...]:
    """DER of every certificate needed to check a signature: those inside it and the path to the root."""
    data = parse_signed_data(cms)
    found = {certificate.raw: None for certificate in data.certificates}
    known = trust_store.load()
    for certificate in data.certificates:
        path = build_chain(certificate, store=known, enclosed=data.certificates, at=certificate.not_before)
        found.update(dict.fromkeys(item.raw for item in path.path))
    return tuple(found)
