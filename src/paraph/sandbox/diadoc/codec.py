"""Bodies on the wire: protobuf, or the JSON dialect of the service.

The dialect is not the standard mapping of protobuf: keys are the names of fields, 64-bit numbers are numbers,
input takes keys in any case, names or numbers of enumerations and booleans as text.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any, TypeVar

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError, Message

from paraph.sandbox.diadoc.errors import ApiError

M = TypeVar("M", bound=Message)
_BINARY = ("", "application/x-protobuf", "application/protobuf", "application/octet-stream")
_INTEGERS = {
    FieldDescriptor.CPPTYPE_INT32,
    FieldDescriptor.CPPTYPE_INT64,
    FieldDescriptor.CPPTYPE_UINT32,
    FieldDescriptor.CPPTYPE_UINT64,
}


def read(content_type: str | None, body: bytes, kind: type[M]) -> M:
    """The body as a message of `kind`; 415 for another Content-Type, 400 if it cannot be read."""
    media = (content_type or "").split(";")[0].strip().lower()
    message = kind()
    try:
        if media == "application/json":
            _fill(message, json.loads(body.decode("utf-8-sig") or "{}"))
        elif media in _BINARY:
            message.ParseFromString(body)
        else:
            raise ApiError(415, f"Unsupported Content-Type: {content_type}")
    except (DecodeError, ValueError, TypeError) as error:
        raise _unreadable(kind) from error
    if not message.IsInitialized():
        raise _unreadable(kind)
    return message


def _unreadable(kind: type[Message]) -> ApiError:
    return ApiError(400, f"Can't deserialize request body into type: {kind.DESCRIPTOR.name}")


def _fill(message: Message, value: object) -> None:
    """Raises `ValueError` or `TypeError` for what does not fit."""
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
    if field.enum_type is not None:
        return _number_of(field, given)
    if field.type == FieldDescriptor.TYPE_BYTES:
        try:
            return base64.b64decode(given, validate=True)
        except binascii.Error as error:
            raise ValueError(field.name) from error
    if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        return _truth(given)
    if field.cpp_type in _INTEGERS:
        return int(given)
    if field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        return given if isinstance(given, str) else str(given)
    return float(given)


def _number_of(field: FieldDescriptor, given: Any) -> int:
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    for value in field.enum_type.values:
        if value.name.lower() == str(given).lower():
            return value.number
    return int(given)


def _truth(given: Any) -> bool:
    if isinstance(given, bool):
        return given
    word = str(given).lower()
    if word not in ("true", "false"):
        raise ValueError(word)
    return word == "true"


def to_json(message: Message) -> bytes:
    return json.dumps(_as_dict(message), ensure_ascii=False).encode()


def _as_dict(message: Message) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for field in message.DESCRIPTOR.fields:
        value = getattr(message, field.name)
        if field.is_repeated:
            shown[field.name] = [_shown(field, item) for item in value]
        elif message.HasField(field.name) or field.message_type is None:
            shown[field.name] = _shown(field, value)
    return shown


def _shown(field: FieldDescriptor, value: Any) -> Any:
    if field.message_type is not None:
        return _as_dict(value)
    if field.enum_type is not None:
        known = field.enum_type.values_by_number.get(value)
        return value if known is None else known.name
    if field.type == FieldDescriptor.TYPE_BYTES:
        return base64.b64encode(value).decode()
    return value
