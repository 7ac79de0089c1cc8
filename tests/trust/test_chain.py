"""Paths: every rule of RFC 5280 cl. 6.1 met and broken, one at a time."""

from __future__ import annotations

import pytest
from path_kit import (
    CERTIFIES,
    SIGNS,
    alternatives,
    authority,
    basic,
    certify,
    chain_of,
    directory,
    dns,
    expect,
    inhibit_any,
    key,
    key_ids,
    limits,
    mailbox,
    mappings,
    name,
    named,
    policies,
    policy_constraints,
    purposes,
    usage,
    user,
)
from path_kit import address as uri
from trust_kit import DAY, NOW, Holder

from paraph.trust import der, oids
from paraph.trust.certificate import Certificate
from paraph.trust.chain import build_chain
from paraph.trust.extensions import extension
from paraph.trust.purpose import Purpose
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNDETERMINED
ANY = oids.ANY_POLICY
P1, P2, P3 = "1.2.3.1", "1.2.3.2", "1.2.3.3"


@pytest.fixture(scope="module")
def root() -> Holder:
    return authority("Корень", None)


# -- dates, key period -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        (NOW - 30 * DAY - DAY / 1000, NO),
        (NOW - 30 * DAY, YES),
        (NOW + 300 * DAY, YES),
        (NOW + 300 * DAY + DAY / 1000, NO),
    ],
)
def test_both_ends_of_the_validity_period_belong_to_it(at, answer, root: Holder) -> None:
    wide = authority("Корень", None, not_before=NOW - 900 * DAY, not_after=NOW + 900 * DAY)
    expect(chain_of(user("Л", wide), wide, at=at), "chain.dates", answer)


@pytest.mark.parametrize(("days", "answer"), [(-20, NO), (0, YES), (20, NO)])
def test_the_period_of_the_key_is_a_warning(days: int, answer: Answer, root: Holder) -> None:
    ends = [der.implicit(tag, der.generalized_time(NOW + sign * 10 * DAY)) for tag, sign in ((0, -1), (1, 1))]
    leaf = user("Л", root, extension(oids.PRIVATE_KEY_USAGE_PERIOD, der.sequence(*ends)))
    chain = chain_of(leaf, root, at=NOW + days * DAY)
    assert (named(chain, "chain.key-period").answer, named(chain, "chain.key-period").warning) == (
        answer,
        True,
    )
    assert chain.fact.answer is YES


def test_an_unreadable_key_period_is_an_undetermined_warning(root: Holder) -> None:
    leaf = user("Л", root, extension(oids.PRIVATE_KEY_USAGE_PERIOD, der.null()))
    assert named(chain_of(leaf, root), "chain.key-period").answer is UNKNOWN


# -- purposes --------------------------------------------------------------------------------------

STAMPS, ANSWERS = oids.EKU_TIME_STAMPING, oids.EKU_OCSP_SIGNING


@pytest.mark.parametrize(
    ("extensions", "purpose", "answer"),
    [
        ([usage(SIGNS)], Purpose.SIGNING, YES),
        ([], Purpose.SIGNING, YES),
        ([usage({2, 3})], Purpose.SIGNING, NO),
        ([usage({1})], Purpose.SIGNING, YES),
        ([usage(SIGNS), purposes(STAMPS)], Purpose.TIME_STAMPING, YES),
        ([usage(SIGNS), purposes(STAMPS, critical=False)], Purpose.TIME_STAMPING, NO),
        ([usage(SIGNS), purposes(STAMPS, ANSWERS)], Purpose.TIME_STAMPING, NO),
        ([usage({5, 6}), purposes(STAMPS)], Purpose.TIME_STAMPING, NO),
        ([usage(SIGNS)], Purpose.TIME_STAMPING, NO),
        ([usage(SIGNS), purposes(ANSWERS, critical=False)], Purpose.OCSP_SIGNING, YES),
        ([usage(SIGNS), purposes(STAMPS)], Purpose.OCSP_SIGNING, NO),
        ([usage({6})], Purpose.CRL_SIGNING, YES),
        ([usage(SIGNS)], Purpose.CRL_SIGNING, NO),
    ],
)
def test_a_certificate_is_used_for_what_it_was_issued(
    extensions: list[bytes], purpose: Purpose, answer: Answer, root: Holder
) -> None:
    leaf = certify(name("Л"), root, *extensions)
    expect(chain_of(leaf, root, purpose=purpose), "chain.purpose", answer)


