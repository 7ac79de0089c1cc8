"""Revocation by lists of every kind and by OCSP: what counts, what does not, and what is said."""

from __future__ import annotations

import pytest
from path_kit import CERTIFIES, address, authority, basic, certify, directory, name, usage, user
from revocation_kit import (
    World,
    answered,
    concerning,
    delta,
    entry,
    hold,
    indirect,
    lifted,
    listed,
    point,
    points,
    responder,
    revoked,
    scope,
    some_reasons,
    with_entries,
)
from trust_kit import DAY, NOW, Holder

from paraph.trust import der, ocsp, oids
from paraph.trust.crl import Crl
from paraph.trust.extensions import extension
from paraph.trust.keys import sign_data, signature_algorithm
from paraph.trust.store import Enclosed
from paraph.trust.verdict import Answer

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNDETERMINED


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def leaf(world: World) -> Holder:
    return user("Лист", world.ca)


def test_what_answered_and_about_whom_is_told_apart(world: World, leaf: Holder) -> None:
    fact = world.ask(leaf, listed(world.ca, number=12))
    assert fact.answer is YES
    assert "CRL «УЦ» № 12 от " in fact.source
    assert [check.name for check in fact.checks] == ["revocation.certificate", "revocation.authority"]


# -- deltas ----------------------------------------------------------------------------------------

OLD = {"since": NOW - 9 * DAY, "until": NOW - 2 * DAY}


def test_a_delta_makes_an_old_list_tell_of_today(world: World, leaf: Holder) -> None:
    old = listed(world.ca, **OLD)
    assert world.ask(leaf, old).answer is UNKNOWN
    fact = world.ask(leaf, old, delta(world.ca))
    assert fact.answer is YES
    assert "CRL «УЦ» № 7" in fact.source
    assert "дополнение к CRL «УЦ» № 9" in fact.source


def test_a_delta_adds_and_lifts(world: World, leaf: Holder) -> None:
    held = listed(world.ca, hold(leaf), since=NOW - 2 * DAY)
    assert world.ask(leaf, held).answer is NO
    assert world.ask(leaf, held, delta(world.ca, lifted(leaf))).answer is YES
    assert world.ask(leaf, listed(world.ca, since=NOW - 2 * DAY), delta(world.ca, revoked(leaf))).answer is NO
    assert world.ask(leaf, listed(world.ca, revoked(leaf), **OLD), delta(world.ca)).answer is NO


@pytest.mark.parametrize(
    "options",
    [{"base": 8}, {"number": 7}, {"extensions": [some_reasons(1)]}],
    ids=["later base", "not newer", "other scope"],
)
def test_a_delta_goes_only_with_its_base(options: dict[str, object], world: World, leaf: Holder) -> None:
    old = listed(world.ca, **OLD)
    assert world.ask(leaf, old, delta(world.ca, **options)).answer is UNKNOWN


def test_a_delta_alone_tells_of_revocations_only(world: World, leaf: Holder) -> None:
    assert world.ask(leaf, delta(world.ca)).answer is UNKNOWN
    assert world.ask(leaf, delta(world.ca, revoked(leaf))).answer is NO
    assert world.ask(leaf, delta(world.ca, lifted(leaf))).answer is UNKNOWN


# -- suspension ------------------------------------------------------------------------------------


def test_a_suspension_lasts_until_it_is_lifted(world: World, leaf: Holder) -> None:
    """Held on day −5, still so in the list of day −4, lifted in that of day −1."""
    during = listed(world.ca, hold(leaf, NOW - 5 * DAY), since=NOW - 4 * DAY, until=NOW + DAY, number=1)
    after = listed(world.ca, since=NOW - DAY, number=2)
    assert world.ask(leaf, during, after).answer is YES
    fact = world.ask(leaf, during, after, at=NOW - 3 * DAY)
    assert (fact.answer, "приостановлен" in fact.reason) == (NO, True)
    before = world.ask(leaf, during, at=NOW - 6 * DAY)
    assert (before.answer, "ещё не был приостановлен" in before.reason) == (YES, True)


# -- partial lists, points -------------------------------------------------------------------------


def test_lists_of_some_reasons_together_tell_of_all(world: World, leaf: Holder) -> None:
    one = listed(world.ca, extensions=[some_reasons(1, 2, 3, 4)])
    assert "не обо всех причинах" in world.ask(leaf, one).reason
    rest = listed(world.ca, extensions=[some_reasons(5, 6, 7, 8)])
    assert world.ask(leaf, one).answer is UNKNOWN
    fact = world.ask(leaf, one, rest)
    assert fact.answer is YES
    assert fact.source.count("CRL «УЦ»") == 2
    bad = listed(world.ca, revoked(leaf), extensions=[some_reasons(1)])
    assert world.ask(leaf, bad).answer is NO


