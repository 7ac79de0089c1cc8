"""The emulated ELMA365 as its people use it, and our administrator who connects it."""

from __future__ import annotations

import html
import re
import weakref
from functools import partial
from typing import Any

import httpx

from paraph.demo import seed
from paraph.demo.people import Browser, said, signed_in, wait_for
from paraph.demo.world import DemoError, World

_TIMEOUT = 30.0
#: Logins in ELMA365 of people who take part, and the employees of the demonstration they are.
AUTHOR, LAWYER, DIRECTOR = "rabotnikov@", "pravilova@", "lugova@"
_EMPLOYEES = {AUTHOR: seed.MANAGER, LAWYER: seed.APPROVER, DIRECTOR: seed.SIGNER}
#: Applications of the demonstration, as «section/application».
CONTRACTS, ACTS, LETTERS = "documents/contracts", "documents/acts", "documents/letters"
_COMPANY = r"/elma365/companies/\d+/"


class Colleague:
    """One person at ELMA365's own pages."""

    def __init__(self, world: World, login: str) -> None:
        self.user = user(world, login)
        self.http = httpx.Client(
            base_url=world.elma365["url"], follow_redirects=True, timeout=_TIMEOUT, trust_env=False
        )
        weakref.finalize(self, self.http.close)
        self.http.post("/_enter", data={"user": self.user["id"]}).raise_for_status()

    def get(self, path: str) -> str:
        """A page of ELMA365."""
        return self.http.get(path).raise_for_status().text

    def start(self, application: str, item: str, process: str) -> None:
        """The button of a process in the item's card."""
        form = {"process": process}
        self.http.post(f"/_item/{application}/{item}/start", data=form).raise_for_status()

    def widget(self, application: str, item: str) -> str:
        """What our module shows in the item's card."""
        return self.get(f"/_item/{application}/{item}/edo")

    def do_task(self, words: str, exit_id: str, **form: str) -> None:
        """Finish the task whose name holds `words`, once it is there, by one of its buttons."""
        task = wait_for(f"задача «{words}» у {self.user['name']}", lambda: self._task(words))
        given = {f"field_{name}": value for name, value in form.items()}
        self.http.post(task, data={"exit": exit_id, **given}).raise_for_status()

    def _task(self, words: str) -> str:
        tasks = re.findall(r'action="(/_task/[^"]+)".*?<h2>(.*?)</h2>', self.get("/tasks/income"), re.S)
        return next((address for address, name in tasks if words in html.unescape(name)), "")


def user(world: World, login: str) -> dict[str, Any]:
    """A person of ELMA365 by the beginning of the login."""
    return next(one for one in world.elma365["users"] if one["email"].startswith(login))


