"""Lists and responses judged by us and by OpenSSL."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from path_kit import CERTIFIES, address, authority, certify, key_ids, name, usage, user
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
from trust_kit import DAY, NOW, Holder, OpenSSL

from paraph.trust import der, ocsp, oids
from paraph.trust.certificate import to_pem
from paraph.trust.crl import Crl
from paraph.trust.extensions import crl_distribution_points, extension
from paraph.trust.path_check import judge
from paraph.trust.purpose import Purpose
from paraph.trust.store import Enclosed, TrustStore
from paraph.trust.verdict import Answer

pytestmark = pytest.mark.openssl
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNDETERMINED


def openssl_says(openssl: OpenSSL, folder: Path, world: World, leaf: Holder, *found: Crl | Holder) -> Answer:
    """`openssl verify -crl_check_all` with everything we know."""
    extra = [item.certificate for item in found if isinstance(item, Holder)]
    lists = [world.root_list, *(item for item in found if isinstance(item, Crl))]
    files = {
        "root": world.root.certificate.pem(),
        "known": b"".join(item.pem() for item in (world.ca.certificate, *extra)),
        "lists": b"".join(to_pem(item.raw, "X509 CRL") for item in lists),
        "leaf": leaf.certificate.pem(),
    }
    for title, data in files.items():
        (folder / title).write_bytes(data)
    done = openssl(
        *("verify", "-crl_check_all", "-extended_crl", "-use_deltas", "-CAfile", folder / "root"),
        *("-untrusted", folder / "known", "-CRLfile", folder / "lists", folder / "leaf"),
        ok=None,
    )
    if done.returncode == 0:
        return YES
    return NO if "certificate revoked" in done.stderr else UNKNOWN


URL = address("http://pki.test.invalid/1.crl")


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def test_every_kind_of_list_means_the_same_to_openssl(world: World, openssl: OpenSSL, tmp_path: Path) -> None:
    leaf = user("Лист", world.ca)
    at_url = scope(der.explicit(0, der.explicit(0, URL)))
    named = user("Лист", world.ca, points(point(URL)))
    unnamed = user("Лист", world.ca, points(point(address("http://pki.test.invalid/2.crl"))))
    fresh, old = listed(world.ca), {"since": NOW - 9 * DAY, "until": NOW - DAY}
    cases: list[tuple[Holder, list[Crl | Holder], Answer]] = [
        (leaf, [fresh], YES),
        (leaf, [], UNKNOWN),
        (leaf, [listed(world.ca, revoked(leaf))], NO),
        (leaf, [listed(world.ca, hold(leaf))], NO),
        (leaf, [listed(world.ca, **old)], UNKNOWN),
        (leaf, [listed(world.ca, extensions=[some_reasons(1, 2)])], UNKNOWN),
        (leaf, [listed(world.ca, revoked(leaf), extensions=[some_reasons(1, 2)])], NO),
        (named, [listed(world.ca, extensions=[at_url])], YES),
        (unnamed, [listed(world.ca, extensions=[at_url])], UNKNOWN),
        (leaf, [listed(world.ca, extensions=[scope(der.implicit(1, der.boolean(True)))])], YES),
        (leaf, [listed(world.ca, extensions=[scope(der.implicit(2, der.boolean(True)))])], UNKNOWN),
    ]
    for holder, found, expected in cases:
        assert world.ask(holder, *found).answer is expected
        assert openssl_says(openssl, tmp_path, world, holder, *found) is expected, (found, expected)


def test_deltas_mean_the_same_to_openssl(openssl: OpenSSL, tmp_path: Path) -> None:
    """OpenSSL looks for deltas only where one is announced, and wants the full list in force too."""
    world = World()
    world.ca = authority("УЦ", world.root, *key_ids(subject=b"ca"))
    leaf = user("Лист", world.ca, *key_ids(issuer=b"ca"))
    freshest = extension(oids.FRESHEST_CRL, crl_distribution_points(["http://pki.test.invalid/delta.crl"]))
    base, held = (
        listed(world.ca, *entries, since=NOW - DAY, extensions=[freshest]) for entries in ([], [hold(leaf)])
    )
    for found, expected in (
        ([base, delta(world.ca, since=NOW)], YES),
        ([base, delta(world.ca, revoked(leaf), since=NOW)], NO),
        ([held, delta(world.ca, since=NOW)], NO),
        ([held, delta(world.ca, lifted(leaf), since=NOW)], YES),
        ([held, delta(world.ca, lifted(leaf), since=NOW, base=8)], NO),
    ):
        assert world.ask(leaf, *found).answer is expected
        assert openssl_says(openssl, tmp_path, world, leaf, *found) is expected, (found, expected)


def test_indirect_lists_mean_the_same_to_openssl(world: World, openssl: OpenSSL, tmp_path: Path) -> None:
    lister = certify(name("Издатель списков"), world.root, usage({6}))
    leaf = user("Лист", world.ca, points(point(issuer=lister.certificate.subject)))
    template = listed(lister, extensions=[indirect()])
    for whose, expected in (("УЦ", NO), ("Другой УЦ", YES)):
        bad = entry(leaf.certificate.serial, NOW - DAY, concerning(name(whose)))
        found = [with_entries(template, lister, bad), lister]
        assert world.ask(leaf, *found).answer is expected
        assert openssl_says(openssl, tmp_path, world, leaf, *found) is expected


def test_the_renewed_key_of_an_authority_signs_lists_for_openssl_too(
    world: World, openssl: OpenSSL, tmp_path: Path
) -> None:
    leaf = user("Лист", world.ca)
    renewed = certify(name("УЦ"), world.root, usage(CERTIFIES))
    found = [listed(renewed, revoked(leaf)), renewed]
    assert world.ask(leaf, *found).answer is NO
    assert openssl_says(openssl, tmp_path, world, leaf, *found) in (NO, UNKNOWN)  # it finds paths by key ids


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_responses_are_judged_as_openssl_does(
    data: st.DataObject, openssl: OpenSSL, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whoever answers, whatever they say: `openssl ocsp -respin` accepts what we accept."""
    folder = tmp_path_factory.mktemp("ocsp")
    world = World()
    leaf = user("Лист", world.ca)
    signers = {
        "ca": world.ca,
        "appointed": responder(world.ca),
        "by another": responder(world.root),
        "not appointed": user("Служба", world.ca),
        "self": leaf,
    }
    signer = signers[data.draw(st.sampled_from(sorted(signers)))]
    entries = data.draw(st.sampled_from([[], [revoked(leaf)]]))
    age = data.draw(st.sampled_from([timedelta(0), 3 * DAY]))
    response = answered(
        leaf.certificate, world.ca.certificate, signer, *entries, since=NOW - age, until=NOW - age + 2 * DAY
    )
    assert response.produced_at.tzinfo is UTC
    for title, content in (
        ("ca.pem", world.ca.certificate.pem()),
        ("root.pem", world.root.certificate.pem() + world.ca.certificate.pem()),
        ("leaf.pem", leaf.certificate.pem()),
        ("response", response.raw),
    ):
        (folder / title).write_bytes(content)
    done = openssl(
        *("ocsp", "-respin", folder / "response", "-CAfile", folder / "root.pem", "-no_nonce"),
        *("-issuer", folder / "ca.pem", "-cert", folder / "leaf.pem"),
        ok=None,
    )
    said = done.stdout + done.stderr
    believed = "Response verify OK" in said and "WARNING: Status times invalid" not in said
    theirs = (NO if "revoked" in done.stdout else YES) if believed else UNKNOWN
    ours = world.ask(leaf, response, enclosed=Enclosed((signer.certificate,))).answer
    # A revocation is for ever: an answer out of force that tells of one is still an answer.
    expected = NO if entries and "Response verify OK" in said else theirs
    assert ours is expected, said


