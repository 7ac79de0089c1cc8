"""Calls of the REST API: paging, batches, files, and what each fault of the portal leads to."""

from __future__ import annotations

import threading
from datetime import timedelta

import httpx
import pytest
from django.utils import timezone
from linked import ADMIN, HEAD, SELLER, Linked

from paraph.effects.limits import Limit
from paraph.effects.models import LimitedKey
from paraph.portals import pace
from paraph.portals.bitrix24 import batching, brackets, budget, limits, oauth, tokens, transport
from paraph.portals.bitrix24.batching import Reference
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import NeedsAdministrator, NotNow, PortalError, Unknown
from paraph.portals.bitrix24.models import MethodBudget, MethodUse, Portal, PortalToken
from paraph.sealed import Secret

# -- values -------------------------------------------------------------------------------------------------


def test_brackets_there_and_back():
    pairs = [
        ("auth[member_id]", "m"),
        ("document_id[0]", "crm"),
        ("document_id[2]", "DEAL_5"),
        ("document_id[1]", "CCrmDocumentDeal"),
        ("properties[signer][]", "user_1"),
        ("properties[signer][]", "user_2"),
        ("odd[", "x"),
        ("plain", "1"),
    ]
    found = brackets.parse(pairs)
    assert found["auth"] == {"member_id": "m"}
    assert found["document_id"] == ["crm", "CCrmDocumentDeal", "DEAL_5"]
    assert found["properties"]["signer"] == ["user_1", "user_2"]
    assert found["odd["] == "x"
    assert brackets.query({"a": {"b": [1, None, True]}, "c": "я&="}) == (
        "a%5Bb%5D%5B0%5D=1&a%5Bb%5D%5B1%5D=&a%5Bb%5D%5B2%5D=1&c=%D1%8F%26%3D"
    )


def test_batches_keep_together_what_belongs_together(monkeypatch):
    monkeypatch.setattr(limits, "BATCH_BYTES", 500_000)
    commands = {f"c{n}": ("crm.item.get", {"id": n}) for n in range(60)}
    commands["last"] = ("crm.item.get", {"id": Reference("$result[c0][item][companyId]")})
    batches = batching.split(commands)
    assert [len(batch) for batch in batches] == [50, 11]
    assert any({"c0", "last"} <= batch.keys() for batch in batches)
    with pytest.raises(ValueError, match="unknown"):
        batching.split({"a": ("profile", {"x": Reference("$result[b][ID]")})})
    long = {f"c{n}": ("crm.item.add", {"t": "x" * 20000}) for n in range(50)}
    assert len(batching.split(long)) == 3


def test_reading_is_told_from_changing():
    for name in ("crm.item.list", "user.get", "profile", "Crm.Deal.FIELDS", "disk.folder.getChildren"):
        assert transport.is_reading(name), name
    for name in ("crm.item.add", "event.offline.get", "im.notify.system.add", "bizproc.event.send", "batch"):
        assert not transport.is_reading(name), name


def test_secrets_are_not_told():
    words = transport.redacted(
        "https://p/rest/1/abcd1234/crm.deal.get?auth=ff00&access_token=zz " + "a1" * 35 + " ok"
    )
    for secret in ("abcd1234", "ff00", "zz", "a1a1"):
        assert secret not in words
    assert words.endswith("ok")


# -- calls --------------------------------------------------------------------------------------------------


def test_lists_are_read_to_their_end(linked: Linked):
    ids = [
        linked.client.call("crm.item.add", {"entityTypeId": 2, "fields": {"title": f"Сделка {n}"}})["item"][
            "id"
        ]
        for n in range(3)
    ]
    commands = {
        f"d{n}": ("crm.item.add", {"entityTypeId": 2, "fields": {"title": f"Сделка {n}"}}) for n in range(60)
    }
    linked.forget_hits()
    made = linked.client.batch(commands)
    assert linked.hits() == {"batch": 2}
    assert not [value for value in made.values() if isinstance(value, Exception)]
    wanted = {"entityTypeId": 2, "select": ["id", "title"], "filter": {"%title": "Сделка"}}
    found = [item["id"] for item in linked.client.all("crm.item.list", wanted)]
    assert found == sorted(set(found))
    assert {*ids, *(value["item"]["id"] for value in made.values())} <= set(found)
    people = list(linked.client.all("user.get", {"sort": "ID", "order": "ASC"}))
    assert {person["ID"] for person in people} >= {"1", "2", "3"}
    uses = {row.method: (row.calls, row.in_batches) for row in MethodUse.objects.all()}
    assert uses["crm.item.add"] == (3, 60)


