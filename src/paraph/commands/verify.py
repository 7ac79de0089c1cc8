"""`paraph verify`: what is known of a file's signatures, as facts for people or as JSON Lines."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from paraph.commands.group import Trouble, answering, plain, print_object
from paraph.commands.reading import FILE, FileDigests, moment, read, trust_store, write
from paraph.commands.wording import exit_code, verdict_lines
from paraph.trust.cms import MAX_SIGNATURE, CmsError, parse_signed_data
from paraph.trust.verdict import Headline, Verdict
from paraph.trust.verify import verify_signature

if TYPE_CHECKING:
    from paraph.methods.certified import CertifiedAnswer


#: Options that are about powers, by name.
_POWERS = ("party_inn", "poas", "poa_signatures", "document_kind", "amount", "counterparty_inn")


@dataclass(frozen=True)
class _Question:
    """What is asked, by the options of the command of the same names."""

    file: Path
    signature: Path | None
    trust: Path | None
    crls: tuple[Path, ...]
    tsl: Path | None
    tsl_signer: Path | None
    at: str | None
    content_out: Path | None
    #: Whom the signature should bind and by what: options of `powers.PowersAsked`.
    powers: Mapping[str, Any]


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--signature", type=FILE, metavar="ФАЙЛ", help="Отсоединённая подпись; без неё ФАЙЛ сам подпись."
)
@click.option("--trust", type=FILE, metavar="ПАПКА", help="Корни и другие сертификаты УЦ (PEM, DER), *.crl.")
@click.option(
    "--crl", "crls", type=FILE, multiple=True, metavar="ФАЙЛ", help="Список отозванных, можно повторять."
)
@click.option("--tsl", type=FILE, metavar="ФАЙЛ", help="Перечень аккредитованных УЦ (TSL Минцифры).")
@click.option(
    "--tsl-signer", type=FILE, metavar="ФАЙЛ", help="Чьей подписи перечня верить, если не Минцифры."
)
@click.option("--party-inn", default="", metavar="ИНН", help="За кого подпись: проверить полномочия.")
@click.option("--poa", "poas", type=FILE, multiple=True, metavar="ФАЙЛ", help="МЧД (XML), можно повторять.")
@click.option(
    "--poa-signature", "poa_signatures", type=FILE, multiple=True, metavar="ФАЙЛ", help="Подпись МЧД."
)
@click.option(
    "--document-kind", default="", metavar="ВИД", help="Вид документа для полномочий: upd, act, contract …"
)
@click.option("--amount", default="", metavar="СУММА", help="Сумма документа с НДС, для ограничений МЧД.")
@click.option("--counterparty-inn", default="", metavar="ИНН", help="Контрагент, для ограничений МЧД.")
@click.option("--at", metavar="ВРЕМЯ", help="На какой момент проверять, ISO 8601; без пояса — по Москве.")
@click.option("--content-out", type=FILE, metavar="ФАЙЛ", help="Куда записать файл, вложенный в подпись.")
@click.option(
    "--certified", type=click.Choice(["cryptopro"]), help="Спросить ещё и сертифицированное средство."
)
@click.option("--json", "as_json", is_flag=True, help="По объекту JSON на строку для каждой подписи.")
@click.option("-v", "--verbose", is_flag=True, help="Показать отдельные проверки и их основания.")
def verify(*, certified: str | None, as_json: bool, verbose: bool, **asked: Any) -> None:
    """Проверить подпись файла.

    Код выхода: 0 действительна, 1 недействительна, 2 не определено (худший из подписей), 3 не прочитано.
    """
    powers = {name: asked.pop(name) for name in _POWERS}
    question = _Question(**asked, powers=powers)
    with answering(as_json):
        verdicts = _answer(question)
        confirmed = _confirmed(certified, question) if certified else None
    for number, verdict in enumerate(verdicts):
        if as_json:
            print_object(verdict.as_dict() | ({"certified": confirmed.as_dict()} if confirmed else {}))
        else:
            click.echo("\n".join((*([""] if number else []), *verdict_lines(verdict, verbose=verbose))))
    if confirmed and not as_json:
        click.echo(f"\n{plain(confirmed.tool)}: {plain(confirmed.fact.reason)}")
    sys.exit(exit_code(verdicts))


def _answer(question: _Question) -> Sequence[Verdict]:
    at, time_source = moment(question.at)
    store = trust_store(question.trust, question.crls, question.tsl, question.tsl_signer)
    raw = read(question.signature or question.file, MAX_SIGNATURE, "файл подписи")
    digests = FileDigests(question.file) if question.signature else None
    try:
        verdicts = verify_signature(raw, digest=digests, store=store, at=at, time_source=time_source)
        if any(question.powers.values()):
            from paraph.commands.powers import PowersAsked  # XML is read only when it is asked for

            verdicts = PowersAsked(**question.powers).judged(verdicts, store)
        if question.content_out:
            _write_content(question.content_out, raw, verdicts)
        return verdicts
    except CmsError as error:
        beside = _beside(question)
        raise Trouble(f"{question.signature or question.file}: {error}{beside}") from error


def _confirmed(name: str, question: _Question) -> CertifiedAnswer:
    """What a certified tool says of the same file; its answer stands beside the verdict, never in it."""
    from paraph.methods.certified import VERIFIERS
    from paraph.methods.port import MethodError

    raw = read(question.signature or question.file, MAX_SIGNATURE, "файл подписи")
    detached = question.signature is not None and parse_signed_data(raw).content is None
    try:
        return VERIFIERS[name]().check(raw, FileDigests(question.file) if detached else None)
    except MethodError as error:
        raise Trouble(str(error)) from error


def _beside(question: _Question) -> str:
    """A hint when the signature was left out but lies next to the file."""
    names = [] if question.signature else [question.file.with_name(question.file.name + ".sig")]
    return "".join(f" Рядом лежит {name}: добавьте --signature {name}" for name in names if name.exists())


def _write_content(path: Path, raw: bytes, verdicts: Sequence[Verdict]) -> None:
    """The enclosed file, unless a signature over it is invalid: what is refused must not look accepted."""
    content = parse_signed_data(raw).content
    if content is None:
        raise Trouble("Подпись отсоединённая: вложенного файла в ней нет.")
    if any(verdict.headline is Headline.INVALID for verdict in verdicts):
        click.echo(f"Файл {path} не записан: подпись недействительна.", err=True)
        return
    write(path, content)
