"""What the time-stamps of a CAdES signature are put on (TS 101 733 cl. 6.1, 6.3; EN 319 122-1 cl. 5.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from paraph.trust import der, oids
from paraph.trust.cades_attributes import HashIndex, IndexKind
from paraph.trust.cms import Attribute, SignedData, Signer
from paraph.trust.keys import hasher

#: What a CAdES-C-timestamp covers after the signature value, in this order (TS 101 733 cl. 6.3.5).
_C_PARTS = (oids.SIGNATURE_TIME_STAMP, oids.CERTIFICATE_REFS, oids.REVOCATION_REFS)


def signature_imprint(signer: Signer, digest_oid: str) -> bytes:
    """Of the signature value, without tag and length (TS 101 733 cl. 6.1.1)."""
    return _digest(digest_oid, signer.signature)


def c_imprint(signer: Signer, digest_oid: str) -> bytes:
    """Of the signature value and of types and values of stamp and references (TS 101 733 cl. 6.3.5)."""
    return c_imprints(signer, digest_oid)[0]


def c_imprints(signer: Signer, digest_oid: str) -> tuple[bytes, bytes]:
    """`c_imprint` in the order the standard lists the attributes, and in that of the file, as some put it."""
    covered = [attribute for attribute in signer.unsigned_attributes if attribute.oid in _C_PARTS]
    listed = sorted(covered, key=lambda attribute: _C_PARTS.index(attribute.oid))
    standard, lying = (
        _digest(digest_oid, signer.signature, *(part for item in order for part in (item.type, item.set)))
        for order in (listed, covered)
    )
    return standard, lying


def archive_imprint(data: SignedData, signer: Signer, content_digest: bytes, index: HashIndex) -> bytes:
    """Of content type, content digest, the signer's signed fields and the index (EN 319 122-1 cl. 5.5.3).

    `content_digest` is by the index's own algorithm.
    """
    return _digest(index.digest_algorithm, der.oid(data.content_type), content_digest, signer.core, index.raw)


def old_archive_imprints(
    data: SignedData, signer: Signer, older: Iterable[Attribute], digest_oid: str
) -> tuple[bytes, bytes]:
    """Of all that lies in the file with its content inside (TS 101 733 cl. 6.4.1).

    `older` are the unsigned attributes there were then. Programs differ in whether their frame belongs to it.
    """
    attributes = [der.sequence(attribute.type, attribute.set) for attribute in older]
    framed, bare = (
        _digest(digest_oid, data.head, signer.core, part)
        for part in (der.encode(0xA1, *attributes), b"".join(attributes))
    )
    return framed, bare


@dataclass(frozen=True, slots=True)
class IndexedForms:
    """One attribute value as indexes hash it; made when asked for, because an attribute may be large."""

    attribute: Attribute
    value: bytes

    def of(self, kind: IndexKind) -> bytes:
        """The first kind hashes attributes whole, the third type and value, value by value."""
        attribute = self.attribute
        if kind is IndexKind.V1:
            return der.sequence(attribute.type, attribute.set)
        return attribute.type + self.value


def hash_index(
    data: SignedData, signer: Signer, digest_oid: str, kind: IndexKind = IndexKind.V3
) -> HashIndex:
    """The index of everything the signer has beside the signature now (EN 319 122-1 cl. 5.5.2)."""
    return HashIndex.of(
        digest_oid,
        kind,
        certificates=data.certificate_choices,
        revocations=data.revocation_choices,
        attributes=(
            IndexedForms(attribute, value).of(kind)
            for attribute in signer.unsigned_attributes
            for value in (attribute.values[:1] if kind is IndexKind.V1 else attribute.values)
        ),
    )


def _digest(oid: str, *parts: bytes) -> bytes:
    running = hasher(oid)
    for part in parts:
        running.update(part)
    return running.digest()
