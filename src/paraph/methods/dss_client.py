"""REST of КриптоПро DSS, API v1: token, certificates, a hash signed with or without the owner's confirmation.

Endpoints and fields are those of dss.cryptopro.ru/docs («Примеры запросов на создание подписи средствами
REST API», «Подтверждение операций», «Авторизация с использованием учётных данных владельца»).
"""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from paraph.methods.port import MethodError

_TIMEOUT = httpx.Timeout(30, connect=10)
_TRIES = 3
_PAUSE = 0.5  #: seconds before the second try; each next pause is twice as long
_BUSY = frozenset({429, 502, 503, 504})
_MAX_ANSWER = 4 * 1024 * 1024
#: How often the service is asked whether the owner has confirmed, seconds.
_POLL = 3.0
#: How long a confirmation is waited for when the service does not say, seconds.
_PATIENCE = 300.0
_SIGN_DOCUMENT = 2  #: operation code of transactions

_Json = dict[str, Any]


@dataclass(frozen=True)
class Service:
    """Where a DSS is and as whom we come; the password is asked for separately."""

    url: str
    user: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    #: Names of its two applications, chosen at its installation.
    sts: str = "STS"
    sign_server: str = "SignServer"
    #: Whether operations with keys are confirmed by the owner (in the mobile application, by a code).
    confirmed: bool = True

    @classmethod
    def parse(cls, address: str, client_secret: str = "") -> Service:
        """From «https://user@host/?client_id=…[&sts=…][&sign=…][&confirm=no]»; raises `MethodError`."""
        parts = urlsplit(address)
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        local = parts.hostname in ("127.0.0.1", "localhost", "::1")
        if parts.scheme != "https" and not (parts.scheme == "http" and local):
            raise MethodError("Адрес DSS должен начинаться с https://: по нему передаются пароль и хеши.")
        if not parts.username or not options.get("client_id"):
            raise MethodError(
                "Адрес DSS пишется так: dss:https://пользователь@узел/?client_id=ИД. "
                "ИД клиента OAuth даёт администратор DSS, его секрет — в переменной PARAPH_DSS_CLIENT_SECRET."
            )
        port = f":{parts.port}" if parts.port else ""
        return cls(
            url=f"{parts.scheme}://{parts.hostname}{port}{parts.path.rstrip('/')}",
            user=parts.username,
            client_id=options["client_id"],
            client_secret=client_secret,
            sts=options.get("sts", cls.sts),
            sign_server=options.get("sign", cls.sign_server),
            confirmed=options.get("confirm", "yes") != "no",
        )

    @property
    def resource(self) -> str:
        """What the token is asked for."""
        return f"urn:cryptopro:dss:signserver:{self.sign_server.lower()}"


