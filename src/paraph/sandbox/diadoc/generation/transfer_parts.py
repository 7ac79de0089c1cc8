"""Parts of УПД that are not one element to one: taxes, documents referred to, who handed the goods over."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from paraph.formats.xml_files import element
from paraph.sandbox.diadoc.generation.mapping import Element, Part, Shape, money, named, same, written_all
from paraph.sandbox.diadoc.generation.transfer_parties import foreigner

_CIRCUMSTANCES = {"СЧФ": "СпОбстФСЧФ", "СЧФДОП": "СпОбстФСЧФДОП", "ДОП": "СпОбстФДОП"}


@dataclass(frozen=True)
class Tax:
    """An amount or the words that there is none; `needed` elements say so even when nothing was given."""

    tag: str
    amount: str
    without: str
    words: str
    source: str
    flag: str
    needed: bool

    def write(self, source: Element) -> list[Element]:
        value, flagged = source.get(self.source), bool(self.flag) and source.get(self.flag) == "true"
        if value and not flagged:
            return [element(self.tag, children=[element(self.amount, text=money(value))])]
        if self.needed or flagged:
            return [element(self.tag, children=[element(self.without, text=self.words)])]
        return []

    def read(self, found: Element, target: Element) -> None:
        holder = found.find(self.tag)
        if holder is None:
            return
        if amount := holder.findtext(self.amount):
            target.set(self.source, amount)
        elif self.flag and holder.find(self.without) is not None:
            target.set(self.flag, "true")


@dataclass(frozen=True)
class Author:
    """РеквИдРекСост: one who made a document."""

    def write(self, source: Element) -> list[Element]:
        made = []
        for node in source.findall("IdentificationDetails"):
            inn, office = node.get("Inn"), node.get("ShortNameExecutiveAuthority")
            if inn:
                inner = [element("ИННЮЛ" if len(inn) == 10 else "ИННФЛ", text=inn)]
            elif office:
                inner = [element("НаимОИВ", text=office)]
            else:
                inner = foreigner("ДаннИно").write(node)
            made.append(element("РеквИдРекСост", children=inner))
        return made

    def read(self, found: Element, target: Element) -> None:
        for one in found.iterchildren("РеквИдРекСост"):
            node = etree.SubElement(target, "IdentificationDetails")
            if inn := one.findtext("ИННЮЛ") or one.findtext("ИННФЛ"):
                node.set("Inn", inn)
            elif office := one.findtext("НаимОИВ"):
                node.set("ShortNameExecutiveAuthority", office)
            foreigner("ДаннИно").read(one, node)


_REQUISITES = same(
    "РеквНаимДок=DocumentName",
    "РеквНомерДок=DocumentNumber",
    "РеквДатаДок=DocumentDate",
    "РеквИдФайлДок=FileId",
    "РеквИдДок=Id",
    "РИдСистХранД=SystemId",
    "РеквУРЛСистДок=SystemUrl",
    "РеквДопСведДок=AdditionalInfo",
)


class Requisites(Shape):
    """РеквДокТип: what a document is called, its number, date and makers."""

    def __init__(self, tag: str, path: str) -> None:
        super().__init__(tag, path, _REQUISITES, (Author(),))


@dataclass(frozen=True)
class Basis:
    """ОснПер, or the mark that there is no document it rests on."""

    tag: str
    path: str

    def write(self, source: Element) -> list[Element]:
        return Requisites(self.tag, self.path).write(source) or [element("БезДокОснПер", text="1")]

    def read(self, found: Element, target: Element) -> None:
        Requisites(self.tag, self.path).read(found, target)


_NAME = Shape("ФИО", "", same("Фамилия=LastName", "Имя=FirstName", "Отчество=MiddleName"))
_EMPLOYEE = Shape("РабОргПрод", "Employee", same("Должность=Position", "ИныеСвед=EmployeeInfo"), (_NAME,))
_AGENT = Shape(
    "ПредОргПер",
    "OtherIssuer",
    same("Должность=Position", "ИныеСвед=EmployeeInfo", "НаимОргПер=OrganizationName", "ИННЮЛПер=Inn"),
    (Requisites("ОснДоверОргПер", "OrganizationBase"), Requisites("ОснПолнПредПер", "EmployeeBase"), _NAME),
)
_PRIVATE = Shape(
    "ФЛПер",
    "OtherIssuer",
    same("ИННФЛПер=Inn", "ИныеСвед=EmployeeInfo"),
    (Requisites("ОснДоверФЛ", "EmployeeBase"), _NAME),
)


@dataclass(frozen=True)
class Transferor:
    """СвЛицПер: who handed the goods over. A position tells an organisation's agent from a private person."""

    tag: str

    def write(self, source: Element) -> list[Element]:
        other = source.find("OtherIssuer")
        inner = _EMPLOYEE.write(source)
        if other is not None and not inner:
            agent = _AGENT if other.get("Position") else _PRIVATE
            inner = [element("ИнЛицо", children=agent.write(source))]
        return [element(self.tag, children=inner)] if inner else []

    def read(self, found: Element, target: Element) -> None:
        holder = found.find(self.tag)
        if holder is None:
            return
        _EMPLOYEE.read(holder, target)
        if (other := holder.find("ИнЛицо")) is not None:
            _AGENT.read(other, target)
            _PRIVATE.read(other, target)


@dataclass(frozen=True)
class Origin:
    """КрНаимСтрПр: countries of origin by their codes; the service fills the names in."""

    tag: str
    path: str

    def write(self, source: Element) -> list[Element]:
        codes = [code for node in source.findall(self.path) if (code := node.get("Country"))]
        return [element(self.tag, text=named("countries", code)) for code in dict.fromkeys(codes)]

    def read(self, found: Element, target: Element) -> None:
        """The codes say it all."""


@dataclass(frozen=True)
class Circumstances:
    """ДопСвФХЖ1, where one attribute is named by the function of the document."""

    tag: str
    parts: tuple[Part, ...]

    def write(self, source: Element) -> list[Element]:
        name = _CIRCUMSTANCES.get(source.get("Function", ""), "СпОбстФДОП")
        values = {"ИдГосКон": source.get("GovernmentContractInfo", ""), name: source.get("CircumFormat", "")}
        made = element(self.tag, None, values, written_all(self.parts, source))
        return [made] if len(made) or made.attrib else []

    def read(self, found: Element, target: Element) -> None:
        holder = found.find(self.tag)
        if holder is None:
            return
        if contract := holder.get("ИдГосКон"):
            target.set("GovernmentContractInfo", contract)
        if special := next(filter(None, map(holder.get, _CIRCUMSTANCES.values())), None):
            target.set("CircumFormat", special)
        for part in self.parts:
            part.read(holder, target)
