"""Parts of service documents and titles: participants, signers and their powers, to XML and from it."""

from __future__ import annotations

from lxml import etree

from paraph.formats.participants import (
    ElectronicPower,
    Foreigner,
    FullName,
    Operator,
    Organization,
    PaperPower,
    Participant,
    Party,
    Person,
    Signer,
)
from paraph.formats.xml_files import FormatError, Node, day_text, element, fitting


def name_element(name: FullName) -> etree._Element:
    """ФИО."""
    must = {"Фамилия": name.surname, "Имя": name.given_name}
    return element("ФИО", must, {"Отчество": name.patronymic})


def read_name(node: Node) -> FullName:
    """ФИО."""
    return FullName(node.need("Фамилия"), node.need("Имя"), node.get("Отчество"))


def participant_element(tag: str, participant: Participant) -> etree._Element:
    """УчастЭДО, ОтпрДок, СвОтпрДок, СвПолДок, НапрПредАн: they differ only in the name."""
    return element(tag, {"ИдУчастЭДО": participant.id}, children=[party_element(participant.party)])


def party_element(party: Party) -> etree._Element:
    """ЮЛ, ИП, ФЛ, СвИнУчастНеУч or ОперЭДО."""
    match party:
        case Organization():
            return element("ЮЛ", {"НаимОрг": party.name, "ИННЮЛ": party.inn, "КПП": party.kpp})
        case Person():
            tag = "ИП" if party.sole_proprietor else "ФЛ"
            return element(tag, {"ИННФЛ": party.inn}, children=[name_element(party.full_name)])
        case Operator():
            return operator_element(party)
        case Foreigner():
            return _foreigner_element(party)


def operator_element(operator: Operator) -> etree._Element:
    """ОперЭДО."""
    return element("ОперЭДО", {"НаимОрг": operator.name, "ИННЮЛ": operator.inn, "ИдОперЭДО": operator.code})


def _foreigner_element(party: Foreigner) -> etree._Element:
    # Schematron rules of the schemas: an entity has a country, a person has a name.
    if party.entity and not party.country:
        raise FormatError("У иностранной организации не указана страна регистрации.")
    if not party.name:
        raise FormatError("Не указано наименование или ФИО иностранного участника.")
    optional = {
        "СтрРег": party.country, "Наим": party.name, "КодНПРег": party.tax_code, "ИныеСвед": party.other,
    }  # fmt: skip
    return element("СвИнУчастНеУч", {"ИдСтат": "ЮЛ" if party.entity else "ФЛ"}, optional)


def read_participant(node: Node) -> Participant:
    """A participant; in old versions the addressee could be an operator without an identifier."""
    party = read_party(node.either(*_PARTIES))
    code = party.code if isinstance(party, Operator) else ""
    return Participant(node.get("ИдУчастЭДО") or code or node.need("ИдУчастЭДО"), party)


#: ОтпрЮЛ and ОтпрИП are the names of PDOTPR 1.01 and 1.02.
_PARTIES = ("ЮЛ", "ИП", "ФЛ", "ОперЭДО", "СвИнУчастНеУч", "ОтпрЮЛ", "ОтпрИП")


def read_party(node: Node) -> Party:
    """What `party_element` writes, and its names in old versions."""
    match node.name:
        case "ЮЛ" | "ОтпрЮЛ":
            return Organization(node.need("НаимОрг"), node.need("ИННЮЛ"), node.get("КПП"))
        case "ИП" | "ФЛ" | "ОтпрИП":
            return Person(read_name(node.one("ФИО")), node.need("ИННФЛ"), node.name != "ФЛ")
        case "ОперЭДО":
            return Operator(node.need("НаимОрг"), node.need("ИННЮЛ"), node.need("ИдОперЭДО"))
        case _:
            return Foreigner(
                node.need("ИдСтат") == "ЮЛ", node.get("СтрРег"), node.get("Наим"), node.get("КодНПРег"),
                node.get("ИныеСвед"),
            )  # fmt: skip


def service_signer_element(signer: Signer, *, system: str, principal: str) -> etree._Element:
    """Подписант of DP_IZVPOL and DP_UVUTOCH 1.03, whose attributes for the system that keeps the МЧД and
    for the principal of a paper power are named differently."""
    if signer.status == "2" and signer.power is None:
        raise FormatError("Подписант действует по МЧД, но она не указана.")
    if signer.status == "3" and signer.paper is None:
        raise FormatError("Подписант действует по бумажной доверенности, но она не указана.")
    may = {"СтатПодп": signer.status, "ТипПодпис": signer.signature_type, "Должн": signer.position}
    powers = [
        _service_power(signer.power, system) if signer.power else None,
        _service_paper(signer.paper, principal) if signer.paper else None,
    ]
    return element("Подписант", None, may, [name_element(signer.full_name), *powers])