URL, OTHER_URL = address("http://pki.test.invalid/1.crl"), address("http://pki.test.invalid/2.crl")
AT_URL, AT_OTHER = (scope(der.explicit(0, der.explicit(0, url))) for url in (URL, OTHER_URL))


@pytest.mark.parametrize(
    ("found", "extensions", "answer"),
    [
        (points(point(URL)), [AT_URL], YES),
        (points(point(URL)), [AT_OTHER], UNKNOWN),
        (points(point(URL), point(OTHER_URL)), [AT_OTHER], YES),
        (points(point(URL, reasons={1, 2})), [AT_URL], UNKNOWN),
        (points(point(URL, reasons={1, 2})), [], YES),  # the CA's plain list covers all the same
        (None, [AT_URL], UNKNOWN),
        (None, [scope(der.explicit(0, der.explicit(0, directory(name("УЦ")))))], YES),
        (extension(oids.CRL_DISTRIBUTION_POINTS, der.null()), [AT_URL], UNKNOWN),
        (extension(oids.CRL_DISTRIBUTION_POINTS, der.null()), [], YES),
    ],
)
def test_a_list_of_one_point_is_for_certificates_that_name_it(
    found, extensions, answer, world: World
) -> None:
    holder = user("Лист", world.ca, *([found] if found else []))
    assert world.ask(holder, listed(world.ca, extensions=extensions)).answer is answer


def test_a_relative_point_name_is_completed_by_the_issuer(world: World) -> None:
    rdn = der.set_of([der.sequence(der.oid(oids.COMMON_NAME), der.utf8("Список 1"))])
    relative = der.explicit(0, bytes([0xA1]) + rdn[1:])
    full = directory_of(world.ca.certificate.subject.raw, rdn)
    holder = user("Лист", world.ca, points(der.sequence(relative)))
    for part in (relative, der.explicit(0, der.explicit(0, full))):
        assert world.ask(holder, listed(world.ca, extensions=[scope(part)])).answer is YES


def directory_of(issuer: bytes, rdn: bytes) -> bytes:
    return der.explicit(4, der.sequence(der.read(issuer).content, rdn))


# -- indirect lists --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lister(world: World) -> Holder:
    return certify(name("Издатель списков"), world.root, usage({6}))


@pytest.mark.parametrize(
    ("concerns", "extensions", "answer"),
    [
        ("УЦ", [indirect()], NO),
        ("Другой УЦ", [indirect()], YES),
        (None, [indirect()], YES),  # then it is a certificate of the lister itself
        ("УЦ", [], UNKNOWN),  # not an indirect list: says nothing of the CA's certificates
    ],
)
def test_an_indirect_list_says_whose_certificates_it_means(
    concerns, extensions, answer, world, lister
) -> None:
    holder = user("Лист", world.ca, points(point(issuer=lister.certificate.subject)))
    extra = [concerning(name(concerns))] if concerns else []
    template = listed(lister, extensions=extensions)
    later = entry(holder.certificate.serial, NOW - DAY)
    found = with_entries(template, lister, entry(77, NOW - DAY, *extra), later)  # «whose» holds for the next
    assert world.ask(holder, found, lister).answer is answer


def test_only_the_entrusted_issue_indirect_lists(world: World, lister: Holder) -> None:
    plain = user("Лист", world.ca)
    bad = with_entries(
        listed(lister, extensions=[indirect()]),
        lister,
        entry(plain.certificate.serial, NOW - DAY, concerning(name("УЦ"))),
    )
    assert world.ask(plain, listed(world.ca), bad, lister).answer is YES  # it entrusted nobody
    entrusting = user("Лист", world.ca, points(point(issuer=name("Издатель списков"))))
    stranger = certify(name("Издатель списков"), authority("Чужой корень", None), usage({6}))
    assert world.ask(entrusting, listed(stranger, extensions=[indirect()]), stranger).answer is UNKNOWN
    assert world.ask(entrusting, listed(lister, extensions=[indirect()]), lister).answer is YES


def test_a_list_with_an_unknown_critical_extension_says_nothing(world: World, leaf: Holder) -> None:
    odd = extension("1.2.3.4", der.null(), critical=True)
    fact = world.ask(leaf, listed(world.ca, revoked(leaf), extensions=[odd]))
    assert (fact.answer, "неизвестное обязательное расширение 1.2.3.4" in fact.reason) == (UNKNOWN, True)


