"""The group of commands: loads a command when it is called, and keeps exit codes free for verdicts.

0 valid or done, 1 invalid, 2 undetermined, 3 nothing was found out or done: a file cannot be read, a key
cannot be used, the command was typed wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

UNREADABLE = 3


class Trouble(click.ClickException):
    """The command cannot do its work; the message is Russian and says what to do."""

    exit_code = UNREADABLE

    def show(self, file: Any = None) -> None:
        click.echo(f"Ошибка: {self.message}", file=file, err=file is None)


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
