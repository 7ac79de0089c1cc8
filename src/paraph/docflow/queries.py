"""What the lists ask about docflows: plain values, keyset pages, counts per tab. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from paraph.approval.models import ApprovalState, ApprovalTask
from paraph.docflow import machine
from paraph.docflow.models import OPEN_ANSWER, Answer, AnswerState, Docflow, Package
from paraph.docflow.packages import BEFORE_SIGNATURE
from paraph.parties.models import Employee, Role
from paraph.registry.models import VersionRole
from paraph.signing.models import Side, SigningTask, TaskState

PAGE_SIZE = 50
#: Tabs of the registry in their order; the machines' table says which status belongs to which.
TABS = ("draft", "approval", "ours", "theirs", "done", "rejected")
#: States in which the sender must decide what happens next.
SENDER_DECIDES = (
    "SIGN_FAILED",
    "RESPONSE_EXPIRED",
    "UNDELIVERABLE",
    "OPERATOR_ERROR",
    "ROAMING_ERROR",
    "INVALID_SIGNATURE",
    "AMENDMENT_REQUESTED",
    "REVOCATION_ASKED",
)

_RECEIVED = tuple(name for name in machine.kinds() if name.startswith("IN_"))
#: Machines by direction: a docflow's own row tells which way it goes, no table need be joined.
_MACHINES = {"out": tuple(name for name in machine.kinds() if name not in _RECEIVED), "in": _RECEIVED}

_COLUMNS = (
    "id",
    "status",
    "tab",
    "machine",
    "reason",
    "changed_at",
    "created_at",
    "package_id",
    "package__title",
    "package__channel",
    "package__sender_id",
    "package__sender__full_name",
    "package__signer_id",
    "package__signer__full_name",
    "document__title",
    "document__kind",
    "document__number",
    "document__date",
    "document__amount",
    "document__currency",
    "document__crm_object",
    "document__crm_url",
    "document__counterparty__name",
    "document__organization__name",
)


@dataclass(frozen=True)
class Filters:
    """What narrows the registry; an empty value does not."""

    tab: str = ""
    #: «out» or «in».
    direction: str = ""
    text: str = ""
    kind: str = ""
    counterparty: int | None = None
    organization: int | None = None
    #: Date of the document, both ends included.
    since: date | None = None
    until: date | None = None
    #: The employee who sends or signs.
    employee: int | None = None
    #: Employees one of whom sends or signs; None: whoever.
    people: frozenset[int] | None = None
    #: Has stood in its present state since before this moment and is not finished.
    stands_since: datetime | None = None


@dataclass(frozen=True)
class Page:
    """Rows of one page, newest first, and the ids from which its neighbours begin."""

    rows: list[dict[str, Any]]
    #: Smallest id here when older rows follow.
    older: int | None
    #: Largest id here when newer rows precede.
    newer: int | None


def matching(workspace_id: int, filters: Filters) -> QuerySet[Docflow]:
    """Docflows of the workspace that fit the filters, whatever their tab and direction."""
    found = Docflow.objects.filter(workspace_id=workspace_id)
    for word in filters.text.lower().split():
        found = found.filter(document__search_text__contains=word)
    exact = {
        "document__kind": filters.kind,
        "document__counterparty_id": filters.counterparty,
        "document__organization_id": filters.organization,
        "document__date__gte": filters.since,
        "document__date__lte": filters.until,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if filters.employee:
        found = found.filter(_taken_part({filters.employee}))
    if filters.people is not None:
        found = found.filter(_taken_part(filters.people))
    if filters.stands_since is not None:
        found = found.filter(is_done=False, changed_at__lt=filters.stands_since)
    return found


def _taken_part(people: Iterable[int]) -> Q:
    """One of the people sends or signs."""
    return Q(package__sender_id__in=people) | Q(package__signer_id__in=people)


def page(workspace_id: int, filters: Filters, *, older: int | None = None, newer: int | None = None) -> Page:
    """One page of the registry: the newest, or the one before or after an id."""
    found = matching(workspace_id, filters)
    if filters.direction:
        found = found.filter(machine__in=_MACHINES[filters.direction])
    if filters.tab:
        found = found.filter(tab=filters.tab)
    if newer is not None:
        rows = _rows(found.filter(pk__gt=newer).order_by("id"))
        more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE][::-1]
        return Page(rows, rows[-1]["id"] if rows else None, rows[0]["id"] if more else None)
    rows = _rows((found.filter(pk__lt=older) if older is not None else found).order_by("-id"))
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    first = rows[0]["id"] if rows and older is not None else None
    return Page(rows, rows[-1]["id"] if more else None, first)


def _rows(found: QuerySet[Docflow]) -> list[dict[str, Any]]:
    """One row more than a page holds, to see whether there is another page."""
    rows: list[dict[str, Any]] = list(found.annotate(held=_held()).values(*_COLUMNS, "held")[: PAGE_SIZE + 1])
    return rows


def _held() -> Exists:
    """Whether a signed document waits for another of its package that is not signed yet."""
    # The aggregate statuses before our signature are named as the states themselves.
    return Exists(Docflow.objects.filter(package_id=OuterRef("package_id"), status__in=BEFORE_SIGNATURE))


@dataclass(frozen=True)
class Counts:
    """How many docflows fit; the empty name counts them all."""

    #: By tab, of the direction chosen.
    tabs: Mapping[str, int]
    #: By direction, of the tab chosen.
    directions: Mapping[str, int]


def counts(workspace_id: int, filters: Filters) -> Counts:
    """Numbers beside the tabs and the directions under the filters."""
    found = matching(workspace_id, filters).values_list("machine", "tab").annotate(Count("id")).order_by()
    tabs, directions = dict.fromkeys(("", *TABS), 0), dict.fromkeys(("", *_MACHINES), 0)
    for machine_name, tab, number in found:
        direction = direction_of(machine_name)
        if filters.direction in ("", direction):
            tabs[""] += number
            tabs[tab] += number
        if filters.tab in ("", tab):
            directions[""] += number
            directions[direction] += number
    return Counts(tabs, directions)


def direction_of(machine_name: str) -> str:
    """«in» for the machines of received documents, else «out»."""
    return "in" if machine_name in _MACHINES["in"] else "out"


def approvers(package_ids: set[int]) -> Mapping[int, list[tuple[int, str]]]:
    """Ids and names of those whose decision each package waits for."""
    waiting = ApprovalTask.objects.filter(package_id__in=package_ids, state=ApprovalState.WAITING)
    found: dict[int, list[tuple[int, str]]] = {}
    columns = ("package_id", "employee_id", "employee__full_name")
    for package_id, employee_id, name in waiting.order_by("order").values_list(*columns):
        found.setdefault(package_id, []).append((employee_id, name))
    return found


def approvals_for(employee: Employee) -> QuerySet[ApprovalTask]:
    """Approvals this person may decide now: their own, and those of people they stand in for."""
    in_term = Q(employee__deputy_until=None) | Q(employee__deputy_until__gte=timezone.localdate())
    theirs = Q(employee=employee) | Q(employee__deputy=employee) & in_term
    return ApprovalTask.objects.filter(
        theirs, workspace_id=employee.workspace_id, state=ApprovalState.WAITING
    ).order_by("created_at")


def signings_for(employee: Employee) -> QuerySet[SigningTask]:
    """Documents that wait for this person's signature, the most urgent first."""
    return SigningTask.objects.filter(
        workspace_id=employee.workspace_id, employee=employee, side=Side.OURS, state=TaskState.WAITING
    ).order_by("deadline", "id")


