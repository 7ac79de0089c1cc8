"""Enveloped XML signatures: made and read here, judged by OpenSSL and another canonicaliser."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from trust_kit import CRYPTOPRO_A, TC26_512_A, Holder, OpenSSL, issue, person

from paraph.gost import Curve, streebog256
from paraph.trust import certificate as certificates
from paraph.trust import xmldsig
from paraph.trust.certificate import to_pem
from paraph.trust.xmldsig import C14N, DS, EXCLUSIVE_C14N, XmlSignatureError, parse, sign_enveloped

CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><?note top?>'
    '<r:Список xmlns:r="urn:r" xmlns:xsi="urn:xsi" xmlns="urn:d" xml:lang="ru" Id="all">\r\n'
    "  <УЦ b='2' a=\"1\" xsi:nil='true'>Ромашка &amp; Ко &lt;1&gt;<?pi x?></УЦ><!-- примечание -->\n"
    "  <пусто/><i xmlns=''>\t</i>\n</r:Список>"
).encode()


@pytest.fixture(scope="module", params=[CRYPTOPRO_A, TC26_512_A], ids=["256", "512"])
def signer(request: pytest.FixtureRequest) -> Holder:
    curve: Curve = request.param
    return issue(person(), None, certificates.QUALIFIED, curve=curve)


@pytest.fixture(scope="module")
def usual() -> Holder:
    return issue(person(), None, certificates.QUALIFIED)


def signed(holder: Holder, content: bytes = CONTENT, canonicalization: str = EXCLUSIVE_C14N) -> bytes:
    root = xmldsig.parse_xml(content)
    return sign_enveloped(
        root, key=holder.key, certificate=holder.certificate, canonicalization=canonicalization
    )


def holds(xml: bytes, holder: Holder) -> bool:
    signature = parse(xml).signature
    assert signature is not None
    return signature.intact and signature.made_by(holder.certificate)


def replaced(xml: bytes, old: str, new: str) -> bytes:
    assert xml.count(old.encode()) == 1, old
    return xml.replace(old.encode(), new.encode())


@pytest.mark.parametrize("canonicalization", [C14N, EXCLUSIVE_C14N, f"{C14N}#WithComments"])
def test_own_signature_holds(signer: Holder, canonicalization: str) -> None:
    xml = signed(signer, canonicalization=canonicalization)
    document = parse(xml)
    assert document.signature is not None
    assert document.signature.intact
    assert document.signature.made_by(signer.certificate)
    assert document.signature.certificates == (signer.certificate,)
    assert document.root.find(f".//{{{DS}}}Signature") is None
    assert document.root[0].text == "Ромашка & Ко <1>"


@pytest.mark.openssl
@pytest.mark.parametrize("canonicalization", [C14N, EXCLUSIVE_C14N])
def test_openssl_finds_the_same_digest_and_signature(
    signer: Holder, canonicalization: str, openssl: OpenSSL, tmp_path: Path
) -> None:
    """The document is canonicalised by Python's own implementation, not by the library under test."""
    size = 8 * signer.key.curve.size
    xml = signed(signer, canonicalization=canonicalization)
    tree = etree.fromstring(xml)
    value = {name: tree.findtext(f".//{{{DS}}}{name}") for name in ("DigestValue", "SignatureValue")}
    if canonicalization == EXCLUSIVE_C14N:
        without = re.sub(rb"<Signature.*</Signature>", b"", xml, flags=re.DOTALL)
        (tmp_path / "document").write_text(ElementTree.canonicalize(without.decode()), encoding="utf-8")
        dgst = ("dgst", "-engine", "gost", f"-md_gost12_{size}")
        said = openssl(*dgst, tmp_path / "document").stdout.split()[-1]
        assert said == base64.b64decode(value["DigestValue"] or "").hex()
    signature = parse(xml).signature
    assert signature is not None
    (tmp_path / "signed_info").write_bytes(signature.signed_info)
    (tmp_path / "signature").write_bytes(base64.b64decode(value["SignatureValue"] or ""))
    (tmp_path / "key.pem").write_bytes(to_pem(signer.certificate.public_key.raw, "PUBLIC KEY"))
    verify = ("-verify", tmp_path / "key.pem", "-signature", tmp_path / "signature")
    openssl("dgst", "-engine", "gost", f"-md_gost12_{size}", *verify, tmp_path / "signed_info")


