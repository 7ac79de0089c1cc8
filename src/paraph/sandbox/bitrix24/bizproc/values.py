"""Expressions of the designer: `{=A1:signed_document_id}`, `{=Variable:sum}`, `{{Контакт > int}}`.

A text that is one expression keeps the type of its value; inside other words the value is written out.
"""

from __future__ import annotations

import re
from typing import Any

from paraph.sandbox.bitrix24.bizproc import catalog
from paraph.sandbox.bitrix24.bizproc.documents import Document
from paraph.sandbox.bitrix24.bizproc.instances import Instance, Step
from paraph.sandbox.bitrix24.crm import items
from paraph.sandbox.bitrix24.crm.fields import fields_of
from paraph.sandbox.bitrix24.world import World

_EXPRESSION = re.compile(
    r"\{=\s*(?P<source>\w+)\s*:\s*(?P<name>[^{}]+?)\s*\}|\{\{\s*(?P<words>[^{}]+?)\s*\}\}"
)
#: Types of fields that hold people.
_PEOPLE = ("user", "employee")


def resolve(world: World, instance: Instance, value: Any) -> Any:
    """The value with every expression in it replaced; lists and objects are gone through."""
    if isinstance(value, dict):
        return {key: resolve(world, instance, item) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve(world, instance, item) for item in value]
    if not isinstance(value, str):
        return value
    whole = _EXPRESSION.fullmatch(value.strip())
    if whole:
        return _evaluate(world, instance, whole)
    return _EXPRESSION.sub(lambda match: text_of(_evaluate(world, instance, match)), value)


def text_of(value: Any) -> str:
    """As it is written out in the middle of a text."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(text_of(item) for item in value)
    if isinstance(value, bool):
        return "Y" if value else "N"
    return str(value)


def _evaluate(world: World, instance: Instance, match: re.Match[str]) -> Any:
    name, _, modifier = (match["name"] or match["words"]).partition(">")
    name, modifier = name.strip(), modifier.strip()
    if match["words"]:
        value = _by_words(world, instance, name)
    else:
        value = _by_source(world, instance, match["source"], name)
    return _modified(value, modifier)


def _by_source(world: World, instance: Instance, source: str, name: str) -> Any:
    if source == "Document":
        return document_field(world, instance.document, name)
    if source == "Variable":
        return instance.variables.get(name)
    if source == "Template":
        return instance.parameters.get(name)
    if source == "Workflow":
        return {"ID": instance.id}.get(name.upper())
    return instance.results.get(source, {}).get(name)


def _by_words(world: World, instance: Instance, words: str) -> Any:
    """`Поле` of the item, or `Заголовок шага: Результат`, the result by its name or code."""
    title, colon, result = (part.strip() for part in words.partition(":"))
    if not colon:
        return document_field(world, instance.document, words)
    step = next(iter(_titled(instance.steps, title)), None)
    return None if step is None else instance.results.get(step["id"], {}).get(_code(world, step, result))


def _code(world: World, step: Step, result: str) -> str:
    activity = catalog.find(world, step["code"], step.get("app")) if "code" in step else None
    returns = activity.returns if activity else {}
    return next((code for code, told in returns.items() if catalog.localized(told["NAME"]) == result), result)


def _titled(steps: list[Step], title: str) -> list[Step]:
    """Steps with this title, also inside branches."""
    found = [step for step in steps if step.get("title") == title]
    for step in steps:
        for inner in (step.get("then"), step.get("else"), step.get("steps"), *step.get("branches", [])):
            found += _titled(inner or [], title)
    return found


def document_field(world: World, document: Document, name: str) -> Any:
    """A field of the item by title («Сумма») or name (`STAGE_ID`, `stageId`); people as `user_1`."""
    fields = fields_of(world, document.kind).values()
    named = {one.title.lower(): one for one in fields} | {_plain(one.name): one for one in fields}
    field = named.get(name.lower()) or named.get(_plain(name))
    value = (items.find(world, document.kind, document.id) or {}).get(field.name) if field else None
    if field is None or field.type not in _PEOPLE or not value:
        return value
    return [f"user_{one}" for one in value] if isinstance(value, list) else f"user_{value}"


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _modified(value: Any, modifier: str) -> Any:
    if modifier != "int":
        return value
    if isinstance(value, list):
        return [_modified(item, modifier) for item in value]
    digits = re.search(r"-?\d+", text_of(value))
    return int(digits[0]) if digits else 0