def test_batch_uses_results_and_tells_faults_apart(linked: Linked):
    answers = linked.client.batch(
        {
            "who": ("profile", {}),
            "same": ("user.get", {"FILTER": {"ID": Reference("$result[who][ID]")}}),
            "none": ("crm.item.get", {"entityTypeId": 2, "id": 999999}),
            "odd": ("no.such.method", {}),
        }
    )
    assert answers["same"][0]["ID"] == str(ADMIN)
    assert isinstance(answers["none"], PortalError)
    assert answers["none"].code == "NOT_FOUND"
    assert isinstance(answers["odd"], PortalError)
    assert answers["odd"].code == "ERROR_METHOD_NOT_FOUND"
    assert linked.client.batch({}) == {}


def test_calls_in_the_name_of_a_user(linked: Linked):
    linked.employee(SELLER)
    linked.open(user_id=SELLER)
    assert Client(linked.portal, SELLER).call("profile")["ID"] == str(SELLER)
    with pytest.raises(PortalError) as refusal:
        Client(linked.portal, HEAD).call("profile")
    assert refusal.value.code == "no_token"
    assert linked.portal.works


# -- files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1000, limits.INLINE_FILE + 1])
def test_files_go_up_and_come_down(linked: Linked, size: int, tmp_path):
    client, content = linked.client, bytes(range(256)) * (size // 256 + 1)
    root = client.call("disk.storage.getForApp")["ROOT_OBJECT_ID"]
    (tmp_path / "file").write_bytes(content)
    made = client.upload(root, "Договор.pdf", tmp_path / "file" if size > 1000 else content)
    found = client.call("disk.file.get", {"id": made["ID"]})
    assert client.download(found["DOWNLOAD_URL"], 10**7) == content
    with pytest.raises(PortalError) as refusal:
        client.download(found["DOWNLOAD_URL"], 100)
    assert refusal.value.code == "too_long"
    with pytest.raises(PortalError) as taken:
        client.upload(root, "Договор.pdf", b"other")
    assert taken.value.code == "DISK_OBJ_22000"
    newer = client.upload_version(made["ID"], "Договор.pdf", content[::-1])
    assert int(newer["ID"]) == int(made["ID"])
    fresh = client.call("disk.file.get", {"id": made["ID"]})
    assert client.download(fresh["DOWNLOAD_URL"], 10**7) == content[::-1]


def test_a_file_elsewhere_is_not_fetched(linked: Linked):
    for address in ("https://evil.example/rest/download.json?auth=x", "//evil.example/x"):
        with pytest.raises(PortalError) as refusal:
            linked.client.download(address, 100)
        assert refusal.value.code == "foreign_address"


# -- faults -------------------------------------------------------------------------------------------------


def test_too_many_requests_are_repeated(linked: Linked):
    linked.fault("query-limit", count=2)
    linked.forget_hits()
    assert linked.client.call("im.notify.system.add", {"USER_ID": 1, "MESSAGE": "раз"})
    assert linked.hits() == {"im.notify.system.add": 3}
    linked.fault("query-limit", count=None)
    with pytest.raises(NotNow) as refusal:
        linked.client.call("profile")
    assert refusal.value.whole_portal


def test_a_method_whose_time_is_up_is_left_alone(linked: Linked):
    linked.fault("operation-time-limit", path="crm.item.list", seconds=120)
    with pytest.raises(NotNow) as refusal:
        linked.client.call("crm.item.list", {"entityTypeId": 2})
    assert not refusal.value.whole_portal
    assert timedelta(seconds=60) < refusal.value.after <= timedelta(seconds=125)
    assert linked.client.call("profile")
    answers = linked.client.batch({"a": ("crm.item.list", {"entityTypeId": 2}), "b": ("profile", {})})
    assert answers["b"]["ID"] == str(ADMIN)


def test_run_time_is_watched(linked: Linked):
    """What the portal tells of the time used holds us back before it does."""
    until = timezone.now() + timedelta(minutes=3)
    budget.note(
        linked.portal, "crm.item.add", {"time": {"operating": 470, "operating_reset_at": until.timestamp()}}
    )
    linked.forget_hits()
    with pytest.raises(NotNow) as refusal:
        linked.client.call("crm.item.add", {"entityTypeId": 2, "fields": {}})
    assert refusal.value.after > timedelta(minutes=2)
    assert linked.hits() == {}
    MethodBudget.objects.update(reset_at=timezone.now())
    assert linked.client.call("crm.item.add", {"entityTypeId": 2, "fields": {"title": "Снова"}})


def test_our_pace_keeps_the_portals_bucket_whole(linked: Linked, monkeypatch):
    """The portal's true bucket; our clock goes on only while we wait."""
    monkeypatch.setattr(limits, "CALLS", Limit(rate=2, burst=40))
    waits = []

    def wait(pause):
        waits.append(pause)
        LimitedKey.objects.filter(key=budget.bucket(linked.portal)).update(next_at=timezone.now())
        linked.control("POST", "clock", {"seconds": pause.total_seconds()})

    monkeypatch.setattr(pace, "pause", wait)
    linked.control("POST", "limits", {"rate": 2, "burst": 50})
    linked.forget_hits()
    for _call in range(60):
        linked.client.call("server.time")
    assert linked.hits() == {"server.time": 60}
    assert waits


def test_a_page_instead_of_an_answer(linked: Linked):
    linked.fault("html")
    with pytest.raises(Unknown):
        linked.client.call("crm.item.add", {"entityTypeId": 2, "fields": {"title": "Раз"}})
    linked.fault("html")
    assert linked.client.call("profile"), "a question is asked again"


@pytest.mark.parametrize("kind", ["cut-after", "error-after", "cut-before", "internal-error"])
def test_a_lost_answer_of_a_change_is_unknown(linked: Linked, kind: str):
    linked.fault(kind, path="crm.item.add")
    linked.forget_hits()
    with pytest.raises(Unknown):
        linked.client.call("crm.item.add", {"entityTypeId": 2, "fields": {"title": "Одна"}})
    assert linked.hits() == {"crm.item.add": 1}
    there = list(linked.client.all("crm.item.list", {"entityTypeId": 2, "filter": {"title": "Одна"}}))
    assert len(there) == (1 if kind.endswith("after") else 0)


def test_a_lost_answer_of_a_question_is_asked_again(linked: Linked):
    linked.fault("cut-before", count=2)
    assert linked.client.call("profile")


def test_nobody_there(linked: Linked):
    Portal.objects.update(client_endpoint="http://127.0.0.1:1/rest/")
    with pytest.raises(NotNow) as refusal:
        linked.client.call("crm.item.add", {"entityTypeId": 2, "fields": {}})
    assert refusal.value.whole_portal


def test_batch_cut_in_the_middle_keeps_what_was_done(linked: Linked, monkeypatch):
    commands = {f"d{n}": ("crm.item.add", {"entityTypeId": 2, "fields": {"title": "N"}}) for n in range(120)}
    true_post, calls = transport.post, []

    def post(address, method, params, *, repeatable):
        calls.append(method)
        if len(calls) == 2:
            raise Unknown(limits.FAILURE_PAUSE, "lost", method=method)
        return true_post(address, method, params, repeatable=repeatable)

    monkeypatch.setattr(transport, "post", post)
    answers = linked.client.batch(commands)
    assert len(calls) == 2
    assert answers["d0"]["item"]["id"]
    assert isinstance(answers["d50"], Unknown)
    assert isinstance(answers["d119"], NotNow)


# -- tokens -------------------------------------------------------------------------------------------------


def test_an_ended_token_is_renewed_once(linked: Linked):
    before = PortalToken.objects.get()
    linked.fault("expired-token")
    linked.forget_hits()
    assert linked.client.call("profile")
    assert linked.hits() == {"profile": 2, "oauth/token": 1}
    after = PortalToken.objects.get()
    assert after.generation == before.generation + 1
    assert after.previous_refresh == before.refresh
    assert after.refreshing_until is None
    PortalToken.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    assert linked.client.call("profile")
    assert linked.hits()["oauth/token"] == 2
    assert linked.client.call("profile")
    assert linked.hits()["oauth/token"] == 2


def test_two_at_once_renew_once(linked: Linked, monkeypatch):
    """Another worker is renewing: we wait for the row to change and take its pair."""
    token = PortalToken.objects.get()
    PortalToken.objects.update(refreshing_until=timezone.now() + timedelta(seconds=20))
    grant = oauth.refresh(linked.application, token.refresh.reveal())

    def others_finish(_pause):
        row = PortalToken.objects.get()
        row.access, row.refresh = Secret(grant.access), Secret(grant.refresh)
        row.generation, row.refreshing_until = row.generation + 1, None
        row.save()

    monkeypatch.setattr(pace, "pause", others_finish)
    linked.forget_hits()
    tokens.renew(token)
    assert token.access.reveal() == grant.access
    assert linked.hits() == {}
    assert linked.client.call("profile")


def test_who_waits_too_long_gives_the_worker_back(linked: Linked):
    PortalToken.objects.update(refreshing_until=timezone.now() + timedelta(minutes=5))
    with pytest.raises(NotNow):
        tokens.renew(PortalToken.objects.get())


def test_a_lease_of_who_died_ends(linked: Linked):
    PortalToken.objects.update(refreshing_until=timezone.now() - timedelta(seconds=1))
    tokens.renew(PortalToken.objects.get())
    assert PortalToken.objects.get().generation > 1


def test_the_answer_to_a_refresh_was_lost(linked: Linked):
    """The old refresh token lives a little longer, and the pair before the last is kept as well."""
    token = PortalToken.objects.get()
    oauth.refresh(linked.application, token.refresh.reveal())
    tokens.renew(token)
    assert linked.client.call("profile")
    row = PortalToken.objects.get()
    row.previous_refresh, row.refresh = row.refresh, Secret("of-a-pair-nobody-got")
    row.save()
    tokens.renew(row)
    assert linked.client.call("profile")


def test_the_installer_was_fired(linked: Linked):
    """Another administrator's token takes over; without one the portal says whom it needs, and comes back."""
    linked.employee(HEAD)
    linked.open(user_id=HEAD)
    linked.fault("fired-installer", count=None)
    assert linked.client.call("profile")["ID"] == str(HEAD)
    assert linked.portal.works
    PortalToken.objects.filter(user_id=HEAD).delete()
    with pytest.raises(NeedsAdministrator):
        linked.client.call("profile")
    assert linked.portal.state == "needs_admin"
    assert "администратор портала" in linked.portal.fault
    linked.open(user_id=HEAD)
    assert linked.portal.works
    assert linked.client.call("profile")["ID"] == str(HEAD)


def test_refusal_of_a_refresh_ends_in_no_loop(linked: Linked):
    PortalToken.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    linked.fault("refused-refresh", count=None)
    linked.forget_hits()
    with pytest.raises(NeedsAdministrator):
        linked.client.call("profile")
    with pytest.raises(NeedsAdministrator):
        linked.client.call("profile")
    assert linked.hits() == {"oauth/token": 1}


def test_wrong_secret_of_the_application(linked: Linked):
    linked.application.client_secret = Secret("wrong")
    linked.application.save()
    PortalToken.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(PortalError) as refusal:
        linked.client.call("profile")
    assert refusal.value.code == "invalid_client"
    assert not PortalToken.objects.exclude(fault="").exists(), "the token is not to blame"


# -- the portal moves ---------------------------------------------------------------------------------------


def test_a_renamed_portal_is_followed(linked: Linked):
    before = linked.portal.client_endpoint
    linked.control("POST", "rename")
    try:
        assert linked.client.call("profile")
        assert linked.portal.client_endpoint == linked.world.client_endpoint != before
        assert linked.portal.domain == linked.world.domain
    finally:
        linked.control("POST", "rename")


def test_a_redirection_the_authorisation_server_does_not_confirm(linked: Linked, monkeypatch):
    def elsewhere(*_args, **_more):
        raise transport.Moved("https://evil.example/rest/profile")

    monkeypatch.setattr(transport, "post", elsewhere)
    with pytest.raises(NotNow):
        linked.client.call("profile")
    assert "evil" not in linked.portal.client_endpoint


def test_addresses_of_portals(linked: Linked):
    application = linked.application
    application.oauth = "https://oauth.bitrix24.tech"
    assert oauth.sound_endpoint(application, "https://p.bitrix24.ru/rest") == "https://p.bitrix24.ru/rest/"
    for address in ("http://p.bitrix24.ru/rest/", "https://u:p@x/rest/", "ftp://x/", "https:///rest/", ""):
        with pytest.raises(ValueError, match="not an address"):
            oauth.sound_endpoint(application, address)


def test_a_deleted_portal_is_left_alone(linked: Linked):
    linked.control("POST", "portal", {"deleted": True})
    try:
        with pytest.raises(NeedsAdministrator):
            linked.client.call("profile")
        assert linked.portal.state == "deleted"
        with pytest.raises(PortalError):
            linked.client.call("profile")
    finally:
        linked.control("POST", "portal", {"deleted": False})


def test_threads_share_the_pool():
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(transport.pool())) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(each) for each in seen}) == 1
    assert isinstance(seen[0], httpx.Client)
