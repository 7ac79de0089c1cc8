"""Parties of УПД: who they are, where they are and how to reach them."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from paraph.formats.xml_files import FormatError, element
from paraph.sandbox.diadoc.generation.mapping import (
    Attribute,
    Element,
    Part,
    Shape,
    coded,
    name_of,
    named,
    same,
)

_STATUSES = {"LegalEntity": "ИО", "PhysicalPerson": "ИГ"}
#: OrgType: ИП, organisation, natural person, foreigner.
_PROPRIETOR, _FIRM, _PERSON, _FOREIGNER = "1", "2", "3", "4"


def foreigner(tag: str) -> Shape:
    """Somebody who is not on the books of the Russian tax service."""
    attributes = (
        coded("ИдСтат", "StatusId", _STATUSES),
        Attribute("КодСтр", "Country"),
        name_of("НаимСтран", "Country", "countries"),
        *same("Наим=OrgName", "Идентиф=LegalEntityId", "ИныеСвед=OrganizationOrPersonInfo"),
    )
    return Shape(tag, "", attributes)


@dataclass(frozen=True)
class Identity:
    """ИдСв of a party, by OrgType of its details."""

    def write(self, source: Element) -> list[Element]:
        kind, name = source.get("OrgType", ""), source.get("OrgName", "")
        if kind == _FIRM:
            values = {"НаимОрг": name, "ИННЮЛ": source.get("Inn", ""), "КПП": source.get("Kpp", "")}
            return [element("ИдСв", children=[element("СвЮЛУч", None, values)])]
        if kind in (_PROPRIETOR, _PERSON):
            return [element("ИдСв", children=[self._person(source, kind)])]
        if kind == _FOREIGNER:
            return [element("ИдСв", children=foreigner("СвИнНеУч").write(source))]
        raise FormatError(f"OrgType: {kind!r} не из числа 1, 2, 3, 4.")

    def _person(self, source: Element, kind: str) -> Element:
        words = (
            source.get("OrgName", "")
            .removeprefix("ИП ")
            .removeprefix("Индивидуальный предприниматель ")
            .split()
        )
        if len(words) < 2:
            raise FormatError(f"OrgName: в {source.get('OrgName', '')!r} нужны фамилия и имя.")
        name = {"Фамилия": words[0], "Имя": words[1], "Отчество": " ".join(words[2:])}
        values = _PROPRIETOR_SHAPE if kind == _PROPRIETOR else _PERSON_SHAPE
        (made,) = values.write(source) or [element(values.tag)]
        made.append(element("ФИО", None, name))
        return made

    def read(self, found: Element, target: Element) -> None:
        holder = found.find("ИдСв")
        if holder is None or not len(holder):
            return
        inner = holder[0]
        kinds = {"СвЮЛУч": _FIRM, "СвИП": _PROPRIETOR, "СвФЛУч": _PERSON, "СвИнНеУч": _FOREIGNER}
        target.set("OrgType", kinds.get(str(inner.tag), _FIRM))
        shapes = {"СвЮЛУч": _FIRM_SHAPE, "СвИП": _PROPRIETOR_SHAPE, "СвФЛУч": _PERSON_SHAPE}
        shapes.get(str(inner.tag), foreigner("СвИнНеУч")).read_one(inner, target)
        if (name := inner.find("ФИО")) is not None:
            parts = (name.get(part, "") for part in ("Фамилия", "Имя", "Отчество"))
            target.set("OrgName", " ".join(filter(None, parts)))


_FIRM_SHAPE = Shape("СвЮЛУч", "", same("НаимОрг=OrgName", "ИННЮЛ=Inn", "КПП=Kpp"))
_PROPRIETOR_SHAPE = Shape(
    "СвИП",
    "",
    same(
        "ИННФЛ=Inn",
        "СвГосРегИП=IndividualEntityRegistrationCertificate",
        "ОГРНИП=Ogrn",
        "ДатаОГРНИП=OgrnDate",
        "ИныеСвед=OrganizationOrPersonInfo",
    ),
)
_PERSON_SHAPE = Shape(
    "СвФЛУч", "", same("ИННФЛ=Inn", "ИдСтатЛ=PersonStatusId", "ИныеСвед=OrganizationOrPersonInfo")
)


@dataclass(frozen=True)
class RegionName:
    """The name of a region, which the service fills in by the code."""

    tag: str

    def write(self, source: Element) -> list[Element]:
        return [element(self.tag, text=named("regions", source.get("Region", "")))]

    def read(self, found: Element, target: Element) -> None:
        """The code says it."""


def _place(tag: str, path: str, kind: str, name: str) -> Shape:
    return Shape(tag, path, same(f"{kind}=Type", f"{name}=NameOrNumber"))


_ADDRESS = Shape(
    "Адрес",
    "Address",
    same("ГЛНМеста=Gln"),
    (
        Shape(
            "АдрРФ",
            "RussianAddress",
            (
                *same("Индекс=ZipCode", "КодРегион=Region"),
                name_of("НаимРегион", "Region", "regions"),
                *same(
                    "Район=Territory",
                    "Город=City",
                    "НаселПункт=Locality",
                    "Улица=Street",
                    "Дом=Building",
                    "Корпус=Block",
                    "Кварт=Apartment",
                    "ИныеСвед=OtherInfo",
                ),
            ),
        ),
        Shape(
            "АдрГАР",
            "GarAddress",
            same("ИдНом=AddressCode", "Индекс=ZipCode"),
            (
                Shape("Регион", "", text="Region"),
                RegionName("НаимРегион"),
                _place("МуниципРайон", "MunicipalTerritory", "ВидКод", "Наим"),
                _place("ГородСелПоселен", "UrbanSettlement", "ВидКод", "Наим"),
                _place("НаселенПункт", "Locality", "Вид", "Наим"),
                _place("ЭлПланСтруктур", "ElementPlanningStructure", "Тип", "Наим"),
                _place("ЭлУлДорСети", "ElementRoadNetwork", "Тип", "Наим"),
                Shape("ЗемелУчасток", "", text="LandPlot"),
                _place("Здание", "Buildings/Building", "Тип", "Номер"),
                _place("ПомещЗдания", "RoomBuilding", "Тип", "Номер"),
                _place("ПомещКвартиры", "RoomApartment", "Тип", "Номер"),
            ),
        ),
        Shape(
            "АдрИнф",
            "ForeignAddress",
            (
                Attribute("КодСтр", "Country"),
                name_of("НаимСтран", "Country", "countries"),
                Attribute("АдрТекст", "Address"),
            ),
        ),
    ),
)
_DETAILS: tuple[Part, ...] = (
    Identity(),
    _ADDRESS,
    Shape(
        "БанкРекв",
        "",
        same("НомерСчета=BankAccountNumber"),
        (Shape("СвБанк", "", same("НаимБанк=BankName", "БИК=BankId", "КорСчет=CorrespondentAccount")),),
    ),
    Shape(
        "Контакт",
        "",
        same("ИнКонт=OtherContactInfo"),
        (Shape("Тлф", "Phones/Phone", text="."), Shape("ЭлПочта", "Emails/Email", text=".")),
    ),
)
_WHO = same(
    "ОКПО=Okpo",
    "КодОПФ=Okopf",
    "ПолнНаимОПФ=FullNameOkopf",
    "СтруктПодр=Department",
    "ИнфДляУчаст=OrganizationAdditionalInfo",
    "СокрНаим=ShortOrgName",
)


@dataclass(frozen=True)
class Party:
    """УчастникТип: details of an organisation."""

    tag: str
    path: str

    @property
    def _shape(self) -> Shape:
        return Shape(self.tag, f"{self.path}/OrganizationDetails", _WHO, _DETAILS)

    def write(self, source: Element) -> list[Element]:
        return self._shape.write(source)

    def read(self, found: Element, target: Element) -> None:
        *containers, last = self.path.split("/")
        holder = target
        for name in containers if found.find(self.tag) is not None else ():
            holder = etree.SubElement(holder, name)
        for one in found.iterchildren(self.tag):
            Shape(self.tag, "OrganizationDetails", _WHO, _DETAILS).read_one(
                one, etree.SubElement(holder, last)
            )


@dataclass(frozen=True)
class Shipper:
    """ГрузОт: the seller itself or somebody else."""

    tag: str
    path: str

    def write(self, source: Element) -> list[Element]:
        made = []
        for node in source.findall(self.path):
            own = node.get("SameAsSeller") == "true"
            inner = [element("ОнЖе", text="он же")] if own else _SHIPPER.write(node)
            made.append(element(self.tag, children=inner))
        return [one for one in made if len(one)]

    def read(self, found: Element, target: Element) -> None:
        container, last = self.path.split("/")
        holder = etree.SubElement(target, container) if found.find(self.tag) is not None else target
        for one in found.iterchildren(self.tag):
            node = etree.SubElement(holder, last)
            if one.find("ОнЖе") is not None:
                node.set("SameAsSeller", "true")
            _SHIPPER.read(one, node)


_SHIPPER = Shape("ГрузОтпр", "OrganizationDetails", _WHO, _DETAILS)
