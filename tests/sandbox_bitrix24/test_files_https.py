"""The portal by HTTPS: every address has it, the authority is in the ready file and survives a restart."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from portal_client import Portal

from paraph.sandbox.bitrix24 import tls
from paraph.sandbox.bitrix24.world import Settings

HTTPS = Settings(delay=0.0, burst=1e9, operating=1e9, tls=True)


def test_all_addresses_answer_to_who_trusts_the_authority(
    start_portal: Callable[..., Portal], tmp_path: Path
) -> None:
    portal = start_portal(HTTPS, tmp_path)
    portal.emulator.check()
    ready = portal.ready
    assert {address.partition("://")[0] for address in (ready["webhook"], ready["oauth"])} == {"https"}
    assert portal.world.protocol == "1"
    with httpx.Client(verify=tls.client_context(Path(ready["ca"])), trust_env=False) as client:
        told = client.post(f"{ready['webhook']}user.current.json").json()["result"]
        assert told["ID"] == "1"
        (common,) = client.post(
            f"{ready['webhook']}disk.storage.getList.json", json={"filter": {"ENTITY_TYPE": "common"}}
        ).json()["result"]
        sent = {"id": common["ID"], "data": {"NAME": "a.txt"}, "fileContent": ["a", "YWJj"]}
        added = client.post(f"{ready['webhook']}disk.storage.uploadFile.json", json=sent).json()["result"]
        assert client.get(added["DOWNLOAD_URL"]).content == b"abc"
        client.post(f"{ready['control']}/rename")
        moved = client.post(f"{ready['webhook']}user.current.json")
        assert moved.status_code == 302
        assert moved.headers["location"].startswith(f"{portal.url}/rest/")
        assert client.post(moved.headers["location"]).status_code == 200
    with httpx.Client(trust_env=False) as stranger, pytest.raises(httpx.ConnectError, match="CERTIFICATE"):
        stranger.get(ready["url"])
    before = Path(ready["ca"]).read_bytes()
    portal.emulator.stop()
    again = start_portal(HTTPS, tmp_path)
    assert Path(again.ready["ca"]).read_bytes() == before
    assert isinstance(tls.client_context(Path(again.ready["ca"])), ssl.SSLContext)
