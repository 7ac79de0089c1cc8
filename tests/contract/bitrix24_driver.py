"""How a client written in Python is driven: a line of JSON each way. Runs where the client is installed."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from typing import Any


class Refused(Exception):
    """The portal answered with an error; the code as far as the client tells it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Walk:
    """Takes steps (bitrix24_journey.Step as JSON) and keeps what they gave."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def take(self, steps: list[dict[str, Any]], call: Callable[[str, Any], Any]) -> dict[str, Any]:
        """Codes of refusals by step, `None` for what was done; and everything that was kept."""
        outcomes = [[step["method"], self._outcome(step, call)] for step in steps]
        return {"outcomes": outcomes, "kept": self.kept}

    def _outcome(self, step: dict[str, Any], call: Callable[[str, Any], Any]) -> str | None:
        try:
            given = call(step["method"], self._resolved(step["params"]))
        except Refused as refused:
            return refused.code
        if step["keep"]:
            self.kept[step["keep"]] = given
        return None

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith("$"):
            name, *path = value[1:].split(".")
            found = self.kept[name]
            for key in path:
                found = found[int(key)] if isinstance(found, list) else found[key]
            return found
        if isinstance(value, dict):
            return {name: self._resolved(one) for name, one in value.items()}
        return [self._resolved(one) for one in value] if isinstance(value, list) else value


def serve(operations: dict[str, Callable[..., Any]]) -> None:
    """Answers `{"op": name, …}` with `{"done": value}` or `{"failed": traceback}` until the input ends."""
    for line in sys.stdin:
        order = json.loads(line)
        try:
            answer = {"done": operations[order.pop("op")](**order)}
        except Exception:
            answer = {"failed": traceback.format_exc()}
        print(json.dumps(answer, ensure_ascii=False, default=str), flush=True)
