"""Which type of Диадок each of our kinds goes as, by the list of types the box itself gives.

A formalised file is of the function and version it says itself, and goes as no other. The choice for its kind
only picks one of the types that such a file may go as; offered are those of the formats in force, УПД 5.03
and УКД 736.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.channels.diadoc import words
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.deeds import Event, authorise, record
from paraph.channels.diadoc.models import Account, KindMapping
from paraph.errors import DomainError
from paraph.formats.title_forms import FORMS, diadoc_types
from paraph.formats.titles import Title
from paraph.journal import services as journal
from paraph.parties.models import Employee, Role
from paraph.registry.kinds import KINDS, Kind, machine_of
from paraph.registry.models import Document
from paraph.wire.diadoc import types_pb2

#: DocumentMetadataItem.Source: the sender must give it, it is not read from the content.
_BY_SENDER = 1
#: The format in «utd970_05_03_01».
_FORMAT = re.compile(r"_0?(\d+)_(\d\d)(?:_|$)")


@dataclass(frozen=True)
class Target:
    """A type with its function and version."""

    type_named_id: str
    function: str = "default"
    version: str = "v1"

    @property
    def code(self) -> str:
        """One text for a choice in a form."""
        return "|".join((self.type_named_id, self.function, self.version))

    @property
    def format(self) -> str:
        """The version as the file itself writes it: «5.03»."""
        found = _FORMAT.search(self.version)
        return f"{found[1]}.{found[2]}" if found else self.version

    def is_called(self, type_named_id: str) -> bool:
        """Whether it is this type, for a revision or not."""
        return self.type_named_id.removesuffix("Revision") == type_named_id.removesuffix("Revision")

    @classmethod
    def parse(cls, code: str) -> Target | None:
        """The target of a choice; None for anything else."""
        parts = code.split("|")
        return cls(*parts) if len(parts) == 3 and all(0 < len(part) <= 100 for part in parts) else None


NONFORMALIZED = Target("Nonformalized")
#: КНД and version of the formats in force, by the beginning of our kinds' codes.
_IN_FORCE = {"utd": ("1115131", "5.03"), "ucd": ("1115133", "5.01")}


def _formal(kind: Kind) -> tuple[Target, ...]:
    """What a file of this kind may go as, the usual first."""
    code, version = _IN_FORCE[kind.code.partition("_")[0]]
    return tuple(Target(**vars(one)) for one in diadoc_types(FORMS[code], version, kind.function, False))


_FORMAL = {kind.code: _formal(kind) for kind in KINDS.values() if kind.formalised}
DEFAULTS: Mapping[str, Target] = {
    "contract": Target("Contract"),
    "supplement": Target("SupplementaryAgreement"),
    "act": Target("AcceptanceCertificate"),
    "invoice": Target("ProformaInvoice"),
    "waybill": Target("Torg12"),
    "reconciliation": Target("ReconciliationAct"),
    "letter": NONFORMALIZED,
    "other": NONFORMALIZED,
    **{code: fitting[0] for code, fitting in _FORMAL.items()},
}


@dataclass(frozen=True)
class Described:
    """What the box says of a target."""

    target: Target
    title: str
    #: The sender's title is an XML of a format; metadata are then read from it and must not be given.
    is_formal: bool
    #: Keys the sender must give, and those it may.
    required: tuple[str, ...]
    optional: tuple[str, ...]
    workflows: tuple[int, ...]
    default_workflow: int | None
    is_actual: bool
    #: The organisation must be registered at the ФНС as a participant of ЭДО.
    needs_fns: bool

    @property
    def words(self) -> str:
        """For a list: the type, and what tells its variants apart."""
        variants = [
            part for part in (self.target.function, self.target.version) if part not in ("default", "v1")
        ]
        return f"{self.title} ({', '.join(variants)})" if variants else self.title

    @property
    def required_words(self) -> str:
        return ", ".join(words.metadata_name(key) for key in self.required)


class Types:
    """The types of one box as last read."""

    def __init__(self, answer: types_pb2.GetDocumentTypesResponseV3) -> None:
        self._known = {described.target: described for described in _described(answer)}

    @classmethod
    def of(cls, account: Account) -> Types:
        """What is kept on the account; empty when it was never read."""
        return cls(types_pb2.GetDocumentTypesResponseV3.FromString(bytes(account.types)))

    def __bool__(self) -> bool:
        return bool(self._known)

    def find(self, target: Target) -> Described | None:
        """None when the box does not send such a type."""
        return self._known.get(target)

    def choices(self, kind: Kind) -> list[Described]:
        """What a kind can go as: a file as a non-formalised type, XML as what it is; those in force only."""
        allowed = _FORMAL.get(kind.code)
        fits = [
            each
            for each in self._known.values()
            if each.is_actual and (each.target in allowed if allowed else not each.is_formal)
        ]
        return sorted(fits, key=lambda each: each.words)

    def formats(self, target: Target) -> list[str]:
        """The formats in which the box sends that type and function now, the newest first."""
        same = [
            each.target.format
            for each in self._known.values()
            if each.is_actual
            and (each.target.type_named_id, each.target.function) == (target.type_named_id, target.function)
        ]
        return sorted(same, reverse=True)


def _described(answer: types_pb2.GetDocumentTypesResponseV3) -> Iterator[Described]:
    for kind in answer.DocumentTypes:
        for function in kind.Functions:
            for version in function.Versions:
                title = next((each for each in version.Titles if each.Index == 0), None)
                if title is None:
                    continue
                given = [item for item in title.MetadataItems if item.Source == _BY_SENDER]
                yield Described(
                    target=Target(kind.Name, function.Name, version.Version),
                    title=kind.Title,
                    is_formal=title.IsFormal,
                    required=tuple(item.Id for item in given if item.IsRequired),
                    optional=tuple(item.Id for item in given if not item.IsRequired),
                    workflows=tuple(each.Id for each in version.Workflows),
                    default_workflow=next((each.Id for each in version.Workflows if each.IsDefault), None),
                    is_actual=version.IsActual,
                    needs_fns=kind.RequiresFnsRegistration,
                )


def read(client: DiadocClient) -> None:
    """Ask the box for its types and put them on the account; a saved account is saved."""
    account = client.account
    account.types = client.document_types().SerializePartialToString()
    account.types_read_at = timezone.now()
    if account.pk:
        account.save(update_fields=("types", "types_read_at"))


def targets(account: Account) -> dict[str, Target]:
    """Every kind with what it goes as: the account's choice, else the default."""
    chosen = {
        row.kind: Target(row.type_named_id, row.function, row.version)
        for row in KindMapping.objects.filter(account=account)
    }
    return {code: chosen.get(code, default) for code, default in DEFAULTS.items()}


