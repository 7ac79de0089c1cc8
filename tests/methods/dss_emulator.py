"""A DSS as its documentation describes API v1: enough of it to sign a hash, and to be out of order on demand.

Knows nothing of the adapter: what it demands of requests is read from the documentation anew.
"""

from __future__ import annotations

import base64
import json
import socket
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from methods_kit import Person

from paraph.sandbox.http import HttpError, HttpServer, Request, Response, Routes, json_response

RESOURCE = "urn:cryptopro:dss:signserver:signserver"
CLIENT = "Basic " + base64.b64encode(b"hub:client-secret").decode()


@dataclass
class Dss:
    """One user with one certificate; confirms after `polls` questions."""

    owner: Person
    polls: int = 2
    refuse: bool = False
    pin: str = ""
    expires_in: int = 300
    #: What to answer instead, by path ending, one status a request.
    out_of_order: dict[str, list[int]] = field(default_factory=dict)
    #: Paths as they were asked, in order.
    asked: list[str] = field(default_factory=list)
    signatures: int = 0
    _document: bytes | None = None
    _asked_about: int = 0

    def __post_init__(self) -> None:
        sock = socket.create_server(("127.0.0.1", 0))
        routes = Routes()
        routes.add("POST", "/STS/oauth/token", self._guarded(self._token))
        routes.add("POST", "/STS/confirmation", self._guarded(self._confirm))
        routes.add("GET", "/SignServer/rest/api/certificates", self._guarded(self._certificates))
        routes.add("POST", "/SignServer/rest/api/transactions", self._guarded(self._transaction))
        routes.add("POST", "/SignServer/rest/api/documents", self._guarded(self._sign))
        self._server = HttpServer(sock, routes)
        self.url = self._server.url
        self._server.start()

    @property
    def address(self) -> str:
        """As `--provider dss:…` takes it."""
        return self.url.replace("http://", "http://user@") + "/?client_id=hub"

    def stop(self) -> None:
        self._server.stop()

    def _guarded(self, handler):  # type: ignore[no-untyped-def]
        def answer(request: Request) -> Response:
            name = request.path.rsplit("/", 1)[1]
            self.asked.append(name)
            if self.out_of_order.get(name):
                return json_response({"Message": "перегрузка"}, self.out_of_order[name].pop(0))
            return handler(request)

        return answer

    def _token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        wanted = {"grant_type": "password", "username": "user", "password": "secret", "resource": RESOURCE}
        if request.headers["Authorization"] != CLIENT:
            return json_response({"error": "invalid_client"}, 401)
        if form != wanted:
            return json_response({"error": "invalid_grant"}, 400)
        return json_response({"access_token": "T1", "token_type": "Bearer", "expires_in": 300})

    def _certificates(self, request: Request) -> Response:
        _authorised(request, "T1")
        raw = base64.b64encode(self.owner.certificate.raw).decode()
        active = {"ID": 12, "CertificateBase64": raw, "Status": {"Value": "ACTIVE"}, "HasPin": bool(self.pin)}
        revoked = {**active, "ID": 11, "Status": {"Value": "REVOKED"}}
        return json_response([revoked, active])

    def _transaction(self, request: Request) -> Response:
        _authorised(request, "T1")
        body = request.json_object()
        parameters = {item["Name"]: item["Value"] for item in body["Parameters"]}
        if body["OperationCode"] != 2 or parameters["SignatureType"] != "GOST3410":
            raise HttpError(400, "invalid_signature_params")
        if parameters["CertificateID"] != "12" or parameters["Hash"] != "True":
            raise HttpError(400, "invalid_signature_params")
        self._document = base64.b64decode(body["Document"], validate=True)
        self._asked_about = 0
        return json_response("transaction-1")

    def _confirm(self, request: Request) -> Response:
        _authorised(request, "T1")
        body = request.json_object()
        if body["Resource"] != RESOURCE:
            raise HttpError(400, "invalid_resource")
        if "TransactionTokenId" in body:
            assert body["TransactionTokenId"] == "transaction-1"
        else:
            assert body["ChallengeResponse"] == {"TextChallengeResponse": [{"RefId": "ref-7"}]}
            self._asked_about += 1
        if self.refuse and self._asked_about:
            return json_response(
                {"IsFinal": True, "IsError": True, "ErrorDescription": "Пользователь отказал"}
            )
        if self._asked_about < self.polls:
            challenge = {"ContextData": {"RefID": "ref-7"}, "TextChallenge": [{"ExpiresIn": self.expires_in}]}
            if self._asked_about:  # told once
                return json_response({"IsFinal": False, "IsError": False})
            return json_response({"IsFinal": False, "IsError": False, "Challenge": challenge})
        return json_response({"IsFinal": True, "IsError": False, "AccessToken": "T2", "ExpiresIn": 60})

    def _sign(self, request: Request) -> Response:
        body = json.loads(request.body)
        if "Content" in body:
            _authorised(request, "T1")
            signature = body["Signature"]
            assert signature["Type"] == "GOST3410"
            assert signature["Parameters"] == {"Hash": "True"}
            assert signature["CertificateId"] == 12
            self._document = base64.b64decode(body["Content"], validate=True)
        else:
            _authorised(request, "T2")
        if self.pin != body.get("Signature", {}).get("PinCode", ""):
            return json_response({"Message": "invalid_pin"}, 400)
        document, self._document = self._document, None
        if document is None:
            raise HttpError(400, "no_operation")
        self.signatures += 1
        # CryptoAPI's order of octets, the reverse of that in CMS.
        return json_response(base64.b64encode(self.owner.key.sign_digest(document)[::-1]).decode())


def _authorised(request: Request, token: str) -> None:
    if request.headers["Authorization"] != f"Bearer {token}":
        raise HttpError(401, "unauthorized")
