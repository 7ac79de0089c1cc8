"""The portal among the other parts of the sandbox: its ready file, and its place kept over a restart."""

from __future__ import annotations

from pathlib import Path

import httpx

from paraph.sandbox.bitrix24 import tls
from paraph.sandbox.up import running


def test_addresses_keys_and_applications_survive_a_restart(tmp_path: Path) -> None:
    with running({"bitrix24"}, tmp_path) as ready, httpx.Client(trust_env=False) as http:
        first = ready["bitrix24"]
        card = http.post(
            f"{first['control']}/apps", json={"name": "А", "handler": "http://127.0.0.1:1/"}
        ).json()
        http.post(f"{first['control']}/apps/{card['id']}/install")
    with running({"bitrix24"}, tmp_path) as ready, httpx.Client(trust_env=False) as http:
        assert ready["bitrix24"] == first
        assert http.get(f"{first['webhook']}profile").json()["result"]["ID"] == "1"
        (again,) = http.get(f"{first['control']}/apps").json()
        assert (again["client_secret"], again["installed"]) == (card["client_secret"], True)
    assert {"crm", "users", "member_id", "domain", "url", "oauth", "webhook", "control"} <= first.keys()


def test_https_for_clients_that_speak_nothing_else(tmp_path: Path) -> None:
    with running({"bitrix24"}, tmp_path, https=True) as ready:
        portal = ready["bitrix24"]
        context = tls.client_context(Path(portal["ca"]))
        with httpx.Client(verify=context, trust_env=False) as http:
            assert http.get(f"{portal['webhook']}profile").json()["result"]["ADMIN"] is True
