"""The `paraph` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from paraph import __version__
from paraph.commands.group import LazyGroup

#: Where the commands live that work without Django; each is imported when it is called.
_COMMANDS = {
    "sandbox": "paraph.sandbox.cli:sandbox",
    "cert": "paraph.commands.cert:cert",
    "decrypt": "paraph.commands.envelope:decrypt",
    "encrypt": "paraph.commands.envelope:encrypt",
    "keys": "paraph.commands.keys:keys",
    "sign": "paraph.commands.sign:sign",
    "timestamp": "paraph.commands.timestamp:timestamp",
    "verify": "paraph.commands.verify:verify",
}


@click.group(cls=LazyGroup, lazy=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="paraph")
def main() -> None:
    """Paraph: центр обмена юридически значимыми документами."""


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paraph.hub.settings")
    import django

    django.setup()


@main.command()
def migrate() -> None:
    """Создать или обновить базу данных и собрать статические файлы."""
    _django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    click.echo("База данных готова.")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Адрес, на котором слушать.")
@click.option("--port", default=8000, show_default=True, help="Порт.")
@click.option("--workers", default=1, show_default=True, help="Процессов (больше одного — для PostgreSQL).")
@click.option("--threads", default=8, show_default=True, help="Потоков в процессе.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Запустить страницы; с встроенным исполнителем — и фоновую работу."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ["PARAPH_SERVING"] = "1"
    Granian(
        "paraph.hub.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        log_access=False,
    ).serve()


@main.command()
def worker() -> None:
    """Запустить рабочий процесс фоновых задач (PostgreSQL, любое число процессов)."""
    _django()
    from paraph.effects.runner import run_worker

    run_worker()


@main.command("create-workspace")
@click.option("--name", required=True, help="Название рабочего пространства.")
@click.option("--organization", required=True, help="Название вашей организации.")
@click.option("--inn", required=True, help="ИНН организации.")
@click.option("--kpp", default="", help="КПП организации.")
@click.option("--ogrn", default="", help="ОГРН или ОГРНИП.")
@click.option("--admin-email", required=True, help="Эл. почта администратора: она же имя для входа.")
@click.option("--admin-name", required=True, help="ФИО администратора.")
@click.password_option("--password", help="Пароль администратора (не короче 10 знаков).")
def create_workspace(
    name: str,
    organization: str,
    inn: str,
    kpp: str,
    ogrn: str,
    admin_email: str,
    admin_name: str,
    password: str,
) -> None:
    """Завести рабочее пространство, организацию и первого администратора."""
    _django()
    from paraph.errors import DomainError
    from paraph.parties import services

    requisites = {"name": organization, "inn": inn, "kpp": kpp, "ogrn": ogrn, "address": ""}
    try:
        services.create_workspace(name, admin_email, admin_name, password, requisites)
    except DomainError as error:
        faults = error.details.get("faults") or {"": error.message}
        raise click.ClickException("\n".join(str(text) for text in faults.values())) from error
    click.echo("Рабочее пространство создано. Войдите на странице и заведите сотрудников.")


@main.group()
def journal() -> None:
    """Журнал событий."""


@journal.command("verify")
def journal_verify() -> None:
    """Пересчитать цепочку журнала; код выхода 1, если найдена хотя бы одна порча."""
    _django()
    from paraph.journal import services
    from paraph.journal.models import JournalEvent

    faults = list(services.verify())
    for fault in faults:
        click.echo(f"Пространство {fault.workspace_id}, событие {fault.seq}: {fault.reason}.", err=True)
    if faults:
        sys.exit(1)
    click.echo(f"Журнал цел: событий {JournalEvent.objects.count()}.")


@main.group()
def archive() -> None:
    """Хранилище документов и доказательств."""


@archive.command("verify")
def archive_verify() -> None:
    """Перечитать все хранимые файлы; код выхода 1, если хотя бы один изменён или пропал."""
    _django()
    from paraph.archive.services import verify_files
    from paraph.registry.models import Blob

    unreachable: dict[str, str] = {}
    broken = list(verify_files(unreachable))
    for sha256 in broken:
        click.echo(f"Файл {sha256} изменён или пропал.", err=True)
    for sha256, reason in unreachable.items():
        click.echo(f"Файл {sha256} не проверен: {reason}", err=True)
    if broken or unreachable:
        sys.exit(1)
    click.echo(f"Хранилище цело: файлов {Blob.objects.count()}.")


@main.group()
def quarantine() -> None:
    """Задания, которые хаб не смог выполнить сам: всей установки и каждого пространства."""


@quarantine.command("list")
def quarantine_list() -> None:
    """Показать всё, что ждёт решения человека; код выхода 1, если такое есть."""
    _django()
    from paraph.effects.models import Effect

    rows = Effect.objects.filter(state=Effect.State.QUARANTINED).order_by("id")
    for row in rows:
        place = f"пространство {row.workspace_id}" if row.workspace_id else "установка"
        click.echo(f"{row.pk}\t{place}\t{row.kind}\tпопыток {row.attempts}\t{row.last_error}")
    if rows:
        sys.exit(1)
    click.echo("Карантин пуст.")


@quarantine.command("retry")
@click.argument("effect_id", type=int)
def quarantine_retry(effect_id: int) -> None:
    """Повторить задание с номером EFFECT_ID."""
    _decide(effect_id, lambda effects, workspace: effects.retry(effect_id, workspace, _ADMINISTRATOR))


@quarantine.command("drop")
@click.argument("effect_id", type=int)
@click.option("--reason", required=True, help="Почему задание снимается: останется в записи.")
def quarantine_drop(effect_id: int, reason: str) -> None:
    """Снять задание с номером EFFECT_ID."""
    _decide(effect_id, lambda effects, workspace: effects.drop(effect_id, workspace, reason, _ADMINISTRATOR))


_ADMINISTRATOR = "администратор сервера"


def _decide(effect_id: int, act: Callable[[Any, int | None], None]) -> None:
    _django()
    from paraph.effects import services
    from paraph.effects.models import Effect
    from paraph.errors import DomainError

    workspace = Effect.objects.filter(pk=effect_id).values_list("workspace_id", flat=True).first()
    try:
        act(services, workspace)
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo("Готово.")


@main.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--once", is_flag=True, help="Проиграть сценарии без браузера, напечатать таблицу и выйти.")
@click.option("--state", type=click.Path(path_type=Path), default=Path("var/demo"), show_default=True)
@click.option("--port", default=8000, show_default=True, help="Порт страниц.")
def demo(files: tuple[Path, ...], once: bool, state: Path, port: int) -> None:
    """Поднять хаб с песочницей и провести документы от сделки до архива."""
    from paraph.demo.run import run_demo

    sys.exit(run_demo(files=files, once=once, state=state, port=port))


if __name__ == "__main__":
    main()
