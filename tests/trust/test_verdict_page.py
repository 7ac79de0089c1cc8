"""docs/verdict.md explains every check there is, and none that is not."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NAME = r"(?:cms|cades|tsp|chain|revocation|795|63|mchd|tsl)\.[a-z][a-z-]+"
#: Names that are file names in the sources, and names put together at run time.
_FILES = {"tsl.xml", "tsl.json", "mchd.html"}
_COMPOSED = {"795.subject-sign-tool", "795.issuer-sign-tool", "795.policies"}


def test_page_names_every_check():
    found = set(_COMPOSED)
    for room in ("trust", "authority"):
        for path in (ROOT / "src" / "paraph" / room).rglob("*.py"):
            found |= set(re.findall(rf'"({_NAME})"', path.read_text()))
            found |= {f"mchd.{name}" for name in re.findall(r'_check\(\s*"([a-z]+)"', path.read_text())}
    explained = set(re.findall(rf"`({_NAME})`", (ROOT / "docs" / "verdict.md").read_text()))
    assert explained - _FILES == found - _FILES
