"""The thin module of ELMA365 (integrations/elma365): type-checked as its platform does it, and run."""

from __future__ import annotations

import json
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from paraph.sandbox.elma365 import module
from paraph.sandbox.elma365.server import Elma365Emulator
from paraph.sandbox.emulator import Place
from paraph.sandbox.http import Cut, HttpServer, Request, Response, Routes

_HERE = Path(__file__).parent
MODULE = _HERE.parents[1] / "integrations" / "elma365"
BLOCKS = ("send", "sign", "refuse", "print-form")
PROJECTS = (*BLOCKS, "api", "widget/tsconfig.server.json", "widget/tsconfig.client.json")

ITEM = {"namespace": "documents", "code": "contracts", "id": "0190a7e2-0000-7000-8000-000000000001"}
CALLBACK = "https://firm.elma365.ru/api/processor/callback/7a1f?token=x"
#: What every block is given by the process.
GIVEN = {"document": {**ITEM, "fetch": "not for the hub"}, "user": {"id": "u7"}, "instance_id": "i1"}


class Hub:
    """Takes what the module asks, answers what the test has ordered: a status and a body each, or a cut."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, str, Any]] = []
        self.answers: list[tuple[int, Any] | None] = []
        routes = Routes()
        for method in ("GET", "POST"):
            routes.add(method, "/.*", self._take)
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        self.server = HttpServer(sock, routes)
        self.server.start()
        self.url = f"{self.server.url}/elma365/key"

    def _take(self, request: Request) -> Response:
        body = json.loads(request.body) if request.body else None
        path = request.path.removeprefix("/elma365/key")
        self.calls.append((request.method, path, request.headers.get("Authorization", ""), body))
        answer = self.answers.pop(0) if self.answers else (202, {"run": "1"})
        if answer is None:
            raise Cut
        status, said = answer
        text = said if isinstance(said, str) else json.dumps(said)
        return Response(text.encode(), "application/json", status=status)

    @property
    def kept(self) -> dict[str, str]:
        """The module's storage after `connect`."""
        return {"hub": json.dumps({"url": self.url, "token": "secret"})}


@pytest.fixture(scope="module")
def server() -> Iterator[Hub]:
    hub = Hub()
    yield hub
    hub.server.stop()


@pytest.fixture
def hub(server: Hub) -> Hub:
    server.calls.clear()
    server.answers.clear()
    return server


#: Lines no compiler that knows the types may pass, and what it says of them.
WRONG = {("send", 'Context.data.nothing = "1";'): "'nothing'", ("api", "fetch(1);"): "'number'"}


