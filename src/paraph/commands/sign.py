"""`paraph sign`: a CAdES signature of a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

import click

from paraph.commands.group import Trouble
from paraph.commands.keys import KeySource, key_options
from paraph.commands.reading import FILE, FileDigests, certificates, read, trust_store, write
from paraph.commands.tsa import stamper
from paraph.methods.port import KeyEntry, choose
from paraph.trust.cades import CadesError, upgrade
from paraph.trust.cades_signing import add_signer, sign_attached, sign_detached
from paraph.trust.certificate import Certificate
from paraph.trust.cms import MAX_SIGNATURE, CmsError, Level, parse_signed_data
from paraph.trust.keys import SigningKey, digest, scheme_of
from paraph.trust.store import TrustStore
from paraph.trust.tsp import TspError

#: Levels by their names in options: what is added after signing, None for nothing.
LEVELS = {"bes": None, "t": Level.T, "xl": Level.X_LONG_1, "a": Level.A}


class _By(TypedDict):
    """Who signs and when, as every maker of signatures takes it."""

    key: SigningKey
    certificate: Certificate
    chain: list[Certificate]
    at: datetime


@click.command()
@click.argument("file", type=FILE)
@key_options
@click.option("--signer", default="", metavar="ТЕКСТ", help="Чей ключ: отпечаток, номер или имя.")
@click.option(
    "--chain", type=FILE, multiple=True, metavar="ФАЙЛ", help="Вложить сертификаты УЦ, можно повторять."
)
@click.option("--attached", is_flag=True, help="Вложить сам файл в подпись.")
@click.option(
    "--add-to", "beside", type=FILE, metavar="ФАЙЛ", help="Добавить подпись к тем, что в этом файле подписи."
)
@click.option(
    "--level", type=click.Choice(list(LEVELS)), default="bes", show_default=True, help="Уровень CAdES."
)
@click.option("--tsa", metavar="URL", help="Служба штампов времени RFC 3161: для уровней t, xl и a.")
@click.option("--trust", type=FILE, metavar="ПАПКА", help="Сертификаты УЦ и *.crl: для уровней xl и a.")
@click.option(
    "--crl", "crls", type=FILE, multiple=True, metavar="ФАЙЛ", help="Список отозванных, можно повторять."
)
@click.option("-o", "--out", type=FILE, metavar="ФАЙЛ", help="Куда записать подпись; по умолчанию ФАЙЛ.sig.")
def sign(
    *,
    source: KeySource,
    file: Path,
    signer: str,
    chain: tuple[Path, ...],
    attached: bool,
    beside: Path | None,
    level: str,
    tsa: str | None,
    trust: Path | None,
    crls: tuple[Path, ...],
    out: Path | None,
) -> None:
    """Подписать файл: CAdES по ГОСТ Р 34.10-2012, по умолчанию отсоединённая (файл.sig)."""
    wanted = LEVELS[level]
    if wanted is not None and tsa is None:
        raise Trouble(f"Для уровня {level} нужен штамп времени: укажите службу --tsa URL.")
    if attached and beside:
        raise Trouble("Вид подписи уже выбран её файлом: уберите --attached или --add-to.")
    target = out or beside or file.with_name(f"{file.name}.sig")
    if target.resolve() == file.resolve():
        raise Trouble("Подпись записалась бы поверх самого файла. Укажите другое имя: -o ФАЙЛ.")
    digests = FileDigests(file)
    with source.opened() as keys:
        entry = choose(keys.certificates(), signer)
        by: _By = {
            "key": keys.open(entry),
            "certificate": entry.certificate,
            "chain": _enclosed(entry, chain),
            "at": datetime.now(UTC).replace(microsecond=0),
        }
        signature = _added(beside, digests, by) if beside else _first(digests, attached, by)
    if wanted is not None:
        signature = _raised(signature, wanted, tsa or "", trust_store(trust, crls), digests)
    write(target, signature)
    _report(target, entry)


def _enclosed(entry: KeyEntry, chain: tuple[Path, ...]) -> list[Certificate]:
    """Certificates to enclose beside the signer's: those that came with the key and those named."""
    named = [found for path in chain for found in certificates(path)]
    return [item for item in dict.fromkeys((*entry.chain, *named)) if item != entry.certificate]


def _first(digests: FileDigests, attached: bool, by: _By) -> bytes:
    if attached:
        return sign_attached(read(digests.path, MAX_SIGNATURE, "файл внутри подписи"), **by)
    return sign_detached(digest=digests(scheme_of(by["key"].curve).digest_oid), **by)


def _added(signatures: Path, digests: FileDigests, by: _By) -> bytes:
    """The same file of signatures with one more; content that is enclosed must be the file's."""
    oid = scheme_of(by["key"].curve).digest_oid
    raw = read(signatures, MAX_SIGNATURE, "файл подписи")
    try:
        content = parse_signed_data(raw).content
        if content is None:
            return add_signer(raw, digest=digests(oid), **by)
        if digest(oid, content) != digests(oid):
            raise Trouble(f"Внутри подписи другой файл, не {digests.path}: подписан был бы не он.")
        return add_signer(raw, **by)
    except CmsError as error:
        raise Trouble(f"{signatures}: {error}") from error


def _raised(signature: bytes, level: Level, tsa: str, store: TrustStore, digests: FileDigests) -> bytes:
    """The last signature of the file raised to a level; those of others are theirs to raise."""
    data = parse_signed_data(signature)
    given = digests if data.content is None else None
    try:
        return upgrade(
            signature, level, stamper=stamper(tsa), store=store, digest=given, place=len(data.signers) - 1
        )
    except (CadesError, TspError) as error:
        raise Trouble(f"Уровень {level} не достигнут, ничего не записано. {error}") from error


def _report(target: Path, entry: KeyEntry) -> None:
    click.echo(f"Подписано: {target} ({entry.title}).")
    if not entry.qualified:
        click.echo("Подпись неквалифицированная: ключ не в сертифицированном средстве ЭП.", err=True)
    if not entry.certificate.valid_at(datetime.now(UTC)):
        click.echo("Срок действия сертификата не идёт: проверка такой подписи её отвергнет.", err=True)
