"""What the files of a bundle are called: Cyrillic names that Windows, ZIP and a POSIX shell all take."""

from __future__ import annotations

import re
import unicodedata

from paraph.archive.evidence import Evidence, PowerFacts

PROTOCOL, STAMPED = "протокол.pdf", "штамп.pdf"
MANIFEST, README = "evidence.json", "КАК ПРОВЕРИТЬ.txt"
SIGNATURES, CERTIFICATES, POWERS = "подписи", "сертификаты", "доверенности"
#: Files the sides exchanged about the document, and files the channel made of it.
FILES, EXTRAS = "обмен", "от оператора"
#: Files the commands of the README make beside the document, and the root certificate a reader may bring.
ENGINE, CHAIN, OWN_ROOT = "gost.cnf", "сертификаты.pem", "корневой.cer"

#: Names a document cannot keep inside a bundle.
_TAKEN = {
    name.casefold()
    for name in (
        PROTOCOL,
        STAMPED,
        MANIFEST,
        README,
        SIGNATURES,
        CERTIFICATES,
        POWERS,
        FILES,
        EXTRAS,
        ENGINE,
        CHAIN,
        OWN_ROOT,
    )
}

#: Names Windows keeps for devices, with any extension.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
#: Signs kept beside letters, digits and spaces; quotes, slashes and shell signs are not among them.
_KEPT = frozenset("-_.,()+№«»=@#–—")
_LONGEST_EXTENSION = 10


def document_name(evidence: Evidence) -> str:
    """Name of the document inside the bundle: its own, made safe and distinct from ours."""
    name = safe_name(evidence.document.file_name, "документ")
    return f"документ {name}" if name.casefold() in _TAKEN else name


def signature_paths(evidence: Evidence) -> list[str]:
    """Paths of the signatures inside the bundle, in the order of the evidence."""
    document = document_name(evidence)
    paths = []
    for number, facts in enumerate(evidence.signatures, 1):
        signer = safe_name(facts.signer_name, "подписант", 50)
        paths.append(f"{SIGNATURES}/{document} - {number} {facts.side.value} {signer}.sig")
    return paths


def file_paths(evidence: Evidence) -> list[tuple[str, list[str]]]:
    """Path of each file about the document inside the bundle, and of its signatures beside it."""
    paths = []
    for number, file in enumerate(evidence.files, 1):
        stem, extension = split_extension(safe_name(file.file_name, "файл", 60))
        words = safe_name(f"{file.role}, {file.side.value}", "файл", 80)
        path = f"{FILES}/{number:02} {words} - {stem}{extension}"
        signers = [safe_name(one.signer_name, "подписант", 50) for one in file.signatures]
        paths.append((path, [f"{path} - {place} {name}.sig" for place, name in enumerate(signers, 1)]))
    return paths


def extra_paths(evidence: Evidence) -> list[str]:
    """Paths of the channel's own files inside the bundle; a signature bears the name of what it signs."""
    names = [safe_name(extra.file_name, "файл", 80) for extra in evidence.extras]
    numbers: dict[str, int] = {}
    for name in names:
        numbers.setdefault(name.removesuffix(".sig"), len(numbers) + 1)
    return [f"{EXTRAS}/{numbers[name.removesuffix('.sig')]} {name}" for name in names]


def power_paths(power: PowerFacts) -> tuple[str, list[str]]:
    """Path of a power of attorney inside the bundle, and of its signatures beside it."""
    stem = split_extension(safe_name(power.file_name, power.number))[0]
    path = f"{POWERS}/{stem}.xml"
    marks = ["", *(f" {number}" for number in range(2, len(power.signatures) + 1))]
    return path, [f"{path}{mark}.sig" for mark in marks[: len(power.signatures)]]


def safe_name(name: str, fallback: str, longest: int = 120) -> str:
    """The nearest safe file name, no longer than `longest` characters; `fallback` if nothing is left.

    Invisible direction marks vanish, other unsafe characters become «_»; the extension survives shortening.
    """
    kept = "".join(_safe(char) for char in unicodedata.normalize("NFC", name))
    kept = re.sub(r"[ ]+", " ", kept).strip(" .-")
    kept = re.sub(r"_{2,}", "_", kept)
    if not kept.strip("_"):
        return fallback
    if _DEVICES.match(kept):
        kept = f"_{kept}"
    if len(kept) > longest:
        stem, extension = split_extension(kept)
        kept = stem[: longest - len(extension)].rstrip(" .") + extension
    return kept


def split_extension(name: str) -> tuple[str, str]:
    """Stem and extension with its dot; an overlong «extension» belongs to the stem."""
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or len(extension) > _LONGEST_EXTENSION:
        return name, ""
    return stem, dot + extension


def _safe(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    if category[0] in "LN" or category == "Mn" or char in _KEPT:
        return char
    return " " if char.isspace() else "_"
