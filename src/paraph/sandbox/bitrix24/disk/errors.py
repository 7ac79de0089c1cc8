"""Refusals of `disk.*` in the portal's words."""

from __future__ import annotations

from paraph.sandbox.bitrix24.rest import RestError

#: Errors of the model carry their code in the text too.
_TAKEN = "DISK_OBJ_22000"


def argument(number: int) -> RestError:
    """A required parameter is absent or is not of its kind."""
    return RestError("ERROR_ARGUMENT", f"Invalid value of parameter {{ Parameter #{number} }}.")


def not_found(object_id: object) -> RestError:
    return RestError("ERROR_NOT_FOUND", f"Could not find entity with id '{object_id}'.")


def denied(why: str = "") -> RestError:
    return RestError("ACCESS_DENIED", f"Access denied! {why}".strip(), 403)


def required(name: str) -> RestError:
    code = "DISK_BASE_SERVICE_22001"
    return RestError(code, f"Error: required parameter {name} ({code}).")


def taken(folder: bool) -> RestError:
    what = "Папка" if folder else "Файл"
    return RestError(_TAKEN, f"{what} с таким именем уже есть ({_TAKEN}).")


def invalid_name() -> RestError:
    code = "BX_INVALID_VALUE"
    return RestError(code, f"Поле «Название» содержит недопустимые символы ({code}).")


def not_saved() -> RestError:
    return RestError("ERROR_COULD_NOT_SAVE_FILE", "Could not save file.")


def root_is_fixed(what: str) -> RestError:
    return RestError("ERROR_CORE", f"Could not {what} root folder.")