# -- another key of the authority ------------------------------------------------------------------


def test_a_list_by_another_key_of_the_authority_counts_as_to_those_it_names(
    world: World, leaf: Holder
) -> None:
    renewed = authority("УЦ", world.root)
    assert renewed.key.point != world.ca.key.point
    assert world.ask(leaf, listed(renewed, revoked(leaf)), renewed).answer is NO
    assert world.ask(leaf, listed(renewed, revoked(leaf))).answer is UNKNOWN  # its certificate is not known
    enclosed = Enclosed((renewed.certificate,), (listed(renewed, revoked(leaf)),))
    assert world.ask(leaf, enclosed=enclosed).answer is NO
    fact = world.ask(leaf, listed(renewed), renewed)  # perhaps it keeps a list for each of its keys
    assert (fact.answer, "подписан другим ключом УЦ" in fact.reason) == (UNKNOWN, True)
    assert world.ask(leaf, listed(renewed), listed(world.ca), renewed).answer is YES


def test_a_list_by_another_key_that_is_meant_for_this_one_tells_all(world: World) -> None:
    renewed = authority("УЦ", world.root)
    named = user("Лист", world.ca, points(point(URL)))
    assert world.ask(named, listed(renewed, extensions=[AT_URL]), renewed).answer is YES
    assert world.ask(named, listed(renewed, extensions=[AT_OTHER]), renewed).answer is UNKNOWN
    divided = World()
    divided.ca = certify(name("УЦ"), divided.root, basic(), usage({5}))  # issues certificates and no lists
    lister = certify(name("УЦ"), divided.root, usage({6}))
    holder = user("Лист", divided.ca)
    assert divided.ask(holder, listed(lister), lister).answer is YES
    assert divided.ask(holder, listed(lister, revoked(holder)), lister).answer is NO


def test_a_list_by_a_namesake_under_another_root_does_not_count(world: World, leaf: Holder) -> None:
    stranger = authority("УЦ", authority("Чужой корень", None))
    assert world.ask(leaf, listed(stranger), stranger).answer is UNKNOWN
    assert world.ask(leaf, listed(world.ca), listed(stranger, revoked(leaf)), stranger).answer is YES


@pytest.mark.parametrize("why", ["no right", "expired", "revoked", "status unknown"])
def test_the_other_key_must_itself_be_good(why: str, world: World) -> None:
    options = {"not_after": NOW - 2 * DAY} if why == "expired" else {}
    bits = {5} if why == "no right" else CERTIFIES
    renewed = certify(name("УЦ"), world.root, basic(), usage(bits), **options)
    named = user("Лист", world.ca, points(point(URL)))
    entries = [revoked(renewed)] if why == "revoked" else []
    known = listed(world.root, *entries, until=NOW + DAY)
    if why == "status unknown":
        known = listed(world.root, since=NOW - 9 * DAY, until=NOW - 8 * DAY)
    found = [listed(renewed, extensions=[AT_URL]), renewed]
    assert world.ask(named, *found, root_list=known).answer is UNKNOWN


# -- freshness, expired certificates ---------------------------------------------------------------


@pytest.mark.parametrize(("moment", "answer"), [(NOW + DAY, YES), (NOW + DAY + DAY / 1000, UNKNOWN)])
def test_a_list_is_in_force_up_to_its_next_update(moment, answer, world: World, leaf: Holder) -> None:
    assert world.ask(leaf, listed(world.ca), at=moment).answer is answer


def test_a_list_that_keeps_expired_certificates_tells_of_them(world: World) -> None:
    holder = user("Лист", world.ca, not_after=NOW - 10 * DAY)
    at = NOW - 11 * DAY
    fact = world.ask(holder, listed(world.ca), at=at)
    assert (fact.answer, "истёкшие сертификаты из них исключаются" in fact.reason) == (UNKNOWN, True)
    for since, answer in ((NOW - 10 * DAY, YES), (NOW - 9 * DAY, UNKNOWN)):
        keeps = extension(oids.EXPIRED_CERTS_ON_CRL, der.generalized_time(since))
        assert world.ask(holder, listed(world.ca, extensions=[keeps]), at=at).answer is answer


# -- OCSP ------------------------------------------------------------------------------------------


