"""The emulated registry of powers of attorney, asked over HTTP as an information system would."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from paraph.formats import mchd
from paraph.sandbox.emulator import Place
from paraph.sandbox.mchd.register import Register
from paraph.sandbox.mchd.server import MchdRegistry
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import load_certificates
from paraph.trust.pkcs8 import load_private_key

API = "/poar-webapp/integration/poa"
SCHEMA = Path(__file__).parents[3] / "shared" / "data" / "edo" / "xsd"


class System:
    """An information system with an account at the registry."""

    def __init__(self, emulator: MchdRegistry, http: httpx.Client) -> None:
        self.ready, self.http = emulator.ready, http
        self.headers = {"Authorization": f"Bearer {self.token().json()['access_token']}"}

    def token(self, secret: str = "", grant: str = "client_credentials") -> httpx.Response:
        account = (self.ready["client_id"], secret or self.ready["secret"])
        form = {"grant_type": grant}
        return self.http.post(self.ready["url"] + "/vst-oauth2/oauth/token", data=form, auth=account)

    def get(self, path: str, **query: str) -> httpx.Response:
        return self.http.get(self.ready["url"] + API + path, params=query, headers=self.headers)

    def upload(self, xml: bytes, signature: bytes, name: str) -> httpx.Response:
        return self.send("", poa=(name, xml), signature=("s", base64.b64encode(signature)))

    def send(self, path: str, **parts: tuple[str, bytes]) -> httpx.Response:
        return self.http.post(self.ready["url"] + API + path, files=parts, headers=self.headers)

    def history(self, number: str, issuer: str, representative: str = "") -> list[str]:
        found = self.get(
            "/chronology", poaNumber=number, issuerInn=issuer, representativeInn=representative
        ).json()
        return [event["status"] for event in found["chronology"]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., MchdRegistry]]:
    """Starts registries over one folder; a second call is a restart."""
    running: list[MchdRegistry] = []

    def run(**options: Any) -> MchdRegistry:
        while running:
            running.pop().stop()
        folder = tmp_path / "mchd"
        folder.mkdir(exist_ok=True)
        running.append(MchdRegistry(Place(folder, "127.0.0.1"), **{"step": timedelta(0), **options}))
        running[0].start()
        return running[0]

    yield run
    while running:
        running.pop().stop()


@pytest.fixture
def system(start, http: httpx.Client) -> System:
    return System(start(), http)


@pytest.fixture(scope="module")
def power(pki_dir: Path) -> dict[str, Any]:
    """The power issued to the employee: number, name, bytes, signature, ИНН of both sides."""
    person = json.loads((pki_dir / "index.json").read_text("utf-8"))["people"]["person"]
    entry = person["mchd"]
    return {
        "number": entry["number"],
        "name": entry["file"],
        "xml": (pki_dir / entry["file"]).read_bytes(),
        "signature": (pki_dir / entry["signature"]).read_bytes(),
        "representative": person["inn"],
        "issuer": "7731376812",
    }


def registered(system: System, power: dict[str, Any]) -> str:
    answer = system.upload(power["xml"], power["signature"], power["name"])
    assert answer.status_code == 200
    return str(answer.json()["txId"])


def signed(pki_dir: Path, who: str, content: bytes) -> bytes:
    pem = (pki_dir / f"{who}.pem").read_bytes()
    certificate = load_certificates(pem)[0]
    return sign_detached(content, key=load_private_key(pem), certificate=certificate, at=datetime.now(UTC))


def test_people_have_powers_valid_by_the_official_schema(pki_dir: Path) -> None:
    people = json.loads((pki_dir / "index.json").read_text("utf-8"))["people"]
    holders = {name for name, person in people.items() if "mchd" in person}
    assert holders == {"person", "partner_person"}
    for name in holders:
        entry = people[name]["mchd"]
        poa = mchd.parse((pki_dir / entry["file"]).read_bytes(), file_name=entry["file"], schema=SCHEMA)
        assert poa.number == entry["number"]
        assert poa.representatives[0].person is not None
        assert poa.representatives[0].person.snils == people[name]["snils"]


def test_uploaded_is_not_yet_in_force(start, http: httpx.Client, power: dict[str, Any]) -> None:
    system = System(start(step=timedelta(hours=1)), http)
    transaction = registered(system, power)
    assert system.get(f"/{transaction}/status").json()["status"] == "CREATED"


def test_whole_history_by_the_clock(tmp_path: Path, power: dict[str, Any]) -> None:
    clock = [datetime.now(UTC)]
    register = Register(tmp_path, lambda: clock[0], timedelta(minutes=1))
    register.upload(power["xml"], power["signature"], power["name"])
    seen = []
    for wait in (0, 1, 1, 60 * 24 * 400):
        clock[0] += timedelta(minutes=wait)
        seen.append([event["status"] for event in register.events(power["number"]) or ()][-1])
    assert seen == ["CREATED", "PROCESSING", "ACTIVE", "EXPIRED"]


def test_found_by_number_and_parties(system: System, power: dict[str, Any]) -> None:
    registered(system, power)
    number = power["number"]
    assert system.history(number, power["issuer"], power["representative"])[-1] == "ACTIVE"
    assert system.history(number.upper(), power["issuer"])[-1] == "ACTIVE"
    public = system.get(f"/{number}/public").json()
    assert (public["poaNumber"], public["status"]) == (number, "ACTIVE")
    assert date.fromisoformat(public["expires"]) > date.fromisoformat(public["issued"])
    for query in (
        {"poaNumber": number, "issuerInn": "7707083893"},
        {"poaNumber": number, "issuerInn": power["issuer"], "representativeInn": "770000010193"},
        {"poaNumber": "00000000-0000-4000-8000-000000000000", "issuerInn": power["issuer"]},
    ):
        assert system.get("/chronology", **query).status_code == 404


def test_archive_gives_the_very_bytes(system: System, power: dict[str, Any]) -> None:
    registered(system, power)
    answer = system.get(f"/{power['number']}/{power['issuer']}//zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.read(power["name"]) == power["xml"]
        assert archive.read(power["name"].replace(".xml", ".sig")) == power["signature"]
    assert system.get(f"/{power['number']}/7707083893//zip").status_code == 404


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda p, folder: p | {"xml": b"<x/>"}, "не МЧД"),
        (lambda p, folder: p | {"name": "other.xml"}, "Имя файла"),
        (lambda p, folder: p | {"xml": p["xml"] + b" "}, "не соответствует"),
        (lambda p, folder: p | {"signature": b"x"}, "не читается"),
        (lambda p, folder: p | {"signature": signed(folder, "partner_head", p["xml"])}, "не доверителем"),
    ],
)
def test_bad_power_is_rejected(system: System, power, pki_dir: Path, spoil, reason: str) -> None:
    transaction = registered(system, spoil(power, pki_dir))
    found = system.get(f"/{transaction}/status").json()
    assert (found["status"], reason in found["reason"]) == ("REJECTED", True)
    assert system.get(f"/{power['number']}/public").status_code == 404


def test_number_is_taken_once(system: System, power: dict[str, Any]) -> None:
    registered(system, power)
    again = system.get(f"/{registered(system, power)}/status").json()
    assert (again["status"], "уже есть" in again["reason"]) == ("REJECTED", True)


def statement(number: str, reason: str = "Увольнение") -> bytes:
    return (
        '<?xml version="1.0" encoding="windows-1251"?><Файл ВерсФорм="001"><Документ>'
        f'<СвЗаяв НомДовер="{number}" ПричОтз="{reason}"/></Документ></Файл>'
    ).encode("cp1251")


def test_principal_revokes_by_a_signed_statement(system: System, power, pki_dir: Path) -> None:
    registered(system, power)
    asked = statement(power["number"])

    def revoke(content: bytes, who: str) -> httpx.Response:
        signature = base64.b64encode(signed(pki_dir, who, content))
        return system.send("/revoke", revocation=("r.xml", asked), signature=("s", signature))

    assert revoke(asked, "person").status_code == 400
    assert revoke(asked + b" ", "head").status_code == 400
    assert system.history(power["number"], power["issuer"])[-1] == "ACTIVE"
    done = revoke(asked, "head")
    assert (done.json()["status"], done.json()["reason"]) == ("REVOKED", "Увольнение")
    assert system.history(power["number"], power["issuer"])[-1] == "REVOKED"
    unknown = statement("00000000-0000-4000-8000-000000000000")
    signature = base64.b64encode(signed(pki_dir, "head", unknown))
    answer = system.send("/revoke", revocation=("r.xml", unknown), signature=("s", signature))
    assert answer.status_code == 400


def test_state_by_order_with_its_moment(system: System, power: dict[str, Any], http: httpx.Client) -> None:
    registered(system, power)
    at = datetime.now(UTC).isoformat()
    order = {"number": power["number"], "status": "REVOKED", "date": at, "reason": "проба"}
    assert http.post(system.ready["states_url"], json=order).json()["date"] == at
    assert system.history(power["number"], power["issuer"])[-1] == "REVOKED"
    for wrong in ({**order, "status": "ASLEEP"}, {**order, "number": "x"}, {**order, "date": "вчера"}):
        assert http.post(system.ready["states_url"], json=wrong).status_code == 400


def test_only_with_a_token(system: System) -> None:
    assert system.token("wrong").status_code == 401
    assert system.token(grant="password").status_code == 400
    assert system.get("/generate-number").json()["poaNumber"]
    system.headers = {"Authorization": "Bearer x"}
    assert system.get("/generate-number").status_code == 401


def test_faults_to_order(system: System, http: httpx.Client) -> None:
    for kind, status in (("unavailable", 503), ("busy", 429), ("forget-token", 401)):
        assert http.post(system.ready["faults_url"], json={"kind": kind}).status_code == 200
        assert system.get("/generate-number").status_code == status
    system.headers = {"Authorization": f"Bearer {system.token().json()['access_token']}"}
    assert system.get("/generate-number").status_code == 200


def test_secret_and_powers_survive_a_restart(start, http: httpx.Client, power: dict[str, Any]) -> None:
    first = start()
    registered(System(first, http), power)
    secret = first.ready["secret"]
    second = start()
    assert second.ready["secret"] == secret
    assert System(second, http).history(power["number"], power["issuer"])[-1] == "ACTIVE"


def test_pages_for_people(system: System, http: httpx.Client, power: dict[str, Any]) -> None:
    url = system.ready["url"]
    assert "пока нет" in http.get(url).text
    registered(system, power)
    assert power["number"] in http.get(url).text
    assert power["number"] in http.get(f"{url}/emchd/check-status", params={"guid": power["number"]}).text
    assert http.get(f"{url}/emchd/check-status", params={"guid": "x"}).status_code == 404
