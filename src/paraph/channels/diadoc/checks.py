"""What would keep a package from going through Диадок, found before anybody signs: all of it at once."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from paraph.channels.diadoc import accounts, kind_map, limits, metadata, partners, words
from paraph.channels.diadoc.kind_map import Described, Target, Types
from paraph.channels.diadoc.models import Account, PartnerBox, Relation
from paraph.docflow import formalised
from paraph.docflow.models import Docflow, Package
from paraph.docflow.ports import Fault
from paraph.formats.titles import Title
from paraph.parties.models import Employee, Organization
from paraph.registry.kinds import KINDS
from paraph.registry.models import Document

_MB = 1024 * 1024
#: Form fields of the metadata a person can fill in.
_FIELDS = {
    "DocumentDate": "date",
    "DocumentNumber": "number",
    "TotalSum": "amount",
    "ContractPrice": "amount",
}


def check(package: Package) -> list[Fault]:
    """Account, sender, recipient's box and relation, then every document."""
    faults = of_account(package.organization, package.sender)
    account = accounts.of_organization(package.organization)
    if account is None:
        return faults
    box = box_of(account, package)
    return [*faults, *_box(account, box, package), *_documents(account, box, package)]


def of_account(organization: Organization, sender: Employee | None) -> list[Fault]:
    """What hinders an organisation, and an employee of it, to send through Диадок at all."""
    account = accounts.of_organization(organization)
    if account is None:
        message = _("{name} не подключена к Диадоку. Подключите её: «Диадок» → «Учётные записи».")
        return [Fault("diadoc-account", message.format(name=organization.name), "channel")]
    return list(_account(account, sender))


def box_of(account: Account, package: Package) -> PartnerBox | None:
    """The recipient's box: the one chosen in the package."""
    rows = partners.boxes_of(account, package.counterparty)
    return next((row for row in rows if package.recipient_box in (row.box_id, row.box_guid)), None)


def _account(account: Account, sender: Employee | None) -> Iterator[Fault]:
    if account.is_paused:
        message = _("Обмен через Диадок приостановлен. Возобновите его в настройках учётной записи.")
        yield Fault("diadoc-paused", message, "channel")
    if account.fault:
        message = _("Диадок сейчас недоступен: {fault}")
        yield Fault("diadoc-fault", message.format(fault=account.fault), "channel")
    if sender is not None and not accounts.may_send(account, sender):
        message = _("{name} не может отправлять из этого ящика Диадока: добавьте право в настройках.")
        yield Fault("diadoc-sender", message.format(name=sender.full_name), "channel")


def _box(account: Account, box: PartnerBox | None, package: Package) -> Iterator[Fault]:
    name = package.counterparty.name
    if box is None:
        known = bool(partners.boxes_of(account, package.counterparty))
        message = (
            _("У {name} несколько ящиков в Диадоке: выберите, в какой отправить.")
            if known and not package.recipient_box
            else _("Ящика {name} в Диадоке нет. Найдите его по ИНН: «Диадок» → «Ящики контрагентов».")
        )
        yield Fault("diadoc-box", message.format(name=name), "recipient_box")
        return
    if box.relation == Relation.INVITES_US:
        message = _("{name} приглашает вас к обмену. Примите приглашение, затем отправьте пакет.")
        yield Fault("diadoc-relation", message.format(name=name), "recipient_box")
    elif box.relation in (Relation.REFUSES_US, Relation.REFUSED):
        message = _("Обмен с {name} в Диадоке отклонён. Пригласите контрагента снова и дождитесь согласия.")
        yield Fault("diadoc-relation", message.format(name=name), "recipient_box")
    elif box.relation != Relation.OURS and box.only_from_counteragents:
        message = _("{name} принимает документы только от контрагентов: отправьте приглашение.")
        yield Fault("diadoc-invitation", message.format(name=name), "recipient_box")


def _documents(account: Account, box: PartnerBox | None, package: Package) -> Iterator[Fault]:
    types = Types.of(account)
    if not types:
        message = _("Список типов документов Диадока не загружен. Нажмите «Проверить связь» в настройках.")
        yield Fault("diadoc-types", message, "channel")
        return
    active = package.docflows.exclude(status="CANCELLED").order_by("id")
    flows = active.select_related("document", "version__blob")
    for flow in flows:
        yield from _document(account, box, flow, types)


def _document(account: Account, box: PartnerBox | None, flow: Docflow, types: Types) -> Iterator[Fault]:
    document, size = flow.document, flow.version.blob.size
    if size > limits.DOCUMENT:
        message = _("«{title}»: файл {size} МБ, Диадок принимает до {most} МБ. Уменьшите файл.")
        text = message.format(title=document.title, size=-(-size // _MB), most=limits.DOCUMENT // _MB)
        yield Fault("diadoc-size", text, "file", document.pk)
    title = formalised.title_of(flow.version) if KINDS[document.kind].formalised else None
    target = kind_map.target_of(account, document, title)
    described = types.find(target)
    if described is None or not described.is_actual:
        yield _type(document, target, types.formats(target) if title else [])
    elif title is not None:
        yield from _participants(account, box, document, title)
    elif not described.is_formal:  # what is wrong with the file of a formalised kind the common checks tell
        yield from _metadata(described, flow)


def _type(document: Document, target: Target, formats: list[str]) -> Fault:
    """The box does not send the type at all, or in these `formats` only."""
    if formats:
        message = _(
            "«{title}»: файл в формате {format}, такие Диадок не принимает. Выгрузите документ из учётной "
            "системы заново в формате {formats}."
        )
        text = message.format(title=document.title, format=target.format, formats=", ".join(formats))
        return Fault("diadoc-format", text, "file", document.pk)
    message = _(
        "«{title}»: ящик не отправляет документы вида «{kind}» как {target}. Выберите другой тип: "
        "«Диадок» → «Соответствие видов»."
    )
    text = message.format(title=document.title, kind=document.get_kind_display(), target=target.type_named_id)
    return Fault("diadoc-kind", text, "kind", document.pk)


def _metadata(described: Described, flow: Docflow) -> Iterator[Fault]:
    document = flow.document
    _values, missing = metadata.chosen(described, metadata.values(document))
    for key in missing:
        field = _FIELDS.get(key, "links" if "Contract" in key else "kind")
        message = _("«{title}»: Диадоку нужен реквизит «{name}» для типа «{type}».")
        if field == "links":
            message = _("«{title}»: Диадоку нужен реквизит «{name}». Свяжите документ с договором.")
        text = message.format(title=document.title, name=words.metadata_name(key), type=described.title)
        yield Fault(f"diadoc-metadata-{key}", text, field, document.pk)


def _participants(
    account: Account, box: PartnerBox | None, document: Document, title: Title
) -> Iterator[Fault]:
    """The file of a formalised document names both participants: they must be the two boxes."""
    pairs = (
        (_("отправителя"), title.sender_id, account.fns_participant_id),
        (_("получателя"), title.recipient_id, box.fns_participant_id if box else ""),
    )
    for who, named, known in pairs:
        if known and named and named != known:
            message = _(
                "«{title}»: в имени файла ИД участника {who} «{named}», а у выбранного ящика «{known}». "
                "Выгрузите файл из учётной системы заново."
            )
            text = message.format(title=document.title, who=who, named=named, known=known)
            yield Fault("diadoc-participant", text, "file", document.pk)
