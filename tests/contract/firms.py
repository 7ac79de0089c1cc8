"""Firms of the emulated operator: what a client needs to know of them, and their keys."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

from paraph.sandbox.diadoc.server import DiadocEmulator
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import load_certificates
from paraph.trust.pkcs8 import load_private_key


@dataclass(frozen=True)
class Firm:
    """An organisation with one of its people."""

    url: str
    key: str
    organization: str
    inn: str
    kpp: str
    name: str
    box: str
    box_guid: str
    user: str
    login: str
    password: str
    pem: Path

    @classmethod
    def of(cls, operator: DiadocEmulator, alias: str, person: str, pki: Path) -> Firm:
        ready = operator.ready
        of = ready["organizations"][alias]
        user = next(user for user in of["users"] if user["person"] == person)
        return cls(
            ready["url"],
            ready["developer_key"],
            of["organization_id"],
            of["inn"],
            of["kpp"],
            of["name"],
            of["boxes"][0]["box_id"],
            of["boxes"][0]["box_id_guid"],
            user["user_id"],
            user["login"],
            user["password"],
            pki / f"{person}.pem",
        )

    @cached_property
    def token(self) -> str:
        asked = {"login": self.login, "password": self.password}
        return self._ask("POST", "/V3/Authenticate", "", params={"type": "password"}, json=asked).text

    def generated(self, path: str, body: object, **query: str) -> bytes:
        """The bytes of a file the operator makes, where a client of JSON takes them for text."""
        return self._ask("POST", path, f",ddauth_token={self.token}", params=query, json=body).content

    def read(self, path: str, **query: str) -> Any:
        """What the operator tells, in the JSON dialect."""
        return self._ask("GET", path, f",ddauth_token={self.token}", params=query).json()

    def _ask(self, method: str, path: str, token: str, **request: Any) -> httpx.Response:
        headers = {
            "Authorization": f"DiadocAuth ddauth_api_client_id={self.key}{token}",
            "Accept": "application/json",
        }
        answer = httpx.request(method, self.url + path, headers=headers, trust_env=False, **request)
        assert answer.status_code == 200, answer.text
        return answer

    def sign(self, content: bytes) -> bytes:
        """A detached signature in DER."""
        data = self.pem.read_bytes()
        certificate, key = load_certificates(data)[0], load_private_key(data)
        return sign_detached(content, key=key, certificate=certificate, at=datetime.now(UTC))

    def signed(self, content: bytes) -> dict[str, str]:
        """`SignedContent` in the JSON dialect."""
        return {"Content": text(content), "Signature": text(self.sign(content))}


def text(data: bytes) -> str:
    """Bytes in the JSON dialect."""
    return base64.b64encode(data).decode()
