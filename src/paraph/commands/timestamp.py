"""`paraph timestamp`: a time-stamp on a file, got and checked (RFC 3161)."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

import click

from paraph.commands.group import Trouble, answering, print_object
from paraph.commands.reading import FILE, FileDigests, moment, read, trust_store, write
from paraph.commands.tsa import stamper
from paraph.commands.wording import exit_code, verdict_lines
from paraph.trust import der, oids
from paraph.trust.keys import UnsupportedAlgorithm
from paraph.trust.timestamps import verify_token
from paraph.trust.tsp import Request, Token, TspError, parse_response
from paraph.trust.verdict import Verdict
from paraph.trust.wording import moment as in_words

_MAX_TOKEN = 1024 * 1024


class _Timestamps(click.Group):
    """`paraph timestamp FILE` is short for `paraph timestamp create FILE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            args = ["create", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Timestamps)
def timestamp() -> None:
    """Штампы времени RFC 3161: «paraph timestamp ФАЙЛ --tsa URL» ставит, verify проверяет."""


@timestamp.command()
@click.argument("file", type=FILE)
@click.option("--tsa", required=True, metavar="URL", help="Служба штампов времени.")
@click.option("-o", "--out", type=FILE, metavar="ФАЙЛ", help="Куда записать ответ; по умолчанию ФАЙЛ.tsr.")
def create(file: Path, tsa: str, out: Path | None) -> None:
    """Получить штамп времени на файл; файл никуда не отправляется, только его хеш."""
    digest = FileDigests(file)(oids.STREEBOG_256)
    request = Request(oids.STREEBOG_256, digest, nonce=secrets.randbits(63))
    answer = stamper(tsa)(request)
    try:
        token = parse_response(answer, request)
    except TspError as error:
        raise Trouble(str(error)) from error
    target = out or file.with_name(f"{file.name}.tsr")
    write(target, answer)
    click.echo(f"Штамп времени от {in_words(token.at)}: {target}.")


@timestamp.command()
@click.argument("file", type=FILE)
@click.option("--token", required=True, type=FILE, metavar="ФАЙЛ", help="Ответ службы (.tsr) или сам штамп.")
@click.option("--trust", type=FILE, metavar="ПАПКА", help="Корни и другие сертификаты УЦ (PEM, DER), *.crl.")
@click.option(
    "--crl", "crls", type=FILE, multiple=True, metavar="ФАЙЛ", help="Список отозванных, можно повторять."
)
@click.option("--at", metavar="ВРЕМЯ", help="На какой момент штамп должен доказывать; обычно сейчас.")
@click.option("--json", "as_json", is_flag=True, help="Объект JSON вместо слов.")
@click.option("-v", "--verbose", is_flag=True, help="Показать отдельные проверки и их основания.")
def verify(
    file: Path,
    token: Path,
    trust: Path | None,
    crls: tuple[Path, ...],
    at: str | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Проверить штамп времени на файл; коды выхода те же, что у paraph verify."""
    with answering(as_json):
        verdict = _verdict(file, token, trust, crls, at)
    if as_json:
        print_object(verdict.as_dict())
    else:
        click.echo(f"Время штампа: {in_words(verdict.at)}")
        click.echo("\n".join(verdict_lines(verdict, verbose=verbose)))
    sys.exit(exit_code([verdict]))


def _verdict(file: Path, path: Path, trust: Path | None, crls: tuple[Path, ...], at: str | None) -> Verdict:
    when, _ = moment(at)
    store = trust_store(trust, crls)
    try:
        token = Token.parse(_token(read(path, _MAX_TOKEN, "штамп времени")))
        digest = FileDigests(file)(token.digest_algorithm)
    except (TspError, UnsupportedAlgorithm, der.DerError) as error:
        raise Trouble(f"Штамп времени {path} не прочитан: {error}") from error
    return verify_token(token, digest, store=store, at=when)


def _token(data: bytes) -> bytes:
    """The token itself, bare or out of a response."""
    fields = der.read(data, ber=True, max_size=_MAX_TOKEN).fields()
    if fields.peek() == der.OBJECT_IDENTIFIER:
        return data
    fields.take(der.SEQUENCE)
    return fields.take(der.SEQUENCE).raw
