"""Signing in and out, language, workspace, first page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from paraph.errors import DomainError
from paraph.parties.models import User
from paraph.parties.rules import can_administer
from paraph.web import attempts, respond
from paraph.web.forms import Form
from paraph.web.middleware import WORKSPACE_KEY


def local_address(request: HttpRequest, address: str | None) -> str:
    """The address if it is a path of this site, else the first page; guards against open redirects."""
    if (
        address
        and address.startswith("/")
        and url_has_allowed_host_and_scheme(
            address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
    ):
        return address
    return reverse("home")


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The registry where there is one, else the settings or, without the right to them, counterparties."""
    try:
        return respond.redirect(request, "registry")
    except NoReverseMatch:
        return respond.redirect(request, "settings" if can_administer(request.employee) else "counterparties")


@login_not_required
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password. The answer is the same whether the account exists or not."""
    target = local_address(request, request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return respond.redirect(request, target)
    form = Form.posted(request, "email")
    if request.method == "POST":
        with form.refusals():
            user = _authenticated(request, form.value("email"), request.POST.get("password", ""))
            login(request, user)
            return respond.redirect(request, target)
    return form.show(request, "web/sign_in.html", {"target": target})


def _authenticated(request: HttpRequest, email: str, password: str) -> User:
    address = request.META.get("REMOTE_ADDR", "")
    minutes = attempts.minutes_to_wait(email, address)
    if minutes:
        raise DomainError(
            "too-many-attempts",
            ngettext(
                "Слишком много неудачных попыток. Повторите через %(minutes)d минуту.",
                "Слишком много неудачных попыток. Повторите через %(minutes)d минут.",
                minutes,
            )
            % {"minutes": minutes},
        )
    user = authenticate(request, username=email, password=password)
    if user is None:
        attempts.failed(email, address)
        raise DomainError(
            "wrong-credentials",
            _("Адрес или пароль не подходят. Проверьте раскладку и Caps Lock; пароль меняет администратор."),
        )
    attempts.succeeded(email, address)
    return user


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return respond.redirect(request, "sign-in")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language: kept with the user, and in a cookie for pages before sign-in."""
    code = request.POST.get("language", "")
    response = respond.redirect(request, local_address(request, request.POST.get("next")))
    if code in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            request.user.language = code
            request.user.save(update_fields=("language",))
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 86400, samesite="Lax", secure=settings.SECURE
        )
    return response


@require_POST
def workspace(request: HttpRequest) -> HttpResponse:
    """Choose among the workspaces one works in; a foreign one is not taken."""
    chosen = request.POST.get("workspace", "")
    if chosen in {str(employee.workspace_id) for employee in request.employees}:
        request.session[WORKSPACE_KEY] = int(chosen)
    return respond.redirect(request, "home")