def returned_to(employee: Employee) -> QuerySet[Docflow]:
    """Documents this person sent that came back, and answers of theirs that were not sent.

    Returned drafts, refusals, missed deadlines, what an operator did not take, requests of the partner.
    """
    found = Docflow.objects.filter(workspace_id=employee.workspace_id)
    return found.filter(pk__in=_returned(employee)).order_by("-changed_at")


def _returned(employee: Employee) -> QuerySet[Any, Any]:
    """Their ids: each part by an index of its own; one condition for all would read every row."""
    out = Docflow.objects.filter(workspace_id=employee.workspace_id, machine__in=_MACHINES["out"]).order_by()
    sent = Exists(_package(Q(sender=employee)))
    refused = ApprovalTask.objects.filter(package_id=OuterRef("package_id"), state=ApprovalState.REJECTED)
    concerned = Q(employee=employee) | Q(docflow__package__sender=employee)
    answers = Answer.objects.filter(concerned, workspace_id=employee.workspace_id, state=AnswerState.FAILED)
    return (
        out.filter(sent, status__in=SENDER_DECIDES)
        .values("pk")
        .union(
            out.filter(Exists(refused), status="DRAFT").filter(sent).values("pk"),
            answers.order_by().values("docflow_id"),
        )
    )


def _package(fits: Q) -> QuerySet[Package]:
    """The package of a docflow, if it fits; read by its key after the docflow's own conditions."""
    return Package.objects.filter(fits, pk=OuterRef("package_id"))


def received_for(employee: Employee) -> QuerySet[Docflow]:
    """Received documents that wait for this person to answer, or to give them to somebody.

    Those the person is in charge of; of nobody's, those of the person's organisation if it is theirs to send.
    What somebody is answering already waits for nobody here.
    """
    mine = Q(sender=employee)
    if employee.has_role(Role.SENDER, Role.ADMINISTRATOR):
        mine |= Q(sender=None, organization_id=employee.organization_id)
    answered = Answer.objects.filter(
        docflow_id=OuterRef("pk"), state__in=(*OPEN_ANSWER, AnswerState.FAILED)
    ).exclude(role=VersionRole.RECEIPT)
    found = Docflow.objects.filter(
        Exists(_package(mine)), workspace_id=employee.workspace_id, machine__in=_MACHINES["in"], tab="ours"
    )
    return found.filter(~Exists(answered)).order_by("-changed_at")


def waiting_count(employee: Employee) -> int:
    """How much waits for this person: packages to decide on, documents to sign, to answer or to mend."""
    lists = (
        approvals_for(employee),
        signings_for(employee),
        _returned(employee),
        received_for(employee),
    )
    return sum(int(found.count()) for found in lists)
