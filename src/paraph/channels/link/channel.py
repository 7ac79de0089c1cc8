"""The link channel behind docflow's port."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paraph.channels.link import services
from paraph.docflow.models import Answer, Docflow, Package
from paraph.docflow.packages import DEFAULT_ANSWER_DAYS
from paraph.docflow.ports import Fault, Recipient
from paraph.parties.models import Counterparty, Employee, Organization
from paraph.registry.kinds import KINDS
from paraph.signing.models import Signature


class LinkChannel:
    """The partner gets a letter with one-time links and signs or declines without an account."""

    name = "link"
    title = gettext_lazy("Ссылка по электронной почте")

    def check(self, package: Package) -> list[Fault]:
        """The recipient's address and the deadline; the sender's own side must never hold a signing link."""
        faults = []
        address = package.recipient_email.strip()
        try:
            validate_email(address)
        except ValidationError:
            message = _("Укажите адрес электронной почты получателя: на него придёт ссылка для подписания.")
            faults.append(Fault("recipient-email", message, "recipient_email"))
        else:
            if Employee.objects.filter(workspace_id=package.workspace_id, email__iexact=address).exists():
                message = _("{address} — адрес вашего сотрудника. Укажите адрес контрагента.")
                faults.append(Fault("recipient-is-ours", message.format(address=address), "recipient_email"))
        if package.answer_deadline is not None and package.answer_deadline <= timezone.now():
            message = _("Срок ответа уже прошёл: укажите дату в будущем.")
            faults.append(Fault("answer-deadline", message, "answer_deadline"))
        for flow in package.docflows.exclude(status="CANCELLED").select_related("document"):
            if KINDS[flow.document.kind].formalised:
                message = _("Документ «{title}» формализованный: его отправляют через оператора ЭДО.")
                faults.append(
                    Fault(
                        "formalised", message.format(title=flow.document.title), "channel", flow.document_id
                    )
                )
        return faults

    def send(self, package: Package, docflows: list[Docflow]) -> None:
        """A new link for each document instead of any it has, and one letter with all of them."""
        services.invite([services.offer(flow, _deadline(package)) for flow in docflows])

    def withdraw(self, docflow: Docflow) -> None:
        """The link stops working; whoever has it in a letter is told."""
        link = services.live(docflow)
        if link is not None:
            if link.mailed_at is not None:
                services.write(link, "withdrawn", "withdraw")
            services.revoke(docflow)

    def remind(self, docflow: Docflow) -> None:
        """The same link once more, in a reminder."""
        link = services.live(docflow)
        if link is not None:
            services.write(link, "reminder", "remind")

    def refuse_signature(self, docflow: Docflow, reason: str, file_sha256: str) -> None:
        """The same link once more, with what is wrong with the signature."""
        link = services.live(docflow)
        if link is not None:
            services.write(link, "refused", f"refused:{file_sha256}", reason)

    def hindrance(self, organization: Organization, employee: Employee) -> str:
        """Nothing has to be connected: letters go out from the installation."""
        return ""

    def recipients(self, organization: Organization, counterparty: Counterparty) -> list[Recipient]:
        """An e-mail address is typed, there are no boxes."""
        return []

    def may_withdraw(self, docflow: Docflow) -> bool:
        """A link can be stopped until it is answered."""
        return True

    def answers(self, docflow: Docflow) -> frozenset[str]:
        """A letter with a link carries nothing but the document."""
        return frozenset()

    def prepare(self, answer: Answer) -> None:
        raise NotImplementedError("the link channel carries no answers")

    def carry(self, answer: Answer, signature: Signature) -> None:
        raise NotImplementedError("the link channel carries no answers")


def _deadline(package: Package) -> datetime:
    """The sender's date, or the usual term when there is none or it has passed meanwhile."""
    now = timezone.now()
    if package.answer_deadline is not None and package.answer_deadline > now:
        return package.answer_deadline
    return now + timedelta(days=DEFAULT_ANSWER_DAYS)
