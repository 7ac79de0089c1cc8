"""Reading and making CMS: shape, order, refusals; verdicts are tested elsewhere."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from trust_kit import CONTENT, NOW, Pki

from paraph.gost import streebog256, streebog512
from paraph.trust import der, oids
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import to_pem
from paraph.trust.cms import MAX_SIGNATURE, CmsError, parse_signed_data
from paraph.trust.keys import UnsupportedAlgorithm


def test_a_made_signature_is_cades_bes(pki: Pki) -> None:
    data = parse_signed_data(pki.sign())
    (signer,) = data.signers
    assert data.content is None
    assert data.certificates == (pki.person.certificate,)
    assert signer.level == "CAdES-BES"
    assert signer.claimed_time == NOW
    assert signer.message_digest == streebog256(CONTENT)
    assert signer.content_type == oids.DATA
    assert signer.points_at(pki.person.certificate)
    assert not signer.points_at(pki.head.certificate)
    assert signer.certificate_ref is not None
    assert signer.certificate_ref.matches(pki.person.certificate)
    assert not signer.certificate_ref.matches(pki.head.certificate)
    assert signer.certificate_ref.issuer == pki.sub.certificate.subject.raw
    for other in ({"issuer": pki.root.certificate.subject.raw}, {"serial": 1}, {"digest": bytes(32)}):
        assert not replace(signer.certificate_ref, **other).matches(pki.person.certificate)


def test_signed_attributes_are_in_der_order(pki: Pki) -> None:
    attributes = parse_signed_data(pki.sign()).signers[0].signed_attributes
    assert attributes is not None
    encoded = [child.raw for child in der.read(attributes)]
    assert encoded == sorted(encoded)
    assert attributes[0] == der.SET


def test_the_chain_is_enclosed_once(pki: Pki) -> None:
    leaf, sub = pki.person.certificate, pki.sub.certificate
    signature = sign_detached(CONTENT, key=pki.person.key, certificate=leaf, chain=[sub, leaf, sub], at=NOW)
    assert sorted(c.raw for c in parse_signed_data(signature).certificates) == sorted([leaf.raw, sub.raw])


@pytest.mark.parametrize(
    "wrap",
    [
        lambda data: data,
        base64.b64encode,
        lambda data: b" \r\n" + base64.encodebytes(data),
        lambda data: to_pem(data, "CMS"),
        lambda data: to_pem(data, "PKCS7").replace(b"\n", b"\r\n"),
    ],
    ids=["der", "base64", "lines", "pem", "pkcs7"],
)
def test_any_wrapping_is_taken_off(wrap, pki: Pki) -> None:
    signature = pki.sign()
    assert parse_signed_data(wrap(signature)).raw == signature


def test_what_is_not_a_signature_is_refused_in_russian(pki: Pki) -> None:
    signature = pki.sign()
    for data in (
        b"",
        b"   \n",
        b"%PDF-1.7 \xff",
        b"just text",
        b"0" * 100,
        b"0" * (MAX_SIGNATURE + 1),
        signature[:-1],
        signature + b"\x00",
        pki.person.certificate.raw,
        pki.person.certificate.pem(),
        der.sequence(der.oid(oids.DATA), der.explicit(0, der.octet_string(b"x"))),
    ):
        with pytest.raises(CmsError, match="^Файл не является электронной подписью CMS/PKCS#7"):
            parse_signed_data(data)


def _repacked(signature: bytes, *, signers: list[bytes] | None = None) -> bytes:
    """The same SignedData with other signerInfos."""
    body = der.read(signature).children()[1].only().children()
    parts = [child.raw for child in body[:-1]]
    inner = der.sequence(*parts, der.set_of(signers if signers is not None else [body[-1].only().raw]))
    return der.sequence(der.oid(oids.SIGNED_DATA), der.explicit(0, inner))


def _signer_parts(signature: bytes) -> list[bytes]:
    signers = der.read(signature).children()[1].only().children()[-1]
    return [child.raw for child in signers.only()]


def test_no_signers_and_too_many_are_refused(pki: Pki) -> None:
    signature = pki.sign()
    assert _repacked(signature) == signature
    with pytest.raises(CmsError, match="нет ни одной подписи"):
        parse_signed_data(_repacked(signature, signers=[]))
    one = der.sequence(*_signer_parts(signature))
    with pytest.raises(CmsError, match="больше допустимого"):
        parse_signed_data(_repacked(signature, signers=[one] * 101))


@pytest.mark.parametrize("fault", ["repeated", "two values", "no values"])
def test_ambiguous_attributes_are_refused(fault: str, pki: Pki) -> None:
    signature = pki.sign()
    parts = _signer_parts(signature)
    digest = der.octet_string(streebog256(CONTENT))
    values = {"repeated": [digest], "two values": [digest, der.octet_string(bytes(32))], "no values": []}[
        fault
    ]
    attribute = der.sequence(der.oid(oids.MESSAGE_DIGEST), der.set_of(values))
    parts[3] = der.explicit(0, *([attribute] * (2 if fault == "repeated" else 1)))
    with pytest.raises(CmsError, match="атрибут"):
        parse_signed_data(_repacked(signature, signers=[der.sequence(*parts)]))


def test_attributes_that_decide_nothing_may_repeat(pki: Pki) -> None:
    """Several content-time-stamps, for one (ETSI TS 101 733 cl. 5.11.4)."""
    signature = pki.sign()
    parts = _signer_parts(signature)
    stamp = der.sequence(der.oid("1.2.840.113549.1.9.16.2.20"), der.set_of([der.null()]))
    parts[3] = der.explicit(0, der.read(parts[3]).content, stamp, stamp)
    (signer,) = parse_signed_data(_repacked(signature, signers=[der.sequence(*parts)])).signers
    assert signer.message_digest == streebog256(CONTENT)


def test_signed_attributes_outside_der_are_refused(pki: Pki) -> None:
    """They would have to be re-encoded before the check, and signed bytes never are."""
    signature = pki.sign()
    parts = _signer_parts(signature)
    parts[3] = b"\xa0\x80" + der.read(parts[3]).content + b"\x00\x00"
    with pytest.raises(CmsError, match="неопределённая длина"):
        parse_signed_data(_repacked(signature, signers=[der.sequence(*parts)]))


def test_a_strangers_unreadable_certificate_hides_nothing(pki: Pki) -> None:
    body = [child.raw for child in der.read(pki.sign()).children()[1].only()]
    body[3] = der.set_of([pki.person.certificate.raw, der.sequence(der.null())], tag=0xA0)
    data = parse_signed_data(der.sequence(der.oid(oids.SIGNED_DATA), der.explicit(0, der.sequence(*body))))
    assert data.certificates == (pki.person.certificate,)
    assert data.unreadable == 1


def test_nothing_is_signed_with_a_wrong_key_digest_or_time(pki: Pki) -> None:
    person, head = pki.person, pki.head
    with pytest.raises(ValueError, match="не соответствует сертификату"):
        sign_detached(CONTENT, key=head.key, certificate=person.certificate, at=NOW)
    with pytest.raises(ValueError, match="32 байт"):
        sign_detached(digest=streebog512(CONTENT), key=person.key, certificate=person.certificate, at=NOW)
    with pytest.raises(ValueError, match="часового пояса"):
        sign_detached(CONTENT, key=person.key, certificate=person.certificate, at=NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="либо"):
        sign_detached(key=person.key, certificate=person.certificate, at=NOW)
    with pytest.raises(ValueError, match="либо"):
        sign_detached(
            CONTENT, digest=streebog256(CONTENT), key=person.key, certificate=person.certificate, at=NOW
        )


def test_an_empty_file_can_be_signed(pki: Pki) -> None:
    assert parse_signed_data(pki.sign(b"")).signers[0].message_digest == streebog256(b"")


def test_a_reference_by_an_unknown_digest_is_not_judged(pki: Pki) -> None:
    signature = pki.sign()
    patched = signature.replace(
        der.sequence(der.oid(oids.STREEBOG_256), der.null()) + der.octet_string(b"")[:1],
        der.sequence(der.oid(oids.STREEBOG_256[:-1] + "9"), der.null()) + b"\x04",
    )
    assert patched != signature
    reference = parse_signed_data(patched).signers[0].certificate_ref
    assert reference is not None
    with pytest.raises(UnsupportedAlgorithm):
        reference.matches(pki.person.certificate)
