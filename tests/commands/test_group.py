"""The group of commands: what is loaded, what help says, how a mistyped command ends."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner
from commands_kit import run
from hypothesis import given
from hypothesis import strategies as st

from paraph.commands.group import LazyGroup, Trouble, plain
from paraph.commands.reading import moment


def test_help_lists_every_command_loaded_or_not() -> None:
    done = run("--help")
    assert done.exit_code == 0
    for name in ("cert", "demo", "journal", "sandbox", "sign", "timestamp", "verify", "worker"):
        assert f"\n  {name} " in done.stdout
    assert run("sandbox", "--help").exit_code == 0


def test_a_command_is_loaded_when_it_is_called_and_not_before() -> None:
    group = LazyGroup(lazy={"sound": "paraph.commands.cert:cert", "broken": "no.such.module:command"})
    assert CliRunner().invoke(group, ["sound", "--help"]).exit_code == 0
    with pytest.raises(ModuleNotFoundError):
        CliRunner().invoke(group, ["broken"], catch_exceptions=False)


def test_two_always_means_undetermined() -> None:
    """Click ends with 2 on every mistake in the command line; here it is kept for verdicts."""
    assert click.UsageError.exit_code == 2
    for words in (
        ["nothing"],
        ["--nothing"],
        ["verify"],
        ["journal", "nothing"],
        ["sign", "a", "--level", "z"],
    ):
        done = run(*words)
        assert done.exit_code == 3
        assert "Usage: " in done.stderr


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_a_trouble(text: str) -> None:
    try:
        at, source = moment(text)
    except Trouble:
        return
    assert at.tzinfo is not None
    assert source.startswith("указан при проверке")


@given(st.text())
def test_what_is_shown_is_one_line_without_controls(text: str) -> None:
    shown = plain(text)
    assert shown.isprintable()
    assert len(shown.splitlines()) <= 1
    if text.isprintable():
        assert shown == text


def test_spaces_of_other_kinds_stay_spaces() -> None:
    assert plain("ООО\u00a0«Ромашка»") == "ООО «Ромашка»"
    assert plain("а\u200bб\x1b") == "а\\u200bб\\u001b"
