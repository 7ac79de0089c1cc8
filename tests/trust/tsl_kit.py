"""Lists of accredited CAs made for tests, signed or not."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from trust_kit import NOW, Holder

from paraph.trust import xmldsig
from paraph.trust.certificate import Certificate
from paraph.trust.tsl import AccreditedList

#: (status, since) in the words of the list.
StatusPair = tuple[str, str]
ACTIVE: StatusPair = ("Действует", "2015-07-10T00:00:00")


def ca_xml(
    certificates: Iterable[Certificate],
    *,
    current: StatusPair | None = ACTIVE,
    history: Sequence[StatusPair] = (),
    name: str = "ООО Тестовый УЦ",
    ogrn: str = "1027700132195",
    key_id: str | None = None,
    thumbprint: str | None = None,
) -> str:
    """One УдостоверяющийЦентр with a single ПАК and a key per certificate."""
    keys = "".join(_key(item, key_id, thumbprint) for item in certificates)
    past = "".join(map(_status, history))
    return (
        f"<УдостоверяющийЦентр><Название>{escape(name)}</Название><ЭлектроннаяПочта>a@b.test</ЭлектроннаяПочта>"
        f"<КраткоеНазвание>ТУЦ</КраткоеНазвание><ПрограммноАппаратныеКомплексы><ПрограммноАппаратныйКомплекс>"
        f"<Псевдоним>Основной</Псевдоним><КлассСредствЭП>КС2</КлассСредствЭП><СредстваУЦ>УЦ 1.0</СредстваУЦ>"
        f"<КлючиУполномоченныхЛиц>{keys}</КлючиУполномоченныхЛиц></ПрограммноАппаратныйКомплекс>"
        f"</ПрограммноАппаратныеКомплексы><ИНН>7707083893</ИНН><ОГРН>{ogrn}</ОГРН>"
        f"<РеестровыйНомер>7</РеестровыйНомер>{_status(current) if current else ''}"
        f"<ИсторияСтатусовАккредитации>{past}</ИсторияСтатусовАккредитации></УдостоверяющийЦентр>"
    )


def _key(item: Certificate, key_id: str | None, thumbprint: str | None) -> str:
    identifier = (item.extensions.subject_key_id or b"").hex().upper() if key_id is None else key_id
    found = hashlib.sha1(item.raw).hexdigest().upper() if thumbprint is None else thumbprint
    return (
        f"<Ключ><ИдентификаторКлюча>{identifier}</ИдентификаторКлюча><АдресаСписковОтзыва>"
        "<Адрес>http://one.test.invalid/a.crl</Адрес><Адрес>http://two.test.invalid/a.crl</Адрес>"
        f"</АдресаСписковОтзыва><Сертификаты><ДанныеСертификата><Отпечаток>{found}</Отпечаток>"
        f"<КемВыдан>{escape(str(item.issuer))}</КемВыдан><КомуВыдан>{escape(str(item.subject))}</КомуВыдан>"
        f"<СерийныйНомер>{item.serial_hex}</СерийныйНомер>"
        f"<ПериодДействияС>{item.not_before.isoformat()}</ПериодДействияС>"
        f"<ПериодДействияДо>{item.not_after.isoformat()}</ПериодДействияДо>"
        f"<Данные>{base64.b64encode(item.raw).decode()}</Данные></ДанныеСертификата></Сертификаты></Ключ>"
    )


def _status(pair: StatusPair) -> str:
    inner = f"<Статус>{pair[0]}</Статус><ДействуетС>{pair[1]}</ДействуетС>"
    return f"<СтатусАккредитации>{inner}</СтатусАккредитации>"


def list_xml(*authorities: str, issued_at: datetime = NOW, version: str = "16326") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><АккредитованныеУдостоверяющиеЦентры '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="TSL.xsd">'
        f"<Версия>{version}</Версия><Дата>{issued_at.isoformat()}</Дата>{''.join(authorities)}"
        "</АккредитованныеУдостоверяющиеЦентры>"
    ).encode()


def signed_list(signer: Holder, *authorities: str, **options: object) -> bytes:
    root = xmldsig.parse_xml(list_xml(*authorities, **options))  # type: ignore[arg-type]
    return xmldsig.sign_enveloped(root, key=signer.key, certificate=signer.certificate)


def pinned_list(signer: Holder, *authorities: str, **options: object) -> AccreditedList:
    """A list believed because its signer is pinned."""
    return AccreditedList.parse(signed_list(signer, *authorities, **options), pinned=[signer.certificate])