@pytest.mark.parametrize("canonicalization", [C14N, EXCLUSIVE_C14N])
def test_signed_info_is_canonical_with_what_it_inherits(usual: Holder, canonicalization: str) -> None:
    """C14N 1.0 cl. 2.4: namespaces in scope and xml: attributes of ancestors belong to the signed bytes."""
    xml = signed(usual, canonicalization=canonicalization)
    value = re.search(rb"<DigestValue>(.*)</DigestValue>", xml)
    assert value is not None
    inherited = ' xmlns:r="urn:r" xmlns:xsi="urn:xsi" xml:lang="ru"' if canonicalization == C14N else ""
    gost = "urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34"
    expected = (
        f'<SignedInfo xmlns="{DS}"{inherited}>'
        f'<CanonicalizationMethod Algorithm="{canonicalization}"></CanonicalizationMethod>'
        f'<SignatureMethod Algorithm="{gost}102012-gostr34112012-256"></SignatureMethod>'
        f'<Reference URI=""><Transforms><Transform Algorithm="{DS}enveloped-signature"></Transform>'
        f'<Transform Algorithm="{canonicalization}"></Transform></Transforms>'
        f'<DigestMethod Algorithm="{gost}112012-256"></DigestMethod>'
        f"<DigestValue>{value[1].decode()}</DigestValue></Reference></SignedInfo>"
    )
    signature = parse(xml).signature
    assert signature is not None
    assert signature.signed_info.decode() == expected


_names = st.sampled_from(["a", "б", "urn_c", "d"])
#: Python's canonicaliser sorts attributes without a namespace rightly only when their names are ASCII.
_ascii = st.sampled_from(["a", "b", "c"])
_texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), max_size=8)


@st.composite
def _trees(draw: st.DrawFn, depth: int = 3) -> etree._Element:
    namespace = draw(st.sampled_from(["", "{urn:x}", "{urn:y}"]))
    element = etree.Element(namespace + draw(_names), nsmap={"p": "urn:x", "q": "urn:y", "unused": "urn:z"})
    element.text = draw(_texts)
    for name in draw(st.sets(_ascii, max_size=2)):
        element.set(draw(st.sampled_from(["", "{urn:y}"])) + name, draw(_texts))
    for child in draw(st.lists(_trees(depth=depth - 1), max_size=2)) if depth else []:
        child.tail = draw(_texts)
        element.append(child)
    return element


@given(tree=_trees())
def test_what_is_digested_is_the_exclusive_canonical_form(tree: etree._Element) -> None:
    out = io.BytesIO()
    tree.getroottree().write_c14n(out, exclusive=True, with_comments=False)
    independent = ElementTree.canonicalize(etree.tostring(tree, encoding="unicode"))
    assert out.getvalue().decode() == independent


