"""Who gets which page: default deny, roles, and the wall between workspaces."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from paraph.parties import services
from paraph.parties.models import Employee

#: The only views open to people who are not signed in; guest pages live under `g/`.
PUBLIC = {"sign-in", "sign-out", "language", "set-password", "check", "check-report"}
#: Called by programs that show a secret of their own: КриптоАРМ on the signer's device, a portal.
CALLED = {"cryptoarm", "cryptoarm-upload", "cryptoarm-file"}
CALLED |= {f"bitrix24-{name}" for name in ("app", "install", "event", "robot", "place")}
CALLED |= {f"elma365-{name}" for name in ("hub", "activity", "item", "item-send")}

FOR_ALL = ["counterparties", "poas", "account", "change-password"]
FOR_SENDERS = ["counterparty-new", "poa-new"]
FOR_ADMINISTRATORS = [
    "organizations",
    "organization-new",
    "departments",
    "department-new",
    "people",
    "person-new",
    "routes",
    "route-new",
    "quarantine",
    "journal",
]


def views(patterns, prefix=""):
    """Every address of the hub with its view, ours and the colleagues'."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.name, pattern.callback


def rows(house):
    """Addresses of one workspace's rows: (url name, id, who may change them)."""
    return [
        ("organization", house.admin.organization_id),
        ("department", house.department.pk),
        ("person", house.sender.pk),
        ("person-access", house.sender.pk),
        ("person-password-link", house.sender.pk),
        ("deputy", house.sender.pk),
        ("counterparty", house.counterparty.pk),
        ("route", house.route.pk),
        ("effect-retry", house.effect.pk),
        ("effect-drop", house.effect.pk),
    ]


def test_every_view_is_closed_unless_listed_here():
    opened = {
        name
        for address, name, view in views(get_resolver().url_patterns)
        if not getattr(view, "login_required", True) and not address.startswith("g/")
    }
    assert opened == PUBLIC | CALLED


@pytest.mark.parametrize("name", ["home", *FOR_ALL, *FOR_SENDERS, *FOR_ADMINISTRATORS])
def test_a_visitor_is_sent_to_sign_in_and_back(client, db, name):
    address = reverse(name)
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/sign-in/?next={address}"
    by_htmx = client.get(address, headers={"HX-Request": "true"})
    assert by_htmx["HX-Redirect"] == f"/sign-in/?next={address}"
    assert by_htmx.content == b""


def test_pages_open_by_role(romashka):
    expected = {
        romashka.admin: {*FOR_ALL, *FOR_SENDERS, *FOR_ADMINISTRATORS},
        romashka.sender: {*FOR_ALL, *FOR_SENDERS},
        romashka.observer: {*FOR_ALL},
    }
    for person, allowed in expected.items():
        browser = romashka.browser(person)
        for name in [*FOR_ALL, *FOR_SENDERS, *FOR_ADMINISTRATORS]:
            status = browser.get(reverse(name)).status_code
            assert status == (200 if name in allowed else 403), (person, name)


def test_an_administrators_deeds_are_refused_to_a_sender(romashka):
    browser = romashka.browser(romashka.sender)
    for name, pk in rows(romashka):
        if name in ("counterparty", "deputy"):
            continue
        assert browser.post(reverse(name, args=(pk,))).status_code == 403, name
    other = reverse("deputy", args=(romashka.admin.pk,))
    assert browser.get(other).status_code == 403
    assert browser.post(other, {"deputy": romashka.sender.pk}).status_code == 403
    assert browser.post(reverse("journal-verify")).status_code == 403


def test_lists_show_only_the_own_workspace(romashka, vasilek):
    browser = romashka.browser(romashka.admin)
    for name in (
        "organizations",
        "departments",
        "people",
        "routes",
        "counterparties",
        "quarantine",
        "journal",
    ):
        text = browser.get(reverse(name)).content.decode()
        assert "Ромашка" in text, name
        assert "Василёк" not in text, name
        assert "vasilek" not in text, name
    forms = ("department-new", "person-new", "route-new", "account")
    for name in forms:
        assert "Василёк" not in browser.get(reverse(name)).content.decode(), name
    assert "Василёк" not in browser.post(reverse("journal-verify")).content.decode()
    found = browser.get(reverse("counterparties"), {"q": "партнёр василёк"}).content.decode()
    assert "ИП Партнёр" not in found