# -- authorities -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("extensions", "answer"),
    [
        ([basic(), usage(CERTIFIES)], YES),
        ([basic()], YES),
        ([basic(ca=False), usage(CERTIFIES)], NO),
        ([usage(CERTIFIES)], NO),
        ([basic(), usage({6})], NO),
    ],
)
def test_an_issuer_is_an_authority(extensions: list[bytes], answer: Answer, root: Holder) -> None:
    issuer = certify(name("УЦ"), root, *extensions)
    expect(chain_of(user("Л", issuer), root, issuer), "chain.authorities", answer)


def test_certificates_of_version_1_are_authorities_only_when_trusted_themselves(root: Holder) -> None:
    old_root = certify(name("Старый корень"), None, version=1)
    assert old_root.certificate.version == 1
    expect(chain_of(user("Л", old_root), old_root), "chain.authorities", YES)
    between = certify(name("УЦ"), root, version=1)
    expect(chain_of(user("Л", between), root, between), "chain.authorities", NO)


def test_extensions_belong_to_version_3(root: Holder) -> None:
    with pytest.raises(der.DerError, match="версия"):
        certify(name("Л"), root, usage(SIGNS), version=2)


@pytest.mark.parametrize(
    ("lengths", "answer"),
    [
        ((None, None), YES),
        ((1, 0), YES),
        ((0, None), NO),
        ((1, None), YES),
        ((None, 0), YES),
    ],
)
def test_no_more_authorities_than_allowed(lengths, answer: Answer) -> None:
    """Root (its own limit counts too) → УЦ 1 → leaf, and below УЦ 1 another one."""
    first, second = lengths
    top = authority("Корень", None, length=2)
    one = authority("УЦ 1", top, length=first)
    two = authority("УЦ 2", one, length=second)
    expect(chain_of(user("Л", two), top, one, two), "chain.path-length", answer)


def test_the_limit_of_the_root_counts() -> None:
    top = authority("Корень", None, length=0)
    one = authority("УЦ 1", top)
    expect(chain_of(user("Л", one), top, one), "chain.path-length", NO)


def test_self_issued_authorities_are_not_counted(root: Holder) -> None:
    one = authority("УЦ", root, length=0)
    renewed = authority("УЦ", one)  # the same name: the CA passes from key to key
    assert renewed.certificate.self_issued
    expect(chain_of(user("Л", renewed), root, one, renewed), "chain.path-length", YES)


def test_an_algorithm_named_twice_differently_is_refused(root: Holder) -> None:
    leaf = user("Л", root, inner=der.sequence(der.oid(oids.SIGNATURE_256), der.null()))
    chain = chain_of(leaf, root)
    expect(chain, "chain.algorithms", NO)
    assert "двояко" in chain.fact.reason


def test_an_unknown_critical_extension_is_undetermined(root: Holder) -> None:
    issuer = authority("УЦ", root, extension("1.2.3.4", der.null(), critical=True))
    expect(chain_of(user("Л", issuer), root, issuer), "chain.critical-extensions", UNKNOWN)


def test_a_wrong_key_identifier_is_a_hint_not_a_rule(root: Holder) -> None:
    issuer = authority("УЦ", root, *key_ids(subject=b"right"))
    leaf = user("Л", issuer, *key_ids(issuer=b"wrong"))
    chain = chain_of(leaf, root, issuer)
    assert chain.fact.answer is YES
    assert named(chain, "chain.key-identifiers").warning
    right = chain_of(user("Л", issuer, *key_ids(issuer=b"right")), root, issuer)
    assert "chain.key-identifiers" not in [check.name for check in right.fact.checks]


# -- name constraints ------------------------------------------------------------------------------

INSIDE = name("Л", "Проба")
PROBA = directory(name("", "Проба"))
OTHER = directory(name("", "Другая"))


