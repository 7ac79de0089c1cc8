"""Enveloped XML signatures by GOST algorithms: reading, checking, making (W3C XMLDSig 1.1; RFC 9231).

What is signed is the whole document and nothing but the document: one Signature, a child of the root, whose
reference is the document or its root. So there is no other element that could be read in place of the signed
one (signature wrapping), and what the reader gets is the very tree that was digested.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from paraph.trust import der, oids
from paraph.trust.certificate import Certificate
from paraph.trust.keys import Hasher, SigningKey, digest, hasher, scheme_of, sign_data

_XML = "{http://www.w3.org/XML/1998/namespace}"
DS = "http://www.w3.org/2000/09/xmldsig#"
_CRYPTOPRO = "urn:ietf:params:xml:ns:cpxmlsec:algorithms:"
_RFC4051 = "http://www.w3.org/2001/04/xmldsig-more#"

#: Digest and signature algorithms by URI; the old ones are only read.
_DIGESTS: Mapping[str, str] = {
    f"{_CRYPTOPRO}gostr34112012-256": oids.STREEBOG_256,
    f"{_CRYPTOPRO}gostr34112012-512": oids.STREEBOG_512,
    f"{_CRYPTOPRO}gostr3411": oids.GOST_R_3411_94,
    f"{_RFC4051}gostr3411": oids.GOST_R_3411_94,
}
_SIGNATURES: Mapping[str, str] = {
    f"{_CRYPTOPRO}gostr34102012-gostr34112012-256": oids.SIGNATURE_256,
    f"{_CRYPTOPRO}gostr34102012-gostr34112012-512": oids.SIGNATURE_512,
    f"{_CRYPTOPRO}gostr34102001-gostr3411": oids.SIGNATURE_2001,
    f"{_RFC4051}gostr34102001-gostr3411": oids.SIGNATURE_2001,
}

C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
#: Whether exclusive, by URI. Comments are dropped when reading, so both kinds of each are one.
_CANONICAL: Mapping[str, bool] = {
    C14N: False,
    f"{C14N}#WithComments": False,
    EXCLUSIVE_C14N: True,
    f"{EXCLUSIVE_C14N}WithComments": True,
}
_ENVELOPED = f"{DS}enveloped-signature"
_XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
#: The one XPath filter accepted: it says the same as the enveloped-signature transform.
_WITHOUT_SIGNATURE = re.compile(r"not\(ancestor-or-self::([\w.-]+):Signature\)")

#: Documents larger than this are refused unread, bytes: the real list of CAs has some tens of megabytes.
MAX_DOCUMENT = 128 * 1024 * 1024
#: References of one signature at most: the document, and properties kept inside the signature (XAdES).
_MAX_REFERENCES = 4
_MAX_CERTIFICATES = 16


class XmlSignatureError(ValueError):
    """Not an XML document, or one signed in a way that is not accepted; the message says why (Russian)."""


@dataclass(frozen=True)
class XmlSignature:
    """A signature found in a document; nothing in it is trusted yet."""

    #: Certificates from KeyInfo, in order of appearance.
    certificates: tuple[Certificate, ...]
    #: OID of the signature algorithm, and its value.
    algorithm: str
    value: bytes
    #: Canonical SignedInfo: the bytes that are signed.
    signed_info: bytes
    #: Whether every reference has the digest SignedInfo names: the document is the one that was signed.
    intact: bool

    def made_by(self, certificate: Certificate) -> bool:
        """Whether this certificate's key made the signature; raises `keys.UnsupportedAlgorithm`."""
        return certificate.public_key.verifies(self.signed_info, self.value, self.algorithm)


@dataclass(frozen=True)
class SignedDocument:
    """A document without its signature, exactly as it was digested, and the signature; None if unsigned."""

    root: etree._Element
    signature: XmlSignature | None


def parse(xml: bytes) -> SignedDocument:
    """Read a document and take its enveloped signature out of it.

    Raises `XmlSignatureError` for what is no XML, has a DTD, or is signed otherwise than the module says, and
    `keys.UnsupportedAlgorithm` for a digest that cannot be computed here.
    """
    root = parse_xml(xml)
    found = list(root.iter(f"{{{DS}}}Signature"))
    if not found:
        return SignedDocument(root, None)
    if len(found) > 1 or found[0].getparent() is not root:
        raise XmlSignatureError("подпись в XML должна быть одна и лежать прямо в корневом элементе")
    return SignedDocument(root, _take_out(root, found[0]))