class Scripts:
    """The module's scripts, compiled and joined in a folder, in Node."""

    def __init__(self, packages: Path, out: Path) -> None:
        self._out = out
        orders = [*((one, "") for one in PROJECTS), *WRONG]
        found = self._node("compile", orders, packages, MODULE, out)
        #: What the compiler says of a project with a line added to its script.
        self.faults: dict[tuple[str, str], list[str]] = dict(zip(orders, found, strict=True))

    def run(self, *runs: dict[str, Any]) -> list[dict[str, Any]]:
        return self._node("run", list(runs), self._out)

    def _node(self, operation: str, order: list[Any], *places: Path) -> list[Any]:
        done = subprocess.run(
            ["node", str(_HERE / "elma365_module.mjs"), operation, *map(str, places)],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return list(json.loads(done.stdout))


@pytest.fixture(scope="module")
def scripts(node_packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Scripts:
    return Scripts(node_packages, tmp_path_factory.mktemp("module"))


def test_every_script_passes_the_compiler_and_a_wrong_name_does_not(scripts: Scripts) -> None:
    for (project, line), faults in scripts.faults.items():
        if line:
            assert [WRONG[project, line] in fault for fault in faults] == [True]
        else:
            assert faults == [], project


def test_each_block_asks_the_hub_once_and_waits(scripts: Scripts, hub: Hub) -> None:
    own: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "send": (
            {
                "signer": {"id": "u9"},
                "wait_final": True,
                "with_answer": True,
                "documents": [ITEM | {"id": "2"}],
            },
            {"signer": "u9", "wait": "final", "with_answer": True, "items": [ITEM | {"id": "2"}]},
        ),
        "sign": ({"days": 5}, {"user": "u7", "days": 5}),
        "refuse": ({"reason": " Объём не совпал "}, {"user": "u7", "reason": "Объём не совпал"}),
        "print-form": (
            {"form": {"code": "archive", "name": "Архив"}, "field": "print_form"},
            {"form": "archive", "field": "print_form"},
        ),
    }
    runs = scripts.run(*[
        {"project": one, "calls": [["action", CALLBACK]], "context": GIVEN | given, "storage": hub.kept}
        for one, (given, _) in own.items()
    ])  # fmt: skip
    assert [run["results"] for run in runs] == [[None]] * 4
    assert hub.calls == [
        (
            "POST",
            f"/activities/{one}",
            "Bearer secret",
            {
                "callback_url": CALLBACK,
                "instance_id": "i1",
                "activity_id": "/api/processor/callback/7a1f?token=x",
                "item": ITEM,
                "user_id": "u7",
                "params": params,
            },
        )
        for one, (_, params) in own.items()
    ]


def test_the_emulated_module_says_and_hears_the_same(scripts: Scripts, hub: Hub) -> None:
    """What the hub meets in the sandbox is what it will meet in ELMA365."""
    url = "https://firm.elma365.ru/api/bpm/callback/7a1f?token=x"
    other = ITEM | {"id": "2"}
    own: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("send", {}, {}),
        (
            "send",
            {
                "signer": {"id": "u9"},
                "wait_final": True,
                "with_answer": True,
                "documents": [other],
                "days": 3,
            },
            {"signer": "u9", "wait_final": True, "with_answer": True, "documents": [other], "days": 3},
        ),
        ("sign", {}, {}),
        ("refuse", {"reason": "  Нет акта "}, {"reason": "  Нет акта "}),
        ("print-form", {"form": {"code": "protocol"}, "field": "f"}, {"form": "protocol", "field": "f"}),
        ("print-form", {}, {}),
    ]
    runs = scripts.run(*[
        {"project": one, "calls": [["action", url]], "context": GIVEN | ours, "storage": hub.kept}
        for one, ours, _ in own
    ])  # fmt: skip
    assert all(run["results"] == [None] for run in runs)
    known = {"document": ITEM, "user": "u7", "instance_id": "i1"}
    assert [call[3] for call in hub.calls] == [
        module.action(one, url, known | theirs) for one, _, theirs in own
    ]
    assert [call[1] for call in hub.calls] == [f"/activities/{one}" for one, _, _ in own]


@pytest.mark.parametrize("status", ["ok", "error"])
def test_the_emulated_module_gives_a_process_the_same(scripts: Scripts, status: str) -> None:
    outputs = {name: f"value of {name}" for one in module.ACTIVITIES.values() for name in one.outputs}
    answer = {"run": "1", "status": status, "outputs": outputs, "error": "нет", "error_code": "deadline"}
    runs = scripts.run(*[
        {"project": one, "calls": [["callback", {"body": json.dumps(answer)}]]} for one in BLOCKS
    ])  # fmt: skip
    assert [run["context"] for run in runs] == [module.callback(one, answer) for one in BLOCKS]


def test_what_the_designer_left_empty_has_a_meaning(scripts: Scripts, hub: Hub) -> None:
    scripts.run(*[
        {"project": one, "calls": [["action", CALLBACK]], "context": dict(GIVEN), "storage": hub.kept}
        for one in ("send", "print-form")
    ])  # fmt: skip
    assert [call[3]["params"] for call in hub.calls] == [
        {"signer": "", "wait": "sent", "with_answer": False, "items": []},
        {"form": "stamp", "field": ""},
    ]


def test_a_block_without_what_it_needs_stops_before_the_hub(scripts: Scripts, hub: Hub) -> None:
    lacking = [
        ("send", {**GIVEN, "document": None}, "не указан документ"),
        ("sign", {**GIVEN, "user": None}, "не указан пользователь"),
        ("sign", {**GIVEN, "instance_id": ""}, "не указан экземпляр процесса"),
        ("refuse", {**GIVEN, "reason": "  "}, "укажите причину отказа"),
    ]
    runs = scripts.run(*[
        {"project": one, "calls": [["action", CALLBACK]], "context": context, "storage": hub.kept}
        for one, context, _ in lacking
    ])  # fmt: skip
    for run, (_, _, words) in zip(runs, lacking, strict=True):
        assert words in run["results"][0]["thrown"]
    assert hub.calls == []


