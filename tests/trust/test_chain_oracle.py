"""Random paths judged by us and by OpenSSL, which knows nothing of our rules."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from path_kit import (
    SIGNS,
    alternatives,
    authority,
    certify,
    chain_of,
    directory,
    dns,
    inhibit_any,
    key_ids,
    limits,
    mailbox,
    mappings,
    name,
    policies,
    policy_constraints,
    usage,
)
from trust_kit import DAY, NOW, Holder, OpenSSL

from paraph.trust import oids
from paraph.trust.certificate import Certificate
from paraph.trust.der import DerError
from paraph.trust.verdict import Answer

pytestmark = pytest.mark.openssl

ANY = oids.ANY_POLICY
POLICIES = ["1.2.3.1", "1.2.3.2", ANY]
ORGANIZATIONS = ["Проба", "Другая"]
HOSTS = ["test.invalid", "a.test.invalid", "b.invalid"]
SUBTREES = [
    *(directory(name("", organization)) for organization in ORGANIZATIONS),
    *map(dns, HOSTS),
    *map(mailbox, (*HOSTS, ".test.invalid", "a@test.invalid")),
]
NAMES = [*map(dns, HOSTS), *(mailbox(f"{local}@{host}") for local in "ab" for host in HOSTS)]

_skip = st.sampled_from([None, None, None, 0, 1, 2])


@st.composite
def _policy_parts(draw: st.DrawFn, *, ca: bool) -> list[bytes]:
    found = []
    chosen = draw(st.lists(st.sampled_from(POLICIES), max_size=2, unique=True))
    if chosen:
        found.append(policies(*chosen))
    explicit, mapping, no_any = draw(_skip), draw(_skip), draw(_skip)
    if explicit is not None or (mapping is not None and ca):
        found.append(policy_constraints(explicit=explicit, mapping=mapping))
    if ca and no_any is not None:
        found.append(inhibit_any(no_any))
    if ca and chosen and draw(st.integers(0, 2)) == 0:
        found.append(mappings(("1.2.3.1", "1.2.3.2")))
    return found


@st.composite
def _name_parts(draw: st.DrawFn) -> list[bytes]:
    trees = st.lists(st.sampled_from(SUBTREES), max_size=2, unique=True)
    permitted, excluded = draw(trees), draw(st.one_of(st.just([]), st.just([]), trees))
    return [limits(permitted, excluded)] if permitted or excluded else []


def _openssl_accepts(openssl: OpenSSL, leaf: Holder, root: Holder, *known: Holder) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        files = {"root": [root], "known": known, "leaf": [leaf]}
        for title, holders in files.items():
            path = Path(folder) / title
            path.write_bytes(b"".join(holder.certificate.pem() for holder in holders))
        done = openssl(
            *("verify", "-policy_check", "-policy", ANY, "-CAfile", f"{folder}/root"),
            *(("-untrusted", f"{folder}/known") if known else ()),
            f"{folder}/leaf",
            ok=None,
        )
        return done.returncode == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_policies_are_judged_as_openssl_does(data: st.DataObject, openssl: OpenSSL) -> None:
    root = authority("Корень", None, *key_ids(subject=b"0"))
    chain = [root]
    for place in range(data.draw(st.integers(1, 3))):
        ids = key_ids(
            subject=b"%d" % (place + 1), issuer=b"%d" % place
        )  # OpenSSL needs them where names repeat
        renewed = place > 0 and data.draw(st.integers(0, 3)) == 0
        title = "УЦ 0" if renewed else f"УЦ {place}"
        chain.append(authority(title, chain[-1], *ids, *data.draw(_policy_parts(ca=True))))
    last = key_ids(issuer=b"%d" % (len(chain) - 1))
    leaf = certify(name("Лист"), chain[-1], usage(SIGNS), *last, *data.draw(_policy_parts(ca=False)))
    ours = chain_of(leaf, *chain).fact
    assert (ours.answer is Answer.YES) is _openssl_accepts(openssl, leaf, *chain), ours.as_dict()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_names_and_lengths_are_judged_as_openssl_does(data: st.DataObject, openssl: OpenSSL) -> None:
    length = st.sampled_from([None, None, 0, 1])
    root = authority("Корень", None, *data.draw(_name_parts()), length=data.draw(length))
    chain = [root]
    for place in range(data.draw(st.integers(1, 2))):
        subject = name(f"УЦ {place}", data.draw(st.sampled_from(ORGANIZATIONS)))
        extra = data.draw(_name_parts())
        one = authority("", chain[-1], *extra, length=data.draw(length), subject=subject)
        chain.append(one)
    subject = name(
        "Лист", data.draw(st.sampled_from(ORGANIZATIONS)), data.draw(st.sampled_from(["", "a@b.invalid"]))
    )
    chosen = data.draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
    leaf = certify(subject, chain[-1], usage(SIGNS), *([alternatives(*chosen)] if chosen else []))
    ours = chain_of(leaf, *chain).fact
    assert (ours.answer is Answer.YES) is _openssl_accepts(openssl, leaf, *chain), ours.as_dict()


def test_whatever_byte_is_changed_openssl_agrees(openssl: OpenSSL) -> None:
    """A sample of bytes: where OpenSSL refuses the altered certificate so do we."""
    root = authority("Корень", None)
    leaf = certify(name("Лист"), root, usage(SIGNS), not_after=NOW + DAY)
    raw = leaf.certificate.raw
    for place in random.Random(7).sample(range(len(raw)), 25):
        altered = raw[:place] + bytes([raw[place] ^ 0x04]) + raw[place + 1 :]
        try:
            holder = Holder(leaf.key, Certificate.parse(altered))
        except DerError:
            continue
        assert chain_of(holder, root).fact.answer is not Answer.YES
        assert not _openssl_accepts(openssl, holder, root)