def parse_xml(xml: bytes) -> etree._Element:
    """The root of a document without DTD, entities, outside references and comments.

    Comments are dropped because canonicalisation drops them too: one put into a signed text would otherwise
    cut it in two for the reader and leave the signature good. Raises `XmlSignatureError`.
    """
    if len(xml) > MAX_DOCUMENT:
        raise XmlSignatureError(f"документ XML больше {MAX_DOCUMENT >> 20} МБ")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise XmlSignatureError(f"документ не читается как XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlSignatureError("в документе XML есть DTD: такие не принимаются")
    return root


# -- reading -------------------------------------------------------------------------------------------------


def _take_out(root: etree._Element, signature: etree._Element) -> XmlSignature:
    """Read the signature, take it out of the tree, and digest what is left."""
    parts = list(signature.iterchildren("*"))
    signed_info, value = _expect(parts, "SignedInfo"), _expect(parts, "SignatureValue")
    fields = list(signed_info.iterchildren("*"))
    method = _expect(fields, "CanonicalizationMethod")
    algorithm = _known(_expect(fields, "SignatureMethod"), _SIGNATURES, "алгоритм подписи")
    if not 0 < len(fields) <= _MAX_REFERENCES:
        raise XmlSignatureError("в подписи XML нет ссылок на подписанное или их слишком много")
    references = [_Reference.read(field, root, parts) for field in fields]
    whole = [reference for reference in references if reference.target is root]
    if not whole:
        raise XmlSignatureError("подпись XML не охватывает сам документ")
    certificates = _certificates(signature)
    inside = [reference.holds() for reference in references if reference.target is not root]
    canonical = _canonical(signed_info, _canonicalization(method))
    _detach(signature)
    intact = all(inside) and all(reference.holds() for reference in whole)
    return XmlSignature(certificates, algorithm, _base64(value), canonical, intact)


@dataclass(frozen=True)
class _Reference:
    """One Reference of SignedInfo: an element, how it is turned into bytes, and the digest of these."""

    target: etree._Element
    canonicalization: Mapping[str, object]
    digest_oid: str
    expected: bytes

    @classmethod
    def read(cls, element: etree._Element, root: etree._Element, parts: list[etree._Element]) -> _Reference:
        if element.tag != f"{{{DS}}}Reference":
            raise XmlSignatureError("в SignedInfo есть незнакомый элемент")
        target = _resolve(element.get("URI"), root, parts)
        fields = list(element.iterchildren("*"))
        transforms = list(fields.pop(0)) if fields and fields[0].tag == f"{{{DS}}}Transforms" else []
        enveloped, canonicalization = _transforms(transforms)
        if target is root and not enveloped:
            raise XmlSignatureError("в ссылке на документ нет преобразования enveloped-signature")
        oid = _known(_expect(fields, "DigestMethod"), _DIGESTS, "алгоритм хеширования")
        value = _base64(_expect(fields, "DigestValue"))
        return cls(target, canonicalization, oid, value)

    def holds(self) -> bool:
        """Whether the digest is right, for the tree as it is now."""
        if self.target.getparent() is not None:
            return digest(self.digest_oid, _canonical(self.target, self.canonicalization)) == self.expected
        running = hasher(self.digest_oid)
        try:
            self.target.getroottree().write_c14n(_Sink(running), **self.canonicalization)
        except etree.C14NError as error:  # a namespace with a relative address has no canonical form
            raise XmlSignatureError(f"у документа XML нет канонической формы: {error}") from error
        return running.digest() == self.expected


def _transforms(transforms: list[etree._Element]) -> tuple[bool, Mapping[str, object]]:
    """Whether the signature is taken out, and the canonicalisation (C14N 1.0 when none is named)."""
    enveloped, found = False, None
    for transform in transforms:
        uri = transform.get("Algorithm")
        if found is not None:
            raise XmlSignatureError("после канонизации в подписи XML назначены другие преобразования")
        if uri == _ENVELOPED or (uri == _XPATH and _drops_signature(transform)):
            enveloped = True
        else:
            found = _canonicalization(transform)
    return enveloped, found or {"exclusive": False, "with_comments": False}


def _drops_signature(transform: etree._Element) -> bool:
    expressions = list(transform.iterchildren("*"))
    if len(expressions) != 1 or expressions[0].tag != f"{{{DS}}}XPath":
        return False
    match = _WITHOUT_SIGNATURE.fullmatch(_text(expressions[0]))
    return match is not None and expressions[0].nsmap.get(match[1]) == DS


def _canonicalization(method: etree._Element) -> Mapping[str, object]:
    """Arguments of lxml's canonicaliser for a CanonicalizationMethod or Transform."""
    uri = method.get("Algorithm")
    if uri not in _CANONICAL:
        raise XmlSignatureError(f"преобразование {uri} в подписи XML не принимается")
    options: dict[str, object] = {"exclusive": _CANONICAL[uri], "with_comments": False}
    for parameter in method.iterchildren("*"):
        if not _CANONICAL[uri] or parameter.tag != f"{{{EXCLUSIVE_C14N}}}InclusiveNamespaces":
            raise XmlSignatureError("у канонизации в подписи XML незнакомый параметр")
        options["inclusive_ns_prefixes"] = (parameter.get("PrefixList") or "").split()
    return options


def _resolve(uri: str | None, root: etree._Element, parts: list[etree._Element]) -> etree._Element:
    """What a reference points at: the document, its root, or something inside the signature's own objects."""
    if uri is None or (uri and not uri.startswith("#")):
        raise XmlSignatureError("подпись XML ссылается за пределы документа")
    name = uri.removeprefix("#")
    if not uri or name in _identifiers(root):
        return root
    objects = [part for part in parts if part.tag == f"{{{DS}}}Object"]
    inside = [item for part in objects for item in part.iter("*") if name in _identifiers(item)]
    if len(inside) != 1:
        raise XmlSignatureError("подпись XML ссылается не на сам документ")
    return inside[0]


def _identifiers(element: etree._Element) -> set[str]:
    return {element.get(name) for name in ("Id", "ID", "id") if element.get(name)}


def _canonical(element: etree._Element, options: Mapping[str, object]) -> bytes:
    """The canonical form of an element inside the signature, with what it inherits (C14N 1.0 cl. 2.4)."""
    if not options["exclusive"]:
        for ancestor in element.iterancestors():
            for name, value in ancestor.items():
                if name.startswith(_XML) and name not in element.attrib:
                    element.set(name, value)
    # As a document of its own, with the namespaces in scope: lxml canonicalises a part of a tree wrongly.
    alone = parse_xml(etree.tostring(element, with_tail=False))
    try:
        canonical: bytes = etree.tostring(alone, method="c14n", **options)
    except etree.C14NError as error:
        raise XmlSignatureError(f"у подписи XML нет канонической формы: {error}") from error
    return canonical


def _detach(element: etree._Element) -> None:
    """Take an element out of its parent and leave the text after it where it is."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    parent.remove(element)


def _certificates(signature: etree._Element) -> tuple[Certificate, ...]:
    path = f"{{{DS}}}KeyInfo/{{{DS}}}X509Data/{{{DS}}}X509Certificate"
    found = signature.findall(path)
    if len(found) > _MAX_CERTIFICATES:
        raise XmlSignatureError("в подписи XML слишком много сертификатов")
    try:
        return tuple(Certificate.parse(_base64(element)) for element in found)
    except der.DerError as error:
        raise XmlSignatureError(f"сертификат в подписи XML не читается: {error}") from error


def _expect(parts: list[etree._Element], name: str) -> etree._Element:
    """Take the next element, which must have this name."""
    if not parts or parts[0].tag != f"{{{DS}}}{name}":
        raise XmlSignatureError(f"в подписи XML нет элемента {name} на своём месте")
    return parts.pop(0)


def _known(element: etree._Element, table: Mapping[str, str], what: str) -> str:
    uri = element.get("Algorithm") or ""
    if uri not in table:
        raise XmlSignatureError(f"{what} {uri} в подписи XML не принимается")
    return table[uri]


def _text(element: etree._Element) -> str:
    if len(element):
        raise XmlSignatureError("внутри значения в подписи XML есть элементы")
    return (element.text or "").strip()


def _base64(element: etree._Element) -> bytes:
    try:
        return base64.b64decode("".join(_text(element).split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise XmlSignatureError("в подписи XML испорчена запись base64") from error


@dataclass(frozen=True)
class _Sink:
    """A file that digests what is written to it: the canonical form is never in memory as a whole."""

    running: Hasher

    def write(self, data: bytes) -> int:
        self.running.update(data)
        return len(data)


# -- making --------------------------------------------------------------------------------------------------


def sign_enveloped(
    root: etree._Element, *, key: SigningKey, certificate: Certificate, canonicalization: str = EXCLUSIVE_C14N
) -> bytes:
    """The document with a signature as the last child of its root, in UTF-8; the tree given is changed.

    Raises `KeyError` for an unknown canonicalisation, and whatever the key raises.
    """
    options = {"exclusive": _CANONICAL[canonicalization], "with_comments": False}
    scheme = scheme_of(key.curve)
    uris = {oid: uri for uri, oid in (*_DIGESTS.items(), *_SIGNATURES.items())}
    running = hasher(scheme.digest_oid)
    root.getroottree().write_c14n(_Sink(running), **options)
    signature = etree.SubElement(root, f"{{{DS}}}Signature", nsmap={None: DS})
    signed_info = _add(signature, "SignedInfo")
    _add(signed_info, "CanonicalizationMethod", Algorithm=canonicalization)
    _add(signed_info, "SignatureMethod", Algorithm=uris[scheme.signature_oid])
    reference = _add(signed_info, "Reference", URI="")
    transforms = _add(reference, "Transforms")
    for uri in (_ENVELOPED, canonicalization):
        _add(transforms, "Transform", Algorithm=uri)
    _add(reference, "DigestMethod", Algorithm=uris[scheme.digest_oid])
    _add(reference, "DigestValue", running.digest())
    _add(signature, "SignatureValue", sign_data(key, _canonical(signed_info, options)))
    data = _add(_add(signature, "KeyInfo"), "X509Data")
    _add(data, "X509Certificate", certificate.raw)
    signed: bytes = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)
    return signed


def _add(parent: etree._Element, name: str, value: bytes | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{DS}}}{name}", attributes)
    if value is not None:
        element.text = base64.b64encode(value).decode()
    return element
