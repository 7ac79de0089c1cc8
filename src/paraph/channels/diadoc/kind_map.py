"""Which type of Диадок each of our kinds goes as, by the list of types the box itself gives.

Functions and versions of formalised kinds are those of the formats in force: УПД 5.03 and УКД 736.
"""

from __future__ import annotations

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
from paraph.journal import services as journal
from paraph.parties.models import Employee, Role
from paraph.registry.kinds import KINDS, Kind, machine_of
from paraph.registry.models import Document
from paraph.wire.diadoc import types_pb2

#: DocumentMetadataItem.Source: the sender must give it, it is not read from the content.
_BY_SENDER = 1


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

    @classmethod
    def parse(cls, code: str) -> Target | None:
        """The target of a choice; None for anything else."""
        parts = code.split("|")
        return cls(*parts) if len(parts) == 3 and all(0 < len(part) <= 100 for part in parts) else None


NONFORMALIZED = Target("Nonformalized")
_UTD, _UCD = "utd970_05_03_01", "ucd736_05_01_02"
DEFAULTS: Mapping[str, Target] = {
    "contract": Target("Contract"),
    "supplement": Target("SupplementaryAgreement"),
    "act": Target("AcceptanceCertificate"),
    "invoice": Target("ProformaInvoice"),
    "waybill": Target("Torg12"),
    "reconciliation": Target("ReconciliationAct"),
    "letter": NONFORMALIZED,
    "other": NONFORMALIZED,
    "utd_schf": Target("UniversalTransferDocument", "СЧФ", _UTD),
    "utd_schfdop": Target("UniversalTransferDocument", "СЧФДОП", _UTD),
    "utd_dop": Target("UniversalTransferDocument", "ДОП", _UTD),
    "ucd_kschf": Target("UniversalCorrectionDocument", "КСЧФ", _UCD),
    "ucd_kschfdis": Target("UniversalCorrectionDocument", "КСЧФДИС", _UCD),
    "ucd_dis": Target("UniversalCorrectionDocument", "ДИС", _UCD),
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
        """What a kind can go as: files as non-formalised types, XML as formal ones; those in force only."""
        fits = [each for each in self._known.values() if each.is_actual and each.is_formal == kind.formalised]
        return sorted(fits, key=lambda each: each.words)


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


def target_of(account: Account, document: Document) -> Target:
    """What a document goes as.

    A type has its sides fixed. Where the parties want it the other way (a счёт to be signed, a contract sent
    for information) the document goes as a plain file, whose `NeedRecipientSignature` says what is wanted.
    """
    kind = KINDS[document.kind]
    if not kind.formalised and wants_signature(document) != kind.two_sided:
        return NONFORMALIZED
    return targets(account)[document.kind]


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
