"""Employees: sign-ins, roles, the last administrator, deputies, password links."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.utils import timezone

from paraph.errors import DomainError
from paraph.journal.models import JournalEvent
from paraph.parties import rules, services
from paraph.parties.models import Employee, User


def test_an_employee_gets_a_sign_in_roles_and_an_event(admin, hire):
    person = hire("Петров Пётр", "signer", "sender", inn="7709 9900 0204", snils="112-233-445 95")
    assert person.user.email == "person1@romashka.test"
    assert not person.user.has_usable_password()
    assert (person.inn, person.snils) == ("770999000204", "11223344595")
    assert rules.can_sign(person)
    assert rules.can_send(person)
    assert not rules.can_administer(person)
    event = JournalEvent.objects.get(action="parties:employee-added", seq=4)
    assert event.data == {"employee": person.pk, "name": "Петров Пётр", "roles": ["sender", "signer"]}
    assert event.actor_name == "Аннина Анна"


def test_all_faults_of_an_employee_come_at_once(admin):
    data = {"full_name": "", "email": "нет", "inn": "123", "snils": "1", "roles": set(), "password": "123"}
    with pytest.raises(DomainError) as error:
        services.save_employee(admin.workspace, data, admin)
    expected = {"full_name", "email", "inn", "snils", "roles", "organization", "password"}
    assert set(error.value.details["faults"]) == expected
    assert Employee.objects.count() == 1
    assert User.objects.count() == 1


@pytest.mark.parametrize("roles", [{"king"}, {"sender", "king"}])
def test_an_unknown_role_is_refused(hire, roles):
    with pytest.raises(DomainError) as error:
        hire("Петров Пётр", *roles)
    assert "roles" in error.value.details["faults"]


def test_one_person_may_work_in_two_workspaces_and_keeps_the_password(admin, stranger):
    data = {"full_name": "Аннина Анна", "email": "ANNA@romashka.test", "roles": {"observer"}}
    data["organization"] = stranger.organization_id
    with pytest.raises(DomainError) as error:
        services.save_employee(stranger.workspace, data | {"password": "чужой новый пароль"}, stranger)
    assert set(error.value.details["faults"]) == {"password"}
    guest = services.save_employee(stranger.workspace, data, stranger)
    assert guest.user == admin.user
    with pytest.raises(DomainError) as error:
        services.issue_password_link(stranger.workspace, guest.pk, stranger)
    assert error.value.code == "foreign-sign-in"
    services.save_employee(stranger.workspace, {"email": "anna@vasilek.test"}, stranger, id=guest.pk)
    admin.user.refresh_from_db()
    assert admin.user.email == "anna@romashka.test"


def test_the_same_address_twice_in_a_workspace_is_a_fault(hire):
    hire("Петров Пётр", email="p@romashka.test")
    with pytest.raises(DomainError) as error:
        hire("Петрова Полина", email="P@romashka.test")
    assert "уже есть: Петров" in error.value.details["faults"]["email"]


def test_a_changed_address_renames_the_sign_in(admin, hire):
    person = hire("Петров Пётр")
    services.save_employee(admin.workspace, {"email": "new@romashka.test"}, admin, id=person.pk)
    person.user.refresh_from_db()
    assert person.user.email == "new@romashka.test"
    event = JournalEvent.objects.get(action="parties:employee-changed")
    assert event.data["changed"] == ["email"]
    assert "new@romashka.test" not in str(event.data)


def test_a_department_of_another_organisation_is_a_fault(admin, hire):
    data = {"name": "ООО «Мак»", "inn": "5009990030", "kpp": "500901001"}
    other = services.save_organization(admin.workspace, data, admin)
    row = services.save_department(admin.workspace, {"name": "Сбыт", "organization": other.pk}, admin)
    with pytest.raises(DomainError) as error:
        hire("Петров Пётр", department=row.pk)
    assert set(error.value.details["faults"]) == {"department"}
    person = hire("Петров Пётр", organization=other.pk, department=row.pk)
    assert person.department == row


def test_the_last_administrator_keeps_the_role_and_the_access(admin, hire):
    with pytest.raises(DomainError) as error:
        services.save_employee(admin.workspace, {"roles": {"sender"}}, admin, id=admin.pk)
    assert error.value.code == "last-administrator"
    with pytest.raises(DomainError):
        services.deactivate_employee(admin.workspace, admin.pk, admin)
    second = hire("Второв Вадим", "administrator")
    services.deactivate_employee(admin.workspace, second.pk, admin)
    with pytest.raises(DomainError):  # an administrator without access does not count
        services.deactivate_employee(admin.workspace, admin.pk, admin)
    services.restore_employee(admin.workspace, second.pk, admin)
    services.save_employee(admin.workspace, {"roles": {"sender"}}, admin, id=admin.pk)
    assert not Employee.objects.get(pk=admin.pk).has_role("administrator")
    actions = list(JournalEvent.objects.order_by("seq").values_list("action", flat=True))[-3:]
    assert actions == [
        "parties:employee-deactivated",
        "parties:employee-restored",
        "parties:employee-changed",
    ]


def test_people_of_another_workspace_are_not_found(admin, stranger, hire):
    person = hire("Петров Пётр")
    attempts = [
        lambda: services.save_employee(stranger.workspace, {"full_name": "X"}, stranger, id=person.pk),
        lambda: services.deactivate_employee(stranger.workspace, person.pk, stranger),
        lambda: services.issue_password_link(stranger.workspace, person.pk, stranger),
        lambda: services.set_deputy(person, stranger, None, person),
    ]
    for attempt in attempts:
        with pytest.raises(DomainError) as error:
            attempt()
        assert error.value.code == "not-found"
    with pytest.raises(DomainError) as error:
        services.set_deputy(person, None, None, stranger)
    assert error.value.code == "forbidden"


def test_a_deputy_decides_until_the_term_ends(admin, hire):
    person, deputy = hire("Петров Пётр", "head"), hire("Сидоров Сидор", "sender")
    today = timezone.localdate()
    row = services.set_deputy(person, deputy, today, person)
    assert services.approver_or_deputy(row, today) == deputy
    assert services.approver_or_deputy(row, today + timedelta(days=1)) == person
    row = services.set_deputy(person, deputy, None, admin)
    assert services.approver_or_deputy(row, date(2100, 1, 1)) == deputy
    services.deactivate_employee(admin.workspace, deputy.pk, admin)
    assert services.approver_or_deputy(Employee.objects.get(pk=row.pk), today) == person
    row = services.set_deputy(person, None, None, person)
    assert services.approver_or_deputy(row, today) == person
    actions = JournalEvent.objects.filter(action__startswith="parties:deputy").order_by("seq")
    assert [event.action for event in actions] == [
        "parties:deputy-set",
        "parties:deputy-set",
        "parties:deputy-removed",
    ]


def test_who_can_not_be_a_deputy(admin, hire):
    person, observer = hire("Петров Пётр", "head"), hire("Смотров Семён", "observer")
    yesterday = timezone.localdate() - timedelta(days=1)
    attempts = [(person, None, "deputy"), (observer, None, "deputy"), (admin, yesterday, "deputy_until")]
    for deputy, until, field in attempts:
        with pytest.raises(DomainError) as error:
            services.set_deputy(person, deputy, until, person)
        assert error.value.field == field


def test_a_password_link_works_once(admin, hire):
    person = hire("Петров Пётр")
    invitation = services.issue_password_link(admin.workspace, person.pk, admin)
    assert default_token_generator.check_token(person.user, invitation.token)
    person.user.set_password("новый пароль сотрудника")
    person.user.save()
    assert not default_token_generator.check_token(person.user, invitation.token)
    assert JournalEvent.objects.filter(action="parties:password-link-issued").count() == 1


def test_an_observer_sees_and_does_nothing_else(hire):
    observer = hire("Смотров Семён", "observer")
    assert rules.can_view(observer)
    assert not any(
        may(observer) for may in (rules.can_send, rules.can_sign, rules.can_approve, rules.can_administer)
    )
