"""Who may open a view. Signed in with an employee record is the rule for all (see `middleware`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Manager, Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

View = Callable[..., HttpResponseBase]
Row = TypeVar("Row", bound=Model)


def require_role(*roles: str) -> Callable[[View], View]:
    """Let in employees who hold at least one of the roles; the others get the 403 page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.employee.has_role(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def of_workspace(request: HttpRequest, rows: type[Row] | Manager[Row] | QuerySet[Row], pk: int) -> Row:
    """The row with this id in the current workspace; another workspace's id is a plain 404."""
    return get_object_or_404(rows, workspace=request.workspace, pk=pk)
