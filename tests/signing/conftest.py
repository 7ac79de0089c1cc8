import pytest
from ordered_certificates import Authority, publisher

from scenario import catcher, firm, mail, pki, sent  # noqa: F401


@pytest.fixture(scope="session")
def authority(pki):  # noqa: F811
    return Authority(pki.folder)


@pytest.fixture
def web():
    """A server where certificates say their lists are."""
    with publisher() as found:
        yield found