class TestAltered:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("Ромашка", "Ромашко"),
            ('b="2"', 'b="3"'),
            ("<?note top?>", "<?note top!?>"),
            ("<?pi x?>", ""),
            ("  <пусто/>", " <пусто/>"),
            ('xml:lang="ru"', 'xml:lang="en"'),
        ],
    )
    def test_a_changed_document_is_not_intact(self, usual: Holder, old: str, new: str) -> None:
        signature = parse(replaced(signed(usual), old, new)).signature
        assert signature is not None
        assert not signature.intact
        assert signature.made_by(usual.certificate)

    def test_changed_signed_info_is_not_signed(self, usual: Holder) -> None:
        xml = signed(usual)
        digest = re.search(rb"<DigestValue>(.*)</DigestValue>", xml)
        assert digest is not None
        other = base64.b64encode(bytes(32)).decode()
        signature = parse(replaced(xml, digest[1].decode(), other)).signature
        assert signature is not None
        assert not signature.made_by(usual.certificate)

    @given(data=st.data())
    def test_any_changed_byte_is_noticed(self, usual: Holder, data: st.DataObject) -> None:
        """Refused as unreadable, or not intact, or not signed; or the byte says nothing."""
        xml = bytearray(signed(usual))
        place = data.draw(st.integers(xml.index(b"<r:"), len(xml) - 1))
        xml[place] ^= data.draw(st.integers(1, 255))
        try:
            document = parse(bytes(xml))
        except XmlSignatureError:
            return
        if document.signature is None or not document.signature.intact:
            return
        if document.signature.made_by(usual.certificate):
            original = parse(signed(usual)).root
            kinds = [etree.tostring(root.getroottree(), method="c14n") for root in (document.root, original)]
            assert kinds[0] == kinds[1]

    def test_comments_change_neither_signature_nor_what_is_read(self, usual: Holder) -> None:
        """A comment inside a number would leave only its beginning to a careless reader."""
        document = parse(replaced(signed(usual), "Ромашка", "Рома<!-- -->шка"))
        assert document.signature is not None
        assert document.signature.intact
        assert document.root[0].text == "Ромашка & Ко <1>"


