"""Types of documents and their workflows: what a box may send and what the other side answers with.

The tables are `document_types.json` (types, functions, versions, metadata) and `workflows.json` (who signs,
receipts, confirmations). A box may have types of its own, added through the control API.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import Any, Protocol

from paraph.formats.titles import TitleError, read_title
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.world import World, tables

#: Codes of a metadata item's type (`DocumentMetadataItemV2.Type`).
KEY_KINDS = {"string": 0, "integer": 1, "decimal": 2, "date": 3, "time": 4}

tables(
    "CREATE TABLE IF NOT EXISTS box_types (box TEXT, name TEXT, spec TEXT NOT NULL, PRIMARY KEY (box, name));"
)


def _table(name: str) -> Any:
    return json.loads(resources.files("paraph.sandbox.diadoc").joinpath(name).read_bytes())


_TABLE = _table("document_types.json")
_KINDS: Mapping[str, str] = _TABLE["keys"]


@dataclass(frozen=True)
class Participant:
    """What one side does in a workflow; `receipt` is the one that the other side gives on its title."""

    role: str
    action: str
    receipt: str


@dataclass(frozen=True)
class Workflow:
    """One of the numbered workflows (`WorkflowId`); the words are those of `GetWorkflowsSettings`."""

    id: int
    name: str
    participants: tuple[Participant, ...]
    confirmation_receipt: str
    receipt_confirmation_receipt: str
    receipt_confirmation: str
    amendment_answer: str
    roaming_confirmation: str
    invitation: str

    def side(self, role: str) -> Participant | None:
        """The participant of a role: Sender, Proxy or Recipient; None if the workflow has no such side."""
        return next((side for side in self.participants if side.role == role), None)

    @property
    def recipient_action(self) -> str:
        """Title, Signature, OptionalSignature, or empty when nothing is expected of the recipient."""
        recipient = self.side("Recipient")
        return recipient.action if recipient else ""

    @property
    def sender_receipt(self) -> str:
        """Never, DefineByUser or Always: the recipient's receipt on the sender's title."""
        sender = self.side("Sender")
        return sender.receipt if sender else "Never"


def _workflow(row: dict[str, Any]) -> Workflow:
    sides = tuple(Participant(**side) for side in row.pop("participants"))
    return Workflow(participants=sides, **row)


WORKFLOWS: Mapping[int, Workflow] = {row["id"]: _workflow(row) for row in _table("workflows.json")}


@dataclass(frozen=True)
class Key:
    """A piece of metadata; `given` when the sender must give it, otherwise it is read from the content."""

    name: str
    required: bool
    given: bool

    @property
    def kind(self) -> str:
        return _KINDS.get(self.name, "string")


@dataclass(frozen=True)
class Description:
    """A type of document in one function and version."""

    type_named_id: str
    title: str
    function: str
    version: str
    formal: bool
    workflows: tuple[int, ...]
    keys: tuple[Key, ...]
    encrypted_keys: tuple[Key, ...] = ()
    needs_fns_registration: bool = False
    #: Exchanged with other organisations only, not inside one.
    external_only: bool = False
    actual: bool = True
    signer: int = 0
    title_types: tuple[int, ...] = ()
    #: True when the emulator makes its titles (`GenerateTitleXml`).
    generated: bool = False
    #: Beginning of its files' names and ВерсФорм inside.
    file: tuple[str, str] = ("", "")
    #: Функция inside its files.
    content_function: str = ""

    @property
    def titles(self) -> int:
        """How many titles the document has: two when the recipient answers with a title of its own."""
        return 2 if any(WORKFLOWS[number].recipient_action == "Title" for number in self.workflows) else 1

    @property
    def amendable(self) -> bool:
        """Whether the recipient may ask for an amendment."""
        return any(WORKFLOWS[number].amendment_answer == "OperatorConfirmation" for number in self.workflows)


class Item(Protocol):
    """`MetadataItem`."""

    @property
    def Key(self) -> str: ...

    @property
    def Value(self) -> str: ...


def _descriptions(row: dict[str, Any]) -> Iterable[Description]:
    for function, versions in row["functions"].items():
        for version, spec in versions.items():
            look = _TABLE["formats"].get(version, {})
            yield Description(
                type_named_id=row["name"],
                title=row["title"],
                function=function,
                version=version,
                formal=bool(look),
                workflows=tuple(spec["workflows"]),
                keys=_read_keys() if look else _given_keys(spec),
                encrypted_keys=tuple(Key(name, True, True) for name in row.get("encrypted", ())),
                needs_fns_registration=row.get("fns", False),
                external_only=row.get("external", False),
                actual=not look.get("outdated", False),
                signer=look.get("signer", 0),
                title_types=tuple(look.get("title_types", ())),
                generated=look.get("generated", False),
                file=tuple(look.get("file", ("", ""))),
                content_function=row.get("inside", function),
            )


def _read_keys() -> tuple[Key, ...]:
    return tuple(Key(name, False, False) for name in _TABLE["formal_keys"])


def _given_keys(spec: dict[str, Any]) -> tuple[Key, ...]:
    required = [Key(name, True, True) for name in spec["required"]]
    return (*required, *(Key(name, False, True) for name in spec.get("optional", ())))


#: Every type there is for every box, in the order of the table.
COMMON: tuple[Description, ...] = tuple(item for row in _TABLE["types"] for item in _descriptions(row))


def add_own_type(world: World, box: str, spec: dict[str, Any]) -> Description:
    """Gives a box (GUID) a non-formalised type of its own.

    `spec` is `{"name", "title", "workflows", "required", "optional"}`; the last three may be left out.
    Raises `ApiError` 400 when something is missing or wrong.
    """
    made = _own_type(spec)
    with world.writing() as db:
        text = json.dumps(spec, ensure_ascii=False)
        db.execute("INSERT OR REPLACE INTO box_types VALUES (?, ?, ?)", (box, made.type_named_id, text))
    return made


def own_types(world: World, box: str) -> list[Description]:
    """The types a box (GUID) has beside the common ones."""
    with world.reading() as db:
        rows = db.execute("SELECT spec FROM box_types WHERE box = ? ORDER BY name", (box,)).fetchall()
    return [_own_type(json.loads(row["spec"])) for row in rows]


def _own_type(spec: dict[str, Any]) -> Description:
    name, title = spec.get("name"), spec.get("title")
    if not (isinstance(name, str) and name and isinstance(title, str) and title):
        raise ApiError(400, "Тип документа: укажите name и title.")
    numbers = spec.get("workflows", [2])
    if not isinstance(numbers, list) or not numbers or not set(numbers) <= WORKFLOWS.keys():
        raise ApiError(400, f"Тип документа: workflows — номера из {', '.join(map(str, WORKFLOWS))}.")
    keys = {"required": spec.get("required", ["FileName"]), "optional": spec.get("optional", [])}
    if not all(isinstance(key, str) and key for names in keys.values() for key in names):
        raise ApiError(400, "Тип документа: required и optional — списки названий.")
    return Description(name, title, "default", "v1", False, tuple(numbers), _given_keys(keys))


def find(
    type_named_id: str, function: str = "", version: str = "", *, own: Sequence[Description] = ()
) -> Description:
    """The description of a type; without function the type's first one, without version the actual one.

    `own` are the types of the box. Raises `ApiError` 409 `DocumentService.InvalidDocumentType`.
    """
    for known in (*COMMON, *own):
        if known.type_named_id != type_named_id or (function and known.function != function):
            continue
        if (known.version == version) if version else known.actual:
            return known
    code = "DocumentService.InvalidDocumentType"
    raise ApiError(409, f"ErrorCode: {code} (Http.Conflict)", code=code)


def workflow(description: Description, workflow_id: int | None = None) -> Workflow:
    """The workflow asked for, or the type's default one. Raises `ApiError` 400 when it is not allowed."""
    number = workflow_id or description.workflows[0]
    if number not in description.workflows:
        allowed = ", ".join(map(str, description.workflows))
        raise ApiError(400, f"WorkflowId {number} is not supported by {description.type_named_id}: {allowed}")
    return WORKFLOWS[number]