def test_our_request_is_answered_by_openssl_and_believed(
    openssl: OpenSSL, openssl_pki, tmp_path: Path
) -> None:
    sub = openssl_pki.certificate("sub")
    store = openssl_pki.store()
    for title, expected in (("revoked", NO), (openssl_pki.signers["1.2.643.2.2.35.1"], YES)):
        leaf = openssl_pki.certificate(title)
        request = ocsp.Request((ocsp.CertId.of(leaf.serial, sub),), nonce=b"n" * 16)
        (tmp_path / "q").write_bytes(request.encode())
        openssl(
            *("ocsp", "-index", openssl_pki.path("sub.idx"), "-CA", openssl_pki.path("sub.crt")),
            *("-rsigner", openssl_pki.path("sub.crt"), "-rkey", openssl_pki.path("sub.key")),
            *("-rmd", "md_gost12_256", "-reqin", tmp_path / "q", "-respout", tmp_path / "r", "-ndays", "1"),
        )
        response = ocsp.Response.parse((tmp_path / "r").read_bytes())
        bare = TrustStore(store.roots, store.intermediates, [store.lists(sub.issuer.raw)[0]], [response])
        found = judge(leaf, store=bare, enclosed=Enclosed(), at=NOW + DAY / 24, purpose=Purpose.SIGNING)
        assert found.revocation.answer is expected, found.revocation
        assert found.revocation.source.startswith("OCSP")
