"""Commands `paraph sandbox …`."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from paraph.sandbox.errors import SandboxError
from paraph.sandbox.pki.issue import make_pki
from paraph.sandbox.up import EMULATORS, Ready
from paraph.sandbox.up import up as run_sandbox


@click.group()
def sandbox() -> None:
    """Песочница: внешний мир на этой машине (почта, удостоверяющий центр, реестр МЧД) для проб и тестов."""


@sandbox.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Папка, куда записать ключи, сертификаты и списки отзыва.",
)
@click.option("--force", is_flag=True, help="Заменить то, что уже лежит в папке.")
def pki(out: Path, force: bool) -> None:
    """Создать тестовый удостоверяющий центр с ключами вымышленных людей."""
    try:
        index = make_pki(out, force=force)
    except SandboxError as error:
        raise click.ClickException(str(error)) from error
    names = ", ".join(f"{name}.p12" for name in index["people"])
    click.echo(f"Тестовый УЦ создан в папке {out}. Ключи: {names}. Пароль — в файле {out / 'password'}.")


@sandbox.command()
@click.option("--only", metavar="ИМЯ,…", help=f"Только эти части: {', '.join(EMULATORS)}.")
@click.option(
    "--ready-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Куда записать адреса и пароли (JSON), когда всё ответит.",
)
@click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/sandbox"),
    show_default=True,
    help="Папка, где песочница хранит письма, ключи и порты.",
)
@click.option("--https", is_flag=True, help="Битрикс24 отвечает по HTTPS; чей сертификат — в поле ca.")
def up(only: str | None, ready_file: Path | None, state: Path, https: bool) -> None:
    """Запустить песочницу и работать до Ctrl+C или SIGTERM."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    names = None if only is None else {name.strip() for name in only.split(",") if name.strip()}
    try:
        run_sandbox(names, ready_file, state, on_ready=_announce, https=https)
    except SandboxError as error:
        raise click.ClickException(str(error)) from error


def _announce(ready: Ready) -> None:
    for name, addresses in ready.items():
        click.echo(f"{name}: {addresses['url']}")
    click.echo("Песочница работает. Остановить: Ctrl+C.")
