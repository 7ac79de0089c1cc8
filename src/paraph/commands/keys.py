"""Which key a command signs with: options shared by commands, and `paraph keys list`."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import click

from paraph.commands.group import Trouble
from paraph.commands.reading import FILE, unreadable
from paraph.methods.pkcs12 import FileProvider
from paraph.methods.port import KeyProvider, MethodError, Secret, connect


@dataclass(frozen=True)
class KeySource:
    """Where a key is and what opens it, by the options of the same names."""

    key: Path | None
    certificate: Path | None
    provider: str | None
    password: str | None = field(repr=False)
    password_file: Path | None

    @contextmanager
    def opened(self) -> Iterator[KeyProvider]:
        """The provider the options name; its refusals become `Trouble`."""
        if (self.key is None) == (self.provider is None):
            raise Trouble("Укажите, чем подписывать: либо --key ФАЙЛ, либо --provider СПОСОБ:АДРЕС.")
        secret = _secret(self.password, self.password_file)
        try:
            if self.key:
                found: KeyProvider = FileProvider(self.key, secret, self.certificate)
            else:
                found = connect(self.provider or "", secret)
            try:
                yield found
            finally:
                found.close()
        except MethodError as error:
            raise Trouble(str(error)) from error


_OPTIONS = (
    click.option("--key", type=FILE, metavar="ФАЙЛ", help="Файл ключа: .p12, .pfx или ключ PEM."),
    click.option("--certificate", type=FILE, metavar="ФАЙЛ", help="Сертификат к ключу без него."),
    click.option(
        "--provider",
        metavar="СПОСОБ:АДРЕС",
        help="Где ключ, если не в файле: pkcs11:/путь/к/библиотеке.so, cryptopro:, dss:https://…",
    ),
    click.option("--password", metavar="ПАРОЛЬ", help="Пароль или ПИН; иначе будет спрошен."),
    click.option(
        "--password-file",
        type=FILE,
        metavar="ФАЙЛ",
        help="Файл с паролем (и ПИН второй строкой); - читает ввод.",
    ),
)


def key_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options of a key; the command gets them as one argument, `source: KeySource`."""

    @functools.wraps(command)
    def bundled(**options: Any) -> None:
        names = [item.name for item in fields(KeySource)]
        command(source=KeySource(**{name: options.pop(name) for name in names}), **options)

    for option in reversed(_OPTIONS):
        bundled = option(bundled)
    return bundled


def _secret(password: str | None, password_file: Path | None) -> Secret:
    """Answers from the options, or from the person at the terminal.

    A file may answer several questions, a password and a PIN, a line each; its last line answers the rest.
    """
    lines: list[str] = []

    def ask(question: str) -> str:
        if password is not None:
            return password
        if password_file is not None:
            if not lines:
                lines.extend(_lines(password_file))
            return lines.pop(0) if len(lines) > 1 else lines[0]
        if not sys.stdin.isatty():
            raise Trouble(f"{question} не задан, а спросить некого: укажите --password-file.")
        answer: str = click.prompt(question, hide_input=True, err=True)
        return answer

    return ask


def _lines(path: Path) -> list[str]:
    try:
        text = sys.stdin.read() if path == Path("-") else path.read_text(encoding="utf-8")
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise Trouble(f"Пароль в файле {path} записан не в UTF-8.") from error
    return text.splitlines() or [""]


@click.group()
def keys() -> None:
    """Ключи, которыми можно подписывать."""


@keys.command("list")
@key_options
def list_keys(source: KeySource) -> None:
    """Показать ключи файла, токена, КриптоПро CSP или DSS."""
    with source.opened() as found:
        entries = found.certificates()
    if not entries:
        raise Trouble(f"{found.title}: ключей с сертификатами не найдено.")
    for entry in entries:
        kind = "может быть квалифицированной" if entry.qualified else "неквалифицированная"
        click.echo(f"{entry.certificate.fingerprint[:16]}  {entry.title}  подпись {kind}")
