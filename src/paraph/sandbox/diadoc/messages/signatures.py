"""Is a signature good: intact, mathematically right, in force now and of the organisation it is given for.

Chains and revocation are not looked at: anybody's test authority serves for the sandbox.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from paraph.sandbox.diadoc.directory import Organization
from paraph.sandbox.diadoc.world import World
from paraph.trust.certificate import Certificate
from paraph.trust.cms import CmsError, parse_signed_data
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, FactName
from paraph.trust.verify import verify_signature


@dataclass(frozen=True)
class Found:
    """What the check said; `reason` is for people and empty for a good signature."""

    valid: bool
    reason: str = ""
    certificate: Certificate | None = None
    #: The certificate names a person only, so a МЧД must say for whom they sign.
    needs_power: bool = False


def readable(signature: bytes) -> bool:
    """Whether it is a detached CMS with one signer at least; anything else is refused at once."""
    try:
        data = parse_signed_data(signature)
    except CmsError:
        return False
    return bool(data.signers) and data.content is None


def check(world: World, signature: bytes, content: bytes, organization: Organization) -> Found:
    """Judges the first signer of a detached signature over `content`."""
    at = datetime.fromtimestamp(world.now(), UTC)
    try:
        data = parse_signed_data(signature)
        verdict = verify_signature(signature, content=content, store=TrustStore([]), at=at)[0]
    except (CmsError, IndexError) as error:
        return Found(False, str(error))
    certificate = next((c for c in data.certificates if data.signers[0].points_at(c)), None)
    for name in (FactName.INTACT, FactName.SIGNATURE):
        if verdict.facts[name].answer is not Answer.YES:
            return Found(False, verdict.facts[name].reason, certificate)
    if certificate is None:
        return Found(False, "В подписи нет сертификата подписанта.")
    if not certificate.not_before <= at <= certificate.not_after:
        return Found(False, "Сертификат подписанта не действует.", certificate)
    return _of_organization(certificate, organization)


def _of_organization(certificate: Certificate, organization: Organization) -> Found:
    """ИНН of the certificate: the organisation's own, or a person's who acts by a МЧД."""
    signer = certificate.signer_info()
    if organization.inn in (signer.inn_le, signer.inn):
        return Found(True, certificate=certificate)
    if signer.inn_le:
        return Found(False, f"ИНН сертификата {signer.inn_le} не совпадает с ИНН организации.", certificate)
    return Found(True, certificate=certificate, needs_power=True)
