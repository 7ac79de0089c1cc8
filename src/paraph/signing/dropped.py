"""A handful of files as somebody drops them: which are signatures, what each of them signs, which are МЧД.

Nobody is asked to say which file is which: a signature names the digest of what it covers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from paraph.authority.facts import PartyFacts, PoaFile
from paraph.authority.steps import check_authority
from paraph.errors import DomainError
from paraph.formats import mchd
from paraph.formats.mchd_types import MchdError
from paraph.signing import checking, trust_store
from paraph.trust.cms import MAX_SIGNATURE, CmsError, SignedData, parse_signed_data
from paraph.trust.keys import UnsupportedAlgorithm, stream_digest
from paraph.trust.verdict import FactName, Verdict

#: Beginnings of DER, PEM and bare base64 of a CMS: other files are not even tried as signatures.
_CMS_BEGINNINGS = (b"\x30", b"-----BEGIN", b"MI")
#: Signers in all the files when authority is asked too: each is compared with each power.
_MAX_JUDGED = 40


@dataclass
class Dropped:
    """One file: its name and its bytes, read by pieces; digests are computed once."""

    name: str
    file: BinaryIO
    size: int
    _digests: dict[str, bytes] = field(default_factory=dict, repr=False)

    def read(self) -> bytes:
        self.file.seek(0)
        return self.file.read()

    def digest(self, oid: str) -> bytes:
        """Raises `keys.UnsupportedAlgorithm`."""
        if oid not in self._digests:
            self.file.seek(0)
            self._digests[oid] = stream_digest(oid, self.file)
        return self._digests[oid]


@dataclass(frozen=True)
class Checked:
    """One signature file: what it was checked against and what was found, a verdict per signer."""

    signature: str
    #: Name of the signed file; empty when the file is inside the signature or was not dropped.
    content: str
    is_attached: bool
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class _Signature:
    given: Dropped
    raw: bytes
    data: SignedData


def check_dropped(files: Sequence[Dropped], *, party_inn: str, at: datetime) -> list[Checked]:
    """A result for every signature file among `files`; empty when there is none.

    With `party_inn` the authority of signers is judged too, by the МЧД among the files; DomainError when that
    is asked of too many of them.
    """
    signatures = [found for found in map(_signature, files) if found is not None]
    if party_inn and sum(len(found.data.signers) for found in signatures) > _MAX_JUDGED:
        message = _("Подписей больше {most}: полномочия стольких подписантов проверяйте по частям.")
        raise DomainError("check-many-signers", message.format(most=_MAX_JUDGED), field="files")
    taken = {id(found.given) for found in signatures}
    contents = [item for item in files if id(item) not in taken]
    paired = [(found, _content_of(found, contents)) for found in signatures]
    powers = _powers(paired) if party_inn else []
    return [_check(found, content, party_inn, powers, at) for found, content in paired]


def _check(
    found: _Signature, content: Dropped | None, party_inn: str, powers: list[PoaFile], at: datetime
) -> Checked:
    verdicts = checking.check(found.raw, content.digest if content else None, at=at)
    is_power = content is not None and any(power.name == content.name for power in powers)
    if party_inn and not is_power:
        verdicts = [_with_authority(verdict, party_inn, powers) for verdict in verdicts]
    name = content.name if content else ""
    return Checked(found.given.name, name, found.data.content is not None, tuple(verdicts))


def _with_authority(verdict: Verdict, party_inn: str, powers: list[PoaFile]) -> Verdict:
    fact = check_authority(
        verdict.signer,
        PartyFacts(party_inn),
        store=trust_store.load(),
        at=verdict.at,
        time_source=verdict.facts[FactName.TIME].source,
        poas=powers,
    )
    return verdict.with_fact(FactName.AUTHORITY, fact)


def _signature(given: Dropped) -> _Signature | None:
    given.file.seek(0)
    beginning = given.file.read(32).lstrip()
    if given.size > MAX_SIGNATURE or not beginning.startswith(_CMS_BEGINNINGS):
        return None
    raw = given.read()
    try:
        return _Signature(given, raw, parse_signed_data(raw))
    except CmsError:
        return None  # a document that only looks like one: it is then something that may be signed


def _content_of(found: _Signature, contents: list[Dropped]) -> Dropped | None:
    """The file a detached signature covers: by digest, else by name, else the only one there is."""
    if found.data.content is not None or not contents:
        return None
    by_digest = [item for item in contents if _covers(found.data, item)]
    stem = PurePath(found.given.name).stem
    by_name = [item for item in contents if item.name == stem or PurePath(item.name).stem == stem]
    only = contents if len(contents) == 1 else []
    return next(iter((*by_digest, *by_name, *only)), None)


def _covers(data: SignedData, content: Dropped) -> bool:
    for signer in data.signers:
        try:
            if signer.message_digest == content.digest(signer.digest_algorithm):
                return True
        except UnsupportedAlgorithm:
            continue  # the verdict will say so
    return False


def _powers(paired: Sequence[tuple[_Signature, Dropped | None]]) -> list[PoaFile]:
    """МЧД among the signed files, each with its signatures."""
    found: dict[str, PoaFile] = {}
    for signature, content in paired:
        if content is None or content.size > mchd.MAX_SIZE or not content.name.lower().endswith(".xml"):
            continue
        xml = content.read()
        try:
            mchd.parse(xml)
        except MchdError:
            continue  # some other XML document
        known = found.get(content.name, PoaFile(xml, (), content.name, "приложена к проверке"))
        found[content.name] = PoaFile(xml, (*known.signatures, signature.raw), known.name, known.source)
    return list(found.values())
