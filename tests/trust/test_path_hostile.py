"""Certificates, lists and responses properly signed but crafted: whatever they hold, there is an answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from path_kit import (
    SIGNS,
    address,
    alternatives,
    authority,
    certify,
    directory,
    dns,
    inhibit_any,
    limits,
    mappings,
    name,
    policies,
    policy_constraints,
    usage,
)
from revocation_kit import (
    World,
    answered,
    concerning,
    entry,
    indirect,
    listed,
    point,
    points,
    scope,
    with_entries,
)
from trust_kit import DAY, NOW, Holder

from paraph.trust import der, ocsp, oids
from paraph.trust.crl import Crl
from paraph.trust.extensions import extension
from paraph.trust.keys import sign_data, signature_algorithm, signed
from paraph.trust.path_check import judge
from paraph.trust.purpose import Purpose
from paraph.trust.store import Enclosed, TrustStore
from paraph.trust.verdict import Answer

WORLD = World()
GENUINE = [
    limits([directory(name("Л")), dns("a.invalid")], [dns("b.invalid")]),
    policies("1.2.3", oids.ANY_POLICY),
    mappings(("1.2.3", "1.2.4")),
    policy_constraints(explicit=1, mapping=1),
    inhibit_any(1),
    alternatives(dns("a.invalid"), directory(name("Л")), address("http://a.invalid")),
    points(point(address("http://a.invalid")), point(issuer=name("Издатель"), reasons={1})),
    extension(oids.PRIVATE_KEY_USAGE_PERIOD, der.sequence(der.implicit(0, der.generalized_time(NOW)))),
    extension(oids.FRESHEST_CRL, der.sequence(point(address("http://a.invalid")))),
]
OF_LISTS = [
    scope(
        der.explicit(0, der.explicit(0, address("http://a.invalid"))), der.implicit(3, der.named_bits({1}))
    ),
    indirect(),
    extension(oids.DELTA_CRL_INDICATOR, der.integer(5), critical=True),
    extension(oids.EXPIRED_CERTS_ON_CRL, der.generalized_time(NOW)),
    extension(oids.FRESHEST_CRL, der.sequence(point(address("http://a.invalid")))),
]


@st.composite
def altered(draw: st.DrawFn, genuine: list[bytes]) -> bytes:
    """An extension whose value has a few bytes changed, inserted or cut; the frame around it is right."""
    fields = [field.raw for field in der.read(draw(st.sampled_from(genuine)))]
    value = bytearray(der.read(fields[-1]).octets())
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(value)))
        kind = draw(st.integers(0, 2))
        if kind == 0 and place < len(value):
            value[place] = draw(
                st.sampled_from([0x00, 0x30, 0x80, 0x81, 0xA0, 0xA1, 0xA4, 0xFF]) | st.integers(0, 255)
            )
        elif kind == 1:
            value[place:place] = draw(st.binary(max_size=4))
        else:
            del value[place : place + draw(st.integers(1, 9))]
    return der.sequence(*fields[:-1], der.octet_string(bytes(value)))


def _unlike(extensions: list[bytes]) -> list[bytes]:
    """One of each kind: a repeated extension makes the certificate unreadable at once."""
    return list({der.read(item).children()[0].oid(): item for item in extensions}.values())


@settings(max_examples=250, deadline=None)
@given(
    ca=st.lists(altered(GENUINE), max_size=3),
    leaf=st.lists(altered(GENUINE), max_size=3),
    of_list=st.lists(altered(OF_LISTS), max_size=2),
    of_entry=st.none() | altered([concerning(name("УЦ"))]),
)
def test_there_is_always_an_answer(
    ca: list[bytes], leaf: list[bytes], of_list: list[bytes], of_entry: bytes | None
) -> None:
    try:
        issuer = authority("УЦ", WORLD.root, *_unlike(ca))
        holder = certify(name("Л"), issuer, usage(SIGNS), *_unlike(leaf))
        revoked = entry(holder.certificate.serial, NOW - DAY, *([of_entry] if of_entry else []))
        found = with_entries(listed(issuer, extensions=_unlike(of_list)), issuer, revoked)
    except der.DerError:
        return
    store = TrustStore([WORLD.root.certificate], [issuer.certificate], [WORLD.root_list, found])
    judgement = judge(holder.certificate, store=store, enclosed=Enclosed(), at=NOW, purpose=Purpose.SIGNING)
    for fact in (judgement.chain.fact, judgement.revocation):
        assert fact.reason.endswith(".")
        assert fact.answer in Answer
    assert not (judgement.revocation.answer is Answer.YES and not of_list and of_entry is None)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_list_may_hold_any_entries(data: st.DataObject) -> None:
    """Signed rubbish among entries never makes a revoked certificate good."""
    holder = certify(name("Л"), WORLD.ca, usage(SIGNS))
    genuine = [entry(number, NOW) for number in (1, 2, 3)]
    genuine.insert(data.draw(st.integers(0, 3)), entry(holder.certificate.serial, NOW - DAY))
    body = bytearray(b"".join(genuine))
    for _ in range(data.draw(st.integers(0, 2))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    fields = [field.raw for field in der.read(listed(WORLD.ca).tbs)]
    tbs = der.sequence(*fields[:-1], der.encode(der.SEQUENCE, bytes(body)), fields[-1])
    found = Crl.parse(signed(WORLD.ca.key, tbs))
    answer = WORLD.ask(holder, found).answer
    try:
        there = entry(holder.certificate.serial, NOW - DAY) in [
            item.raw for item in der.read(tbs).children()[5]
        ]
    except der.DerError:
        there = True  # the entries cannot be told apart: nobody is good by them
    assert answer is not Answer.YES or not there


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_response_may_hold_anything(data: st.DataObject) -> None:
    holder: Holder = certify(name("Л"), WORLD.ca, usage(SIGNS))
    genuine = answered(holder.certificate, WORLD.ca.certificate, WORLD.ca)
    tbs = bytearray(genuine.tbs)
    for _ in range(data.draw(st.integers(0, 3))):
        tbs[data.draw(st.integers(0, len(tbs) - 1))] = data.draw(st.integers(0, 255))
    value = sign_data(WORLD.ca.key, bytes(tbs))
    basic = der.sequence(bytes(tbs), signature_algorithm(WORLD.ca.key), der.bit_string(value))
    body = der.sequence(der.oid(oids.OCSP_BASIC), der.octet_string(basic))
    try:
        response = ocsp.Response.parse(der.sequence(der.enumerated(0), der.explicit(0, body)))
    except ocsp.OcspError:
        return
    assert WORLD.ask(holder, response).answer in Answer


def test_any_number_of_brought_lists_and_responses_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of forgeries under the name of the authority hide nothing genuine."""
    holder = certify(name("Л"), WORLD.ca, usage(SIGNS))
    forger = Holder(holder.key, WORLD.ca.certificate)
    forgers = tuple(authority("УЦ", None).certificate for _ in range(20))
    lists = tuple(listed(forger, number=number) for number in range(200))
    responses = tuple(
        answered(holder.certificate, WORLD.ca.certificate, forger, since=NOW - number * DAY / 999)
        for number in range(200)
    )
    tried: list[str] = []
    for kind in (Crl, ocsp.Response):
        genuine = kind.verify_signed_by

        def counted(self: Any, issuer: Any, genuine: Any = genuine) -> bool:
            tried.append(self.fingerprint)
            return bool(genuine(self, issuer))

        monkeypatch.setattr(kind, "verify_signed_by", counted)
    enclosed = Enclosed(forgers, lists, responses)
    assert WORLD.ask(holder, enclosed=enclosed).answer is Answer.UNDETERMINED
    assert len(tried) < 400
    assert WORLD.ask(holder, listed(WORLD.ca), enclosed=enclosed).answer is Answer.YES
