"""The canonicaliser of the JDK shares no code with ours and finds the same bytes, where a JDK is there."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree
from trust_kit import issue, person

from paraph.gost import streebog256
from paraph.trust import certificate as certificates
from paraph.trust import xmldsig
from paraph.trust.xmldsig import C14N, EXCLUSIVE_C14N

_MODULE = "java.xml.crypto/com.sun.org.apache.xml.internal.security"
_EXPORTS = [f"--add-exports={_MODULE}{name}=ALL-UNNAMED" for name in ("", ".c14n")]

#: For every file: FILE.info is its canonical SignedInfo, FILE.document the rest without the signature.
_PROGRAM = """
import com.sun.org.apache.xml.internal.security.c14n.Canonicalizer;
import java.io.*;
import java.nio.file.*;
import javax.xml.parsers.*;
import org.w3c.dom.*;

public class Canonical {
    public static void main(String[] files) throws Exception {
        com.sun.org.apache.xml.internal.security.Init.init();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        for (String file : files) {
            Document document = factory.newDocumentBuilder().parse(new File(file));
            String ds = "http://www.w3.org/2000/09/xmldsig#";
            Element info = (Element) document.getElementsByTagNameNS(ds, "SignedInfo").item(0);
            Element method = (Element) info.getElementsByTagNameNS(ds, "CanonicalizationMethod").item(0);
            Canonicalizer by = Canonicalizer.getInstance(method.getAttribute("Algorithm"));
            try (OutputStream out = new FileOutputStream(file + ".info")) {
                by.canonicalizeSubtree(info, out);
            }
            document.getDocumentElement().removeChild(info.getParentNode());
            try (OutputStream out = new FileOutputStream(file + ".document")) {
                by.canonicalizeSubtree(document, out);
            }
        }
    }
}
"""


def _has_jdk() -> bool:
    if not shutil.which("java"):
        return False
    modules = subprocess.run(["java", "--list-modules"], capture_output=True, text=True, check=False).stdout
    return "java.xml.crypto@" in modules and "jdk.compiler@" in modules


def _documents() -> list[bytes]:
    """Namespaces declared, repeated, undeclared and unused; xml: attributes; everything that is escaped."""
    inner = (
        '<a xmlns="urn:a" xmlns:q="urn:q" q:z="1" b="2" a="&lt;&amp;&quot;&#9;&#10;&#13;">\r\n&gt;&amp;&#13;'
        '<q:b xmlns=""><c xmlns:q="urn:other" q:d="" xml:lang="en"/>\t<q:e/></q:b><?pi  data ?></a>'
    )
    outer = (
        "<root>{}</root>",
        '<root xmlns="urn:a" xml:space="preserve" xml:lang="ru">{}</root>',
        '<q:root xmlns:q="urn:q" xmlns:unused="urn:u" xml:base="http://b.test/">{}</q:root>',
        '<?top one?>\n<root xmlns:q="urn:x" q:a="1" a="б" Б="&#x1F600;">текст {} конец</root>\n<?end?>',
        "<root><![CDATA[<&>]]>{}{}</root>",
    )
    return [text.format(inner, inner).encode() for text in outer]


@pytest.mark.skipif(not _has_jdk(), reason="no JDK with java.xml.crypto on this machine")
def test_the_jdk_finds_the_same_bytes(tmp_path: Path) -> None:
    holder = issue(person(), None, certificates.QUALIFIED)
    files: list[Path] = []
    for number, document in enumerate(_documents()):
        for canonicalization in (C14N, EXCLUSIVE_C14N):
            path = tmp_path / f"{number}-{len(files)}.xml"
            root: etree._Element = xmldsig.parse_xml(document)
            path.write_bytes(
                xmldsig.sign_enveloped(
                    root, key=holder.key, certificate=holder.certificate, canonicalization=canonicalization
                )
            )
            files.append(path)
    (tmp_path / "Canonical.java").write_text(_PROGRAM)
    subprocess.run(["java", *_EXPORTS, tmp_path / "Canonical.java", *files], check=True, cwd=tmp_path)
    for path in files:
        signature = xmldsig.parse(path.read_bytes()).signature
        assert signature is not None
        assert signature.intact
        assert signature.signed_info == path.with_name(f"{path.name}.info").read_bytes()
        digest = re.search(rb"<DigestValue>(.*)</DigestValue>", path.read_bytes())
        assert digest is not None
        whole = path.with_name(f"{path.name}.document").read_bytes()
        assert streebog256(whole) == base64.b64decode(digest[1])
