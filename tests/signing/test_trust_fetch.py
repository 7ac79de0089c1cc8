"""What the hub asks of certification authorities, what it keeps of the answers, and what it never does."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from ordered_certificates import DAY, self_signed

from paraph.effects.handlers import handler_for
from paraph.sandbox.pki import people
from paraph.signing import trust_fetch, trust_http, trust_store, trust_updates
from paraph.trust import certificate as certificates
from paraph.trust import der, ocsp, oids
from paraph.trust.chain import build_chain
from paraph.trust.crl import Crl, Revocation
from paraph.trust.extensions import crl_distribution_points, extension
from paraph.trust.names import organization_subject
from paraph.trust.path_check import judge
from paraph.trust.purpose import Purpose
from paraph.trust.store import Enclosed
from paraph.trust.verdict import Answer
from together import at_once

NOW = datetime.now(UTC).replace(microsecond=0)
HEAD = people.as_head(people.HEAD)


@pytest.fixture
def folder(settings, tmp_path, authority):
    """A trust folder with the test authority's certificates and the root's list alone."""
    settings.TRUST_DIR = str(tmp_path / "trust")
    found = trust_store.folder()
    for name in ("root.pem", "intermediate.pem", "root.crl"):
        (found / name).write_bytes((authority.folder / name).read_bytes())
    return found


@pytest.fixture
def cache(folder):
    return folder / "cache"


@pytest.fixture
def intermediate(authority):
    return authority._own("intermediate")


def answers(web, intermediate, *, by=None, revoked=(), change=lambda request: request, path="/ocsp", at=NOW):
    """An OCSP service that answers what it is asked, or something else."""
    by = by or intermediate

    def answer(request):
        asked = ocsp.Request.parse(request.rfile.read(int(request.headers["Content-Length"])))
        assert request.headers["Content-Type"] == "application/ocsp-request"
        data = ocsp.issue_response(
            change(asked),
            issuer=intermediate.certificate,
            revoked={
                item.certificate.serial: Revocation(item.certificate.serial, NOW - DAY) for item in revoked
            }.get,
            key=by.key,
            certificate=by.certificate,
            this_update=at,
            next_update=NOW + DAY,
        )
        request.send_response(200)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    return web.does(path, answer)


def path_of(holder):
    return build_chain(holder.certificate, store=trust_store.load(), at=NOW).path


def revocation_of(holder, at=NOW):
    return judge(
        holder.certificate, store=trust_store.load(), enclosed=Enclosed(), at=at, purpose=Purpose.SIGNING
    ).revocation


def names(cache):
    return sorted(path.name for path in cache.iterdir())


# -- OCSP ------------------------------------------------------------------------------------------


def test_an_answer_is_fetched_kept_and_enough_offline(authority, intermediate, web, folder, cache):
    good, bad = (authority.issue(HEAD, ocsp_urls=[f"{web.url}/ocsp"]) for _ in range(2))
    answers(web, intermediate, revoked=[bad])
    for holder, answer in ((good, Answer.YES), (bad, Answer.NO)):
        assert revocation_of(holder).answer is Answer.UNDETERMINED
        assert trust_fetch.fetch_status(path_of(holder))
        fact = revocation_of(holder)
        assert (fact.answer, "OCSP от " in fact.source) == (answer, True)
    assert names(cache) == sorted(f"{item.certificate.fingerprint}.ocsp" for item in (good, bad))


def test_an_older_answer_does_not_replace_what_is_known(authority, intermediate, web, folder, cache):
    """A service that leaves the nonce out may be made to repeat itself by whoever sits between."""
    holder = authority.issue(HEAD, ocsp_urls=[f"{web.url}/ocsp"])
    bare = {"change": lambda asked: ocsp.Request(asked.ids)}
    answers(web, intermediate, revoked=[holder], at=NOW - timedelta(hours=1), **bare)
    assert trust_fetch.fetch_response(*path_of(holder)[:2])
    answers(web, intermediate, at=NOW - timedelta(hours=2), **bare)
    assert not trust_fetch.fetch_response(*path_of(holder)[:2])
    assert revocation_of(holder).answer is Answer.NO
    answers(web, intermediate, at=NOW, **bare)
    assert trust_fetch.fetch_response(*path_of(holder)[:2])


def test_a_damaged_file_in_the_cache_is_fetched_anew(authority, intermediate, web, folder, cache):
    holder = authority.issue(HEAD, ocsp_urls=[answers(web, intermediate)])
    url = web.gives("/ca.crl", authority.crl())
    (cache / trust_fetch.list_name(url)).write_bytes(b"0")
    (cache / f"{holder.certificate.fingerprint}.ocsp").write_bytes(b"0")
    assert trust_fetch.fetch_list(url)
    assert trust_fetch.fetch_response(*path_of(holder)[:2])


def test_a_list_by_nobody_known_names_no_address_to_call(web, authority, folder, cache):
    """What came over an open connection could name an address inside the own network."""
    (point,) = der.read(crl_distribution_points([web.gives("/inside", b"")]))
    freshest = extension(oids.FRESHEST_CRL, der.sequence(point.raw))
    forged = bytearray(authority.crl(extensions=[freshest]))
    forged[-1] ^= 1
    holder = authority.issue(HEAD, crl_urls=[web.gives("/ca.crl", bytes(forged))])
    trust_fetch.fetch_lists(holder.certificate)
    assert web.asked == ["/ca.crl"]


def _another(request):
    item = request.ids[0]
    return ocsp.Request(
        (ocsp.CertId(item.digest_algorithm, item.name_hash, item.key_hash, 77),), request.nonce
    )


@pytest.mark.parametrize(
    "options",
    [
        {"change": lambda asked: ocsp.Request(asked.ids, b"another nonce")},
        {"change": _another},
        {"by": "stranger"},
    ],
    ids=["nonce", "certificate", "signer"],
)
def test_an_answer_to_something_else_is_not_kept(options, authority, intermediate, web, cache):
    if options.get("by"):
        options = {"by": self_signed(HEAD, intermediate.key.curve)}
    holder = authority.issue(HEAD, ocsp_urls=[answers(web, intermediate, **options)])
    assert not trust_fetch.fetch_status(path_of(holder))
    assert names(cache) == []
    assert web.asked == ["/ocsp"]


def test_a_service_that_leaves_the_nonce_out_is_judged_by_its_times(authority, intermediate, web, folder):
    url = answers(web, intermediate, change=lambda asked: ocsp.Request(asked.ids))
    assert trust_fetch.fetch_status(path_of(authority.issue(HEAD, ocsp_urls=[url])))


@pytest.mark.parametrize(
    "what", [b"", b"<html>", ocsp.failure_response(ocsp.Failure.TRY_LATER), b"\x30" * 300_000]
)
def test_rubbish_instead_of_an_answer_is_not_kept(what, authority, web, cache):
    holder = authority.issue(HEAD, ocsp_urls=[web.gives("/ocsp", what)])
    assert not trust_fetch.fetch_status(path_of(holder))
    assert names(cache) == []


def test_a_list_serves_all_so_it_is_asked_for_first(authority, intermediate, web, folder, cache):
    urls = {"crl_urls": [web.gives("/ca.crl", authority.crl())], "ocsp_urls": [answers(web, intermediate)]}
    holder = authority.issue(HEAD, **urls)
    assert trust_fetch.fetch_status(path_of(holder))
    assert web.asked == ["/ca.crl"]
    (kept,) = cache.iterdir()
    assert trust_fetch.list_url(kept) == urls["crl_urls"][0]
    web.answers.pop("/ca.crl")
    again = authority.issue(HEAD, crl_urls=[f"{web.url}/other.crl"], ocsp_urls=urls["ocsp_urls"])
    web.does("/other.crl", lambda request: request.send_error(404))
    assert trust_fetch.fetch_status(path_of(again))
    assert web.asked[1:] == ["/other.crl", "/ocsp"]


# -- lists -----------------------------------------------------------------------------------------


def test_the_delta_a_list_names_is_fetched_with_it(authority, web, folder):
    holder = authority.issue(HEAD, crl_urls=[f"{web.url}/ca.crl"])
    freshest = extension(oids.FRESHEST_CRL, crl_distribution_points([f"{web.url}/delta.crl"]))
    indicator = extension(oids.DELTA_CRL_INDICATOR, der.integer(5), critical=True)
    web.gives("/ca.crl", authority.crl(begins=-9 * DAY, ends=-DAY, number=5, extensions=[freshest]))
    web.gives("/delta.crl", authority.crl(number=6, revoked=[holder], extensions=[indicator]))
    assert trust_fetch.fetch_status(path_of(holder))
    fact = revocation_of(holder)
    assert (fact.answer, "дополнение к CRL" in fact.source) == (Answer.NO, True)


def test_who_is_impatient_does_not_fetch_the_same_list_again(web, authority, folder, cache):
    url = web.gives("/ca.crl", authority.crl())
    found = [trust_fetch.fetch_list(url) for _ in range(3)]
    assert found == [Crl.parse(kept_list(cache))] * 3
    assert web.asked == ["/ca.crl"]
    (kept,) = cache.iterdir()
    os.utime(kept, (time.time() - 61,) * 2)
    assert trust_fetch.fetch_list(url)
    assert len(web.asked) == 2


def test_what_is_known_of_revocations_is_not_replaced_by_less(web, authority, folder, cache):
    """Lists come over open connections: whoever sits there may send an old one, or another's."""
    holder = authority.issue(HEAD)
    known = authority.crl(begins=-DAY / 4, revoked=[holder], number=8)
    indicator = extension(oids.DELTA_CRL_INDICATOR, der.integer(5), critical=True)
    damaged = bytearray(authority.crl(begins=timedelta(0), number=9))
    damaged[-1] ^= 1
    for less in (
        authority.crl(begins=-DAY, number=7),
        authority.crl(begins=timedelta(0), by="root", number=9),
        authority.crl(begins=timedelta(0), extensions=[indicator], number=9),
        bytes(damaged),
    ):
        url = web.gives("/ca.crl", known)
        assert trust_fetch.fetch_list(url)
        (kept,) = cache.iterdir()
        os.utime(kept, (time.time() - 61,) * 2)
        web.gives("/ca.crl", less)
        assert trust_fetch.fetch_list(url) == Crl.parse(known)
        assert kept_list(cache) == known
    newer = authority.crl(begins=timedelta(0), revoked=[holder], number=9)
    web.gives("/ca.crl", newer)
    assert trust_fetch.fetch_list(url) == Crl.parse(newer)
    assert kept_list(cache) == newer