def test_an_answer_goes_into_the_context_and_an_error_raises_the_flag(scripts: Scripts, hub: Hub) -> None:
    signed = {
        "run": "1",
        "status": "ok",
        "outputs": {
            "hub_document_id": "15",
            "signature_id": "8",
            "signature_serial": "01AB",
            "signature_name": "Роза Ильина",
            "signature_time": "2026-11-22T09:00:00Z",
            "unknown": "left alone",
        },
        "status_code": "signed",
        "status_text": "Подписан",
    }
    refused = {"run": "2", "status": "error", "error": "Подписант не ответил", "error_code": "deadline"}
    was_bad = {**GIVEN, "failed": True, "error": "before", "signature_name": "before"}
    ok, failed, broken, foreign = scripts.run(
        {"project": "sign", "calls": [["callback", {"body": json.dumps(signed)}]], "context": was_bad},
        {"project": "sign", "calls": [["callback", {"body": json.dumps(refused)}]], "context": dict(was_bad)},
        {"project": "sign", "calls": [["callback", {"body": "<html>"}], ["callback", {}]], "context": {}},
        {"project": "sign", "calls": [["callback", {"body": '{"status": "maybe"}'}]], "context": {}},
    )
    assert ok["context"] == {
        **GIVEN,
        "failed": False,
        "error": "",
        "error_code": "",
        "status_code": "signed",
        "status_text": "Подписан",
        **{name: text for name, text in signed["outputs"].items() if name != "unknown"},  # type: ignore[attr-defined]
    }
    context = failed["context"]
    assert (context["failed"], context["error"], context["error_code"]) == (
        True,
        "Подписант не ответил",
        "deadline",
    )
    assert context["signature_name"] == ""
    for run in (broken, foreign):
        assert all(result["thrown"] for result in run["results"])
        assert run["context"] == {}


def test_a_hub_that_stumbles_is_asked_again_with_the_same_words(scripts: Scripts, hub: Hub) -> None:
    hub.answers = [None, (503, "<html>"), (202, {"run": "1"})]
    (run,) = scripts.run(
        {"project": "sign", "calls": [["action", CALLBACK]], "context": GIVEN, "storage": hub.kept}
    )
    assert run["results"] == [None]
    assert len(hub.calls) == 3
    assert hub.calls[0] == hub.calls[1] == hub.calls[2]


@pytest.mark.parametrize(
    ("answers", "words", "times"),
    [
        ([(403, {"error": "Ключ не подходит"})], "Paraph: Ключ не подходит", 1),
        ([(404, "<html>")], "Paraph: хаб ответил 404", 1),
        ([(500, "oops")] * 4, "Paraph: хаб ответил 500", 3),
    ],
)
def test_a_refusal_stops_the_process_with_words(
    scripts: Scripts, hub: Hub, answers: list[Any], words: str, times: int
) -> None:
    hub.answers = list(answers)
    (run,) = scripts.run(
        {"project": "sign", "calls": [["action", CALLBACK]], "context": GIVEN, "storage": hub.kept}
    )
    assert run["results"] == [{"thrown": words}]
    assert len(hub.calls) == times


def test_parameters_written_by_an_administrator_come_before_what_the_hub_gave(
    scripts: Scripts, hub: Hub
) -> None:
    written = {"hub_url": f"{hub.url}/", "hub_token": "written"}
    elsewhere = {"hub": json.dumps({"url": "http://127.0.0.1:9/elma365/x", "token": "old"})}
    block = {"project": "sign", "calls": [["action", CALLBACK]], "context": GIVEN}
    by_hand, nowhere = scripts.run(block | {"parameters": written, "storage": elsewhere}, dict(block))
    assert by_hand["results"] == [None]
    assert hub.calls[0][2] == "Bearer written"
    assert "не подключён к хабу" in nowhere["results"][0]["thrown"]