def test_rows_of_another_workspace_are_not_found(romashka, vasilek):
    browser = romashka.browser(romashka.admin)
    before = vasilek.effect.state
    for name, pk in rows(vasilek):
        address = reverse(name, args=(pk,))
        assert browser.get(address).status_code in (404, 405), name
        assert browser.post(address, {"name": "x", "reason": "x"}).status_code == 404, name
    vasilek.effect.refresh_from_db()
    assert vasilek.effect.state == before
    assert Employee.objects.get(pk=vasilek.sender.pk).is_active


def test_choices_of_another_workspace_are_refused_in_forms(romashka, vasilek):
    browser = romashka.browser(romashka.admin)
    person = {"full_name": "Х", "email": "x@romashka.test", "roles": ["sender"]}
    own = romashka.admin.organization_id
    attempts = [
        ("person-new", (), person | {"organization": vasilek.admin.organization_id}),
        ("person-new", (), person | {"organization": own, "department": vasilek.department.pk}),
        ("department-new", (), {"name": "Х", "organization": vasilek.admin.organization_id}),
        ("department-new", (), {"name": "Х", "organization": own, "head": vasilek.admin.pk}),
        ("deputy", (romashka.admin.pk,), {"deputy": vasilek.admin.pk}),
        ("deputy", (romashka.admin.pk,), {"deputy": "чужой"}),
    ]
    for name, arguments, data in attempts:
        assert browser.post(reverse(name, args=arguments), data).status_code == 404, (name, data)
    route = {"name": "Х", "mode": "parallel", "people": [vasilek.admin.pk]}
    assert browser.post(reverse("route-new"), route).status_code == 422


def test_somebody_without_an_active_employee_sees_only_why(romashka):
    services.deactivate_employee(romashka.workspace, romashka.observer.pk, romashka.admin)
    browser = romashka.browser(romashka.observer)
    response = browser.get(reverse("counterparties"))
    assert response.status_code == 403
    text = response.content.decode()
    assert "Нет доступа к рабочему пространству" in text
    assert "observer@romashka.test" in text
    assert "ИП Партнёр" not in text
    assert browser.post(reverse("sign-out")).status_code == 302


def test_one_who_works_in_two_workspaces_switches_between_them(romashka, vasilek):
    services.save_employee(
        vasilek.workspace,
        {
            "full_name": "Гость",
            "email": romashka.sender.email,
            "organization": vasilek.admin.organization_id,
            "roles": {"observer"},
        },
        vasilek.admin,
    )
    browser = romashka.browser(romashka.sender)
    page = browser.get(reverse("counterparties")).content.decode()
    assert "ИП Партнёр Ромашка" in page
    assert 'action="/workspace/"' in page
    browser.post(reverse("workspace"), {"workspace": vasilek.workspace.pk})
    page = browser.get(reverse("counterparties")).content.decode()
    assert "ИП Партнёр Василёк" in page
    assert "ИП Партнёр Ромашка" not in page
    assert browser.get(reverse("counterparty-new")).status_code == 403  # an observer there


def test_a_workspace_one_does_not_work_in_is_not_taken(romashka, vasilek):
    browser = romashka.browser(romashka.sender)
    for wanted in (vasilek.workspace.pk, "", "x", "9" * 30):
        browser.post(reverse("workspace"), {"workspace": wanted})
        assert "ИП Партнёр Ромашка" in browser.get(reverse("counterparties")).content.decode()
    page = browser.get(reverse("counterparties")).content.decode()
    assert 'action="/workspace/"' not in page


def test_forms_need_the_csrf_token(romashka):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(romashka.admin.user)
    response = browser.post(reverse("organization-new"), ROMASHKA_FORM)
    assert response.status_code == 403
    assert "Форма устарела" in response.content.decode()


ROMASHKA_FORM = {"name": "ООО «Мак»", "inn": "5009990030", "kpp": "500901001"}
