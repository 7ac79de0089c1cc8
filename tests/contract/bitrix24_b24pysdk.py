"""b24pysdk (PyPI, of Битрикс24) as it is; a proxy leads it to the OAuth server whose name it knows."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlsplit

import requests
from b24pysdk import BitrixApp, BitrixToken, BitrixWebhook, Client
from b24pysdk.api.requesters import BitrixFileRequester
from b24pysdk.credentials import OAuthEventData, OAuthPlacementData, OAuthWorkflowData
from b24pysdk.errors import BitrixAPIError
from bitrix24_driver import Refused, Walk, serve

PARSERS = {"event": OAuthEventData, "workflow": OAuthWorkflowData, "placement": OAuthPlacementData}


class Session:
    def __init__(self) -> None:
        self.token: Any = None
        self.walk = Walk()

    def webhook(self, url: str) -> str:
        parts = urlsplit(url)
        secret = parts.path.removeprefix("/rest/").strip("/")
        self.token = BitrixWebhook(domain=parts.netloc, webhook_token=secret)
        return str(Client(self.token).profile().result["ID"])

    def exchange(self, domain: str, client_id: str, client_secret: str, code: str) -> dict[str, Any]:
        """A code for tokens, the next tokens for those, and what the OAuth server says of them."""
        app = BitrixApp(client_id=client_id, client_secret=client_secret)
        first = app.get_oauth_token(code)
        token = first.oauth_token
        self.token = BitrixToken(
            domain=domain,
            auth_token=token.access_token,
            refresh_token=token.refresh_token,
            expires=token.expires,
            expires_in=token.expires_in,
            bitrix_app=app,
        )
        self.token.refresh_and_set_oauth_token()
        info = self.token.get_app_info().result
        return {
            "member_id": first.member_id,
            "user_id": first.user_id,
            "portal_domain": first.portal_domain,
            "renewed": self.token.auth_token != token.access_token,
            "installed": info.install.installed,
            "client_id": info.client_id,
            "validated": first.validate_against_app_info(info),
        }

    def call(self, method: str, params: Any) -> Any:
        try:
            return self.token.call_method(method, params)["result"]
        except BitrixAPIError as error:
            raise Refused(str(error.error)) from error

    def steps(self, steps: list[dict[str, Any]]) -> dict[str, Any]:
        return self.walk.take(steps, self.call)

    def after_expiry(self) -> bool:
        """Whether a call goes through with another token although this one has just been refused."""
        before = self.token.auth_token
        self.call("profile", {})
        return bool(self.token.auth_token != before)

    def rows(self) -> dict[str, int]:
        """Deals counted in each way the client can read a whole list."""
        crm = Client(self.token).crm
        return {
            "pages": len(list(crm.deal.list(select=["ID"]).as_list().result)),
            "fast": len(list(crm.deal.list(select=["ID"]).as_list_fast().result)),
            "down": len(list(crm.deal.list(select=["ID"]).as_list_fast(descending=True).result)),
        }

    def batch(self) -> dict[str, Any]:
        """Commands by name, one leaning on another's result; a list of them; more than fit into one."""
        client = Client(self.token)
        chain = self.token.call_batch(
            {
                "list": ("crm.deal.list", {"select": ["ID"]}),
                "second": ("crm.deal.get", {"id": "$result[list][1][ID]"}),
                "broken": ("crm.deal.get", {"id": 999999}),
            }
        )["result"]
        many = client.call_batches([client.user.current() for _ in range(60)]).result
        return {
            "second": chain["result"]["second"]["ID"] == chain["result"]["list"][1]["ID"],
            "broken": "broken" in chain["result_error"],
            "many": len(many.result),
        }

    def file(self, folder: str, name: str, content: str, address: str, field: str) -> dict[str, Any]:
        """A file put by base64 and one posted to an address, both fetched."""
        disk = Client(self.token).disk
        put = disk.folder.upload_file(folder, data={"NAME": name}, file_content=[name, content]).result
        posted = requests.post(address, files={field: (f"2-{name}", base64.b64decode(content))}, timeout=10)
        got = [BitrixFileRequester(one["DOWNLOAD_URL"]).call() for one in (put, posted.json()["result"])]
        return {one["name"]: base64.b64encode(one["content"]).decode() for one in got}

    def after_rename(self) -> str:
        self.call("profile", {})
        return str(self.token.domain)

    def parse(self, kind: str, fields: dict[str, str]) -> dict[str, Any]:
        parsed = PARSERS[kind].from_dict(fields).to_dict()
        return {name: value for name, value in parsed.items() if name not in ("auth", "oauth_token")}


session = Session()
names = ("webhook", "exchange", "steps", "after_expiry", "rows", "batch", "file", "after_rename", "parse")
serve({name: getattr(session, name) for name in names})
