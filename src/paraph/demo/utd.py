"""A УПД of the invented deal, as an accounting program would write it (order ЕД-7-26/970@, version 5.03)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4
from xml.sax.saxutils import quoteattr

from paraph.demo.samples import Sample

_FACT = (
    "Документ об отгрузке товаров (выполнении работ), передаче имущественных прав "
    "(документ об оказании услуг)"
)
_XML = """<?xml version="1.0" encoding="windows-1251"?>
<Файл ИдФайл="{name}" ВерсФорм="5.03" ВерсПрог="Paraph demo"><Документ КНД="1115131" Функция="СЧФДОП"
 ПоФактХЖ="{fact}" НаимДокОпр="Универсальный передаточный документ" ДатаИнфПр="20.11.2026"
 ВремИнфПр="12.00.00" НаимЭконСубСост={seller_name}>
<СвСчФакт НомерДок="{number}" ДатаДок="20.11.2026">
<СвПрод><ИдСв><СвЮЛУч НаимОрг={seller_name} ИННЮЛ="{seller_inn}" КПП="{seller_kpp}"/></ИдСв>{address}</СвПрод>
<ДокПодтвОтгрНом РеквНаимДок="УПД" РеквНомерДок="{number}" РеквДатаДок="20.11.2026"/>
<СвПокуп><ИдСв><СвЮЛУч НаимОрг={buyer_name} ИННЮЛ="{buyer_inn}" КПП="{buyer_kpp}"/></ИдСв>{address}</СвПокуп>
<ДенИзм КодОКВ="643" НаимОКВ="Российский рубль"/></СвСчФакт>
<ТаблСчФакт><СведТов НомСтр="1" НаимТов="Станок настольный" ОКЕИ_Тов="796" НаимЕдИзм="шт" КолТов="10"
 ЦенаТов="10000.00" СтТовБезНДС="100000.00" НалСт="22%" СтТовУчНал="122000.00"><ДопСведТов ПрТовРаб="1"/>
<Акциз><БезАкциз>без акциза</БезАкциз></Акциз><СумНал><СумНал>22000.00</СумНал></СумНал></СведТов>
<ВсегоОпл СтТовБезНДСВсего="100000.00" СтТовУчНалВсего="122000.00"><СумНалВсего><СумНал>22000.00</СумНал>
</СумНалВсего></ВсегоОпл></ТаблСчФакт>
<СвПродПер><СвПер СодОпер="Товары переданы" ДатаПер="20.11.2026"><ОснПер РеквНаимДок="Договор поставки"
 РеквНомерДок="17" РеквДатаДок="20.11.2026"/></СвПер></СвПродПер>
<Подписант Должн="Директор" ТипПодпис="1" СпосПодтПолном="1"><ФИО Фамилия="Лугова" Имя="Анна"
 Отчество="Сергеевна"/></Подписант></Документ></Файл>"""
_ADDRESS = '<Адрес><АдрИнф КодСтр="643" НаимСтран="Россия" АдрТекст="г. Москва"/></Адрес>'


def utd(seller: dict[str, Any], buyer: dict[str, Any], number: str) -> Sample:
    """The seller's title; the parties as the sandbox lists the operator's subscribers."""
    ids = f"{buyer['fns_participant_id']}_{seller['fns_participant_id']}"
    name = f"ON_NSCHFDOPPR_{ids}_20261120_{uuid4()}_0_0_0_0_0_00"
    sides = (("seller", seller), ("buyer", buyer))
    values = {f"{side}_{code}": party[code] for side, party in sides for code in ("inn", "kpp")}
    values |= {f"{side}_name": quoteattr(party["name"]) for side, party in sides}
    xml = _XML.format(name=name, fact=_FACT, number=number, address=_ADDRESS, **values)
    data = xml.encode("cp1251")
    return Sample(f"{name}.xml", "utd_schfdop", number, "2026-11-20", "122000.00", data)
