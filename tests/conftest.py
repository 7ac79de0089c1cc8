"""Every test run has its own home folder.

Django is set up here and not by pytest-django's ini option: that one reads the settings before any conftest,
and the tests would then work in the home of the installation.
"""

import os
import tempfile

import django
import pytest
from django.conf import settings
from django.utils import translation

from paraph.web import messages
from tests import patience  # noqa: F401 - what is expected of a page is waited for so long

os.environ["PARAPH_HOME"] = tempfile.mkdtemp(prefix="paraph-tests-")
os.environ.pop("PARAPH_DATABASE_URL", None)
if os.environ.get("PARAPH_TEST_DATABASE") == "postgresql":
    # The same scenarios on the other database: `make test` runs the rooms with tables once more so.
    from tests.postgres_server import start

    os.environ["PARAPH_DATABASE_URL"] = start().create_database("tests")
os.environ["DJANGO_SETTINGS_MODULE"] = "paraph.hub.settings"
messages.compile_all()  # as at installation, and before Django reads them
django.setup()


#: What takes longest, in this order: begun last, it would keep one process busy after all others.
LONGEST = (
    "tests/crash/",
    "tests/demo/",
    "tests/browser/",
    "tests/journey/",
    "tests/bitrix24/test_registry_bench.py",
    "tests/diadoc/test_faults_",
    "tests/diadoc/test_hostile_",
    "tests/contract/",
    "tests/docflow/test_walk",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest files first; pytest-django puts what needs no database of its own last."""

    def turn(item):
        found = [number for number, start in enumerate(LONGEST) if item.nodeid.startswith(start)]
        return found[0] if found else len(LONGEST)

    items.sort(key=turn)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """What a test printed goes between processes as UTF-8, which hostile texts are not always."""
    report = yield
    report.sections = [
        (name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections
    ]
    return report


def pytest_terminal_summary(terminalreporter):
    """Which clients of others were tried: they need not all be there."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ())]
    tried = sorted(
        {value for report in reports for name, value in report.user_properties if name == "client"}
    )
    if tried:
        terminalreporter.section("clients written by others")
        for line in tried:
            terminalreporter.line(line)


@pytest.fixture(autouse=True)
def _russian():
    """Every test begins in the language of the installation, whatever the one before it read."""
    translation.activate(settings.LANGUAGE_CODE)