@pytest.mark.parametrize(
    ("constraint", "subject", "alternative", "answer"),
    [
        (limits([PROBA]), INSIDE, [], YES),
        (limits([OTHER]), INSIDE, [], NO),
        (limits([OTHER, PROBA]), INSIDE, [], YES),
        (limits([], [PROBA]), INSIDE, [], NO),
        (limits([], [OTHER]), INSIDE, [], YES),
        (limits([PROBA], [directory(INSIDE)]), INSIDE, [], NO),
        (limits([directory(name("", "ПРОБА"))]), name("Л", " проба "), [], YES),  # cl. 7.1
        (limits([PROBA]), INSIDE, [directory(name("Л", "Другая"))], NO),
        (limits([directory(name("x" * 5, "Проба"))]), INSIDE, [], NO),
        (limits([dns("test.invalid")]), INSIDE, [dns("a.test.invalid")], YES),
        (limits([dns("test.invalid")]), INSIDE, [dns("TEST.invalid")], YES),
        (limits([dns("test.invalid")]), INSIDE, [dns("atest.invalid")], NO),
        (limits([dns("test.invalid")]), INSIDE, [dns("a.test.invalid"), dns("b.invalid")], NO),
        (limits([], [dns("test.invalid")]), INSIDE, [dns("a.b.test.invalid")], NO),
        (limits([dns("test.invalid")]), INSIDE, [mailbox("a@b.invalid")], YES),  # another form
        (limits([dns("test.invalid")]), INSIDE, [], YES),
        (limits([mailbox("test.invalid")]), INSIDE, [mailbox("a@test.invalid")], YES),
        (limits([mailbox("test.invalid")]), INSIDE, [mailbox("a@b.test.invalid")], NO),
        (limits([mailbox(".test.invalid")]), INSIDE, [mailbox("a@b.test.invalid")], YES),
        (limits([mailbox(".test.invalid")]), INSIDE, [mailbox("a@test.invalid")], NO),
        (limits([mailbox("a@test.invalid")]), INSIDE, [mailbox("a@TEST.invalid")], YES),
        (limits([mailbox("a@test.invalid")]), INSIDE, [mailbox("b@test.invalid")], NO),
        (limits([mailbox("test.invalid")]), name("Л", email="a@b.invalid"), [], NO),  # in the subject
        (limits([mailbox("test.invalid")]), name("Л", email="a@b.invalid"), [mailbox("a@test.invalid")], NO),
        (limits([uri("test.invalid")]), INSIDE, [uri("http://test.invalid/")], UNKNOWN),
        (limits([uri("test.invalid")]), INSIDE, [], YES),
        (limits([uri("test.invalid")], critical=False), INSIDE, [uri("http://test.invalid/")], YES),
        (limits([], [uri("test.invalid")]), INSIDE, [uri("http://test.invalid/")], UNKNOWN),
    ],
)
def test_names_are_those_the_issuer_may_certify(
    constraint, subject, alternative, answer, root: Holder
) -> None:
    issuer = authority("УЦ", root, constraint)
    extra = [alternatives(*alternative)] if alternative else []
    leaf = certify(subject, issuer, usage(SIGNS), *extra)
    expect(chain_of(leaf, root, issuer), "chain.name-constraints", answer)


def test_limits_reach_all_the_way_down_and_come_from_the_root_too() -> None:
    for place in (0, 1):
        bounds = [[limits([PROBA])], [limits([PROBA])]]
        bounds[1 - place] = []
        top = authority("Корень", None, *bounds[0])
        one = authority("УЦ 1", top, *bounds[1])
        two = authority("УЦ 2", one)
        outside = certify(name("Л", "Другая"), two, usage(SIGNS))
        expect(chain_of(outside, top, one, two), "chain.name-constraints", NO)
        expect(chain_of(user("Л", two), top, one, two), "chain.name-constraints", YES)


def test_a_lower_authority_cannot_widen_what_it_was_given(root: Holder) -> None:
    one = authority("УЦ 1", root, limits([dns("test.invalid")]))
    two = authority("УЦ 2", one, limits([dns("b.invalid")]))
    leaf = user("Л", two, alternatives(dns("b.invalid")))
    expect(chain_of(leaf, root, one, two), "chain.name-constraints", NO)


