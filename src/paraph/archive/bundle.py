"""The proof as one ZIP that can be checked without this product.

Names are Russian and safe on Windows and in a POSIX shell; nothing is compressed and every time is fixed,
so the same evidence gives the same bytes with any zlib.
"""

from __future__ import annotations

import hashlib
import shlex
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from paraph.archive.evidence import Evidence, SignatureFacts, canonical_json
from paraph.archive.names import (
    CERTIFICATES,
    CHAIN,
    ENGINE,
    MANIFEST,
    OWN_ROOT,
    PROTOCOL,
    README,
    STAMPED,
    document_name,
    extra_paths,
    file_paths,
    power_paths,
    safe_name,
    signature_paths,
)
from paraph.archive.wording import moscow_time
from paraph.trust.certificate import Certificate
from paraph.trust.der import DerError

_TEMPLATE = Path(__file__).with_name("checking_readme.txt")
#: Earliest time a ZIP can hold.
_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class _Entry:
    """One certificate of the bundle; `certificate` is None if its bytes cannot be read."""

    path: str
    raw: bytes
    certificate: Certificate | None


def build_bundle(
    evidence: Evidence,
    original: bytes,
    protocol_pdf: bytes,
    stamped_pdf: bytes | None = None,
    contents: Sequence[bytes] = (),
) -> bytes:
    """ZIP with document, signatures, certificates, protocol, stamped copy, manifest and README.

    `contents` are the bytes of the evidence's files, then of its extras.

    Raises:
        ValueError: some bytes are not those the evidence speaks of.
    """
    about = (evidence.document, *evidence.files, *evidence.extras)
    for facts, data in zip(about, (original, *contents), strict=True):
        if hashlib.sha256(data).hexdigest() != facts.sha256.lower():
            raise ValueError(f"the SHA-256 of {facts.file_name!r} is not the one in the evidence")
    document = document_name(evidence)
    signatures = signature_paths(evidence)
    certificates = _certificates(evidence)
    files = {document: original, PROTOCOL: protocol_pdf}
    if stamped_pdf is not None:
        files[STAMPED] = stamped_pdf
    files |= {path: facts.cms for path, facts in zip(signatures, evidence.signatures, strict=True)}
    exchanged = file_paths(evidence)
    files |= dict(zip([path for path, _beside in exchanged] + extra_paths(evidence), contents, strict=True))
    for (_path, beside), file in zip(exchanged, evidence.files, strict=True):
        files |= {path: facts.cms for path, facts in zip(beside, file.signatures, strict=True)}
    files |= {entry.path: entry.raw for entry in certificates}
    for power in (power for facts in evidence.every_signature for power in facts.powers):
        path, beside = power_paths(power)
        files |= {path: power.xml, **dict(zip(beside, power.signatures, strict=True))}
    files[README] = _readme(evidence, certificates).encode()
    files[MANIFEST] = _manifest(evidence, files)
    return _zip(files)


def _certificates(evidence: Evidence) -> list[_Entry]:
    """All certificates once, named by owner and the beginning of their SHA-256."""
    entries: dict[bytes, _Entry] = {}
    for raw in (raw for facts in evidence.every_signature for raw in facts.certificates):
        if raw in entries:
            continue
        fingerprint = hashlib.sha256(raw).hexdigest()[:8]
        try:
            certificate = Certificate.parse(raw)
            owner = certificate.subject.common_name
        except DerError:
            certificate, owner = None, ""
        name = f"{safe_name(owner, 'сертификат', 80)} {fingerprint}.cer"
        entries[raw] = _Entry(f"{CERTIFICATES}/{name}", raw, certificate)
    return sorted(entries.values(), key=lambda entry: entry.path)


