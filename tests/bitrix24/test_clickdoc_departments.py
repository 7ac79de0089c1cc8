"""The head of a department sees what the portal says are the department's people."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from linked import SALES_HEAD, SELLER

import factories
from paraph.effects import services as effects
from paraph.parties import departments
from paraph.parties.models import Role
from paraph.portals.bitrix24.clickdoc import directory
from paraph.portals.bitrix24.clickdoc.models import PortalDepartment
from paraph.portals.bitrix24.models import PortalUser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tree(linked):
    """The portal's departments as they were read, and its people as they are."""
    with transaction.atomic():
        directory.order(linked.portal)
    linked.run()
    for user in linked.client.all("user.get"):
        PortalUser.objects.update_or_create(
            portal=linked.portal,
            user_id=int(user["ID"]),
            defaults={"departments": [int(one) for one in user["UF_DEPARTMENT"]]},
        )
    return linked


def person(linked, user_id: int, *roles: str):
    """An employee of ours who is this user; where they work is as the portal has it."""
    return linked.employee(user_id, *roles)


def test_departments_are_read_whole_and_once_a_day(tree):
    told = {int(row["ID"]): row for row in tree.rest("department.get")}
    kept = {row.department_id: row for row in PortalDepartment.objects.all()}
    assert kept.keys() == told.keys()
    for pk, row in kept.items():
        assert row.head_id == int(told[pk].get("UF_HEAD") or 0)
        assert row.parent_id == int(told[pk].get("PARENT") or 0)
    with transaction.atomic():
        directory.order(tree.portal)
        directory.order(tree.portal)
    assert (
        effects.Effect.objects.filter(kind="bitrix24.departments").count() == 2
    )  # this hour's, then today's


def test_a_head_of_the_portal_sees_the_branch(tree):
    head, seller = person(tree, SALES_HEAD, Role.SENDER), person(tree, SELLER, Role.SENDER)
    assert departments.is_head(head)
    assert not departments.is_head(seller)
    assert {head.pk, seller.pk} <= departments.people_under(head)
    assert departments.people_under(seller) == {seller.pk}


def test_the_topmost_head_sees_branches_below(tree):
    top = PortalDepartment.objects.get(parent_id=0)
    head, seller = person(tree, top.head_id, Role.SIGNER), person(tree, SELLER, Role.SENDER)
    assert seller.pk in departments.people_under(head)


def test_a_tree_that_bites_its_tail_ends(tree):
    top = PortalDepartment.objects.get(parent_id=0)
    top.parent_id = PortalDepartment.objects.exclude(pk=top.pk).first().department_id
    top.save()
    head = person(tree, top.head_id, Role.SIGNER)
    assert head.pk in departments.people_under(head)


def test_the_page_shows_documents_of_the_portals_department(tree):
    head, seller = person(tree, SALES_HEAD, Role.SENDER), person(tree, SELLER, Role.SENDER)
    package = factories.package(tree.firm, [factories.document(tree.firm, file_name="Наш.txt", data=b"a")])
    package.sender = seller
    package.save()
    page = tree.open(user_id=SALES_HEAD).get("/department/")
    assert page.status_code == 200
    assert "Договор № 17" in page.content.decode()
    assert str(head) in page.content.decode()
    other = Client()
    other.force_login(tree.firm.signer.user)
    assert other.get("/department/").status_code == 403