def test_a_list_out_of_term_holds_back_no_other(web, authority, folder, cache):
    url = web.gives("/ca.crl", authority.crl(begins=-9 * DAY, ends=-DAY))
    assert trust_fetch.fetch_list(url)
    (kept,) = cache.iterdir()
    os.utime(kept, (time.time() - 61,) * 2)
    other = authority.crl(by="root")
    web.gives("/ca.crl", other)
    assert trust_fetch.fetch_list(url)
    assert kept_list(cache) == other


def kept_list(cache):
    """The list that was kept."""
    (kept,) = cache.iterdir()
    return kept.read_bytes()


def test_a_very_long_address_is_kept_under_another_name(web, authority, folder, cache):
    url = web.gives("/" + "x" * 300, authority.crl())
    assert trust_fetch.fetch_list(url)
    (kept,) = cache.iterdir()
    assert trust_fetch.list_url(kept) is None


# -- missing issuers -------------------------------------------------------------------------------


@pytest.fixture
def open_network(monkeypatch):
    """The test server counts as one of the open network."""
    monkeypatch.setattr(trust_http, "is_public", lambda address: True)


@pytest.fixture
def lower(authority, web):
    """An authority below the intermediate one, known to nobody, and a certificate by it."""
    profile = certificates.Profile(key_usage=certificates.INTERMEDIATE.key_usage, ca=True)
    name = organization_subject(common_name="Нижний УЦ", organization="ООО Нижний УЦ")
    by_root = authority.issue(name, issuer="root", profile=profile)
    url = web.gives("/lower.cer", by_root.certificate.raw)
    return by_root, authority.issue(HEAD, by=by_root, ca_issuer_urls=[url])