def test_responses_tell_the_state(world: World, leaf: Holder) -> None:
    service = responder(world.ca)
    pair = (leaf.certificate, world.ca.certificate)
    good = answered(*pair, service)
    for place in ("store", "enclosed"):
        found, enclosed = ([good], Enclosed()) if place == "store" else ([], Enclosed(responses=(good,)))
        fact = world.ask(leaf, *found, enclosed=with_service(enclosed, service))
        assert (fact.answer, fact.source.startswith("OCSP от ")) == (YES, True)
    inside = with_service(Enclosed(), service)
    assert world.ask(leaf, answered(*pair, service, revoked(leaf)), enclosed=inside).answer is NO
    assert world.ask(leaf, answered(*pair, service, hold(leaf)), enclosed=inside).answer is NO
    by_ca = answered(*pair, world.ca)
    assert world.ask(leaf, by_ca).answer is YES
    # Revoked by any valid source wins, whichever is newer.
    newer = listed(world.ca, since=NOW + DAY, until=NOW + 2 * DAY)
    assert world.ask(leaf, newer, answered(*pair, world.ca, revoked(leaf))).answer is NO
    assert world.ask(leaf, by_ca, listed(world.ca, revoked(leaf))).answer is NO


def with_service(enclosed: Enclosed, service: Holder) -> Enclosed:
    return Enclosed((*enclosed.certificates, service.certificate), enclosed.crls, enclosed.responses)


@pytest.mark.parametrize(
    ("since", "until", "answer"),
    [
        (NOW, None, YES),
        (NOW - DAY / 48, None, YES),
        (NOW - DAY / 12, None, UNKNOWN),  # no end named: relied on for an hour
        (NOW - DAY, NOW, YES),
        (NOW - 2 * DAY, NOW - DAY, UNKNOWN),
        (NOW + 5 * DAY, None, YES),
        (NOW + 301 * DAY, None, UNKNOWN),  # the certificate had expired by then
    ],
)
def test_a_response_has_its_time(since, until, answer, world: World, leaf: Holder) -> None:
    found = answered(leaf.certificate, world.ca.certificate, world.ca, since=since, until=until)
    assert world.ask(leaf, found).answer is answer


def test_responses_of_others_are_not_believed(world: World, leaf: Holder) -> None:
    pair = (leaf.certificate, world.ca.certificate)
    services = [
        user("Лист 2", world.ca),  # not appointed
        responder(world.root),  # appointed by another
        responder(world.ca, not_after=NOW - DAY),
        responder(world.ca, extension("1.2.3.4", der.null(), critical=True)),
    ]
    for service in services:
        fact = world.ask(leaf, answered(*pair, service), enclosed=with_service(Enclosed(), service))
        assert fact.answer is UNKNOWN
    other = authority("УЦ", world.root)  # another key: the response is about another issuer's certificate
    assert world.ask(leaf, answered(leaf.certificate, other.certificate, other), other).answer is UNKNOWN


def test_a_responder_without_nocheck_must_not_be_revoked(world: World, leaf: Holder) -> None:
    service = responder(world.ca, no_check=False)
    found = answered(leaf.certificate, world.ca.certificate, service)
    inside = with_service(Enclosed(), service)
    fact = world.ask(leaf, found, enclosed=inside)
    assert (fact.answer, "не проверен отзыв сертификата самой службы" in fact.reason) == (UNKNOWN, True)
    stale = {"since": NOW - 3 * DAY, "until": NOW + DAY}
    bad = listed(world.ca, revoked(service, NOW - 4 * DAY), **stale)
    accused = answered(leaf.certificate, world.ca.certificate, service, revoked(leaf))
    assert world.ask(leaf, bad, accused, enclosed=inside).answer is YES  # only the list is believed
    assert world.ask(leaf, listed(world.ca, **stale), accused, enclosed=inside).answer is NO


@pytest.mark.parametrize("no_check", [True, False])
def test_one_responder_may_serve_all_keys_of_an_authority(no_check: bool, world: World, leaf: Holder) -> None:
    renewed = authority("УЦ", world.root)
    service = responder(renewed, no_check=no_check)
    inside = with_service(Enclosed(), service)
    pair = (leaf.certificate, world.ca.certificate)
    own = [] if no_check else [listed(renewed)]
    assert world.ask(leaf, answered(*pair, service), renewed, *own, enclosed=inside).answer is YES
    accused = answered(*pair, service, revoked(leaf))
    assert world.ask(leaf, accused, renewed, *own, enclosed=inside).answer is NO
    assert world.ask(leaf, accused, *own, enclosed=inside).answer is UNKNOWN  # the other key is not known
    fired = listed(renewed, revoked(service))
    assert no_check or world.ask(leaf, accused, renewed, fired, enclosed=inside).answer is UNKNOWN


