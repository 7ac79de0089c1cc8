"""A package as messages of Диадок: what fits into one message, and the message itself. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from paraph.channels.diadoc import limits
from paraph.wire.diadoc import common_pb2, messages_pb2, powers_pb2


@dataclass(frozen=True)
class Item:
    """A document to be sent, as far as splitting is concerned."""

    id: int
    #: Bytes.
    size: int


@dataclass(frozen=True)
class Split:
    """Documents by message, and those whose linked documents went with another message."""

    messages: tuple[tuple[int, ...], ...]
    parted: frozenset[int] = frozenset()


def split(items: Sequence[Item], links: Iterable[tuple[int, int]] = ()) -> Split:
    """Fill messages in the package's order; linked documents travel together as long as they fit into one."""
    order = {item.id: number for number, item in enumerate(items)}
    bins: list[list[Item]] = []
    parted: set[int] = set()
    for group in _groups(items, links):
        runs = _runs(group)
        if len(runs) > 1:
            parted.update(item.id for item in group)
        for run in runs:
            room = next((one for one in bins if _fits([*one, *run])), None)
            if room is None:
                bins.append(list(run))
            else:
                room.extend(run)
    messages = (sorted((item.id for item in one), key=order.__getitem__) for one in bins)
    return Split(tuple(tuple(one) for one in messages), frozenset(parted))


def _groups(items: Sequence[Item], links: Iterable[tuple[int, int]]) -> list[list[Item]]:
    """Connected documents, in the order of the first of each group."""
    leader = {item.id: item.id for item in items}

    def find(one: int) -> int:
        while leader[one] != one:
            one = leader[one]
        return one

    for source, target in links:
        if source in leader and target in leader:
            leader[find(source)] = find(target)
    groups: dict[int, list[Item]] = {}
    for item in items:
        groups.setdefault(find(item.id), []).append(item)
    return list(groups.values())


def _runs(group: Sequence[Item]) -> list[list[Item]]:
    """The group whole, or cut in order where it exceeds a message."""
    runs: list[list[Item]] = [[]]
    for item in group:
        if runs[-1] and not _fits([*runs[-1], item]):
            runs.append([])
        runs[-1].append(item)
    return runs


def _fits(items: Sequence[Item]) -> bool:
    size = sum(item.size for item in items)
    return len(items) <= limits.DOCUMENTS_IN_MESSAGE and size <= limits.SHELF_FILE


@dataclass(frozen=True)
class Power:
    """A registered power of attorney (МЧД) the signer acts by."""

    number: str
    principal_inn: str


@dataclass(frozen=True)
class Letter:
    """One document ready for a message: its file (bytes, or a name on the shelf) and our signature."""

    custom_id: str
    type_named_id: str
    signature: bytes = field(repr=False)
    content: bytes | None = field(default=None, repr=False)
    name_on_shelf: str = ""
    function: str = ""
    version: str = ""
    #: Only for kinds that are not formalised: Диадок refuses any for its XML types.
    metadata: Mapping[str, str] = field(default_factory=dict)
    answer_wanted: bool = False
    comment: str = ""
    power: Power | None = None
    #: Documents this one belongs to: pairs of message id (empty = this message) and entity or custom id.
    initial: tuple[tuple[str, str], ...] = ()


def build_message(
    from_box: str, to_box: str, letters: Iterable[Letter], *, to_department: str = ""
) -> messages_pb2.MessageToPost:
    """The body of PostMessage V3."""
    message = messages_pb2.MessageToPost(FromBoxId=from_box, ToBoxId=to_box)
    if to_department:
        message.ToDepartmentId = to_department
    message.DocumentAttachments.extend(_attachment(letter) for letter in letters)
    return message


def _attachment(letter: Letter) -> messages_pb2.DocumentAttachment:
    attachment = messages_pb2.DocumentAttachment(
        SignedContent=signed_content(letter.signature, letter.content, letter.name_on_shelf, letter.power),
        TypeNamedId=letter.type_named_id,
        CustomDocumentId=letter.custom_id,
        NeedRecipientSignature=letter.answer_wanted,
        Metadata=[common_pb2.MetadataItem(Key=key, Value=value) for key, value in letter.metadata.items()],
        InitialDocumentIds=[
            common_pb2.DocumentId(MessageId=message, EntityId=entity) for message, entity in letter.initial
        ],
    )
    if letter.function:
        attachment.Function = letter.function
    if letter.version:
        attachment.Version = letter.version
    if letter.comment:
        attachment.Comment = letter.comment[: limits.COMMENT]
    return attachment


def signed_content(
    signature: bytes, content: bytes | None = None, name_on_shelf: str = "", power: Power | None = None
) -> messages_pb2.SignedContent:
    """A file with its detached signature, as messages and patches carry it."""
    if (content is None) == (not name_on_shelf):
        raise ValueError("a file is given by its bytes or by its name on the shelf, not by both")
    signed = messages_pb2.SignedContent(Signature=signature)
    if content is None:
        signed.NameOnShelf = name_on_shelf
    else:
        signed.Content = content
    if power is not None:
        signed.PowerOfAttorney.CopyFrom(power_to_post(power))
    return signed


def power_to_post(power: Power) -> powers_pb2.PowerOfAttorneyToPost:
    """A power of attorney named by its number in the register and its principal's ИНН."""
    posted = powers_pb2.PowerOfAttorneyToPost(UseDefault=False)
    posted.FullId.RegistrationNumber = power.number
    posted.FullId.IssuerInn = power.principal_inn
    return posted
