"""Plays the journey once for every commit point, killing the process there, and again to the end.

Run as a program, so that it can fork: the parent has Django set up and no thread or connection of its own.
Prints one JSON object: the untouched run's summary and every point at which the outcome was another.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

import django


class Killer:
    """Counts the main thread's commits and kills the process before or after the chosen one."""

    def __init__(self, point: int | None, moment: str) -> None:
        self.point, self.moment, self.count = point, moment, 0

    def install(self) -> None:
        from django.db.backends.base.base import BaseDatabaseWrapper
        from django.db.backends.signals import connection_created

        commit = BaseDatabaseWrapper._commit
        BaseDatabaseWrapper._commit = lambda wrapper: self.around(lambda: commit(wrapper))
        connection_created.connect(
            lambda connection, **_: connection.execute_wrappers.append(self.autocommit), weak=False
        )

    def autocommit(self, execute, sql, params, many, context):
        writes = sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        if writes and not context["connection"].in_atomic_block:
            return self.around(lambda: execute(sql, params, many, context))
        return execute(sql, params, many, context)

    def around(self, commit: Callable):
        if threading.current_thread() is not threading.main_thread():
            return commit()
        self.count += 1
        if self.count == self.point and self.moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = commit()
        if self.count == self.point and self.moment == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return result


class Store:
    """The hub's whole state, put back to the beginning before every walk."""

    def __init__(self, home: Path, mail_url: str) -> None:
        self.home, self.mail_url = home, mail_url
        self.template = home.with_name(home.name + "-template")

    def freeze(self) -> None:
        from django.db import connections

        connections.close_all()
        shutil.copytree(self.home, self.template)
        if name := postgres_name():
            with server() as connection:
                connection.execute(f'CREATE DATABASE "{name}_template" TEMPLATE "{name}"')
        self.forget_letters()

    def forget_letters(self) -> None:
        import httpx

        httpx.delete(f"{self.mail_url.rstrip('/')}/messages", timeout=10).raise_for_status()

    def restore(self) -> None:
        shutil.rmtree(self.home)
        shutil.copytree(self.template, self.home)
        if name := postgres_name():
            with server() as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
                connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{name}_template"')
        self.forget_letters()


def postgres_name() -> str:
    from django.conf import settings

    database = settings.DATABASES["default"]
    return str(database["NAME"]) if database["ENGINE"].endswith("postgresql") else ""


def server():
    """A connection to the server itself, for creating and dropping databases."""
    import psycopg
    from django.conf import settings

    database = settings.DATABASES["default"]
    return psycopg.connect(
        host=database["HOST"],
        port=database["PORT"],
        user=database["USER"],
        password=database["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    )


def in_child(work: Callable[[], dict], answer: Path) -> tuple[int, dict | None]:
    """Run in a forked process; its wait status and what it answered."""
    answer.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            answer.write_text(json.dumps(work(), ensure_ascii=False))
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return status, json.loads(answer.read_text()) if answer.exists() else None


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pki", type=Path, required=True)
    arguments.add_argument("--mail-url", required=True)
    arguments.add_argument("--part", default="0/1", help="which share of the points to walk, k/n")
    arguments.add_argument("--over", choices=("link", "operator"), default="link", help="the channel")
    options = arguments.parse_args()
    share, shares = map(int, options.part.split("/"))
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from paraph.demo import seed
    from tests.crash.exchange import Exchange
    from tests.journey.journey import Journey

    call_command("migrate", interactive=False, verbosity=0)
    seed.seed(options.pki)
    store = Store(Path(settings.HOME), options.mail_url)
    store.freeze()
    answer = store.home.with_name("answer.json")
    kind = Exchange if options.over == "operator" else Journey
    journey = kind(options.pki, options.mail_url)

    def walk(point: int | None = None, moment: str = "") -> dict:
        killer = Killer(point, moment)
        killer.install()
        journey.play()
        return {"commits": killer.count, "summary": journey.summary()}

    status, untouched = in_child(walk, answer)
    if status != 0 or untouched is None:
        sys.exit("the untouched journey failed")
    walks = [(p, m) for p in range(1, untouched["commits"] + 1) for m in ("before", "after")]
    failures, killed = [], 0
    for point, moment in walks[share::shares]:
        store.restore()
        status, _ = in_child(lambda point=point, moment=moment: walk(point, moment), answer)
        was_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        killed += was_killed
        status, again = in_child(walk, answer)
        if not was_killed or status != 0 or again is None or again["summary"] != untouched["summary"]:
            failures.append({"point": point, "moment": moment, "killed": was_killed, "got": again})
    report = {
        "commits": untouched["commits"],
        "walked": len(walks[share::shares]),
        "killed": killed,
        "summary": untouched["summary"],
        "failures": failures,
    }
    print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()
