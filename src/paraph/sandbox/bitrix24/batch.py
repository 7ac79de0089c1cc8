"""`batch`: up to 50 commands in one request; later ones may use what earlier ones came to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from paraph.sandbox.bitrix24 import dispatch, params
from paraph.sandbox.bitrix24.rest import Call, RestError, find, method, truth
from paraph.sandbox.http import Response

_MOST = 50
_PLACEHOLDER = re.compile(r"\$(result|next|total|error|time)((?:\[[^\]]*\])+)")
_KEY = re.compile(r"\[([^\]]*)\]")
#: Code, description and status.
_LENGTH = ("ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded", 400)
_FORBIDDEN = ("ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage", 405)


@method("batch", batch=False)
def batch(call: Call) -> Any:
    """`{halt, cmd: {key: "method?query"}}`; a command that is not a text is passed over."""
    answers: dict[str, dict[str, Any]] = {
        name: {} for name in ("result", "result_error", "result_total", "result_next", "result_time")
    }
    halt = truth(call.arg("halt"))
    for number, (key, command) in enumerate(_commands(call.arg("cmd"))):
        try:
            if number >= _MOST:
                raise RestError(*_LENGTH)
            _do(call, key, command, answers)
        except RestError as error:
            answers["result_error"][key] = dispatch.error_of(error)
            if halt:
                break
    return answers


def _commands(cmd: Any) -> list[tuple[str, str]]:
    items = cmd.items() if isinstance(cmd, Mapping) else enumerate(cmd if isinstance(cmd, list) else [])
    return [(str(key), command) for key, command in items if isinstance(command, str)]


def _do(call: Call, key: str, command: str, answers: dict[str, dict[str, Any]]) -> None:
    path, _, query = command.partition("?")
    name = path.strip("/").removesuffix(".json")
    if not find(name).batch:
        raise RestError(*_FORBIDDEN)
    given = _filled(params.from_query(query), answers)
    outcome = dispatch.perform(call.world, call.auth, name, given, call.base_url)
    if isinstance(outcome.value, Response):
        raise RestError(*_FORBIDDEN)
    page = dispatch.page_of(outcome.value)
    answers["result"][key] = params.php(page.result)
    if page.total is not None:
        answers["result_total"][key] = page.total
    if page.next is not None:
        answers["result_next"][key] = page.next
    answers["result_time"][key] = outcome.time(call.world)


def _filled(value: Any, answers: Mapping[str, Mapping[str, Any]]) -> Any:
    """A value that is one placeholder takes the type of what it names; inside a text it is written out."""
    if isinstance(value, dict):
        return {_filled_text(name, answers): _filled(one, answers) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, answers) for one in value]
    if not isinstance(value, str):
        return value
    whole = _PLACEHOLDER.fullmatch(value)
    return _named(whole, answers) if whole else _filled_text(value, answers)


def _filled_text(text: str, answers: Mapping[str, Mapping[str, Any]]) -> str:
    return _PLACEHOLDER.sub(lambda found: _text(_named(found, answers)), text)


def _text(value: Any) -> str:
    """As PHP writes a value into a text."""
    if isinstance(value, list | Mapping):
        return "Array"
    return "" if value is None or value is False else "1" if value is True else str(value)


def _named(found: re.Match[str], answers: Mapping[str, Mapping[str, Any]]) -> Any:
    """What the placeholder names; a tail that leads nowhere leaves the last thing found."""
    value: Any = answers["result" if found[1] == "result" else f"result_{found[1]}"]
    for key in _KEY.findall(found[2]):
        following = _inside(value, key)
        if following is None:
            break
        value = following
    return value


def _inside(value: Any, key: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(key)
    if isinstance(value, list) and key.isdigit() and int(key) < len(value):
        return value[int(key)]
    return None
