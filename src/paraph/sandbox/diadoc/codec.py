"""Bodies on the wire: protobuf, or the JSON dialect of the service.

The dialect is not the standard mapping of protobuf. Keys are the names of fields; 64-bit numbers are numbers;
of what is not set, lists are shown everywhere, words, flags and texts in documents, messages and docflows;
a few structures have fields of JSON only. Input is taken more freely: keys in any case, enumerations by name
or number, flags as text.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError, Message

from paraph.sandbox.diadoc.errors import ApiError

M = TypeVar("M", bound=Message)

_BINARY = frozenset(("", "application/x-protobuf", "application/protobuf", "application/octet-stream"))
_INTEGERS = frozenset(
    (
        FieldDescriptor.CPPTYPE_INT32,
        FieldDescriptor.CPPTYPE_INT64,
        FieldDescriptor.CPPTYPE_UINT32,
        FieldDescriptor.CPPTYPE_UINT64,
    )
)
#: Structures of these files show their words, flags and texts also when they are not set.
_TALKATIVE = frozenset(
    f"paraph/wire/diadoc/{name}.proto" for name in ("documents", "messages", "docflow", "types")
)
_TIMESTAMP = "Timestamp"
_FRACTION = re.compile(r"\.([0-9]+)")
_START = datetime(1, 1, 1, tzinfo=UTC)


def read(content_type: str | None, body: bytes, kind: type[M]) -> M:
    """The body as a message of `kind`; 415 for another Content-Type, 400 if it cannot be read."""
    media = (content_type or "").split(";")[0].strip().lower()
    # Some examples of the service leave the semicolon out: «application/json charset=utf-8».
    is_json = media.split(" ")[0] == "application/json"
    if not is_json and media not in _BINARY:
        raise ApiError(415, f"Unsupported Content-Type: {content_type}")
    message = kind()
    try:
        if is_json:
            _fill(message, json.loads(body.decode("utf-8-sig")))
        else:
            message.ParseFromString(body)
    except (DecodeError, ValueError, TypeError, RecursionError) as error:
        raise _unreadable(kind) from error
    if not message.IsInitialized():
        raise _unreadable(kind)
    return message


def to_json(message: Message) -> bytes:
    """A message in the dialect of the service."""
    return json.dumps(_shown_message(message), ensure_ascii=False).encode()


# -- input -------------------------------------------------------------------------------------------------


def _unreadable(kind: type[Message]) -> ApiError:
    return ApiError(400, f"Can't deserialize request body into type: {kind.DESCRIPTOR.name}")


def _fill(message: Message, value: object) -> None:
    """Raises `ValueError` or `TypeError` for what does not fit."""
    if message.DESCRIPTOR.name == _TIMESTAMP:
        value = _ticks_given(value)
    if not isinstance(value, dict):
        raise TypeError(f"{message.DESCRIPTOR.name}: {type(value).__name__}")
    fields = {field.name.lower(): field for field in message.DESCRIPTOR.fields}
    for key, given in value.items():
        field = fields.get(key.lower())
        if field is None or given is None:
            continue
        if field.is_repeated:
            _fill_repeated(message, field, given)
        elif field.message_type is not None:
            target = getattr(message, field.name)
            target.SetInParent()
            _fill(target, given)
        else:
            setattr(message, field.name, _scalar(field, given))


def _fill_repeated(message: Message, field: FieldDescriptor, given: object) -> None:
    if not isinstance(given, list):
        raise TypeError(f"{field.name}: {type(given).__name__}")
    target = getattr(message, field.name)
    for item in given:
        if field.message_type is not None:
            _fill(target.add(), item)
        else:
            target.append(_scalar(field, item))


def _scalar(field: FieldDescriptor, given: Any) -> Any:
    if isinstance(given, list | dict):
        raise TypeError(field.name)
    if field.enum_type is not None:
        return _value_given(field, given)
    if field.type == FieldDescriptor.TYPE_BYTES:
        return _bytes_given(given)
    if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        return _flag_given(given)
    if field.cpp_type in _INTEGERS:
        return _integer_given(given)
    if field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        return given if isinstance(given, str) else json.dumps(given)
    return float(given)


def _value_given(field: FieldDescriptor, given: Any) -> int:
    for value in field.enum_type.values if field.enum_type else ():
        if value.name.lower() == str(given).lower():
            return int(value.number)
    return _integer_given(given)


def _bytes_given(given: Any) -> bytes:
    if not isinstance(given, str):
        raise TypeError("base64")
    try:
        return base64.b64decode("".join(given.split()), validate=True)
    except binascii.Error as error:
        raise ValueError("base64") from error


def _flag_given(given: Any) -> bool:
    if isinstance(given, bool):
        return given
    word = str(given).strip().lower()
    if word not in ("true", "false"):
        raise ValueError(word)
    return word == "true"


def _integer_given(given: Any) -> int:
    if isinstance(given, bool) or (isinstance(given, float) and not given.is_integer()):
        raise ValueError(str(given))
    return int(given)


def _ticks_given(value: object) -> object:
    """A moment: ticks, ISO 8601, or an object with either."""
    if isinstance(value, dict):
        lower = {key.lower(): given for key, given in value.items()}
        if lower.get("ticks") is None and lower.get("datetime") is not None:
            value = lower["datetime"]
    if isinstance(value, str):
        return {"Ticks": _ticks_of(value)}
    if isinstance(value, int) and not isinstance(value, bool):
        return {"Ticks": value}
    return value


def _ticks_of(text: str) -> int:
    """Seven digits of a second are more than a `datetime` holds."""
    fraction = _FRACTION.search(text)
    moment = datetime.fromisoformat(_FRACTION.sub("", text))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    whole = (moment - _START) // timedelta(seconds=1) * 10_000_000
    return whole + int(fraction[1].ljust(7, "0")[:7] if fraction else 0)


# -- output ------------------------------------------------------------------------------------------------


def _is_talkative(message: Message) -> bool:
    return message.DESCRIPTOR.file.name in _TALKATIVE


def _shown_message(message: Message) -> dict[str, Any]:
    shown, talkative = _fields_of_json_only(message), _is_talkative(message)
    for field in message.DESCRIPTOR.fields:
        if field.is_repeated:
            items = getattr(message, field.name)
            shown[field.name] = [_shown(field, item, talkative) for item in items]
        elif message.HasField(field.name) or (talkative and _shown_unset(field)):
            shown[field.name] = _shown(field, getattr(message, field.name), talkative)
    return shown


def _shown_unset(field: FieldDescriptor) -> bool:
    """Words, flags and texts; not numbers, bytes and structures."""
    if field.type == FieldDescriptor.TYPE_BYTES:
        return False
    return field.cpp_type in (
        FieldDescriptor.CPPTYPE_STRING,
        FieldDescriptor.CPPTYPE_BOOL,
        FieldDescriptor.CPPTYPE_ENUM,
    )


def _shown(field: FieldDescriptor, value: Any, talkative: bool) -> Any:
    """A value of the field; `talkative` is the structure it stands in."""
    if field.message_type is not None:
        if field.message_type.name != _TIMESTAMP:
            return _shown_message(value)
        return {"Ticks": value.Ticks} if talkative else {"DateTime": iso(value.Ticks), "Ticks": value.Ticks}
    if field.enum_type is not None:
        known = field.enum_type.values_by_number.get(value)
        return value if known is None else known.name
    if field.type == FieldDescriptor.TYPE_BYTES:
        return base64.b64encode(value).decode()
    return value


def _fields_of_json_only(message: Any) -> dict[str, Any]:
    if message.DESCRIPTOR.name == "Organization":
        return {"OrgIdGuid": message.OrgId, "JoinedDiadocTreaty": True}
    if message.DESCRIPTOR.name == "Counteragent":
        return {"LastEventTimestamp": iso(message.LastEventTimestampTicks)}
    return {}


def iso(ticks: int) -> str:
    """A moment in ticks as ISO 8601 with seven digits of a second."""
    seconds, rest = divmod(ticks, 10_000_000)
    moment = _START + timedelta(seconds=seconds)
    return f"{moment.isoformat()[:19]}.{rest:07d}Z"