def test_a_missing_issuer_is_fetched_and_kept(lower, web, cache, open_network):
    ca, holder = lower
    assert trust_fetch.fetch_issuers(holder.certificate, (), NOW)
    assert names(cache) == [f"{ca.certificate.fingerprint}.cer"]
    chain = build_chain(holder.certificate, store=trust_store.load(), at=NOW)
    assert chain.fact.answer is Answer.YES
    assert not trust_fetch.fetch_issuers(holder.certificate, (), NOW)  # nothing is missing any more


def test_a_stranger_cannot_make_the_hub_call_into_the_own_network(lower, web, cache):
    _, holder = lower
    assert not trust_fetch.fetch_issuers(holder.certificate, (), NOW)
    assert (web.asked, names(cache)) == ([], [])


def test_issuers_that_lead_nowhere_are_not_kept(authority, web, cache, open_network):
    root = self_signed(HEAD, authority._own("intermediate").key.curve)
    holder = authority.issue(
        people.as_head(people.HEAD), by=root, ca_issuer_urls=[web.gives("/a.cer", root.certificate.raw)]
    )
    assert not trust_fetch.fetch_issuers(holder.certificate, (), NOW)
    namesake = authority.issue(
        HEAD, by=root, ca_issuer_urls=[web.gives("/b.cer", authority._own("root").certificate.raw)]
    )
    assert not trust_fetch.fetch_issuers(namesake.certificate, (), NOW)
    assert (web.asked, names(cache)) == (["/a.cer", "/b.cer"], [])


