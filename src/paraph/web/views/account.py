"""One's own account: data as the administrator entered it, language, password; the set-password link."""

from __future__ import annotations

from django.contrib.auth import login, password_validation, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from paraph.errors import DomainError
from paraph.parties.models import User
from paraph.web import respond
from paraph.web.forms import Form


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """What is known about me, and what I may change."""
    return respond.page(request, "web/account.html")


@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password after the current one; this session stays, the others end."""
    form = Form()
    if request.method == "POST":
        with form.refusals():
            if not request.user.check_password(request.POST.get("current", "")):
                raise DomainError(
                    "wrong-password", _("Текущий пароль не подходит. Введите его ещё раз."), field="current"
                )
            _set_password(request, request.user)
            update_session_auth_hash(request, request.user)
            respond.done(request, _("Пароль изменён. На других устройствах нужно войти заново."))
            return respond.redirect(request, "account")
    return form.show(request, "web/change_password.html")


@login_not_required
@sensitive_post_parameters()
def set_password(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """First password, by a one-time link: valid until it is used or `PASSWORD_RESET_TIMEOUT` passes."""
    user = _user_of_link(uid, token)
    if user is None:
        return respond.page(request, "web/set_password_expired.html", status=410)
    form = Form()
    if request.method == "POST":
        with form.refusals():
            _set_password(request, user)
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            respond.done(request, _("Пароль задан, вы вошли."))
            return respond.redirect(request, "home")
    return form.show(request, "web/set_password.html", {"email": user.email})


def _user_of_link(uid: str, token: str) -> User | None:
    try:
        user = User.objects.get(pk=int(urlsafe_base64_decode(uid)), is_active=True)
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    return user if default_token_generator.check_token(user, token) else None


def _set_password(request: HttpRequest, user: User) -> None:
    password = request.POST.get("password", "")
    if password != request.POST.get("repeat", ""):
        raise DomainError("passwords-differ", _("Пароли не совпадают. Введите их ещё раз."), field="repeat")
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise DomainError("weak-password", " ".join(error.messages), field="password") from error
    user.set_password(password)
    user.save(update_fields=("password",))
