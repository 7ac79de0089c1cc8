"""fast_bitrix24 (PyPI) as it is: by a webhook, and with an application's tokens that it is given."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import aiohttp
from aiohttp.client_exceptions import ClientResponseError
from bitrix24_driver import Refused, Walk, serve
from fast_bitrix24 import BitrixAsync

#: Nothing is held back here; switched off altogether (`respect_velocity_policy`) the client fails.
UNHURRIED = {
    "verbose": False,
    "request_pool_size": 10**6,
    "requests_per_second": 1e6,
    "operating_time_limit": 10**6,
}


class Session:
    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.http: Any = None
        self.client: Any = None
        self.walk = Walk()
        self.tokens: list[str] = []

    def _do(self, coroutine: Any) -> Any:
        return self.loop.run_until_complete(coroutine)

    def webhook(self, url: str) -> str:
        return self._opened(url, None)

    def application(self, url: str, tokens: list[str]) -> str:
        """Takes the next token whenever the portal refuses the one before."""
        self.tokens = tokens

        async def token() -> str:
            return self.tokens.pop(0)

        return self._opened(url, token)

    def _opened(self, url: str, token: Any) -> str:
        """Beside its own sessions, one for each call, the client takes one that is open already."""
        if self.http is None:
            self.http = self._do(_session())
        self.client = BitrixAsync(url, token_func=token, client=self.http, **UNHURRIED)
        return str(self._do(self.client.call("profile", {}, raw=True))["result"]["ID"])

    def call(self, method: str, params: Any) -> Any:
        try:
            return self._do(self.client.call(method, params, raw=True))["result"]
        except ClientResponseError as error:
            raise Refused(f"HTTP {error.status}") from error

    def steps(self, steps: list[dict[str, Any]]) -> dict[str, Any]:
        return self.walk.take(steps, self.call)

    def rows(self) -> dict[str, int]:
        deals = self._do(self.client.get_all("crm.deal.list", {"select": ["ID"]}))
        items = self._do(self.client.get_all("crm.item.list", {"entityTypeId": 2, "select": ["id"]}))
        ids = [one["ID"] for one in deals][:60]
        by_id = self._do(self.client.get_by_ID("crm.deal.get", ids))
        return {"deals": len(deals), "items": len(items), "by_id": len(by_id)}

    def batch(self) -> dict[str, Any]:
        made = self._do(self.client.call("crm.item.add", [_deal(number) for number in range(60)]))
        chain = self._do(
            self.client.call_batch(
                {
                    "halt": 0,
                    "cmd": {
                        "list": "crm.deal.list?select[]=ID",
                        "second": "crm.deal.get?id=$result[list][1][ID]",
                    },
                }
            )
        )
        return {"made": len(made), "second": chain["second"]["ID"] == chain["list"][1]["ID"]}

    def file(self, folder: str, name: str, content: str, address: str, field: str) -> dict[str, Any]:
        return dict(self._do(self._file(folder, name, content, address, field)))

    async def _file(self, folder: str, name: str, content: str, address: str, field: str) -> dict[str, str]:
        params = {"id": folder, "data": {"NAME": name}, "fileContent": [name, content]}
        put = (await self.client.call("disk.folder.uploadFile", params, raw=True))["result"]
        form = aiohttp.FormData()
        form.add_field(field, base64.b64decode(content), filename=f"2-{name}")
        got = {}
        async with self.http.post(address, data=form) as answer:
            posted = (await answer.json())["result"]
        for one in (put, posted):
            async with self.http.get(one["DOWNLOAD_URL"]) as answer:
                got[one["NAME"]] = base64.b64encode(await answer.read()).decode()
        return got


async def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(raise_for_status=True)


def _deal(number: int) -> dict[str, Any]:
    return {"entityTypeId": 2, "fields": {"title": f"Пачкой {number}"}}


session = Session()
names = ("webhook", "application", "steps", "rows", "batch", "file")
serve({name: getattr(session, name) for name in names})
