"""Talks to diadoc-mcp-ru the way assistants do: Model Context Protocol, a line of JSON each way."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_REDIRECTED = Path(__file__).with_name("mcp_redirected.py")
_TOOLS = {"read": "call_method", "write": "write_method", "destructive": "delete_method"}


@dataclass(frozen=True)
class Operation:
    """A method in the client's own catalogue."""

    name: str
    method: str
    path: str
    safety: str


@dataclass(frozen=True)
class Answer:
    """What the client made of the operator's answer."""

    ok: bool
    status: int
    data: Any


class McpClient:
    """The client's process with the credentials of one user."""

    def __init__(self, python: Path, url: str, key: str, token: str, home: Path) -> None:
        self._process = subprocess.Popen(
            [python, _REDIRECTED, url.removeprefix("http://")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "DIADOC_CLIENT_ID": key,
                "DIADOC_TOKEN": token,
                "NO_PROXY": "*",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )
        self._sent = 0
        #: Operations the operator performed, and those it refused, as it was meant to.
        self.performed: set[str] = set()
        self.refused: set[str] = set()
        about = {"name": "paraph-contract", "version": "1"}
        hello = {"protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": about}
        self.version = self._ask("initialize", hello)["serverInfo"]["name"]
        self._tell({"method": "notifications/initialized"})
        self.catalogue = self._read_catalogue()

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._process.stdout.close()

    # -- methods of the operator ---------------------------------------------------------------------------

    def call(self, operation: str, body: object = None, **query: Any) -> Any:
        """The data of a call that must succeed."""
        answer = self.answer(operation, body, **query)
        assert answer.ok, f"{operation}: {answer}"
        self.performed.add(operation)
        return answer.data

    def refusal(self, operation: str, body: object = None, **query: Any) -> Answer:
        """The answer to a call that must not succeed."""
        answer = self.answer(operation, body, **query)
        assert not answer.ok, f"{operation}: {answer}"
        self.refused.add(operation)
        return answer

    def answer(self, operation: str, body: object = None, **query: Any) -> Answer:
        known = self.catalogue[f"diadoc_{operation}"]
        arguments: dict[str, Any] = {"operation_id": known.name}
        if query:
            arguments["query"] = query
        if body is not None:
            arguments["body"] = body
        if known.safety != "read":
            arguments["confirm_write"] = True
        if known.safety == "destructive":
            arguments["i_understand_this_modifies_data"] = True
        told = self.tool(_TOOLS[known.safety], **arguments)
        return Answer(told["ok"], told.get("status") or told.get("code", 0), told.get("data", told))

    # -- the protocol --------------------------------------------------------------------------------------

    def tool(self, name: str, **arguments: Any) -> Any:
        """What a tool of the client says."""
        answer = self._ask("tools/call", {"name": f"diadoc_{name}", "arguments": arguments})
        assert not answer.get("isError"), answer
        return json.loads(answer["content"][0]["text"])

    def _read_catalogue(self) -> dict[str, Operation]:
        found = {}
        for section in self.tool("list_sections")["sections"]:
            for one in self.tool("get_section", section=section)["endpoints"]:
                name = one["operation_id"]
                found[name] = Operation(name, one["method"], one["path"], one["safety"])
        return found

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        self._sent += 1
        self._tell({"id": self._sent, "method": method, "params": params})
        assert self._process.stdout is not None
        for line in self._process.stdout:
            answer = json.loads(line)
            if answer.get("id") == self._sent:
                return answer["result"]
        raise AssertionError(f"diadoc-mcp-ru ended with {self._process.wait(timeout=20)}")

    def _tell(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        self._process.stdin.flush()