def test_a_chain_of_addresses_without_end_is_left(authority, web, cache, open_network):
    """Every issuer names another one, certified by the next, and so on."""
    curve = authority._own("intermediate").key.curve
    by, url = self_signed(HEAD, curve), []
    for number in range(8):
        name = organization_subject(common_name=f"УЦ {number}", organization="УЦ")
        by = authority.issue(name, by=by, ca_issuer_urls=url)
        url = [web.gives(f"/{number}.cer", by.certificate.raw)]
    holder = authority.issue(HEAD, by=by, ca_issuer_urls=url)
    assert not trust_fetch.fetch_issuers(holder.certificate, (), NOW)
    assert len(web.asked) <= 3
    assert names(cache) == []


def test_nothing_in_the_cache_is_a_root(authority, folder, cache):
    stranger = self_signed(HEAD, authority._own("intermediate").key.curve)
    (cache / "a.cer").write_bytes(stranger.certificate.raw)
    assert stranger.certificate in trust_store.load().intermediates
    assert not trust_store.load().trusts(stranger.certificate)
    (folder / "a.cer").write_bytes(stranger.certificate.raw)
    assert trust_store.load().trusts(stranger.certificate)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2a02:6b8::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fd00::1", False),
        ("fe80::1", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_what_the_open_network_is(address, public):
    assert trust_http.is_public(address) is public


# -- bounds ----------------------------------------------------------------------------------------


def test_a_host_that_does_not_answer_is_left_alone_for_a_while(monkeypatch, web):
    web.does("/slow", lambda request: time.sleep(1))
    monkeypatch.setattr(trust_http, "_TIMEOUT", httpx.Timeout(0.2))
    with pytest.raises(httpx.TimeoutException):
        trust_http.download(f"{web.url}/slow", 100)
    with pytest.raises(httpx.ConnectError, match="a moment ago"):
        trust_http.download(web.gives("/fast", b"x"), 100)
    assert web.asked == ["/slow"]
    monkeypatch.setattr(trust_http, "monotonic", lambda: time.monotonic() + 31)
    assert trust_http.download(f"{web.url}/fast", 100) == b"x"


def test_a_refusal_is_no_silence(web):
    web.does("/none", lambda request: request.send_error(404))
    with pytest.raises(httpx.HTTPStatusError):
        trust_http.download(f"{web.url}/none", 100)
    assert trust_http.download(web.gives("/fast", b"x"), 100) == b"x"


def test_few_calls_to_one_host_at_a_time(web):
    running, most = [], []

    def answer(request):
        running.append(1)
        most.append(len(running))
        time.sleep(0.05)
        running.pop()
        request.send_response(200)
        request.send_header("Content-Length", "0")
        request.end_headers()

    url = web.does("/", answer)
    assert at_once(*[lambda: trust_http.download(url, 10)] * 8) == [b""] * 8
    assert max(most) <= 2


# -- the folder ------------------------------------------------------------------------------------


def test_only_what_changed_is_read_again(folder, cache, authority):
    (cache / "a.crl").write_bytes(authority.crl())
    before = trust_store.load()
    assert trust_store.load() is before
    trust_store.keep("b.crl", authority.crl(number=8))
    after = trust_store.load()
    assert len(after.crls) == len(before.crls) + 1
    assert {id(item) for item in before.crls} < {id(item) for item in after.crls}
    assert after.signatures is before.signatures


def test_a_list_replaced_in_place_is_noticed(folder, authority):
    path = folder / "own.crl"
    path.write_bytes(authority.crl(number=1))
    assert 1 in [item.number for item in trust_store.load().crls]
    path.write_bytes(authority.crl(number=2))
    os.utime(path, ns=(1, 1))
    assert 2 in [item.number for item in trust_store.load().crls]


def test_thousands_of_kept_files_cost_nothing_to_look_at(folder, cache, authority, intermediate):
    response = ocsp.issue_response(
        ocsp.Request((ocsp.CertId.of(5, intermediate.certificate),)),
        issuer=intermediate.certificate,
        revoked=lambda _: None,
        key=intermediate.key,
        certificate=intermediate.certificate,
        this_update=NOW,
    )
    for number in range(2000):
        (cache / f"{number}.ocsp").write_bytes(response)
    os.utime(cache, (1, 1))
    store = trust_store.load()
    assert len(store.responses) == 2000
    best = min(_seconds(trust_store.load) for _ in range(20))
    assert trust_store.load() is store
    assert best < 0.02


def _seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def test_an_unreadable_file_is_told_of_once(folder, cache, caplog):
    (cache / "a.crl").write_bytes(b"rubbish")
    (cache / "a.ocsp").write_bytes(b"rubbish")
    for number in range(3):
        trust_store.keep(f"{number}.crl", b"more rubbish")
        trust_store.load()
    assert caplog.text.count("a.crl is not readable") == 1
    assert caplog.text.count("a.ocsp is not readable") == 1


# -- the schedule ----------------------------------------------------------------------------------

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("lasts", "fetched", "now", "expected"),
    [
        ((-HOUR * 20, HOUR * 4), -HOUR * 3, timedelta(), False),
        ((-HOUR * 20, HOUR * 2), -HOUR * 3, timedelta(), True),  # the last tenth of its term
        ((-HOUR * 20, HOUR * 2), -HOUR / 2, timedelta(), False),  # asked for just now
        ((-HOUR * 2, HOUR), -HOUR * 2, timedelta(), True),
        ((-DAY, 300 * DAY), -HOUR * 11, timedelta(), False),
        ((-DAY, 300 * DAY), -HOUR * 12, timedelta(), True),
        ((-9 * DAY, -DAY), -HOUR * 3, timedelta(), True),  # out of force, perhaps renewed by now
        ((-99 * DAY, -31 * DAY), -DAY, timedelta(), False),  # nobody renews it
    ],
)
def test_when_a_list_is_due(lasts, fetched, now, expected, authority):
    listed = Crl.parse(authority.crl(begins=lasts[0], ends=lasts[1]))
    moment = datetime.now(UTC) + now
    assert trust_updates.due(listed, moment + fetched, moment) is expected


