"""What the forms and buttons do, seen through the pages."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from paraph.approval.models import Route
from paraph.effects.models import Effect
from paraph.journal.models import JournalEvent
from paraph.parties.models import Counterparty, Department, Employee, Organization

GOOD = {"name": "ООО «Мак»", "inn": "5009990030", "kpp": "500901001", "ogrn": "1129900000031"}


@pytest.fixture
def browser(romashka):
    return romashka.browser(romashka.admin)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_bad_organisation_shows_every_fault_keeps_what_was_typed_and_saves_nothing(browser):
    bad = {"name": "", "inn": "5009990031", "kpp": "5", "ogrn": "1", "address": "Тверь <b>"}
    response = browser.post(reverse("organization-new"), bad)
    assert response.status_code == 422
    text = text_of(response)
    for words in ("Это поле не может быть пустым", "цифра ИНН не сходится", "КПП состоит", "ОГРН состоит"):
        assert words in text
    page = response.content.decode()
    assert 'value="Тверь &lt;b&gt;"' in page
    assert 'aria-invalid="true" aria-describedby="inn-fault inn-hint"' in page
    assert Organization.objects.count() == 1


def test_an_organisation_is_added_and_changed(browser):
    response = browser.post(reverse("organization-new"), GOOD, follow=True)
    assert "Организация сохранена: ООО «Мак»" in text_of(response)
    row = Organization.objects.get(inn=GOOD["inn"])
    form = browser.get(reverse("organization", args=(row.pk,))).content.decode()
    assert 'value="5009990030"' in form
    browser.post(reverse("organization", args=(row.pk,)), GOOD | {"name": "АО «Мак»"})
    row.refresh_from_db()
    assert row.name == "АО «Мак»"
    assert "АО «Мак»" in text_of(browser.get(reverse("organizations")))


def test_the_same_organisation_twice_names_the_first(browser):
    browser.post(reverse("organization-new"), GOOD)
    assert "уже есть: ООО «Мак»" in text_of(browser.post(reverse("organization-new"), GOOD))


def test_departments_counterparties_and_routes_are_kept(browser, romashka):
    own = romashka.admin.organization_id
    browser.post(reverse("department-new"), {"name": "Сбыт", "organization": own, "head": romashka.sender.pk})
    row = Department.objects.get(name="Сбыт")
    assert row.head == romashka.sender
    browser.post(reverse("department", args=(row.pk,)), {"name": "Продажи", "organization": own, "head": ""})
    row.refresh_from_db()
    assert (row.name, row.head) == ("Продажи", None)
    browser.post(reverse("counterparty-new"), GOOD | {"email": "mak@mak.test"})
    assert Counterparty.objects.get(inn=GOOD["inn"]).email == "mak@mak.test"
    people = ["", romashka.admin.pk, "", romashka.sender.pk]
    browser.post(
        reverse("route-new"), {"name": "Два", "mode": "sequential", "people": people, "is_active": "1"}
    )
    row = Route.objects.get(name="Два")
    assert [step.employee for step in row.steps.all()] == [romashka.admin, romashka.sender]
    assert "Главная Ромашка → Отправин Ромашка" in text_of(browser.get(reverse("routes")))
    browser.post(reverse("route", args=(row.pk,)), {"name": "Два", "mode": "sequential", "people": people})
    row.refresh_from_db()
    assert not row.is_active


def test_the_last_administrator_is_told_why(browser, romashka):
    address = reverse("person", args=(romashka.admin.pk,))
    data = {"full_name": "Главная", "email": romashka.admin.email, "roles": ["sender"]}
    response = browser.post(address, data | {"organization": romashka.admin.organization_id})
    assert response.status_code == 422
    assert "Это единственный администратор" in text_of(response)
    assert Employee.objects.get(pk=romashka.admin.pk).has_role("administrator")
    response = browser.post(reverse("person-access", args=(romashka.admin.pk,)))
    assert response.status_code == 422
    assert "Это единственный администратор" in text_of(response)


def test_closing_the_access_of_an_approver_asks_to_replace_them_first(browser, romashka):
    address = reverse("person-access", args=(romashka.sender.pk,))
    assert "стоит в маршрутах согласования: Путь Ромашка" in text_of(browser.post(address))
    browser.post(
        reverse("route", args=(romashka.route.pk,)),
        {"name": "Путь", "mode": "parallel", "people": [romashka.admin.pk], "is_active": "1"},
    )
    assert browser.post(address).status_code == 302
    assert not Employee.objects.get(pk=romashka.sender.pk).is_active
    browser.post(address, {"active": "1"})
    assert Employee.objects.get(pk=romashka.sender.pk).is_active


def test_a_deputy_is_chosen_by_oneself(romashka):
    browser = romashka.browser(romashka.sender)
    address = reverse("deputy", args=(romashka.sender.pk,))
    today = timezone.localdate().isoformat()
    response = browser.post(address, {"deputy": romashka.admin.pk, "deputy_until": today}, follow=True)
    assert "Главная Ромашка до" in text_of(response)
    assert f'value="{today}"' in browser.get(address).content.decode()
    faults = [
        ({"deputy": romashka.admin.pk, "deputy_until": "2020-01-01"}, "Этот день уже прошёл"),
        ({"deputy": romashka.admin.pk, "deputy_until": "завтра"}, "Укажите дату"),
        ({"deputy": romashka.observer.pk}, "ролью выше наблюдателя"),
    ]
    for data, words in faults:
        response = browser.post(address, data)
        assert response.status_code == 422
        assert words in text_of(response)
    browser.post(address, {"deputy": ""})
    assert Employee.objects.get(pk=romashka.sender.pk).deputy is None


def test_quarantine_says_what_for_whom_and_why(browser):
    text = text_of(browser.get(reverse("quarantine")))
    for words in ("Письмо сотруднику", "Читатель Ромашка reader@romashka.test", "Ящика нет: Ромашка", " 7 "):
        assert words in text
    assert "ждут решения" in text_of(browser.get(reverse("journal")))  # the badge


def test_an_effect_is_tried_again(browser, romashka):
    response = browser.post(reverse("effect-retry", args=(romashka.effect.pk,)), follow=True)
    assert "Повторяем" in text_of(response)
    assert "Карантин пуст" in text_of(response)
    romashka.effect.refresh_from_db()
    assert romashka.effect.state == Effect.State.WAITING
    event = JournalEvent.objects.order_by("-seq").first()
    assert (event.action, event.actor_name) == ("effect:retried", "Главная Ромашка")
    again = browser.post(reverse("effect-retry", args=(romashka.effect.pk,)))
    assert again.status_code == 422
    assert "уже нет в карантине" in text_of(again)


def test_an_effect_is_dropped_only_with_a_reason(browser, romashka):
    address = reverse("effect-drop", args=(romashka.effect.pk,))
    assert "Укажите, почему" in text_of(browser.post(address, {"reason": " "}, follow=True))
    romashka.effect.refresh_from_db()
    assert romashka.effect.state == Effect.State.QUARANTINED
    browser.post(address, {"reason": "Позвонили сами"})
    romashka.effect.refresh_from_db()
    assert romashka.effect.state == Effect.State.DROPPED
    text = text_of(browser.get(reverse("journal")))
    assert "Задание из карантина отброшено Письмо сотруднику; Позвонили сами" in text


def test_the_journal_is_filtered_and_paged(browser, romashka):
    for number in range(60):
        browser.post(reverse("counterparty", args=(romashka.counterparty.pk,)), _renamed(number))
    page = browser.get(reverse("journal"))
    text = page.content.decode()
    last = JournalEvent.objects.filter(workspace=romashka.workspace).order_by("-seq").first().seq
    assert f"?before={last - 49}" in text
    older = text_of(browser.get(reverse("journal"), {"before": last - 49}))
    assert "Рабочее пространство создано" in older
    assert "Событий не нашлось" in text_of(browser.get(reverse("journal"), {"package": "7"}))
    assert "Событий не нашлось" in text_of(browser.get(reverse("journal"), {"document": "№7"}))


def _renamed(number: int) -> dict[str, str]:
    return {"name": f"ИП {number}", "inn": "770999000123", "ogrn": "312990000000016"}


def test_checking_the_chain_finds_a_changed_event(browser, romashka):
    address = reverse("journal-verify")
    assert "Цепочка цела" in text_of(browser.post(address))
    event = JournalEvent.objects.filter(workspace=romashka.workspace).order_by("seq")[1]
    JournalEvent.objects.filter(pk=event.pk).update(actor_name="Кто-то другой")
    text = text_of(browser.post(address))
    assert "Цепочка нарушена" in text
    assert "2 содержание события изменено" in text


def test_counterparties_are_searched_and_paged(browser, romashka):
    Counterparty.objects.bulk_create(
        Counterparty(workspace=romashka.workspace, name=f"Ящик {n:03d}", inn=f"{n:010d}") for n in range(60)
    )
    first = browser.get(reverse("counterparties"), {"q": "ящик"})
    assert text_of(first).count("Ящик 0") == 50
    assert "page=2" in first.content.decode()
    second = text_of(browser.get(reverse("counterparties"), {"q": "ящик", "page": "2"}))
    assert "Ящик 059" in second
    assert "Ящик 049" not in second
    for odd in ("0", "-1", "x", "9" * 40):
        assert browser.get(reverse("counterparties"), {"page": odd}).status_code == 200
    assert "Ничего не нашлось" in text_of(browser.get(reverse("counterparties"), {"q": "нет такого"}))


def test_lists_need_the_same_number_of_queries_however_long(browser, romashka):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            for name in ("people", "routes", "counterparties", "quarantine", "departments", "journal"):
                browser.get(reverse(name))
        counts.append(len(seen))
        for number in range(5):
            Employee.objects.create(
                workspace=romashka.workspace,
                organization=romashka.admin.organization,
                full_name=f"Ещё {number}",
                email=f"more{number}@romashka.test",
            ).roles.create(role="observer")
            Effect.objects.create(kind="link.invite", workspace_id=romashka.workspace.pk, state="quarantined")
    assert counts[0] == counts[1]


def test_dates_are_shown_in_the_readers_zone(browser, romashka):
    romashka.effect.created_at = datetime(2026, 11, 21, 11, 5, tzinfo=UTC)
    romashka.effect.save()
    assert "21.11.2026 14:05 МСК" in text_of(browser.get(reverse("quarantine")))
    browser.cookies["zone"] = "Asia/Yekaterinburg"
    assert "21.11.2026 16:05 МСК+2" in text_of(browser.get(reverse("quarantine")))
    for odd in ("Mars/Base", "../../etc/passwd", "Europe", "x" * 3000):
        browser.cookies["zone"] = odd
        assert "14:05 МСК" in text_of(browser.get(reverse("quarantine")))
