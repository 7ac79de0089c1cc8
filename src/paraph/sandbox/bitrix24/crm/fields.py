"""Fields of CRM objects: those in `fields.txt`, links to parents, and user fields."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

from paraph.sandbox.bitrix24.crm import kinds, userfields
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.names import camel
from paraph.sandbox.bitrix24.world import World


@dataclass(frozen=True)
class Field:
    """A field of an object; `name` is in UPPER_CASE."""

    name: str
    type: str
    title: str
    readonly: bool = False
    multiple: bool = False
    required: bool = False
    #: A user field.
    dynamic: bool = False
    settings: dict[str, Any] = field(default_factory=dict)
    #: Ids a list's value may be.
    choices: frozenset[int] = frozenset()
    #: Option of a smart process that switches the field on.
    option: str = ""

    @property
    def camel(self) -> str:
        return camel(self.name)

    def described(self, kind: Kind, category: int) -> dict[str, Any]:
        """As `*.fields` methods tell it; stages are those of the funnel."""
        told: dict[str, Any] = {
            "type": {"off": "string", "alias": "string"}.get(self.type, self.type),
            "isRequired": self.required,
            "isReadOnly": self.readonly,
            "isImmutable": False,
            "isMultiple": self.multiple,
            "isDynamic": self.dynamic,
            "title": self.title,
        }
        if self.dynamic:
            told |= dict.fromkeys(("listLabel", "formLabel", "filterLabel"), self.title)
        if self.name in ("STAGE_ID", "PREVIOUS_STAGE_ID"):
            told["statusType"] = stage_dictionary(kind, category)
        if self.settings or self.dynamic:
            told["settings"] = self.settings
        return told


def stage_dictionary(kind: Kind, category: int) -> str:
    """In which dictionary the stages of a funnel are; category 0 is the first funnel of deals."""
    if kind.is_dynamic:
        return f"{kind.code}_STAGE_{category}"
    if kind.id == kinds.DEAL:
        return f"DEAL_STAGE_{category}" if category else "DEAL_STAGE"
    return "STATUS" if kind.id == kinds.LEAD else "QUOTE_STATUS"


def fields_of(world: World, kind: Kind) -> dict[str, Field]:
    """Every field of the kind by its name, in the order they are told."""
    found = {one.name: one for one in _system(kind.code if kind.type_id is None else "DYNAMIC")}
    if kind.type_id is not None:
        found = {name: one for name, one in found.items() if not one.option or kind.options[one.option]}
    for one in userfields.of_entity(world, kind.userfields):
        found[one["FIELD_NAME"]] = user_field(one)
    for parent in kinds.parents(world, kind.id):
        name = f"PARENT_ID_{parent}"
        title = getattr(kinds.find_kind(world, parent), "title", name)
        found[name] = Field(name, "crm_entity", title, settings={"parentEntityTypeId": parent})
    return found


def user_field(one: dict[str, Any]) -> Field:
    return Field(
        name=one["FIELD_NAME"],
        type=one["USER_TYPE_ID"],
        title=userfields.label(one),
        multiple=one["MULTIPLE"] == "Y",
        required=one["MANDATORY"] == "Y",
        dynamic=True,
        settings=one["SETTINGS"],
        choices=frozenset(int(choice["ID"]) for choice in one["LIST"]),
    )


@cache
def _system(code: str) -> tuple[Field, ...]:
    sections = _sections()
    multifields = sections["multifields"] if code in ("LEAD", "CONTACT", "COMPANY") else ()
    return (*sections["head"], *sections[code.lower()], *multifields, *sections["tail"])


@cache
def _sections() -> dict[str, tuple[Field, ...]]:
    sections: dict[str, tuple[Field, ...]] = {}
    name = ""
    for line in resources.files(__package__).joinpath("fields.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            sections[name] = ()
        elif line and not line.startswith("#"):
            sections[name] += (_parsed(line),)
    return sections


def _parsed(line: str) -> Field:
    line, _, option = line.partition(" ?")
    name, type_, title = line.split(" ", 2)
    bare = Field(name, type_.rstrip("!").removesuffix("[]"), title, option=option)
    return replace(bare, readonly=type_.endswith("!") or bare.type == "off", multiple="[]" in type_)
