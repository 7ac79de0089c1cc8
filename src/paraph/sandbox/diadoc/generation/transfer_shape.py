"""The seller's title of УПД (order ЕД-7-26/970@, format 5.03) and its contract as one table."""

from __future__ import annotations

from paraph.sandbox.diadoc.generation.mapping import (
    Attribute,
    Part,
    Shape,
    amounts,
    coded,
    name_of,
    price,
    same,
)
from paraph.sandbox.diadoc.generation.transfer_parties import Party, Shipper
from paraph.sandbox.diadoc.generation.transfer_parts import (
    Basis,
    Circumstances,
    Origin,
    Requisites,
    Tax,
    Transferor,
)

_RATES = {
    "NoVat": "без НДС",
    "ZeroPercent": "0%",
    "FivePercent": "5%",
    "SevenPercent": "7%",
    "NinePointZeroNinePercent": "9,09%",
    "TenPercent": "10%",
    "SixteenPointSixtySevenPercent": "16,67%",
    "EighteenPercent": "18%",
    "EighteenPointZeroThreePercent": "18,03%",
    "TwentyPercent": "20%",
    "TwentyTwoPercent": "22%",
    "FiveFraction": "5/105",
    "SevenFraction": "7/107",
    "TenFraction": "10/110",
    "EighteenFraction": "18/118",
    "TwentyFraction": "20/120",
    "TwentyTwoFraction": "22/122",
    "TaxedByAgent": "НДС исчисляется налоговым агентом",
}


def _texts(tag: str, path: str) -> Shape:
    """Text information: pairs of a name and a value."""
    return Shape(tag, path, same("Идентиф=Id", "Значен=Value"))


def _field(tag: str) -> Shape:
    """An information field of one of the facts."""
    parts = (_texts("ТекстИнф", "AdditionalInfo"),)
    return Shape(tag, "AdditionalInfoId", same("ИдФайлИнфПол=InfoFileId"), parts)


_HEAD: tuple[Part, ...] = (
    Shape("ИспрДок", "", same("НомИспр=RevisionNumber", "ДатаИспр=RevisionDate")),
    Party("СвПрод", "Sellers/Seller"),
    Shipper("ГрузОт", "Shippers/Shipper"),
    Party("ГрузПолуч", "Consignees/Consignee"),
    Shape(
        "СвПРД",
        "PaymentDocuments/Document",
        same("НомерПРД=Number", "ДатаПРД=Date") + amounts("СуммаПРД=Total"),
    ),
    Requisites("ДокПодтвОтгрНом", "DocumentShipments/DocumentShipment"),
    Party("СвПокуп", "Buyers/Buyer"),
    Shape(
        "ДенИзм",
        "",
        (
            Attribute("КодОКВ", "Currency"),
            name_of("НаимОКВ", "Currency", "currencies"),
            Attribute("КурсВал", "CurrencyRate"),
        ),
    ),
    Circumstances(
        "ДопСвФХЖ1",
        (
            Shape(
                "ВидОбяз",
                "CommitmentTypes/CommitmentType",
                same("КодВидОбяз=CommitmentTypeCode", "НаимВидОбяз=CommitmentTypeName"),
            ),
            Shape(
                "ИнфПродЗаГоскКазн",
                "SellerInfoCircumPublicProc",
                same(
                    "ДатаГосКонт=DateStateContract",
                    "НомерГосКонт=NumberStateContract",
                    "ЛицСчетПрод=PersonalAccountSeller",
                    "КодПродБюджКласс=SellerBudjetClassCode",
                    "КодЦелиПрод=SellerTargetCode",
                    "КодКазначПрод=SellerTreasuryCode",
                    "НаимКазначПрод=SellerTreasuryName",
                ),
            ),
            Party("СвФактор", "FactorInfo"),
            Requisites("ОснУстДенТреб", "MainAssignMonetaryClaim"),
            Requisites("СопрДокФХЖ", "AccompanyingDocuments/AccompanyingDocument"),
        ),
    ),
    _field("ИнфПолФХЖ1"),
)