def connect(**body: str) -> dict[str, Any]:
    """The hub's call of `connect`, then of `ping`."""
    return {
        "project": "api",
        "calls": [["connect", {"method": "POST", "body": json.dumps(body)}], ["ping", {"method": "POST"}]],
        "user": "u1",
        "administrators": ["u1"],
    }


def test_only_an_administrator_connects_the_module(scripts: Scripts, hub: Hub) -> None:
    good = {"hub_url": "https://hub.example/elma365/k/", "hub_token": "t"}
    done, stranger, empty, twisted = scripts.run(
        connect(**good),
        connect(**good) | {"user": "u2"},
        connect(hub_url="https://hub.example/elma365/k"),
        connect(hub_url="javascript:alert(1)", hub_token="t"),
    )
    assert [one["body"] for one in done["results"]] == [{"ok": True}, {"ok": True, "connected": True}]
    assert json.loads(done["storage"]["hub"]) == {"url": "https://hub.example/elma365/k", "token": "t"}
    assert [stranger["results"][0]["status"], empty["results"][0]["status"]] == [403, 400]
    assert twisted["results"][0]["status"] == 400
    for refused in (stranger, empty, twisted):
        assert refused["storage"] == {}
        assert refused["results"][1]["body"] == {"ok": True, "connected": False}
    written = {"parameters": {"hub_url": good["hub_url"], "hub_token": "t"}}
    same, other = scripts.run(connect(**good) | written, connect(**good | {"hub_token": "x"}) | written)
    assert (same["results"][0]["status"], other["results"][0]["status"]) == (200, 409)
    assert same["storage"] == other["storage"] == {}


def test_the_emulated_module_answers_the_hub_the_same(scripts: Scripts, tmp_path: Path) -> None:
    told = {"item": ITEM, "status_code": "signed", "status_text": "Подписан", "url": "https://h/d/1"}
    calls: list[tuple[str, dict[str, Any]]] = [
        ("ping", {}),
        ("connect", {"hub_url": "https://hub.example"}),
        ("connect", {"hub_url": "ftp://hub.example/k", "hub_token": "t"}),
        ("connect", {"hub_url": "https://hub.example/elma365/k/", "hub_token": "t"}),
        ("ping", {}),
        ("status_changed", told),
        ("status_changed", {**told, "item": {"code": "contracts"}}),
        ("incoming", {"item": ITEM}),
        ("incoming", {}),
    ]
    orders = [[name, {"method": "POST", "body": json.dumps(body)}] for name, body in calls]
    (run,) = scripts.run({"project": "api", "calls": orders, "administrators": ["u1"]})
    emulator = Elma365Emulator(Place(tmp_path, "127.0.0.1"))
    emulator.start()
    try:
        ready = emulator.ready
        found = []
        for name, body in calls:
            answer = httpx.post(
                f"{ready['url']}/api/extensions/{ready['module']}/script/{name}",
                json=body,
                headers={"Authorization": f"Bearer {ready['token']}"},
                trust_env=False,
            )
            found.append({"status": answer.status_code, "body": answer.json()})
    finally:
        emulator.stop()
    assert run["results"] == found


def test_the_card_shows_the_hub_and_without_it_what_the_module_was_told(scripts: Scripts, hub: Hub) -> None:
    path = f"/items/documents/contracts/{ITEM['id']}"
    live = {"state": "waiting", "state_title": "Ждёт контрагента", "can_send": False, "url": "https://h/d/1"}
    told = {"item": ITEM, "status_code": "signed", "status_text": "Подписан", "url": "https://h/d/1"}
    call = {"method": "POST", "body": json.dumps(told)}
    (api,) = scripts.run({"project": "api", "calls": [["status_changed", call]]})
    assert api["results"] == [{"status": 200, "body": {"ok": True}}]
    card = {"project": "widget/tsconfig.server.json", "calls": [["loadState"]], "context": {"document": ITEM}}
    hub.answers = [(200, live), (403, {"error": "Нет прав"})]
    shown, kept, unsaved = scripts.run(
        card | {"storage": hub.kept},
        card | {"storage": hub.kept | api["storage"]},
        card | {"context": {}},
    )
    assert shown["context"] == {"document": ITEM, "reason": "", **live}
    assert hub.calls[0] == ("GET", path, "Bearer secret", None)
    assert kept["context"] == {
        "document": ITEM,
        "state": "signed",
        "state_title": "Подписан",
        "url": "https://h/d/1",
        "can_send": False,
        "reason": "Paraph: Нет прав",
    }
    assert unsaved["context"]["can_send"] is False
    assert "Сохраните карточку" in unsaved["context"]["state_title"]


