"""КриптоПро DSS: a hash signed with the owner's confirmation, refusals, and no signature made twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from dss_emulator import Dss
from methods_kit import Person

from paraph.gost import streebog256
from paraph.methods import dss_client
from paraph.methods.dss import DssProvider
from paraph.methods.dss_client import Service
from paraph.methods.port import KeyProvider, MethodError, choose

DIGEST = streebog256(b"content")


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; how long it would have been is kept."""
    found: list[float] = []
    init = dss_client.DssClient.__init__

    def hurried(self: dss_client.DssClient, service: Service, password: str) -> None:
        init(self, service, password, sleep=found.append)

    monkeypatch.setattr(dss_client.DssClient, "__init__", hurried)
    monkeypatch.setenv("PARAPH_DSS_CLIENT_SECRET", "client-secret")
    return found


@pytest.fixture
def start(head: Person) -> Iterator[Callable[..., Dss]]:
    running: list[Dss] = []

    def begin(**options: object) -> Dss:
        running.append(Dss(head, **options))  # type: ignore[arg-type]
        return running[-1]

    yield begin
    for dss in running:
        dss.stop()


def _secret(question: str) -> str:
    return {"Пароль пользователя user в DSS": "secret", "ПИН-код ключа № 12 в DSS": "4321"}[question]


def _signs(provider: KeyProvider, person: Person) -> None:
    entry = choose(provider.certificates())
    assert entry.certificate == person.certificate
    assert entry.qualified
    key = person.certificate.public_key
    assert key.verifies_digest(DIGEST, provider.open(entry).sign_digest(DIGEST), key.algorithm)
    provider.close()


@pytest.mark.parametrize("pin", ["", "4321"])
def test_a_hash_is_signed_once_its_owner_agrees(
    pin: str, start: Callable[..., Dss], head: Person, pauses: list[float]
) -> None:
    dss = start(polls=3, pin=pin)
    _signs(DssProvider.connect(dss.address, _secret), head)
    assert dss.signatures == 1
    assert dss.asked.count("confirmation") == 4
    assert pauses == [3.0] * 3


def test_services_without_confirmation_sign_at_once(start: Callable[..., Dss], head: Person) -> None:
    dss = start()
    _signs(DssProvider.connect(f"{dss.address}&confirm=no", _secret), head)
    assert dss.asked == ["token", "certificates", "documents"]


def test_a_refusal_is_told_in_the_service_s_words(start: Callable[..., Dss]) -> None:
    provider = DssProvider.connect(start(refuse=True).address, _secret)
    key = provider.open(choose(provider.certificates()))
    with pytest.raises(MethodError, match="не подтверждена. Служба сообщает: Пользователь отказал"):
        key.sign_digest(DIGEST)
    provider.close()


def test_nobody_waits_for_ever(start: Callable[..., Dss], pauses: list[float]) -> None:
    dss = start(polls=1000, expires_in=30)
    provider = DssProvider.connect(dss.address, _secret)
    key = provider.open(choose(provider.certificates()))
    with pytest.raises(MethodError, match="не ответил вовремя"):
        key.sign_digest(DIGEST)
    assert sum(pauses) == 30
    assert dss.signatures == 0
    provider.close()


def test_a_busy_service_is_asked_again_a_few_times(
    start: Callable[..., Dss], head: Person, pauses: list[float]
) -> None:
    dss = start(polls=0, out_of_order={"certificates": [503, 502], "confirmation": [429]})
    _signs(DssProvider.connect(dss.address, _secret), head)
    assert pauses == [0.5, 1.0, 0.5]
    dss.out_of_order["certificates"] = [503] * 10
    provider = DssProvider.connect(dss.address, _secret)
    with pytest.raises(MethodError, match="код 503.*перегрузка"):
        provider.certificates()
    assert len(dss.out_of_order["certificates"]) == 7
    provider.close()


@pytest.mark.parametrize("step", ["transactions", "documents"])
def test_what_may_have_been_done_is_not_asked_again(step: str, start: Callable[..., Dss]) -> None:
    dss = start(polls=0, out_of_order={step: [503]})
    provider = DssProvider.connect(dss.address, _secret)
    key = provider.open(choose(provider.certificates()))
    with pytest.raises(MethodError, match="код 503"):
        key.sign_digest(DIGEST)
    assert dss.asked.count(step) == 1
    provider.close()


def test_a_lost_answer_is_no_reason_to_sign_again(
    start: Callable[..., Dss], monkeypatch: pytest.MonkeyPatch
) -> None:
    dss = start(polls=0)
    provider = DssProvider.connect(dss.address, _secret)
    key = provider.open(choose(provider.certificates()))
    send = httpx.Client.request

    def lossy(self: httpx.Client, method: str, url: str, **options: object) -> httpx.Response:
        answer = send(self, method, url, **options)  # type: ignore[arg-type]
        if url.endswith("documents"):
            raise httpx.ReadTimeout("lost")
        return answer

    monkeypatch.setattr(httpx.Client, "request", lossy)
    with pytest.raises(MethodError, match="не отвечает"):
        key.sign_digest(DIGEST)
    assert dss.signatures == 1
    provider.close()


def test_wrong_credentials_are_told_without_them(start: Callable[..., Dss]) -> None:
    provider = DssProvider.connect(start().address, lambda question: "wrong-password")
    with pytest.raises(MethodError, match="invalid_grant") as caught:
        provider.certificates()
    assert "wrong-password" not in str(caught.value) + repr(caught.value.__cause__)


def test_no_service_is_told(start: Callable[..., Dss]) -> None:
    dss = start()
    dss.stop()
    with pytest.raises(MethodError, match="не отвечает"):
        DssProvider.connect(dss.address, _secret).certificates()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://user@dss.example.invalid/?client_id=a", "https://"),
        ("https://dss.example.invalid/?client_id=a", "пользователь@узел"),
        ("https://user@dss.example.invalid/", "client_id"),
        ("nonsense", "https://"),
    ],
)
def test_a_wrong_address_is_told(address: str, words: str) -> None:
    with pytest.raises(MethodError, match=words):
        DssProvider.connect(address, _secret)


def test_names_of_applications_are_chosen_at_installation() -> None:
    service = Service.parse("https://u@h.invalid:4430/x/?client_id=c&sts=idp&sign=ss")
    assert (service.url, service.sts, service.sign_server) == ("https://h.invalid:4430/x", "idp", "ss")
    assert service.resource == "urn:cryptopro:dss:signserver:ss"
