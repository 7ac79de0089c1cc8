"""Organisations, departments and counterparties: requisites, uniqueness, workspaces, events."""

import pytest

from paraph.errors import DomainError
from paraph.formats.requisites import check_party, check_snils
from paraph.journal import services as journal
from paraph.journal.models import JournalEvent
from paraph.parties import services
from paraph.parties.models import Counterparty, Department, Organization, Workspace
from paraph.parties.wording import REQUISITE_FAULTS

PARTNER = {"name": "ИП Лютиков Л. Л.", "inn": "770999000123", "kpp": "", "ogrn": "312990000000016"}


def events(workspace: Workspace) -> list[str]:
    return list(JournalEvent.objects.filter(workspace=workspace).values_list("action", flat=True))


def faults_of(error: pytest.ExceptionInfo) -> dict[str, str]:
    return error.value.details["faults"]


def test_a_workspace_starts_with_its_organisation_administrator_and_three_events(admin):
    assert admin.role_names() == {"administrator", "sender"}
    assert admin.user.check_password("вполне надёжный пароль")
    assert admin.organization.inn == "7709990015"
    assert events(admin.workspace) == [
        "parties:workspace-created",
        "parties:organization-added",
        "parties:employee-added",
    ]
    assert list(journal.verify(admin.workspace_id)) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"inn": "7709990016"}, "inn"),
        ({"inn": ""}, "inn"),
        ({"kpp": ""}, "kpp"),
        ({"kpp": "77"}, "kpp"),
        ({"ogrn": "1029900000018"}, "ogrn"),
        ({"name": "  "}, "name"),
        ({"name": "х" * 301}, "name"),
    ],
)
def test_bad_requisites_change_nothing(admin, change, field):
    good = {"name": "ООО «Мак»", "inn": "5009990030", "kpp": "500901001", "ogrn": "1129900000031"}
    with pytest.raises(DomainError) as error:
        services.save_organization(admin.workspace, good | change, admin)
    assert set(faults_of(error)) == {field}
    assert Organization.objects.filter(workspace=admin.workspace).count() == 1
    assert len(events(admin.workspace)) == 3


def test_all_faults_come_at_once(admin):
    bad = {"name": "", "inn": "123", "kpp": "1", "ogrn": "2"}
    with pytest.raises(DomainError) as error:
        services.save_counterparty(admin.workspace, bad | {"email": "не почта"}, admin)
    assert set(faults_of(error)) == {"name", "inn", "kpp", "ogrn", "email"}


def test_spaces_and_hyphens_in_requisites_are_dropped(admin):
    data = {"name": " ООО   «Мак» ", "inn": "5009 9900-30", "kpp": "5009 01 001", "ogrn": "1129900000031"}
    saved = services.save_organization(admin.workspace, data, admin)
    assert (saved.name, saved.inn, saved.kpp) == ("ООО «Мак»", "5009990030", "500901001")


def test_the_same_requisites_twice_is_a_clear_fault_and_the_other_workspace_does_not_count(admin, stranger):
    services.save_counterparty(admin.workspace, PARTNER, admin)
    with pytest.raises(DomainError) as error:
        services.save_counterparty(admin.workspace, PARTNER | {"name": "Другой"}, admin)
    assert "уже есть: ИП Лютиков" in faults_of(error)["inn"]
    services.save_counterparty(stranger.workspace, PARTNER, stranger)
    assert Counterparty.objects.count() == 2


def test_a_change_names_the_changed_fields_and_no_change_leaves_no_event(admin):
    row = services.save_counterparty(admin.workspace, PARTNER, admin)
    services.save_counterparty(admin.workspace, {"email": "l@lutik.test"}, admin, id=row.pk)
    services.save_counterparty(admin.workspace, {"email": "l@lutik.test"}, admin, id=row.pk)
    changes = JournalEvent.objects.filter(action="parties:counterparty-changed")
    assert [event.data["changed"] for event in changes] == [["email"]]
    assert "lutik.test" not in str([event.data for event in JournalEvent.objects.all()])


def test_rows_of_another_workspace_are_not_found(admin, stranger):
    foreign = services.save_counterparty(stranger.workspace, PARTNER, stranger)
    department = services.save_department(
        stranger.workspace, {"name": "Сбыт", "organization": stranger.organization_id}, stranger
    )
    attempts = [
        lambda: services.save_counterparty(admin.workspace, PARTNER, admin, id=foreign.pk),
        lambda: services.save_organization(admin.workspace, {}, admin, id=stranger.organization_id),
        lambda: services.save_department(admin.workspace, {"name": "X"}, admin, id=department.pk),
        lambda: services.save_department(
            admin.workspace, {"name": "X", "organization": stranger.organization_id}, admin
        ),
        lambda: services.save_department(
            admin.workspace,
            {"name": "X", "organization": admin.organization_id, "head": stranger.pk},
            admin,
        ),
    ]
    for attempt in attempts:
        with pytest.raises(DomainError) as error:
            attempt()
        assert error.value.code == "not-found"
    assert not Department.objects.filter(workspace=admin.workspace).exists()


def test_an_actor_of_another_workspace_or_without_the_role_is_refused(admin, stranger, hire):
    observer = hire("Смотров Семён", "observer")
    for actor in (stranger, observer):
        with pytest.raises(DomainError) as error:
            services.save_counterparty(admin.workspace, PARTNER, actor)
        assert error.value.code == "forbidden"
    sender = hire("Отправин Олег", "sender")
    services.save_counterparty(admin.workspace, PARTNER, sender)
    with pytest.raises(DomainError):
        services.save_organization(admin.workspace, {"name": "Y"}, sender, id=admin.organization_id)


def test_a_department_needs_a_name_an_organisation_and_is_unique_in_it(admin):
    with pytest.raises(DomainError) as error:
        services.save_department(admin.workspace, {"name": ""}, admin)
    assert set(faults_of(error)) == {"name", "organization"}
    data = {"name": "Сбыт", "organization": str(admin.organization_id), "head": str(admin.pk)}
    row = services.save_department(admin.workspace, data, admin)
    assert row.head == admin
    with pytest.raises(DomainError) as error:
        services.save_department(admin.workspace, data, admin)
    assert "уже есть" in faults_of(error)["name"]
    services.save_department(admin.workspace, {"head": ""}, admin, id=row.pk)
    row.refresh_from_db()
    assert row.head is None
    assert row.name == "Сбыт"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("лютиков", 1),
        ("ЛЮТИКОВ", 1),
        ("ип лютик", 1),
        ("7709990", 1),
        ("312990000000016", 1),
        ("lutik.test", 1),
        ("тюльпан", 0),
        ("", 2),
    ],
)
def test_counterparties_are_found_by_name_and_requisites(admin, text, found):
    services.save_counterparty(admin.workspace, PARTNER | {"email": "l@lutik.test"}, admin)
    other = {"name": "ООО «Мак»", "inn": "5009990030", "kpp": "500901001", "ogrn": ""}
    services.save_counterparty(admin.workspace, other, admin)
    assert services.find_counterparties(admin.workspace, text).count() == found


def test_every_sentence_of_the_requisite_checks_is_offered_to_translators():
    parties = [
        ("1", "", "1"),
        ("7709990016", "", "1029900000018"),
        ("7709990015", "77", "312990000000016"),
        ("770999000123", "770901001", ""),
    ]
    sentences = {fault for party in parties for fault in check_party(*party).values()}
    sentences |= {check_snils("1"), check_snils("11223344596")}
    assert sentences == set(REQUISITE_FAULTS)
