"""docs/elma365.md tells administrators of every code, attribute and tab there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paraph.portals.elma365 import sections
from paraph.portals.elma365.blocks import printing
from paraph.portals.elma365.blocks.codes import Code
from paraph.portals.elma365.mapping_rows import attributes
from paraph.portals.statuses import Status

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "elma365.md").read_text("utf-8")


def table(head: str) -> str:
    return TEXT.split(f"| {head} |")[1].split("\n\n")[0]


def test_every_code_is_told_in_its_table() -> None:
    told = set(re.findall(r"`([\w-]+)`", table("`error_code`")))
    assert told == {one for one in Code if one is not Code.OK}
    assert set(re.findall(r"`([\w-]+)`", table("`status_code`"))) == {one for one in Status if one}


def test_every_attribute_and_tab_is_told() -> None:
    rows = table("Атрибуты")
    assert [one.title for one in attributes.ALL if one.title not in rows] == []
    tabs = [str(title) for _name, title in sections.every()]
    assert [title for title in tabs if f"**«{title}»**" not in TEXT and f"## {title}" not in TEXT] == []


def test_every_print_form_is_told() -> None:
    assert [form for form in printing.FORMS if f"`{form}` — " not in TEXT] == []


@pytest.mark.parametrize("page", ["elma365.md", "sandbox-elma365.md"])
def test_every_picture_and_page_it_leads_to_is_there(page: str) -> None:
    leads = re.findall(r"\]\(([^)#]+)", (DOCS / page).read_text("utf-8"))
    assert leads
    assert [one for one in leads if not (DOCS / one).exists()] == []
