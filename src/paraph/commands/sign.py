"""`paraph sign`: a CAdES signature of a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from paraph.commands.group import Trouble
from paraph.commands.keys import key_options, opened_provider
from paraph.commands.reading import FILE, FileDigests, certificates, read, write
from paraph.methods.port import KeyEntry, choose
from paraph.trust.cades_signing import build_signed_data, sign_detached
from paraph.trust.certificate import Certificate
from paraph.trust.cms import MAX_SIGNATURE
from paraph.trust.keys import SigningKey, scheme_of


@click.command()
@click.argument("file", type=FILE)
@key_options
@click.option(
    "--chain", type=FILE, multiple=True, metavar="ФАЙЛ", help="Вложить сертификаты УЦ (можно не раз)."
)
@click.option("--attached", is_flag=True, help="Вложить сам файл в подпись.")
@click.option("-o", "--out", type=FILE, metavar="ФАЙЛ", help="Куда записать подпись; по умолчанию ФАЙЛ.sig.")
def sign(
    file: Path,
    key: Path | None,
    certificate: Path | None,
    provider: str | None,
    signer: str,
    password: str | None,
    password_file: Path | None,
    chain: tuple[Path, ...],
    attached: bool,
    out: Path | None,
) -> None:
    """Подписать файл: CAdES-BES по ГОСТ Р 34.10-2012, по умолчанию отсоединённая (файл.sig)."""
    target = out or file.with_name(f"{file.name}.sig")
    if target.resolve() == file.resolve():
        raise Trouble("Подпись записалась бы поверх самого файла. Укажите другое имя: -o ФАЙЛ.")
    with opened_provider(
        key=key, certificate=certificate, provider=provider, password=password, password_file=password_file
    ) as keys:
        entry = choose(keys.certificates(), signer)
        signature = _signature(file, entry, keys.open(entry), _enclosed(entry, chain), attached)
    write(target, signature)
    _report(target, entry)


def _enclosed(entry: KeyEntry, chain: tuple[Path, ...]) -> list[Certificate]:
    """Certificates to enclose beside the signer's: those that came with the key and those named."""
    named = [found for path in chain for found in certificates(path)]
    return [item for item in dict.fromkeys((*entry.chain, *named)) if item != entry.certificate]


def _signature(
    file: Path, entry: KeyEntry, key: SigningKey, enclosed: list[Certificate], attached: bool
) -> bytes:
    now = datetime.now(UTC).replace(microsecond=0)
    oid = scheme_of(key.curve).digest_oid
    digest = FileDigests(file)
    if not attached:
        return sign_detached(
            digest=digest(oid), key=key, certificate=entry.certificate, chain=enclosed, at=now
        )
    return build_signed_data(
        digest(oid),
        key=key,
        certificate=entry.certificate,
        enclosed=(entry.certificate, *enclosed),
        at=now,
        content=read(file, MAX_SIGNATURE, "файл внутри подписи"),
    )


def _report(target: Path, entry: KeyEntry) -> None:
    click.echo(f"Подписано: {target} ({entry.title}).")
    if not entry.qualified:
        click.echo("Подпись неквалифицированная: ключ не в сертифицированном средстве ЭП.", err=True)
    if not entry.certificate.valid_at(datetime.now(UTC)):
        click.echo("Срок действия сертификата не идёт: проверка такой подписи её отвергнет.", err=True)
