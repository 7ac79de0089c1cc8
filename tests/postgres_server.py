"""A PostgreSQL server of the tests' own: throw-away data in a temporary folder, nothing durable.

Needs the server programs (`initdb`, `postgres`); as root they are run as an unprivileged user, since
PostgreSQL refuses to work for root. A room's conftest takes the fixture by `from postgres_server import
postgres`.
"""

from __future__ import annotations

import atexit
import functools
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

USER = "paraph"
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
}


class ServerMissing(Exception):
    """The programs are not installed; the message says what to install."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server. It listens on a Unix socket in `folder` and on a random port of 127.0.0.1."""

    folder: Path
    port: int
    password: str

    def url(self, database: str) -> str:
        """Address for `PARAPH_DATABASE_URL`."""
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def create_database(self, prefix: str = "paraph") -> str:
        """A new empty database; returns its address."""
        name = f"{prefix}_{secrets.token_hex(4)}"
        with self._connect() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.folder),
            port=self.port,
            user=USER,
            password=self.password,
            dbname="postgres",
            autocommit=True,
        )

    def answers(self) -> bool:
        """Whether connections are accepted."""
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True


@functools.cache
def start() -> PostgresServer:
    """Start the server, once per process; it is stopped and its data removed at exit.

    Raises ServerMissing if PostgreSQL's programs are not there.
    """
    initdb, postgres = _program("initdb"), _program("postgres")
    folder = Path(tempfile.mkdtemp(prefix="paraph-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = PostgresServer(folder, _free_port(), secrets.token_urlsafe(16))
    password_file = folder / "password"
    password_file.write_text(server.password)
    who = _unprivileged()
    if who:
        for path in (folder, password_file):
            shutil.chown(path, who, _group(who))
    as_user = {"user": who, "group": _group(who), "extra_groups": []} if who else {}
    common = {"cwd": folder, "env": {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}, **as_user}
    login = ("--username", USER, "--pwfile", str(password_file), "--auth=scram-sha-256")
    subprocess.run(
        [initdb, "--pgdata", str(folder / "data"), "--encoding=UTF8", "--no-sync", *login],
        check=True,
        stdout=subprocess.DEVNULL,
        **common,
    )
    options = [f"--{name}={value}" for name, value in SETTINGS.items()]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [postgres, "-D", str(folder / "data"), "-k", str(folder), "-p", str(server.port), *options],
            stdout=log,
            stderr=log,
            **common,
        )
    atexit.register(_stop, process)
    _wait_for(server, process)
    return server


@pytest.fixture(scope="session")
def postgres() -> PostgresServer:
    """The server of this session; the test is skipped if PostgreSQL's programs are missing."""
    try:
        return start()
    except ServerMissing as missing:
        pytest.skip(str(missing))


def _program(name: str) -> str:
    found = shutil.which(name)
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if found is None and not installed:
        raise ServerMissing(f"нет программы {name}: установите пакет postgresql")
    return found or str(installed[-1])


def _unprivileged() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _group(user: str) -> int:
    return pwd.getpwnam(user).pw_gid


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(server: PostgresServer, process: subprocess.Popen[bytes]) -> None:
    give_up_at = time.monotonic() + 30
    while not server.answers():
        if process.poll() is not None or time.monotonic() > give_up_at:
            raise RuntimeError(f"PostgreSQL did not start:\n{(server.folder / 'log').read_text()}")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)  # fast shutdown: sessions are ended, not waited for
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
