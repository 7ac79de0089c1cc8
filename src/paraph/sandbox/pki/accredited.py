"""The list of accredited CAs as the invented ministry publishes it: one CA, with all that became of it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lxml import etree

from paraph.trust import oids, xmldsig
from paraph.trust.certificate import Certificate
from paraph.trust.keys import SigningKey

#: What may become of an accreditation, in the words of the list.
STATUSES = {
    "active": "Действует",
    "suspended": "Приостановлена",
    "terminated": "Прекращена",
    "annulled": "Аннулирована",
}

_ROOT = "АккредитованныеУдостоверяющиеЦентры"


def make_list(
    history: Sequence[dict[str, str]],
    certificates: Sequence[Certificate],
    *,
    crl_urls: Sequence[str],
    at: datetime,
    key: SigningKey,
    signer: Certificate,
) -> bytes:
    """XML of the signed list of `at`; `certificates` are those of the CA, its issuing one first.

    `history` has a name of `STATUSES` and a moment (`{"status": …, "since": ISO 8601}`) per line, oldest
    first. Versions are moments, so they grow.
    """
    root = etree.Element(_ROOT)
    _add(root, "Версия", str(int(at.timestamp())))
    _add(root, "Дата", at.isoformat())
    authority = _add(root, "УдостоверяющийЦентр")
    name = certificates[0].subject
    _add(authority, "Название", name.get(oids.ORGANIZATION))
    _add(authority, "КраткоеНазвание", name.common_name)
    complexes = _add(authority, "ПрограммноАппаратныеКомплексы")
    complex_ = _add(complexes, "ПрограммноАппаратныйКомплекс")
    _add(complex_, "Псевдоним", "Тестовый ПАК")
    _add(complex_, "КлассСредствЭП", "КС1, КС2")
    _add(complex_, "СредстваУЦ", "Тестовый УЦ 1.0")
    keys = _add(complex_, "КлючиУполномоченныхЛиц")
    for certificate in certificates:
        _add_key(keys, certificate, crl_urls)
    _add(authority, "ИНН", name.get(oids.INN_LE))
    _add(authority, "ОГРН", name.get(oids.OGRN))
    _add(authority, "РеестровыйНомер", "1")
    _add_status(authority, history[-1])
    past = _add(authority, "ИсторияСтатусовАккредитации")
    for line in history[:-1]:
        _add_status(past, line)
    return xmldsig.sign_enveloped(root, key=key, certificate=signer)


def _add_key(keys: Any, certificate: Certificate, crl_urls: Sequence[str]) -> None:
    key = _add(keys, "Ключ")
    _add(key, "ИдентификаторКлюча", certificate.public_key.key_identifier.hex().upper())
    addresses = _add(key, "АдресаСписковОтзыва")
    for url in crl_urls:
        _add(addresses, "Адрес", url)
    data = _add(_add(key, "Сертификаты"), "ДанныеСертификата")
    thumbprint = hashlib.sha1(certificate.raw, usedforsecurity=False).hexdigest()
    _add(data, "Отпечаток", thumbprint.upper())
    _add(data, "КемВыдан", str(certificate.issuer))
    _add(data, "КомуВыдан", str(certificate.subject))
    _add(data, "СерийныйНомер", certificate.serial_hex)
    _add(data, "ПериодДействияС", certificate.not_before.isoformat())
    _add(data, "ПериодДействияДо", certificate.not_after.isoformat())
    _add(data, "Данные", base64.b64encode(certificate.raw).decode())


def _add_status(parent: Any, line: dict[str, str]) -> None:
    status = _add(parent, "СтатусАккредитации")
    _add(status, "Статус", STATUSES[line["status"]])
    _add(status, "ДействуетС", line["since"])


def _add(parent: Any, name: str, text: str | None = None) -> Any:
    element = etree.SubElement(parent, name)
    element.text = text
    return element