def _service_power(power: ElectronicPower, system: str) -> etree._Element:
    if not power.attached and not power.system:
        raise FormatError("Не указано, в какой системе хранится МЧД подписанта.")
    must = {
        "НомДовер": power.number, "ДатаВыдДовер": day_text(power.issued),
        "СпособПредставл": "1" if power.attached else "2",
    }  # fmt: skip
    may = {
        "ВнНомДовер": power.internal_number, "ДатаВнРегДовер": day_text(power.internal_date),
        system: power.system,
    }  # fmt: skip
    return element("СвДоверЭл", must, may)


def _service_paper(paper: PaperPower, principal: str) -> etree._Element:
    must = {"ДатаДовер": day_text(paper.issued), "ВнНомДовер": paper.number}
    who = [name_element(paper.signed_by)] if paper.signed_by else []
    return element("СвДоверБум", must, {principal: paper.principal}, who)


def plain_signer_element(signer: Signer) -> etree._Element:
    """Подписант of DP_PDPOL, DP_PDOTPR and DP_PRANNUL: the position and the name alone."""
    may = {"Должность": fitting("Должн", signer.position)}
    return element("Подписант", None, may, [name_element(signer.full_name)])


def title_signer_element(signer: Signer) -> etree._Element:
    """Подписант of titles 5.02 and 5.03. A power goes into the file exactly when it is the reason the signer
    may sign (Schematron rules); the reason follows from the power when it is not given."""
    reason = signer.powers_from or ("3" if signer.power else "5" if signer.paper else "1")
    if (reason == "3") != (signer.power is not None) or (reason == "5") != (signer.paper is not None):
        raise FormatError("Способ подтверждения полномочий подписанта не согласован с его доверенностью.")
    must = {"СпосПодтПолном": reason}
    may = {
        "Должн": signer.position, "ТипПодпис": signer.signature_type,
        "ДатаПодДок": day_text(signer.signed_on), "ДопСведПодп": signer.extra,
    }  # fmt: skip
    powers = [
        _title_power(signer.power) if signer.power else None,
        _title_paper(signer.paper) if signer.paper else None,
    ]
    return element("Подписант", must, may, [name_element(signer.full_name), *powers])


def _title_power(power: ElectronicPower) -> etree._Element:
    must = {
        "НомДовер": power.number, "ДатаВыдДовер": day_text(power.issued), "ИдСистХран": power.system,
    }  # fmt: skip
    may = {
        "ВнНомДовер": power.internal_number, "ДатаВнРегДовер": day_text(power.internal_date),
        "УРЛСист": power.system_url,
    }  # fmt: skip
    return element("СвДоверЭл", must, may)


def _title_paper(paper: PaperPower) -> etree._Element:
    must = {"ДатаВыдДовер": day_text(paper.issued), "ВнНомДовер": paper.number}
    who = [name_element(paper.signed_by)] if paper.signed_by else []
    return element("СвДоверБум", must, {"СвИдДовер": paper.principal}, who)


def read_signer(node: Node) -> Signer:
    """Подписант of any service document or title; several МЧД are one after another, the first is taken."""
    powers, papers = node.all("СвДоверЭл"), node.all("СвДоверБум")
    return Signer(
        full_name=_signer_name(node),
        position=node.get("Должн", "Должность"),
        status=node.get("СтатПодп"),
        signature_type=node.get("ТипПодпис"),
        powers_from=node.get("СпосПодтПолном"),
        signed_on=node.maybe_day("ДатаПодДок"),
        extra=node.get("ДопСведПодп"),
        power=_read_power(powers[0]) if powers else None,
        paper=_read_paper(papers[0]) if papers else None,
    )


def _signer_name(node: Node) -> FullName:
    """Titles before 5.02 kept the name of the signer inside ЮЛ, ИП or ФЛ."""
    holder = node if node.maybe("ФИО") else node.either("ЮЛ", "ИП", "ФЛ")
    return read_name(holder.one("ФИО"))


def _read_power(node: Node) -> ElectronicPower:
    return ElectronicPower(
        number=node.need("НомДовер"),
        issued=node.day("ДатаВыдДовер"),
        internal_number=node.get("ВнНомДовер"),
        internal_date=node.maybe_day("ДатаВнРегДовер"),
        attached=node.get("СпособПредставл") == "1",
        system=node.get("ИдСистХран", "СвСистХран"),
        system_url=node.get("УРЛСист"),
    )


def _read_paper(node: Node) -> PaperPower:
    who = node.maybe("ФИО")
    return PaperPower(
        issued=node.day("ДатаВыдДовер", "ДатаДовер"),
        number=node.need("ВнНомДовер"),
        principal=node.get("СвИдДовер", "СвДовер"),
        signed_by=read_name(who) if who else None,
    )
