"""Splitting commands into batches: at most 50, not too long, and what refers to another stays with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from paraph.portals.bitrix24 import brackets, limits

#: `$result[company][ID]`, also `$next`, `$total`, `$error` and `$time`.
_REFERENCE = re.compile(r"\$(?:result|next|total|error|time)\[([^\[\]]+)\]")
#: What the portal would take for one, wherever it stands.
_LOOKS_SO = re.compile(r"\$(?=(?:result|next|total|error|time)\[)", re.IGNORECASE)

Commands = Mapping[str, tuple[str, Mapping[str, Any]]]


class Reference(str):
    """A text whose `$result[…]` the portal is to fill in. In any other text it is a word people wrote."""


def command(method: str, params: Mapping[str, Any]) -> str:
    """A command as the portal takes it: «crm.item.get?entityTypeId=2&id=5»."""
    return f"{method}?{brackets.query(_harmless(params))}" if params else method


def _harmless(value: Any) -> Any:
    """The same with words that look like references taken apart: «$ result[…]»."""
    if isinstance(value, Mapping):
        return {key: _harmless(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_harmless(item) for item in value]
    is_word = isinstance(value, str) and not isinstance(value, Reference)
    return _LOOKS_SO.sub("$ ", value) if is_word else value


def split(commands: Commands) -> list[dict[str, str]]:
    """Commands by key, in their order. ValueError when what belongs together does not fit into one batch."""
    batches: list[dict[str, str]] = []
    current: dict[str, str] = {}
    for group in _groups(commands):
        texts = {key: command(*commands[key]) for key in group}
        if not _fits(texts):
            raise ValueError("commands that refer to each other do not fit into one batch")
        if not _fits(current | texts):
            batches.append(current)
            current = {}
        current |= texts
    return [*batches, current] if current else batches


def _fits(texts: Mapping[str, str]) -> bool:
    length = sum(map(len, texts.values()))
    return len(texts) == 1 or (len(texts) <= limits.BATCH and length <= limits.BATCH_BYTES)


def _groups(commands: Commands) -> list[list[str]]:
    """Keys that refer to each other, together."""
    groups: list[list[str]] = []
    for key, (_method, params) in commands.items():
        wanted = set(_references(params))
        if missing := wanted - commands.keys():
            raise ValueError(f"a command refers to unknown {sorted(missing)}")
        joined = [group for group in groups if wanted.intersection(group)]
        groups = [group for group in groups if group not in joined]
        groups.append([*(each for group in joined for each in group), key])
    return groups


def _references(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [found for item in value for found in _references(item)]
    return _REFERENCE.findall(value) if isinstance(value, Reference) else []