class TestRefused:
    def test_a_wrapped_signature(self, usual: Holder) -> None:
        """The signed document moved aside under a forged root."""
        good = signed(usual).split(b"?>", 2)[2]
        for forged in (
            b"<Evil><Hidden>" + good + b"</Hidden></Evil>",
            b"<Evil>" + good + re.search(rb"<Signature.*</Signature>", good, re.DOTALL)[0] + b"</Evil>",  # type: ignore[index]
        ):
            with pytest.raises(XmlSignatureError, match="одна и лежать прямо в корневом"):
                parse(forged)

    def test_a_signature_over_a_part(self, usual: Holder) -> None:
        part = replaced(signed(usual), 'URI=""', 'URI="#part"')
        with pytest.raises(XmlSignatureError, match="не на сам документ"):
            parse(replaced(part, "<пусто/>", '<пусто Id="part"/>'))

    def test_a_signature_over_its_own_object_only(self, usual: Holder) -> None:
        xml = replaced(signed(usual), 'URI=""', 'URI="#part"')
        with pytest.raises(XmlSignatureError, match="не охватывает сам документ"):
            parse(replaced(xml, "</KeyInfo>", '</KeyInfo><Object Id="part"/>'))

    @pytest.mark.parametrize(
        ("old", "new", "reason"),
        [
            ('URI=""', 'URI="http://evil.invalid/"', "за пределы документа"),
            ('<Reference URI="">', "<Reference>", "за пределы документа"),
            (f'<Transform Algorithm="{DS}enveloped-signature"/>', "", "нет преобразования enveloped"),
            (
                f"{DS}enveloped-signature",
                "http://www.w3.org/TR/1999/REC-xslt-19991116",
                "xslt-19991116 в подписи XML не принимается",
            ),
            ("gostr34102012-gostr34112012-256", "gostr34102012-gostr34112012-1", "алгоритм подписи"),
            ("<SignatureValue>", "<SignatureValue>*", "испорчена запись base64"),
            ("<KeyInfo>", '<KeyInfo Id="k">', ""),
        ],
    )
    def test_other_references_and_transforms(self, usual: Holder, old: str, new: str, reason: str) -> None:
        xml = replaced(signed(usual), old, new)
        if not reason:
            assert holds(xml, usual)
            return
        with pytest.raises(XmlSignatureError, match=reason):
            parse(xml)

    @pytest.mark.parametrize(
        "dtd",
        [
            '<!DOCTYPE r [<!ENTITY a "x">]>',
            "<!DOCTYPE r>",
            '<!DOCTYPE r SYSTEM "file:///etc/passwd">',
            '<!DOCTYPE r [<!ENTITY a "0123456789"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        ],
    )
    def test_documents_with_a_dtd(self, usual: Holder, dtd: str) -> None:
        with pytest.raises(XmlSignatureError, match="DTD"):
            parse(replaced(signed(usual), "<?note top?>", f"<?note top?>{dtd}"))

    def test_expansion_of_entities(self) -> None:
        levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
        bomb = f'<!DOCTYPE r [<!ENTITY e0 "0123456789">{levels}]><r a="&e9;">&e9;</r>'
        with pytest.raises(XmlSignatureError):
            parse(bomb.encode())

    @pytest.mark.parametrize("xml", [b"", b"<r", b"\x00\x01", b"<r>" * 300 + b"</r>" * 300])
    def test_what_is_no_xml(self, xml: bytes) -> None:
        with pytest.raises(XmlSignatureError, match="не читается как XML"):
            parse(xml)

    def test_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(xmldsig, "MAX_DOCUMENT", 10)
        with pytest.raises(XmlSignatureError, match="больше"):
            parse(b"<r>" + b" " * 10 + b"</r>")


def test_unsigned_is_read_and_has_no_signature() -> None:
    document = parse(CONTENT)
    assert document.signature is None
    assert document.root[0].text == "Ромашка & Ко <1>"


def test_the_root_named_by_its_id_is_the_document(usual: Holder) -> None:
    xml = signed(usual, replaced(CONTENT, "<?note top?>", ""))
    document = parse(replaced(xml, 'URI=""', 'URI="#all"'))
    assert document.signature is not None
    assert document.signature.intact, "the same bytes are digested, whichever way the root is named"
    assert not document.signature.made_by(usual.certificate), "but the reference itself is signed"


def test_signature_in_the_middle_leaves_the_text_around_it(usual: Holder) -> None:
    xml = signed(usual, b"<r>before<a/>after</r>")
    block = re.search(rb"<Signature.*</Signature>", xml, re.DOTALL)
    assert block is not None
    moved = xml.replace(block[0], b"").replace(b"<r>before", b"<r>be" + block[0] + b"fore")
    document = parse(moved)
    assert document.signature is not None
    assert document.signature.intact
    assert document.root.text == "before"


@pytest.mark.parametrize("canonicalization", [C14N, EXCLUSIVE_C14N])
def test_properties_inside_the_signature_are_signed_too(usual: Holder, canonicalization: str) -> None:
    """XAdES keeps signed properties in an Object of the signature and refers to them by Id."""
    properties = f'<Object xmlns="{DS}"><p:Properties xmlns:p="urn:p" Id="p">свойства</p:Properties></Object>'
    tree = etree.fromstring(signed(usual, b'<r xmlns:x="urn:x"/>', canonicalization))
    tree.find(f"{{{DS}}}Signature").append(etree.fromstring(properties))
    info = tree.find(f".//{{{DS}}}SignedInfo")
    inherited = "" if canonicalization == EXCLUSIVE_C14N else f' xmlns="{DS}" xmlns:p="urn:p" xmlns:x="urn:x"'
    own = ' xmlns:p="urn:p"' if canonicalization == EXCLUSIVE_C14N else ""
    digested = f'<p:Properties{own}{inherited} Id="p">свойства</p:Properties>'.encode()
    reference = etree.fromstring(etree.tostring(info[2], with_tail=False))
    reference.set("URI", "#p")
    reference[0].remove(reference[0][0])
    reference.find(f"{{{DS}}}DigestValue").text = base64.b64encode(streebog256(digested)).decode()
    info.append(reference)
    tree.find(f"{{{DS}}}Signature/{{{DS}}}SignatureValue").text = ""
    unsigned = parse(etree.tostring(tree)).signature
    assert unsigned is not None
    assert unsigned.intact
    changed = parse(replaced(etree.tostring(tree, encoding="UTF-8"), "свойства", "другие")).signature
    assert changed is not None
    assert not changed.intact
