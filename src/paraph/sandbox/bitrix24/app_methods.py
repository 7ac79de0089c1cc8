"""Methods that tell an application about itself and about REST."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.bitrix24 import apps, rest
from paraph.sandbox.bitrix24.auth import SCOPES
from paraph.sandbox.bitrix24.rest import Call, RestError, method, truth

#: What this portal's plan allows.
_FEATURES = {"rest_offline_extended": "Y", "rest_auth_connector": "Y"}


@method("app.info", app_only=True)
def info(call: Call) -> Any:
    app = apps.get(call.world, call.auth.app_id)
    return {
        "ID": app.id,
        "CODE": app.client_id,
        "VERSION": app.version,
        "STATUS": "L",
        "INSTALLED": app.finished,
        "PAYMENT_EXPIRED": "N",
        "DAYS": None,
        "LANGUAGE_ID": "ru",
        "LICENSE": "ru_pro100",
        "LICENSE_TYPE": "pro100",
        "LICENSE_FAMILY": "pro",
    }


@method("scope")
def scope(call: Call) -> Any:
    """The caller's rights; `full` tells every right there is."""
    return list(SCOPES) if truth(call.arg("full")) else sorted(call.auth.scopes)


@method("methods")
def methods(call: Call) -> Any:
    """Names of methods the caller's rights open; `full` tells all, `scope` those of one right."""
    wanted = call.arg("scope")
    return [
        one.name
        for one in rest.methods()
        if (wanted in one.scopes if wanted else truth(call.arg("full")) or _opens(call, one))
    ]


def _opens(call: Call, one: rest.Method) -> bool:
    return not one.scopes or bool(call.auth.scopes.intersection(one.scopes))


@method("method.get")
def method_get(call: Call) -> Any:
    """Whether there is such a method and the caller may use it."""
    name = str(call.required("name"))
    try:
        found = rest.find(name)
    except RestError:
        return {"isExisting": False, "isAvailable": False}
    return {"isExisting": True, "isAvailable": _opens(call, found)}


@method("feature.get")
def feature(call: Call) -> Any:
    code = call.arg("CODE")
    if not code:
        raise RestError("CODE_EMPTY", "CODE can't be empty")
    return {"value": _FEATURES.get(str(code), "N")}


@method("server.time")
def server_time(call: Call) -> Any:
    return call.world.iso()