class DssClient:
    """One logged-in user of the service. Every method raises `MethodError`."""

    def __init__(
        self, service: Service, password: str, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._service, self._sleep = service, sleep
        self._http = httpx.Client(timeout=_TIMEOUT, follow_redirects=False)
        try:
            self._token = self._log_in(password)
        except BaseException:
            self._http.close()
            raise

    def close(self) -> None:
        self._token = ""
        self._http.close()

    def certificates(self) -> list[_Json]:
        """DSSCertificateEx objects of the user."""
        found = self._send("GET", self._sign("certificates"), repeatable=True)
        if not isinstance(found, list):
            raise _odd(found)
        return [item for item in found if isinstance(item, dict)]

    def sign_hash(self, certificate_id: int, digest: bytes, pin: str = "") -> bytes:
        """The raw signature of a ready digest, in the service's byte order."""
        content = base64.b64encode(digest).decode()
        if not self._service.confirmed:
            body = {
                "Content": content,
                "Name": "hash",
                "Signature": {
                    "Type": "GOST3410",
                    "Parameters": {"Hash": "True"},
                    "CertificateId": certificate_id,
                    "PinCode": pin,
                },
            }
            return self._performed(body, self._token)
        parameters = {
            "SignatureType": "GOST3410",
            "Hash": "True",
            "CertificateID": str(certificate_id),
            "DocumentInfo": "hash",
            "DocumentType": "bin",
        }
        transaction = self._send(
            "POST",
            self._sign("transactions"),
            json={
                "OperationCode": _SIGN_DOCUMENT,
                "Parameters": [{"Name": name, "Value": value} for name, value in parameters.items()],
                "Document": content,
            },
        )
        if not isinstance(transaction, str) or not transaction:
            raise _odd(transaction)
        return self._performed({"Signature": {"PinCode": pin}} if pin else {}, self._confirmed(transaction))

    def _performed(self, body: _Json, token: str) -> bytes:
        found = self._send("POST", self._sign("documents"), json=body, token=token)
        try:
            return base64.b64decode(found, validate=True)
        except (binascii.Error, TypeError, ValueError) as error:
            raise _odd(found) from error

    def _confirmed(self, transaction: str) -> str:
        """The token of the operation once its owner has agreed to it."""
        url = f"{self._service.url}/{self._service.sts}/confirmation"
        body: _Json = {"Resource": self._service.resource, "TransactionTokenId": transaction}
        answer = self._send("POST", url, json=body, repeatable=True)
        waited, patience = 0.0, _patience(answer)
        while not _final(answer):
            if waited >= patience:
                raise MethodError("Подтверждения не дождались: владелец ключа не ответил вовремя.")
            self._sleep(_POLL)
            waited += _POLL
            reference = {"RefId": _reference(answer, body)}
            body = {
                "Resource": self._service.resource,
                "ChallengeResponse": {"TextChallengeResponse": [reference]},
            }
            answer = self._send("POST", url, json=body, repeatable=True)
        token = answer.get("AccessToken")
        if not isinstance(token, str) or not token:
            raise _odd(answer)
        return token

    def _log_in(self, password: str) -> str:
        answer = self._send(
            "POST",
            f"{self._service.url}/{self._service.sts}/oauth/token",
            data={
                "grant_type": "password",
                "username": self._service.user,
                "password": password,
                "resource": self._service.resource,
            },
            auth=(self._service.client_id, self._service.client_secret),
            token="",
            repeatable=True,
        )
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(token, str) or not token:
            raise MethodError("DSS не выдал маркер доступа: проверьте пользователя, пароль и client_id.")
        return token

    def _sign(self, name: str) -> str:
        return f"{self._service.url}/{self._service.sign_server}/rest/api/{name}"

    def _send(
        self, method: str, url: str, *, token: str | None = None, repeatable: bool = False, **options: Any
    ) -> Any:
        """One request and its JSON.

        Asking and polling is repeated a few times when the service is out of reach or busy. What begins or
        ends an operation is repeated only if it did not reach the service: no signature is made twice.
        """
        token = self._token if token is None else token
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        pause = _PAUSE
        for number in range(1, _TRIES + 1):
            last = number == _TRIES
            try:
                response = self._http.request(method, url, headers=headers, **options)
            except httpx.TransportError as error:
                if last or not (repeatable or isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)):
                    raise MethodError(
                        f"Служба DSS {self._service.url} не отвечает: повторите позже."
                    ) from error
            else:
                if last or not repeatable or response.status_code not in _BUSY:
                    return _json(response)
            self._sleep(pause)
            pause *= 2
        raise AssertionError("the last try returns or raises")


def _json(response: httpx.Response) -> Any:
    if len(response.content) > _MAX_ANSWER:
        raise MethodError("Ответ DSS больше допустимого.")
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if response.is_success and answer is not None:
        return answer
    told = _told(answer) if isinstance(answer, Mapping) else ""
    if response.status_code in (401, 403):
        raise MethodError(f"DSS отказал в доступе: проверьте пользователя, пароль и client_id.{told}")
    raise MethodError(f"DSS не выполнил запрос (код {response.status_code}).{told}")


def _told(answer: Mapping[str, Any]) -> str:
    """The service's own words; they name no secrets."""
    words = (answer.get(name) for name in ("ErrorDescription", "error_description", "Message", "error"))
    text = next((str(word) for word in words if word), "")
    return f" Служба сообщает: {text[:300]}" if text else ""


def _final(answer: Any) -> bool:
    if not isinstance(answer, dict):
        raise _odd(answer)
    if answer.get("IsError"):
        raise MethodError(f"Операция в DSS не подтверждена.{_told(answer)}")
    return bool(answer.get("IsFinal"))


def _patience(answer: Any) -> float:
    try:
        return float(answer["Challenge"]["TextChallenge"][0]["ExpiresIn"])
    except (KeyError, IndexError, TypeError, ValueError):
        return _PATIENCE


def _reference(answer: _Json, asked: _Json) -> str:
    """The challenge to ask about: the service names it once, later answers may leave it out."""
    try:
        return str(answer["Challenge"]["ContextData"]["RefID"])
    except (KeyError, TypeError):
        pass
    try:
        return str(asked["ChallengeResponse"]["TextChallengeResponse"][0]["RefId"])
    except (KeyError, IndexError) as error:
        raise _odd(answer) from error


def _odd(answer: Any) -> MethodError:
    kind = type(answer).__name__
    return MethodError(f"DSS ответил не так, как описано в его документации ({kind}): обновите адаптер.")
