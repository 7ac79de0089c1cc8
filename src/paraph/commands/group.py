"""The group of commands: loads a command when it is called, and keeps exit codes free for verdicts.

0 valid or done, 1 invalid, 2 undetermined, 3 nothing was found out or done: a file cannot be read, a key
cannot be used, the command was typed wrong.
"""

from __future__ import annotations

import json
import traceback
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

UNREADABLE = 3


class Trouble(click.ClickException):
    """The command cannot do its work; the message is Russian and says what to do."""

    exit_code = UNREADABLE

    def show(self, file: Any = None) -> None:
        click.echo(f"Ошибка: {plain(self.message)}", file=file, err=file is None)


def plain(text: str) -> str:
    """Text of strangers for a terminal: what would move its cursor, hide or turn letters is shown as code."""
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    return " " if unicodedata.category(char) == "Zs" else f"\\u{ord(char):04x}"


def print_object(value: Mapping[str, Any]) -> None:
    """One object as one line of JSON in UTF-8, whatever the locale and the names of files."""
    line = json.dumps(value, ensure_ascii=False)
    click.echo(line.encode("utf-8", "backslashreplace"))


@contextmanager
def answering(as_json: bool) -> Iterator[None]:
    """Around the work of a command whose exit code is an answer: nothing that went wrong may look like one.

    A `Trouble` is told as JSON too; an unforeseen error becomes one, for a program that falls ends with 1.
    """
    try:
        yield
    except Trouble as error:
        if as_json:
            print_object({"error": error.message})
        raise
    except Exception as error:
        traceback.print_exc()
        message = "Внутренняя ошибка, подробности выше. Это не результат проверки; сообщите разработчикам."
        if as_json:
            print_object({"error": message})
        raise Trouble(message) from error


class _Mistyped(click.UsageError):
    exit_code = UNREADABLE


class LazyGroup(click.Group):
    """A group whose listed commands are imported when used: a check needs neither Django nor HTTP.

    A command typed wrong ends with 3, for 2 means «undetermined» here.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._lazy = dict(lazy or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._lazy})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self._lazy:
            return super().get_command(ctx, name)
        module, _, attribute = self._lazy[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        try:
            return super().make_context(*args, **options)
        except click.UsageError as error:
            raise _Mistyped(error.format_message(), error.ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise _Mistyped(error.format_message(), error.ctx) from error
