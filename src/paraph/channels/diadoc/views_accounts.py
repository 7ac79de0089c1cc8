"""Pages of accounts: list, connecting, one account with its settings, box, receipts key."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paraph.channels.diadoc import accounts, invitations, receipt_keys
from paraph.channels.diadoc.models import Access, Account, PartnerBox, Relation, Run
from paraph.channels.diadoc.partners import KEEPERS
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.parties.models import Employee, Organization, Role
from paraph.web import respond
from paraph.web.access import require_role
from paraph.web.body_limit import takes_files
from paraph.web.forms import Form

_SECRETS = ("api_key", "password", "login_key_password", "oidc_secret")
_ACCESS = ("organization", "access", "login", "oidc_client", *_SECRETS)
_KEY_SIZE = "MAX_SIGNATURE_BYTES"


@require_GET
@require_role(*KEEPERS)
def home(request: HttpRequest) -> HttpResponse:
    """Our organisations at Диадок."""
    rows = [_listed(account) for account in accounts.of_workspace(request.workspace)]
    has_key = all(_has_key(row["account"]) for row in rows) if rows else bool(settings.DIADOC.api_key)
    context = {"rows": rows, "has_key": has_key, **frame(request)}
    return respond.page(request, "diadoc/accounts.html", context)


def _has_key(account: Account) -> bool:
    """Whether the account can come without a developer's key, or has one."""
    return account.access == Access.OIDC or bool(account.api_key) or bool(settings.DIADOC.api_key)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What every page of Диадок shows around its content."""
    inviting = PartnerBox.objects.filter(
        workspace=request.workspace, account__removed_at=None, relation=Relation.INVITES_US
    )
    return {"may_administer": request.employee.has_role(Role.ADMINISTRATOR), "inviting": inviting.count()}


def sentence(words: object) -> str:
    """Words of a choice as they stand alone."""
    text = str(words)
    return text[:1].upper() + text[1:]


def state_of(account: Account) -> tuple[str, str]:
    """How the account is, in words and in a tone of `ui.state`."""
    if account.fault:
        return _("Требует внимания"), "bad"
    if not account.box_id:
        needs_login = account.access == Access.OIDC and not account.oidc_refresh
        return (_("Нужно войти") if needs_login else _("Ящик не выбран")), "act"
    if account.is_paused:
        return _("Приостановлена"), "wait"
    return _("Работает"), "good"


def _listed(account: Account) -> dict[str, Any]:
    words, tone = state_of(account)
    last = Run.objects.filter(account=account, finished_at__isnull=False).first()
    return {"account": account, "state": words, "tone": tone, "last": last}


@takes_files(_KEY_SIZE)
@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
@sensitive_post_parameters()
def new(request: HttpRequest) -> HttpResponse:
    """Connect an organisation."""
    taken = accounts.of_workspace(request.workspace).values("organization")
    free = Organization.objects.filter(workspace=request.workspace).exclude(pk__in=taken)
    first = free.first()
    form = Form({"access": _wanted(request), "organization": first.pk if first else ""})
    if request.method == "POST":
        form = Form.posted(request, *_ACCESS)
        with form.refusals():
            account = accounts.connect(request.workspace, _given(request, form), request.employee)
            return _after(request, account)
    context = {"account": None, "organizations": free.values_list("pk", "name"), **_ways(form)}
    return form.show(request, "diadoc/access.html", context | frame(request))


@takes_files(_KEY_SIZE)
@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
@sensitive_post_parameters()
def access(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how an account logs in."""
    account = accounts.get(request.workspace, pk)
    wanted = _wanted(request, account.access)
    form = Form({"access": wanted, "login": account.login, "oidc_client": account.oidc_client})
    if request.method == "POST":
        form = Form.posted(request, *_ACCESS)
        with form.refusals():
            data = _given(request, form)
            return _after(request, accounts.connect(request.workspace, data, request.employee, id=account.pk))
    context = {"account": account, "organizations": (), **_ways(form)}
    return form.show(request, "diadoc/access.html", context | frame(request))


def _wanted(request: HttpRequest, usual: str = Access.PASSWORD) -> str:
    given = request.GET.get("access", usual)
    return given if given in Access.values else usual


def _ways(form: Form) -> dict[str, Any]:
    """Ways to log in, the chosen one, and what the installation has already."""
    ways = [(way.value, sentence(way.label)) for way in Access]
    chosen = form.value("access") if form.value("access") in Access.values else Access.PASSWORD
    has_client = bool(settings.DIADOC.oidc_client)
    return {
        "ways": ways,
        "chosen": str(chosen),
        "has_key": bool(settings.DIADOC.api_key),
        "has_client": has_client,
    }


def _given(request: HttpRequest, form: Form) -> dict[str, Any]:
    """The form with passwords exactly as typed and the key file as bytes."""
    data = dict(form.data) | {name: request.POST.get(name, "") for name in _SECRETS}
    return data | {"login_key": _file(request, "login_key")}


def _file(request: HttpRequest, name: str) -> bytes:
    found: UploadedFile | None = request.FILES.get(name)
    if found is None:
        return b""
    if found.size is None or found.size > getattr(settings, _KEY_SIZE):
        raise DomainError("invalid", _("Файл больше 1 МБ: это не ключ."), field=name)
    data: bytes = found.read()
    return data


