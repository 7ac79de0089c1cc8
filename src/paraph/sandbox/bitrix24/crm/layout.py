"""What a configurable activity may look like: strict, every part has its own fields and nothing more."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24.rest import RestError

_KEY = re.compile(r"[A-Za-z0-9_-]+")
#: Languages installed on the portal.
LANGUAGES = ("ru", "en")
_TAGS = ("success", "warning", "failure", "primary", "secondary")
_BUTTONS = ("primary", "secondary")
_MOST_TAGS = _MOST_BUTTONS = 2
_MOST_BLOCKS = 20

#: Checks one value; `at` says where it stands: `layout.body.blocks.who`.
Check = Callable[[Any, str], None]


@dataclass(frozen=True)
class Codes:
    """Icons and logos there are on the portal."""

    icons: Collection[str]
    logos: Collection[str]


def check(layout: Any, codes: Codes) -> None:
    """Raises `RestError` with the code of the first thing wrong."""
    if not layout or not isinstance(layout, dict):
        raise RestError("ERROR_EMPTY_LAYOUT", "Поле layout должно быть заполнено")
    icon = _object(required={"code": _one_of(codes.icons)})
    logo = _object(required={"code": _one_of(codes.logos)}, optional={"action": _action})
    body = _object(required={"logo": logo}, optional={"blocks": _map(_block, 1, _MOST_BLOCKS)})
    _object(required={"icon": icon, "header": _HEADER, "body": body}, optional={"footer": _FOOTER})(
        layout, "layout"
    )


# -- pieces of which checks are made -----------------------------------------------------------------------


def _object(
    required: Mapping[str, Check] | None = None, optional: Mapping[str, Check] | None = None
) -> Check:
    needed, known = required or {}, {**(required or {}), **(optional or {})}

    def check(value: Any, at: str) -> None:
        fields = _dictionary(value, at)
        for name in needed:
            if fields.get(name) in (None, "", {}, []):
                raise RestError("FIELD_IS_REQUIRED", f"Не заполнено обязательное поле {at}.{name}")
        for name, one in fields.items():
            if name not in known:
                raise RestError("FIELD_IS_REDUNDANT", f"Поле {at}.{name} не предусмотрено")
            if one is not None:
                known[name](one, f"{at}.{name}")

    return check


def _map(item: Check, least: int, most: int) -> Check:
    def check(value: Any, at: str) -> None:
        fields = _dictionary(value, at)
        if len(fields) < least:
            raise RestError("FIELD_IS_REQUIRED", f"Не заполнено обязательное поле {at}")
        if len(fields) > most:
            raise RestError("TOO_MANY_ITEMS", f"В поле {at} может быть не больше {most} элементов")
        for key, one in fields.items():
            if not _KEY.fullmatch(str(key)):
                raise RestError(
                    "KEY_CONTAIN_WRONG_SYMBOLS", f"Ключ {key} в поле {at} содержит лишние символы"
                )
            item(one, f"{at}.{key}")

    return check


def _dictionary(value: Any, at: str) -> dict[str, Any]:
    if isinstance(value, list):  # an array whose keys happen to be 0…n
        return {str(index): one for index, one in enumerate(value)}
    if not isinstance(value, dict):
        raise RestError("WRONG_FIELD_VALUE", f"Поле {at} должно быть объектом")
    return value


def _one_of(words: Collection[str]) -> Check:
    def check(value: Any, at: str) -> None:
        if value not in words:
            raise RestError("ENUM_FIELD", f"Недопустимое значение поля {at}: {value}")

    return check


def _text(value: Any, at: str) -> None:
    """A text, or texts by language."""
    if isinstance(value, dict):
        for language, words in value.items():
            if language not in LANGUAGES:
                raise RestError("WRONG_LANG", f"Язык {language} в поле {at} не установлен на портале")
            _text(words, f"{at}.{language}")
    elif not isinstance(value, str | int | float):
        raise RestError("WRONG_FIELD_VALUE", f"Поле {at} должно быть строкой")


def _flag(value: Any, at: str) -> None:
    if value not in (True, False, "true", "false", "Y", "N", "1", "0"):
        raise RestError("WRONG_FIELD_VALUE", f"Поле {at} должно быть логическим")


def _number(value: Any, at: str) -> None:
    if not str(value).isdigit():
        raise RestError("WRONG_FIELD_VALUE", f"Поле {at} должно быть числом")


def _anything(value: Any, at: str) -> None:
    """Given back in the event as it is."""


_scope = _one_of(("web", "mobile"))
_SHOWN: dict[str, Check] = {"scope": _scope, "hideIfReadonly": _flag}


# -- parts of a layout -------------------------------------------------------------------------------------

_slider = _object(optional={"width": _number, "leftBoundary": _number, "title": _text})
_ACTIONS = {
    "redirect": _object(required={"type": _anything, "uri": _text}),
    "restEvent": _object(
        required={"type": _anything, "id": _text},
        optional={"actionParams": _anything, "animationType": _one_of(("disable", "loader"))},
    ),
    "openRestApp": _object(
        required={"type": _anything}, optional={"actionParams": _anything, "sliderParams": _slider}
    ),
}


def _by_type(variants: Mapping[str, Check]) -> Check:
    def check(value: Any, at: str) -> None:
        kind = _dictionary(value, at).get("type")
        if not kind:
            raise RestError("FIELD_IS_REQUIRED", f"Не заполнено обязательное поле {at}.type")
        _one_of(variants)(kind, f"{at}.type")
        variants[str(kind)](value, at)

    return check


_action = _by_type(_ACTIONS)


def _block(value: Any, at: str) -> None:
    _blocks(value, at)


def _inside(*types: str) -> Check:
    """A block within a block: only some types may stand there."""

    def check(value: Any, at: str) -> None:
        _one_of(types)(_dictionary(value, at).get("type"), f"{at}.type")
        _block(value, at)

    return check


def _content(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    properties = _object(required, {**optional, "scope": _scope})
    if required:
        return _object(required={"type": _anything, "properties": properties})
    return _object(required={"type": _anything}, optional={"properties": properties})


_blocks = _by_type(
    {
        "text": _content(
            {"value": _text},
            {
                "multiline": _flag,
                "title": _text,
                "bold": _flag,
                "size": _one_of(("xs", "sm", "md")),
                "color": _one_of(("base_50", "base_60", "base_70", "base_90")),
            },
        ),
        "largeText": _content({"value": _text}, {}),
        "link": _content({"text": _text, "action": _action}, {"bold": _flag}),
        "withTitle": _content(
            {"title": _text, "block": _inside("text", "link", "lineOfBlocks", "deadline")}, {"inline": _flag}
        ),
        "lineOfBlocks": _content({"blocks": _map(_inside("text", "link"), 1, _MOST_BLOCKS)}, {}),
        "deadline": _content({}, {"readonly": _flag}),
    }
)
_tag = _object(required={"title": _text, "type": _one_of(_TAGS)}, optional={"action": _action, **_SHOWN})
_button = _object(required={"title": _text, "type": _one_of(_BUTTONS), "action": _action}, optional=_SHOWN)
_item = _object(required={"title": _text, "action": _action}, optional=_SHOWN)
_menu = _object(
    optional={
        "showPinItem": _flag,
        "showPostponeItem": _flag,
        "showDeleteItem": _flag,
        "items": _map(_item, 0, _MOST_BLOCKS),
    }
)
_HEADER = _object(
    required={"title": _text}, optional={"titleAction": _action, "tags": _map(_tag, 0, _MOST_TAGS)}
)
_FOOTER = _object(optional={"buttons": _map(_button, 0, _MOST_BUTTONS), "menu": _menu})


def actions(layout: Any) -> dict[str, dict[str, Any]]:
    """Every `restEvent` of a layout by its id: what a person may click."""
    found: dict[str, dict[str, Any]] = {}
    if isinstance(layout, dict):
        if layout.get("type") == "restEvent" and "id" in layout:
            found[str(layout["id"])] = layout
        for one in layout.values():
            found |= actions(one)
    elif isinstance(layout, list):
        for one in layout:
            found |= actions(one)
    return found