def test_self_issued_authorities_are_exempt_but_a_self_issued_leaf_is_not(root: Holder) -> None:
    bound = limits([OTHER])
    one = authority("УЦ", root, bound)
    renewed = authority("УЦ", one)
    inside = certify(name("Л", "Другая"), renewed, usage(SIGNS))
    expect(chain_of(inside, root, one, renewed), "chain.name-constraints", YES)
    itself = certify(name("УЦ"), one, usage(SIGNS))
    expect(chain_of(itself, root, one), "chain.name-constraints", NO)


def test_distances_in_subtrees_are_not_guessed(root: Holder) -> None:
    subtree = der.sequence(dns("test.invalid"), der.implicit(0, der.integer(1)))
    value = der.sequence(der.explicit(0, subtree))
    issuer = authority("УЦ", root, extension(oids.NAME_CONSTRAINTS, value, critical=True))
    leaf = user("Л", issuer, alternatives(dns("a.test.invalid")))
    expect(chain_of(leaf, root, issuer), "chain.name-constraints", UNKNOWN)


def test_unreadable_limits_are_undetermined(root: Holder) -> None:
    issuer = authority("УЦ", root, extension(oids.NAME_CONSTRAINTS, der.integer(5), critical=True))
    expect(chain_of(user("Л", issuer), root, issuer), "chain.name-constraints", UNKNOWN)


def test_crafted_limits_do_not_exhaust_the_checker(root: Holder) -> None:
    issuer = authority("УЦ", root, limits([dns(f"a{i}.invalid") for i in range(1000)]))
    leaf = user("Л", issuer, alternatives(*(dns(f"b{i}.invalid") for i in range(1000))))
    expect(chain_of(leaf, root, issuer), "chain.name-constraints", UNKNOWN)


# -- policies --------------------------------------------------------------------------------------

MUST = policy_constraints(explicit=0)


@pytest.mark.parametrize(
    ("upper", "lower", "leaf", "answer"),
    [
        ([], [], [], YES),
        ([MUST, policies(P1)], [policies(P1)], [policies(P1)], YES),
        ([MUST, policies(P1)], [policies(P1)], [policies(P2)], NO),
        ([MUST, policies(P1)], [policies(P1)], [], NO),
        ([MUST, policies(P1)], [], [policies(P1)], NO),
        ([policies(P1)], [policies(P1)], [policies(P2)], YES),  # nobody requires
        ([MUST, policies(ANY)], [policies(P1)], [policies(P1)], YES),
        ([MUST, policies(ANY)], [policies(ANY)], [policies(P3)], YES),
        ([MUST, policies(P1)], [policies(ANY)], [policies(P1)], YES),
        ([MUST, policies(P1)], [policies(ANY)], [policies(P2)], NO),
        ([MUST, policies(P1), inhibit_any(0)], [policies(ANY)], [policies(P1)], NO),
        ([MUST, policies(P1), inhibit_any(1)], [policies(ANY)], [policies(P1)], YES),
        ([MUST, policies(P1), inhibit_any(1)], [policies(P1)], [policies(ANY)], NO),
        ([MUST, policies(P1), mappings((P1, P2))], [policies(P2)], [policies(P2)], YES),
        ([MUST, policies(P1), mappings((P1, P2))], [policies(P1)], [policies(P1)], NO),
        ([MUST, policies(ANY), mappings((P1, P2))], [policies(P2)], [policies(P2)], YES),
        ([policies(P1), mappings((P1, ANY))], [policies(P1)], [policies(P1)], NO),
        ([policies(P1), mappings((ANY, P1))], [policies(P1)], [policies(P1)], NO),
        ([policies(P1)], [policies(P2)], [policies(P1), policy_constraints(explicit=0)], NO),
        ([policy_constraints(explicit=3)], [], [], YES),
        ([policy_constraints(explicit=2)], [], [], NO),  # cl. 6.1.5 (a)
        ([policy_constraints(explicit=1)], [], [], NO),
        ([extension(oids.POLICY_CONSTRAINTS, der.null(), critical=True)], [], [], UNKNOWN),
        ([extension(oids.CERTIFICATE_POLICIES, der.null())], [], [], UNKNOWN),
        ([inhibit_any(-1)], [], [], UNKNOWN),
    ],
)
def test_policies_that_are_required_hold_all_the_way(upper, lower, leaf, answer, root: Holder) -> None:
    one = authority("УЦ 1", root, *upper)
    two = authority("УЦ 2", one, *lower)
    expect(chain_of(user("Л", two, *leaf), root, one, two), "chain.policies", answer)


