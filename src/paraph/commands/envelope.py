"""`paraph encrypt` and `paraph decrypt`: a file for the eyes of its recipients (CMS EnvelopedData, GOST)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from paraph.commands.group import Trouble, plain
from paraph.commands.keys import KeySource
from paraph.commands.reading import FILE, certificates, read, write
from paraph.methods.port import KeyEntry, choose
from paraph.trust.certificate import Certificate
from paraph.trust.cms import MAX_SIGNATURE
from paraph.trust.enveloped import MAX_CONTENT, ContentCipher, EnvelopedError, Mode
from paraph.trust.enveloped import decrypt as decipher
from paraph.trust.enveloped import encrypt as encipher


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--recipient",
    "recipients",
    type=FILE,
    multiple=True,
    required=True,
    metavar="ФАЙЛ",
    help="Сертификат получателя, можно повторять.",
)
@click.option(
    "--cipher",
    type=click.Choice([cipher.value for cipher in ContentCipher]),
    default=ContentCipher.KUZNYECHIK_OMAC.value,
    show_default=True,
    help="Шифр; правку шифротекста замечают только …-omac.",
)
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.TRANSPORT.value,
    show_default=True,
    help="Как ключ передаётся получателю.",
)
@click.option("-o", "--out", type=FILE, metavar="ФАЙЛ", help="Куда записать; по умолчанию ФАЙЛ.p7m.")
def encrypt(file: Path, recipients: tuple[Path, ...], cipher: str, mode: str, out: Path | None) -> None:
    """Зашифровать файл на сертификаты получателей; открыть его сможет каждый из них."""
    content = read(file, MAX_CONTENT, "шифруемый файл")
    people = [_holder(path) for path in recipients]
    target = out or file.with_name(f"{file.name}.p7m")
    if target.resolve() == file.resolve():
        raise Trouble("Шифр записался бы поверх самого файла. Укажите другое имя: -o ФАЙЛ.")
    try:
        write(target, encipher(content, people, cipher=cipher, mode=mode))
    except EnvelopedError as error:
        raise Trouble(str(error)) from error
    for person in people:
        click.echo(f"Зашифровано: {plain(KeyEntry(person, qualified=False).title)}.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--key", type=FILE, required=True, metavar="ФАЙЛ", help="Файл ключа: .p12, .pfx или ключ PEM.")
@click.option("--certificate", type=FILE, metavar="ФАЙЛ", help="Сертификат к ключу без него.")
@click.option("--password", metavar="ПАРОЛЬ", help="Пароль ключа; иначе будет спрошен.")
@click.option("--password-file", type=FILE, metavar="ФАЙЛ", help="Файл с паролем в первой строке.")
@click.option("-o", "--out", type=FILE, required=True, metavar="ФАЙЛ", help="Куда записать открытый файл.")
def decrypt(
    file: Path,
    key: Path,
    certificate: Path | None,
    password: str | None,
    password_file: Path | None,
    out: Path,
) -> None:
    """Расшифровать файл ключом получателя из файла."""
    sealed = read(file, MAX_SIGNATURE, "зашифрованный файл")
    with KeySource(key, certificate, None, password, password_file).opened() as keys:
        entry = choose(keys.certificates())
    try:
        write(out, decipher(sealed, entry.reference, entry.certificate))
    except EnvelopedError as error:
        raise Trouble(f"{file}: {error}") from error
    click.echo(f"Расшифровано: {out}. Кто отправил файл, шифр не говорит: это говорит подпись.")


def _holder(path: Path) -> Certificate:
    found = certificates(path)[0]
    if not found.valid_at(datetime.now(UTC)):
        raise Trouble(f"Срок действия сертификата получателя {path} не идёт: попросите у него действующий.")
    return found