def test_lists_are_renewed_and_leftovers_removed(folder, cache, authority, web):
    near, far = (web.gives(path, authority.crl(number=2)) for path in ("/near.crl", "/far.crl"))
    gone = web.does("/gone.crl", lambda request: request.send_error(404))
    for url, ends in ((near, HOUR / 2), (far, 9 * DAY), (gone, HOUR / 2)):
        trust_store.keep(trust_fetch.list_name(url), authority.crl(ends=ends, number=1))
    (cache / "own.crl").write_bytes(authority.crl(ends=HOUR / 2))  # of unknown origin: stays as it is
    for name, age in (("old.ocsp", 8), ("new.ocsp", 6), ("old.part", 2), ("new.part", 0)):
        (cache / name).write_bytes(b"")
        os.utime(cache / name, (time.time() - age * 86400,) * 2)
    for path in cache.glob("*.crl"):
        os.utime(path, (time.time() - 3 * 3600,) * 2)
    assert handler_for(trust_updates.KIND).perform(None) == {"fetched": 1, "failed": 1, "removed": 2}
    assert sorted(web.asked) == ["/gone.crl", "/near.crl"]
    kept = {trust_fetch.list_url(path): item.number for path, item in trust_store.kept_lists()}
    assert (kept[near], kept[far], kept[gone]) == (2, 1, 1)
    assert {"new.ocsp", "new.part"} <= set(names(cache))
    assert not {"old.ocsp", "old.part"} & set(names(cache))
