"""`paraph cert show`: what a certificate says, in words or as JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from paraph.commands.group import answering, plain, print_object
from paraph.commands.reading import FILE, certificates, is_container
from paraph.gost import streebog256
from paraph.trust import oids
from paraph.trust.certificate import Certificate
from paraph.trust.keys import title

_USAGES = (
    "электронная подпись",
    "неотрекаемость",
    "шифрование ключей",
    "шифрование данных",
    "согласование ключей",
    "подпись сертификатов",
    "подпись списков отозванных",
)
_PURPOSES = {
    oids.EKU_CLIENT_AUTH: "вход по сертификату",
    oids.EKU_EMAIL: "защита почты",
    oids.EKU_TIME_STAMPING: "штампы времени",
    oids.EKU_OCSP_SIGNING: "ответы OCSP",
}
_IDENTIFICATION = (
    "лично",
    "по действующей квалифицированной подписи",
    "по загранпаспорту с чипом",
    "через ЕСИА и биометрию",
)


@click.group()
def cert() -> None:
    """Сертификаты."""


@cert.command()
@click.argument("file", type=FILE)
@click.option("--password", metavar="ПАРОЛЬ", help="Пароль контейнера .p12; закрытый ключ не показывается.")
@click.option("--password-file", type=FILE, metavar="ФАЙЛ", help="Файл с паролем в первой строке.")
@click.option("--json", "as_json", is_flag=True, help="По объекту JSON на строку для каждого сертификата.")
def show(file: Path, password: str | None, password_file: Path | None, as_json: bool) -> None:
    """Показать сертификаты файла: PEM, DER, PKCS#7 или открытой части контейнера .p12."""
    with answering(as_json):
        found = _found(file, password, password_file)
    for number, certificate in enumerate(found):
        if as_json:
            print_object(described(certificate))
        else:
            click.echo("\n".join((*([""] if number else []), *_lines(certificate))))


def _found(file: Path, password: str | None, password_file: Path | None) -> Sequence[Certificate]:
    if not is_container(file):
        return certificates(file)
    from paraph.commands.keys import KeySource

    source = KeySource(file, None, None, password, password_file)
    with source.opened() as provider:
        return [item for entry in provider.certificates() for item in (entry.certificate, *entry.chain)]


def described(certificate: Certificate) -> dict[str, Any]:
    """Everything shown, as plain values; times are ISO 8601 in UTC."""
    extensions, who = certificate.extensions, certificate.signer_info()
    tool = extensions.issuer_sign_tool
    return {
        "subject": _name(certificate.subject.attributes),
        "issuer": _name(certificate.issuer.attributes),
        "owner": {
            name: value
            for name, value in vars(who).items()
            if name in ("full_name", "title", "organization", "inn", "inn_le", "ogrn", "ogrnip", "snils")
        },
        "serial": certificate.serial_hex,
        "not_before": certificate.not_before.isoformat(),
        "not_after": certificate.not_after.isoformat(),
        "key_algorithm": certificate.public_key.title,
        "signature_algorithm": title(certificate.signature_algorithm),
        "key_usage": _usages(extensions.key_usage),
        "extended_key_usage": sorted(extensions.extended_key_usage or ()),
        "policies": list(extensions.policies),
        "sign_tool_classes": [
            oids.SIGN_TOOL_CLASSES[p] for p in extensions.policies if p in oids.SIGN_TOOL_CLASSES
        ],
        "subject_sign_tool": extensions.subject_sign_tool,
        "issuer_sign_tool": {
            "sign_tool": tool.sign_tool,
            "ca_tool": tool.ca_tool,
            "sign_tool_certificate": tool.sign_tool_certificate,
            "ca_tool_certificate": tool.ca_tool_certificate,
        }
        if tool
        else None,
        "identification_kind": extensions.identification_kind,
        "is_ca": extensions.is_ca,
        "path_length": extensions.path_length,
        "crl_urls": list(extensions.crl_urls),
        "ocsp_urls": list(extensions.ocsp_urls),
        "ca_issuer_urls": list(extensions.ca_issuer_urls),
        "subject_key_id": _hex(extensions.subject_key_id),
        "authority_key_id": _hex(extensions.authority_key_id),
        "fingerprints": {
            "sha1": hashlib.sha1(certificate.raw, usedforsecurity=False).hexdigest(),
            "sha256": certificate.fingerprint,
            "streebog256": streebog256(certificate.raw).hex(),
        },
        "unknown_critical_extensions": list(extensions.unknown_critical),
    }


def _name(attributes: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [
        {"oid": oid, "label": oids.NAME_LABELS.get(oid, oid), "value": value} for oid, value in attributes
    ]


def _usages(bits: frozenset[int] | None) -> list[str]:
    return [_USAGES[bit] if bit < len(_USAGES) else f"бит {bit}" for bit in sorted(bits or ())]


def _hex(value: bytes | None) -> str | None:
    return value.hex() if value is not None else None


def _lines(certificate: Certificate) -> Iterator[str]:
    found = described(certificate)
    yield click.style(plain(certificate.subject.common_name) or "Сертификат без имени", bold=True)
    for label, part in (("Владелец", "subject"), ("Издатель", "issuer")):
        yield f"  {label}:"
        yield from (f"      {item['label']}: {plain(item['value'])}" for item in found[part])
    yield f"  Серийный номер: {found['serial']}"
    yield f"  Действует: с {certificate.not_before:%d.%m.%Y} по {certificate.not_after:%d.%m.%Y}"
    for label, value in _plain(certificate, found):
        if value:
            yield f"  {label}: {plain(value)}"
    yield "  Отпечатки:"
    yield from (f"      {name}: {value}" for name, value in found["fingerprints"].items())


def _plain(certificate: Certificate, found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind, tool = found["identification_kind"], certificate.extensions.issuer_sign_tool
    yield "Ключ", found["key_algorithm"]
    yield "Подпись издателя", found["signature_algorithm"]
    yield "Это сертификат УЦ", "да" if found["is_ca"] else ""
    yield "Назначение ключа", ", ".join(found["key_usage"])
    yield "Применение", ", ".join(_PURPOSES.get(oid, oid) for oid in found["extended_key_usage"])
    yield "Политики", ", ".join(oids.SIGN_TOOL_CLASSES.get(oid, oid) for oid in found["policies"])
    yield "Средство ЭП владельца", found["subject_sign_tool"]
    if tool:
        yield "Средство ЭП издателя", f"{tool.sign_tool} ({tool.sign_tool_certificate})"
        yield "Средство УЦ", f"{tool.ca_tool} ({tool.ca_tool_certificate})"
    if kind is not None:
        yield "Личность установлена", _IDENTIFICATION[kind] if 0 <= kind < len(_IDENTIFICATION) else str(kind)
    yield "Списки отозванных", ", ".join(found["crl_urls"])
    yield "Служба OCSP", ", ".join(found["ocsp_urls"])
    yield "Сертификат издателя", ", ".join(found["ca_issuer_urls"])
    yield "Неизвестные обязательные расширения", ", ".join(found["unknown_critical_extensions"])