def check_metadata(
    description: Description,
    title_index: int,
    metadata: Iterable[Item],
    content: bytes,
    *,
    encrypted: bool = False,
) -> list[str]:
    """What is wrong with metadata and content of a title; the texts go after the path of the attachment.

    `encrypted` content is not read: everything about it must be given as metadata.
    """
    given = {item.Key: item.Value for item in metadata}
    wanted = [] if title_index else _given(description, encrypted)
    problems = []
    if odd := given.keys() - {key.name for key in wanted}:
        problems.append(f"Provided odd metadata items. Keys: {', '.join(sorted(odd))}")
    missing = [key.name for key in wanted if _unusable(key, given.get(key.name, ""))]
    problems += [f"Невозможно получить данные по ключу: {name}" for name in missing]
    if description.formal and not encrypted and (fault := _content_fault(description, title_index, content)):
        problems.append(fault)
    return problems


def metadata_of(
    description: Description,
    title_index: int,
    metadata: Iterable[Item],
    content: bytes,
    *,
    encrypted: bool = False,
) -> dict[str, str]:
    """Metadata as the service keeps it: what was given, or what a checked formalised title says."""
    given = {item.Key: item.Value for item in metadata}
    title = None if encrypted or not description.formal else read_title(content)
    if title is None:
        return given
    found = {
        "FileName": f"{title.file_id}.xml",
        "DocumentDate": title.date.strftime("%d.%m.%Y"),
        "DocumentNumber": title.number,
        "CurrencyCode": title.currency,
        "TotalSum": "" if title.total is None else str(title.total),
        "TotalVat": "" if title.vat is None else str(title.vat),
    }
    return {key: value for key, value in found.items() if value}


def outcome_of(content: bytes) -> str:
    """КодИтога of a recipient's title: 1 accepted, 2 with divergences, 3 not accepted; empty for none."""
    try:
        title = read_title(content)
    except TitleError:
        return ""
    return title.result if title else ""


def _content_fault(description: Description, title_index: int, content: bytes) -> str:
    """Why the file is not this title of this type; empty when it is."""
    try:
        title = read_title(content)
    except TitleError as error:
        return str(error)
    prefix, version = description.file
    if title is None or not title.form.prefix.startswith(prefix) or title.version != version:
        return f"Содержимое не соответствует формату {description.version}."
    if title.index != title_index:
        return f"В содержимом титул {title.index}, а ожидается титул {title_index}."
    if title.form.functions and title.function != description.content_function:
        return f"Функция в содержимом {title.function}, а ожидается {description.content_function}."
    if not title_index and (title.revision is not None) != description.type_named_id.endswith("Revision"):
        revised = "есть" if title.revision else "нет"
        return f"В содержимом {revised} сведений об исправлении, что не подходит типу документа."
    return ""


def _given(description: Description, encrypted: bool) -> list[Key]:
    keys = description.encrypted_keys if encrypted else description.keys
    return [key for key in keys if key.given]


def _unusable(key: Key, value: str) -> bool:
    if not value:
        return key.required
    try:
        if key.kind == "date":
            datetime.strptime(value, "%d.%m.%Y")  # noqa: DTZ007 - a day has no zone
        elif key.kind == "decimal":
            return not Decimal(value).is_finite()
    except (ValueError, InvalidOperation):
        return True
    return False