def _after(request: HttpRequest, account: Account) -> HttpResponse:
    """Where to go once the account is saved: on to what is missing, or to the account."""
    if account.access == Access.OIDC and not account.box_id:
        return respond.redirect(request, "diadoc-oidc", account.pk)
    if not account.box_id:
        return respond.redirect(request, "diadoc-box", account.pk)
    if account.fault:
        respond.warn(request, _("Вход сохранён, но обмен пока не идёт: причина названа ниже."))
    else:
        respond.done(request, _("Подключено: {box}.").format(box=account.box_title))
    return respond.redirect(request, "diadoc-account", account.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account with its settings."""
    row = accounts.get(request.workspace, pk)
    form = _settings_of(row)
    if request.method == "POST":
        form = Form.posted(request, "interval_minutes", "anyone_sends", several=("senders",))
        with form.refusals():
            accounts.save_settings(row, form.data, request.employee)
            respond.done(request, _("Настройки сохранены."))
            return respond.redirect(request, "diadoc-account", row.pk)
    return _page(request, row, form)


def _settings_of(row: Account) -> Form:
    senders = set(row.senders.values_list("employee_id", flat=True))
    anyone = "1" if row.anyone_sends else ""
    return Form({"interval_minutes": row.interval_minutes, "anyone_sends": anyone, "senders": senders})


def _page(request: HttpRequest, row: Account, form: Form) -> HttpResponse:
    words, tone = state_of(row)
    certificate = receipt_keys.certificate_of(row)
    people = Employee.objects.filter(
        workspace=request.workspace, is_active=True, roles__role__in=KEEPERS
    ).distinct()
    context = {
        "account": row,
        "state": words,
        "tone": tone,
        "has_key": _has_key(row),
        "people": [(each.pk, each.full_name, each.position) for each in people],
        "certificate": certificate,
        "signer": certificate.signer_info() if certificate else None,
        "ends_soon": certificate is not None and receipt_keys.ends_soon(certificate),
        "runs": Run.objects.filter(account=row)[:5],
        **frame(request),
    }
    return form.show(request, "diadoc/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
def box(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose one of several boxes of the organisation."""
    row, form, found = accounts.get(request.workspace, pk), Form(), []
    if request.method == "POST":
        form = Form.posted(request, "box")
        with form.refusals():
            accounts.choose_box(row, form.value("box"), request.employee)
            respond.done(request, _("Выбран ящик: {box}.").format(box=row.box_title))
            return respond.redirect(request, "diadoc-account", row.pk)
    with form.refusals():
        found = accounts.boxes(row)
    form.data.setdefault("box", row.box_id)
    choices = [(each.box_id, each.title, _box_words(each)) for each in found]
    return form.show(request, "diadoc/box.html", {"account": row, "choices": choices, **frame(request)})


def _box_words(found: accounts.FoundBox) -> str:
    parts = [found.organization, found.kpp and _("КПП {kpp}").format(kpp=found.kpp), found.box_id]
    return ", ".join(part for part in parts if part)


@require_POST
@require_role(Role.ADMINISTRATOR)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Try the connection now."""
    row = accounts.get(request.workspace, pk)
    accounts.check(row)
    if row.fault:
        respond.warn(request, row.fault)
    else:
        respond.done(request, _("Связь с Диадоком есть, ящик доступен."))
    return respond.redirect(request, "diadoc-account", row.pk)


@require_POST
@require_role(Role.ADMINISTRATOR)
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the background jobs, or let them run again."""
    row, on = accounts.get(request.workspace, pk), request.POST.get("on") == "1"
    accounts.pause(row, request.employee, on=on)
    words = _("Фоновые задачи приостановлены.") if on else _("Фоновые задачи снова работают.")
    respond.done(request, words)
    return respond.redirect(request, "diadoc-account", row.pk)


@require_POST
@require_role(Role.ADMINISTRATOR)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Disconnect; the history stays."""
    row = accounts.get(request.workspace, pk)
    accounts.remove(row, request.employee)
    respond.done(
        request,
        _("{name} отключена от Диадока. Документы и журнал остались, пароли и ключи стёрты.").format(
            name=row.organization.name
        ),
    )
    return respond.redirect(request, "diadoc")


@takes_files(_KEY_SIZE)
@require_POST
@require_role(Role.ADMINISTRATOR)
@sensitive_post_parameters()
def receipts_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a key that signs receipts."""
    row = accounts.get(request.workspace, pk)
    form = _settings_of(row)
    with form.refusals():
        data = _file(request, "receipts_key")
        if not data:
            raise DomainError("invalid", _("Выберите файл ключа (.p12 или .pfx)."), field="receipts_key")
        receipt_keys.put(row, data, request.POST.get("receipts_password", ""), request.employee)
        respond.done(request, _("Ключ сохранён: извещения о получении подписываются сами."))
        return respond.redirect(request, "diadoc-account", row.pk)
    return _page(request, row, form)


@require_POST
@require_role(Role.ADMINISTRATOR)
def drop_receipts_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget it."""
    row = accounts.get(request.workspace, pk)
    receipt_keys.drop(row, request.employee)
    respond.done(request, _("Ключ стёрт: извещения о получении подписывают люди."))
    return respond.redirect(request, "diadoc-account", row.pk)


@require_POST
@require_role(*KEEPERS)
def read_partners(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the list of partners now."""
    row = accounts.get(request.workspace, pk)
    if not row.is_connected:
        raise DomainError("not-connected", _("Сначала выберите ящик учётной записи."))
    with journal.writing(row.workspace_id):
        invitations.order_refresh(row, asked_by=request.employee)
    respond.done(request, _("Читаем список контрагентов. Обновите страницу через минуту."))
    return respond.redirect(request, "diadoc-partners")