def test_the_button_of_the_card_sends_in_the_name_of_who_pressed_it(scripts: Scripts, hub: Hub) -> None:
    path = f"/items/documents/contracts/{ITEM['id']}"
    fresh = {"state": "", "state_title": "Не отправлен", "can_send": True, "url": "", "reason": ""}
    hub.answers = [(202, {"run": "3"}), (200, fresh), (409, {"error": "Не сопоставлено: номер"})]
    server = {"project": "widget/tsconfig.server.json", "storage": hub.kept, "user": "u5"}
    pressed, refused = scripts.run(
        server | {"calls": [["sendDocument"]], "context": {"document": ITEM}},
        server | {"calls": [["sendDocument"]], "context": {"document": ITEM}},
    )
    assert hub.calls[0] == ("POST", f"{path}/send", "Bearer secret", {"user_id": "u5"})
    assert hub.calls[1][:2] == ("GET", path)
    assert pressed["context"]["state_title"] == "Не отправлен"
    assert refused["context"]["reason"] == "Paraph: Не сопоставлено: номер"


def test_the_browser_gets_the_address_and_never_the_key(scripts: Scripts) -> None:
    (run,) = scripts.run({
        "project": "widget/tsconfig.client.json",
        "calls": [["onInit"], ["send"], ["openDocument"]],
        "context": {"can_send": True, "url": "https://h/d/1"},
    })  # fmt: skip
    assert run["browser"] == [
        "loadState",
        "sendDocument",
        ["https://h/d/1", "_blank", "noopener"],
    ]
    assert run["context"]["can_send"] is False
    assert "Namespace" not in (MODULE / "widget" / "client.ts").read_text()


def test_an_item_of_a_received_document_is_known_to_the_card(scripts: Scripts) -> None:
    told = {"status_code": "incoming", "status_text": "Ждёт нашей подписи", "url": "https://h/d/2"}
    calls = [
        ["incoming", {"method": "POST", "body": json.dumps({"item": ITEM})}],
        ["incoming", {"method": "POST", "body": "{}"}],
        ["incoming", {"method": "POST", "body": json.dumps({"item": ITEM | {"id": "2"}, **told})}],
    ]
    (run,) = scripts.run({"project": "api", "calls": calls})
    assert [one["status"] for one in run["results"]] == [200, 400, 200]
    kept = [json.loads(text) for text in run["storage"].values()]
    assert [one["state_title"] for one in kept] == ["Получен из ЭДО", "Ждёт нашей подписи"]


@pytest.mark.parametrize("block", BLOCKS)
def test_the_instructions_name_each_variable_of_the_block(block: str) -> None:
    """Needs no npm: who builds the module makes the variables by the tables of the README."""
    text = (MODULE / "README.md").read_text()
    common = text.partition("### Переменные всех блоков")[2].partition("###")[0]
    own = text.partition(f"(`{block}`)")[2].partition("###")[0]
    told = set(re.findall(r"^\| `(\w+)` \|", common + own, re.MULTILINE))
    declared = re.findall(r"^ {4}(\w+)\?:", (MODULE / block / "context.d.ts").read_text(), re.MULTILINE)
    assert told == set(declared)


def test_scripts_name_no_type_that_only_our_declarations_have() -> None:
    """Pasted into the designer such a name would not compile."""
    declared = set(re.findall(r"^(?:declare class|interface) (\w+)", (MODULE / "sdk.d.ts").read_text(), re.M))
    ours = declared - {"FetchRequest", "HttpApiRequest", "HttpResponse"}
    pasted = [path for path in MODULE.rglob("*.ts") if not path.name.endswith(".d.ts")]
    assert len(pasted) == 9
    used = {name for path in pasted for name in re.findall(r"\w+", path.read_text())}
    assert not used & ours
