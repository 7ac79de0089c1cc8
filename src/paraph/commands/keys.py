"""Which key a command signs with: the options shared by `sign` and `keys list`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from paraph.commands.group import Trouble
from paraph.commands.reading import FILE, unreadable
from paraph.methods.pkcs12 import FileProvider
from paraph.methods.port import KeyProvider, MethodError, Secret, connect

_Command = TypeVar("_Command", bound=Callable[..., Any])


def key_options(command: _Command) -> _Command:
    """Adds the options that say where the key is and what opens it."""
    for option in reversed(
        (
            click.option("--key", type=FILE, metavar="ФАЙЛ", help="Файл ключа: .p12, .pfx или ключ PEM."),
            click.option("--certificate", type=FILE, metavar="ФАЙЛ", help="Сертификат к ключу без него."),
            click.option(
                "--provider",
                metavar="СПОСОБ:АДРЕС",
                help="Где ключ, если не в файле: pkcs11:/путь/к/библиотеке.so, cryptopro:, dss:https://узел/.",
            ),
            click.option("--signer", default="", metavar="ТЕКСТ", help="Чей ключ: отпечаток, номер или имя."),
            click.option("--password", metavar="ПАРОЛЬ", help="Пароль или ПИН; иначе будет спрошен."),
            click.option(
                "--password-file",
                type=FILE,
                metavar="ФАЙЛ",
                help="Файл с паролем в первой строке; - читает ввод.",
            ),
        )
    ):
        command = option(command)
    return command


@contextmanager
def opened_provider(
    *,
    key: Path | None,
    certificate: Path | None,
    provider: str | None,
    password: str | None,
    password_file: Path | None,
) -> Iterator[KeyProvider]:
    """The provider the options name; its refusals become `Trouble`."""
    if (key is None) == (provider is None):
        raise Trouble("Укажите, чем подписывать: либо --key ФАЙЛ, либо --provider СПОСОБ:АДРЕС.")
    secret = _secret(password, password_file)
    try:
        found = FileProvider(key, secret, certificate) if key else connect(provider or "", secret)
        try:
            yield found
        finally:
            found.close()
    except MethodError as error:
        raise Trouble(str(error)) from error


def _secret(password: str | None, password_file: Path | None) -> Secret:
    def ask(question: str) -> str:
        if password is not None:
            return password
        if password_file is not None:
            return _first_line(password_file)
        if not sys.stdin.isatty():
            raise Trouble(f"{question} не задан, а спросить некого: укажите --password-file.")
        answer: str = click.prompt(question, hide_input=True, err=True)
        return answer

    return ask


def _first_line(path: Path) -> str:
    try:
        text = sys.stdin.readline() if path == Path("-") else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise (
            unreadable(path, error) if isinstance(error, OSError) else Trouble(f"Пароль в {path} не в UTF-8.")
        ) from error
    return text.split("\n", 1)[0].removesuffix("\r")
