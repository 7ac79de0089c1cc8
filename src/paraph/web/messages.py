"""Catalogues of the second language: `python -m paraph.web.messages extract | compile | check`.

Texts are written in Russian in the code; a catalogue per language says the rest. English has every text;
Russian has only the three forms of the plurals. The `.po` files are kept in the repository, the `.mo` files
are compiled at installation.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1]
LOCALES = Path(__file__).resolve().parent / "locale"
LANGUAGES = ("en", "ru")

#: The sandbox stands apart from the hub and is not translated.
_METHODS = [("sandbox/**", "ignore"), ("**/jinja2/**.html", "jinja2"), ("**.py", "python")]
_OPTIONS = {"**/jinja2/**.html": {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}}
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}

_HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Paraph\\n"
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def _po(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def used() -> Catalog:
    """Every text marked for translation in the code and the templates."""
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(str(SOURCE), _METHODS, _OPTIONS, keywords=_KEYWORDS)
    for _file, _line, text, comments, context in found:
        catalog.add(text, auto_comments=comments, context=context)
    return catalog


def load(language: str) -> Catalog:
    """The catalogue as it is kept; an empty one for a language that has none yet."""
    path = _po(language)
    if not path.exists():
        return Catalog(locale=language, project="Paraph", charset="utf-8", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=language, charset="utf-8")


def needs(language: str, message: Message) -> bool:
    """Whether the language must say this text: English all of them, Russian only the plurals."""
    return bool(message.id) and (language != "ru" or message.pluralizable)


def extract() -> None:
    """Bring the catalogues up to date: new texts come in empty, those no longer used go."""
    found = used()
    for language in LANGUAGES:
        catalog, wanted = load(language), Catalog(charset="utf-8")
        for message in found:
            if needs(language, message):
                wanted.add(message.id, context=message.context, flags=message.flags)
        catalog.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        _write(language, catalog)


def _write(language: str, catalog: Catalog) -> None:
    """Sorted, without dates and places in the code, so that a change of the file is a change of words."""
    path = _po(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(_HEADER.format(language=language, plurals=catalog.plural_forms).encode())
        write_po(stream, catalog, no_location=True, omit_header=True, sort_output=True, width=110)


def compile_all() -> None:
    """Write the `.mo` files beside the `.po` files; one that is being read is replaced, never rewritten."""
    for language in LANGUAGES:
        folder = _po(language).parent
        with NamedTemporaryFile(dir=folder, delete=False) as stream:
            write_mo(stream, load(language))
        Path(stream.name).chmod(0o644)
        Path(stream.name).replace(folder / "django.mo")


def problems() -> Iterator[str]:
    """What a reader of another language would miss: texts without words, broken placeholders."""
    found = used()
    for language in LANGUAGES:
        catalog = load(language)
        for message in found:
            if not needs(language, message):
                continue
            kept = catalog.get(message.id, message.context)
            words = kept.string if kept else ""
            if not words or (isinstance(words, tuple) and not all(words)) or (kept and kept.fuzzy):
                yield f"{language}: no translation: {message.id!r}"
        for kept, errors in catalog.check():
            yield from (f"{language}: {kept.id!r}: {error}" for error in errors)


def main(arguments: list[str]) -> int:
    """Run one of the three commands."""
    match arguments:
        case ["extract"]:
            extract()
        case ["compile"]:
            compile_all()
        case ["check"]:
            pass
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    if arguments == ["compile"]:
        return 0
    found = list(problems())
    sys.stderr.writelines(f"{problem}\n" for problem in found)
    return 1 if found and arguments == ["check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
