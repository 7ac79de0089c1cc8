"""The page of background jobs: what ran, what waits for a person, and the button that runs them now."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

import factories
from paraph.channels.diadoc import handlers
from paraph.channels.diadoc.models import CallCount, Run
from paraph.channels.diadoc.records import Feed
from paraph.effects import services as effects
from paraph.effects.models import Effect

KEY = "3f1d2c4e5b6a79880123456789abcdef"


@pytest.fixture
def web(firm) -> Client:
    client = Client()
    client.force_login(firm.sender.user)
    return client


def text(answer) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_nothing_ran_yet(web, account):
    shown = text(web.get("/diadoc/tasks/"))
    assert "Запустить фоновые задачи" in shown
    assert "лента ещё не прочитана" in shown
    assert "hx-trigger" not in shown


def test_runs_cursor_counts_lag_and_errors_are_shown(web, firm, account):
    now = timezone.now()
    Feed.objects.create(
        account=account, since=now, recent=["1", KEY], newest_at=now, caught_up_at=now - timedelta(minutes=3)
    )
    Run.objects.create(
        account=account,
        job="feed",
        started_at=now - timedelta(seconds=5),
        finished_at=now,
        asked_by=firm.sender,
        counts={"events": 12, "new": 3},
        calls={"/V8/GetNewEvents": 1, "/V4/GetEntityContent": 4},
    )
    Run.objects.create(
        account=account, job="reconcile", started_at=now, finished_at=now, error="Диадок ответил ошибкой 503"
    )
    Effect.objects.create(
        kind="diadoc.apply", key=account.key, workspace_id=firm.workspace.pk, state="quarantined"
    )
    shown = text(web.get("/diadoc/tasks/"))
    for words in ("событий: 12, новых: 3", KEY, "3 минут", "ошибкой 503", "сверка", firm.sender.full_name):
        assert words in shown
    assert "Заданий, которые ждут человека: 1." in shown
    assert ">5<" in shown.replace(" ", "")  # calls of the run


def test_what_a_month_has_cost_is_told_by_method(web, firm, account):
    today = timezone.now().date()
    for days, method, count in (
        (0, "/V8/GetNewEvents", 40),
        (29, "/V8/GetNewEvents", 2),
        (3, "/V3/PostMessage", 5),
        (31, "/V3/PostMessage", 100),
    ):
        day = today - timedelta(days=days)
        CallCount.objects.create(account=account, day=day, method=method, count=count)
    shown = " ".join(text(web.get("/diadoc/tasks/")).split())
    assert "Вызовов API за 30 дней" in shown
    assert "47<" in shown
    assert "/V8/GetNewEvents: 42, /V3/PostMessage: 5<" in shown


def test_a_feed_that_is_late_is_told(web, account):
    old = timezone.now() - timedelta(hours=2)
    Feed.objects.create(account=account, since=old, caught_up_at=old)
    assert "отстают" in text(web.get("/diadoc/tasks/"))


def test_the_button_orders_a_run_and_the_part_asks_for_itself(web, account):
    answer = web.post(f"/diadoc/accounts/{account.pk}/run/", {"job": "feed"}, headers={"HX-Request": "true"})
    assert 'hx-trigger="every 2s"' in text(answer)
    effect = Effect.objects.get(kind="diadoc.feed")
    assert effect.key == account.key
    part = text(web.get(f"/diadoc/accounts/{account.pk}/tasks/"))
    assert 'hx-trigger="every 2s"' in part
    again = web.post(f"/diadoc/accounts/{account.pk}/run/", {"job": "feed"})
    assert again.status_code == 422
    assert Effect.objects.filter(kind="diadoc.feed").count() == 1


def test_a_run_that_failed_shows_why(web, stub, account):
    stub.on("/V8/GetNewEvents", diadoc_error())
    web.post(f"/diadoc/accounts/{account.pk}/run/", {"job": "feed"})
    effects.run_due()
    shown = text(web.get("/diadoc/tasks/"))
    assert shown.count("подписка на API") == 2  # of the account, and of the run
    assert "ждут человека" not in shown  # the schedule tries again by itself


def diadoc_error():
    from diadoc_stub import Reply

    return Reply(402, b"subscription ended")


def test_only_keepers_of_the_workspace_see_it(web, firm, account):
    other = factories.company()
    stranger = Client()
    stranger.force_login(other.sender.user)
    assert stranger.get(f"/diadoc/accounts/{account.pk}/tasks/").status_code == 404
    assert stranger.post(f"/diadoc/accounts/{account.pk}/run/").status_code == 404
    observer = Client()
    observer.force_login(firm.hire("Наблюдателев Никита", "observer").user)
    assert observer.get("/diadoc/tasks/").status_code == 403
    assert not Effect.objects.filter(kind="diadoc.feed").exists()


def test_schedule_orders_each_account_once_per_interval(firm, account):
    tick = handlers.FeedTick()
    for _look in range(3):
        tick.perform(None)
    assert Effect.objects.filter(kind="diadoc.feed").count() == 1
    account.interval_minutes = 7
    account.save()
    tick.perform(None)
    assert Effect.objects.filter(kind="diadoc.feed").count() == 2
    account.is_paused = True
    account.save()
    Effect.objects.all().delete()
    tick.perform(None)
    handlers.NightTick().perform(None)
    assert not Effect.objects.exists()