@pytest.mark.parametrize("why", ["another root", "another name", "revoked", "expired"])
def test_a_responder_of_another_key_needs_a_good_path(why: str, world: World, leaf: Holder) -> None:
    root = authority("Чужой корень", None) if why == "another root" else world.root
    options = {"not_after": NOW - 2 * DAY} if why == "expired" else {}
    named = name("УЦ 2" if why == "another name" else "УЦ")
    renewed = certify(named, root, basic(), usage(CERTIFIES), **options)
    entries = [revoked(renewed)] if why == "revoked" else []
    service = responder(renewed)
    fact = world.ask(
        leaf,
        answered(leaf.certificate, world.ca.certificate, service),
        renewed,
        root_list=listed(world.root, *entries),
        enclosed=with_service(Enclosed(), service),
    )
    assert fact.answer is UNKNOWN
    assert ("нет надёжного пути" in fact.reason) is (why != "another name")


def test_unknown_to_the_responder_is_not_known(world: World, leaf: Holder) -> None:
    elsewhere = ocsp.CertId.of(leaf.certificate.serial, world.ca.certificate)
    data = ocsp.issue_response(
        ocsp.Request((elsewhere,)),
        issuer=world.root.certificate,  # so the answer about the other CA's certificate is «unknown»
        revoked=lambda _: None,
        key=world.ca.key,
        certificate=world.ca.certificate,
        this_update=NOW,
    )
    response = ocsp.Response.parse(data)
    fact = world.ask(leaf, response)
    assert (fact.answer, "не знает сертификата" in fact.reason) == (UNKNOWN, True)
    assert world.ask(leaf, response, listed(world.ca)).answer is YES


def test_a_responder_may_be_named_by_its_key(world: World, leaf: Holder) -> None:
    found = answered(leaf.certificate, world.ca.certificate, world.ca)
    fields = [field.raw for field in der.read(found.tbs)]
    for identifier, answer in ((world.ca.certificate.public_key.key_identifier, YES), (b"\0" * 20, UNKNOWN)):
        tbs = der.sequence(der.explicit(2, der.octet_string(identifier)), *fields[1:])
        assert world.ask(leaf, resigned(tbs, world.ca)).answer is answer


def resigned(tbs: bytes, by: Holder) -> ocsp.Response:
    """A response of the given ResponseData."""
    basic_response = der.sequence(tbs, signature_algorithm(by.key), der.bit_string(sign_data(by.key, tbs)))
    body = der.sequence(der.oid(oids.OCSP_BASIC), der.octet_string(basic_response))
    return ocsp.Response.parse(der.sequence(der.enumerated(0), der.explicit(0, body)))


# -- altered bytes ---------------------------------------------------------------------------------


def test_any_changed_byte_of_a_list_makes_it_worthless(world: World, leaf: Holder) -> None:
    genuine = listed(world.ca, revoked(user("Другой", world.ca)))
    for place in range(len(genuine.raw)):
        raw = genuine.raw[:place] + bytes([genuine.raw[place] ^ 0x01]) + genuine.raw[place + 1 :]
        try:
            changed = Crl.parse(raw)
        except der.DerError:
            continue
        fact = world.ask(leaf, changed)
        assert fact.answer is UNKNOWN, place
        assert fact.reason.startswith("Отзыв сертификата «Лист» не проверен: нет списка отозванных УЦ"), place


def test_any_changed_byte_of_a_response_makes_it_worthless(world: World, leaf: Holder) -> None:
    genuine = answered(leaf.certificate, world.ca.certificate, world.ca)
    signed_end = genuine.raw.index(genuine.tbs) + len(genuine.tbs)
    signature_end = genuine.raw.index(genuine.signature) + len(genuine.signature)
    for place in range(signature_end):
        raw = genuine.raw[:place] + bytes([genuine.raw[place] ^ 0x01]) + genuine.raw[place + 1 :]
        try:
            changed = ocsp.Response.parse(raw)
        except ocsp.OcspError:
            continue
        assert world.ask(leaf, changed).answer is UNKNOWN, (place, signed_end)


def test_the_leaf_of_a_trusted_root_itself_needs_no_list(world: World) -> None:
    fact = world.ask(Holder(world.root.key, world.root.certificate))
    assert (fact.answer, fact.checks) == (YES, ())
