"""A hub's environment for tests that need processes of their own: PKI, mail catcher, database."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from paraph.sandbox.pki.issue import make_pki
from paraph.sandbox.up import running
from tests.postgres_server import ServerMissing, start

ROOT = Path(__file__).resolve().parents[2]
TRUSTED = ("root.pem", "intermediate.pem", "root.crl", "intermediate.crl")


def database(vendor: str) -> dict[str, str]:
    """Environment naming a fresh database; skips visibly when PostgreSQL is not installed."""
    if vendor == "sqlite":
        return {}
    try:
        return {"PARAPH_DATABASE_URL": start().create_database("hub")}
    except ServerMissing as missing:
        pytest.skip(str(missing))


@contextmanager
def environment(folder: Path, vendor: str) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Environment variables of a hub and the arguments every player of the journey takes."""
    pki, trust, home = folder / "pki", folder / "trust", folder / "home"
    make_pki(pki)
    trust.mkdir()
    home.mkdir()
    for name in TRUSTED:
        (trust / name).write_bytes((pki / name).read_bytes())
    with running({"mail"}, folder / "sandbox") as ready:
        variables = {
            **os.environ,
            "PARAPH_HOME": str(home),
            "PARAPH_TRUST_DIR": str(trust),
            "PARAPH_SMTP_URL": ready["mail"]["smtp"],
            "PARAPH_MAIL_LOOKUP_URL": ready["mail"]["lookup_url"],
            "PARAPH_LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "paraph.hub.settings",
            "PYTHONPATH": str(ROOT / "tests"),
            **database(vendor),
        }
        yield variables, ["--pki", str(pki), "--mail-url", ready["mail"]["url"]]


def program(module: str, *arguments: str) -> list[str]:
    """Command line of a module of the tests or of the product."""
    return [sys.executable, "-m", module, *arguments]
