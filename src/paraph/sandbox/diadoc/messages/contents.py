"""Content and signatures as they come in a request: inline or by name on the shelf, checked at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from paraph.sandbox.diadoc import powers
from paraph.sandbox.diadoc.api import ApiError, Call
from paraph.sandbox.diadoc.directory import Box
from paraph.sandbox.diadoc.messages import operator, signatures
from paraph.sandbox.diadoc.messages.parties import is_test
from paraph.sandbox.diadoc.shelf import take
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.common_pb2 import Content_v3
from paraph.wire.diadoc.powers_pb2 import (
    PowerOfAttorneySendingType,
    PowerOfAttorneySignedContent,
    PowerOfAttorneyToPost,
)

#: Largest document, and all of one request together, bytes.
MAX_DOCUMENT = 70 * 1024 * 1024
MAX_REQUEST = 70 * 1024 * 1024


@dataclass(frozen=True)
class Power:
    """A МЧД given with a signature."""

    number: str
    issuer_inn: str
    sending: int
    #: File and signature, when they were given or are to travel as files.
    files: tuple[bytes, bytes] | None = None


@dataclass(frozen=True)
class Signed:
    """A file with what was given to sign it; `signature` is None for drafts and delayed sending."""

    content: bytes
    signature: bytes | None
    test: bool = False
    power: Power | None = None
    labels: list[str] = field(default_factory=list)


class _Unsigned(Protocol):
    """`SignedContent`, `UnsignedContent`: a content in one of two ways."""

    Content: bytes
    NameOnShelf: str

    def HasField(self, name: str) -> bool: ...  # noqa: N802


def content_of(call: Call, given: _Unsigned, path: str) -> bytes:
    """The bytes of a content given in exactly one of two ways. Raises `ApiError` 400."""
    inline, name = given.HasField("Content"), given.NameOnShelf
    if inline == bool(name):
        raise ApiError(400, f"{path}: Exactly one of Content and NameOnShelf must be specified")
    data = given.Content if inline else take(call, name)
    if not data:
        raise ApiError(400, f"{path}: Content is empty")
    if len(data) > MAX_DOCUMENT:
        raise ApiError(400, f"{path}: Content size {len(data)} exceeds maximum {MAX_DOCUMENT}")
    return data


def signed(call: Call, box: Box, given: pb.SignedContent, path: str, *, required: bool = True) -> Signed:
    """A file with its signature, readable at least. Raises `ApiError` 400 or 409.

    Whether the signature is true is found out later; `required` is off for drafts and delayed sending.
    """
    path = f"{path}.SignedContent"
    data = content_of(call, given, path)
    shelf, test = given.SignatureNameOnShelf, given.SignWithTestSignature
    power = given.PowerOfAttorney if given.HasField("PowerOfAttorney") else None
    inline = given.Signature if given.HasField("Signature") else None
    return Signed(data, *_signature(call, box, data, inline, shelf, test, power, path, required))


def signature(call: Call, box: Box, given: pb.DocumentSignature, data: bytes, path: str) -> Signed:
    """A signature over a file that is there already."""
    inline = given.Signature if given.HasField("Signature") else None
    power = given.PowerOfAttorney if given.HasField("PowerOfAttorney") else None
    found = _signature(
        call, box, data, inline, given.SignatureNameOnShelf, given.SignWithTestSignature, power, path, True
    )
    return Signed(data, *found, labels=list(given.Labels))


def sender_signature(
    call: Call, box: Box, given: pb.DocumentSenderSignature, data: bytes, path: str
) -> Signed:
    """A signature over a document of a draft that is being sent."""
    inline = given.Signature if given.HasField("Signature") else None
    power = given.PowerOfAttorney if given.HasField("PowerOfAttorney") else None
    return Signed(
        data, *_signature(call, box, data, inline, "", given.SignWithTestSignature, power, path, True)
    )


def _signature(
    call: Call,
    box: Box,
    data: bytes,
    inline: bytes | None,
    shelf: str,
    test: bool,
    power: PowerOfAttorneyToPost | None,
    path: str,
    required: bool,
) -> tuple[bytes | None, bool, Power | None]:
    if test:
        return _test_signature(call, box, data, power, path), True, None
    found = inline or (take(call, shelf) if shelf else None)
    if found is None:
        if required:
            raise ApiError(400, f"{path}: Signature is not specified")
        return None, False, None
    if not signatures.readable(found):
        raise ApiError(400, f"{path}: Signature is invalid")
    return found, False, _power(call, box, power, path) if power is not None else None


def _test_signature(
    call: Call, box: Box, data: bytes, power: PowerOfAttorneyToPost | None, path: str
) -> bytes:
    if power is not None:
        raise ApiError(400, code="DocumentService.NotAllowedToSignWithPowerOfAttorney")
    if not is_test(box):
        raise ApiError(400, f"{path}: SignWithTestSignature is allowed for test boxes only")
    return operator.of(call.world).sign_for_test(data)


# -- powers of attorney --------------------------------------------------------------------------------------


def _power(call: Call, box: Box, given: PowerOfAttorneyToPost, path: str) -> Power:
    path = f"{path}.PowerOfAttorney"
    files = [*given.Contents, *([given.Content] if given.HasField("Content") else [])]
    ways = (given.HasField("FullId"), given.UseDefault, bool(files), given.UseDocumentContent)
    if sum(map(bool, ways)) != 1:
        raise ApiError(
            400, f"{path}: Exactly one of FullId, UseDefault, Content and UseDocumentContent is needed"
        )
    if given.UseDefault:
        found = powers.default_of(call.world, box, call.user)
        if found is None:
            text = "Value can't be True when default power of attorney is not specified"
            raise ApiError(409, f"{path}.UseDefault: {text}")
        return _known(found, given.SendAsFile)
    if given.HasField("FullId"):
        known = powers.find(call.world, given.FullId.RegistrationNumber, given.FullId.IssuerInn)
        if known is None:
            raise ApiError(404, "Power of attorney not found")
        return _known(known, given.SendAsFile)
    if given.UseDocumentContent:
        raise ApiError(
            400, f"{path}.UseDocumentContent: The document has no power of attorney in its content"
        )
    return _from_files(call, files[0], path)


def _known(power: powers.Kept, as_file: bool) -> Power:
    kind = PowerOfAttorneySendingType
    files = (power.content, power.signature)
    return Power(
        power.number, power.issuer_inn, kind.File if as_file else kind.Metadata, files if as_file else None
    )


def _from_files(call: Call, given: PowerOfAttorneySignedContent, path: str) -> Power:
    files = _piece(call, given.Content, f"{path}.Content"), _piece(call, given.Signature, f"{path}.Signature")
    try:
        found = powers.read(*files)
    except powers.PowerError as error:
        raise ApiError(400, f"{path}: {error}") from error
    powers.keep(call.world, found)
    return Power(found.number, found.issuer_inn, PowerOfAttorneySendingType.File, files)


def _piece(call: Call, given: Content_v3, path: str) -> bytes:
    data = given.Content or (take(call, given.NameOnShelf) if given.NameOnShelf else b"")
    if not data:
        raise ApiError(400, f"{path}: Content or NameOnShelf must be specified")
    return data
