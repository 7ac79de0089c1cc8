"""The PDF of a document: the text of its DOCX on pages. The portal's converter keeps the whole look, this one
the words."""

from __future__ import annotations

import json
import threading
from importlib import resources

import typst

#: Typesetting takes memory and both processors: one document at a time.
_press = threading.Lock()


def made(paragraphs: list[str]) -> bytes:
    """Pages with these paragraphs, the first one a heading."""
    template = resources.files("paraph.sandbox.bitrix24.documentgenerator").joinpath("page.typ").read_bytes()
    with _press:
        return bytes(
            typst.compile(
                template,
                format="pdf",
                ignore_system_fonts=True,
                sys_inputs={"paragraphs": json.dumps(paragraphs, ensure_ascii=False)},
            )
        )