def _manifest(evidence: Evidence, files: dict[str, bytes]) -> bytes:
    listed = [
        {"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for path, data in sorted(files.items())
    ]
    return canonical_json({"evidence": evidence.to_dict(), "files": listed})


def _readme(evidence: Evidence, certificates: list[_Entry]) -> str:
    document, facts = document_name(evidence), evidence.document
    known = [entry for entry in certificates if entry.certificate]
    roots = [entry.path for entry in known if entry.certificate and entry.certificate.self_issued]
    chain = [entry.path for entry in known] + ([] if roots else [OWN_ROOT])
    return _TEMPLATE.read_text("utf-8").format(
        document=document,
        document_id=facts.id,
        version=evidence.product_version,
        sha256_check=f"echo {shlex.quote(f'{facts.sha256}  {document}')} | sha256sum -c",
        streebog_command=f"openssl dgst -md_gost12_256 {shlex.quote(document)}",
        streebog=facts.streebog256,
        engine=ENGINE,
        roots_note=_roots_note(roots),
        certificate_commands=_commands(_gather(chain, roots or [OWN_ROOT])),
        signature_checks="\n\n".join(
            _signature_check(path, signed, facts) for path, signed, facts in _signed(evidence, document)
        ),
    )


def _signed(evidence: Evidence, document: str) -> Iterator[tuple[str, str, SignatureFacts]]:
    """Every signature of the bundle: its path, the path of what it signs, its facts."""
    for path, facts in zip(signature_paths(evidence), evidence.signatures, strict=True):
        yield path, document, facts
    for (signed, beside), file in zip(file_paths(evidence), evidence.files, strict=True):
        for path, facts in zip(beside, file.signatures, strict=True):
            yield path, signed, facts


def _roots_note(roots: list[str]) -> str:
    if roots:
        return (
            "Корневой сертификат лежит в этом архиве, но верить ему надо не поэтому: сравните отпечаток,\n"
            "который покажут последние строки, с опубликованным удостоверяющим центром или Минцифры."
        )
    return (
        "Корневого сертификата в этом архиве нет. Скачайте его с сайта удостоверяющего центра\n"
        "(для аккредитованных УЦ — с e-trust.gosuslugi.ru), сохраните рядом с документом под именем\n"
        f"{OWN_ROOT} и сравните отпечаток, который покажут последние строки, с опубликованным."
    )


def _gather(chain: list[str], roots: list[str]) -> list[str]:
    """Commands that gather DER certificates into one PEM file and show the fingerprints of the roots."""
    read, show = "openssl x509 -inform DER -in", "-noout -subject -nameopt utf8 -fingerprint -sha256"
    return [
        f": > {CHAIN}",
        *(f"{read} {shlex.quote(path)} >> {CHAIN}" for path in chain),
        *(f"{read} {shlex.quote(path)} {show}" for path in roots),
    ]


def _signature_check(path: str, document: str, facts: SignatureFacts) -> str:
    """Heading and commands for one signature; validity is judged at the time it was received.

    OpenSSL 3.0 builds chains only from the CMS and -CAfile. Intermediate certificates in -CAfile are no trust
    anchors: without -partial_chain a chain must end in a self-signed certificate.
    """
    source, form, prepare = path, "DER", []
    if facts.cms.startswith(b"-----BEGIN"):
        form = "PEM"
    elif not facts.cms.startswith(b"\x30"):  # bare base64, as some programs write it
        source = path.removesuffix(".sig") + ".der"
        prepare = [f"base64 -d -i {shlex.quote(path)} > {shlex.quote(source)}"]
    check = [
        f"openssl cms -verify -binary -inform {form} -in {shlex.quote(source)}",
        f"-content {shlex.quote(document)}",
        f"-certfile {CHAIN} -CAfile {CHAIN} -purpose any",
        f"-attime {int(facts.received_at.timestamp())} -out /dev/null",
    ]
    heading = f"{facts.side.value.capitalize()}, {safe_name(facts.signer_name, 'подписант', 100)},"
    commands = _commands([*prepare, " ".join(check)])
    return f"{heading} получена {moscow_time(facts.received_at)}:\n\n{commands}"


def _commands(commands: list[str]) -> str:
    return "\n".join(f"    {command}" for command in commands)


def _zip(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            info = zipfile.ZipInfo(path, _TIME)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()
