"""Formats of formalised documents as data: where each keeps what is the same in all of them.

A form is known by its КНД; the versions of one format differ in names, which `titles` asks for one after
another. Sources: official schemas of ФНС; orders 820@, 970@ (УПД), 736@ (УКД), 155@, 189@, 551@, 552@, 405@.
The schemas of 736@ are not published as files: its names are those of 189@, which it continues.
"""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str, ...]


@dataclass(frozen=True)
class DiadocType:
    """How Диадок calls a type of document: TypeNamedId, Function, Version."""

    type_named_id: str
    function: str
    version: str


@dataclass(frozen=True)
class TitleForm:
    """One format of a title."""

    prefix: str  #: of the file name
    index: int  #: 0 of the side that begins, 1 of the side that answers
    body: Path  #: the element with number and date, from Документ
    sides: tuple[Path, Path] = ((), ())  #: first the sender's side
    functions: frozenset[str] = frozenset()  #: empty: the format has none
    totals: str = ""  #: how sums are kept; empty: no sums
    function: str = ""  #: of a format that does not write it


_TRANSFER = frozenset({"СЧФ", "СЧФДОП", "ДОП", "СвРК", "СвЗК"})
_OLD_TRANSFER = frozenset({"СЧФ", "СЧФДОП", "ДОП"})
_CORRECTION = frozenset({"КСЧФ", "КСЧФДИС", "ДИС", "СвИСРК", "СвИСЗК"})
_OLD_CORRECTION = frozenset({"КСЧФ", "КСЧФДИС", "ДИС"})


def _transfer(prefix: str, functions: frozenset[str], function: str = "") -> TitleForm:
    sides = (("СвСчФакт", "СвПрод"), ("СвСчФакт", "СвПокуп"))
    return TitleForm(prefix, 0, ("СвСчФакт",), sides, functions, "transfer", function)


def _correction(prefix: str, functions: frozenset[str], function: str = "") -> TitleForm:
    sides = (("СвКСчФ", "СвПрод"), ("СвКСчФ", "СвПокуп"))
    return TitleForm(prefix, 0, ("СвКСчФ",), sides, functions, "correction", function)


def _answer(prefix: str, body: str, functions: frozenset[str] = frozenset()) -> TitleForm:
    return TitleForm(prefix, 1, (body,), functions=functions)


_GOODS = ("СвДокПТПрКроме", "СвДокПТПр")
_WORKS = ("СвДокПРУ",)

#: By КНД.
FORMS = {
    "1115131": _transfer("ON_NSCHFDOPPR", _TRANSFER),
    "1115125": _transfer("ON_SCHFDOPPR", _OLD_TRANSFER),
    "1115101": _transfer("ON_SFAKT", frozenset(), "СЧФ"),
    "1115133": _correction("ON_NKORSCHFDOPPR", _CORRECTION),
    "1115127": _correction("ON_KORSCHFDOPPR", _OLD_CORRECTION),
    "1115108": _correction("ON_KORSFAKT", frozenset(), "КСЧФ"),
    "1175010": TitleForm(
        "DP_TOVTORGPR", 0, _GOODS,
        ((*_GOODS, "СодФХЖ1", "Продавец"), (*_GOODS, "СодФХЖ1", "Покупатель")), totals="goods",
    ),
    "1175012": TitleForm(
        "DP_REZRUISP", 0, _WORKS,
        ((*_WORKS, "СодФХЖ1", "Исполнитель"), (*_WORKS, "СодФХЖ1", "Заказчик")), totals="works",
    ),
    "1110332": TitleForm("ON_AKTSVEROTP", 0, (), (("СвДокКрАкт", "СвОтпр"), ("СвДокКрАкт", "СвПол"))),
    "1115132": _answer("ON_NSCHFDOPPOK", "СодФХЖ4", _TRANSFER),
    "1115126": _answer("ON_SCHFDOPPOK", "СодФХЖ4", _OLD_TRANSFER),
    "1115134": _answer("ON_NKORSCHFDOPPOK", "СодФХЖ4", _CORRECTION),
    "1115128": _answer("ON_KORSCHFDOPPOK", "СодФХЖ4", _OLD_CORRECTION),
    "1175011": _answer("DP_TOVTORGPOK", "СодФХЖ4"),
    "1175013": _answer("DP_REZRUZAK", "СодФХЖ3"),
    "1110333": TitleForm("ON_AKTSVERPOL", 1, ()),
}  # fmt: skip

#: Versions of Диадок by format and ВерсФорм; both titles of a document are of one version.
_VERSIONS = {
    ("ON_NSCHFDOPP", "5.03"): "utd970_05_03_01",
    ("ON_NSCHFDOPP", "5.02"): "utd970_05_02_01",
    ("ON_NSCHFDOPP", "5.01"): "utd820_05_01_02_hyphen",
    ("ON_SCHFDOPP", "5.01"): "utd_05_01_05",
    ("ON_NKORSCHFDOPP", "5.01"): "ucd736_05_01_02",
    ("DP_TOVTORGP", "5.01"): "tovtorg_05_01_04",
    ("DP_TOVTORGP", "5.02"): "tovtorg_05_02_01",
    ("DP_REZRU", "5.01"): "rezru_05_01_02",
    ("DP_REZRU", "5.02"): "rezru_05_02_01",
    ("ON_AKTSVER", "5.01"): "reconciliationact405_05_01_01",
}


def diadoc_types(form: TitleForm, version: str, function: str, corrected: bool) -> tuple[DiadocType, ...]:
    """Types of Диадок a file may be sent as, the one that says nothing beyond the file itself first.

    A file of 970@, 820@ or 155@ is a container: the sender decides whether a ДОП is a УПД, a waybill or an
    act (facts: developer.kontur.ru «Форматы документов»). Empty for formats Диадок has no version for here.
    """
    family = next((key for key in _VERSIONS if form.prefix.startswith(key[0]) and key[1] == version), None)
    if family is None:
        return ()
    named = _VERSIONS[family]
    revision = "Revision" if corrected else ""
    match family[0]:
        case "DP_TOVTORGP":
            return (DiadocType("XmlTorg12", "default", named),)
        case "DP_REZRU":
            return (DiadocType("XmlAcceptanceCertificate", "default", named),)
        case "ON_AKTSVER":
            return (DiadocType("ReconciliationAct", "default", named),)
        case "ON_NKORSCHFDOPP":
            first = DiadocType(f"UniversalCorrectionDocument{revision}", function, named)
            narrow = [f"InvoiceCorrection{revision}"] if function == "КСЧФ" else []
        case _:
            first = DiadocType(f"UniversalTransferDocument{revision}", function, named)
            narrow = {
                "СЧФ": [f"Invoice{revision}"],
                "ДОП": ["XmlTorg12", "XmlAcceptanceCertificate"],
            }.get(function, [])
    return (first, *(DiadocType(name, "default", named) for name in narrow))