def target_of(account: Account, document: Document, title: Title | None) -> Target:
    """What a document goes as; `title` is what its file says when it is formalised.

    A file of a format Диадок has no version for gets a target no box sends. A type has its sides fixed. Where
    the parties want it the other way (a счёт to be signed, a contract sent for information) the document goes
    as a plain file, whose `NeedRecipientSignature` says what is wanted.
    """
    kind = KINDS[document.kind]
    if not kind.formalised and wants_signature(document) != kind.two_sided:
        return NONFORMALIZED
    chosen = targets(account)[document.kind]
    if title is None or not kind.formalised:
        return chosen
    fitting = [Target(**vars(one)) for one in title.diadoc_types]
    fitting = fitting or [Target(DEFAULTS[document.kind].type_named_id, title.function, title.version)]
    return next((one for one in fitting if one.is_called(chosen.type_named_id)), fitting[0])


def wants_signature(document: Document) -> bool:
    """Whether the recipient is asked to sign: `NeedRecipientSignature` of a document that is no XML."""
    kind = KINDS[document.kind]
    machine = machine_of(document)
    return kind.two_sided if machine == kind.machine else not kind.two_sided


def save(account: Account, data: Mapping[str, Any], actor: Employee) -> None:
    """Keep the choice for the kinds named in `data` (kind code → `Target.code`, empty = default).

    Raises DomainError with a fault per kind whose choice the box does not offer.
    """
    authorise(account.workspace_id, actor, Role.ADMINISTRATOR)
    offered, chosen, faults = Types.of(account), {}, {}
    for code in KINDS.keys() & data.keys():
        target = Target.parse(str(data[code])) if data[code] else None
        allowed = {each.target for each in offered.choices(KINDS[code])} | {DEFAULTS[code]}
        if data[code] and target not in allowed:
            faults[code] = _("Такого типа в ящике больше нет: выберите из списка.")
        chosen[code] = target
    if faults:
        raise DomainError("invalid", _("Исправьте отмеченные виды. Пока ничего не сохранено."), faults=faults)
    with journal.writing(account.workspace_id):
        KindMapping.objects.filter(account=account, kind__in=chosen).delete()
        KindMapping.objects.bulk_create(
            KindMapping(account=account, kind=code, **vars(target))
            for code, target in chosen.items()
            if target is not None and target != DEFAULTS[code]
        )
        record(account, Event.KINDS_MAPPED, actor)
