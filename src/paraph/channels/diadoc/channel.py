"""Диадок behind docflow's port."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paraph.channels.diadoc import accounts, answers, checks, invitations, partners, sending
from paraph.channels.diadoc.jobs import CHANNEL_NAME
from paraph.channels.diadoc.models import PartnerBox, Relation
from paraph.channels.diadoc.operator import DiadocOperator
from paraph.docflow.models import Answer, Docflow, Package
from paraph.docflow.ports import Fault, Recipient
from paraph.errors import DomainError
from paraph.parties.models import Counterparty, Employee, Organization
from paraph.signing.models import Signature


class DiadocChannel(DiadocOperator):
    """Documents travel through the boxes of an operator; everything said about them too."""

    name = CHANNEL_NAME
    title = gettext_lazy("Диадок")

    def check(self, package: Package) -> list[Fault]:
        """Account, sender, box, relation, types with their metadata, limits, participants."""
        return checks.check(package)

    def hindrance(self, organization: Organization, employee: Employee) -> str:
        """No account, a paused or faulty one, or no right to send from it."""
        return next((fault.message for fault in checks.of_account(organization, employee)), "")

    def recipients(self, organization: Organization, counterparty: Counterparty) -> list[Recipient]:
        """Known boxes of the counterparty, the chosen one first."""
        account = accounts.of_organization(organization)
        if account is None:
            return []
        rows = partners.boxes_of(account, counterparty)
        return [Recipient(row.box_id, _box_title(row), _box_note(row), row.is_chosen) for row in rows]

    def send(self, package: Package, docflows: list[Docflow]) -> None:
        """Messages with their operation ids, and the effect that posts the first."""
        sending.offer(package, docflows)

    def withdraw(self, docflow: Docflow) -> None:
        """What has not been tried yet does not leave; what has, stays at Диадок (see `may_withdraw`)."""
        sending.withdraw(docflow)

    def may_withdraw(self, docflow: Docflow) -> bool:
        """Диадок takes nothing back: annulment is asked for instead."""
        return sending.may_withdraw(docflow)

    def remind(self, docflow: Docflow) -> None:
        """Диадок reminds its users itself."""

    def refuse_signature(self, docflow: Docflow, reason: str, file_sha256: str) -> None:
        """The verdict is ours; the partner's own operator tells them of a bad signature."""

    def answers(self, docflow: Docflow) -> frozenset[str]:
        """What patches can say."""
        return answers.carried_verbs(docflow)

    def prepare(self, answer: Answer) -> None:
        """Have the file made."""
        answers.enqueue_prepare(answer)

    def carry(self, answer: Answer, signature: Signature) -> None:
        """Post the patch."""
        answers.enqueue_carry(answer, signature)

    def invite(
        self, organization: Organization, inn: str, kpp: str, text: str, employee: Employee
    ) -> tuple[str, str]:
        """An invitation to the box of these requisites; one not known yet is looked up at Диадок."""
        account = accounts.of_organization(organization)
        if account is None:
            message = _("Организация «{name}» не подключена к Диадоку.").format(name=organization.name)
            raise DomainError("not-connected", message)
        row = invitations.box_to_invite(account, inn, kpp, employee)
        if row.relation in invitations.CAN_BE_INVITED and not row.invitation_effect:
            invitations.invite(row, text, employee)
        relation = Relation.INVITED if row.invitation_effect else Relation(row.relation)
        return str(relation), str(relation.label)


def _box_title(row: PartnerBox) -> str:
    kpp = _("КПП {kpp}").format(kpp=row.kpp) if row.kpp else ""
    return ", ".join(filter(None, (row.name, kpp, row.fns_participant_id)))


def _box_note(row: PartnerBox) -> str:
    notes = []
    if row.is_roaming:
        notes.append(_("роуминг"))
    if row.relation != Relation.OURS:
        notes.append(str(row.get_relation_display()))
    return ", ".join(notes)
