"""The words of a letter: one plain template per event and language, shown as text and as simple HTML.

A template's first line is the subject. Paragraphs are parted by empty lines; a line `→ Open <https://…>` is
a link: a button in HTML, the address itself in the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.template.utils import get_app_template_dirs
from django.utils import timezone
from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    pass_context,
    select_autoescape,
)
from jinja2.runtime import Context

_LINK = re.compile(r"→ (?P<label>.+) <(?P<url>https?://\S+)>")


@dataclass(frozen=True)
class Letter:
    """What a person reads."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class _Line:
    text: str
    url: str = ""


@cache
def _environment() -> Environment:
    # An application keeps its letters in its own `jinja2/` folder. Texts are not HTML, so nothing is
    # escaped in them; the page around them is, as its name says.
    environment = Environment(
        loader=FileSystemLoader(get_app_template_dirs("jinja2")),
        autoescape=select_autoescape(["html"], default=False, default_for_string=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = _moment
    return environment


@pass_context
def _moment(context: Context, value: str) -> str:
    """«21.11.2026 14:05 МСК» from an ISO 8601 moment, in the installation's zone."""
    local = timezone.localtime(datetime.fromisoformat(value))
    zone = "МСК" if context["language"] == "ru" and local.tzname() == "MSK" else local.tzname()
    return f"{local:%d.%m.%Y %H:%M} {zone}"


def render(template: str, context: Mapping[str, Any], language: str = "ru") -> Letter:
    """The letter `<folder>/<language>/<name>.txt` for a template «folder/name»; Russian if there is no other.

    Values become single lines, so that no title or reason can pass for a part of the letter.
    """
    folder, _, name = template.partition("/")
    environment = _environment()
    facts = {key: _single_line(value) for key, value in context.items()}
    try:
        found = environment.get_template(f"{folder}/{language}/{name}.txt")
    except TemplateNotFound:
        language = settings.LANGUAGE_CODE
        found = environment.get_template(f"{folder}/{language}/{name}.txt")
    subject, _, body = found.render(facts, language=language).strip().partition("\n")
    paragraphs = [
        [_line(line) for line in paragraph.splitlines()] for paragraph in re.split(r"\n\s*\n", body.strip())
    ]
    html = environment.get_template("notifications/letter.html").render(
        subject=subject, paragraphs=paragraphs, language=language
    )
    return Letter(subject, _as_text(paragraphs), html)


def _single_line(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        return {key: _single_line(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_single_line(item) for item in value]
    return value


def _line(line: str) -> _Line:
    link = _LINK.fullmatch(line.strip())
    return _Line(link["label"], link["url"]) if link else _Line(line.strip())


def _as_text(paragraphs: list[list[_Line]]) -> str:
    blocks = (
        "\n".join(f"{line.text}:\n{line.url}" if line.url else line.text for line in paragraph)
        for paragraph in paragraphs
    )
    return "\n\n".join(blocks) + "\n"
