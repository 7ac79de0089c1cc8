"""Who the test authority issues certificates to. Every person and firm is invented.

Requisites have correct check digits, yet cannot belong to anyone: ИНН of people are of the offices 7700 and
7800, which register nobody; ОГРН and ОГРНИП name an inspectorate 99 that does not exist; СНИЛС start with
999, where none are given out. ИНН of the two organisations are the usual specimens of format descriptions.
"""

from __future__ import annotations

from dataclasses import dataclass

from paraph.trust.names import Name, head_subject, organization_subject, person_subject


@dataclass(frozen=True)
class Organization:
    """A legal entity."""

    name: str
    full_name: str
    inn: str
    kpp: str
    ogrn: str
    region: str
    city: str
    street: str
    email: str


@dataclass(frozen=True)
class Person:
    """Somebody with a certificate; `side` names the organisation the person heads or works for."""

    surname: str
    given_name: str
    title: str
    inn: str
    snils: str
    email: str
    side: str = ""
    ogrnip: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.surname} {self.given_name}"


ROOT_SUBJECT = organization_subject(
    common_name="Тестовый головной УЦ",
    organization="Тестовое министерство (вымышленное)",
    inn_le="7700000104",
    ogrn="1197799000035",
)
INTERMEDIATE_SUBJECT = organization_subject(
    common_name="Тестовый УЦ",
    organization="Тестовое министерство (вымышленное)",
    inn_le="7700000104",
    ogrn="1197799000035",
)
TSA_SUBJECT = organization_subject(
    common_name="Тестовая служба штампов времени",
    organization="Тестовое министерство (вымышленное)",
    inn_le="7700000104",
    ogrn="1197799000035",
)
OCSP_SUBJECT = organization_subject(
    common_name="Тестовая служба статусов сертификатов",
    organization="Тестовое министерство (вымышленное)",
    inn_le="7700000104",
    ogrn="1197799000035",
)

LIST_SIGNER_SUBJECT = organization_subject(
    common_name="Издатель тестового перечня аккредитованных УЦ",
    organization="Тестовое министерство (вымышленное)",
    inn_le="7700000104",
    ogrn="1197799000035",
)

OPERATOR_SUBJECT = organization_subject(
    common_name="Вымышленный оператор ЭДО",
    organization="Вымышленный оператор ЭДО",
    inn_le="7700000104",
    ogrn="1197799000035",
)

ORGANIZATIONS = {
    "seller": Organization(
        name="ООО «Ромашка»",
        full_name="Общество с ограниченной ответственностью «Ромашка»",
        inn="7731376812",
        kpp="773101001",
        ogrn="1207799000012",
        region="77 г. Москва",
        city="Москва",
        street="ул. Луговая, д. 1",
        email="office@romashka.example",
    ),
    "buyer": Organization(
        name="ООО «Василёк»",
        full_name="Общество с ограниченной ответственностью «Василёк»",
        inn="7830002293",
        kpp="783001001",
        ogrn="1207899000022",
        region="78 г. Санкт-Петербург",
        city="Санкт-Петербург",
        street="ул. Полевая, д. 2",
        email="office@vasilek.example",
    ),
}

HEAD = Person(
    surname="Лугова",
    given_name="Анна Сергеевна",
    title="Генеральный директор",
    inn="770000010193",
    snils="99900010118",
    email="lugova@romashka.example",
    side="seller",
)
EMPLOYEE = Person(
    surname="Работников",
    given_name="Пётр Ильич",
    title="Менеджер по продажам",
    inn="770000010267",
    snils="99900010219",
    email="rabotnikov@romashka.example",
    side="seller",
)
PARTNER_HEAD = Person(
    surname="Полевой",
    given_name="Иван Андреевич",
    title="Директор",
    inn="780000010351",
    snils="99900010320",
    email="polevoy@vasilek.example",
    side="buyer",
)
PARTNER_EMPLOYEE = Person(
    surname="Колосова",
    given_name="Мария Викторовна",
    title="Бухгалтер",
    inn="780000010425",
    snils="99900010421",
    email="kolosova@vasilek.example",
    side="buyer",
)
SOLE_PROPRIETOR = Person(
    surname="Мастеров",
    given_name="Олег Юрьевич",
    title="Индивидуальный предприниматель",
    inn="770000010588",
    snils="99900010522",
    email="masterov@ip.example",
    ogrnip="320779900000051",
)


def as_head(person: Person) -> Name:
    """Subject of a legal entity's certificate: its head needs no power of attorney."""
    organization = ORGANIZATIONS[person.side]
    return head_subject(
        organization=organization.name,
        inn_le=organization.inn,
        ogrn=organization.ogrn,
        surname=person.surname,
        given_name=person.given_name,
        inn=person.inn,
        snils=person.snils,
        title=person.title,
        state=organization.region,
        locality=organization.city,
        street=organization.street,
        email=person.email,
    )


def as_person(person: Person) -> Name:
    """Subject of a natural person's certificate, or of an ИП if the person is one."""
    return person_subject(
        surname=person.surname,
        given_name=person.given_name,
        inn=person.inn,
        snils=person.snils,
        ogrnip=person.ogrnip,
        email=person.email,
    )