_MARKS = Shape(
    "НомСредИдентТов",
    "ItemIdentificationNumbers/ItemIdentificationNumber",
    same("ИдентТрансУпак=TransPackageId", "КолВедМарк=QuantityMark", "ПрПартМарк=BatchMarkCode"),
    (Shape("КИЗ", "Unit", text="."), Shape("НомУпак", "PackageId", text=".")),
)
_TRACED = Shape(
    "СведПрослеж",
    "ItemTracingInfos/ItemTracingInfo",
    (
        *same("НомТовПрослеж=RegNumberUnit", "ЕдИзмПрослеж=Unit"),
        name_of("НаимЕдИзмПрослеж", "Unit", "units"),
        *same("КолВЕдПрослеж=Quantity", "ДопИнфПрослеж=ItemAddInfo"),
        *amounts("СтТовБезНДСПрослеж=PriceWithVatExcluded"),
    ),
)
_DETAILS = Shape(
    "ДопСведТов",
    "",
    same(
        "ПрТовРаб=ItemMark",
        "ДопПризн=AdditionalProperty",
        "НадлОтп=ItemToRelease",
        "ХарактерТов=ItemCharact",
        "СортТов=ItemKind",
        "СерияТов=ItemSeries",
        "АртикулТов=ItemArticle",
        "КодТов=ItemVendorCode",
        "ГТИН=Gtin",
        "КодКат=CatalogCode",
        "КодВидТов=ItemTypeCode",
        "КодВидПр=ProductTypeCode",
        "КодТовОКПД2=Okpd",
        "ДопИнфПВидО=ItemAdditionalInfo",
    ),
    (
        Origin("КрНаимСтрПр", "CustomsDeclarations/CustomsDeclaration"),
        Requisites("СопрДокТов", "AccompanyingDocuments/AccompanyingDocument"),
        Shape(
            "НалУчАморт",
            "DepreciationInfo",
            same(
                "АмГруппа=DepreciationGroup",
                "КодОКОФ=Okof",
                "СрПолИспОС=UsefulPeriod",
                "ФактСрокИсп=ActualPeriod",
            ),
        ),
        Tax("СумНалВосст", "СумНал", "БезНДС", "без НДС", "RestoredVat", "WithoutRestoredVat", needed=False),
        _TRACED,
        _MARKS,
        Shape(
            "СвГосСист",
            "StateSystemItemInfos/StateSystemItemInfo",
            same("НаимГосСист=StateSystemName", "УчетЕд=AccountingUnit", "ИнаяИнф=OtherInfo"),
            (Shape("ИдНомУчетЕд", "StateSystemId", text="."),),
        ),
    ),
)
_ITEM = Shape(
    "СведТов",
    "Item",
    (
        *same("НаимТов=Product", "ОКЕИ_Тов=Unit", "НаимЕдИзм=UnitName", "КолТов=Quantity"),
        Attribute("ЦенаТов", "Price", write=price),
        *amounts("СтТовБезНДС=SubtotalWithVatExcluded"),
        coded("НалСт", "TaxRate", _RATES),
        *amounts("СтТовУчНал=Subtotal"),
    ),
    (
        Shape(
            "СвДТ",
            "CustomsDeclarations/CustomsDeclaration",
            same("КодПроисх=Country", "НомерДТ=DeclarationNumber"),
        ),
        _DETAILS,
        Tax("Акциз", "СумАкциз", "БезАкциз", "без акциза", "Excise", "", needed=True),
        Tax("СумНал", "СумНал", "БезНДС", "без НДС", "Vat", "WithoutVat", needed=True),
        _texts("ИнфПолФХЖ2", "AdditionalInfos/AdditionalInfo"),
    ),
    numbered="НомСтр",
)
_TABLE = Shape(
    "ТаблСчФакт",
    "Table",
    (),
    (
        _ITEM,
        Shape(
            "ВсегоОпл",
            "",
            (
                *amounts("СтТовБезНДСВсего=TotalWithVatExcluded", "СтТовУчНалВсего=Total"),
                *same("КолНеттоВс=TotalNet"),
            ),
            (Tax("СумНалВсего", "СумНал", "БезНДС", "без НДС", "Vat", "WithoutVat", needed=True),),
        ),
    ),
)
_TRANSFER = Shape(
    "СвПродПер",
    "TransferInfo",
    (),
    (
        Shape(
            "СвПер",
            "",
            same(
                "СодОпер=OperationInfo",
                "ВидОпер=OperationType",
                "ДатаПер=TransferDate",
                "ДатаНачПер=TransferStartDate",
                "ДатаОконПер=TransferEndDate",
            ),
            (
                Basis("ОснПер", "TransferBases/TransferBase"),
                Transferor("СвЛицПер"),
                Shape(
                    "Тран",
                    "",
                    same("СвТран=TransferTextInfo", "Инкотермс=Inkoterms", "ВерИнкотермс=VersionInkoterms"),
                ),
                Shape(
                    "СвПерВещи",
                    "",
                    same("ДатаПерВещ=CreatedThingTransferDate", "СвПерВещ=CreatedThingInfo"),
                    (Requisites("ДокПерВещ", "CreatedThingTransferDocument"),),
                ),
            ),
        ),
        _field("ИнфПолФХЖ3"),
    ),
)

#: Everything of Документ up to the signers.
BODY: tuple[Part, ...] = (
    Shape(
        "СвСчФакт",
        "",
        same(
            "НомерДок=DocumentNumber",
            "ДатаДок=DocumentDate",
            "ИмяФайлИспрПрод=FileIdSeller",
            "ИмяФайлИспрПок=FileIdBuyer",
        ),
        _HEAD,
    ),
    _TABLE,
    _TRANSFER,
)
CREATOR = Requisites("ОснДоверОргСост", "DocumentCreatorBase")
