"""One hub, one sandbox and one Chromium for all browser tests."""

import socket
from pathlib import Path

import pytest

from tests.browser import stage

pytestmark = pytest.mark.browser


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def here(tmp_path_factory):
    if not Path(stage.CHROMIUM).exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with stage.opened(tmp_path_factory.mktemp("browser"), _free_port()) as world:
        yield world


@pytest.fixture(scope="module")
def chromium(here):
    """Not longer than a module: Playwright's loop in this thread would make Django refuse the database."""
    with stage.chromium() as browser:
        yield browser


@pytest.fixture
def person(chromium, here):
    """Seats somebody at a screen of a size; at the end no script may have complained."""
    seated = []

    def seat(size=stage.DESKTOP):
        someone = stage.Person.at(chromium, here, size)
        seated.append(someone)
        return someone

    yield seat
    complaints = [line for someone in seated for line in someone.complaints]
    for someone in seated:
        someone.page.context.close()
    assert complaints == []
