"""`paraph demo`: the world is brought up, the journeys are played, the report is written."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from paraph.demo import seed, world
from paraph.demo.all_journeys import JOURNEYS, SHOWN
from paraph.demo.journeys import Outcome
from paraph.demo.world import DemoError, World

Journey = Callable[[World, Sequence[Path]], Outcome]


def run_demo(*, files: Sequence[Path], once: bool, state: Path, port: int) -> int:
    """Play the journeys; without `once` stay up until Ctrl+C or SIGTERM. Returns the exit code.

    However it ends, the hub and the sandbox are stopped with it.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    state = state.resolve()
    state.mkdir(parents=True, exist_ok=True)
    report: dict[str, Any] = {"journeys": {}}
    try:
        with world.sandbox(state) as ready:
            env = world.environment(state, ready, port)
            world.prepare(env, Path(ready["pki"]["dir"]))
            with world.hub(state, env, port) as url:
                here = World.of(url, ready, state, env)
                played = JOURNEYS if once else SHOWN
                for name in ("main",) if files else played:  # one's own files go the main way
                    report["journeys"][name] = _play(name, played[name], here, files)
                _write(state / "report.json", report)
                _print_table(report)
                if not once:
                    _stay(here)
    except DemoError as error:
        click.echo(f"Демонстрация остановлена. {error}", err=True)
        return 1
    except KeyboardInterrupt:
        click.echo("Остановлено.")
        return 0 if not once else 130
    return 0 if all(journey["ok"] for journey in report["journeys"].values()) else 1


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _play(name: str, journey: Journey, here: World, files: Sequence[Path]) -> dict[str, Any]:
    started = time.monotonic()
    try:
        outcome = vars(journey(here, files))
        result = {"ok": True, **outcome}
    except DemoError as error:
        click.echo(f"{name}: {error}", err=True)
        result = {"ok": False, "error": str(error)}
    return {**result, "seconds": round(time.monotonic() - started, 2)}


def _write(path: Path, report: dict[str, Any]) -> None:
    path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _print_table(report: dict[str, Any]) -> None:
    columns = ("documents", "signatures", "verdicts", "openssl_accepted", "seconds")
    click.echo(f"{'journey':<18}" + "".join(f"{column:>18}" for column in columns))
    for name, journey in report["journeys"].items():
        result = f"{name}: {'ok' if journey['ok'] else 'FAILED'}"
        click.echo(f"{result:<18}" + "".join(f"{journey.get(c, '–')!s:>18}" for c in columns))
    for name, journey in report["journeys"].items():
        if journey.get("cost"):
            click.echo(f"{name}: {journey['cost']}")


def _stay(here: World) -> None:
    click.echo("")
    click.echo(f"Откройте {here.url} — вход: {seed.MANAGER}, пароль: {seed.PASSWORD}")
    click.echo(f"Другие роли с тем же паролем: {seed.APPROVER} (согласует), {seed.SIGNER} (подписывает).")
    click.echo(f"Портал с нашей вкладкой в сделках: {here.bitrix24['url']} (войдите менеджером Сделкиным).")
    click.echo(f"ELMA365 с модулем «Paraph» и процессами: {here.elma365['url']}.")
    click.echo(f"Письма партнёру: {here.mail['url']}   Ключи для подписи: {here.pki['dir']}")
    click.echo("Остановить: Ctrl+C.")
    signal.pause()
