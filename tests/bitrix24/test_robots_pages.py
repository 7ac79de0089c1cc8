"""The robots' pages: switches, who signs and with what, requests with their answers."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from robots_kit import MANAGER, Robots, robot, robots, sending  # noqa: F401

import factories
from paraph.journal.models import JournalEvent
from paraph.parties.models import Role
from paraph.portals.bitrix24.models import PortalUser
from paraph.portals.bitrix24.robots import janitor, setting
from paraph.portals.bitrix24.robots.models import RobotRun, RobotSettings
from paraph.portals.durations import in_words
from paraph.web import wording
from scenario import catcher, mail, pki  # noqa: F401

pytestmark = pytest.mark.django_db

PAGES = ("bitrix24-robots", "bitrix24-robot-people", "bitrix24-robot-runs")


def browser(employee) -> Client:
    client = Client()
    client.force_login(employee.user)
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_the_settings_are_kept_and_the_portal_follows(robots: Robots):
    page, address = browser(robots.firm.sender), reverse("bitrix24-robots", args=[robots.linked.portal.pk])
    shown = text(page.get(address))
    for words in ("paraph_send", "sign_coords", "paraph_bp_invite", "Диадок", "Ответить не позже"):
        assert words in shown
    form = {"channel": "link", "kind": "letter", "sender": robots.firm.sender.pk, "answer_days": "7"}
    bad = page.post(address, form | {"answer_days": "0", "channel": "голубь"})
    assert (bad.status_code, "от 1 до 365" in text(bad), "канал из списка" in text(bad)) == (422, True, True)
    page.post(address, form | {"on": ["is_on"], "news": ["end"]})
    row = RobotSettings.objects.get()
    assert (row.is_on, row.has_activities, row.kind, row.news) == (True, False, "letter", ["end"])
    robots.linked.settle()
    assert {one["code"] for one in robots.linked.control("GET", "robots")} == {"paraph_send", "paraph_status"}
    event = JournalEvent.objects.get(action=setting.CHANGED, data__has_activities=False)
    assert wording.event_words(event)[0] == "Изменены настройки роботов Битрикс24"


def test_the_health_page_tells_of_processes_that_wait(robots: Robots):
    page, address = browser(robots.firm.sender), reverse("bitrix24-portal", args=[robots.linked.portal.pk])
    assert "Роботы: запуски" in text(page.get(address))
    assert "процессов ждёт ответа" not in text(page.get(address))
    robots.start(robots.sequence(sending()), document=robots.document())
    assert "процессов ждёт ответа: 1" in text(page.get(address))
    long_ago = timezone.now() - timedelta(hours=1)
    RobotRun.objects.update(answered_at=long_ago, delivered_at=None)
    assert "ответ не дошёл до процессов: 1" in text(page.get(address))
    RobotRun.objects.update(delivered_at=long_ago)
    assert "на все запросы отвечено" in text(page.get(address))


def test_pages_are_for_administrators_of_the_workspace(robots: Robots):
    portal = robots.linked.portal.pk
    clerk, stranger = robots.firm.hire("Писарев Пётр", Role.SENDER), factories.company().sender
    robots.start(robots.sequence(robot("paraph_status", document_id=404)))
    for name in PAGES:
        assert browser(clerk).get(reverse(name, args=[portal])).status_code == 403
        assert browser(stranger).get(reverse(name, args=[portal])).status_code == 404
    for name in ("bitrix24-robot-run", "bitrix24-robot-answer"):
        address = reverse(name, args=[portal, robots.run.pk])
        assert browser(clerk).post(address).status_code in (403, 405)
        assert browser(stranger).post(address).status_code in (404, 405)


def test_who_signs_with_what_and_what_is_missing(robots: Robots):
    portal = robots.linked.portal
    page, address = browser(robots.firm.sender), reverse("bitrix24-robot-people", args=[portal.pk])
    lonely = robots.firm.hire("Одинцов Олег Олегович", Role.SIGNER)
    shown = text(page.get(address))
    assert shown.index(lonely.full_name) < shown.index(robots.firm.signer.full_name)
    for words in ("Не сопоставлен с пользователем портала", "Не указаны ИНН и СНИЛС", "ещё не подписывал(а)"):
        assert words in shown
    robots.start(robots.sequence(sending(robots.document())))
    robots.sign_ours()
    shown = text(page.get(address))
    for words in ("файл подписи .sig", "сертификат организации", "всё есть"):
        assert words in shown
    robots.firm.signer.inn = ""
    robots.firm.signer.snils = ""
    robots.firm.signer.save()
    PortalUser.objects.filter(employee=robots.firm.signer).delete()
    settings = text(page.get(reverse("bitrix24-robots", args=[portal.pk])))
    assert "У 2 подписантов чего-то не хватает" in settings


def test_requests_with_their_answers_and_ages(robots: Robots):
    portal = robots.linked.portal.pk
    page, address = browser(robots.firm.sender), reverse("bitrix24-robot-runs", args=[portal])
    assert "Запусков не нашлось" in text(page.get(address))
    robots.start(robots.sequence(sending(robots.document())))
    RobotRun.objects.update(created_at=timezone.now() - timedelta(hours=5))
    robots.start(robots.sequence(robot("paraph_status", document_id=404)))
    shown = text(page.get(address))
    for words in ("Процессов ждут ответа: 1", "5 ч", "ответим до", "404 через Paraph не отправлялся"):
        assert words in shown
    assert f"{robots.linked.portal.base_url}/crm/deal/details/1/" in shown
    waiting = text(page.get(address, {"show": "waiting"}))
    assert ("не отправлялся" in waiting, "5 ч" in waiting) == (False, True)
    assert "5 ч" not in text(page.get(address, {"show": "fault"}))
    assert "5 ч" not in text(page.get(address, {"code": "paraph_status"}))
    assert "Запусков не нашлось" in text(page.get(address, {"entity": "LEAD_"}))


def test_one_request_shows_its_steps_and_its_answer_can_be_repeated(robots: Robots):
    portal = robots.linked.portal.pk
    robots.start(robots.sequence(sending(robots.document())))
    page, run = browser(robots.firm.sender), robots.run
    address = reverse("bitrix24-robot-run", args=[portal, run.pk])
    again = reverse("bitrix24-robot-answer", args=[portal, run.pk])
    shown = text(page.get(address))
    for words in ("Процесс обратился к роботу", "Отправлено на подпись", "signer1", "Процесс ждёт"):
        assert words in shown
    assert "Повторить ответ" not in shown
    assert page.post(again).status_code == 422
    RobotRun.objects.update(deadline=timezone.now())
    janitor.answer_late()
    RobotRun.objects.update(answer_fault="Портал отказал")
    assert "Портал отказал" in text(page.get(address))
    page.post(again)
    robots.turn()
    run.refresh_from_db()
    assert (run.answer_tries, run.answer_fault, run.delivered_at is not None) == (2, "", True)
    assert "response_code" in text(page.get(address))


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "5 с"), (61, "1 мин"), (7200, "2 ч"), (10**6, "11 дн."), (-3, "0 с")]
)
def test_ages_are_told_in_one_unit(seconds: int, words: str):
    assert in_words(seconds) == words