def test_mapping_may_be_forbidden_from_above(root: Holder) -> None:
    zero = authority("УЦ 0", root, policy_constraints(explicit=0, mapping=0), policies(P1))
    one = authority("УЦ 1", zero, policies(P1), mappings((P1, P2)))
    for policy in (P1, P2):
        leaf = user("Л", one, policies(policy))
        expect(chain_of(leaf, root, zero, one), "chain.policies", NO)


def test_policies_of_the_root_bind_nobody() -> None:
    top = authority("Корень", None, policy_constraints(explicit=0), policies(P1))
    expect(chain_of(user("Л", top, policies(P2)), top), "chain.policies", YES)


# -- several paths ---------------------------------------------------------------------------------


def test_of_several_paths_the_good_one_counts() -> None:
    """An authority certified by an expired cross certificate, a constrained one and a good one."""
    tops = [authority(f"Корень {number}", None) for number in range(3)]
    shared = key("УЦ")
    expired = authority("УЦ", tops[0], own=shared, not_after=NOW - DAY)
    narrow = authority("УЦ", tops[1], limits([OTHER]), own=shared)
    good = authority("УЦ", tops[2], own=shared)
    leaf = user("Л", good).certificate
    roots = [top.certificate for top in tops]
    known = [holder.certificate for holder in (expired, narrow, good)]
    for order in (known, known[::-1]):
        chain = build_chain(leaf, store=TrustStore(roots, order), at=NOW)
        assert chain.fact.answer is YES
        assert chain.path == (leaf, good.certificate, tops[2].certificate)
    without = build_chain(leaf, store=TrustStore(roots, known[:2]), at=NOW)
    assert (without.fact.answer, without.complete) == (NO, True)


def test_one_path_not_judged_leaves_hope_where_another_is_refuted() -> None:
    tops = [authority(f"Корень {number}", None) for number in range(2)]
    shared = key("УЦ-2")
    expired = authority("УЦ-2", tops[0], own=shared, not_after=NOW - DAY)
    odd = authority("УЦ-2", tops[1], extension("1.2.3.4", der.null(), critical=True), own=shared)
    leaf = user("Л", odd).certificate
    known = [expired.certificate, odd.certificate]
    chain = build_chain(leaf, store=TrustStore([top.certificate for top in tops], known), at=NOW)
    assert chain.fact.answer is UNKNOWN


@pytest.mark.parametrize("target", ["leaf", "authority"])
def test_any_changed_byte_of_a_certificate_is_refused(target: str, root: Holder) -> None:
    """Whatever byte is changed, the certificate is unreadable, forged, or its issuer is not found."""
    issuer = authority("УЦ", root, *key_ids(subject=b"ca"))
    leaf = user("Л", issuer, *key_ids(issuer=b"ca"), policies(P1))
    genuine = (leaf if target == "leaf" else issuer).certificate
    store_root = root.certificate
    for place in range(len(genuine.raw)):
        raw = genuine.raw[:place] + bytes([genuine.raw[place] ^ 0x01]) + genuine.raw[place + 1 :]
        try:
            changed = Certificate.parse(raw)
        except der.DerError:
            continue
        if target == "leaf":
            chain = build_chain(changed, store=TrustStore([store_root], [issuer.certificate]), at=NOW)
        else:
            chain = build_chain(leaf.certificate, store=TrustStore([store_root], [changed]), at=NOW)
        assert chain.fact.answer is not YES, place
        assert chain.fact.reason.startswith(("Подпись издателя", "Не найден", "Сертификат", "Цепочка")), place