def call(world: World, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """A call of the Web API, as a colleague's script would make it."""
    answer = httpx.post(
        f"{world.elma365['url']}/pub/v1/{path}",
        json=body,
        headers={"Authorization": f"Bearer {world.elma365['token']}"},
        timeout=_TIMEOUT,
        trust_env=False,
    )
    told: dict[str, Any] = answer.raise_for_status().json()
    if not told["success"]:
        raise DemoError(f"ELMA365 {path}: {told['error']}")
    return told


def control(world: World, path: str, order: dict[str, Any]) -> None:
    """An order to the emulator's control desk."""
    address = f"{world.elma365['control']}/{path}"
    httpx.post(address, json=order, timeout=_TIMEOUT, trust_env=False).raise_for_status()


def item(world: World, application: str, item_id: str) -> dict[str, Any]:
    """An item with all its fields."""
    found: dict[str, Any] = call(world, f"app/{application}/{item_id}/get", {})["item"]
    return found


def items(world: World, application: str) -> list[dict[str, Any]]:
    """All items of an application."""
    body = {"active": True, "size": 1000, "fields": {"*": True}}
    found: list[dict[str, Any]] = call(world, f"app/{application}/list", body)["result"]["result"]
    return found


def status(world: World, application: str, found: dict[str, Any]) -> str:
    """Code of an item's status: the item itself keeps its number."""
    address = f"{world.elma365['url']}/pub/v1/app/{application}/settings/status"
    headers = {"X-Token": world.elma365["token"]}
    told = httpx.get(address, headers=headers, timeout=_TIMEOUT, trust_env=False).raise_for_status().json()
    number = found["__status"]["status"]
    return str(next(one["code"] for one in told["statusItems"] if one["id"] == number))


# -- our administrator --------------------------------------------------------------------------------------


def connect(world: World, login: str, password: str) -> str:
    """ELMA365 is connected, its people and legal entity are told, documents are mapped; once.

    `login` and `password` are those of the operator's account. Returns the address of the company's page.
    """
    admin = signed_in(world, seed.MANAGER, seed.PASSWORD)
    known = re.search(_COMPANY, admin.get("/elma365/"))
    if known is not None:
        return known.group(0)
    place = {"base_url": world.elma365["url"], "token": world.elma365["token"]}
    admin.get("/elma365/new/")
    admin.post("/elma365/new/", place)
    company = admin.address(_COMPANY)
    admin.post(company, {**place, "token": "", "module_uuid": world.elma365["module"], "title": "ELMA365"})
    _refuse_faults(admin)
    for mail, email in _EMPLOYEES.items():
        look = partial(_tell_who, admin, company, user(world, mail)["email"], email)
        wait_for(f"{mail} среди сотрудников ELMA365", look)
    _fill_account(world, admin, company, login, password)
    _map(admin, company, "out", CONTRACTS, "contract")
    _map(admin, company, "in", ACTS, "act", process="Входящий акт")
    _map(admin, company, "out", LETTERS, "letter")
    return company


def _refuse_faults(browser: Browser) -> None:
    if "form-fault" in browser.page or "invalid-feedback" in browser.page:
        raise DemoError(f"Форма не принята: {said(browser.page)}")


def _tell_who(admin: Browser, company: str, login: str, email: str) -> bool:
    """Choose the employee in the row of a person; False while they are not read yet."""
    row = next((part for part in admin.get(f"{company}people/").split("<tr>") if login in part), "")
    address = re.search(rf"{company}people/\d+/", row)
    employee = re.search(rf'value="(\d+)"[^>]*>[^<]*{re.escape(email)}', row)
    if address and employee:
        admin.post(address.group(0), {"employee": employee.group(1)})
    return bool(address and employee)


def _fill_account(world: World, admin: Browser, company: str, login: str, password: str) -> None:
    """The row of «Аккаунты»: only the author of contracts and the director may send."""
    name = html.escape(world.elma365["company"])
    page = wait_for("юридическое лицо из ELMA365", lambda: _page_with(admin, f"{company}accounts/", name))
    row = next(part for part in page.split("<tr") if name in part)
    address = re.search(rf"{company}accounts/\d+/", row)
    if address is None:
        raise DemoError("В таблице «Аккаунты» нет ссылки на нашу организацию.")
    form = admin.get(address.group(0))
    allowed = [_box_of(form, user(world, one)["email"]) for one in (AUTHOR, DIRECTOR)]
    admin.post(address.group(0), {"login": login, "password": password, "users": allowed})
    _refuse_faults(admin)


def _page_with(browser: Browser, address: str, words: str) -> str:
    page = browser.get(address)
    return page if words in page else ""


def _box_of(form: str, login: str) -> str:
    """Value of the check box of a person."""
    for value, words in re.findall(r'name="users"[^>]*value="(\d+)"(.*?)</label>', form, re.S):
        if login in words:
            return str(value)
    raise DemoError(f"В форме аккаунта нет {login}.")


def _map(
    admin: Browser, company: str, direction: str, application: str, kind: str, process: str = ""
) -> None:
    """A row of «Соответствие документов»; its fields are found by their names and kept as suggested."""
    admin.get(f"{company}documents/new/")
    order = {"direction": direction, "application": application.replace("/", "|"), "kind": kind}
    admin.post(f"{company}documents/new/", order)
    row = admin.address(rf"{company}documents/\d+/(?:try/|remove/)").rsplit("/", 2)[0] + "/"
    if process:
        admin.post(row, {**chosen(admin.get(row)), "process": _value(admin.page, "process", process)})


def chosen(page: str) -> dict[str, str]:
    """What the lists of a page's form are set to."""
    found = {}
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        value = re.search(r'value="([^"]*)"[^>]* selected', body)
        found[html.unescape(name)] = html.unescape(value.group(1)) if value else ""
    return found


def _value(page: str, name: str, words: str) -> str:
    """The choice of a list whose words hold these."""
    select = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.S)
    for value, text in re.findall(r'value="([^"]*)"[^>]*>([^<]*)', select.group(0) if select else ""):
        if words in html.unescape(text):
            return html.unescape(value)
    raise DemoError(f"В списке «{name}» нет «{words}».")
