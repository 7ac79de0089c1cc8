"""What an installation makes at its first start, also when it is started twice or dies on the way."""

from __future__ import annotations

import os
import threading

import pytest

from paraph.hub import config
from together import at_once


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PARAPH_HOME", str(tmp_path))
    return tmp_path


def test_secret_is_made_once_and_read_by_the_owner_only(home):
    first = config.secret_key()
    assert len(first) >= 64
    assert config.secret_key() == first
    assert (home / "secret.key").stat().st_mode & 0o077 == 0
    assert os.listdir(home) == ["secret.key"]


def test_processes_started_together_share_one_secret(home):
    keys = at_once(*[config.secret_key] * 8)
    assert len(set(keys)) == 1
    assert keys[0]
    assert os.listdir(home) == ["secret.key"]


def test_second_process_never_reads_half_a_secret(home, monkeypatch):
    """The first one is slow between making the file and writing it."""
    made, go_on, fdopen = threading.Event(), threading.Event(), os.fdopen

    def slow(*arguments, **named):
        made.set()
        go_on.wait(5)
        return fdopen(*arguments, **named)

    monkeypatch.setattr(os, "fdopen", slow)
    first = []
    thread = threading.Thread(target=lambda: first.append(config.secret_key()))
    thread.start()
    made.wait(5)
    monkeypatch.setattr(os, "fdopen", fdopen)
    second = config.secret_key()
    go_on.set()
    thread.join(5)
    assert second
    assert first == [second]
